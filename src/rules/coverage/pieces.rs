//! Pieces of evidence: what a card says about its event, and for which window and subject it counts.

mod whom;

use std::sync::Arc;

use super::super::cadence::{Window, windows};
use super::super::duty::{Count, Duty, ENTERPRISE_FIELDS, Evidence, Mark, SubjectKind};
use super::{Sheet, Survey, cases};
use crate::calendar::{Day, Period};
use crate::model::card::{EnterpriseCard, EvidenceCard, evidence_flag};
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
    /// Of a plan item the day it was kept (兑现日); [`Day::NONE`]: it is not known, or nothing of that kind.
    pub kept: Day,
    /// Enterprise or person.
    pub subject: Id,
    /// Its plan or session; of a 工作记录 the one it answers to.
    pub parent: Id,
    /// Number of the unit it counts for.
    pub unit: u8,
    /// Number of the industry.
    pub industry: u8,
    variant: u8,
    stage: u8,
    /// Who led or chaired it, as a name's number.
    named: u32,
    /// Of a progress note the number of its task.
    count: u16,
    year: u16,
    flags: u32,
}

impl Piece {
    /// Which of an enterprise's own fields it is, in words; empty for a record.
    pub fn own_field(&self) -> &'static str {
        let at = usize::from(self.variant).checked_sub(1);
        let is_own = self.id.kind() == Kind::Enterprise;
        at.filter(|_| is_own).and_then(|at| ENTERPRISE_FIELDS.get(at)).copied().unwrap_or_default()
    }

    /// The bit of its kind.
    pub(super) fn kind_bit(&self) -> u32 {
        1u32.checked_shl(self.variant.into()).unwrap_or(0) & !1
    }
}

/// Every piece that counts for the duty in one of the windows: place of the window, slot of the subject, the piece, and
/// whether it bears the marks that are asked for (always, unless every piece there is must be done).
pub(in crate::rules) fn each(
    duty: &Duty,
    windows: &[Window],
    survey: &Survey,
    mut found: impl FnMut(usize, usize, &Piece, bool),
) {
    for proof in duty.proofs() {
        let sieve = Sieve::of(duty, proof, windows, survey);
        sieve.each(|piece| {
            // What was kept after the day asked for was not kept yet.
            let counts = sieve.marked(&piece) && (piece.kept.is_none() || piece.kept <= survey.facts.as_of);
            if !counts && duty.evidence.count != Count::Every {
                return;
            }
            let (own, before) = sieve.places(&piece);
            if own.is_none() && before.is_none() {
                return;
            }
            sieve.slots(&piece, |slot| {
                own.into_iter().chain(before).for_each(|at| found(at, slot, &piece, counts));
            });
        });
    }
}

/// The duty and the period that a piece counts for, in words; [`None`] when it does not count for this duty.
pub(super) fn serves(duty: &Arc<Duty>, card: &EvidenceCard, survey: &Survey) -> Option<String> {
    duty.proofs().find_map(|proof| {
        let bare = Sieve::of(duty, proof, &[], survey);
        if !bare.is_kin(card) || duty.is_own_proof(proof) {
            return None;
        }
        let piece = bare.piece(card).filter(|piece| bare.marked(piece))?;
        if duty.is_by_event() {
            let filter = cases::Filter::of(&duty.subject, &survey.facts);
            let subject = survey.facts.piece(piece.parent)?;
            return filter.holds(subject, survey.facts.as_of).then(|| duty.heading());
        }
        // What goes by no calendar may be shown outside its stretch (一次, 阶段).
        let (from, to) = match duty.period.kind(&survey.facts.basics.settings) {
            Some(_) => (piece.day, piece.day),
            None => (Day::FIRST, Day::LAST),
        };
        let windows = windows(duty, &survey.facts, from, to);
        let sieve = Sieve::of(duty, proof, &windows, survey);
        let window = sieve.places(&piece).0.and_then(|at| windows.get(at))?;
        let mut has_slot = false;
        let sheet = Sheet::of(duty, vec![*window], survey);
        sieve.slots(&piece, |slot| has_slot |= sieve.is_asked(slot) && sheet.has(0, slot, 0));
        has_slot.then(|| format!("{}（{}）", duty.heading(), window.label()))
    })
}

/// The pieces of a duty by subject, whatever their day: the latest day of each slot, to say since when one has waited.
pub(in crate::rules) fn last_days(duty: &Duty, survey: &Survey, slots: usize) -> Vec<Day> {
    let mut last = vec![Day::NONE; slots];
    for proof in duty.proofs() {
        let sieve = Sieve::of(duty, proof, &[], survey);
        sieve.each_ever(|piece| {
            if sieve.marked(&piece) {
                sieve.slots(&piece, |slot| {
                    if let Some(day) = last.get_mut(slot) {
                        *day = piece.done.max(*day);
                    }
                });
            }
        });
    }
    last
}

/// What of a proof of a duty decides whether a piece passes.
pub(super) struct Sieve<'s, 'a> {
    duty: &'s Duty,
    proof: &'s Evidence,
    windows: &'s [Window],
    survey: &'s Survey<'a>,
    marks: u32,
    /// Bit per variant; 0: any.
    variants: u32,
    /// Bit per 状态; 0: any.
    stages: u32,
    /// Number of the sort; 0: any.
    sort: u8,
    /// Numbers of tasks; none: any.
    tasks: Vec<u16>,
    /// Bit per industry of the subjects; 0: any.
    industries: u32,
    /// The plans or sessions that pieces hang on.
    parents: &'a [EvidenceCard],
    /// By number of a unit, the unit that its pieces count for: itself where it is asked, the bureau where that is asked and
    /// not its sections. For duties of units; else empty.
    homes: Vec<u8>,
    /// Names of persons by their numbers, with their slots, in order. For duties of persons; else empty.
    names: Vec<(u32, usize)>,
    /// Place + 1 of the window of each day from `first` on, where there are several.
    by_day: Vec<u8>,
    first: Day,
}

impl<'s, 'a> Sieve<'s, 'a> {
    /// Without windows it says nothing of periods.
    pub(super) fn of(
        duty: &'s Duty,
        proof: &'s Evidence,
        windows: &'s [Window],
        survey: &'s Survey<'a>,
    ) -> Sieve<'s, 'a> {
        let (basics, plan) = (survey.facts.basics, survey.facts.plan());
        let parents = match proof.noun {
            Kind::PlanItem => survey.facts.evidence_of(Kind::InspectionPlan),
            Kind::Attendance => survey.facts.evidence_of(Kind::Training),
            _ => &[],
        };
        let first = windows.first().map_or(Day::NONE, |window| window.from);
        let names = match duty.subject.of {
            SubjectKind::Person => whom::names(survey),
            _ => Vec::new(),
        };
        Sieve {
            duty,
            proof,
            windows,
            survey,
            marks: proof.mark_bits(),
            variants: proof.kind_bits(basics),
            stages: proof.stage_bits(basics),
            sort: basics.sort_no(&proof.sort),
            tasks: proof.tasks.iter().map(|code| plan.map_or(0, |plan| plan.place_of(code))).collect(),
            industries: duty
                .subject
                .industries
                .iter()
                .fold(0, |bits, c| bits | 1 << (basics.industry_no(c) & 31)),
            parents,
            homes: whom::homes(duty, survey),
            names,
            by_day: by_day(windows, first),
            first,
        }
    }

    /// Every piece of the proof whose day may lie in one of the windows.
    pub(super) fn each(&self, mut found: impl FnMut(Piece)) {
        self.scan(|card| self.may_count(card), &mut found);
    }

    /// Every piece of the proof, whatever its day.
    fn each_ever(&self, mut found: impl FnMut(Piece)) {
        self.scan(|card| !card.is(evidence_flag::VOID), &mut found);
    }

    fn scan(&self, may_count: impl Fn(&EvidenceCard) -> bool, found: &mut impl FnMut(Piece)) {
        let mut take = |card: &EvidenceCard| {
            if may_count(card) {
                self.piece(card).into_iter().for_each(&mut *found);
            }
        };
        match self.proof.noun {
            Kind::Enterprise => {
                let cards = self.survey.facts.enterprises.iter();
                cards.flat_map(|card| self.of_enterprise(card)).for_each(found);
            }
            Kind::Evidence => self.survey.of_sort(self.sort).for_each(&mut take),
            noun => self.survey.facts.evidence_of(noun).iter().for_each(&mut take),
        }
    }

    /// Is the card of the noun and the sort?
    fn is_kin(&self, card: &EvidenceCard) -> bool {
        self.proof.noun == card.id.kind() && (self.sort == 0 || card.sort == self.sort)
    }

    /// The quick look that turns most cards away: void, without a mark, or about a day of none of the windows.
    fn may_count(&self, card: &EvidenceCard) -> bool {
        // Items and attendances bear the marks of their plan and session as well.
        let is_bare = self.marks != 0
            && card.flags & self.marks == 0
            && self.parents.is_empty()
            && self.duty.evidence.count != Count::Every;
        if is_bare || card.is(evidence_flag::VOID) {
            return false;
        }
        let by_own_day = self.parents.is_empty() && !self.proof.is_off_day() && !self.windows.is_empty();
        !by_own_day || card.is(evidence_flag::EXTRA) || self.window_of(card.date).is_some()
    }

    /// The piece of a card; [`None`] when it is void, or had not happened by the day asked for.
    fn piece(&self, card: &EvidenceCard) -> Option<Piece> {
        let mut piece = Piece {
            id: card.id,
            day: card.date,
            done: card.date,
            kept: Day::NONE,
            subject: card.subject,
            parent: card.parent,
            unit: card.unit,
            industry: card.industry,
            variant: card.variant,
            stage: card.stage,
            named: card.named,
            count: card.count,
            year: card.year,
            flags: card.flags,
        };
        match card.id.kind() {
            Kind::InspectionPlan | Kind::Confirmation => piece.done = card.filed_on,
            Kind::PlanItem => {
                let plan = self.parent(card)?;
                (piece.day, piece.done, piece.unit) = (plan.date, plan.filed_on, plan.unit);
                piece.kept = card.improved_on;
                piece.flags |= plan.flags;
            }
            Kind::Attendance => {
                let session = self.parent(card)?;
                (piece.day, piece.done) = (session.date, session.date);
                (piece.unit, piece.industry) = (session.unit, session.industry);
                (piece.variant, piece.year) = (session.variant, session.year);
                piece.flags |= session.flags;
            }
            // A record that shows by itself that it was seen to shows it from that day on; what it says, from its own day.
            _ if self.proof.marks.contains(&Mark::HasClause) => {}
            _ if self.duty.is_own_proof(self.proof) => piece.done = card.filed_on.opt().unwrap_or(card.date),
            _ => {}
        }
        // 梳理 and 提升 have days of their own.
        if self.proof.marks.contains(&Mark::Improved) {
            (piece.day, piece.done) = (card.improved_on, card.improved_on);
        } else if self.proof.marks.contains(&Mark::Reviewed) {
            (piece.day, piece.done) = (card.filed_on, card.filed_on);
        }
        if self.proof.by_year && card.year > 0 {
            piece.day = Day::ymd(i32::from(card.year), 1, 1)?;
        }
        let happened = !piece.done.is_none() && piece.done <= self.survey.facts.as_of;
        (happened && piece.flags & (evidence_flag::VOID | evidence_flag::BEGUN) == 0).then_some(piece)
    }

    /// What an enterprise's own fields say, each with the day it was seen to.
    fn of_enterprise(&self, card: &EnterpriseCard) -> impl Iterator<Item = Piece> + use<> {
        let (id, as_of) = (card.id, self.survey.facts.as_of);
        let days = [card.self_check_on, card.responsibility_on, card.monitored_on];
        let there = days.into_iter().zip(1u8..).filter(move |(day, _)| !day.is_none() && *day <= as_of);
        there.map(move |(day, variant)| Piece {
            id,
            day,
            done: day,
            kept: Day::NONE,
            subject: id,
            parent: Id::NONE,
            unit: 0,
            industry: 0,
            variant,
            stage: 0,
            named: 0,
            count: 0,
            year: 0,
            flags: 0,
        })
    }

    fn parent(&self, card: &EvidenceCard) -> Option<&'a EvidenceCard> {
        let at = self.parents.binary_search_by_key(&card.parent, |parent| parent.id).ok()?;
        self.parents.get(at)
    }

    pub(super) fn marked(&self, piece: &Piece) -> bool {
        let among = |bits: u32, no: u8| bits == 0 || bits & 1u32.checked_shl(no.into()).unwrap_or(0) != 0;
        (self.marks == 0 || piece.flags & self.marks != 0)
            && among(self.variants, piece.variant)
            && among(self.stages, piece.stage)
            && (self.tasks.is_empty() || self.tasks.contains(&piece.count))
            && self.serves_focus(piece)
    }

    /// Serves the year's focus: says so, or says nothing and was held in that year for one of the industries.
    fn serves_focus(&self, piece: &Piece) -> bool {
        let focus = self.proof.focus;
        let of_trade = piece.industry == 0 || self.industries & (1 << (piece.industry & 31)) != 0;
        focus == 0
            || piece.year == focus
            || (piece.year == 0 && piece.day.year() == i32::from(focus) && of_trade)
    }

    /// The window of its day, and the one before when it is marked 补计.
    fn places(&self, piece: &Piece) -> (Option<usize>, Option<usize>) {
        let any_day = (self.proof.focus != 0 || self.proof.lasting) && self.windows.len() == 1;
        let own = if any_day { Some(0) } else { self.window_of(piece.day) };
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
}

/// Place + 1 of the window of each day from the first on, where there are several.
fn by_day(windows: &[Window], first: Day) -> Vec<u8> {
    if windows.len() < 2 {
        return Vec::new();
    }
    let last = windows.last().map_or(first, |window| window.to);
    let mut by_day = vec![0; usize::from(last.0.saturating_sub(first.0)) + 1];
    for (at, window) in windows.iter().enumerate() {
        let (from, to) = (window.from.0 - first.0, window.to.0 - first.0);
        if let Some(days) = by_day.get_mut(usize::from(from)..=usize::from(to)) {
            days.fill(at as u8 + 1);
        }
    }
    by_day
}
