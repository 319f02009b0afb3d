//! For whom a piece counts: the slots of the subjects it is about.

use super::{Piece, Sieve};
use crate::model::card::name_crc;
use crate::model::id::{Id, Kind};
use crate::rules::coverage::{Survey, cases, is_of};
use crate::rules::duty::{Duty, SubjectKind, UnitGroup};

impl Sieve<'_, '_> {
    /// The unit that a unit's pieces count for.
    pub(in crate::rules::coverage) fn home(&self, unit: u8) -> u8 {
        self.homes.get(usize::from(unit)).copied().unwrap_or(unit)
    }

    /// The slots of the subjects that it counts for.
    pub(super) fn slots(&self, piece: &Piece, mut found: impl FnMut(usize)) {
        let facts = &self.survey.facts;
        match self.duty.subject.of {
            SubjectKind::Unit => found(usize::from(self.home(piece.unit))),
            SubjectKind::UnitIndustry => {
                let industry =
                    if piece.industry == 0 { self.main_industry(piece.subject) } else { piece.industry };
                let unit = match piece.id.kind() {
                    // Who came says where the training reached, not who held it.
                    Kind::Attendance => self.township_on(piece),
                    _ => piece.unit,
                };
                found(usize::from(unit) * 32 + usize::from(industry & 31));
            }
            SubjectKind::Enterprise => self.place(piece.subject).into_iter().for_each(found),
            SubjectKind::Person => {
                let linked = facts.persons.binary_search_by_key(&piece.subject, |(id, _)| *id).ok();
                linked.into_iter().for_each(&mut found);
                let from = self.names.partition_point(|(name, _)| *name < piece.named);
                let same = self.names.iter().skip(from).take_while(|(name, _)| *name == piece.named);
                let named = same.filter(|(name, slot)| *name != 0 && Some(*slot) != linked);
                named.for_each(|(_, slot)| found(*slot));
            }
            SubjectKind::Record => {
                let about = if self.duty.is_own_proof(self.proof) { piece.id } else { piece.parent };
                let cards = cases::cards(&self.duty.subject, facts);
                cards.binary_search_by_key(&about, |card| card.id).ok().into_iter().for_each(found);
            }
            SubjectKind::Hazard => {}
        }
    }

    /// Could the subject in a slot owe the duty at all? Of units that is told by their group, and by who is left out.
    pub(super) fn is_asked(&self, slot: usize) -> bool {
        let basics = self.survey.facts.basics;
        if self.duty.subject.of != SubjectKind::Unit {
            return true;
        }
        let unit = u8::try_from(slot).ok().and_then(|no| basics.unit_of_no(no));
        let set = &self.duty.subject;
        unit.is_some_and(|unit| {
            !set.except.contains(&unit.code) && set.groups().iter().any(|group| is_of(unit, *group))
        })
    }

    fn place(&self, enterprise: Id) -> Option<usize> {
        self.survey.register.find(enterprise)
    }

    /// A visit that names no industry looked at the first of the enterprise.
    fn main_industry(&self, enterprise: Id) -> u8 {
        self.place(enterprise).map_or(0, |at| self.survey.roster.industry(at))
    }

    /// The township of its enterprise on its day.
    fn township_on(&self, piece: &Piece) -> u8 {
        let card = self.survey.facts.enterprise(piece.subject);
        card.and_then(|card| card.on(piece.day)).map_or(0, |span| span.township)
    }
}

/// The home of each unit, by its number; empty where any unit may be asked.
pub(super) fn homes(duty: &Duty, survey: &Survey) -> Vec<u8> {
    let (basics, set) = (survey.facts.basics, &duty.subject);
    if !matches!(set.of, SubjectKind::Unit | SubjectKind::Record) || set.groups().is_empty() {
        return Vec::new();
    }
    let mut homes = vec![0; usize::from(u8::MAX) + 1];
    for unit in &basics.units {
        let no = basics.unit_no(&unit.code);
        let is_own = set.groups().iter().any(|group| is_of(unit, *group));
        let is_bureaus = set.asks(UnitGroup::Bureau) && basics.is_bureau(&unit.code);
        if let Some(home) = homes.get_mut(usize::from(no)) {
            *home = if is_own {
                no
            } else if is_bureaus {
                survey.bureau()
            } else {
                0
            };
        }
    }
    homes
}

/// Names of persons by their numbers, with their slots, in order.
pub(super) fn names(survey: &Survey) -> Vec<(u32, usize)> {
    let persons = survey.facts.persons.iter().enumerate();
    let mut names: Vec<_> = persons.map(|(slot, (_, person))| (name_crc(&person.name), slot)).collect();
    names.sort_unstable();
    names
}
