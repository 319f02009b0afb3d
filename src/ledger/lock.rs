//! One owner at a time: `LOCK` in the data directory, held with flock, saying who holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::fail::{LedgerError, Result};
use crate::model::event::Stamp;

/// How long a second opener tries before it gives up.
const PATIENCE: Duration = Duration::from_secs(1);

/// The held lock; let go when dropped, also by a kill.
pub struct Lock(File);

impl Lock {
    /// Takes the lock of a data directory for `account`.
    ///
    /// # Errors
    /// [`LedgerError::Held`] with who has it, after trying for a second; [`LedgerError::Io`].
    pub fn take(dir: &Path, account: &str, now: Stamp) -> Result<Lock> {
        let path = dir.join("LOCK");
        let failed = |error: &std::io::Error| LedgerError::io("锁定数据目录", &path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| failed(&error))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PATIENCE / 20),
                Err(TryLockError::WouldBlock) => return Err(held_by(&mut file)),
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
            }
        }
        let text = format!("{}\n{account}\n{}\n", std::process::id(), now.format("%Y-%m-%d %H:%M"));
        let said =
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
        // On a full disk the lock holds all the same; it only cannot say by whom.
        let _ = said;
        Ok(Lock(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.set_len(0);
    }
}

fn held_by(file: &mut File) -> LedgerError {
    let mut text = String::new();
    let _ = file.read_to_string(&mut text);
    let mut lines = text.lines();
    let mut next = || lines.next().unwrap_or("不详").to_owned();
    LedgerError::Held { pid: next().parse().unwrap_or(0), account: next(), since: next() }
}
