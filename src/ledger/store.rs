//! The store: what the journal says, in the shape it is read in. The one place that names sled.
//!
//! It holds nothing that the journal cannot give back. Every value is sealed (see [`crate::codec`]); for
//! every shelf the number of values and an order-free checksum over all of them stand in [`Meta`], written in
//! the same transaction, so that a value lost without a trace is noticed too.
//!
//! - [`put`]: shelves, keys, sealed values
//! - [`meta`]: what the store says about itself

mod meta;
mod put;

use std::ops::{Bound, RangeBounds, RangeInclusive};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use sled::Transactional;
use sled::transaction::{ConflictableTransactionError, TransactionError};

use super::disk::is_full;
use super::fail::{LedgerError, Result};
use super::segment::Place;
use crate::model::card::Card;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;
use meta::Tally;
use put::{BLOCK_BITS, SHELVES, unseal};

pub use meta::{Meta, OUTDATED};
pub use put::{GroupRecord, IDS_KEPT, LONGEST_CARD, Put, Shelf, block_key, history_key, row_key, seal};

/// Raise it when a row, a card, or anything else here changes its shape: the store is then built anew.
const LAYOUT: u8 = 8;

/// sled's cache in bytes.
const CACHE: u64 = 64 << 20;

/// Blocks decoded at once, so that a large ledger is not in memory twice.
const BLOCKS_AT_ONCE: usize = 512;

/// An open store.
pub struct Store {
    dir: PathBuf,
    db: sled::Db,
    /// By [`Shelf`], and [`Meta`]'s last.
    trees: Vec<sled::Tree>,
    meta: Meta,
}

/// The tree and the key of [`Meta`].
const META: &str = "meta";

impl Store {
    /// A new one, marked as being built.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn create(dir: &Path) -> Result<Store> {
        guarded(|| {
            let (db, trees) = open_trees(dir)?;
            let mut store = Store { dir: dir.to_owned(), db, trees, meta: Meta::new() };
            store.say(Meta::new())?;
            Ok(store)
        })
    }

    /// One that is there.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when it cannot be opened or does not say what it is.
    pub fn open(dir: &Path) -> Result<Store> {
        guarded(|| {
            let (db, trees) = open_trees(dir)?;
            let said = trees.last().map(|tree| tree.get(META)).transpose().map_err(store_error)?.flatten();
            let meta = Meta::unseal(&said.ok_or_else(|| LedgerError::Store("库中没有说明".into()))?)?;
            Ok(Store { dir: dir.to_owned(), db, trees, meta })
        })
    }

    /// What it says about itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Puts values on their shelves, all or nothing, together with the position they are true at.
    ///
    /// # Errors
    /// [`LedgerError::Store`]; then nothing was put.
    pub fn put(&mut self, puts: &[Put], meta: Meta) -> Result<()> {
        let done = guarded(|| {
            let all = self.trees.as_slice().transaction(|trees| {
                let mut meta = meta.clone();
                for put in puts {
                    let at = put.shelf as usize;
                    let (Some(tree), Some(tally)) = (trees.get(at), meta.tallies.get_mut(at)) else {
                        continue;
                    };
                    let old = match &put.value {
                        Some(value) => tree.insert(put.key.as_slice(), value.as_slice())?,
                        None => tree.remove(put.key.as_slice())?,
                    };
                    tally.change(&put.key, old.as_deref(), put.value.as_deref());
                }
                let sealed = meta.seal().map_err(ConflictableTransactionError::Abort)?;
                trees.last().map(|tree| tree.insert(META, sealed)).transpose()?;
                Ok(meta)
            });
            all.map_err(|error| match error {
                TransactionError::Abort(error) => error,
                TransactionError::Storage(error) => store_error(error),
            })
        });
        self.meta = done?;
        Ok(())
    }

    /// Puts values without the bracket of a transaction, on two threads, and counts them; for a store that is
    /// being built and worth nothing until [`Store::say`] says what it holds.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn lay(&self, mut puts: Vec<Put>, tallies: &mut [Tally; 7]) -> Result<()> {
        // Neighbours stand on the same page.
        puts.sort_by(|a, b| (a.shelf as u8, &a.key).cmp(&(b.shelf as u8, &b.key)));
        let split = Shelf::Cards as usize;
        let (front, back) = puts.split_at(puts.partition_point(|put| (put.shelf as usize) < split));
        let (front_tallies, back_tallies) = tallies.split_at_mut(split);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| self.lay_part(front, front_tallies, 0));
            self.lay_part(back, back_tallies, split)?;
            other.join().unwrap_or_else(|_| Err(LedgerError::Store("写入中断".into())))
        })
    }

    /// Lays values of the shelves from `first` on.
    fn lay_part(&self, puts: &[Put], tallies: &mut [Tally], first: usize) -> Result<()> {
        guarded(|| {
            for put in puts {
                let tree = self.tree(put.shelf)?;
                let old = match &put.value {
                    Some(value) => tree.insert(put.key.as_slice(), value.as_slice()),
                    None => tree.remove(put.key.as_slice()),
                };
                let old = old.map_err(store_error)?;
                if let Some(tally) = tallies.get_mut(put.shelf as usize - first) {
                    tally.change(&put.key, old.as_deref(), put.value.as_deref());
                }
            }
            Ok(())
        })
    }

    /// Says what it holds.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn say(&mut self, meta: Meta) -> Result<()> {
        let sealed = meta.seal()?;
        guarded(|| {
            let tree = self.trees.last().ok_or_else(|| LedgerError::Store("库不完整".into()))?;
            tree.insert(META, sealed).map(drop).map_err(store_error)
        })?;
        self.meta = meta;
        Ok(())
    }

    /// The record with this number.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn row(&self, id: Id) -> Result<Option<Row>> {
        self.get(Shelf::Rows, &row_key(id))
    }

    /// Every record of a kind, by number.
    ///
    /// # Errors
    /// [`LedgerError::Store`] for each that cannot be read.
    pub fn rows_of(&self, kind: Kind) -> impl Iterator<Item = Result<Row>> + '_ {
        self.rows_after(Id::new(kind, 0, 0))
    }

    /// Every record of the kind of `id` with a higher number.
    ///
    /// # Errors
    /// [`LedgerError::Store`] for each that cannot be read.
    pub fn rows_after(&self, id: Id) -> impl Iterator<Item = Result<Row>> + '_ {
        let end = ((id.kind() as u64) + 1) << 56;
        let keys = (Bound::Excluded(row_key(id)), Bound::Excluded(end.to_be_bytes()));
        self.range(Shelf::Rows, keys).map(|pair| pair.and_then(|(_, value)| unseal(Shelf::Rows, &value)))
    }

    /// Where the entries about `id` stand, oldest first.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn history(&self, id: Id) -> Result<Vec<(u64, Place)>> {
        let keys = history_key(id, 0)..=history_key(id, u64::MAX);
        self.range(Shelf::History, keys)
            .map(|pair| {
                let (key, value) = pair?;
                let seq = key.last_chunk::<8>().map_or(0, |seq| u64::from_be_bytes(*seq));
                Ok((seq, unseal(Shelf::History, &value)?))
            })
            .collect()
    }

    /// Where entry `seq` about `id` stands.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn place(&self, id: Id, seq: u64) -> Result<Option<Place>> {
        self.get(Shelf::History, &history_key(id, seq))
    }

    /// The last entry about `id`; 0: none.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn last_touch(&self, id: Id) -> Result<u64> {
        self.last_key(history_key(id, 0)..=history_key(id, u64::MAX), |key| {
            key.last_chunk::<8>().map_or(0, |seq| u64::from_be_bytes(*seq))
        })
    }

    /// The highest running number ever given in the span of ids; 0: none.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn last_number(&self, first: Id, last: Id) -> Result<u32> {
        self.last_key(history_key(first, 0)..=history_key(last, u64::MAX), |key| {
            let id = key.first_chunk::<8>().map_or(0, |id| u64::from_be_bytes(*id));
            Id::from_bits(id).map_or(0, Id::number)
        })
    }

    fn last_key<T: Default>(&self, keys: RangeInclusive<Vec<u8>>, read: fn(&[u8]) -> T) -> Result<T> {
        guarded(|| match self.tree(Shelf::History)?.range(keys).next_back() {
            Some(pair) => Ok(read(&pair.map_err(store_error)?.0)),
            None => Ok(T::default()),
        })
    }

    /// The cards of a block, by id.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn block(&self, key: &[u8; 8]) -> Result<Vec<Card>> {
        Ok(self.get(Shelf::Cards, key)?.unwrap_or_default())
    }

    /// Gives every card to `take`, by id; they are decoded on two threads and compared with the tally.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when one is damaged or missing; what was given is worth nothing then.
    pub fn each_card(&self, mut take: impl FnMut(Card)) -> Result<()> {
        let mut tally = Tally::default();
        let mut blocks = self.range::<&[u8]>(Shelf::Cards, ..).map(|pair| {
            let (key, value) = pair?;
            tally.add(&key, &value);
            Ok(value)
        });
        loop {
            let part = blocks.by_ref().take(BLOCKS_AT_ONCE).collect::<Result<Vec<_>>>()?;
            if part.is_empty() {
                break;
            }
            let (front, back) = part.split_at(part.len() / 2);
            let (front, back) = std::thread::scope(|scope| {
                let front = scope.spawn(|| cards_of(front));
                let back = cards_of(back);
                (front.join().unwrap_or_else(|_| Err(LedgerError::Store("读取索引卡中断".into()))), back)
            });
            front?.into_iter().chain(back?).for_each(&mut take);
        }
        drop(blocks);
        self.compare(Shelf::Cards, tally)
    }

    /// The group that begins at `seq`.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn group(&self, seq: u64) -> Result<Option<GroupRecord>> {
        self.get(Shelf::Groups, &seq.to_be_bytes())
    }

    /// Every group before `seq`, newest first.
    ///
    /// # Errors
    /// [`LedgerError::Store`] for each that cannot be read.
    pub fn groups_before(&self, seq: u64) -> impl Iterator<Item = Result<GroupRecord>> + '_ {
        let mut groups = self.tree(Shelf::Groups).map(|tree| tree.range(..seq.to_be_bytes())).ok();
        std::iter::from_fn(move || {
            let pair = guarded(|| {
                groups.as_mut().and_then(DoubleEndedIterator::next_back).transpose().map_err(store_error)
            });
            pair.transpose().map(|pair| pair.and_then(|(_, value)| unseal(Shelf::Groups, &value)))
        })
    }

    /// A number kept under a text: letters, plans, tickets.
    ///
    /// # Errors
    /// [`LedgerError::Store`].
    pub fn number(&self, shelf: Shelf, key: &str) -> Result<Option<u64>> {
        self.get(shelf, key.as_bytes())
    }

    /// Reads every value of every shelf and compares counts and checksums with [`Meta`].
    ///
    /// # Errors
    /// [`LedgerError::Store`] naming the first shelf that differs.
    pub fn check(&self) -> Result<()> {
        for (shelf, name) in SHELVES {
            let mut tally = Tally::default();
            for pair in self.range::<&[u8]>(shelf, ..) {
                let (key, value) = pair?;
                if !put::is_whole(&value) {
                    return Err(LedgerError::Store(format!("{name}：校验和不符")));
                }
                tally.add(&key, &value);
            }
            self.compare(shelf, tally)?;
        }
        Ok(())
    }

    fn compare(&self, shelf: Shelf, found: Tally) -> Result<()> {
        let said = self.meta.tallies.get(shelf as usize).copied().unwrap_or_default();
        if said == found {
            return Ok(());
        }
        let name = SHELVES.get(shelf as usize).map_or("", |(_, name)| name);
        Err(LedgerError::Store(format!(
            "{name}：应有 {} 项，实有 {} 项，或内容不符",
            said.count, found.count
        )))
    }

    /// Writes everything out and closes; returns when the last thread has let go of the files.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when not everything could be written.
    pub fn close(self) -> Result<()> {
        let path = self.dir.clone();
        let flushed = guarded(|| self.db.flush().map(drop).map_err(store_error));
        guarded(|| {
            drop(self);
            Ok(())
        })?;
        wait_until_let_go(&path);
        flushed
    }

    fn get<T: DeserializeOwned>(&self, shelf: Shelf, key: &[u8]) -> Result<Option<T>> {
        guarded(|| {
            let value = self.tree(shelf)?.get(key).map_err(store_error)?;
            value.map(|bytes| unseal(shelf, &bytes)).transpose()
        })
    }

    fn range<K: AsRef<[u8]>>(
        &self,
        shelf: Shelf,
        keys: impl RangeBounds<K>,
    ) -> impl Iterator<Item = Result<(sled::IVec, sled::IVec)>> + '_ {
        let mut pairs = self.tree(shelf).map(|tree| tree.range(keys)).ok();
        std::iter::from_fn(move || {
            guarded(|| pairs.as_mut().and_then(Iterator::next).transpose().map_err(store_error)).transpose()
        })
    }

    fn tree(&self, shelf: Shelf) -> Result<&sled::Tree> {
        self.trees.get(shelf as usize).ok_or_else(|| LedgerError::Store("库不完整".into()))
    }
}

fn cards_of(blocks: &[sled::IVec]) -> Result<Vec<Card>> {
    let mut cards = Vec::with_capacity(blocks.len() << BLOCK_BITS);
    for block in blocks {
        cards.append(&mut unseal::<Vec<Card>>(Shelf::Cards, block)?);
    }
    Ok(cards)
}

fn open_trees(dir: &Path) -> Result<(sled::Db, Vec<sled::Tree>)> {
    let db = sled::Config::new().path(dir).cache_capacity(CACHE).open().map_err(store_error)?;
    let names = SHELVES.iter().map(|(_, name)| *name).chain([META]);
    let trees =
        names.map(|name| db.open_tree(name)).collect::<sled::Result<Vec<_>>>().map_err(store_error)?;
    Ok((db, trees))
}

/// A full disk says nothing about the store; everything else means that it cannot be trusted.
fn store_error(error: sled::Error) -> LedgerError {
    match &error {
        sled::Error::Io(io) if is_full(io) => LedgerError::Io("磁盘已满，库无法读写：请清出空间".into()),
        _ => LedgerError::Store(error.to_string()),
    }
}

/// sled answers some damage with a panic; here that is an error like any other.
fn guarded<T>(deed: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(deed)).unwrap_or_else(|_| Err(LedgerError::Store("库的文件已损坏".into())))
}

/// sled's own lock on its file is free again when its last thread is done.
fn wait_until_let_go(dir: &Path) {
    let until = Instant::now() + Duration::from_secs(2);
    let is_held = || {
        let file = std::fs::File::open(dir.join("db"));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)))
    };
    while is_held() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(1));
    }
}
