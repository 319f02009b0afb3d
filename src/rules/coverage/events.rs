//! Duties on hazards, event by event: each clock that was kept or is running, with its last day and the day it was kept.

use super::super::cadence::Window;
use super::super::clock::{Clock, due_in_force, running, state_on};
use super::super::duty::Duty;
use super::super::facts::Facts;
use super::Sum;
use crate::calendar::Day;
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::hazard::State;
use crate::model::id::Id;

/// One clock of one hazard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The hazard.
    pub id: Id,
    /// Number of its township.
    pub unit: u8,
    /// Which clock.
    pub clock: Clock,
    /// Last day.
    pub limit: Day,
    /// The day it was kept; [`Day::NONE`]: it is running.
    pub met: Day,
    /// Running and past its last day.
    pub is_late: bool,
    /// Running and within the office's 临近到期.
    pub is_soon: bool,
}

impl Event {
    pub(super) fn sum(&self) -> Sum {
        let done = !self.met.is_none();
        Sum {
            need: 1,
            in_time: u32::from(done && self.met <= self.limit),
            done: u32::from(done),
            late: u32::from(self.is_late),
            soon: u32::from(self.is_soon),
            first: self.met,
            ..Sum::default()
        }
    }
}

/// The events of every window: clocks kept in it, and clocks running now — all of them in the window that holds the day
/// asked for, in an earlier window those that ran out by its end.
pub(super) fn gather(duty: &Duty, windows: &[Window], facts: &Facts) -> Vec<Vec<Event>> {
    let mut gathered = vec![Vec::new(); windows.len()];
    let first = windows.first().map_or(Day::NONE, |window| window.from);
    for card in facts.hazards {
        // Most of a long ledger ended before the windows begin.
        let is_past =
            card.state == State::Closed && card.closed_on.max(card.done_on).max(card.accepted_on) < first;
        if is_past && card.closed_on <= facts.as_of {
            continue;
        }
        let Some(state) = state_on(card, facts) else { continue };
        if matches!(state, State::Draft | State::Voided | State::Merged) {
            continue;
        }
        let now = if state.is_open() { running(card, state, facts) } else { None };
        for clock in &duty.evidence.clocks {
            let Some(day) = kept_on(card, *clock, facts) else {
                let limit = match now {
                    Some((running, limit)) if running == *clock => limit,
                    _ if *clock == Clock::Rectify && state.is_open() => due_in_force(card, facts),
                    _ => Day::NONE,
                };
                for (events, window) in gathered.iter_mut().zip(windows).filter(|_| !limit.is_none()) {
                    events.extend(running_event(card, *clock, limit, window, facts));
                }
                continue;
            };
            let at = windows.partition_point(|window| window.to < day);
            if windows.get(at).is_some_and(|window| window.from <= day)
                && let Some(events) = gathered.get_mut(at)
            {
                events.extend(kept_event(card, *clock, day, facts));
            }
        }
    }
    gathered
}

/// The day the clock was kept, late or not; [`None`] while it was not by the day asked for.
fn kept_on(card: &HazardCard, clock: Clock, facts: &Facts) -> Option<Day> {
    let day = match clock {
        Clock::Rectify => card.done_on.opt().unwrap_or(card.closed_on),
        Clock::Recheck => card.closed_on,
        Clock::Send => card.sent_on,
        Clock::Accept => card.accepted_on,
        Clock::Answer if card.accepted_on.is_none() => Day::NONE,
        Clock::Answer => card.done_on.opt().unwrap_or(card.closed_on),
        Clock::Triage => Day::NONE,
    };
    day.opt().filter(|day| *day <= facts.as_of)
}

/// A clock that was kept: with its last day, where the card tells from when it ran.
fn kept_event(card: &HazardCard, clock: Clock, met: Day, facts: &Facts) -> Option<Event> {
    let settings = &facts.basics.settings;
    let after = |from: Day, workdays: u32| {
        from.opt()
            .map_or(Day::NONE, |from| facts.workdays.add(from, i32::try_from(workdays).unwrap_or(i32::MAX)))
    };
    let is_firm = !card.is(hazard_flag::DUE_PROPOSED);
    let is_ours = !card.is(hazard_flag::TRANSFERRED) || card.is_major();
    let limit = match clock {
        Clock::Rectify if is_firm && is_ours => card.due,
        Clock::Rectify | Clock::Send | Clock::Triage => Day::NONE,
        Clock::Recheck => after(card.done_on, settings.recheck_workdays),
        Clock::Accept => after(card.sent_on, settings.transfer_accept_workdays),
        Clock::Answer => {
            let limit = after(card.accepted_on, settings.transfer_feedback_workdays);
            card.feedback_due.opt().unwrap_or(limit)
        }
    };
    let event = Event { id: card.id, unit: card.township, clock, limit, met, is_late: false, is_soon: false };
    limit.opt().map(|_| event)
}

fn running_event(
    card: &HazardCard,
    clock: Clock,
    limit: Day,
    window: &Window,
    facts: &Facts,
) -> Option<Event> {
    let is_now = window.from <= facts.as_of && facts.as_of <= window.to;
    if !is_now && (limit > window.to || window.from > facts.as_of) {
        return None;
    }
    let is_late = limit < facts.as_of;
    let soon = i32::try_from(facts.basics.settings.due_soon_workdays).unwrap_or(i32::MAX);
    let is_soon = !is_late && facts.workdays.between(facts.as_of, limit) <= soon;
    Some(Event { id: card.id, unit: card.township, clock, limit, met: Day::NONE, is_late, is_soon })
}
