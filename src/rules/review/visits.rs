//! Visits of the morning: items of the month plans for today, and those of earlier days that were missed.

use super::{Id, Kind, Morning, Pile, Section, TodayLine};
use crate::calendar::Day;
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::field::Fields;
use crate::rules::facts::Facts;

/// Items planned (or moved) to today or before and not settled, of this month's and last month's plans, by day, each with the
/// number of the township whose plan it is.
pub fn planned<'a>(facts: &Facts<'a>) -> Vec<(Day, &'a EvidenceCard, u8)> {
    let plans = facts.evidence_of(Kind::InspectionPlan);
    let month = Day::ymd(facts.as_of.year(), facts.as_of.month(), 1).unwrap_or(facts.as_of);
    let earliest = month.plus(-31);
    let settled = evidence_flag::VOID | evidence_flag::DONE | evidence_flag::DROPPED;
    let open = facts.evidence_of(Kind::PlanItem).iter().filter(|item| item.flags & settled == 0);
    let mut due: Vec<_> = open
        .filter_map(|item| {
            let at = plans.binary_search_by_key(&item.parent, |plan| plan.id).ok()?;
            let plan = plans.get(at).filter(|plan| !plan.is(evidence_flag::VOID) && plan.date >= earliest)?;
            let day = day_of(item, plan);
            (day <= facts.as_of).then_some((day, item, plan.unit))
        })
        .collect();
    due.sort_by_key(|(day, item, _)| (*day, item.id));
    due
}

pub(super) fn pile(morning: &Morning, pile: &mut Pile) {
    let due = planned(morning.facts());
    for (day, item, unit) in due.into_iter().filter(|(.., unit)| morning.is_mine(*unit)) {
        pile.add_record(Section::Visits, item.id, false, || line(morning, item, unit, day));
    }
}

/// Planned visits of the scope that were made today: their lines have gone.
pub(super) fn made(morning: &Morning) -> u32 {
    let facts = morning.facts();
    let visits = facts.evidence_of(Kind::Inspection).iter();
    let of_plan = |visit: &&EvidenceCard| {
        visit.date == facts.as_of && visit.parent != Id::NONE && !visit.is(evidence_flag::VOID)
    };
    visits.filter(of_plan).filter(|visit| morning.is_mine(visit.unit)).count() as u32
}

/// The day moved to, the day planned, or the last of the month.
fn day_of(item: &EvidenceCard, plan: &EvidenceCard) -> Day {
    let moved = if item.is(evidence_flag::MOVED) { item.filed_on } else { Day::NONE };
    moved.opt().or(item.date.opt()).unwrap_or_else(|| plan.date.end_of_month())
}

fn line(morning: &Morning, item: &EvidenceCard, unit: u8, day: Day) -> TodayLine {
    let facts = morning.facts();
    let basics = facts.basics;
    let premises = facts.enterprise(item.subject);
    let fields = Fields::of([
        ("date", facts.as_of.to_string()),
        ("township", basics.unit_of_no(unit).map(|unit| unit.code.clone()).unwrap_or_default()),
        ("enterprise", item.subject.to_string()),
        ("industry", basics.industry_of_no(item.industry).map(|i| i.code.clone()).unwrap_or_default()),
        ("plan_item", item.id.to_string()),
    ]);
    let late = day.days_until(facts.as_of);
    TodayLine {
        section: Section::Visits,
        alert: String::new(),
        id: item.id,
        key: item.id.to_string(),
        township: morning.township(unit),
        text: premises.map(|card| format!("检查 {}", morning.called(card))).unwrap_or_else(|| "检查".into()),
        status: if late > 0 { format!("漏检{late}天") } else { "今日计划".into() },
        day,
        major: false,
        state: None,
        entry: (item.subject != Id::NONE).then_some((Kind::Inspection, fields)),
    }
}
