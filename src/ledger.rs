//! The ledger on the disk. The **journal** is the truth: hash-chained lines, one `fdatasync` a commit. The
//! **store** (sled) is what it is read from, and is built anew from the journal whenever it is missing,
//! damaged, behind or of another version. What stands in the files says `docs/ledger.md`.
//!
//! - [`line`], [`segment`], [`journal`], [`scan`], [`disk`]: the journal, from the bytes up
//! - [`fold`], [`changes`]: what entries change
//! - [`store`]: rows, history, cards, groups, and the keys that records are found by
//! - [`open`], [`replay`], [`stop`], [`checked`], [`pieces`], [`lock`]: the way in and the way out
//! - [`verify`], [`backup`]: trust
//! - [`Ledger`]: the front of it all, held by the owner; what may be asked of it stands in [`read`]

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod backup;
mod changes;
mod checked;
pub mod disk;
mod fail;
mod fold;
mod journal;
mod line;
mod lock;
mod open;
mod pieces;
mod read;
mod replay;
mod scan;
mod segment;
mod stop;
mod store;
pub mod verify;

use std::cell::OnceCell;
use std::path::Path;

pub use fail::{Damage, LedgerError, Result};
pub use fold::Fold;
pub use journal::{Writing, Wrote};
pub use open::{Met, Opening, Progress, Tell};
pub use stop::probe_child;
pub use store::GroupRecord;

use changes::{Cards, Changes};
use checked::After;
use journal::{Journal, Written};
use lock::Lock;
use open::Site;
use replay::CHUNK;
use store::{Meta, Store};

use crate::model::card::Card;
use crate::model::event::{Entry, Event, Stamp, Ticket};
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// Facts that are recorded together or not at all, and taken back together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The owner's moment.
    pub at: Stamp,
    /// Who.
    pub officer: String,
    /// See [`Entry`].
    pub person: Id,
    /// The wish they come from.
    pub ticket: Ticket,
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// What a commit recorded.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The cards of the records touched, by id; [`None`]: it has none any more.
    pub cards: Vec<(Id, Option<Card>)>,
    /// Basics have changed how cards look: ask for all of them again, [`Ledger::each_card`].
    pub recarded: bool,
}

/// The ledger of a data directory, held by its one owner.
///
/// Groups are [staged](Ledger::stage), so that the next wish is judged on top of them, and then
/// [committed](Ledger::commit) behind one `fdatasync`. Reading sees what is staged.
pub struct Ledger<F: Fold> {
    site: Site,
    fold: F,
    journal: Journal,
    /// [`None`] only while it is being mended.
    store: Option<Store>,
    /// Why the store lags behind, when it does.
    trouble: OnceCell<String>,
    /// What of the journal could not be read when it was asked for.
    damage: OnceCell<Damage>,
    /// Recorded, but not taken in by the store.
    unsaved: Changes,
    /// Not recorded yet.
    staged: Changes,
    /// On their way to the disk, for nobody to see yet.
    flying: Changes,
    /// The first entry that only a newer version knows; 0: none.
    unknown: u64,
    /// The last entry there was at opening.
    opened_at: u64,
    _lock: Lock,
}

impl<F: Fold> Ledger<F> {
    /// Opens a data directory, a new one too, and takes its lock. Whatever is wrong with the store is mended
    /// here, from the journal, telling how far it is; a damaged journal is not touched.
    ///
    /// # Errors
    /// [`LedgerError::Held`], [`LedgerError::Damaged`], [`LedgerError::Io`], [`LedgerError::Store`] when no
    /// store can be built.
    pub fn open(opening: Opening, mut fold: F, tell: Tell) -> Result<(Ledger<F>, Met)> {
        let site = Site::new(&opening.dir, &opening.program);
        site.make(opening.disk.as_ref())?;
        let lock = Lock::take(&site.dir, &opening.account, opening.now)?;
        let ready = site.ready(opening.disk.as_ref(), &mut fold, opening.now, tell)?;
        stop::load_ballast(&site.dir);
        let ledger = Ledger {
            opened_at: ready.end.seq,
            journal: Journal::at(&site.journal, opening.disk, ready.end)?,
            unknown: ready.store.meta().unknown,
            store: Some(ready.store),
            site,
            fold,
            trouble: OnceCell::new(),
            damage: OnceCell::new(),
            unsaved: Changes::default(),
            staged: Changes::default(),
            flying: Changes::default(),
            _lock: lock,
        };
        ledger.remember(After::Check);
        Ok((ledger, ready.met))
    }

    /// The fold, with what it has learned.
    pub fn fold(&self) -> &F {
        &self.fold
    }

    /// The last recorded entry; 0: none yet.
    pub fn last_seq(&self) -> u64 {
        self.journal.end().seq
    }

    /// Why the ledger may be read but not written: the first entry of a newer version.
    pub fn read_only(&self) -> Option<u64> {
        (self.unknown != 0).then_some(self.unknown)
    }

    /// Why the store lags behind the journal, when it does. Nothing is lost by that; [`Ledger::mend`] it.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.get().map(String::as_str)
    }

    /// What of the journal could not be read when it was asked for. Nothing is written on top of that.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.get()
    }

    /// Numbers the facts and folds them, on top of what is staged before. Nothing is recorded yet. Gives the
    /// group.
    ///
    /// # Errors
    /// [`LedgerError::NeedsNewer`], [`LedgerError::TooLong`], [`LedgerError::Damaged`] or what could not be read;
    /// nothing of the group is staged then.
    pub fn stage(&mut self, group: Group) -> Result<GroupRecord> {
        if let Some(seq) = self.read_only() {
            return Err(LedgerError::NeedsNewer { seq });
        }
        self.refuse_damaged()?;
        if !self.flying.is_empty() {
            return Err(LedgerError::NotRecorded("上一批还没有写完".into()));
        }
        let durable = self.last_seq();
        let first = self.staged.entries().last().map_or(durable, |entry| entry.seq) + 1;
        let of = group.events.len() as u32;
        let mut mine = Changes::default();
        for (i, event) in group.events.into_iter().enumerate() {
            let id = event.id;
            let entry = Entry {
                seq: first + i as u64,
                at: group.at,
                officer: group.officer.clone(),
                person: group.person,
                ticket: group.ticket.clone(),
                group: first,
                i: i as u32 + 1,
                of,
                durable,
                event,
            };
            mine.apply(&self.fold, entry, &*self)?;
            mine.check_size(&self.fold, id)?;
        }
        let record = mine.groups().next().ok_or_else(|| LedgerError::NotRecorded("没有内容".into()))?;
        self.staged.absorb(mine);
        Ok(record)
    }

    /// Forgets what is staged.
    pub fn unstage(&mut self) {
        self.staged = Changes::default();
    }

    /// Hands over everything staged as lines for the disk; [`None`] where nothing is. Until they have [landed](Ledger::land) nothing
    /// of it is seen, and nothing new may be staged: it would be judged by what may yet fail.
    ///
    /// # Errors
    /// [`LedgerError::DiskFull`], [`LedgerError::NotRecorded`], [`LedgerError::Damaged`]: nothing was recorded,
    /// nothing is staged any more.
    pub fn begin(&mut self) -> Result<Option<Writing>> {
        let staged = std::mem::take(&mut self.staged);
        if staged.is_empty() {
            return Ok(None);
        }
        self.refuse_damaged()?;
        let writing = self.journal.begin(staged.entries())?;
        self.flying = staged;
        Ok(Some(writing))
    }

    /// Takes in what became of the lines. A store that fails then does not matter: see [`Ledger::trouble`].
    ///
    /// # Errors
    /// As [`Ledger::begin`].
    pub fn land(&mut self, wrote: Wrote) -> Result<Commit> {
        let staged = std::mem::take(&mut self.flying);
        let written = self.journal.land(wrote)?;
        let recarded = staged.has_documents() && self.learn(&staged);
        let cards = Cards::of(&self.fold, &staged);
        if let Err(error) = self.keep(&staged, &written, &cards, recarded) {
            self.note(&error);
        }
        let entries = staged.entries().to_vec();
        if self.trouble.get().is_some() {
            self.unsaved.absorb(staged);
        }
        Ok(Commit { entries, cards: cards.0, recarded })
    }

    /// [`Ledger::begin`] to [`Ledger::land`], waiting for the disk.
    ///
    /// # Errors
    /// As [`Ledger::begin`].
    pub fn commit(&mut self) -> Result<Commit> {
        match self.begin()? {
            Some(writing) => self.land(writing.carry_out()),
            None => Ok(Commit::default()),
        }
    }

    /// [`Ledger::stage`] and [`Ledger::commit`] for groups that need not see each other's decision.
    ///
    /// # Errors
    /// Those of both; nothing was recorded then.
    pub fn append_and_apply(&mut self, groups: Vec<Group>) -> Result<Commit> {
        for group in groups {
            if let Err(error) = self.stage(group) {
                self.unstage();
                return Err(error);
            }
        }
        self.commit()
    }

    /// Takes recorded changes into the store, a large import by parts. Nothing, where it lags behind already.
    fn keep(&mut self, changes: &Changes, written: &[Written], cards: &Cards, recard: bool) -> Result<()> {
        let (Some(store), None, Some(last)) = (&mut self.store, self.trouble.get(), written.last()) else {
            return Ok(());
        };
        if changes.entries().len() <= CHUNK {
            replay::save(
                store,
                changes,
                written,
                cards,
                Meta { last: last.after, recard, ..store.meta().clone() },
            )?;
        } else {
            replay::save_by_parts(store, &self.journal, &self.fold, (changes.entries(), written), recard)?;
        }
        if recard { replay::recard(store, &self.fold) } else { Ok(()) }
    }

    /// Learns the basics as they are with `changes`. True when cards look different now.
    fn learn(&mut self, changes: &Changes) -> bool {
        let below = match self.store.as_ref().map(replay::documents) {
            Some(Ok(documents)) => Ok(documents),
            _ => self.documents_by_text(),
        };
        match below {
            Ok(below) => self.fold.learn(&changes.documents_over(self.unsaved.documents_over(below))),
            Err(error) => {
                self.note(&error);
                false
            }
        }
    }

    fn documents_by_text(&self) -> Result<Vec<Row>> {
        let ids = self.heard(self.journal.ids_of(Kind::Document))?;
        ids.into_iter().filter_map(|id| self.row(id).transpose()).collect()
    }

    fn refuse_damaged(&self) -> Result<()> {
        self.damage.get().map_or(Ok(()), |damage| Err(LedgerError::Damaged(damage.clone())))
    }

    /// What was read of the journal; damage is remembered, so that nothing is written on top of it.
    fn heard<T>(&self, read: Result<T>) -> Result<T> {
        if let Err(LedgerError::Damaged(damage)) = &read {
            let _ = self.damage.set(damage.clone());
        }
        read
    }

    /// Leaves word how the journal's files look. Without it the next opening only reads more.
    fn remember(&self, after: After) {
        let _ = checked::remember(&self.site.dir, &self.site.journal, self.journal.end(), after);
    }

    /// Trouble with the store is noted once; from then on it lags behind until it is mended.
    fn note(&self, error: &LedgerError) {
        let _ = self.trouble.set(error.to_string());
    }

    /// Builds the store anew, or lets it catch up, after trouble. Reading and recording go on as before if it
    /// fails.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn mend(&mut self, now: Stamp, tell: Tell) -> Result<Met> {
        self.unstage();
        self.journal.settle().map_err(|error| LedgerError::unrecorded(&error))?;
        if let Some(store) = self.store.take() {
            // It is in trouble already; what it says in closing tells nothing new.
            let _ = store.close();
        }
        self.note(&LedgerError::Store("正在重建".into()));
        let ready = self.site.ready(&disk::RealDisk, &mut self.fold, now, tell);
        let ready = self.heard(ready)?;
        self.unknown = ready.store.meta().unknown;
        self.store = Some(ready.store);
        self.trouble = OnceCell::new();
        self.unsaved = Changes::default();
        Ok(ready.met)
    }

    /// Compares everything with everything, see [`verify`].
    ///
    /// # Errors
    /// [`LedgerError::Io`] when files cannot be read; what is wrong with them is in the report.
    pub fn verify(&mut self, tell: Tell) -> Result<verify::Report> {
        let proven = self.last_seq();
        let report = verify::run(&self.site.journal, self.store.as_ref(), &mut self.fold, proven, tell)?;
        if let Some(damage) = report.damages.first() {
            let _ = self.damage.set(damage.clone());
        }
        if let (true, Some(store)) = (report.distrusts_store(), &mut self.store) {
            store.say(Meta { building: true, ..store.meta().clone() })?;
            self.note(&LedgerError::Store("库与日志不符".into()));
        }
        Ok(report)
    }

    /// Copies the journal to `to`, see [`backup`].
    ///
    /// # Errors
    /// As [`backup::backup`].
    pub fn backup(&self, to: &Path, now: Stamp) -> Result<backup::Manifest> {
        self.heard(backup::backup(&self.site.dir, to, now))
    }

    /// Closes in order, so that the next opening is quick. Dropping does the same and keeps silent.
    ///
    /// # Errors
    /// [`LedgerError::Store`], [`LedgerError::Io`]: the next opening will look closer, nothing is lost.
    pub fn close(mut self) -> Result<()> {
        self.stop()
    }

    fn stop(&mut self) -> Result<()> {
        let Some(store) = self.store.take() else { return Ok(()) };
        match self.damage.get() {
            Some(_) => checked::doubt(&self.site.dir),
            None => self.remember(After::Writing(self.opened_at)),
        }
        if self.trouble.get().is_some() {
            // Not signed, so that the next opening looks closer; the ballast makes room for what can be
            // written.
            stop::drop_ballast(&self.site.dir);
            return store.close();
        }
        store.close()?;
        stop::sign(&self.site.dir, &self.site.sled)
    }
}

impl<F: Fold> Drop for Ledger<F> {
    fn drop(&mut self) {
        let _ = self.stop();
    }
}
