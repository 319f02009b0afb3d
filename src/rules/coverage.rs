//! Coverage: duty × subject × window → how it stands. Evaluated from the facts alone, one pass over the evidence a duty.
//!
//! - [`Survey`] is made once for a question: it holds what every duty needs again and again
//! - [`Sheet`] is one duty over some of its windows: every subject with what it has
//! - [`Sum`] adds up the subjects of a unit; [`judge`] says how that stands
//!
//! Who counts: a subject that fitted the set from the window's first day (`begins`) on without a break; who joins in the
//! middle is due from the next whole window, who leaves is no longer due. Stubs (待补全) never count. What counts: records
//! that are not void and whose event had happened by the day asked for, for the window that holds their day; one marked
//! 补计 counts for the window before as well, and is late there. 补办 means the event was late; when it was entered does not
//! matter (补录).

mod events;
mod pieces;
mod roster;

pub use events::Event;
pub(super) use pieces::{Piece, each as pieces_of, last_days};

use super::cadence::{Window, window_at};
use super::duty::{Count, Duties, Duty, SubjectKind, UnitGroup};
use super::facts::Facts;
use super::matrix::CellState;
use super::register::Register;
use crate::calendar::Day;
use crate::model::basics::{Unit, UnitKind};
use crate::model::id::{Id, Kind};
use crate::model::waiver::Waiver;
use roster::Roster;

/// What every duty needs again and again, gathered once.
pub struct Survey<'a> {
    /// The facts asked.
    pub facts: Facts<'a>,
    pub(super) register: Register,
    pub(super) roster: Roster,
}

impl<'a> Survey<'a> {
    /// Of the facts as seen from their day.
    pub fn new(facts: &Facts<'a>) -> Survey<'a> {
        Survey {
            facts: *facts,
            register: Register::of(facts.enterprises),
            roster: Roster::of(facts.enterprises),
        }
    }
}

/// What one subject has in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pieces in time.
    pub in_time: u16,
    /// Pieces in time or late; where every piece must be done ([`Count::Every`]): pieces there are.
    pub total: u16,
    /// Day of the first of them.
    pub first: Day,
}

/// One duty over some of its windows.
pub struct Sheet<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// The windows, in order.
    pub windows: Vec<Window>,
    /// Subjects there could be; a subject is a slot below this number.
    slots: usize,
    /// `[window][slot]`: number of the unit in whose column the subject counts, 0 when it is none.
    members: Vec<u8>,
    /// `[window][slot]`: let off; empty when nobody is.
    waived: Vec<bool>,
    /// `[window][slot]`
    tallies: Vec<Tally>,
    /// What happened to hazards, for duties on them.
    events: Vec<Vec<Event>>,
}

/// The subjects of a unit, or of several, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Subjects; for a unit itself the pieces it needs.
    pub need: u32,
    /// Those that have it in time.
    pub in_time: u32,
    /// Those that have it, in time or late.
    pub done: u32,
    /// Subjects let off.
    pub waived: u32,
    /// Events past their day, for duties on hazards.
    pub late: u32,
    /// Events near their day.
    pub soon: u32,
    /// Day of the first piece.
    pub first: Day,
}

impl Sum {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Sum) -> Sum {
        // No date sorts behind every date here.
        let first = if self.first.0.wrapping_sub(1) < other.first.0.wrapping_sub(1) {
            self.first
        } else {
            other.first
        };
        Sum {
            need: self.need + other.need,
            in_time: self.in_time + other.in_time,
            done: self.done + other.done,
            waived: self.waived + other.waived,
            late: self.late + other.late,
            soon: self.soon + other.soon,
            first,
        }
    }
}

impl<'a> Sheet<'a> {
    /// Evaluates a duty over windows of it (see [`super::cadence`]).
    pub fn of(duty: &'a Duty, windows: Vec<Window>, survey: &Survey) -> Sheet<'a> {
        let slots = roster::slots(duty.subject.of, survey);
        let mut sheet = Sheet {
            duty,
            slots,
            members: vec![0; slots * windows.len()],
            waived: Vec::new(),
            tallies: vec![Tally::default(); slots * windows.len()],
            events: Vec::new(),
            windows,
        };
        if duty.subject.of == SubjectKind::Hazard {
            sheet.events = events::gather(duty, &sheet.windows, &survey.facts);
            return sheet;
        }
        let spans: Vec<_> =
            sheet.windows.iter().map(|window| window.membership(survey.facts.as_of)).collect();
        roster::enrol(&duty.subject, &spans, survey, |at, slot, unit| {
            if let Some(place) = sheet.members.get_mut(at * slots + slot) {
                *place = unit;
            }
        });
        sheet.let_off(survey);
        sheet.count(survey);
        sheet
    }

    /// Notes who is let off. A waiver holds for a window when it covers the last day.
    fn let_off(&mut self, survey: &Survey) {
        let of_duty = |waiver: &&Waiver| waiver.duty == self.duty.code && self.duty.waivable;
        let waivers: Vec<_> = survey.facts.waivers.iter().map(|(_, waiver)| waiver).filter(of_duty).collect();
        if waivers.is_empty() {
            return;
        }
        let mut waived = vec![false; self.members.len()];
        for (at, window) in self.windows.iter().enumerate() {
            for waiver in waivers.iter().filter(|w| w.from <= window.due && window.due <= w.to) {
                for slot in 0..self.slots {
                    let here = at * self.slots + slot;
                    let unit = self.members.get(here).copied().unwrap_or_default();
                    let spared =
                        unit != 0 && roster::spares(waiver, self.duty.subject.of, slot, unit, survey);
                    if let Some(place) = waived.get_mut(here) {
                        *place |= spared;
                    }
                }
            }
        }
        self.waived = waived;
    }

    /// One pass over the evidence.
    fn count(&mut self, survey: &Survey) {
        let every = self.duty.evidence.count == Count::Every;
        let Sheet { duty, windows, slots, tallies, .. } = self;
        pieces::each(duty, windows, survey, |at, slot, piece, counts| {
            let Some(window) = windows.get(at) else { return };
            let Some(tally) = tallies.get_mut(at * *slots + slot) else { return };
            if every {
                tally.total = tally.total.saturating_add(1);
                tally.in_time = tally.in_time.saturating_add(u16::from(counts));
            } else {
                tally.total = tally.total.saturating_add(1);
                tally.in_time = tally.in_time.saturating_add(u16::from(piece.done <= window.owed_after));
            }
            if tally.first.is_none() || piece.done < tally.first {
                tally.first = piece.done;
            }
        });
    }

    /// How a unit stands in a window: its subjects added up. `unit` is its number.
    pub fn sum(&self, at: usize, unit: u8) -> Sum {
        self.sums(at).get(usize::from(unit)).copied().unwrap_or_default()
    }

    /// Sums of every unit in a window, by number of the unit.
    pub fn sums(&self, at: usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); usize::from(u8::MAX) + 1];
        if self.duty.subject.of == SubjectKind::Hazard {
            for event in self.events.get(at).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(usize::from(event.unit)) {
                    *sum = sum.plus(event.sum());
                }
            }
            return sums;
        }
        for (slot, unit) in self.members(at).iter().enumerate().filter(|(_, unit)| **unit != 0) {
            if let Some(sum) = sums.get_mut(usize::from(*unit)) {
                *sum = sum.plus(self.one(at, slot));
            }
        }
        sums
    }

    /// Subjects there could be.
    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    fn members(&self, at: usize) -> &[u8] {
        self.members.get(at * self.slots..(at + 1) * self.slots).unwrap_or_default()
    }

    /// The sum of one subject.
    fn one(&self, at: usize, slot: usize) -> Sum {
        let tally = self.tally(at, slot);
        let (total, in_time) = (u32::from(tally.total), u32::from(tally.in_time));
        let need = u32::from(self.duty.need);
        let sum = if self.duty.evidence.count == Count::Every {
            Sum { need: total, in_time, done: in_time, first: tally.first, ..Sum::default() }
        } else if self.duty.subject.of == SubjectKind::Unit {
            Sum {
                need,
                in_time: in_time.min(need),
                done: total.min(need),
                first: tally.first,
                ..Sum::default()
            }
        } else {
            let has = |pieces: u32| u32::from(pieces >= need);
            Sum { need: 1, in_time: has(in_time), done: has(total), first: tally.first, ..Sum::default() }
        };
        if self.is_waived(at, slot) && sum.done < sum.need {
            return Sum { waived: 1, ..Sum::default() };
        }
        sum
    }

    fn tally(&self, at: usize, slot: usize) -> Tally {
        self.tallies.get(at * self.slots + slot).copied().unwrap_or_default()
    }

    fn is_waived(&self, at: usize, slot: usize) -> bool {
        self.waived.get(at * self.slots + slot).copied().unwrap_or_default()
    }

    /// The subjects of a unit in a window: slot, and what each has. `unit` 0 asks for those of every unit.
    pub(super) fn subjects(&self, at: usize, unit: u8) -> impl Iterator<Item = (usize, Sum)> {
        let wanted = move |of: u8| of != 0 && (unit == 0 || of == unit);
        let slots = self.members(at).iter().enumerate().filter(move |(_, of)| wanted(**of));
        slots.map(move |(slot, _)| (slot, self.one(at, slot)))
    }

    /// Is the subject one of this unit's (0: of anybody's) in the window?
    pub(super) fn has(&self, at: usize, slot: usize, unit: u8) -> bool {
        self.members(at).get(slot).is_some_and(|of| *of != 0 && (unit == 0 || *of == unit))
    }

    /// What happened to hazards of a unit (0: of every unit) in a window.
    pub(super) fn events(&self, at: usize, unit: u8) -> impl Iterator<Item = &Event> {
        let wanted = move |event: &&Event| unit == 0 || event.unit == unit;
        self.events.get(at).into_iter().flatten().filter(wanted)
    }

    /// How a sum of this duty's subjects stands in a window.
    pub fn state(&self, at: usize, sum: &Sum, as_of: Day) -> CellState {
        match self.windows.get(at) {
            Some(window) if self.duty.subject.of == SubjectKind::Hazard => judge_events(sum, window),
            Some(window) => judge(sum, window, as_of),
            None => CellState::NotApplicable,
        }
    }
}

/// How a sum stands in a window, seen from a day: the first that holds.
///
/// 无对象 or 免除 without a subject; 已办, 补办; 未录 before the 启用日; 免除 in a spared first period; 未到; 欠账; 临期; 部分; 待办.
pub fn judge(sum: &Sum, window: &Window, as_of: Day) -> CellState {
    if sum.need == 0 {
        return if sum.waived > 0 { CellState::Waived } else { CellState::NoSubject };
    }
    if sum.in_time >= sum.need {
        CellState::Done
    } else if sum.done >= sum.need {
        CellState::DoneLate
    } else if window.is_unrecorded {
        CellState::Unrecorded
    } else if window.is_spared {
        CellState::Waived
    } else if window.is_ahead(as_of) {
        CellState::Ahead
    } else if as_of > window.owed_after {
        CellState::Owed
    } else if as_of >= window.soon_from {
        CellState::DueSoon
    } else if sum.done > 0 {
        CellState::Partial
    } else {
        CellState::Pending
    }
}

/// The same for events, each of which has its own last day.
fn judge_events(sum: &Sum, window: &Window) -> CellState {
    if sum.need == 0 {
        CellState::NoSubject
    } else if sum.late > 0 {
        if window.is_unrecorded { CellState::Unrecorded } else { CellState::Owed }
    } else if sum.in_time >= sum.need {
        CellState::Done
    } else if sum.done >= sum.need {
        CellState::DoneLate
    } else if sum.soon > 0 {
        CellState::DueSoon
    } else if sum.done > 0 {
        CellState::Partial
    } else {
        CellState::Pending
    }
}

/// Is the unit of this group?
pub(super) fn is_of(unit: &Unit, group: UnitGroup) -> bool {
    match group {
        UnitGroup::Bureau => unit.kind == UnitKind::Bureau,
        UnitGroup::Section => matches!(unit.kind, UnitKind::Section | UnitKind::Brigade | UnitKind::Centre),
        UnitGroup::Township => unit.is_township(),
    }
}

/// What a subject's slot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A unit, by number.
    Unit(u8),
    /// A township and an industry, by number.
    UnitIndustry(u8, u8),
    /// An enterprise or a person.
    One(Id),
}

/// The subject in a slot.
pub(super) fn subject(kind: SubjectKind, slot: usize, facts: &Facts) -> Option<Subject> {
    Some(match kind {
        SubjectKind::Unit => Subject::Unit(u8::try_from(slot).ok()?),
        SubjectKind::UnitIndustry => {
            Subject::UnitIndustry(u8::try_from(slot / 32).ok()?, u8::try_from(slot % 32).ok()?)
        }
        SubjectKind::Enterprise => Subject::One(facts.enterprises.get(slot)?.id),
        SubjectKind::Person => Subject::One(facts.persons.get(slot)?.0),
        SubjectKind::Hazard => return None,
    })
}

/// In words, what a record is good for: the duties that a piece of evidence counts for, or how the duties of an enterprise
/// or a person stand now.
pub fn duties_served(facts: &Facts, duties: &Duties, id: Id) -> Vec<String> {
    let mut only = *facts;
    if let Ok(at) = facts.enterprises.binary_search_by_key(&id, |card| card.id) {
        only.enterprises = facts.enterprises.get(at..=at).unwrap_or_default();
    } else if let Ok(at) = facts.persons.binary_search_by_key(&id, |(person, _)| *person) {
        only.persons = facts.persons.get(at..=at).unwrap_or_default();
    } else if let Some(card) = facts.piece(id) {
        let survey = Survey::new(facts);
        return duties.iter().filter_map(|duty| pieces::serves(duty, card, &survey)).collect();
    } else {
        return Vec::new();
    }
    let kind = if id.kind() == Kind::Person { SubjectKind::Person } else { SubjectKind::Enterprise };
    let survey = Survey::new(&only);
    let asked = duties.iter().filter(|duty| duty.subject.of == kind);
    asked.filter_map(|duty| standing_of_one(duty, &survey)).collect()
}

fn standing_of_one(duty: &Duty, survey: &Survey) -> Option<String> {
    let window = window_at(duty, &survey.facts, survey.facts.as_of)?;
    let sheet = Sheet::of(duty, vec![window], survey);
    let (_, sum) = sheet.subjects(0, 0).next()?;
    let state = sheet.state(0, &sum, survey.facts.as_of);
    Some(format!("{}（{}）：{}", duty.heading(), window.label(), state.name()))
}
