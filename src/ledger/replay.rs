//! From the journal into the store: folding found entries, and putting what they changed, with cards by the
//! basics in force.

use std::sync::mpsc::{SyncSender, sync_channel};

use super::changes::{Below, Cards, Changes};
use super::fail::{LedgerError, Result};
use super::fold::Fold;
use super::journal::{Journal, Written};
use super::scan::Found;
use super::segment::Position;
use super::store::{self, Meta, Put, Shelf, Store};
use crate::model::card::Card;
use crate::model::event::Entry;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// Entries in one transaction.
pub const CHUNK: usize = 500;
/// Entries folded in memory before they are poured into a store that is being built.
pub const WINDOW: usize = 8192;

/// Blocks of cards laid at once.
const BLOCKS: usize = 64;

/// The loaded documents of basics.
pub fn documents(store: &Store) -> Result<Vec<Row>> {
    store.rows_of(Kind::Document).collect()
}

/// Makes every card anew: one thread reads rows and makes blocks of cards, this one lays them. The store says
/// that it is not done until it is.
pub fn recard<F: Fold>(store: &mut Store, fold: &F) -> Result<()> {
    let mut meta = Meta { recard: false, ..store.meta().clone() };
    let (give, take) = sync_channel::<Vec<Put>>(4);
    let laid = std::thread::scope(|scope| {
        let reader = scope.spawn(|| blocks(store, fold, give));
        let laid = take.into_iter().try_for_each(|puts| store.lay(puts, &mut meta.tallies));
        reader.join().unwrap_or_else(|_| Err(LedgerError::Store("重做索引卡中断".into()))).and(laid)
    });
    laid?;
    store.say(meta)
}

/// Gives the blocks of cards of all rows, some at a time.
fn blocks<F: Fold>(store: &Store, fold: &F, give: SyncSender<Vec<Put>>) -> Result<()> {
    let mut rows = Kind::ALL.into_iter().flat_map(|kind| store.rows_of(kind)).peekable();
    let mut puts = Vec::new();
    while let Some(first) = rows.next().transpose()? {
        let key = store::block_key(first.id);
        let mut cards: Vec<Card> = fold.card(&first).into_iter().collect();
        while let Some(row) =
            rows.next_if(|row| !row.as_ref().is_ok_and(|row| store::block_key(row.id) != key))
        {
            cards.extend(fold.card(&row?));
        }
        puts.push(match cards.is_empty() {
            true => Put::away(Shelf::Cards, key.to_vec()),
            false => Put::new(Shelf::Cards, key.to_vec(), &cards)?,
        });
        if puts.len() >= BLOCKS && give.send(std::mem::take(&mut puts)).is_err() {
            return Ok(());
        }
    }
    let _ = give.send(puts);
    Ok(())
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
        let puts = self.changes.puts(store, &self.written, &Cards::default())?;
        let mut meta = Meta { last: self.last, ..store.meta().clone() };
        store.lay(puts, &mut meta.tallies)?;
        store.say(meta)?;
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
