//! Pieces of evidence: what a card says about its event, and for which window and subject it counts.

use super::super::cadence::{Window, windows};
use super::super::duty::{Count, Duty, SubjectKind};
use super::Survey;
use crate::calendar::{Day, Period};
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::id::{Id, Kind};

/// A piece of evidence with what it takes over from its plan or session.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The record.
    pub id: Id,
    /// The day that says for which period it counts.
    pub day: Day,
    /// The day it was done: filed, settled, held.
    pub done: Day,
    /// Enterprise or person.
    pub subject: Id,
    /// Number of the unit it counts for.
    pub unit: u8,
    /// Number of the industry.
    pub industry: u8,
    variant: u8,
    year: u16,
    flags: u32,
}

/// Every piece that counts for the duty in one of the windows: place of the window, slot of the subject, the piece, and
/// whether it bears the marks that are asked for (always, unless every piece there is must be done).
pub(in crate::rules) fn each(
    duty: &Duty,
    windows: &[Window],
    survey: &Survey,
    mut found: impl FnMut(usize, usize, &Piece, bool),
) {
    let sieve = Sieve::of(duty, windows, survey);
    for card in survey.facts.evidence_of(duty.evidence.noun.kind()) {
        if !sieve.may_count(card) {
            continue;
        }
        let Some(piece) = sieve.piece(card) else { continue };
        let counts = sieve.marked(&piece);
        if !counts && duty.evidence.count != Count::Every {
            continue;
        }
        let (own, before) = sieve.places(&piece);
        if own.is_none() && before.is_none() {
            continue;
        }
        let Some(slot) = sieve.slot(&piece) else { continue };
        for at in own.into_iter().chain(before) {
            found(at, slot, &piece, counts);
        }
    }
}

/// The duty and the period that a piece counts for, in words; [`None`] when it does not count for this duty.
pub(super) fn serves(duty: &Duty, card: &EvidenceCard, survey: &Survey) -> Option<String> {
    if duty.evidence.noun.kind() != card.id.kind() {
        return None;
    }
    let bare = Sieve::of(duty, &[], survey);
    let piece = bare.piece(card).filter(|piece| bare.marked(piece))?;
    let windows = windows(duty, &survey.facts, piece.day, piece.day);
    let window = windows.first()?;
    let sieve = Sieve::of(duty, &windows, survey);
    let counts = sieve.places(&piece).0.is_some() && sieve.slot(&piece).is_some();
    counts.then(|| format!("{}（{}）", duty.heading(), window.label()))
}

/// The pieces of a duty by subject, whatever their day: the latest day of each slot, to say since when one has waited.
pub(in crate::rules) fn last_days(duty: &Duty, survey: &Survey, slots: usize) -> Vec<Day> {
    let mut last = vec![Day::NONE; slots];
    let sieve = Sieve::of(duty, &[], survey);
    for card in survey.facts.evidence_of(duty.evidence.noun.kind()) {
        let Some(piece) = sieve.piece(card).filter(|piece| sieve.marked(piece)) else { continue };
        if let Some(day) = sieve.slot(&piece).and_then(|slot| last.get_mut(slot)) {
            *day = piece.done.max(*day);
        }
    }
    last
}

/// What of a duty decides whether a piece passes.
struct Sieve<'s, 'a> {
    duty: &'s Duty,
    windows: &'s [Window],
    survey: &'s Survey<'a>,
    marks: u32,
    /// Bit per variant; 0: any.
    variants: u32,
    /// Bit per industry of the subjects; 0: any.
    industries: u32,
    /// The plans or sessions that pieces hang on.
    parents: &'a [EvidenceCard],
    /// Place + 1 of the window of each day from `first` on, where there are several.
    by_day: Vec<u8>,
    first: Day,
}

impl<'s, 'a> Sieve<'s, 'a> {
    fn of(duty: &'s Duty, windows: &'s [Window], survey: &'s Survey<'a>) -> Sieve<'s, 'a> {
        let basics = survey.facts.basics;
        let known = duty.evidence.noun.kinds();
        let variant = |word: &String| known.iter().position(|k| k == word).map_or(0, |at| 2u32 << at);
        let parents = match duty.evidence.noun.kind() {
            Kind::PlanItem => survey.facts.evidence_of(Kind::InspectionPlan),
            Kind::Attendance => survey.facts.evidence_of(Kind::Training),
            _ => &[],
        };
        let first = windows.first().map_or(Day::NONE, |window| window.from);
        let mut by_day = Vec::new();
        if windows.len() > 1 {
            let last = windows.last().map_or(first, |window| window.to);
            by_day = vec![0; usize::from(last.0.saturating_sub(first.0)) + 1];
            for (at, window) in windows.iter().enumerate() {
                let (from, to) = (window.from.0 - first.0, window.to.0 - first.0);
                if let Some(days) = by_day.get_mut(usize::from(from)..=usize::from(to)) {
                    days.fill(at as u8 + 1);
                }
            }
        }
        Sieve {
            duty,
            windows,
            survey,
            marks: duty.marks(),
            variants: duty.evidence.kinds.iter().map(variant).fold(0, |a, b| a | b),
            industries: duty
                .subject
                .industries
                .iter()
                .fold(0, |bits, c| bits | 1 << (basics.industry_no(c) & 31)),
            parents,
            by_day,
            first,
        }
    }

    /// The quick look that turns most cards away: void, or about a day of none of the windows.
    fn may_count(&self, card: &EvidenceCard) -> bool {
        if card.is(evidence_flag::VOID) {
            return false;
        }
        let by_own_day = self.parents.is_empty() && self.duty.evidence.focus == 0;
        !by_own_day || card.is(evidence_flag::EXTRA) || self.window_of(card.date).is_some()
    }

    /// The piece of a card; [`None`] when it is void, or had not happened by the day asked for.
    fn piece(&self, card: &EvidenceCard) -> Option<Piece> {
        let mut piece = Piece {
            id: card.id,
            day: card.date,
            done: card.date,
            subject: card.subject,
            unit: card.unit,
            industry: card.industry,
            variant: card.variant,
            year: card.year,
            flags: card.flags,
        };
        match card.id.kind() {
            Kind::InspectionPlan | Kind::Confirmation => piece.done = card.filed_on,
            Kind::PlanItem => {
                let plan = self.parent(card)?;
                (piece.day, piece.done, piece.unit) = (plan.date, plan.filed_on, plan.unit);
                piece.flags |= plan.flags;
            }
            Kind::Attendance => {
                let session = self.parent(card)?;
                (piece.day, piece.done) = (session.date, session.date);
                (piece.unit, piece.industry) = (session.unit, session.industry);
                (piece.variant, piece.year) = (session.variant, session.year);
                piece.flags |= session.flags;
            }
            _ => {}
        }
        let happened = !piece.done.is_none() && piece.done <= self.survey.facts.as_of;
        (happened && piece.flags & evidence_flag::VOID == 0).then_some(piece)
    }

    fn parent(&self, card: &EvidenceCard) -> Option<&'a EvidenceCard> {
        let at = self.parents.binary_search_by_key(&card.parent, |parent| parent.id).ok()?;
        self.parents.get(at)
    }

    fn marked(&self, piece: &Piece) -> bool {
        (self.marks == 0 || piece.flags & self.marks != 0)
            && (self.variants == 0
                || self.variants & 1u32.checked_shl(u32::from(piece.variant)).unwrap_or(0) != 0)
            && self.serves_focus(piece)
    }

    /// Serves the year's focus: says so, or says nothing and was held in that year for one of the industries.
    fn serves_focus(&self, piece: &Piece) -> bool {
        let focus = self.duty.evidence.focus;
        let of_trade = piece.industry == 0 || self.industries & (1 << (piece.industry & 31)) != 0;
        focus == 0
            || piece.year == focus
            || (piece.year == 0 && piece.day.year() == i32::from(focus) && of_trade)
    }

    /// The window of its day, and the one before when it is marked 补计.
    fn places(&self, piece: &Piece) -> (Option<usize>, Option<usize>) {
        let by_focus = self.duty.evidence.focus != 0 && self.windows.len() == 1;
        let own = if by_focus { Some(0) } else { self.window_of(piece.day) };
        let extra = piece.flags & evidence_flag::EXTRA != 0;
        (own, if extra { self.before(piece.day) } else { None })
    }

    /// Place of the window that holds a day.
    fn window_of(&self, day: Day) -> Option<usize> {
        if let [window] = self.windows {
            return (window.from <= day && day <= window.until).then_some(0);
        }
        let since = day.0.checked_sub(self.first.0).map(usize::from)?;
        usize::from(self.by_day.get(since).copied()?).checked_sub(1)
    }

    fn before(&self, day: Day) -> Option<usize> {
        let kind = self.duty.period.kind(&self.survey.facts.basics.settings)?;
        let before = Period::containing(kind, day).prev();
        self.windows.iter().position(|window| window.period == before)
    }

    /// The slot of the subject it counts for.
    fn slot(&self, piece: &Piece) -> Option<usize> {
        match self.duty.subject.of {
            SubjectKind::Unit => Some(usize::from(piece.unit)),
            SubjectKind::UnitIndustry => {
                let industry =
                    if piece.industry == 0 { self.main_industry(piece.subject) } else { piece.industry };
                Some(usize::from(piece.unit) * 32 + usize::from(industry & 31))
            }
            SubjectKind::Enterprise => self.place(piece.subject),
            SubjectKind::Person => {
                let persons = self.survey.facts.persons;
                persons.binary_search_by_key(&piece.subject, |(id, _)| *id).ok()
            }
            SubjectKind::Hazard => None,
        }
    }

    fn place(&self, enterprise: Id) -> Option<usize> {
        self.survey.register.find(enterprise)
    }

    /// A visit that names no industry looked at the first of the enterprise.
    fn main_industry(&self, enterprise: Id) -> u8 {
        self.place(enterprise).map_or(0, |at| self.survey.roster.industry(at))
    }
}
