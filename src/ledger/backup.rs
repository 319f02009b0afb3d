//! Copies of the journal that can be trusted, and the way back from them.
//!
//! A backup is a directory with the segments and a `manifest.json` that says their lengths and hashes, read
//! again after writing. The store is never copied: it is built from the journal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::checked;
use super::disk::{self, RealDisk};
use super::fail::{Damage, LedgerError, Result};
use super::line::Head;
use super::scan::Scan;
use super::segment::{self, Position, Segment};
use crate::model::event::Stamp;

const MANIFEST: &str = "manifest.json";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was made.
    pub made_at: Stamp,
    /// Version of the program.
    pub made_by: String,
    /// The last entry in it.
    pub last_seq: u64,
    /// The hash of that entry's line.
    pub last_hash: String,
    /// The segments, in order.
    pub segments: Vec<Copied>,
}

/// A segment in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Name of its file.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// blake3 over all of it.
    pub blake3: String,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The last entry of the backup.
    pub from_backup: u64,
    /// The last entry there is now; higher when intact entries of the damaged ledger were joined on.
    pub last_seq: u64,
}

/// Copies the journal of `dir` (held by an owner or not) into the new or empty directory `to`.
///
/// # Errors
/// [`LedgerError::Damaged`] when the journal's chain is broken: a broken ledger is not backed up over a whole
/// one. [`LedgerError::Io`].
pub fn backup(dir: &Path, to: &Path, now: Stamp) -> Result<Manifest> {
    refuse_unless_empty(to)?;
    let journal = dir.join("journal");
    let end = end_of_chain(&journal, checked::proven(dir))?;
    let mut segments = Vec::new();
    make_dir(&to.join("journal"))?;
    for segment in segment::list(&journal)?.into_iter().filter(|segment| segment.first <= end.seq) {
        let len = if segment.first == end.segment { end.offset } else { u64::MAX };
        segments.push(copy(&segment.path(&journal), &segment.path(&to.join("journal")), len)?);
    }
    let manifest = Manifest {
        made_at: now,
        made_by: env!("CARGO_PKG_VERSION").to_owned(),
        last_seq: end.seq,
        last_hash: end.hash.to_string(),
        segments,
    };
    write_manifest(to, &manifest)?;
    sync_dirs(to)?;
    check(to)?;
    Ok(manifest)
}

/// The backup of the day in `root/2026-11-23`, unless it is there already; then the oldest beyond `keep` are
/// removed.
///
/// # Errors
/// As [`backup`]; nothing is removed then.
pub fn backup_of_the_day(dir: &Path, root: &Path, keep: usize, now: Stamp) -> Result<Option<PathBuf>> {
    let to = root.join(now.format("%Y-%m-%d").to_string());
    if to.join(MANIFEST).exists() {
        return Ok(None);
    }
    if to.exists() {
        // A backup that was cut off has no manifest.
        fs::remove_dir_all(&to).map_err(|error| LedgerError::io("移走未完成的备份", &to, &error))?;
    }
    backup(dir, &to, now)?;
    let mut days: Vec<PathBuf> = fs::read_dir(root)
        .map_err(|error| LedgerError::io("读取备份目录", root, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_day(path) && path.join(MANIFEST).exists())
        .collect();
    days.sort();
    for old in days.iter().rev().skip(keep.max(1)) {
        fs::remove_dir_all(old).map_err(|error| LedgerError::io("移走旧备份", old, &error))?;
    }
    Ok(Some(to))
}

/// What the newest whole daily copy in `root` holds; [`None`]: there is none.
pub fn latest(root: &Path) -> Option<Manifest> {
    let entries = fs::read_dir(root).ok()?;
    let mut days: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_day(path)).collect();
    days.sort();
    days.iter().rev().find_map(|day| serde_json::from_slice(&fs::read(day.join(MANIFEST)).ok()?).ok())
}

/// Walks the whole chain of the journal of `dir` (held by an owner or not); its last entry.
///
/// # Errors
/// [`LedgerError::Damaged`] where it breaks, [`LedgerError::Io`].
pub fn chain(dir: &Path) -> Result<u64> {
    end_of_chain(&dir.join("journal"), checked::proven(dir)).map(|end| end.seq)
}

fn is_day(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    chrono::NaiveDate::parse_from_str(name, "%Y-%m-%d").is_ok()
}

/// Is the backup what its manifest says, chain and all?
///
/// # Errors
/// [`LedgerError::Damaged`] naming the file, [`LedgerError::Io`].
pub fn check(backup: &Path) -> Result<Manifest> {
    let path = backup.join(MANIFEST);
    let bytes = fs::read(&path).map_err(|error| LedgerError::io("读取备份清单", &path, &error))?;
    let damaged = |file: &str, what: String| {
        LedgerError::Damaged(Damage { file: file.to_owned(), line: 0, seq: 0, what })
    };
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| damaged(MANIFEST, error.to_string()))?;
    for said in &manifest.segments {
        let path = backup.join("journal").join(&said.name);
        let bytes = fs::read(&path).map_err(|error| LedgerError::io("读取备份", &path, &error))?;
        if bytes.len() as u64 != said.bytes || blake3::hash(&bytes).to_string() != said.blake3 {
            return Err(damaged(&said.name, "与备份清单不符".into()));
        }
    }
    let end = end_of_chain(&backup.join("journal"), manifest.last_seq)?;
    if end.seq != manifest.last_seq || end.hash.to_string() != manifest.last_hash {
        let what = format!("备份止于第 {} 条，清单写的是第 {} 条", end.seq, manifest.last_seq);
        return Err(damaged(MANIFEST, what));
    }
    Ok(manifest)
}

/// Restores a backup into the new or empty data directory `to`. With `rest`, the data directory of a damaged
/// ledger, its intact entries after the backup's last are joined on, as far as the chain goes.
///
/// # Errors
/// [`LedgerError::Damaged`] when the backup is not whole, [`LedgerError::Io`]; `to` is then worth nothing.
pub fn restore(from: &Path, rest: Option<&Path>, to: &Path) -> Result<Restored> {
    let manifest = check(from)?;
    refuse_unless_empty(to)?;
    let journal = to.join("journal");
    make_dir(&journal)?;
    for said in &manifest.segments {
        copy(&from.join("journal").join(&said.name), &journal.join(&said.name), u64::MAX)?;
    }
    if let Some(rest) = rest {
        let end = end_of_chain(&journal, manifest.last_seq)?;
        join(&rest.join("journal"), &journal, end)?;
    }
    sync_dirs(to)?;
    let last_seq = end_of_chain(&journal, manifest.last_seq)?.seq;
    Ok(Restored { from_backup: manifest.last_seq, last_seq })
}

/// Appends to `journal` the lines of `rest` that follow its end.
fn join(rest: &Path, journal: &Path, end: Position) -> Result<()> {
    let Some(from) = find(rest, end)? else { return Ok(()) };
    let segments = segment::list(rest)?;
    let mut scan = Scan::after(rest, from, 0)?;
    // Damage ends what can be joined on; it is why there is something to restore.
    while let Ok(Some(group)) = scan.next_group() {
        for found in &group {
            let place = found.written.place;
            let Some(segment) = segments.iter().find(|segment| segment.first == place.segment) else {
                continue;
            };
            let path = segment.path(journal);
            let line = read_at(&segment.path(rest), place.offset, u64::from(place.len) + 1);
            let written = line
                .and_then(|line| OpenOptions::new().append(true).create(true).open(&path)?.write_all(&line));
            written.map_err(|error| LedgerError::io("接上完好的记录", &path, &error))?;
        }
    }
    for segment in segment::list(journal)? {
        let path = segment.path(journal);
        File::open(&path)
            .and_then(|file| file.sync_all())
            .map_err(|error| LedgerError::io("写入", &path, &error))?;
    }
    Ok(())
}

/// Where in `rest` the line after `end` stands; [`None`] when it has none.
fn find(rest: &Path, end: Position) -> Result<Option<Position>> {
    let next = end.seq + 1;
    let holders: Vec<Segment> =
        segment::list(rest)?.into_iter().filter(|segment| segment.first <= next).collect();
    let Some(segment) = holders.last() else { return Ok(None) };
    let path = segment.path(rest);
    let bytes = fs::read(&path).map_err(|error| LedgerError::io("读取日志", &path, &error))?;
    let mut offset = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let seq = line.strip_suffix(b"\n").and_then(Head::peek).map_or(0, |head| head.seq);
        if seq == next {
            return Ok(Some(Position { segment: segment.first, offset, ..end }));
        }
        offset += line.len() as u64;
    }
    Ok(None)
}

/// Where the chain ends; entries up to `proven` are known to have been durable.
fn end_of_chain(journal: &Path, proven: u64) -> Result<Position> {
    let mut scan = Scan::after(journal, Position::default(), proven)?.of_heads();
    while scan.next_group()?.is_some() {}
    Ok(scan.position())
}

/// Copies the first `len` bytes of a file, durably.
fn copy(from: &Path, to: &Path, len: u64) -> Result<Copied> {
    let run = || -> io::Result<Copied> {
        let mut bytes = Vec::new();
        File::open(from)?.take(len).read_to_end(&mut bytes)?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(to)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Copied { name, bytes: bytes.len() as u64, blake3: blake3::hash(&bytes).to_string() })
    };
    run().map_err(|error| LedgerError::io("复制", to, &error))
}

fn read_at(path: &Path, offset: u64, len: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn write_manifest(to: &Path, manifest: &Manifest) -> Result<()> {
    let path = to.join(MANIFEST);
    let write = || -> io::Result<()> {
        let mut file = File::create(&path)?;
        file.write_all(&serde_json::to_vec_pretty(manifest)?)?;
        file.sync_all()
    };
    write().map_err(|error| LedgerError::io("写入备份清单", &path, &error))
}

fn refuse_unless_empty(to: &Path) -> Result<()> {
    let is_empty = match fs::read_dir(to) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(LedgerError::io("读取", to, &error)),
    };
    if is_empty {
        Ok(())
    } else {
        Err(LedgerError::Io(format!("目录不是空的：{}，请另给一个新目录", to.display())))
    }
}

fn make_dir(dir: &Path) -> Result<()> {
    disk::make_dir(&RealDisk, dir).map_err(|error| LedgerError::io("建立目录", dir, &error))
}

fn sync_dirs(to: &Path) -> Result<()> {
    for dir in [to.join("journal"), to.to_owned()] {
        File::open(&dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|error| LedgerError::io("写入", &dir, &error))?;
    }
    Ok(())
}
