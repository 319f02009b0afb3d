//! Who may see what: what lies on an officer's [`Ground`], and what the bureau holds for everybody. Leaders see all. Totals are
//! everybody's: matrices, task states and the head of 今日 count all records for all officers.

use super::cards::Cards;
use super::view::Shelves;
use crate::model::basics::{Basics, Unit};
use crate::model::card::{Card, EnterpriseCard, EvidenceCard, HazardCard};
use crate::model::case::Officer;
use crate::model::ground::Ground;
use crate::model::id::{Id, Kind};
use crate::model::person::Person;
use crate::model::row::Row;
use crate::model::snooze::{Snooze, record_of, unit_of};
use crate::model::state;
use crate::model::waiver::Waiver;

/// What is said instead of the name of something that is not for this officer.
pub const ELSEWHERE: &str = "（辖区外）";

/// What an officer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sight {
    /// Everything.
    All,
    /// What belongs to the township with this `no`.
    Township(u8),
    /// What belongs to industries of this set (bit `1 << no`), or to none.
    Industries(u32),
    /// Totals, and nothing else.
    Nothing,
}

impl Sight {
    /// Of an officer.
    pub fn of(officer: &Officer, basics: &Basics) -> Sight {
        match Ground::of(officer, basics) {
            Ground::Everywhere => Sight::All,
            Ground::Township(unit) => Sight::Township(basics.unit_no(&unit.code)),
            Ground::Section(unit) => {
                let own = basics.industries.iter().filter(|industry| industry.section == unit.code);
                Sight::Industries(own.fold(0, |set, industry| set | bit(industry.no)))
            }
            Ground::Nowhere => Sight::Nothing,
        }
    }

    fn holds(self, township: u8, industries: u32) -> bool {
        match self {
            Sight::All => true,
            Sight::Township(own) => township == own,
            Sight::Industries(set) => industries & !1 == 0 || industries & set != 0,
            Sight::Nothing => false,
        }
    }
}

fn bit(no: u16) -> u32 {
    1 << (no & 31)
}

/// An officer's sight, and all there would be to see.
#[derive(Clone, Copy)]
pub struct Eye<'a> {
    /// What they see.
    pub sight: Sight,
    /// Every card.
    pub cards: &'a Cards,
    /// 基础数据
    pub basics: &'a Basics,
    /// Every row.
    pub shelves: &'a dyn Shelves,
}

impl Eye<'_> {
    /// May the officer see this record? What was declared void or taken back is whose it was. Documents are everybody's.
    pub fn sees(&self, id: Id) -> bool {
        if self.sight == Sight::All || id.kind() == Kind::Document {
            return true;
        }
        let known = match id.kind() {
            Kind::Hazard => self.cards.hazard(id).map(|card| self.sees_hazard(card)),
            Kind::Enterprise => self.cards.enterprise(id).map(|card| self.sees_enterprise(card)),
            Kind::Person => self.cards.person(id).map(|person| self.sees_person(person)),
            Kind::Waiver => self.cards.waiver(id).map(|waiver| self.sees_waiver(waiver)),
            Kind::Snooze => self.cards.snooze(id).map(|snooze| self.sees_snooze(snooze)),
            _ => self.cards.piece(id).map(|card| self.sees_piece(card)),
        };
        known.unwrap_or_else(|| self.once_saw(id))
    }

    /// Of what has no card any more, or none yet.
    fn once_saw(&self, id: Id) -> bool {
        let row = self.shelves.row(id).or_else(|| {
            let entries = self.shelves.history(id);
            entries.iter().fold(None, |row, entry| state::apply(row, &entry.event, entry.at, &entry.officer))
        });
        let card = row.and_then(|row| Card::of(&Row { voided: String::new(), ..row }, self.basics));
        card.is_some_and(|card| match &card {
            Card::Hazard(card, _) => self.sees_hazard(card),
            Card::Enterprise(card) => self.sees_enterprise(card),
            Card::Evidence(card) => self.sees_piece(card),
            Card::Person(_, person) => self.sees_person(person),
            Card::Waiver(_, waiver) => self.sees_waiver(waiver),
            Card::Snooze(_, snooze) => self.sees_snooze(snooze),
        })
    }

    fn sees_hazard(&self, card: &HazardCard) -> bool {
        self.sight.holds(card.township, bit(card.industry.into()))
    }

    /// Those who had it once still see what they did there.
    pub fn sees_enterprise(&self, card: &EnterpriseCard) -> bool {
        card.spans.iter().any(|span| self.sight.holds(span.township, span.industries))
    }

    /// Colleagues of the bureau are everybody's; those of a township that township's and the bureau's.
    fn sees_person(&self, person: &Person) -> bool {
        self.sees_unit(&person.unit)
    }

    fn sees_waiver(&self, waiver: &Waiver) -> bool {
        let sees = |id: Id| id.opt().is_none_or(|id| self.sees(id));
        let industry = self.basics.industry_no(&waiver.industry);
        let is_of_trade =
            !matches!(self.sight, Sight::Industries(_)) || self.sight.holds(0, bit(industry.into()));
        let is_of_unit = waiver.unit.is_empty() || self.sees_unit(&waiver.unit);
        is_of_unit && is_of_trade && sees(waiver.enterprise) && sees(waiver.person)
    }

    /// A line of 今日 that was put off.
    fn sees_snooze(&self, snooze: &Snooze) -> bool {
        match record_of(&snooze.item) {
            Some(id) => self.sees(id),
            None => {
                self.sight != Sight::Nothing && unit_of(&snooze.item).is_none_or(|unit| self.sees_unit(unit))
            }
        }
    }

    fn sees_unit(&self, code: &str) -> bool {
        let Some(unit) = self.basics.unit(code) else { return false };
        match self.sight {
            Sight::Township(own) => !unit.is_township() || self.basics.unit_no(code) == own,
            sight => sight != Sight::Nothing,
        }
    }

    /// What the bureau holds for everybody is for everybody to see.
    fn sees_piece(&self, card: &EvidenceCard) -> bool {
        match card.id.kind() {
            Kind::Transfer => return self.sees_letter(card),
            Kind::PlanItem if !self.sees(card.parent) => return false,
            _ => {}
        }
        let subject = card.subject.opt().is_none_or(|subject| self.sees(subject));
        let is_of_township = self.basics.unit_of_no(card.unit).is_some_and(Unit::is_township);
        match self.sight {
            Sight::All => true,
            Sight::Township(own) if is_of_township => card.unit == own,
            Sight::Industries(_) if card.industry != 0 => {
                self.sight.holds(card.unit, bit(card.industry.into()))
            }
            Sight::Township(_) | Sight::Industries(_) => subject,
            Sight::Nothing => false,
        }
    }

    /// A letter is for everybody whose hazard went out with it.
    fn sees_letter(&self, card: &EvidenceCard) -> bool {
        if card.count <= 1 {
            return self.sees(card.subject);
        }
        let row = self.shelves.row(card.id);
        row.as_ref().and_then(Row::transfer).is_some_and(|t| t.hazards.iter().any(|id| self.sees(*id)))
    }
}
