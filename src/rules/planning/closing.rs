//! 收官: what a plan leaves open on its last day, and what goes over into the next one (结转).

use std::sync::Arc;

use crate::calendar::Day;
use crate::model::basics::{Plan, span_of};
use crate::model::card::{EvidenceCard, HazardCard, evidence_flag};
use crate::model::id::{Id, Kind};
use crate::rules::clock::is_open;
use crate::rules::coverage::Survey;
use crate::rules::duty::{Duties, Duty};
use crate::rules::facts::Facts;
use crate::rules::matrix::CellState;
use crate::rules::standing::{Stand, columns, is_about_townships, standings};

/// What is unresolved when a plan ends.
pub struct Left {
    /// Hazards not brought to an end, in the order of their numbers.
    pub hazards: Vec<Id>,
    /// Cells that are owed; from the last day on all that were due within the plan and are not met.
    pub debts: Vec<Debt>,
    /// Cells that fall due within the plan, whose last day has not passed yet.
    pub ahead: Vec<Debt>,
    /// Cells of the plan that fall due after its last day (台账月报 of its last month).
    pub later: Vec<Debt>,
    /// Records of its days that nobody settled, in the order of their numbers.
    pub unsettled: Vec<Id>,
}

/// A cell that is not met.
pub struct Debt {
    /// The duty.
    pub duty: Arc<Duty>,
    /// Number of the unit in whose column it stands.
    pub unit: u8,
    /// Number of the unit that owes it: the bureau, of what it owes about a township, too.
    pub owes: u8,
    /// The period, in words.
    pub period: String,
    /// 截止
    pub due: Day,
    /// How it stands.
    pub state: CellState,
    /// Pieces there are, and pieces asked for.
    pub have_need: (u32, u32),
}

/// What a plan leaves open, as of the day of the facts or its last day, whichever is earlier.
pub fn left(facts: &Facts, duties: &Duties, plan: &Plan) -> Left {
    let (first, last) = span_of(plan);
    let (is_over, now) = (facts.as_of >= last, facts.under(plan));
    let facts = now.seen_from(facts.as_of.clamp(first, last));
    let falls_later = |debt: &Debt| debt.due > last;
    let (mut later, within): (Vec<_>, Vec<_>) = unmet(&facts, duties).into_iter().partition(falls_later);
    if now.as_of > last {
        // What fell due since has been met since, or has not.
        later = unmet(&now, duties)
            .into_iter()
            .filter(|debt| falls_later(debt) && !debt.duty.runs_on())
            .collect();
    }
    let (debts, ahead) = within.into_iter().partition(|debt| is_over || debt.state == CellState::Owed);
    let is_left = |card: &&EvidenceCard| {
        is_unsettled(card) && day_of(card, &facts).is_some_and(|day| (first..=facts.as_of).contains(&day))
    };
    Left {
        hazards: facts.hazards.iter().filter(|card| is_open(card, &facts)).map(|card| card.id).collect(),
        debts,
        ahead,
        later,
        unsettled: facts.evidence.iter().filter(is_left).map(|card| card.id).collect(),
    }
}

/// Every cell that is not met: of the windows worked on, and those from before that are still owed.
pub fn unmet(facts: &Facts, duties: &Duties) -> Vec<Debt> {
    let units = columns(facts);
    let survey = Survey::new(facts);
    let mut debts = Vec::new();
    for standing in standings(duties, &survey) {
        // What the bureau owes about townships stands in their cells.
        let is_about_townships = is_about_townships(&standing.duty);
        let first = usize::from(is_about_townships);
        let mut add = |unit: u8, stand: &Stand, window: Option<&crate::rules::cadence::Window>| {
            let Some(window) = window.filter(|_| is_unmet(stand.state)) else { return };
            debts.push(Debt {
                duty: Arc::clone(&standing.duty),
                unit,
                owes: if is_about_townships { survey.bureau() } else { unit },
                period: window.label(),
                due: window.due,
                state: stand.state,
                have_need: (stand.sum.done, stand.sum.need),
            });
        };
        for (column, unit) in units.iter().enumerate().skip(first) {
            let no = facts.basics.unit_no(&unit.code);
            for (arrear, stand) in standing.arrears_of(column) {
                add(no, stand, standing.window_of(arrear));
            }
            if let Some(stand) = standing.cells.get(column) {
                add(no, stand, standing.window());
            }
        }
    }
    debts
}

fn is_unmet(state: CellState) -> bool {
    matches!(state, CellState::Owed | CellState::DueSoon | CellState::Pending | CellState::Partial)
}

/// The day a record is about: of an item of a plan that names none the first of its plan's month. [`None`]: it hangs on a record
/// that was declared void.
fn day_of(card: &EvidenceCard, facts: &Facts) -> Option<Day> {
    if card.id.kind() != Kind::PlanItem {
        return Some(card.date);
    }
    let plan = facts.piece(card.parent).filter(|plan| !plan.is(evidence_flag::VOID))?;
    Some(card.date.opt().unwrap_or(plan.date))
}

/// Does a record wait for somebody to settle it?
pub fn is_unsettled(card: &EvidenceCard) -> bool {
    card.is(evidence_flag::OPEN) && !card.is(evidence_flag::VOID)
}

/// The first day of the plan in force, where another ran before it.
pub fn carried_before(facts: &Facts) -> Option<Day> {
    let plan = facts.plan()?;
    facts.basics.plan_before(plan).map(|_| span_of(plan).0)
}

/// 结转: found under an earlier plan than the one in force, and still open.
pub fn is_carried(card: &HazardCard, facts: &Facts) -> bool {
    carried_before(facts).is_some_and(|first| card.found_on < first) && is_open(card, facts)
}
