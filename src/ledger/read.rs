//! What may be asked of a ledger. Everything is looked for in what is staged, then in what the store has not
//! taken in, then in the store; and where that cannot be read, in the text of the journal.

use super::changes::{Below, group_record, ids_of, letter_key, plan_key, signpost};
use super::segment::Place;
use super::store::{GroupRecord, Shelf, Store};
use super::{Fold, Ledger, LedgerError, Result};
use crate::model::card::Card;
use crate::model::event::{Entry, Ticket};
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

impl<F: Fold> Ledger<F> {
    /// The record with this number.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] or [`LedgerError::Io`] when neither the store nor the journal can be read.
    pub fn row(&self, id: Id) -> Result<Option<Row>> {
        Below::row(self, id)
    }

    /// Its entries, oldest first.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn history(&self, id: Id) -> Result<Vec<Entry>> {
        Below::history(self, id)
    }

    /// The last entry about it; 0: none.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn last_touch(&self, id: Id) -> Result<u64> {
        let above = self.staged.history(id).last().or_else(|| self.unsaved.history(id).last());
        match above.map(|entry| entry.seq).or_else(|| self.stored(|store| store.last_touch(id))) {
            Some(seq) => Ok(seq),
            None => Ok(self.heard(self.journal.search(id))?.last().map_or(0, |entry| entry.seq)),
        }
    }

    /// Gives every card to `take`, by id, staged changes left out.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when the store's are damaged: forget what was given and [`Ledger::mend`] it.
    pub fn each_card(&self, mut take: impl FnMut(Card)) -> Result<()> {
        let store = self.store.as_ref().ok_or_else(|| LedgerError::Store("尚未建成".into()))?;
        let card = |row: Option<&Row>| row.and_then(|row| self.fold.card(row));
        let mut unsaved = self.unsaved.rows().map(|(id, row)| (id, card(row))).peekable();
        let stored = store.each_card(|card| {
            while let Some((_, new)) = unsaved.next_if(|(id, _)| *id < card.id()) {
                new.into_iter().for_each(&mut take);
            }
            match unsaved.next_if(|(id, _)| *id == card.id()) {
                Some((_, newer)) => newer.into_iter().for_each(&mut take),
                None => take(card),
            }
        });
        stored.inspect_err(|error| self.note(error))?;
        unsaved.filter_map(|(_, card)| card).for_each(take);
        Ok(())
    }

    /// [`Ledger::each_card`], gathered.
    ///
    /// # Errors
    /// The same.
    pub fn cards(&self) -> Result<Vec<Card>> {
        let mut cards = Vec::new();
        self.each_card(|card| cards.push(card))?;
        Ok(cards)
    }

    /// The highest running number ever given to a record of `kind` entered in `month` (months since 2000-01);
    /// 0: none. Numbers of records that were undone count: a number is never given twice.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn last_number(&self, kind: Kind, month: u16) -> Result<u32> {
        let (first, last) = (Id::new(kind, month, 0), Id::new(kind, month, u32::MAX));
        let stored = match self.stored(|store| store.last_number(first, last)) {
            Some(number) => number,
            None => {
                let ids = self.heard(self.journal.ids_of(kind))?;
                ids.into_iter().filter(|id| (first..=last).contains(id)).map(Id::number).max().unwrap_or(0)
            }
        };
        Ok(stored.max(self.unsaved.last_number(first, last)).max(self.staged.last_number(first, last)))
    }

    /// The letter of this year with this number.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn letter(&self, year: i32, letter_no: &str) -> Result<Option<Id>> {
        self.signpost(Shelf::Letters, Kind::Transfer, &letter_key(year, letter_no))
    }

    /// The plan of this township (code) and month (`2026-11`).
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn plan_of(&self, township: &str, month: &str) -> Result<Option<Id>> {
        self.signpost(Shelf::Plans, Kind::InspectionPlan, &plan_key(township, month))
    }

    fn signpost(&self, shelf: Shelf, kind: Kind, key: &str) -> Result<Option<Id>> {
        if let Some(id) = self.staged.number(shelf, key).or_else(|| self.unsaved.number(shelf, key)) {
            return Ok(id);
        }
        if let Some(bits) = self.stored(|store| store.number(shelf, key)) {
            return Ok(bits.and_then(Id::from_bits));
        }
        for id in self.heard(self.journal.ids_of(kind))? {
            if self.row(id)?.as_ref().and_then(signpost).is_some_and(|(s, k)| s == shelf && k == key) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The group that came from a wish, if it was granted.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn ticket(&self, ticket: &Ticket) -> Result<Option<GroupRecord>> {
        let above = self.staged.ticket(ticket).or_else(|| self.unsaved.ticket(ticket));
        let below = || self.stored(|store| store.number(Shelf::Tickets, &ticket.0));
        let group = match above.map(Some).or_else(below) {
            Some(group) => group,
            None => self.heard(self.journal.group_of(ticket))?,
        };
        group.map_or(Ok(None), |group| self.group(group))
    }

    /// The group that begins at entry `seq`.
    ///
    /// # Errors
    /// As [`Ledger::row`].
    pub fn group(&self, seq: u64) -> Result<Option<GroupRecord>> {
        let found = match self.groups_before(seq + 1).next() {
            Some(Err(error)) => {
                self.note(&error);
                let entries = self.entries_after(seq.saturating_sub(1))?;
                let of_group = |entry: &Result<Entry>| !entry.as_ref().is_ok_and(|entry| entry.group != seq);
                group_record(&entries.take_while(of_group).collect::<Result<Vec<Entry>>>()?)
            }
            found => found.transpose()?,
        };
        Ok(found.filter(|record| record.group == seq))
    }

    /// With the ids that the store leaves out of a large group.
    fn filled(&self, mut record: GroupRecord) -> Result<GroupRecord> {
        if record.ids.is_empty() {
            let entries = self.entries_after(record.group - 1)?.take(record.of as usize);
            record.ids = ids_of(&entries.collect::<Result<Vec<_>>>()?);
        }
        Ok(record)
    }

    /// Groups that begin before entry `seq` (`u64::MAX`: all), newest first.
    ///
    /// # Errors
    /// [`LedgerError::Store`] for each that cannot be read.
    pub fn groups_before(&self, seq: u64) -> impl Iterator<Item = Result<GroupRecord>> + '_ {
        let above = self.staged.groups().rev().chain(self.unsaved.groups().rev());
        let below = self.store.iter().flat_map(move |store| store.groups_before(seq));
        let below = below.map(|record| self.filled(record?));
        above.filter(move |record| record.group < seq).map(Ok).chain(below)
    }

    /// Every entry after `seq`, by groups, oldest first: what another reader follows the ledger by.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`], [`LedgerError::Io`]; an error is the last that it gives.
    pub fn entries_after(&self, seq: u64) -> Result<impl Iterator<Item = Result<Entry>> + '_> {
        let near = self.stored(|store| near(store, seq + 1)).flatten();
        let entries = self.heard(self.journal.entries_after(seq, near))?;
        Ok(entries.map(|entry| self.heard(entry)))
    }

    /// What the store says; [`None`] when it cannot be asked.
    pub(super) fn stored<T>(&self, ask: impl FnOnce(&Store) -> Result<T>) -> Option<T> {
        ask(self.store.as_ref()?).inspect_err(|error| self.note(error)).ok()
    }
}

/// How many groups are asked for one whose place the store can tell; imports keep no ids there.
const ASKED: usize = 16;

/// A group that begins at entry `seq` or not long before it: its first entry, and where that stands.
fn near(store: &Store, seq: u64) -> Result<Option<(u64, Place)>> {
    for record in store.groups_before(seq.saturating_add(1)).take(ASKED) {
        let record = record?;
        if let Some(id) = record.ids.first()
            && let Some(place) = store.place(*id, record.group)?
        {
            return Ok(Some((record.group, place)));
        }
    }
    Ok(None)
}

impl<F: Fold> Below for Ledger<F> {
    fn row(&self, id: Id) -> Result<Option<Row>> {
        if let Some(row) = self.staged.row(id).or_else(|| self.unsaved.row(id)) {
            return Ok(row.clone());
        }
        match self.stored(|store| store.row(id)) {
            Some(row) => Ok(row),
            None => Ok(self.fold.refold(id, &self.heard(self.journal.search(id))?)),
        }
    }

    fn history(&self, id: Id) -> Result<Vec<Entry>> {
        let mut history = match self.stored(|store| store.history(id)) {
            Some(places) => {
                let read = places.into_iter().map(|(seq, place)| self.journal.read(seq, place));
                let mut history = self.heard(read.collect::<Result<Vec<_>>>())?;
                history.extend(self.unsaved.history(id).cloned());
                history
            }
            None => self.heard(self.journal.search(id))?,
        };
        history.extend(self.staged.history(id).cloned());
        Ok(history)
    }
}
