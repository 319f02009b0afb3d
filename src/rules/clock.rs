//! The clocks of a hazard: in which state it stood on a day, and by which day the next step is to be taken.
//!
//! The notice asks for 闭环 and 及时移交 (三(四), 二(五)8) without numbers; every limit in workdays is 局内约定 and a
//! setting of the office.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::calendar::Day;
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::hazard::State;

/// In which state the hazard stood at the end of the day the facts are seen from, as far as the dates on its card tell.
/// [`None`]: it had not been found yet.
pub fn state_on(card: &HazardCard, facts: &Facts) -> Option<State> {
    let (day, past) = (facts.as_of, |on: Day| !on.is_none() && on <= facts.as_of);
    if card.found_on > day {
        return None;
    }
    let settled = matches!(card.state, State::Draft | State::Voided | State::Merged);
    if settled || card.state_since <= day {
        return Some(card.state);
    }
    Some(if past(card.closed_on) {
        State::Closed
    } else if past(card.done_on) {
        State::PendingRecheck
    } else if past(card.accepted_on) {
        State::TransferAccepted
    } else if past(card.sent_on) {
        State::TransferSent
    } else if card.state == State::Registered || !card.is(hazard_flag::JUDGED) {
        State::Registered
    } else {
        State::Rectifying
    })
}

/// Registered and not yet brought to an end on the day the facts are seen from (未闭环); a draft is not registered.
pub fn is_open(card: &HazardCard, facts: &Facts) -> bool {
    state_on(card, facts).is_some_and(|state| state.is_open() && state != State::Draft)
}

/// Which clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Clock {
    /// 整改期限
    #[serde(rename = "整改")]
    Rectify,
    /// 移交函发出
    #[serde(rename = "发出")]
    Send,
    /// 签收
    #[serde(rename = "签收")]
    Accept,
    /// 反馈
    #[serde(rename = "反馈")]
    Answer,
    /// 复查
    #[serde(rename = "复查")]
    Recheck,
    /// 定性
    #[serde(rename = "定性")]
    Triage,
    /// 回头看 of a 重大 hazard that was closed.
    #[serde(rename = "回头看")]
    LookBack,
}

impl Clock {
    /// The word in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Clock::Rectify => "整改",
            Clock::Send => "发出",
            Clock::Accept => "签收",
            Clock::Answer => "反馈",
            Clock::Recheck => "复查",
            Clock::Triage => "定性",
            Clock::LookBack => "回头看",
        }
    }
}

/// The clock that runs in `state` and its last day; [`None`] when none runs: it is ended, the due day is only a proposal
/// (期限待补), or the premises stand closed (暂停营业).
///
/// A department's clock takes the place of our own once a hazard is handed over; only a 重大 one keeps its due day as well
/// (see [`overdue_days`]).
pub fn running(card: &HazardCard, state: State, facts: &Facts) -> Option<(Clock, Day)> {
    if card.is(hazard_flag::SUSPENDED) {
        return None;
    }
    let settings = &facts.basics.settings;
    let after = |from: Day, workdays: u32| {
        let from = from.opt().unwrap_or(card.state_since);
        facts.workdays.add(from, i32::try_from(workdays).unwrap_or(i32::MAX))
    };
    let stood = i32::from(card.stood);
    let (clock, last) = match state {
        State::Draft | State::Closed | State::Voided | State::Merged => return None,
        State::Registered => (Clock::Triage, after(Day::NONE, settings.triage_workdays).plus(stood)),
        State::Rectifying => (Clock::Rectify, firm_due(card)),
        State::TransferPending => (Clock::Send, after(Day::NONE, settings.transfer_send_workdays)),
        State::TransferSent => (Clock::Accept, after(card.sent_on, settings.transfer_accept_workdays)),
        State::TransferAccepted => {
            let limit = || after(card.accepted_on, settings.transfer_feedback_workdays);
            (Clock::Answer, card.feedback_due.opt().unwrap_or_else(limit))
        }
        State::PendingRecheck => (Clock::Recheck, after(card.done_on, settings.recheck_workdays).plus(stood)),
    };
    last.opt().map(|last| (clock, last))
}

/// The due day, unless it is only a proposal.
fn firm_due(card: &HazardCard) -> Day {
    if card.is(hazard_flag::DUE_PROPOSED) { Day::NONE } else { card.due }
}

/// The last day by which it was for us to have it put right: the due day, firm, of a hazard that no department has unless
/// it is 重大. [`Day::NONE`]: nobody can be late. An extension that was asked for too late makes nothing timely.
pub fn rectify_limit(card: &HazardCard) -> Day {
    let is_ours = !card.is(hazard_flag::HANDED_OVER) || card.is_major();
    if is_ours { first_missed(card, firm_due(card)) } else { Day::NONE }
}

/// Of a due day and the one that was missed before it, the earlier.
fn first_missed(card: &HazardCard, due: Day) -> Day {
    if due.is_none() { due } else { card.missed_due.opt().map_or(due, |missed| missed.min(due)) }
}

/// The due day that presses on the day the facts are seen from: of a hazard still to be put right here, and of a 重大 one
/// wherever it is being put right. [`Day::NONE`] when there is none or its clock stands.
pub fn due_in_force(card: &HazardCard, facts: &Facts) -> Day {
    let counts = match state_on(card, facts) {
        Some(State::Registered | State::Rectifying) => true,
        Some(State::TransferPending | State::TransferSent | State::TransferAccepted) => card.is_major(),
        _ => false,
    };
    if counts && !card.is(hazard_flag::SUSPENDED) { firm_due(card) } else { Day::NONE }
}

/// The day after which it counts as overdue: that of [`due_in_force`], or the one that had passed already when an extension
/// was asked for (逾期后申请的仍计逾期, ruling 12).
pub fn overdue_after(card: &HazardCard, facts: &Facts) -> Day {
    first_missed(card, due_in_force(card, facts))
}

/// Calendar days overdue; 0 when it is not: the one judge of 逾期. A proposed due day is never overdue, a suspended clock stands.
pub fn overdue_days(card: &HazardCard, facts: &Facts) -> u32 {
    let after = overdue_after(card, facts);
    if after.is_none() { 0 } else { after.days_until(facts.as_of).try_into().unwrap_or(0) }
}
