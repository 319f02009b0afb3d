//! 出门清单: whom to visit today, by village, each with what is open there; to print and to take along.

use std::collections::BTreeMap;

use super::draft::{Made, Making, long};
use super::paper::{Cell, Table};
use crate::model::card::HazardCard;
use crate::model::hazard::State;
use crate::model::id::Id;
use crate::rules::clock::{due_in_force, is_open, state_on};
use crate::rules::register::Register;
use crate::rules::review;
use crate::text::mask_phone;

pub(super) fn make(of: &Making) -> Made {
    let unit = of.township()?;
    let name = unit.map_or("全区", |unit| &unit.short);
    let day = of.day();
    let mut report = of.draft(format!("{name}出门清单 {}（周{}）", long(day), day.weekday()), name, "");
    let no = unit.map_or(0, |unit| of.view.basics.unit_no(&unit.code));
    // Township, village, enterprise → why.
    let mut stops: BTreeMap<(u8, String, Id), Vec<&str>> = BTreeMap::new();
    for (id, why) in planned(of).into_iter().chain(to_recheck(of)) {
        let Some(card) = of.facts.enterprise(id).filter(|_| of.view.sees(id)) else { continue };
        let township = card.now().map_or(0, |span| span.township);
        if no != 0 && township != no {
            continue;
        }
        let reasons = stops.entry((township, text(of, id, "village"), id)).or_default();
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    let register = Register::of(of.facts.enterprises);
    let last = of.facts.last_visits(&register);
    let mut table = Table::new(
        "今天要去的企业",
        ["序号", "村居", "企业", "地址", "负责人电话", "事由", "上次检查", "未闭环隐患", "备注"],
    );
    for (((township, village, id), reasons), number) in stops.iter().zip(1u32..) {
        let village = match (no, village.as_str()) {
            (0, village) => format!("{} {village}", of.view.unit_short(*township)).trim_end().to_owned(),
            (_, "") => "未填村居".into(),
            (_, village) => village.to_owned(),
        };
        let phone = text(of, *id, "phone");
        let contact = format!("{} {}", text(of, *id, "principal"), mask_phone(&phone));
        table.rows.push(vec![
            number.into(),
            village.into(),
            of.view.enterprise_called(*id).into(),
            text(of, *id, "address").into(),
            contact.trim().into(),
            reasons.join("、").into(),
            register.find(*id).and_then(|at| last.get(at)).copied().unwrap_or_default().into(),
            open_there(of, *id).into(),
            Cell::Nothing,
        ]);
    }
    report.say(format!("共{}家。", stops.len()));
    report.table(table, "今天没有计划检查和到期复查的企业。");
    report.note("事由：今日计划和以前漏检的计划条目，待复查的隐患，今天和以前到期的整改");
    Ok(report)
}

fn text(of: &Making, id: Id, key: &str) -> String {
    of.view.shelves.row(id).and_then(|row| row.body.get(key)).unwrap_or_default()
}

/// Items of plans for today, and those of earlier days that were missed, as 今日 has them.
fn planned(of: &Making) -> Vec<(Id, &'static str)> {
    let due = review::planned(&of.facts).into_iter();
    due.map(|(on, item, _)| (item.subject, if on < of.day() { "漏检" } else { "今日计划" })).collect()
}

/// Hazards to be rechecked, and those whose limit is reached.
fn to_recheck(of: &Making) -> Vec<(Id, &'static str)> {
    let facts = &of.facts;
    let open = facts.hazards.iter().filter(|card| crate::rules::matrix::counts(card) && is_open(card, facts));
    open.filter_map(|card| match state_on(card, facts)? {
        State::PendingRecheck => Some((card.enterprise, "复查")),
        State::Rectifying if due_in_force(card, facts).opt().is_some_and(|due| due <= of.day()) => {
            Some((card.enterprise, "到期"))
        }
        _ => None,
    })
    .collect()
}

/// `H2611-0042 软管老化（整改中，期限 2026-11-20）`, a line each.
fn open_there(of: &Making, enterprise: Id) -> String {
    let facts = &of.facts;
    let is_open_there = |card: &&HazardCard| {
        card.enterprise == enterprise && crate::rules::matrix::counts(card) && is_open(card, facts)
    };
    let lines = facts.hazards.iter().filter(is_open_there).map(|card| {
        let state = state_on(card, facts).unwrap_or(card.state).name();
        let due = due_in_force(card, facts).opt().map(|due| format!("，期限 {due}")).unwrap_or_default();
        let major = if card.is_major() { "【重大】" } else { "" };
        format!("{} {major}{}（{state}{due}）", card.id, of.view.cards.description_of(card.id))
    });
    lines.collect::<Vec<_>>().join("\n")
}
