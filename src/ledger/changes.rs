//! What entries change: rows, history, cards, groups, letters, plans, tickets. Folds entries on top of what
//! is below, is asked like a small store of its own, and turns into [`Put`]s.

use std::collections::{BTreeMap, HashSet, btree_map};

use super::fail::{LedgerError, Result};
use super::fold::Fold;
use super::journal::Written;
use super::store::{self, GroupRecord, LONGEST_CARD, Put, Shelf, Store};
use crate::model::card::Card;
use crate::model::event::{Entry, Fact, Ticket};
use crate::model::id::{Id, Kind};
use crate::model::row::{Body, Row};

/// What lies below changes: the store, and what it has not taken in yet.
pub trait Below {
    /// The record with this number.
    ///
    /// # Errors
    /// [`LedgerError`] when it cannot be read.
    fn row(&self, id: Id) -> Result<Option<Row>>;

    /// Its entries, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    fn history(&self, id: Id) -> Result<Vec<Entry>>;
}

/// A record before and after.
#[derive(Clone, Debug)]
struct Touched {
    before: Option<Row>,
    now: Option<Row>,
}

/// Entries and what they change.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    entries: Vec<Entry>,
    rows: BTreeMap<Id, Touched>,
}

impl Changes {
    /// Has nothing changed?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Folds an entry in; gives the record it leaves.
    ///
    /// # Errors
    /// What [`Below`] cannot read; the record is as it was then.
    pub fn apply<F: Fold>(&mut self, fold: &F, entry: Entry, below: &impl Below) -> Result<()> {
        let id = entry.event.id;
        let touched = match self.rows.entry(id) {
            btree_map::Entry::Occupied(touched) => touched.into_mut(),
            btree_map::Entry::Vacant(place) => {
                let before = below.row(id)?;
                place.insert(Touched { now: before.clone(), before })
            }
        };
        let now = if let Fact::Undone { .. } = entry.event.fact {
            let mut history = below.history(id)?;
            history.extend(self.entries.iter().filter(|earlier| earlier.event.id == id).cloned());
            history.push(entry.clone());
            fold.refold(id, &history)
        } else {
            fold.row(touched.now.take(), &entry)
        };
        touched.now = now;
        self.entries.push(entry);
        Ok(())
    }

    /// Keeps the records only, where the entries are at hand elsewhere.
    pub fn forget_entries(&mut self) {
        self.entries.clear();
    }

    /// Would the store have room for the record `id` as it is now?
    ///
    /// # Errors
    /// [`LedgerError::TooLong`].
    pub fn check_size<F: Fold>(&self, fold: &F, id: Id) -> Result<()> {
        let Some(row) = self.rows.get(&id).and_then(|touched| touched.now.as_ref()) else { return Ok(()) };
        let card = fold.card(row).map_or(Ok(Vec::new()), |card| store::seal(Shelf::Cards, &card));
        let fits =
            store::seal(Shelf::Rows, row).is_ok() && card.is_ok_and(|bytes| bytes.len() <= LONGEST_CARD);
        if fits { Ok(()) } else { Err(LedgerError::TooLong { what: id.to_string() }) }
    }

    /// Adds later changes.
    pub fn absorb(&mut self, later: Changes) {
        self.entries.extend(later.entries);
        for (id, touched) in later.rows {
            self.rows.entry(id).and_modify(|mine| mine.now.clone_from(&touched.now)).or_insert(touched);
        }
    }

    /// The record `id`, if it was touched.
    pub fn row(&self, id: Id) -> Option<&Option<Row>> {
        self.rows.get(&id).map(|touched| &touched.now)
    }

    /// Every record touched, as it is now.
    pub fn rows(&self) -> impl Iterator<Item = (Id, Option<&Row>)> {
        self.rows.iter().map(|(id, touched)| (*id, touched.now.as_ref()))
    }

    /// The entries about `id`, oldest first.
    pub fn history(&self, id: Id) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.event.id == id)
    }

    /// The highest running number between two ids; 0: none.
    pub fn last_number(&self, first: Id, last: Id) -> u32 {
        self.rows.range(first..=last).next_back().map_or(0, |(id, _)| id.number())
    }

    /// The group that came from this wish.
    pub fn ticket(&self, ticket: &Ticket) -> Option<u64> {
        self.entries.iter().find(|entry| entry.ticket == *ticket).map(|entry| entry.group)
    }

    /// Its groups, oldest first.
    pub fn groups(&self) -> impl DoubleEndedIterator<Item = GroupRecord> {
        self.entries
            .chunk_by(|a, b| a.group == b.group)
            .filter_map(group_record)
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// What stands under a letter number or a plan's key: [`Some`]`(None)` when it was taken away.
    pub fn number(&self, shelf: Shelf, key: &str) -> Option<Option<Id>> {
        let is =
            |row: &Option<Row>| row.as_ref().and_then(signpost).is_some_and(|(s, k)| s == shelf && k == key);
        let now = self.rows.iter().find(|(_, touched)| is(&touched.now)).map(|(id, _)| Some(*id));
        now.or_else(|| self.rows.values().any(|touched| is(&touched.before)).then_some(None))
    }

    /// Has a document of basics changed?
    pub fn has_documents(&self) -> bool {
        self.rows.keys().any(|id| id.kind() == Kind::Document)
    }

    /// Documents of basics as they are with these changes.
    pub fn documents_over(&self, mut documents: Vec<Row>) -> Vec<Row> {
        for (id, row) in self.rows().filter(|(id, _)| id.kind() == Kind::Document) {
            documents.retain(|document| document.id != id);
            documents.extend(row.cloned());
        }
        documents.sort_by_key(|document| document.id);
        documents
    }

    /// What to put into `store`. `written` says where the entries stand, in the same order.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn puts(&self, store: &Store, written: &[Written], cards: &Cards) -> Result<Vec<Put>> {
        let mut puts = Vec::with_capacity(self.entries.len() * 3 + self.rows.len() * 2);
        for (entry, written) in self.entries.iter().zip(written) {
            let key = store::history_key(entry.event.id, entry.seq);
            puts.push(Put::new(Shelf::History, key, &written.place)?);
        }
        for entries in self.entries.chunk_by(|a, b| a.group == b.group) {
            let Some(mut record) = group_record(entries) else { continue };
            if record.of > store::IDS_KEPT {
                record.ids.clear();
            } else if entries.first().is_some_and(|entry| entry.i > 1)
                && let Some(begun) = store.group(record.group)?
            {
                // Its beginning is in the store already.
                let more = std::mem::replace(&mut record.ids, begun.ids);
                record.ids.extend(more);
            }
            if !record.ticket.0.is_empty() {
                puts.push(Put::new(Shelf::Tickets, record.ticket.0.clone().into_bytes(), &record.group)?);
            }
            puts.push(Put::new(Shelf::Groups, record.group.to_be_bytes().to_vec(), &record)?);
        }
        for (id, touched) in &self.rows {
            let key = store::row_key(*id).to_vec();
            puts.push(match &touched.now {
                Some(row) => Put::new(Shelf::Rows, key, row)?,
                None => Put::away(Shelf::Rows, key),
            });
            self.signposts(store, *id, touched, &mut puts)?;
        }
        cards.puts(store, &mut puts)?;
        Ok(puts)
    }

    /// Letter numbers and plan keys that lead to `id`, before and now.
    fn signposts(&self, store: &Store, id: Id, touched: &Touched, puts: &mut Vec<Put>) -> Result<()> {
        let before = touched.before.as_ref().and_then(signpost);
        let now = touched.now.as_ref().and_then(signpost);
        if before == now {
            return Ok(());
        }
        if let Some((shelf, key)) = before
            && self.number(shelf, &key) == Some(None)
            && store.number(shelf, &key)? == Some(id.to_bits())
        {
            puts.push(Put::away(shelf, key.into_bytes()));
        }
        if let Some((shelf, key)) = now {
            puts.push(Put::new(shelf, key.into_bytes(), &id.to_bits())?);
        }
        Ok(())
    }
}

/// The text that a record is found by beside its number; void records are not found by it.
pub fn signpost(row: &Row) -> Option<(Shelf, String)> {
    match &row.body {
        _ if row.is_void() => None,
        Body::Transfer(letter) if !letter.letter_no.is_empty() => {
            Some((Shelf::Letters, letter_key(letter.sent_on.year(), &letter.letter_no)))
        }
        Body::InspectionPlan(plan) => Some((Shelf::Plans, plan_key(&plan.township, &plan.month))),
        _ => None,
    }
}

/// The key of a letter: its number is unique in its year.
pub fn letter_key(year: i32, letter_no: &str) -> String {
    format!("{year}/{letter_no}")
}

/// The key of a plan: one a township and month.
pub fn plan_key(township: &str, month: &str) -> String {
    format!("{township}/{month}")
}

/// What undo and receipts need of a group's entries; [`None`] when there are none.
pub fn group_record(entries: &[Entry]) -> Option<GroupRecord> {
    let first = entries.first()?;
    let undoes = entries.iter().find_map(|entry| match entry.event.fact {
        Fact::Undone { group } => Some(group),
        _ => None,
    });
    Some(GroupRecord {
        group: first.group,
        of: first.of,
        at: first.at,
        officer: first.officer.clone(),
        ticket: first.ticket.clone(),
        ids: ids_of(entries),
        undoes: undoes.unwrap_or(0),
    })
}

/// The records that entries are about, in order of first touch.
pub fn ids_of(entries: &[Entry]) -> Vec<Id> {
    let mut met = HashSet::new();
    entries.iter().map(|entry| entry.event.id).filter(|id| met.insert(*id)).collect()
}

/// Cards to be put, by id; [`None`] takes one away.
#[derive(Clone, Debug, Default)]
pub struct Cards(pub Vec<(Id, Option<Card>)>);

impl Cards {
    /// The cards of all touched records.
    pub fn of<F: Fold>(fold: &F, changes: &Changes) -> Cards {
        Cards(changes.rows().map(|(id, row)| (id, row.and_then(|row| fold.card(row)))).collect())
    }

    /// The blocks they are in, changed.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn puts(&self, store: &Store, puts: &mut Vec<Put>) -> Result<()> {
        for block in self.0.chunk_by(|(a, _), (b, _)| store::block_key(*a) == store::block_key(*b)) {
            let Some((first, _)) = block.first() else { continue };
            let key = store::block_key(*first);
            let mut cards = store.block(&key)?;
            let had = cards.len();
            for (id, card) in block {
                match (cards.binary_search_by_key(id, Card::id), card) {
                    (Ok(at), Some(card)) => cards.splice(at..=at, [card.clone()]).for_each(drop),
                    (Ok(at), None) => drop(cards.remove(at)),
                    (Err(at), Some(card)) => cards.insert(at, card.clone()),
                    (Err(_), None) => {}
                }
            }
            match (cards.is_empty(), had) {
                (true, 0) => {}
                (true, _) => puts.push(Put::away(Shelf::Cards, key.to_vec())),
                (false, _) => puts.push(Put::new(Shelf::Cards, key.to_vec(), &cards)?),
            }
        }
        Ok(())
    }
}
