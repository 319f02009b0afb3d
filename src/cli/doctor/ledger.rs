//! What is kept: the ledger, its chain, its copies, the clock that stamps it, the documents it goes by.

use std::fs;

use super::Found::{self, Bad, Good, Odd};
use super::{Line, Sat, Scene};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::cli::context::basics;
use crate::cli::statistics::check;
use crate::desk::office::Office;
use crate::ledger::backup;

/// Days after which a last daily copy is too old: the one of today is made shortly after midnight, or when the machine starts.
const FRESH: i32 = 1;

/// Has it begun, and what does its owner remark?
pub fn begun(scene: &Scene) -> Option<Found> {
    let status = match &scene.line {
        Line::NotBegun => return Some(Good("还没有启用：zhiben init，或 zhiben --demo".into())),
        Line::Turned(_) => return None,
        Line::Sat(sat) => &sat.status,
    };
    if status.start_on.is_none() {
        return Some(Odd("还没有启用".into(), "定启用日，如 zhiben init --start 2026-11-01".into()));
    }
    let text = format!("{} 条登记，隐患 {}，企业 {}", status.seq, status.counts.0, status.counts.1);
    Some(match status.remarks.as_slice() {
        [] => Good(text),
        remarks => {
            Odd(format!("{text}；{}", remarks.join("；")), "记录都在日志里；全面核对：zhiben verify".into())
        }
    })
}

/// Does every entry of the journal hang on the one before? Whoever may not read the files is told what the daily copy found.
pub fn chain(scene: &Scene) -> Option<Found> {
    let Sat { status, kept, .. } = scene.sat()?;
    if status.seq == 0 {
        return None;
    }
    let data = scene.data.as_deref()?;
    if fs::read_dir(data.join("journal")).is_err() {
        let day = kept.copied_on.opt()?;
        return Some(Good(format!("相接，{day} 备份时核对到第 {} 条", kept.copied_to)));
    }
    let way = "请停止登记，照手册“备份、校验、恢复”一章恢复".to_owned();
    Some(match backup::chain(data) {
        Ok(last) if last >= status.seq => Good(format!("相接，止于第 {last} 条")),
        Ok(last) => Bad(format!("止于第 {last} 条，应有 {} 条", status.seq), way),
        Err(error) => Bad(error.to_string(), way),
    })
}

/// Do the numbers of this year agree with each other and with M10?
pub fn statistics(scene: &Scene) -> Option<Found> {
    let Sat { desk, status, .. } = scene.sat()?;
    if status.start_on.is_none() {
        return None;
    }
    let way = "逐数核对：zhiben statistics --check".to_owned();
    Some(match check::quickly(desk, scene.cx.today) {
        Ok((compared, differences)) if differences.is_empty() => {
            Good(format!("与 M10 相符，核对 {compared} 个数"))
        }
        Ok((_, differences)) => Bad(differences.join("；"), way),
        Err(failure) => Bad(failure.to_string(), way),
    })
}

/// Is there a copy of lately?
pub fn backup(scene: &Scene) -> Option<Found> {
    let Sat { status, kept, .. } = scene.sat()?;
    if status.seq == 0 || status.is_demo {
        return None;
    }
    let root = &kept.backups;
    let way = format!("每天自动备份到 {root}；没有成的原因在 {}/owner.log", kept.data);
    Some(match kept.copied_on.opt() {
        None if kept.is_service => {
            Odd("还没有每日备份（第一条登记之后十分钟，之后每天零点后、服务启动时）".into(), way)
        }
        None => Good("还没有；每天第一次打开时自动备份".into()),
        Some(day) => {
            let text = format!("最近一次 {day}，止于第 {} 条，在 {root}", kept.copied_to);
            match day.days_until(status.today) {
                ..=FRESH => Good(text),
                age if kept.is_service => Bad(format!("{text}，已 {age} 天"), way),
                age => Odd(format!("{text}，已 {age} 天"), way),
            }
        }
    })
}

/// Has the machine's clock fallen behind what was entered by it?
pub fn clock(scene: &Scene) -> Option<Found> {
    let last = match scene.sat()?.desk.ask(&Query::Log { limit: 1 }) {
        Answer::Log(lines) => lines.into_iter().next().map(|line| line.at).unwrap_or_default(),
        _ => String::new(),
    };
    let now = scene.cx.now().format("%Y-%m-%d %H:%M").to_string();
    Some(match last > now {
        true => {
            Odd(format!("{now}，早于最近一次登记 {last}"), "机器时钟慢了：校准（timedatectl）后再登记".into())
        }
        false => Good(now),
    })
}

/// Does it know the holidays of this year and the coming one?
pub fn holidays(scene: &Scene) -> Option<Found> {
    let sat = scene.sat()?;
    let known = sat.office.as_ref().ok()?.workdays.known_years();
    let this_year = sat.status.today.year();
    let lacking: Vec<String> = [this_year, this_year + 1]
        .into_iter()
        .filter(|year| !known.contains(year))
        .map(|year| year.to_string())
        .collect();
    Some(match (known.last(), lacking.first()) {
        (Some(last), None) => Good(format!("已知到 {last}-12-31")),
        (_, first) => Odd(
            format!("{}年的还没有载入", lacking.join("、")),
            format!(
                "放假通知公布后 zhiben plan load {}.csv（见手册“放假安排”）；之前按周一至周五计",
                first.map_or("", String::as_str)
            ),
        ),
    })
}

/// What the ledger has loaded beside what comes with this version.
pub fn documents(scene: &Scene) -> Option<Found> {
    Some(match &scene.sat()?.office {
        Ok(office) => compared(office),
        Err(error) => Bad(error.to_string(), "用 zhiben plan check 检查装入的文档".into()),
    })
}

fn compared(office: &Office) -> Found {
    let Ok(built_in) = basics() else { return Bad("内置数据读不出".into(), "请重新安装".into()) };
    let loaded = &office.basics;
    let differs = [
        ("方案", loaded.plans != built_in.plans),
        ("单位", loaded.units != built_in.units || loaded.departments != built_in.departments),
        ("行业", loaded.industries != built_in.industries),
        ("排查清单", loaded.catalog != built_in.catalog || loaded.categories != built_in.categories),
    ];
    let differs: Vec<&str> =
        differs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    match differs.as_slice() {
        [] => Good("与本版本内置的相同".into()),
        some => Good(format!("台账自己的：{}", some.join("、"))),
    }
}
