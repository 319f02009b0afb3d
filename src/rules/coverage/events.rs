//! Duties case by case: of hazards each clock that was kept or is running, of records each one that is to be answered, with
//! its last day and the day it was kept.

use super::super::cadence::Window;
use super::super::clock::{Clock, overdue_after, rectify_limit, running, state_on};
use super::super::duty::Duty;
use super::super::facts::Facts;
use super::Sum;
use crate::calendar::Day;
use crate::model::card::HazardCard;
use crate::model::hazard::State;
use crate::model::id::Id;

/// One case: a clock of a hazard, or a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The hazard or the record.
    pub id: Id,
    /// What shows that it was kept: the hazard or the record itself, or another record.
    pub by: Id,
    /// Number of the unit in whose column it counts.
    pub unit: u8,
    /// Number of the unit that owes it: a section, where its column is the bureau's.
    pub who: u8,
    /// Of a hazard: which clock.
    pub clock: Option<Clock>,
    /// Last day; [`Day::NONE`]: none was set yet.
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
            in_time: u32::from(done && (self.met <= self.limit || self.limit.is_none())),
            done: u32::from(done),
            late: u32::from(self.is_late),
            soon: u32::from(self.is_soon),
            first: self.met,
            ..Sum::default()
        }
    }
}

/// The events of hazards in every window: clocks kept in it, and clocks running now — all of them in the window that holds the
/// day asked for, in an earlier window those that ran out by its end.
pub(super) fn gather(duty: &Duty, windows: &[Window], facts: &Facts) -> Vec<Vec<Event>> {
    let mut gathered = vec![Vec::new(); windows.len()];
    let first = windows.first().map_or(Day::NONE, |window| window.from);
    let looks_back = duty.evidence.clocks.contains(&Clock::LookBack);
    for card in facts.hazards {
        // Most of a long ledger ended before the windows begin.
        let is_past =
            card.state == State::Closed && card.closed_on.max(card.done_on).max(card.accepted_on) < first;
        if is_past && card.closed_on <= facts.as_of && !(looks_back && card.is_major()) {
            continue;
        }
        let Some(state) = state_on(card, facts) else { continue };
        if matches!(state, State::Draft | State::Voided | State::Merged) {
            continue;
        }
        let now = if state.is_open() { running(card, state, facts) } else { None };
        for clock in &duty.evidence.clocks {
            let event = match kept_on(card, *clock, facts) {
                Some(met) => kept_event(card, *clock, met, facts),
                None => {
                    let limit = match now {
                        _ if *clock == Clock::Rectify => overdue_after(card, facts),
                        Some((running, limit)) if running == *clock => limit,
                        _ if *clock == Clock::LookBack && state == State::Closed => {
                            look_back_due(card, facts)
                        }
                        _ => Day::NONE,
                    };
                    limit.opt().map(|limit| running_event(card, *clock, limit))
                }
            };
            event.into_iter().for_each(|event| place(event, windows, facts, &mut gathered));
        }
    }
    gathered
}

/// Puts an event into the windows that it counts in: the one of the day it was kept; while it runs, the one that holds the day
/// asked for, and those before by whose end it had run out.
pub(super) fn place(mut event: Event, windows: &[Window], facts: &Facts, gathered: &mut [Vec<Event>]) {
    if !event.met.is_none() {
        let at = windows.partition_point(|window| window.to < event.met);
        if windows.get(at).is_some_and(|window| window.from <= event.met)
            && let Some(events) = gathered.get_mut(at)
        {
            events.push(event);
        }
        return;
    }
    let (as_of, limit) = (facts.as_of, event.limit);
    event.is_late = !limit.is_none() && limit < as_of;
    let soon = i32::try_from(facts.basics.settings.due_soon_workdays).unwrap_or(i32::MAX);
    event.is_soon = !event.is_late && !limit.is_none() && facts.workdays.between(as_of, limit) <= soon;
    for (events, window) in gathered.iter_mut().zip(windows) {
        let is_now = window.from <= as_of && as_of <= window.to;
        let ran_out = !limit.is_none() && limit <= window.to && window.from <= as_of;
        if is_now || ran_out {
            events.push(event);
        }
    }
}

/// The last day of 回头看: so many days after a 重大 hazard was closed; none where that was before the ledger was used.
pub(in crate::rules) fn look_back_due(card: &HazardCard, facts: &Facts) -> Day {
    let days = i32::try_from(facts.basics.settings.lookback_days).unwrap_or(i32::MAX);
    let due = card.closed_on.opt().map_or(Day::NONE, |closed| closed.plus(days));
    if card.is_major() && card.closed_on >= facts.start_on { due } else { Day::NONE }
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
        Clock::LookBack if !card.is_major() => Day::NONE,
        Clock::LookBack => card.looked_back_on,
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
    let limit = match clock {
        Clock::Rectify => rectify_limit(card),
        Clock::Send | Clock::Triage => Day::NONE,
        Clock::Recheck => after(card.done_on, settings.recheck_workdays).plus(i32::from(card.stood)),
        Clock::Accept => after(card.sent_on, settings.transfer_accept_workdays),
        Clock::Answer => {
            let limit = after(card.accepted_on, settings.transfer_feedback_workdays);
            card.feedback_due.opt().unwrap_or(limit)
        }
        Clock::LookBack => {
            let days = i32::try_from(settings.lookback_days).unwrap_or(i32::MAX);
            card.closed_on.opt().map_or(met, |closed| closed.plus(days))
        }
    };
    limit.opt().map(|limit| Event { met, ..running_event(card, clock, limit) })
}

fn running_event(card: &HazardCard, clock: Clock, limit: Day) -> Event {
    Event {
        id: card.id,
        by: card.id,
        unit: card.township,
        who: card.township,
        clock: Some(clock),
        limit,
        met: Day::NONE,
        is_late: false,
        is_soon: false,
    }
}
