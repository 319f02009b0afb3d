//! The ledger as questions and decisions read it. What cannot be read is not there; the ledger says why, and takes nothing more in.

use super::clock::day_of;
use super::fold::OfficeFold;
use super::office::Office;
use crate::ask::cards::Cards;
use crate::ask::view::Shelves;
use crate::calendar::Day;
use crate::ledger::{Ledger, LedgerError};
use crate::model::case::Records;
use crate::model::event::Entry;
use crate::model::id::{Id, Kind};
use crate::model::row::{Document, Row};

/// Rows and histories of the ledger, staged entries included.
pub struct Books<'a> {
    /// Where they lie.
    pub ledger: &'a Ledger<OfficeFold>,
    /// The cards of what is recorded.
    pub cards: &'a Cards,
    /// The documents in force.
    pub office: &'a Office,
    /// The owner's day.
    pub today: Day,
}

impl Shelves for Books<'_> {
    fn row(&self, id: Id) -> Option<Row> {
        self.ledger.row(id).ok().flatten()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        self.ledger.history(id).unwrap_or_default()
    }

    fn unread(&self) -> Option<(String, String)> {
        let error = LedgerError::Damaged(self.ledger.damage()?.clone());
        Some((error.to_string(), error.hint().to_owned()))
    }
}

impl Records for Books<'_> {
    fn row(&self, id: Id) -> Option<Row> {
        self.ledger.row(id).ok().flatten()
    }

    fn letter(&self, year: i32, letter_no: &str) -> Option<Id> {
        self.ledger.letter(year, letter_no).ok().flatten()
    }

    fn plan_of(&self, township: &str, month: &str) -> Option<Id> {
        self.ledger.plan_of(township, month).ok().flatten()
    }

    fn person_at(&self, account: &str) -> Option<Id> {
        let mut persons = self.cards.persons().iter();
        persons.find(|(_, person)| person.sits_at(account, self.today)).map(|(id, _)| *id)
    }

    fn about(&self, enterprise: Id) -> Vec<Id> {
        self.cards.about(enterprise)
    }

    fn all_of(&self, kind: Kind) -> Vec<Id> {
        self.cards.of_kind(kind)
    }

    fn documents(&self) -> Vec<(Id, Document)> {
        self.office.own().to_vec()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        self.ledger.history(id).unwrap_or_default()
    }

    /// Groups are looked through from the newest back to the first of the day, then told in order.
    fn each_today(&self, show: &mut dyn FnMut(&Entry)) {
        let groups = self.ledger.groups_before(u64::MAX).map_while(Result::ok);
        let first = groups.take_while(|record| day_of(record.at) == self.today).last();
        let Some(first) = first else { return };
        let Ok(entries) = self.ledger.entries_after(first.group - 1) else { return };
        entries.map_while(Result::ok).for_each(|entry| show(&entry));
    }
}
