//! Opening: lock, look how the last stop was, try the store, bring it up to the journal or build it anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use super::checked;
use super::disk::{self, Disk, RealDisk};
use super::fail::{LedgerError, Result};
use super::fold::Fold;
use super::journal::{Journal, heal};
use super::replay::{CHUNK, Replay, WINDOW, documents, recard};
use super::scan::{Found, Scan, Torn, stands_at};
use super::segment::{self, Position};
use super::stop::{self, Left};
use super::store::{Meta, OUTDATED, Store};
use crate::model::event::Stamp;

/// Entries handed over at once by the thread that reads the journal.
const HANDFUL: usize = 512;

/// How to open a ledger.
pub struct Opening {
    /// The data directory; made when it is not there.
    pub dir: PathBuf,
    /// Account of the owner, for who is told that the directory is held.
    pub account: String,
    /// The owner's moment.
    pub now: Stamp,
    /// The program whose `main` calls [`super::probe_child`]: an unclean store is first tried in a child
    /// process of it.
    pub program: PathBuf,
    /// The disk below the journal.
    pub disk: Box<dyn Disk>,
}

impl Opening {
    /// The data directory `dir` on the real disk, tried by this very program.
    pub fn new(dir: impl Into<PathBuf>, account: impl Into<String>, now: Stamp) -> Opening {
        Opening {
            dir: dir.into(),
            account: account.into(),
            now,
            program: PathBuf::from("/proc/self/exe"),
            disk: Box::new(RealDisk),
        }
    }
}

/// How far a rebuild is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries taken in.
    pub done: u64,
    /// Entries in the journal, as far as known.
    pub total: u64,
}

/// Hears of a rebuild's progress (重建中 n/m).
pub type Tell<'a> = &'a mut dyn FnMut(Progress);

/// What was met at opening; worth a line to the officer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// File in `journal/` where a torn tail was kept aside.
    pub torn: Option<String>,
    /// Why the store was built anew, when it was.
    pub rebuilt: Option<String>,
    /// Entries that the store had not held yet.
    pub caught_up: u64,
}

/// The places in a data directory.
#[derive(Clone, Debug)]
pub struct Site {
    pub dir: PathBuf,
    pub journal: PathBuf,
    pub sled: PathBuf,
    pub program: PathBuf,
}

/// A store brought up to the journal, and where that ends.
pub struct Ready {
    pub store: Store,
    pub end: Position,
    pub met: Met,
}

impl Site {
    pub fn new(dir: &Path, program: &Path) -> Site {
        Site {
            dir: dir.to_owned(),
            journal: dir.join("journal"),
            sled: dir.join("sled"),
            program: program.to_owned(),
        }
    }

    /// Makes the directories, for nobody else to read.
    pub fn make(&self, disk: &dyn Disk) -> Result<()> {
        let made = disk::make_dir(disk, &self.journal);
        made.map_err(|error| LedgerError::io("建立数据目录", &self.dir, &error))
    }

    /// A store that holds what the journal holds: the one that is there, caught up, or a new one.
    pub fn ready<F: Fold>(&self, disk: &dyn Disk, fold: &mut F, now: Stamp, tell: Tell) -> Result<Ready> {
        let why = match self.try_store() {
            Ok(store) => match self.catch_up(store, disk, fold, now, tell) {
                Err(LedgerError::Store(why)) => why,
                done => return done,
            },
            Err(LedgerError::Store(why)) => why,
            Err(other) => return Err(other),
        };
        self.rebuild(why, disk, fold, now, tell)
    }

    /// The store that is there, if it can be trusted. [`LedgerError::Store`] says why not.
    fn try_store(&self) -> Result<Store> {
        let distrust = |why: &str| LedgerError::Store(why.to_owned());
        if !self.sled.exists() {
            return Err(distrust("没有库"));
        }
        // Before anything is touched: what the store holds is worth no more than the journal it was built from.
        let torn = checked::check(&self.dir, &self.journal)?;
        match stop::ask(&self.dir, &self.sled)? {
            Left::Sound => {}
            Left::Changed => return Err(distrust("库的文件在退出之后变了")),
            Left::Unclean => {
                remove_generating(&self.sled);
                stop::try_in_child(&self.program, &self.sled)?;
            }
        }
        let store = Store::open(&self.sled)?;
        if !store.meta().is_ours() {
            let is_outdated = store.meta().is_outdated();
            store.close()?;
            return Err(distrust(if is_outdated { OUTDATED } else { "库尚未建成" }));
        }
        let last = store.meta().last;
        if let Some(whole) = torn.filter(|whole| whole.seq < last.seq) {
            checked::follow(&self.journal, whole, last.seq, last.segment)?;
        }
        match stands_at(&self.journal, last)? {
            Some(false) => Err(distrust("库与日志不是同一本台账")),
            // Shorter than what the store has seen: the scan names it.
            Some(true) | None => Ok(store),
        }
    }

    /// Takes into `store` what the journal holds beyond it.
    fn catch_up<F: Fold>(
        &self,
        mut store: Store,
        disk: &dyn Disk,
        fold: &mut F,
        now: Stamp,
        tell: Tell,
    ) -> Result<Ready> {
        let from = store.meta().last;
        let mut scan = Scan::after(&self.journal, from, from.seq)?;
        let mut replay =
            Replay::new(Journal::at(&self.journal, Box::new(RealDisk), from)?, store.meta().unknown);
        fold.learn(&documents(&store)?);
        while let Some(group) = scan.next_group()? {
            for found in group {
                replay.take(found, &mut store, fold)?;
                if replay.len() >= CHUNK {
                    replay.put(&mut store, fold)?;
                }
            }
            tell(Progress { done: replay.last().seq, total: replay.last().seq });
        }
        replay.put(&mut store, fold)?;
        if store.meta().recard {
            recard(&mut store, fold)?;
        }
        let torn = scan.torn().map(|torn| self.heal(disk, torn, now)).transpose()?;
        let end = scan.position();
        Ok(Ready { store, end, met: Met { torn, rebuilt: None, caught_up: end.seq - from.seq } })
    }

    /// Builds the store anew from the whole journal.
    fn rebuild<F: Fold>(
        &self,
        why: String,
        disk: &dyn Disk,
        fold: &mut F,
        now: Stamp,
        tell: Tell,
    ) -> Result<Ready> {
        let is_first = !self.sled.exists() && segment::list(&self.journal)?.is_empty();
        self.set_aside(&why, now)?;
        let mut store = Store::create(&self.sled)?;
        let (end, torn, unknown) = self.pour_all(&mut store, fold, tell)?;
        fold.learn(&documents(&store)?);
        recard(&mut store, fold)?;
        store.say(Meta { building: false, unknown, ..store.meta().clone() })?;
        let torn = torn.map(|torn| self.heal(disk, torn, now)).transpose()?;
        Ok(Ready { store, end, met: Met { torn, rebuilt: (!is_first).then_some(why), caught_up: 0 } })
    }

    /// Keeps a torn tail aside, for which there is the ballast's room at least.
    fn heal(&self, disk: &dyn Disk, torn: Torn, now: Stamp) -> Result<String> {
        stop::drop_ballast(&self.dir);
        heal(&self.journal, disk, torn, now)
    }

    /// One thread reads and checks the journal, this one folds and writes.
    fn pour_all<F: Fold>(
        &self,
        store: &mut Store,
        fold: &F,
        tell: Tell,
    ) -> Result<(Position, Option<Torn>, u64)> {
        let mut scan = Scan::after(&self.journal, Position::default(), checked::proven(&self.dir))?;
        let total = last_seq(&self.journal)?;
        let (give, take) = sync_channel::<Vec<Found>>(16);
        std::thread::scope(|scope| {
            let reader = scope.spawn(move || -> Result<(Position, Option<Torn>)> {
                let mut handful = Vec::new();
                while let Some(mut group) = scan.next_group()? {
                    handful.append(&mut group);
                    if handful.len() >= HANDFUL && give.send(std::mem::take(&mut handful)).is_err() {
                        break;
                    }
                }
                let _ = give.send(handful);
                Ok((scan.position(), scan.torn()))
            });
            let mut replay =
                Replay::new(Journal::at(&self.journal, Box::new(RealDisk), Position::default())?, 0);
            for handful in take {
                for found in handful {
                    replay.take(found, store, fold)?;
                }
                if replay.len() >= WINDOW {
                    replay.pour(store)?;
                    tell(Progress { done: replay.last().seq, total });
                }
            }
            replay.pour(store)?;
            let read = reader.join().unwrap_or_else(|_| Err(LedgerError::Io("读取日志中断".into())));
            let (end, torn) = read?;
            Ok((end, torn, replay.unknown()))
        })
    }

    /// Moves a store that is not trusted out of the way; only the latest such is kept. One that is only outdated says nothing that
    /// the journal does not, and may be as large as all the rest: it goes.
    fn set_aside(&self, why: &str, now: Stamp) -> Result<()> {
        let _ = fs::remove_file(self.dir.join("CLEAN"));
        if !self.sled.exists() {
            return Ok(());
        }
        let failed = |error: std::io::Error| LedgerError::io("移开损坏的库", &self.sled, &error);
        if why == OUTDATED {
            return fs::remove_dir_all(&self.sled).map_err(failed);
        }
        for entry in fs::read_dir(&self.dir).map_err(failed)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with("sled.broken-") {
                fs::remove_dir_all(entry.path()).map_err(failed)?;
            }
        }
        let aside = self.dir.join(format!("sled.broken-{}", now.format("%Y-%m-%dT%H%M%S")));
        fs::rename(&self.sled, aside).map_err(failed)
    }
}

/// sled leaves these when it is stopped while writing its snapshot, and then does not open.
fn remove_generating(sled: &Path) {
    for entry in fs::read_dir(sled).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().ends_with(".generating") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The last sequence number that the journal says it has; a guess for progress, never trusted.
fn last_seq(journal: &Path) -> Result<u64> {
    let Some(last) = segment::list(journal)?.pop() else { return Ok(0) };
    let path = last.path(journal);
    let read = || -> std::io::Result<Vec<u8>> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = fs::File::open(&path)?;
        let len = file.metadata()?.len();
        file.seek(SeekFrom::Start(len.saturating_sub(super::line::LONGEST as u64)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        Ok(tail)
    };
    let tail = read().map_err(|error| LedgerError::io("读取日志", &path, &error))?;
    let seq = tail.rsplit(|byte| *byte == b'\n').find_map(super::line::Head::peek);
    Ok(seq.map_or(last.first.saturating_sub(1), |head| head.seq))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_is_not_trusted_is_kept_aside_and_one_that_is_only_outdated_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let site = Site::new(dir.path(), Path::new("/proc/self/exe"));
        let now = "2026-11-23T09:00:00+08:00".parse().unwrap();
        let names = || {
            let entries = fs::read_dir(dir.path()).unwrap();
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        Store::create(&site.sled).unwrap().close().unwrap();
        site.set_aside("校验和不符", now).unwrap();
        assert_eq!(names(), ["sled.broken-2026-11-23T090000"]);
        let store = Store::create(&site.sled).unwrap();
        assert!(!store.meta().is_outdated(), "being built, and by this version");
        store.close().unwrap();
        site.set_aside(OUTDATED, now).unwrap();
        assert_eq!(names(), ["sled.broken-2026-11-23T090000"], "what was kept before stays");
    }
}
