//! From the journal into the store: folding found entries, and putting what they changed, with cards by the basics in force.

use super::changes::{Below, Cards, Changes};
use super::fail::Result;
use super::fold::Fold;
use super::journal::{Journal, Written};
use super::scan::Found;
use super::segment::Position;
use super::store::{Meta, Store};
use crate::model::event::Entry;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// Entries in one transaction.
pub const CHUNK: usize = 500;
/// Entries folded in memory before they are poured into a store that is being built.
pub const WINDOW: usize = 8192;

/// The loaded documents of basics.
pub fn documents(store: &Store) -> Result<Vec<Row>> {
    store.rows_of(Kind::Document).collect()
}

/// Makes every card anew, in parts; the store says that it is not done until it is.
pub fn recard<F: Fold>(store: &mut Store, fold: &F) -> Result<()> {
    for kind in Kind::ALL {
        let mut from = Id::new(kind, 0, 0);
        loop {
            let rows: Vec<Row> = store.rows_after(from).take(CHUNK * 4).collect::<Result<_>>()?;
            let Some(last) = rows.last() else { break };
            from = last.id;
            let cards = Cards(rows.iter().map(|row| (row.id, fold.card(row))).collect());
            let mut puts = Vec::new();
            cards.puts(store, &mut puts)?;
            store.pour(&puts, store.meta().last)?;
        }
    }
    let meta = Meta { recard: false, ..store.meta().clone() };
    store.put(&[], meta)
}

/// The journal being folded into a store.
pub struct Replay {
    journal: Journal,
    changes: Changes,
    written: Vec<Written>,
    last: Position,
    unknown: u64,
}

impl Replay {
    /// Begins where `journal` ends. `unknown`: the first entry that the store could not take in, 0 for none.
    pub fn new(journal: Journal, unknown: u64) -> Replay {
        let last = journal.end();
        Replay { journal, changes: Changes::default(), written: Vec::new(), last, unknown }
    }

    /// Entries folded and not put yet.
    pub fn len(&self) -> usize {
        self.changes.entries().len()
    }

    /// After the last entry folded.
    pub fn last(&self) -> Position {
        self.last
    }

    /// The first entry that this version does not know; 0: none.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Folds an entry in; one that this version does not know is only remembered.
    pub fn take<F: Fold>(&mut self, found: Found, store: &mut Store, fold: &F) -> Result<()> {
        self.last = found.written.after;
        match found.entry.filter(|entry| fold.knows(entry)) {
            Some(entry) => {
                self.changes.apply(fold, entry, &Stored { store, journal: &self.journal })?;
                self.written.push(found.written);
            }
            None if self.unknown == 0 => self.unknown = found.head.seq,
            None => {}
        }
        Ok(())
    }

    /// In one transaction, cards and all; basics that changed are learned first.
    pub fn put<F: Fold>(&mut self, store: &mut Store, fold: &mut F) -> Result<()> {
        if self.last == store.meta().last {
            return Ok(());
        }
        let changes = std::mem::take(&mut self.changes);
        let written = std::mem::take(&mut self.written);
        let differ = changes.has_documents() && fold.learn(&changes.documents_over(documents(store)?));
        let recard = differ || store.meta().recard;
        let meta = Meta { last: self.last, unknown: self.unknown, recard, ..store.meta().clone() };
        save(store, &changes, &written, &Cards::of(fold, &changes), meta)
    }

    /// Without cards and bracket, for a store that is being built.
    pub fn pour(&mut self, store: &mut Store) -> Result<()> {
        let mut puts = self.changes.puts(store, &self.written, &Cards::default())?;
        // Neighbours stand on the same page.
        puts.sort_by(|a, b| (a.shelf as u8, &a.key).cmp(&(b.shelf as u8, &b.key)));
        store.pour(&puts, self.last)?;
        self.changes = Changes::default();
        self.written.clear();
        Ok(())
    }
}

/// Puts changes into the store in one transaction.
pub fn save(
    store: &mut Store,
    changes: &Changes,
    written: &[Written],
    cards: &Cards,
    meta: Meta,
) -> Result<()> {
    let puts = changes.puts(store, written, cards)?;
    store.put(&puts, meta)
}

/// Puts recorded entries into the store, a [`CHUNK`] a transaction, each with the rows as they were after it.
pub fn save_by_parts<F: Fold>(
    store: &mut Store,
    journal: &Journal,
    fold: &F,
    (entries, written): (&[Entry], &[Written]),
    recard: bool,
) -> Result<()> {
    for (entries, written) in entries.chunks(CHUNK).zip(written.chunks(CHUNK)) {
        let mut changes = Changes::default();
        for entry in entries {
            changes.apply(fold, entry.clone(), &Stored { store, journal })?;
        }
        let last = written.last().map_or(store.meta().last, |written| written.after);
        let meta = Meta { last, recard, ..store.meta().clone() };
        save(store, &changes, written, &Cards::of(fold, &changes), meta)?;
    }
    Ok(())
}

/// The store with the journal behind it.
struct Stored<'a> {
    store: &'a Store,
    journal: &'a Journal,
}

impl Below for Stored<'_> {
    fn row(&self, id: Id) -> Result<Option<Row>> {
        self.store.row(id)
    }

    fn history(&self, id: Id) -> Result<Vec<Entry>> {
        let places = self.store.history(id)?;
        places.into_iter().map(|(seq, place)| self.journal.read(seq, place)).collect()
    }
}
