//! The journal: the truth. Three deeds — append after the last entry, read from an entry on, follow — and
//! nobody else knows that it is a directory of files.
//!
//! Appending is in three parts, so that whoever holds the journal goes on reading while the disk works: [`Journal::begin`] makes the
//! lines, [`Writing::carry_out`] brings them to the disk on any thread, [`Journal::land`] takes the outcome in. *Recorded* means that
//! the last of them returned: every line is on the disk behind one `fdatasync`. When it fails nothing is recorded: the file
//! is cut back to the last durable byte, and opened anew before the next try, because a handle whose sync has failed once must
//! not be believed again.

use std::fs;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;

use super::disk::{Disk, Handle};
use super::fail::{Damage, LedgerError, Result};
use super::line::{self, Flaw, Hash, Line};
use super::scan::{self, Scan, Torn};
use super::segment::{self, Place, Position, Segment};
use crate::model::event::{Entry, Stamp, Ticket};
use crate::model::id::{Id, Kind};

/// Where an entry was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its line.
    pub place: Place,
    /// Right after its line.
    pub after: Position,
}

/// Lines on their way to the disk. They need nothing of the journal until they have landed.
pub struct Writing {
    file: Box<dyn Handle>,
    segment: Segment,
    is_new: bool,
    start: u64,
    bytes: Vec<u8>,
    written: Vec<Written>,
    end: Position,
}

impl Writing {
    /// Writes the lines and returns when the disk has them, or could not take them.
    pub fn carry_out(mut self) -> Wrote {
        let outcome = self.file.write_at(self.start, &self.bytes).and_then(|()| self.file.sync());
        Wrote { writing: self, outcome }
    }
}

/// What became of a [`Writing`].
pub struct Wrote {
    writing: Writing,
    outcome: io::Result<()>,
}

/// The journal of a data directory, open for writing.
pub struct Journal {
    dir: PathBuf,
    disk: Box<dyn Disk>,
    segments: Vec<Segment>,
    file: Option<Box<dyn Handle>>,
    /// The last durable byte.
    end: Position,
    /// A failed write that could not be taken back yet: file and length to cut it to.
    owed: Option<(PathBuf, u64)>,
}

impl Journal {
    /// Open for writing after `end`, which is where a [`Scan`] found the last complete group to end.
    ///
    /// # Errors
    /// [`LedgerError::Io`] when the directory cannot be read.
    pub fn at(dir: &Path, disk: Box<dyn Disk>, end: Position) -> Result<Journal> {
        let segments = segment::list(dir)?;
        Ok(Journal { dir: dir.to_owned(), disk, segments, file: None, end, owed: None })
    }

    /// After the last recorded entry.
    pub fn end(&self) -> Position {
        self.end
    }

    /// Makes the lines of entries (whole groups, in order, numbered on from the last one). Nothing else may begin before they
    /// have landed.
    ///
    /// # Errors
    /// [`LedgerError::DiskFull`], [`LedgerError::NotRecorded`], [`LedgerError::TooLong`]: nothing was
    /// recorded.
    pub fn begin(&mut self, entries: &[Entry]) -> Result<Writing> {
        let first = entries.first().ok_or_else(|| LedgerError::NotRecorded("没有内容".into()))?;
        self.settle().map_err(|error| LedgerError::unrecorded(&error))?;
        let (segment, is_new) = self.segment_for(first);
        let start =
            if is_new { Position { segment: segment.first, offset: 0, ..self.end } } else { self.end };
        let (bytes, written, end) = lines(entries, start)?;
        match self.open(segment, start.offset == 0) {
            Ok(file) => Ok(Writing { file, segment, is_new, start: start.offset, bytes, written, end }),
            Err(error) => Err(self.take_back(segment, start.offset, &error)),
        }
    }

    /// Takes in what became of the lines; gives where they stand.
    ///
    /// # Errors
    /// As [`Journal::begin`].
    pub fn land(&mut self, wrote: Wrote) -> Result<Vec<Written>> {
        let Writing { file, segment, is_new, start, written, end, .. } = wrote.writing;
        if let Err(error) = wrote.outcome {
            return Err(self.take_back(segment, start, &error));
        }
        self.file = Some(file);
        if is_new {
            self.segments.push(segment);
        }
        self.end = end;
        Ok(written)
    }

    fn take_back(&mut self, segment: Segment, start: u64, error: &io::Error) -> LedgerError {
        self.file = None;
        self.owed = Some((segment.path(&self.dir), start));
        // What cannot be taken back now stays owed and is tried again before the next write.
        let _ = self.settle();
        LedgerError::unrecorded(error)
    }

    /// Every recorded entry after `seq`, oldest first. Entries that this version does not know are left out. `near` says of a
    /// group that begins no later where its first line stands: reading begins there, or else where the segment begins.
    ///
    /// # Errors
    /// As [`Scan::after`], and for the first that cannot be read; nothing follows it.
    pub fn entries_after(
        &self,
        seq: u64,
        near: Option<(u64, Place)>,
    ) -> Result<impl Iterator<Item = Result<Entry>> + use<>> {
        let end = self.end.seq;
        let near =
            near.filter(|(first, _)| *first <= seq + 1).and_then(|(first, place)| self.before(first, place));
        let from = match near {
            _ if seq >= end => self.end,
            Some(before) => before,
            None => self.before_segment_of(seq + 1)?,
        };
        let groups = Scan::after(&self.dir, from, end)?.groups();
        let entries = groups.flat_map(|group| match group {
            Ok(group) => group.into_iter().filter_map(|found| found.entry).map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        Ok(entries
            .filter(move |entry| !entry.as_ref().is_ok_and(|entry| entry.seq <= seq || entry.seq > end)))
    }

    /// Right before the line of entry `first` at `place`; [`None`] where no line ends there.
    fn before(&self, first: u64, place: Place) -> Option<Position> {
        let segment =
            self.segments.iter().find(|segment| segment.first == place.segment && place.offset > 0)?;
        let hash = hash_at(&segment.path(&self.dir), place.offset).ok()??;
        Some(Position { seq: first.checked_sub(1)?, hash, segment: place.segment, offset: place.offset })
    }

    /// The end of the segment before the one that holds entry `seq`.
    fn before_segment_of(&self, seq: u64) -> Result<Position> {
        let index = self.segments.partition_point(|segment| segment.first <= seq).saturating_sub(1);
        match index.checked_sub(1).and_then(|before| self.segments.get(before)) {
            Some(before) => scan::end_of(&self.dir, *before),
            None => Ok(Position::default()),
        }
    }

    /// The entry at `place`, if it follows the line before it.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] when there is no such line, [`LedgerError::Io`].
    pub fn read(&self, seq: u64, place: Place) -> Result<Entry> {
        let index = self.segments.iter().position(|segment| segment.first == place.segment);
        let Some((index, segment)) = index.and_then(|index| Some((index, self.segments.get(index)?))) else {
            let file = format!("{:09}-….jsonl", place.segment);
            return Err(LedgerError::Damaged(Damage {
                file, line: 0, seq, what: "日志文件不见了".into()
            }));
        };
        let path = segment.path(&self.dir);
        let before = match place.offset {
            0 => self.hash_before(index)?,
            offset => hash_at(&path, offset)?.unwrap_or_default(),
        };
        let raw = bytes_at(&path, place.offset, place.len as usize)?;
        match line::read(&raw, &before) {
            Ok(Line { entry: Some(entry), .. }) if entry.seq == seq => Ok(entry),
            Ok(_) => Err(damaged(*segment, &path, place.offset, seq, Flaw::Order)),
            Err(flaw) => Err(damaged(*segment, &path, place.offset, seq, flaw)),
        }
    }

    /// The hash that the first line of a segment follows.
    fn hash_before(&self, index: usize) -> Result<Hash> {
        match index.checked_sub(1).and_then(|before| self.segments.get(before)) {
            Some(before) => Ok(scan::end_of(&self.dir, *before)?.hash),
            None => Ok(Hash::ZERO),
        }
    }

    /// Every entry about `id`, found by its text: the way when the store cannot be asked.
    ///
    /// # Errors
    /// [`LedgerError::Io`].
    pub fn search(&self, id: Id) -> Result<Vec<Entry>> {
        self.lines_with(&format!(r#""event":{{"id":"{id}""#))
    }

    /// Every record of `kind` that an entry is about, by the text of the journal.
    ///
    /// # Errors
    /// [`LedgerError::Io`].
    pub fn ids_of(&self, kind: Kind) -> Result<Vec<Id>> {
        let entries = self.lines_with(&format!(r#""event":{{"id":"{}"#, kind.letter()))?;
        let mut ids: Vec<Id> = entries.iter().map(|entry| entry.event.id).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// The group that came from a wish, by the text of the journal.
    ///
    /// # Errors
    /// [`LedgerError::Io`].
    pub fn group_of(&self, ticket: &Ticket) -> Result<Option<u64>> {
        let words = serde_json::to_string(ticket).map_err(|error| LedgerError::Io(error.to_string()))?;
        let entries = self.lines_with(&format!(r#""ticket":{words}"#))?;
        Ok(entries.into_iter().find(|entry| entry.ticket == *ticket).map(|entry| entry.group))
    }

    /// The entries whose lines hold `words`, each if it follows the line before it.
    fn lines_with(&self, words: &str) -> Result<Vec<Entry>> {
        let finder = memchr::memmem::Finder::new(words);
        let mut entries = Vec::new();
        let mut before = Hash::ZERO;
        for segment in &self.segments {
            let path = segment.path(&self.dir);
            let bytes = fs::read(&path).map_err(|error| LedgerError::io("读取日志", &path, &error))?;
            let durable =
                if segment.first == self.end.segment { self.end.offset } else { bytes.len() as u64 };
            let bytes = bytes.get(..durable as usize).unwrap_or(&bytes);
            let mut offset = 0;
            for (raw, seq) in bytes.split(|byte| *byte == b'\n').zip(segment.first..) {
                if finder.find(raw).is_some() {
                    let read = line::read(raw, &before);
                    entries.extend(read.map_err(|flaw| damaged(*segment, &path, offset, seq, flaw))?.entry);
                }
                offset += raw.len() as u64 + 1;
                before = line::hash_of(raw).unwrap_or(before);
            }
        }
        Ok(entries)
    }

    fn segment_for(&self, entry: &Entry) -> (Segment, bool) {
        match self.segments.last() {
            Some(last) if self.end.offset == 0 || !last.is_over(entry.at) => (*last, false),
            _ => (Segment::begun(entry.seq, entry.at), true),
        }
    }

    /// The file to write to; a handle is lent to each writing and comes back with it when it is still to be believed.
    fn open(&mut self, segment: Segment, is_first: bool) -> io::Result<Box<dyn Handle>> {
        if let (Some(file), false) = (self.file.take(), is_first) {
            return Ok(file);
        }
        let file = self.disk.open(&segment.path(&self.dir))?;
        // An empty file may be one whose name was never synced, or was taken back.
        if is_first {
            self.disk.sync_dir(&self.dir)?;
        }
        Ok(file)
    }

    /// Takes back what a failed write may have left, durably.
    ///
    /// # Errors
    /// Those of the disk; it stays owed then.
    pub fn settle(&mut self) -> io::Result<()> {
        let Some((path, len)) = &self.owed else { return Ok(()) };
        if *len > 0 {
            let mut file = self.disk.open(path)?;
            file.cut(*len)?;
            file.sync()?;
        } else if path.exists() {
            self.disk.remove(path)?;
            self.disk.sync_dir(&self.dir)?;
        }
        self.owed = None;
        Ok(())
    }
}

/// The line of entry `seq`, which begins at `offset`, is flawed.
fn damaged(segment: Segment, path: &Path, offset: u64, seq: u64, flaw: Flaw) -> LedgerError {
    let line = scan::line_number(path, offset).unwrap_or(0);
    LedgerError::Damaged(Damage { file: segment.to_string(), line, seq, what: flaw.to_string() })
}

/// The hash of the line that ends before `offset`.
fn hash_at(path: &Path, offset: u64) -> Result<Option<Hash>> {
    let newline = line::TAIL as u64 + 1;
    let tail = bytes_at(path, offset.saturating_sub(newline), offset.min(newline) as usize)?;
    Ok(tail.strip_suffix(b"\n").and_then(line::hash_of))
}

/// So many bytes of a file; none where it ends before.
fn bytes_at(path: &Path, offset: u64, len: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; len];
    let read = fs::File::open(path).and_then(|file| file.read_exact_at(&mut bytes, offset));
    match read {
        Ok(()) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Vec::new()),
        Err(error) => Err(LedgerError::io("读取日志", path, &error)),
    }
}

/// The lines of `entries` from `start` on, where each stands, and the position after them.
fn lines(entries: &[Entry], start: Position) -> Result<(Vec<u8>, Vec<Written>, Position)> {
    let mut bytes = Vec::with_capacity(entries.len() * 512);
    let mut written = Vec::with_capacity(entries.len());
    let mut end = start;
    for entry in entries {
        let from = bytes.len();
        let hash = line::write(entry, &end.hash, &mut bytes);
        let hash = hash.map_err(|error| LedgerError::NotRecorded(error.to_string()))?;
        let len = bytes.len() - from;
        if len > line::LONGEST {
            return Err(LedgerError::TooLong { what: entry.event.id.to_string() });
        }
        let place = Place { segment: start.segment, offset: end.offset, len: len as u32 - 1 };
        end = Position { seq: entry.seq, hash, segment: start.segment, offset: end.offset + len as u64 };
        written.push(Written { place, after: end });
    }
    Ok((bytes, written, end))
}

/// Keeps a torn tail aside in `torn-<time>` and cuts it off. Gives the name of that file.
///
/// # Errors
/// [`LedgerError::Io`]; nothing is cut before the copy is durable.
pub fn heal(dir: &Path, disk: &dyn Disk, torn: Torn, now: Stamp) -> Result<String> {
    let path = torn.segment.path(dir);
    let name = format!("torn-{}", now.to_rfc3339_opts(SecondsFormat::Secs, true).replace(':', ""));
    let cut = || -> io::Result<()> {
        let bytes = fs::read(&path)?;
        let tail = usize::try_from(torn.offset).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
        let mut aside = fs::OpenOptions::new().append(true).create(true).open(dir.join(&name))?;
        io::Write::write_all(&mut aside, tail)?;
        aside.sync_all()?;
        disk.sync_dir(dir)?;
        let mut file = disk.open(&path)?;
        file.cut(torn.offset)?;
        file.sync()
    };
    cut().map_err(|error| LedgerError::io("修整日志末尾", &path, &error))?;
    Ok(name)
}
