//! 更正日期: by whom, of what, and that the days stand in order afterwards.

use super::{REPAIRS, not_after_today};
use crate::model::case::Case;
use crate::model::field::Fields;
use crate::model::hazard::Hazard;
use crate::model::hazard::changes;
use crate::model::hazard::dates::{DATED, Dated, Known, newly_broken, on_record};
use crate::model::hazard::scene::{Guard, Scene, Verdict, early, late, unless};
use crate::model::id::Id;
use crate::model::state::undone;

pub(in crate::model::hazard) const HAS_DATES: Guard = early("有可更正的日期", |s| {
    let any = DATED.iter().any(|dated| !(dated.get)(s.hazard).is_none());
    unless(any, "", "还没有完成、复查、签收等日期", "发现日期有误的用更正")
});

/// Who entered a day may correct it, else 股室负责人 and the keepers of the ledger (局内约定).
pub(in crate::model::hazard) const OWN_DATES: Guard = early("谁可更正日期", |s| {
    let mine = || DATED.iter().any(|dated| said_by(dated, s).is_some_and(|who| who == s.case.officer.name));
    unless(
        s.is_any(REPAIRS) || mine(),
        "",
        "日期由登记人或股室负责人更正",
        "请登记该日期的同志，或股室负责人更正",
    )
});

pub(in crate::model::hazard) const OWN_DATE: Guard = late("谁可更正日期", |s| {
    if s.is_any(REPAIRS) {
        return Ok(());
    }
    changed(s).try_for_each(|dated| {
        let who = said_by(dated, s).unwrap_or_default();
        let text = format!("{}是 {who} 登记的", dated.spec.label);
        let hint = format!("请 {who} 或股室负责人更正");
        unless(who == s.case.officer.name, dated.spec.key, text, hint)
    })
});

pub(in crate::model::hazard) const CORRECTABLE: Guard = late("有可更正的日期", |s| {
    DATED.iter().filter(|dated| s.fields.has(dated.spec.key)).try_for_each(|dated| {
        let (key, label) = (dated.spec.key, dated.spec.label);
        let (said, known) = (s.fields.day(key), on_record(s.hazard, key));
        let hint = "没有登记过，或与另一日期是同一天，更正那一个";
        unless(said.is_none() || !known.is_none(), key, format!("没有单独的{label}可更正"), hint)?;
        unless(known.is_none() || !said.is_none(), key, format!("{label}不能改为空"), "填实际日期")
    })
});

pub(in crate::model::hazard) const CHANGES_A_DAY: Guard =
    late("有改动", |s| unless(changed(s).next().is_some(), "", "没有改动", "改了日期再提交"));

pub(in crate::model::hazard) const DAYS_IN_ORDER: Guard = late("日期先后", |s| {
    changed(s).try_for_each(|dated| not_after_today(s, dated.spec.key, dated.spec.label))?;
    let mut after = s.hazard.clone();
    changes::correct_dates(&mut after, s.fields, s.case.today, &s.case.officer.name);
    match newly_broken(s.hazard, &after) {
        Some(days) => objects(s, days),
        None => closed_before_start(s, &after),
    }
});

fn objects(s: &Scene, days: (Known, Known)) -> Verdict {
    let ((earlier, before, from), (later, after, on)) = days;
    let at = if changed(s).any(|dated| dated.spec.key == later) { later } else { earlier };
    let hint = "几个日期都有误的一起更正；发现日期有误的用更正";
    unless(false, at, format!("{after} {on} 早于{before} {from}"), hint)
}

/// What an old ledger brought in as closed was closed before the 启用日 (ruling 2).
fn closed_before_start(s: &Scene, after: &Hazard) -> Verdict {
    let start = s.case.basics.settings.start_on;
    let holds = after.closed_basis != changes::BY_IMPORT || start.is_none() || after.closed_on < start;
    let text = format!("期初导入的销号日应早于启用日 {start}");
    unless(holds, "closed_on", text, "启用日以后销号的，按回头看反弹重开后办复查")
}

/// The days that differ from those on record.
fn changed<'s>(s: &'s Scene) -> impl Iterator<Item = &'static Dated> + 's {
    DATED.iter().filter(|dated| {
        let said = s.fields.day(dated.spec.key);
        !said.is_none() && said != (dated.get)(s.hazard)
    })
}

/// Who entered the day that stands on record.
fn said_by(dated: &Dated, s: &Scene) -> Option<String> {
    last_to_say(s.case, s.id(), dated).filter(|_| !(dated.get)(s.hazard).is_none())
}

fn last_to_say(case: &Case, id: Id, dated: &Dated) -> Option<String> {
    let entries = case.records.history(id);
    let gone = undone(entries.iter().map(|entry| (entry.group, &entry.event.fact)));
    let said = |entry: &&crate::model::event::Entry| {
        !gone.contains(&entry.group) && dated.is_said_by(&entry.event.fact)
    };
    entries.iter().rfind(said).map(|entry| entry.officer.clone())
}

/// Takes those days out that stand on record so already: the fact says only what changed.
pub(in crate::model::hazard) fn only_changed(s: &Scene, fields: &mut Fields) {
    let kept: Vec<&str> = changed(s).map(|dated| dated.spec.key).collect();
    for dated in DATED.iter().filter(|dated| !kept.contains(&dated.spec.key)) {
        fields.0.remove(dated.spec.key);
    }
}
