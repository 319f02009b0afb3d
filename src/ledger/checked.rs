//! Which files of the journal were found whole, and how they looked then. Opening does not read the chain of years again: a
//! segment that still has the length, times, inode and checksum of its last check is taken for what it was. Any other is read
//! from its first line, before anything in the directory is touched.
//!
//! What this cannot see is a bit that changes below the file system in a part that is not compared; that is found when its line
//! is read, by a backup and by `verify`.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fail::Result;
use super::pieces::{checksum, pieces_for};
use super::scan::{Scan, end_of};
use super::segment::{self, Position, Segment};

/// Name of the list in the data directory.
const CHECKED: &str = "CHECKED";

/// A segment as it was when its chain was found whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    name: String,
    /// The last entry in it.
    last: u64,
    look: Look,
    /// Pieces that `crc` was taken over; 0: all of it.
    pieces: u64,
    crc: u32,
}

/// What the file system says of a file. Whoever changes a byte of it changes one of these; a copy has others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Look {
    len: u64,
    inode: u64,
    /// Seconds and nanoseconds.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Look {
    fn at(path: &Path) -> io::Result<Look> {
        let about = fs::metadata(path)?;
        Ok(Look {
            len: about.len(),
            inode: about.ino(),
            modified: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        })
    }
}

impl Seen {
    /// As the segment looks now.
    fn now(segment: &Segment, path: &Path, last: u64, look: Look, pieces: u64) -> io::Result<Seen> {
        Ok(Seen { name: segment.to_string(), last, look, pieces, crc: checksum(path, look.len, pieces)? })
    }

    /// Like no file at all: known to reach to `last`, and to be read again.
    fn doubtful(name: String, last: u64) -> Seen {
        Seen { name, last, look: Look::default(), pieces: 0, crc: 0 }
    }

    /// Are the bytes that there were then still what they were?
    fn still_begins(&self, path: &Path) -> bool {
        checksum(path, self.look.len, self.pieces).is_ok_and(|crc| crc == self.crc)
    }

    /// Is the file what it was?
    fn is_unchanged(&self, path: &Path) -> bool {
        Look::at(path).is_ok_and(|look| look == self.look) && self.still_begins(path)
    }

    /// Has it only grown?
    fn has_grown_to(&self, look: &Look, path: &Path) -> bool {
        look.inode == self.look.inode && look.len > self.look.len && self.still_begins(path)
    }
}

/// The last entry known to have been durable; 0: none is known of.
pub fn proven(dir: &Path) -> u64 {
    read(dir).last().map_or(0, |seen| seen.last)
}

/// Reads the chain of every segment that is not what it was when it was last checked. A torn tail is left to whoever takes it in:
/// gives what is whole before it.
///
/// # Errors
/// [`LedgerError::Damaged`](super::LedgerError::Damaged), [`LedgerError::Io`](super::LedgerError::Io).
pub fn check(dir: &Path, journal: &Path) -> Result<Option<Position>> {
    let seen = read(dir);
    let proven = seen.last().map_or(0, |seen| seen.last);
    let segments = segment::list(journal)?;
    let mut torn = None;
    if segments.is_empty() {
        follow(journal, Position::default(), proven, 0)?;
    }
    for (n, segment) in segments.iter().enumerate() {
        let last = segments.get(n + 1).map_or(proven, |next| next.first.saturating_sub(1));
        let is_as_it_was = seen.iter().any(|seen| {
            seen.name == segment.to_string() && seen.last == last && seen.is_unchanged(&segment.path(journal))
        });
        if !is_as_it_was {
            let before = n.checked_sub(1).and_then(|before| segments.get(before));
            let from = before.map_or(Ok(Position::default()), |before| end_of(journal, *before))?;
            torn = follow(journal, from, proven, segment.first)?;
        }
    }
    Ok(torn)
}

/// Follows the chain from `from` through segment `first` and into the next one, which must go on where it ends. Entries up to
/// `proven` are known to have been durable. Gives what is whole before a torn tail.
///
/// # Errors
/// As [`check`].
pub fn follow(journal: &Path, from: Position, proven: u64, first: u64) -> Result<Option<Position>> {
    let mut scan = Scan::after(journal, from, proven)?.of_heads();
    while scan.next_group()?.is_some() && scan.position().segment <= first {}
    Ok(scan.torn().map(|_| scan.position()))
}

/// What is known of the segments when they are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Their chain has just been followed.
    Check,
    /// The owner has written since this entry: only what grew at its end is known, and what was begun since.
    Writing(u64),
}

/// Remembers how the segments look, up to `end`, where the journal ends. One that changed otherwise than by growing is read again
/// at the next opening.
///
/// # Errors
/// Those of the disk; the next opening then reads more than it had to.
pub fn remember(dir: &Path, journal: &Path, end: Position, after: After) -> io::Result<()> {
    let before = read(dir);
    let segments = segment::list(journal).unwrap_or_default();
    let looks: Vec<Look> =
        segments.iter().map(|segment| Look::at(&segment.path(journal))).collect::<io::Result<_>>()?;
    let pieces = pieces_for(looks.iter().map(|look| look.len).sum(), looks.len() as u64);
    let mut now = Vec::new();
    for ((n, segment), look) in segments.iter().enumerate().zip(looks) {
        let next = segments.get(n + 1);
        let is_complete = next.is_some() || (segment.first == end.segment && look.len == end.offset);
        let known = before.iter().find(|seen| seen.name == segment.to_string());
        let path = segment.path(journal);
        let last = next.map_or(end.seq, |next| next.first.saturating_sub(1));
        let is_known = match (after, known) {
            (After::Check, _) => true,
            (After::Writing(_), Some(seen)) => seen.has_grown_to(&look, &path),
            (After::Writing(since), None) => segment.first > since,
        };
        now.push(match known {
            Some(seen) if seen.look == look && seen.last == last => seen.clone(),
            _ if is_complete && is_known => Seen::now(segment, &path, last, look, pieces)?,
            _ => Seen::doubtful(segment.to_string(), last),
        });
    }
    if now == before { Ok(()) } else { write(dir, &now) }
}

/// Makes the next opening read the whole chain.
pub fn doubt(dir: &Path) {
    let seen: Vec<Seen> = read(dir).into_iter().map(|seen| Seen::doubtful(seen.name, seen.last)).collect();
    let _ = write(dir, &seen);
}

/// What was remembered; nothing, where that cannot be read.
fn read(dir: &Path) -> Vec<Seen> {
    fs::read(dir.join(CHECKED)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn write(dir: &Path, seen: &[Seen]) -> io::Result<()> {
    let draft = dir.join("CHECKED.draft");
    fs::write(&draft, serde_json::to_vec(seen)?)?;
    fs::rename(&draft, dir.join(CHECKED))
}
