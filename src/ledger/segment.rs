//! The segments of the journal: `000000001-2026-11.jsonl` — first sequence number and month of its first
//! entry.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::fail::{LedgerError, Result};
use super::line::Hash;
use crate::model::event::Stamp;

/// A file of the journal. Ordered by its first entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// Sequence number of its first entry.
    pub first: u64,
    /// Year and month by the owner's clock when it was begun.
    pub month: (i32, u32),
}

impl Segment {
    /// The segment that an entry `first`, written at `at`, begins.
    pub fn begun(first: u64, at: Stamp) -> Segment {
        Segment { first, month: month_of(at) }
    }

    /// Does an entry written at `at` belong into a later segment? A clock set back never opens an old one
    /// again.
    pub fn is_over(&self, at: Stamp) -> bool {
        month_of(at) > self.month
    }

    /// Its file in the journal's directory.
    pub fn path(&self, dir: &Path) -> PathBuf {
        dir.join(self.to_string())
    }
}

fn month_of(at: Stamp) -> (i32, u32) {
    (at.year(), at.month())
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}-{:04}-{:02}.jsonl", self.first, self.month.0, self.month.1)
    }
}

impl FromStr for Segment {
    type Err = ();

    fn from_str(name: &str) -> Result<Segment, ()> {
        let mut parts = name.strip_suffix(".jsonl").ok_or(())?.splitn(3, '-');
        let mut number = || parts.next().and_then(|digits| digits.parse::<u64>().ok()).ok_or(());
        let (first, year, month) = (number()?, number()?, number()?);
        let segment = Segment { first, month: (year.try_into().or(Err(()))?, month.try_into().or(Err(()))?) };
        if segment.to_string() == name { Ok(segment) } else { Err(()) }
    }
}

/// The segments in `dir`, in order; none when there is no such directory. Other files are not looked at.
pub fn list(dir: &Path) -> Result<Vec<Segment>> {
    let failed = |error: &std::io::Error| LedgerError::io("读取日志目录", dir, error);
    let mut segments = Vec::new();
    match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(&error)),
        Ok(names) => {
            for name in names {
                let name = name.map_err(|error| failed(&error))?.file_name();
                segments.extend(name.to_str().and_then(|name| name.parse::<Segment>().ok()));
            }
        }
    }
    segments.sort_unstable();
    Ok(segments)
}

/// A place between two lines: everything up to it was read, written or applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The last entry before it; 0 at the beginning.
    pub seq: u64,
    /// The hash of that entry's line.
    pub hash: Hash,
    /// First entry of the segment it is in; 0 at the beginning.
    pub segment: u64,
    /// Bytes from the segment's beginning.
    pub offset: u64,
}

/// Where the line of an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// First entry of its segment.
    pub segment: u64,
    /// Bytes from the segment's beginning.
    pub offset: u64,
    /// Bytes without the newline.
    pub len: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_first_entry_and_the_month() {
        let segment = Segment { first: 1874, month: (2026, 12) };
        assert_eq!(segment.to_string(), "000001874-2026-12.jsonl");
        assert_eq!(segment.to_string().parse(), Ok(segment));
        for other in
            ["torn-2026-12-03", "1874-2026-12.jsonl", "000001874-2026-12.jsonl.bak", "x-2026-12.jsonl"]
        {
            assert_eq!(other.parse::<Segment>(), Err(()), "{other}");
        }
    }
}
