//! Where a workbench writes its drafts: a file of its own, `drafts.json`, `drafts-2.json` …, that is its while it holds the
//! lock beside it. Two workbenches of one account write two files; the next one that starts gathers what those left behind
//! that are gone.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::{Draft, Held};
use crate::file::{self, Readers};

/// Workbenches of one account at a time; one more keeps its drafts in memory only, and says so.
const MOST: usize = 32;

/// A file of drafts, held.
pub(super) struct Place {
    /// [`None`]: nowhere to write.
    file: Option<PathBuf>,
    /// Held until the program ends, however it ends.
    _lock: Option<File>,
}

impl Place {
    /// Takes the first file that no workbench holds; gives the drafts that stand there and in the others that nobody holds.
    pub fn take(dir: &Path) -> (Place, Vec<Held>) {
        let mut free = (1..=MOST).map(|n| path(dir, n)).filter_map(|path| Some((held(&path)?, path)));
        let Some((lock, own)) = free.next() else {
            return (Place { file: None, _lock: None }, Vec::new());
        };
        let mut drafts: Vec<Held> = file::kept(&own);
        let others = (1..=MOST).map(|n| path(dir, n)).filter(|path| *path != own && path.exists());
        let others: Vec<PathBuf> = others.collect();
        let place = Place { file: Some(own), _lock: lock };
        for path in others {
            let Some(_held_meanwhile) = held(&path) else { continue };
            gather(&mut drafts, file::kept(&path));
            // First written, then taken away: whatever happens in between, a draft stands there twice rather than not at all.
            if place.write(&drafts).is_ok() {
                let _ = fs::remove_file(&path);
            }
        }
        (place, drafts)
    }

    /// Writes what is kept now.
    ///
    /// # Errors
    /// Of the disk; and where there is nowhere to write.
    pub fn write(&self, drafts: &[Held]) -> io::Result<()> {
        match &self.file {
            Some(path) => {
                file::private_dir_of(path)?;
                file::whole_of(path, Readers::Owner, &serde_json::to_vec_pretty(drafts)?)
            }
            None => Err(io::Error::other(format!("已有 {MOST} 个窗口开着"))),
        }
    }

    /// Lets go of the file before the program ends.
    #[cfg(test)]
    pub fn release(&self) {
        self._lock.as_ref().map(File::unlock).transpose().unwrap();
    }
}

fn path(dir: &Path, n: usize) -> PathBuf {
    dir.join(if n == 1 { "drafts.json".to_owned() } else { format!("drafts-{n}.json") })
}

/// The lock beside a file of drafts, [`None`] inside where the disk gives none; [`None`]: somebody holds it. The file itself is
/// replaced at every write and holds none.
fn held(path: &Path) -> Option<Option<File>> {
    let open = || {
        file::private_dir_of(path)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600).open(path.with_extension("lock"))
    };
    let Ok(lock) = open() else { return Some(None) };
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        taken => Some(taken.ok().map(|()| lock)),
    }
}

/// Adds the drafts of another file; a key that is there already with other words goes on under a new one.
fn gather(drafts: &mut Vec<Held>, others: Vec<Held>) {
    for mut other in others {
        if drafts.contains(&other) {
            continue;
        }
        if drafts.iter().any(|own| own.draft.key == other.draft.key) {
            other.draft.key = Draft::new_key();
        }
        drafts.push(other);
    }
}
