//! Coverage: duty × subject × window → how it stands. Evaluated from the facts alone, one pass over the evidence a duty.
//!
//! - [`Survey`] is made once for a question: it holds what every duty needs again and again
//! - [`Sheet`] is one duty over some of its windows: every subject with what it has
//! - `served` leads from a record back to its duties
//! - `pieces` say what a card counts for, `roster` who is a subject; `events` and `cases` are the duties case by case
//! - [`Sum`] adds up the subjects of a unit; [`judge`] says how that stands
//!
//! Who counts: a subject that fitted the set from the window's first day (`begins`) on without a break; who joins in the
//! middle is due from the next whole window, who leaves is no longer due. Stubs (待补全) never count. What counts: records
//! that are not void and whose event had happened by the day asked for, for the window that holds their day; one marked
//! 补计 counts for the window before as well, and is late there. 补办 means the event was late; when it was entered does not
//! matter (补录).

mod cases;
mod events;
mod pieces;
mod roster;
mod served;

pub use events::Event;
pub(super) use events::look_back_due;
pub(super) use pieces::{Piece, each as pieces_of, last_days};
pub use served::duties_served;

use std::sync::Arc;

use super::cadence::Window;
use super::duty::{Count, Duty, SubjectKind, SubjectSet, UnitGroup, bits_of, kinds_of};
use super::facts::Facts;
use super::matrix::CellState;
use super::register::Register;
use crate::calendar::Day;
use crate::model::basics::{Basics, Unit, UnitKind};
use crate::model::card::EvidenceCard;
use crate::model::id::{Id, Kind};
use crate::model::waiver::Waiver;
use roster::Roster;

/// What every duty needs again and again, gathered once.
pub struct Survey<'a> {
    /// The facts asked.
    pub facts: Facts<'a>,
    pub(super) register: Register,
    pub(super) roster: Roster,
    /// By number of a unit, the unit in whose column it counts: a township in its own, everybody else in the bureau's.
    columns: Vec<u8>,
    bureau: u8,
    /// By number of a sort, the places of its records among those of [`Kind::Evidence`].
    by_sort: Vec<Vec<u32>>,
}

impl<'a> Survey<'a> {
    /// Of the facts as seen from their day.
    pub fn new(facts: &Facts<'a>) -> Survey<'a> {
        let basics = facts.basics;
        let bureau = basics.units.iter().find(|unit| unit.kind == UnitKind::Bureau);
        let bureau = bureau.map_or(0, |unit| basics.unit_no(&unit.code));
        let mut columns = vec![bureau; usize::from(u8::MAX) + 1];
        for township in basics.townships() {
            let no = basics.unit_no(&township.code);
            columns.iter_mut().skip(usize::from(no)).take(1).for_each(|column| *column = no);
        }
        let mut by_sort = vec![Vec::new(); usize::from(u8::MAX) + 1];
        for (place, card) in (0..).zip(facts.evidence_of(Kind::Evidence)) {
            by_sort.iter_mut().skip(usize::from(card.sort)).take(1).for_each(|places| places.push(place));
        }
        Survey {
            facts: *facts,
            register: Register::of(facts.enterprises),
            roster: Roster::of(facts.enterprises),
            columns,
            bureau,
            by_sort,
        }
    }

    /// Number of the unit in whose column a unit counts.
    pub(super) fn column(&self, unit: u8) -> u8 {
        self.columns.get(usize::from(unit)).copied().unwrap_or_default()
    }

    /// Number of the bureau.
    pub(in crate::rules) fn bureau(&self) -> u8 {
        self.bureau
    }

    /// The records of a sort, by its number.
    pub(super) fn of_sort(&self, sort: u8) -> impl Iterator<Item = &'a EvidenceCard> {
        let all = self.facts.evidence_of(Kind::Evidence);
        let places = self.by_sort.get(usize::from(sort)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| all.get(*place as usize))
    }
}

/// What one subject has in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pieces in time.
    pub in_time: u16,
    /// Pieces in time or late; where every piece must be done ([`Count::Every`]): pieces there are.
    pub total: u16,
    /// Where every piece must be done: those that are, in time or late.
    pub kept: u16,
    /// Day of the first of them.
    pub first: Day,
}

/// One duty over some of its windows.
pub struct Sheet {
    /// The duty.
    pub duty: Arc<Duty>,
    /// The windows, in order.
    pub windows: Vec<Window>,
    /// Subjects there could be; a subject is a slot below this number.
    slots: usize,
    /// `[window][slot]`: number of the unit in whose column the subject counts (the bureau's for its sections), 0 when it is
    /// none.
    members: Vec<u8>,
    /// `[window][slot]`: let off; empty when nobody is.
    waived: Vec<bool>,
    /// `[window][slot]`
    tallies: Vec<Tally>,
    /// `[window][slot]`: bits of the kinds in time and of all of them, where one of each kind is asked for; else empty.
    kinds: Vec<(u32, u32)>,
    /// The cases, for duties case by case.
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
    /// Cases past their day, for duties case by case.
    pub late: u32,
    /// Cases near their day.
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

impl Sheet {
    /// Evaluates a duty over windows of it (see [`super::cadence`]).
    pub fn of(duty: &Arc<Duty>, windows: Vec<Window>, survey: &Survey) -> Sheet {
        let slots = if duty.is_by_event() { 0 } else { roster::slots(&duty.subject, survey) };
        let mut sheet = Sheet {
            duty: Arc::clone(duty),
            slots,
            members: vec![0; slots * windows.len()],
            waived: Vec::new(),
            tallies: vec![Tally::default(); slots * windows.len()],
            kinds: Vec::new(),
            events: Vec::new(),
            windows,
        };
        if duty.is_by_event() {
            sheet.events = match duty.subject.of {
                SubjectKind::Hazard => events::gather(duty, &sheet.windows, &survey.facts),
                _ => cases::gather(duty, &sheet.windows, survey),
            };
            return sheet;
        }
        let spans: Vec<_> =
            sheet.windows.iter().map(|window| window.membership(survey.facts.as_of)).collect();
        roster::enrol(duty, &spans, survey, |at, slot, unit| {
            if let Some(place) = sheet.members.get_mut(at * slots + slot) {
                *place = unit;
            }
        });
        sheet.let_off(survey);
        sheet.count(survey);
        sheet
    }

    /// Notes who is let off. A waiver holds for a window when it covers the last day of the period; what is settled in the next one
    /// (台账月报) is waived with its own.
    fn let_off(&mut self, survey: &Survey) {
        let of_duty = |waiver: &&Waiver| waiver.duty == self.duty.code && self.duty.waivable;
        let waivers: Vec<_> = survey.facts.waivers.iter().map(|(_, waiver)| waiver).filter(of_duty).collect();
        if waivers.is_empty() {
            return;
        }
        let mut waived = vec![false; self.members.len()];
        for (at, window) in self.windows.iter().enumerate() {
            for waiver in waivers.iter().filter(|w| w.from <= window.to && window.to <= w.to) {
                for slot in 0..self.slots {
                    let here = at * self.slots + slot;
                    let unit = self.members.get(here).copied().unwrap_or_default();
                    let spared = unit != 0 && roster::spares(waiver, &self.duty.subject, slot, unit, survey);
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
        let count = self.duty.evidence.count;
        if count == Count::EachKind {
            self.kinds = vec![(0, 0); self.tallies.len()];
        }
        let Sheet { duty, windows, slots, tallies, kinds, .. } = self;
        pieces::each(duty, windows, survey, |at, slot, piece, counts| {
            let Some(window) = windows.get(at) else { return };
            let Some(tally) = tallies.get_mut(at * *slots + slot) else { return };
            let timely = piece.done <= window.owed_after;
            match count {
                Count::EachKind => {
                    let Some((in_time, all)) = kinds.get_mut(at * *slots + slot) else { return };
                    let bit = piece.kind_bit();
                    *all |= bit;
                    *in_time |= if timely { bit } else { 0 };
                    (tally.total, tally.in_time) = (all.count_ones() as u16, in_time.count_ones() as u16);
                }
                Count::AtLeast => {
                    tally.total = tally.total.saturating_add(1);
                    tally.in_time = tally.in_time.saturating_add(u16::from(timely));
                }
                Count::Every => {
                    let timely = counts && (piece.kept.is_none() || piece.kept <= window.owed_after);
                    tally.total = tally.total.saturating_add(1);
                    tally.kept = tally.kept.saturating_add(u16::from(counts));
                    tally.in_time = tally.in_time.saturating_add(u16::from(timely));
                }
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
        if self.duty.is_by_event() {
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

    /// The kinds that a subject lacks, where it needs one of each.
    pub(super) fn missing_kinds(&self, at: usize, slot: usize, basics: &Basics) -> Vec<&str> {
        let Some((_, has)) = self.kinds.get(at * self.slots + slot) else { return Vec::new() };
        let known = kinds_of(self.duty.evidence.noun, &self.duty.evidence.sort, basics);
        let kinds = self.duty.evidence.kinds.iter();
        let lacks = |kind: &&String| has & bits_of(std::slice::from_ref(*kind), &known) == 0;
        kinds.filter(lacks).map(String::as_str).collect()
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
        let need = u32::from(self.duty.needs());
        let sum = if self.duty.evidence.count == Count::Every {
            let done = u32::from(tally.kept);
            Sum { need: total, in_time, done, first: tally.first, ..Sum::default() }
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

    /// The cases of a unit (0: of every unit) in a window.
    pub(super) fn events(&self, at: usize, unit: u8) -> impl Iterator<Item = &Event> {
        let wanted = move |event: &&Event| unit == 0 || event.unit == unit;
        self.events.get(at).into_iter().flatten().filter(wanted)
    }

    /// How a sum of this duty's subjects stands in a window.
    pub fn state(&self, at: usize, sum: &Sum, as_of: Day) -> CellState {
        match self.windows.get(at) {
            Some(window) if self.duty.is_by_event() => judge_events(sum, window),
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
    /// An enterprise, a person or a record.
    One(Id),
}

/// The subject in a slot.
pub(super) fn subject(set: &SubjectSet, slot: usize, facts: &Facts) -> Option<Subject> {
    Some(match set.of {
        SubjectKind::Unit => Subject::Unit(u8::try_from(slot).ok()?),
        SubjectKind::UnitIndustry => {
            Subject::UnitIndustry(u8::try_from(slot / 32).ok()?, u8::try_from(slot % 32).ok()?)
        }
        SubjectKind::Enterprise => Subject::One(facts.enterprises.get(slot)?.id),
        SubjectKind::Person => Subject::One(facts.persons.get(slot)?.0),
        SubjectKind::Record => Subject::One(cases::cards(set, facts).get(slot)?.id),
        SubjectKind::Hazard => return None,
    })
}
