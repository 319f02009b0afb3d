//! A line of the journal: an entry as JSON, its last key the hash that chains it to the line before.
//!
//! `hash = blake3(hash of the line before, 64 hex digits ‖ this line without its hash key)`; before the first
//! line stand 64 zeros. The hash is taken over the bytes as they stand in the file, so it outlives every
//! change of the program.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::event::Entry;

/// Longest line that is written or read, in bytes.
pub const LONGEST: usize = 4 << 20;

const OPEN: &[u8] = br#","hash":""#;
const CLOSE: &[u8] = br#""}"#;
const HEX: usize = 64;

/// The hash of a line, and through it of every line before.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first line.
    pub const ZERO: Hash = Hash([0; 32]);

    /// Of a line without its hash key and closing brace, after the line with hash `before`.
    fn of(before: &Hash, stem: &[u8]) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(blake3::Hash::from_bytes(before.0).to_hex().as_bytes());
        hasher.update(stem).update(b"}");
        Hash(*hasher.finalize().as_bytes())
    }

    /// From 64 hex digits.
    pub fn from_hex(hex: &[u8]) -> Option<Hash> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Hash(*hash.as_bytes()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What every version can read of a line, whatever its event says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// See [`Entry`].
    pub seq: u64,
    /// See [`Entry`].
    pub group: u64,
    /// See [`Entry`].
    pub i: u32,
    /// See [`Entry`].
    pub of: u32,
    /// See [`Entry`].
    pub durable: u64,
}

impl Head {
    /// The head of an entry.
    pub fn of(entry: &Entry) -> Head {
        Head { seq: entry.seq, group: entry.group, i: entry.i, of: entry.of, durable: entry.durable }
    }

    /// The head of a raw line, without looking at its hash; [`None`] when it is not one.
    pub fn peek(line: &[u8]) -> Option<Head> {
        serde_json::from_slice(line).ok()
    }
}

/// A line that was read and found intact.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its numbers.
    pub head: Head,
    /// The entry; [`None`] when it holds something that this version does not know.
    pub entry: Option<Entry>,
    /// Its hash.
    pub hash: Hash,
}

/// Why a line is not intact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Not a line of the journal, or only a part of one.
    #[error("行不完整")]
    Partial,
    /// The hash does not fit the line and the ones before.
    #[error("校验链不符")]
    Chain,
    /// Another number than the next one, or a group that does not go on.
    #[error("序号不连续")]
    Order,
}

/// Appends the line of `entry` to `to`, newline included; gives its hash.
///
/// # Errors
/// Only what serde_json cannot write; an [`Entry`] always can be.
pub fn write(entry: &Entry, before: &Hash, to: &mut Vec<u8>) -> serde_json::Result<Hash> {
    let start = to.len();
    serde_json::to_writer(&mut *to, entry)?;
    to.pop();
    let hash = Hash::of(before, to.get(start..).unwrap_or_default());
    to.extend_from_slice(OPEN);
    to.extend_from_slice(hash.to_string().as_bytes());
    to.extend_from_slice(CLOSE);
    to.push(b'\n');
    Ok(hash)
}

/// Reads a line (without its newline) that must follow the line with hash `before`.
///
/// # Errors
/// The [`Flaw`].
pub fn read(line: &[u8], before: &Hash) -> Result<Line, Flaw> {
    let hash = follow(line, before)?;
    match parse(line) {
        Some(entry) => Ok(Line { head: Head::of(&entry), entry: Some(entry), hash }),
        None => Ok(Line { head: Head::peek(line).ok_or(Flaw::Partial)?, entry: None, hash }),
    }
}

/// The same without its entry, for whoever asks about the chain only.
///
/// # Errors
/// The [`Flaw`].
pub fn read_head(line: &[u8], before: &Hash) -> Result<Line, Flaw> {
    let hash = follow(line, before)?;
    Ok(Line { head: Head::peek(line).ok_or(Flaw::Partial)?, entry: None, hash })
}

fn follow(line: &[u8], before: &Hash) -> Result<Hash, Flaw> {
    let (stem, hash) = split(line).ok_or(Flaw::Partial)?;
    if Hash::of(before, stem) == hash { Ok(hash) } else { Err(Flaw::Chain) }
}

/// The entry of a raw line; [`None`] when it holds anything that this version does not know.
pub fn parse(line: &[u8]) -> Option<Entry> {
    let entry = serde_json::from_slice::<Entry>(line).ok()?;
    let (stem, _) = split(line)?;
    is_all_of(&entry, stem).then_some(entry)
}

/// Bytes at the end of a line that [`hash_of`] looks at.
pub const TAIL: usize = OPEN.len() + HEX + CLOSE.len();

/// The hash that a raw line says it has.
pub fn hash_of(line: &[u8]) -> Option<Hash> {
    split(line).map(|(_, hash)| hash)
}

/// The line without its hash key, and the hash.
fn split(line: &[u8]) -> Option<(&[u8], Hash)> {
    let rest = line.strip_suffix(CLOSE)?;
    let (rest, hex) = rest.split_at_checked(rest.len().checked_sub(HEX)?)?;
    Some((rest.strip_suffix(OPEN)?, Hash::from_hex(hex)?))
}

/// Does `entry` hold everything that the line says? serde leaves out keys that it has no place for.
fn is_all_of(entry: &Entry, stem: &[u8]) -> bool {
    let Ok(again) = serde_json::to_vec(entry) else { return false };
    if again.strip_suffix(b"}") == Some(stem) {
        return true;
    }
    let said = serde_json::from_slice(&[stem, b"}"].concat());
    let kept = serde_json::from_slice(&again);
    matches!((said, kept), (Ok(said), Ok(kept)) if holds(&kept, &said))
}

/// Has `kept` a place for every key of `said`?
fn holds(kept: &serde_json::Value, said: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Object};
    match (kept, said) {
        (Object(kept), Object(said)) => said.iter().all(|(key, value)| match kept.get(key) {
            Some(same) => holds(same, value),
            // Left out again because it is empty: known all the same.
            None => matches!(value, serde_json::Value::String(text) if text.is_empty()),
        }),
        (Array(kept), Array(said)) => {
            kept.len() == said.len() && kept.iter().zip(said).all(|(kept, said)| holds(kept, said))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"seq":2,"at":"2026-11-23T09:00:00+08:00","officer":"陈志强","ticket":"t","group":2,"i":1,"of":1,"durable":1,"event":{"id":"E2611-0001","fact":{"entered":{"fields":{"name":"店"}}}}}"#;

    fn written() -> (Vec<u8>, Hash) {
        let mut bytes = Vec::new();
        let hash = write(&serde_json::from_str(LINE).unwrap(), &Hash::ZERO, &mut bytes).unwrap();
        assert_eq!(bytes.pop(), Some(b'\n'));
        (bytes, hash)
    }

    #[test]
    fn a_line_reads_back_as_it_was_written() {
        let (bytes, hash) = written();
        let line = read(&bytes, &Hash::ZERO).unwrap();
        assert_eq!((line.hash, line.head.seq, line.head.durable), (hash, 2, 1));
        assert_eq!(line.entry, serde_json::from_str(LINE).unwrap());
        assert!(bytes.starts_with(LINE.strip_suffix('}').unwrap().as_bytes()));
    }

    #[test]
    fn any_changed_byte_and_any_other_line_before_break_the_chain() {
        let (bytes, hash) = written();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed, &Hash::ZERO).is_err(), "byte {at}");
        }
        assert_eq!(read(&bytes, &hash).unwrap_err(), Flaw::Chain);
        assert_eq!(read(&bytes[..bytes.len() - 1], &Hash::ZERO).unwrap_err(), Flaw::Partial);
    }

    #[test]
    fn what_an_older_version_left_out_is_known_and_what_a_newer_one_added_is_not() {
        let with = |from: &str, to: &str| {
            let text = LINE.replace(from, to);
            let stem = text.strip_suffix('}').unwrap();
            let hash = Hash::of(&Hash::ZERO, stem.as_bytes());
            read(format!("{stem},\"hash\":\"{hash}\"}}").as_bytes(), &Hash::ZERO).unwrap().entry.is_some()
        };
        assert!(with("}}}}}", r#"}}},"why":""}}"#), "an empty value written out");
        assert!(with(r#""i":1,"of":1,"#, r#""of":1,"i":1,"#), "another order");
        assert!(!with("}}}}}", r#"}}},"seal":"红"}}"#));
        assert!(!with(r#""durable":1"#, r#""durable":1,"site":"W""#));
        assert!(!with("entered", "sealed"));
    }
}
