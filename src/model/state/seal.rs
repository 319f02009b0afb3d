//! 封存: what a sealed plan still lets in. Its days take no entry and no correction once the 补录 window is over; what was open goes
//! on, with the days on which it is done (局内约定).

use super::super::basics::{Basics, Plan, span_of};
use super::super::case::{Case, Role};
use super::super::closing::Closing;
use super::super::command::Refusal;
use super::super::event::{Event, Fact};
use super::super::field::{FieldError, Fields};
use super::super::hazard::Hazard;
use super::super::hazard::deeds::Deed;
use super::super::hazard::transitions::{OfRecord, transition};
use super::super::id::{Id, Kind};
use super::super::noun::{Noun, When};
use super::super::row::{Body, Row, name_of};
use super::act::by_guard;
use super::field_check::error;
use super::fold::apply;
use crate::calendar::Day;

/// What the figures of a plan count records by. Of one that waits to be settled a later day may fill in everything else: what was
/// open goes on.
const FIXED: &[&str] = &[
    "date",
    "month",
    "plan",
    "planned_on",
    "township",
    "unit",
    "target",
    "enterprise",
    "person",
    "industry",
    "sort",
    "kind",
    "variant",
    "about",
    "year",
    "lead",
    "chair",
    "is_principal",
    // 报送 and 兑现 of a month are the month's own.
    "submitted_on",
    "outcome",
];
/// What the figures of a plan count hazards by.
const COUNTED: &[&str] =
    &["found_on", "township", "enterprise", "industry", "category", "source", "inspection"];

/// A plan that was sealed and whose window is over.
struct Seal {
    id: Id,
    closing: Closing,
    first: Day,
    last: Day,
}

/// Every plan that takes nothing in any more.
pub(super) struct Seals(Vec<Seal>);

impl Seals {
    pub(super) fn of(case: &Case) -> Seals {
        let seal = |id: Id| {
            let closing = case.records.row(id)?.closing()?.clone();
            let (first, last) = sealed_span(&closing, case.basics, case.today)?;
            Some(Seal { id, closing, first, last })
        };
        Seals(case.records.all_of(Kind::Closing).into_iter().filter_map(seal).collect())
    }

    /// Refused when facts would change what a sealed plan counts.
    pub(super) fn hold(&self, events: &[Event], case: &Case) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        for event in events {
            let before = case.records.row(event.id);
            let after = apply(before.clone(), event, case.at, &case.officer.name);
            let days = days_touched(event, before.as_ref(), after.as_ref(), case);
            if let Some((seal, day)) = days.into_iter().find_map(|day| Some((self.over(day)?, day))) {
                return Err(refusal(event, before.is_some(), day, seal));
            }
            if let Some(seal) =
                self.0.iter().find(|seal| rewrites(seal.last, before.as_ref(), after.as_ref()))
            {
                return Err(rewriting(event, before.as_ref(), after.as_ref(), seal));
            }
        }
        Ok(())
    }

    fn over(&self, day: Day) -> Option<&Seal> {
        self.0.iter().find(|seal| (seal.first..=seal.last).contains(&day))
    }
}

/// What an enterprise counted as in a sealed plan stays; one that was not there then is counted from a later day on.
fn rewriting(event: &Event, before: Option<&Row>, after: Option<&Row>, seal: &Seal) -> Refusal {
    let (last, id) = (seal.last, event.id);
    let from = last.plus(1);
    let hint = format!("按“变更”登记，生效日写 {last} 以后");
    let Some(new) = after.and_then(Row::enterprise).filter(|_| before.is_none()) else {
        let text = format!("{id} 在 {last} 以前的纳管日、乡镇、行业、状态已随方案封存，不能改写");
        return by_guard("封存", text, hint);
    };
    let since = new.since.opt().or_else(|| new.spans.first().map(|span| span.from)).unwrap_or_default();
    let Closing { plan, until, .. } = &seal.closing;
    let what = format!("{since} 属于已封存的方案（{plan}，补录到 {until} 止），那时的应检企业不再增加");
    let hint = format!("纳管日写 {from} 或以后；确要补录的，请局领导或管理员把 {} 的“补录至”延后", seal.id);
    let fields = vec![error("since", "纳管日", &*what)];
    Refusal { fields, ..by_guard("封存", format!("{}的纳管日 {what}", new.name), hint) }
}

fn refusal(event: &Event, is_there: bool, day: Day, seal: &Seal) -> Refusal {
    let what =
        if is_there { format!("{} ", event.id) } else { format!("这条{}", name_of(event.id.kind())) };
    let Closing { plan, until, .. } = &seal.closing;
    let text = format!("{what}的日子 {day} 属于已封存的方案（{plan}，补录到 {until} 止），不再登记和更正");
    let hint = format!(
        "核对日期；未闭环的隐患照常办理，写实际办理的日子。确要补录的，请局领导或管理员把 {} 的“补录至”延后",
        seal.id
    );
    by_guard("封存", text, hint)
}

/// The days that a fact says something about, where it says something new.
fn days_touched(event: &Event, before: Option<&Row>, after: Option<&Row>, case: &Case) -> Vec<Day> {
    let days_of = |row: Option<&Row>| row.and_then(|row| day_of(&row.body, case).opt());
    match &event.fact {
        Fact::Loaded { .. } | Fact::Undone { .. } => Vec::new(),
        Fact::Acted { deed, fields } => {
            let way = transition(*deed);
            let found = |row: Option<&Row>| row.and_then(Row::hazard).map(|hazard| hazard.found_on);
            match way.record {
                _ if way.makes => found(after).into_iter().collect(),
                OfRecord::Amend => amended(fields, before.and_then(Row::hazard)),
                OfRecord::Dates => written(fields).into_iter().chain(replaced(fields, before)).collect(),
                // What is void or merged counts on no day at all, not on those of the sealed plan either.
                _ if matches!(deed, Deed::Void | Deed::Merge) => found(before).into_iter().collect(),
                _ => written(fields),
            }
        }
        Fact::Amended { fields, .. } if before.is_some_and(|row| row.body.goes_on(case.basics)) => {
            if fields.iter().all(|(key, _)| !FIXED.contains(&key)) {
                written(fields)
            } else {
                days_of(before).into_iter().chain(days_of(after)).collect()
            }
        }
        Fact::Entered { .. } | Fact::Amended { .. } => {
            days_of(before).into_iter().chain(days_of(after)).collect()
        }
        Fact::Voided => days_of(before).into_iter().collect(),
    }
}

/// The days on which something is said to have happened.
fn written(fields: &Fields) -> Vec<Day> {
    let happened = |key: &str| key == "on" || key.ends_with("_on") && key != "planned_on";
    fields
        .iter()
        .filter(|(key, _)| happened(key))
        .map(|(key, _)| fields.day(key))
        .filter(|day| !day.is_none())
        .collect()
}

/// The days that a correction takes away.
fn replaced(fields: &Fields, before: Option<&Row>) -> Vec<Day> {
    let Some(hazard) = before.and_then(Row::hazard) else { return Vec::new() };
    use super::super::hazard::dates::on_record;
    fields.iter().map(|(key, _)| on_record(hazard, key)).filter(|day| !day.is_none()).collect()
}

/// A correction of a hazard: what figures count it by belongs to the day it was found; of one that was brought to an end
/// everything does, to the day it ended as well.
fn amended(fields: &Fields, before: Option<&Hazard>) -> Vec<Day> {
    let Some(hazard) = before else { return Vec::new() };
    let counts = fields.iter().any(|(key, _)| COUNTED.contains(&key));
    let found = [hazard.found_on, fields.day("found_on")].into_iter().filter(|_| counts);
    let ended = (!hazard.state.is_open()).then_some(hazard.closed_on);
    found.chain(ended).filter(|day| !day.is_none()).collect()
}

/// The day that a record says something about; [`Day::NONE`] where there is none.
fn day_of(body: &Body, case: &Case) -> Day {
    match body.when() {
        When::On(day) => day,
        When::Like(id) => case.records.row(id).map_or(Day::NONE, |row| day_of(&row.body, case)),
        When::Never => Day::NONE,
    }
}

/// Would an enterprise have stood otherwise on the days up to `last`, or one more have counted?
fn rewrites(last: Day, before: Option<&Row>, after: Option<&Row>) -> bool {
    let stood = |row: Option<&Row>| {
        let there = row.filter(|row| !row.is_void()).and_then(Row::enterprise);
        let spans = there.map(|one| one.spans.as_slice()).unwrap_or_default();
        spans.iter().filter(|span| span.from <= last).cloned().collect::<Vec<_>>()
    };
    match before {
        None => stood(after).iter().any(|span| span.is_open),
        Some(_) => stood(before) != stood(after),
    }
}

/// First and last day of a plan that was sealed and whose window is over.
fn sealed_span(closing: &Closing, basics: &Basics, today: Day) -> Option<(Day, Day)> {
    let span = span_of(basics.plan(&closing.plan)?);
    (closing.until < today).then_some(span)
}

/// The first day after every plan that takes nothing in any more; [`Day::NONE`]: there is none.
pub fn after_sealed<'c>(closings: impl Iterator<Item = &'c Closing>, basics: &Basics, today: Day) -> Day {
    let sealed = closings.filter_map(|closing| sealed_span(closing, basics, today));
    sealed.map(|(_, last)| last.plus(1)).max().unwrap_or(Day::NONE)
}

/// The first day on which a new enterprise may be counted; [`Day::NONE`]: any.
pub fn counts_from(case: &Case) -> Day {
    after_sealed(Seals::of(case).0.iter().map(|seal| &seal.closing), case.basics, case.today)
}

/// What is wrong with a sealing: no such plan, its last day is not over, it is sealed already. `id` is [`Id::NONE`] for a new one.
pub(super) fn problems(closing: &Closing, id: Id, case: &Case) -> Vec<FieldError> {
    let Some(plan) = case.basics.plan(&closing.plan) else {
        let known: Vec<&str> = case.basics.plans.iter().map(|plan| plan.heading.doc_no.as_str()).collect();
        return vec![error("plan", "方案文号", format!("没有装入这个方案；已装入 {}", known.join("、")))];
    };
    let mut errors: Vec<FieldError> = too_early(plan, case.today).into_iter().collect();
    let other = case.records.all_of(Kind::Closing).into_iter().filter(|other| *other != id);
    let mut rows = other.filter_map(|id| case.records.row(id));
    if let Some(row) = rows.find(|row| row.closing().is_some_and(|one| one.plan == closing.plan)) {
        errors.push(error("plan", "方案文号", format!("已经封存（{}），要改补录期请更正该条", row.id)));
    }
    errors
}

/// A plan is sealed on its last day or later, by the owner's clock.
fn too_early(plan: &Plan, today: Day) -> Option<FieldError> {
    let (_, last) = span_of(plan);
    let what = format!("方案到 {last} 止，那天或以后才能封存（今天 {today}）");
    (today < last).then(|| error("date", "封存日", what))
}

/// Who may open a seal again: whoever may set one.
pub(super) fn by_who(kind: Kind, case: &Case) -> Result<(), Refusal> {
    let who: &[Role] = if kind == Kind::Closing { Closing::WHO } else { &Role::ALL };
    match case.officer.is_any(who) {
        true => Ok(()),
        false => Err(by_guard("权限", "方案的封存由局领导或管理员办理".into(), "请局领导或管理员办理")),
    }
}
