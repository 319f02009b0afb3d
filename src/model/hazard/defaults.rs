//! What a transition proposes when nothing was answered (ruling 8: a line of quick entry leaves most of it open).

use super::super::enterprise::Enterprise;
use super::super::field::Value;
use super::scene::Scene;
use crate::calendar::Day;

/// Nothing.
pub(super) fn open(_: &Scene, _: &str) -> String {
    String::new()
}

/// The owner's day.
pub(super) fn today(s: &Scene, _: &str) -> String {
    s.case.today.to_string()
}

/// The officer.
pub(super) fn me(s: &Scene, _: &str) -> String {
    s.case.officer.name.clone()
}

/// What the record says.
pub(super) fn on_record(s: &Scene, key: &str) -> String {
    s.says(key)
}

/// The day that a transition wrote.
pub(super) fn dated(s: &Scene, key: &str) -> String {
    super::dates::on_record(s.hazard, key).opt().map(|day| day.to_string()).unwrap_or_default()
}

/// 一般, unless the record says otherwise.
pub(super) fn general(s: &Scene, key: &str) -> String {
    some(s.says(key), || s.case.basics.settings.quick_level.clone())
}

/// 发现日期 of the record.
pub(super) fn found_on(s: &Scene, _: &str) -> String {
    s.hazard.found_on.to_string()
}

/// A new due day after a recheck, an extension or a relapse: the usual span from today (局内约定).
pub(super) fn next_due(s: &Scene, _: &str) -> String {
    usual_due(s, s.case.today).to_string()
}

/// Those who rechecked: the officer, unless the officer was to rectify.
pub(super) fn rechecker(s: &Scene, _: &str) -> String {
    other_than(&s.case.officer.name, &s.hazard.rectifier)
}

/// Who verified on the spot: everybody on the inspection but a sole finder.
pub(super) fn verifiers(s: &Scene, _: &str) -> String {
    let party = s.case.records.inspectors_of(s.hazard.inspection);
    let names = if party.is_empty() { s.hazard.finders.clone() } else { party };
    match s.hazard.finders.as_slice() {
        [sole] => names.into_iter().filter(|n| n != sole).collect::<Vec<_>>().show(),
        _ => names.show(),
    }
}

/// Who decides another level: the officer, unless the officer asked for it.
pub(super) fn regrader(s: &Scene, _: &str) -> String {
    other_than(&s.case.officer.name, s.hazard.pending_regrading().map_or("", |r| &r.asked_by))
}

/// Who decides an extension: the officer, unless the officer asked for it.
pub(super) fn decider(s: &Scene, _: &str) -> String {
    other_than(&s.case.officer.name, s.hazard.pending_extension().map_or("", |e| &e.asked_by))
}

/// 反馈期限 (局内约定, in workdays from the day of receipt).
pub(super) fn feedback_due(s: &Scene, _: &str) -> String {
    let from = s.fields.day("accepted_on").opt().unwrap_or(s.case.today);
    s.case.workdays.add(from, days(s.case.basics.settings.transfer_feedback_workdays)).to_string()
}

/// A field of the letter, else of the transfer in force.
pub(super) fn of_letter(s: &Scene, key: &str) -> String {
    let letter = s.link("letter").and_then(|id| s.case.records.row(id)).and_then(|r| r.body.get(key));
    some(letter.unwrap_or_default(), || match (key, s.hazard.leg()) {
        ("sent_on", _) => s.case.today.to_string(),
        ("channel", _) => "函".into(),
        ("department", Some(leg)) => leg.department.clone(),
        ("basis", Some(leg)) => leg.basis.clone(),
        _ => String::new(),
    })
}

/// The department proposed for a transfer: that of the category (局内约定).
pub(super) fn department(s: &Scene, _: &str) -> String {
    let category = s.case.basics.category_by(&s.says("category")).one();
    category.and_then(|c| c.department.clone()).unwrap_or_default()
}

/// Fields of the record at registration: what it says already, what its inspection and enterprise say, and once a level
/// is given what 定性 needs.
pub(super) fn at_registration(s: &Scene, key: &str) -> String {
    some(s.says(key), || match key {
        "found_on" => s.inspection().map_or(s.case.today, |i| i.date).to_string(),
        "source" => source(s).into(),
        "township" => township(s),
        "enterprise" => s.inspection().map(|i| i.enterprise.show()).unwrap_or_default(),
        "industry" => industry(s),
        "finders" => finders(s),
        "mode" => s.inspection().map(|i| i.mode).unwrap_or_default(),
        // Who names the department has judged it; else the department would be lost in 待定性.
        "level" if s.says("track") == "移交" => general(s, key),
        "track" | "rectifier_unit" | "rectifier" | "watcher" | "due" => at_judging(s, key),
        _ => String::new(),
    })
}

/// Fields of an imported record: only what the register tells for certain, never persons, mode or level.
pub(super) fn at_import(s: &Scene, key: &str) -> String {
    match key {
        "township" | "industry" => at_registration(s, key),
        _ => s.says(key),
    }
}

/// What 定性 proposes; nothing while the level is open.
pub(super) fn at_judging(s: &Scene, key: &str) -> String {
    let said = s.says(key);
    let has_passed = key == "due" && s.hazard.due_proposed && s.day(key) < s.case.today;
    if (!said.is_empty() && !has_passed) || s.says("level").is_empty() {
        return said;
    }
    let settings = &s.case.basics.settings;
    match key {
        "track" => settings.quick_track.clone(),
        "rectifier_unit" => s.enterprise().map(|e| e.name).unwrap_or_default(),
        "rectifier" => {
            some(s.enterprise().map(|e| e.principal).unwrap_or_default(), || settings.quick_rectifier.clone())
        }
        "watcher" => s.case.officer.name.clone(),
        "due" => first_due(s).to_string(),
        _ => String::new(),
    }
}

/// 期限 when none was given: the day itself for 立行立改, none for a transfer, else the usual span (局内约定).
pub(super) fn first_due(s: &Scene) -> Day {
    let found = s.day("found_on").opt().unwrap_or(s.case.today);
    match s.says("track").as_str() {
        "移交" => Day::NONE,
        "立行立改" => found,
        _ => usual_due(s, found),
    }
}

fn usual_due(s: &Scene, from: Day) -> Day {
    s.case.basics.settings.usual_due(s.is_major(), from, s.case.today)
}

/// Who came decides the source: a township's people or the bureau's, jointly or with a third party.
fn source(s: &Scene) -> &'static str {
    let visit = s.inspection();
    let by =
        visit.as_ref().map_or(&s.case.officer.unit, |i| if i.by.is_empty() { &i.township } else { &i.by });
    match visit.as_ref().map(|i| i.mode.as_str()) {
        Some("联合") => "联合检查",
        Some("第三方") => "第三方",
        _ if s.case.basics.unit(by).is_some_and(|u| u.is_township()) => "乡镇检查",
        _ => "局检查",
    }
}

fn township(s: &Scene) -> String {
    let of_premises = s.enterprise().map(|e| e.township).or_else(|| s.inspection().map(|i| i.township));
    let mine = s.case.basics.unit(&s.case.officer.unit).filter(|u| u.is_township()).map(|u| u.code.clone());
    of_premises.or(mine).unwrap_or_default()
}

fn industry(s: &Scene) -> String {
    let first = |e: Enterprise| e.industries.into_iter().next();
    let of_visit = s.inspection().map(|i| i.industry).filter(|code| !code.is_empty());
    of_visit.or_else(|| s.enterprise().and_then(first)).unwrap_or_default()
}

fn finders(s: &Scene) -> String {
    let party = s.inspection().map(|i| i.inspectors.show()).unwrap_or_default();
    some(party, || s.case.officer.name.clone())
}

fn other_than(name: &str, not: &str) -> String {
    if name == not { String::new() } else { name.to_owned() }
}

fn some(text: String, or: impl FnOnce() -> String) -> String {
    if text.is_empty() { or() } else { text }
}

/// A setting as a number of days.
pub(super) fn days(setting: u32) -> i32 {
    i32::try_from(setting).unwrap_or(i32::MAX)
}
