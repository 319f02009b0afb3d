//! How the last stop was: orderly or not. An orderly one leaves `CLEAN`, a list of the store's files with
//! their lengths and checksums, so that any later change to them is noticed before sled looks at them. It is
//! taken away at opening; where it is missing the store is first tried in a throw-away child process.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::fail::{LedgerError, Result};
use super::pieces::{checksum, pieces_for};
use super::store::Store;

/// Name of the list in the data directory.
const CLEAN: &str = "CLEAN";
/// Name of the ballast in the data directory.
const BALLAST: &str = "ballast";
/// Room kept for an orderly stop on a full disk, in bytes.
const BALLAST_LEN: u64 = 4 << 20;

/// The argument that makes a child process try a store.
const TRY: &str = "--try-store";
/// Longest try; a store of a million hazards takes some seconds.
const PATIENCE: Duration = Duration::from_secs(180);

/// A file of the store: name, length, checksum.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamped {
    name: PathBuf,
    len: u64,
    crc: u32,
}

/// Leaves word that the store in `sled` was closed in order.
///
/// # Errors
/// [`LedgerError::Io`].
pub fn sign(dir: &Path, sled: &Path) -> Result<()> {
    let write = || -> io::Result<()> {
        let list = serde_json::to_vec(&stamps(sled)?)?;
        let draft = dir.join("CLEAN.draft");
        fs::write(&draft, list)?;
        fs::rename(&draft, dir.join(CLEAN))
    };
    write().map_err(|error| LedgerError::io("记下正常退出", dir, &error))
}

/// How the store was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Closed in order and unchanged since.
    Sound,
    /// Closed in order and changed since.
    Changed,
    /// Not closed in order.
    Unclean,
}

/// How was the store left? Takes the word away, so that whatever happens from now on counts as unclean.
///
/// # Errors
/// [`LedgerError::Io`].
pub fn ask(dir: &Path, sled: &Path) -> Result<Left> {
    let path = dir.join(CLEAN);
    let said = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Left::Unclean),
        Err(error) => return Err(LedgerError::io("读取", &path, &error)),
    };
    let is_same = match (serde_json::from_slice::<Vec<Stamped>>(&said), stamps(sled)) {
        (Ok(said), Ok(found)) => said == found,
        _ => false,
    };
    fs::remove_file(&path).map_err(|error| LedgerError::io("取走正常退出的记号", &path, &error))?;
    Ok(if is_same { Left::Sound } else { Left::Changed })
}

/// Every file below `sled`, by name.
fn stamps(sled: &Path) -> io::Result<Vec<Stamped>> {
    let mut stamps = Vec::new();
    let mut dirs = vec![sled.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                let len = fs::metadata(&path)?.len();
                let crc = checksum(&path, len, pieces_for(len, 1))?;
                stamps.push(Stamped { name: path.strip_prefix(sled).unwrap_or(&path).to_owned(), len, crc });
            }
        }
    }
    stamps.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(stamps)
}

/// The child's exit code when it could not tell (a full disk).
const NO_VERDICT: i32 = 3;

/// Tries a store that was not closed in order: in a child process, where a panic or an abort costs nothing.
/// The child reads every value. Gives what is wrong with it.
///
/// # Errors
/// [`LedgerError::Store`] with what the child said.
pub fn try_in_child(program: &Path, sled: &Path) -> Result<()> {
    let failed = |error: io::Error| LedgerError::Store(format!("检查库的子进程未能运行：{error}"));
    let child = Command::new(program)
        .arg(TRY)
        .arg(sled)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(failed)?;
    let until = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
            None => {
                let _ = child.kill();
                break child.wait().map_err(failed)?;
            }
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(mut out) = child.stdout {
        let _ = out.read_to_string(&mut said);
    }
    Err(match status.code() {
        Some(NO_VERDICT) => LedgerError::Io(said),
        _ if said.is_empty() => LedgerError::Store("打开时中断".into()),
        _ => LedgerError::Store(said),
    })
}

/// `main` calls this first: where the process was started to try a store, it does that and does not return.
pub fn probe_child() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|argument| argument != TRY) {
        return;
    }
    let sled = PathBuf::from(arguments.next().unwrap_or_default());
    let code = match Store::open(&sled).and_then(|store| store.check().and_then(|()| store.close())) {
        Ok(()) => 0,
        Err(LedgerError::Store(why)) => {
            print!("{why}");
            1
        }
        Err(other) => {
            print!("{other}");
            NO_VERDICT
        }
    };
    std::process::exit(code);
}

/// Keeps some room on the disk for an orderly stop. Does without where there is none.
pub fn load_ballast(dir: &Path) {
    let path = dir.join(BALLAST);
    if fs::metadata(&path).is_ok_and(|file| file.len() == BALLAST_LEN) {
        return;
    }
    let made = File::create(&path).and_then(|file| {
        rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, BALLAST_LEN)
            .map_err(io::Error::from)
    });
    if made.is_err() {
        drop_ballast(dir);
    }
}

/// Gives that room free.
pub fn drop_ballast(dir: &Path) {
    let _ = fs::remove_file(dir.join(BALLAST));
}
