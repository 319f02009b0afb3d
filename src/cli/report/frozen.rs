//! 冻结: a report as it went out, kept in the account's data directory as JSON that only the account reads.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::ask::report::compare::{Change, changes};
use crate::ask::report::{Report, Wanted};
use crate::calendar::Day;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::output::note;
use crate::file::{self, Readers};

/// A frozen report.
#[derive(Serialize, Deserialize)]
pub struct Frozen {
    /// When.
    pub frozen_at: String,
    /// What was asked for, for the day that the report was made for.
    pub wanted: Wanted,
    /// What went out.
    pub report: Report,
}

fn directory(cx: &Context) -> PathBuf {
    cx.data.join("reports")
}

/// Keeps a report; gives the name it is kept under. What is kept already is never written over.
pub fn keep(cx: &Context, wanted: &Wanted, report: &Report) -> Result<String, Failure> {
    let dir = directory(cx);
    let failed = |path: &Path, error: io::Error| Failure::io("冻结不了", path, &error);
    let as_of = report.caliber.as_of;
    let mut day = as_of.to_string();
    day.retain(|c| c != '-');
    let about = [
        Some(report.code.clone()).filter(|code| !code.is_empty()),
        Some(wanted.township.clone()).filter(|code| !code.is_empty()),
        wanted.period.map(|period| period.to_string()),
        wanted.id.opt().map(|id| id.to_string()),
        Some(day),
        Some(report.caliber.seq.to_string()),
    ];
    let stem = about.into_iter().flatten().collect::<Vec<_>>().join("-");
    let frozen = Frozen {
        frozen_at: cx.now().format("%Y-%m-%d %H:%M").to_string(),
        wanted: Wanted { day: as_of, ..wanted.clone() },
        report: report.clone(),
    };
    let mut bytes = serde_json::to_vec_pretty(&frozen).map_err(io::Error::from)?;
    bytes.push(b'\n');
    let path = dir.join(format!("{stem}.json"));
    file::private_dir_of(&path).map_err(|error| failed(&dir, error))?;
    let kept = file::fresh(&path, Readers::Owner, &bytes).map_err(|error| failed(&path, error))?;
    Ok(kept.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

/// Names of what is kept.
pub fn names(cx: &Context) -> Vec<String> {
    let entries = fs::read_dir(directory(cx)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    names.sort();
    names
}

/// The frozen report with this name, or in this file.
pub fn read(cx: &Context, name: &str) -> Result<Frozen, Failure> {
    let own = directory(cx).join(format!("{}.json", name.trim_end_matches(".json")));
    let path = if own.is_file() { own } else { PathBuf::from(name) };
    if !path.is_file() {
        return Err(
            Failure::nothing(format!("没有冻结的报表“{name}”")).hint("看有哪些：zhiben report --list")
        );
    }
    let text = fs::read_to_string(&path).map_err(|error| Failure::io("读不了", &path, &error))?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::failed(format!("{} 不是冻结的报表：{error}", path.display()))
            .hint("写 report --freeze 留下的名字或文件")
    })
}

#[derive(Serialize)]
struct Line<'a> {
    place: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Says what is different now.
pub fn tell(cx: &mut Context, frozen: &Frozen, now: &Report, json: bool) -> Result<(), Failure> {
    let before = &frozen.report;
    let found: Vec<Change> = changes(before, now);
    let as_of: Day = before.caliber.as_of;
    note(format!(
        "{}，截至 {as_of}；冻结于 {}（第 {} 号登记），现在第 {} 号登记",
        before.title, frozen.frozen_at, before.caliber.seq, now.caliber.seq
    ));
    if json {
        let lines = found.iter().map(|c| Line { place: &c.place, before: &c.before, after: &c.after });
        return cx.out.json(&lines.collect::<Vec<_>>());
    }
    if found.is_empty() {
        return cx.out.line("没有变化");
    }
    let heads = ["位置", "冻结时", "现在"].map(str::to_owned).to_vec();
    let flat = |text: &str| if text.is_empty() { "（无）".to_owned() } else { text.replace('\n', "；") };
    let rows = found.iter().map(|c| vec![c.place.clone(), flat(&c.before), flat(&c.after)]);
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
}
