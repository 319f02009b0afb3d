//! Reads the journal from a position on, group by group, and tells a torn tail from damage.
//!
//! A torn tail is normal after power loss: pages of the last, never acknowledged write may have reached the
//! disk in any order. So a flawed line `n` ends the journal unless something proves that line `n` had been
//! durable: a later line that says so (`durable ≥ n`), a later segment, or the store, which only ever holds
//! what was durable. With proof it is damage, which is named and never guessed around.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use super::fail::{Damage, LedgerError, Result};
use super::journal::Written;
use super::line::{self, Flaw, Head};
use super::segment::{self, Place, Position, Segment};
use crate::model::event::Entry;

/// An entry read from the journal and where it stands.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its numbers.
    pub head: Head,
    /// The entry; [`None`] when this version does not know all of it.
    pub entry: Option<Entry>,
    /// Where it stands.
    pub written: Written,
}

/// Bytes at the end of the last segment that belong to no complete group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The segment.
    pub segment: Segment,
    /// Where they begin.
    pub offset: u64,
}

/// A reader of the journal.
pub struct Scan {
    dir: PathBuf,
    segments: Vec<Segment>,
    /// Position in `segments`, when one is open.
    open: Option<(usize, BufReader<Take<File>>)>,
    /// Bytes of the segment that was opened last when it was opened. Nothing behind them is looked at: whoever reads while the owner
    /// writes would see half a line and then take what was written since for proof that it had been whole.
    len: u64,
    /// After the last line read.
    at: Position,
    /// After the last complete group.
    whole: Position,
    /// Lines of a group that is not complete yet.
    held: Vec<Found>,
    /// Entries up to here are known to have been durable.
    proven: u64,
    torn: Option<Torn>,
    /// Entries are not read, only what every version can read of a line.
    is_of_heads: bool,
}

impl Scan {
    /// Begins after `from`. `proven` is the last entry known from elsewhere to have been durable (0: none).
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when the journal does not reach `from`, [`LedgerError::Io`].
    pub fn after(dir: &Path, from: Position, proven: u64) -> Result<Scan> {
        let segments = segment::list(dir)?;
        let mut scan = Scan {
            dir: dir.to_owned(),
            segments,
            open: None,
            len: 0,
            at: from,
            whole: from,
            held: Vec::new(),
            proven: proven.max(from.seq),
            torn: None,
            is_of_heads: false,
        };
        if from.segment != 0 {
            let index = scan.segments.iter().position(|s| s.first == from.segment);
            let index = index.ok_or_else(|| scan.lost(from.segment, "日志文件不见了"))?;
            scan.open_segment(index, from.offset)?;
        }
        Ok(scan)
    }

    /// The same without entries, some times as fast: for whoever asks about the chain only.
    #[must_use]
    pub fn of_heads(self) -> Scan {
        Scan { is_of_heads: true, ..self }
    }

    /// The next complete group; [`None`] at the end.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`], [`LedgerError::Io`].
    pub fn next_group(&mut self) -> Result<Option<Vec<Found>>> {
        let mut raw = Vec::new();
        while self.torn.is_none() {
            raw.clear();
            let read = match &mut self.open {
                Some((_, reader)) => {
                    reader.by_ref().take(line::LONGEST as u64 + 1).read_until(b'\n', &mut raw)
                }
                None => Ok(0),
            };
            if read.map_err(|error| self.unreadable(&error))? == 0 {
                if !self.open_next()? {
                    break;
                }
                continue;
            }
            match self.take(&raw) {
                Ok(found) => {
                    let complete = found.head.i == found.head.of;
                    self.held.push(found);
                    if complete {
                        self.whole = self.at;
                        return Ok(Some(std::mem::take(&mut self.held)));
                    }
                }
                Err(flaw) => self.judge(flaw)?,
            }
        }
        Ok(None)
    }

    /// The groups that follow. An error is the last of them: whoever passes over it comes to the end, not to the same error for
    /// ever.
    pub fn groups(mut self) -> impl Iterator<Item = Result<Vec<Found>>> {
        let mut has_failed = false;
        std::iter::from_fn(move || {
            let next = if has_failed { None } else { self.next_group().transpose() };
            has_failed = matches!(next, Some(Err(_)));
            next
        })
    }

    /// After the last complete group that was given out.
    pub fn position(&self) -> Position {
        self.whole
    }

    /// What follows the last complete group, once [`Scan::next_group`] gave [`None`].
    pub fn torn(&self) -> Option<Torn> {
        self.torn
    }

    /// The entry after the last one read.
    fn next_seq(&self) -> u64 {
        self.at.seq + 1
    }

    fn take(&mut self, raw: &[u8]) -> Result<Found, Flaw> {
        let bytes = raw.strip_suffix(b"\n").ok_or(Flaw::Partial)?;
        let read = if self.is_of_heads { line::read_head } else { line::read };
        let line = read(bytes, &self.at.hash)?;
        let head = &line.head;
        let goes_on = match self.held.last() {
            Some(before) => {
                head.group == before.head.group && head.i == before.head.i + 1 && head.of == before.head.of
            }
            // A scan may begin inside a large import.
            None => head.group + u64::from(head.i) == head.seq + 1,
        };
        if head.seq != self.next_seq() || !goes_on || head.i > head.of {
            return Err(Flaw::Order);
        }
        if self.held.is_empty() && head.i > 1 {
            // The store holds the beginning of this import, so all of it had been durable.
            self.proven = self.proven.max(head.group + u64::from(head.of) - 1);
        }
        let place = Place { segment: self.at.segment, offset: self.at.offset, len: bytes.len() as u32 };
        self.at = Position {
            seq: head.seq,
            hash: line.hash,
            segment: self.at.segment,
            offset: self.at.offset + raw.len() as u64,
        };
        Ok(Found { head: line.head, entry: line.entry, written: Written { place, after: self.at } })
    }

    /// Goes to the next segment; false when there is none.
    fn open_next(&mut self) -> Result<bool> {
        let index = self.open.as_ref().map_or(0, |(index, _)| index + 1);
        let Some(next) = self.segments.get(index).copied() else {
            if !self.held.is_empty() {
                self.judge(Flaw::Partial)?;
            }
            if self.proven > self.at.seq {
                let what =
                    format!("日志止于第 {} 条，而第 {} 条曾经落盘：末尾丢失", self.at.seq, self.proven);
                return Err(self.lost(self.at.segment, &what));
            }
            return Ok(false);
        };
        if next.first != self.next_seq() || !self.held.is_empty() {
            return Err(self.lost(
                next.first,
                &format!("缺第 {} 至 {} 条", self.next_seq(), next.first.saturating_sub(1)),
            ));
        }
        self.open_segment(index, 0)?;
        Ok(true)
    }

    fn open_segment(&mut self, index: usize, offset: u64) -> Result<()> {
        let Some(segment) = self.segments.get(index) else { return Ok(()) };
        let path = segment.path(&self.dir);
        let failed = |error: &std::io::Error| LedgerError::io("读取日志", &path, error);
        let mut file = File::open(&path).map_err(|error| failed(&error))?;
        let len = file.metadata().map_err(|error| failed(&error))?.len();
        if len < offset {
            return Err(self.lost(segment.first, "文件比记下的短：末尾丢失"));
        }
        file.seek(SeekFrom::Start(offset)).map_err(|error| failed(&error))?;
        self.at.segment = segment.first;
        self.at.offset = offset;
        if self.held.is_empty() {
            self.whole = self.at;
        }
        self.len = len;
        self.open = Some((index, BufReader::with_capacity(1 << 18, file.take(len - offset))));
        Ok(())
    }

    /// The line after [`Scan::at`] is flawed: a torn tail, or damage?
    fn judge(&mut self, flaw: Flaw) -> Result<()> {
        let seq = self.next_seq();
        let Some((index, _)) = self.open.take() else { return Ok(()) };
        let Some(segment) = self.segments.get(index).copied() else { return Ok(()) };
        let proof = if self.segments.get(index + 1).is_some() {
            Some("其后还有日志文件".to_owned())
        } else if self.proven >= seq {
            Some(format!("而第 {seq} 条曾经落盘"))
        } else {
            self.witness(segment, seq)?
        };
        if let Some(proof) = proof {
            let line = line_number(&segment.path(&self.dir), self.at.offset)?;
            let what = format!("{flaw}，{proof}");
            return Err(LedgerError::Damaged(Damage { file: segment.to_string(), line, seq, what }));
        }
        let offset = self.whole.offset;
        self.held.clear();
        self.torn = Some(Torn { segment, offset });
        Ok(())
    }

    /// A line further down that says `seq` had been durable when it was written.
    fn witness(&self, segment: Segment, seq: u64) -> Result<Option<String>> {
        let path = segment.path(&self.dir);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(self.len).read_to_end(&mut bytes));
        read.map_err(|error| LedgerError::io("读取日志", &path, &error))?;
        let rest = usize::try_from(self.at.offset).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let later = rest.split(|byte| *byte == b'\n').skip(1).filter_map(Head::peek);
        Ok(later
            .into_iter()
            .find(|head| head.seq > seq && head.durable >= seq)
            .map(|head| format!("而第 {} 条写明它已落盘", head.seq)))
    }

    fn lost(&self, first: u64, what: &str) -> LedgerError {
        let file = self.segments.iter().find(|s| s.first == first).map_or_else(
            || if first == 0 { "journal".to_owned() } else { format!("{first:09}-….jsonl") },
            ToString::to_string,
        );
        LedgerError::Damaged(Damage { file, line: 0, seq: self.next_seq(), what: what.to_owned() })
    }

    fn unreadable(&self, error: &std::io::Error) -> LedgerError {
        let path =
            self.open.as_ref().and_then(|(index, _)| self.segments.get(*index)).map(|s| s.path(&self.dir));
        LedgerError::io("读取日志", path.as_deref().unwrap_or(&self.dir), error)
    }
}

/// Number of the line that begins at `offset`, from 1.
///
/// # Errors
/// [`LedgerError::Io`].
pub fn line_number(path: &Path, offset: u64) -> Result<u64> {
    let bytes = std::fs::read(path).map_err(|error| LedgerError::io("读取日志", path, &error))?;
    let before = usize::try_from(offset).ok().and_then(|at| bytes.get(..at)).unwrap_or_default();
    Ok(before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1)
}

/// Does the journal hold exactly the line that `position` says to stand after? [`None`] when the file is gone
/// or shorter.
///
/// # Errors
/// [`LedgerError::Io`].
pub fn stands_at(dir: &Path, position: Position) -> Result<Option<bool>> {
    if position.seq == 0 {
        return Ok(Some(true));
    }
    let Some(segment) = segment::list(dir)?.into_iter().find(|s| s.first == position.segment) else {
        return Ok(None);
    };
    let last = last_line_before(&segment.path(dir), position.offset)?;
    Ok(last.map(|line| {
        Head::peek(&line).is_some_and(|head| head.seq == position.seq)
            && line::hash_of(&line) == Some(position.hash)
    }))
}

/// The position after the last line of a segment that is followed by another.
///
/// # Errors
/// [`LedgerError::Damaged`] when its last line cannot be read, [`LedgerError::Io`].
pub fn end_of(dir: &Path, segment: Segment) -> Result<Position> {
    let path = segment.path(dir);
    let len = std::fs::metadata(&path).map_err(|error| LedgerError::io("读取日志", &path, &error))?.len();
    let last = last_line_before(&path, len)?.unwrap_or_default();
    let (head, hash) = (Head::peek(&last), line::hash_of(&last));
    match head.zip(hash) {
        Some((head, hash)) => Ok(Position { seq: head.seq, hash, segment: segment.first, offset: len }),
        None => {
            let what = "末行不完整".to_owned();
            Err(LedgerError::Damaged(Damage { file: segment.to_string(), line: 0, seq: segment.first, what }))
        }
    }
}

/// The line whose newline is the byte before `end`; empty when no line ends there, [`None`] when the file is
/// shorter.
fn last_line_before(path: &Path, end: u64) -> Result<Option<Vec<u8>>> {
    let mut reach = end.min(1 << 16);
    loop {
        let mut tail = Vec::new();
        let read = File::open(path).and_then(|mut file| {
            file.seek(SeekFrom::Start(end - reach))?;
            file.take(reach).read_to_end(&mut tail)
        });
        let read = read.map_err(|error| LedgerError::io("读取日志", path, &error))?;
        if (read as u64) < reach {
            return Ok(None);
        }
        let Some(lines) = tail.strip_suffix(b"\n") else { return Ok(Some(Vec::new())) };
        match lines.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => return Ok(lines.get(at + 1..).map(<[u8]>::to_vec)),
            None if reach == end => return Ok(Some(lines.to_vec())),
            None => reach = end.min(reach * 16),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::ledger::line::Hash;

    #[test]
    fn what_is_written_meanwhile_proves_nothing_about_the_half_line_that_was_seen() {
        let (mut bytes, mut before, mut ends) = (Vec::new(), Hash::ZERO, Vec::new());
        for seq in 1..=4 {
            let text = format!(
                r#"{{"seq":{seq},"at":"2026-11-23T09:00:00+08:00","officer":"陈志强","ticket":"t{seq}","group":{seq},"i":1,"of":1,"durable":{},"event":{{"id":"E2611-000{seq}","fact":{{"entered":{{"fields":{{"name":"店"}}}}}}}}}}"#,
                seq - 1
            );
            before = line::write(&serde_json::from_str(&text).unwrap(), &before, &mut bytes).unwrap();
            ends.push(bytes.len());
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("000000001-2026-11.jsonl");
        let half = ends[2] - 20;
        std::fs::write(&path, &bytes[..half]).unwrap();
        let mut scan = Scan::after(dir.path(), Position::default(), 0).unwrap();
        assert!(scan.next_group().unwrap().is_some());
        // The owner goes on writing.
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(&bytes[half..]).unwrap();
        assert!(scan.next_group().unwrap().is_some());

        assert!(scan.next_group().unwrap().is_none());
        assert_eq!((scan.position().seq, scan.torn().unwrap().offset), (2, ends[1] as u64));
        let later = Scan::after(dir.path(), Position::default(), 0).unwrap();
        assert_eq!(later.groups().filter(|group| group.is_ok()).count(), 4);
    }
}
