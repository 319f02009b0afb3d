//! Finds an entry by anything an officer may write: number, code, name, alias, key, pinyin, full-width or not.

use crate::text::half_width;
use crate::text::pinyin::{self, Query};

/// What a writing stands for. Several are offered as a numbered choice; nothing is guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'a, T> {
    None,
    One(&'a T),
    Several(Vec<&'a T>),
}

impl<'a, T> Lookup<'a, T> {
    pub fn one(self) -> Option<&'a T> {
        match self {
            Self::One(found) => Some(found),
            Self::None | Self::Several(_) => None,
        }
    }

    fn from_found(found: Vec<&'a T>) -> Self {
        match found.as_slice() {
            [] => Self::None,
            [one] => Self::One(one),
            _ => Self::Several(found),
        }
    }
}

/// An entry that can be called by several writings.
pub(super) trait Named {
    /// The highest number that cards have room for.
    const MOST: u16 = u8::MAX as u16;
    fn number(&self) -> u16;
    /// Exact writings with the fields they stand in; no two entries share one.
    fn writings(&self) -> Vec<(&'static str, &str)>;
    /// Writings that several entries may share.
    fn shared_writings(&self) -> &[String] {
        &[]
    }
}

pub(super) fn find<'a, T: Named>(
    entries: impl Iterator<Item = &'a T> + Clone,
    writing: &str,
) -> Lookup<'a, T> {
    let wanted = plain(writing);
    if wanted.is_empty() {
        return Lookup::None;
    }
    let exact = |entry: &&T| {
        entry.number().to_string() == wanted || entry.writings().iter().any(|(_, name)| plain(name) == wanted)
    };
    let found: Vec<_> = entries.clone().filter(exact).collect();
    if !found.is_empty() {
        return Lookup::from_found(found);
    }
    let shared = |entry: &&T| entry.shared_writings().iter().any(|name| plain(name) == wanted);
    Lookup::from_found(entries.filter(shared).collect())
}

/// The entries that a writing may become when it goes on: those that it calls already, else those with a writing that
/// begins so, else those that sound so. Nothing written: all.
pub(super) fn like<'a, T: Named>(entries: impl Iterator<Item = &'a T> + Clone, begun: &str) -> Vec<&'a T> {
    let (wanted, query) = (plain(begun), Query::new(begun));
    let with = |meant: &dyn Fn(&str) -> bool| -> Vec<&'a T> {
        entries.clone().filter(|entry| entry.writings().iter().any(|(_, name)| meant(name))).collect()
    };
    match find(entries.clone(), begun) {
        Lookup::One(one) => return vec![one],
        Lookup::Several(several) => return several,
        Lookup::None => {}
    }
    let begin = with(&|name| plain(name).starts_with(&wanted));
    if begin.is_empty() && !query.is_empty() {
        return with(&|name| query.begins(&pinyin::key(name), name));
    }
    begin
}

/// Blanks gone, full-width twins made narrow, Latin letters small.
pub(super) fn plain(writing: &str) -> String {
    half_width(writing).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
