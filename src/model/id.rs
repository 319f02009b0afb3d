//! Numbers people quote in letters: `H2611-0042` — kind, month of entry, running number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::noun::nouns;

macro_rules! kinds {
    ($($module:ident $noun:ident $letter:literal)*) => {
        /// What a number stands for: the letter it begins with, which is the discriminant and part of every stored key.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Kind {
            /// 基础数据文档（方案、单位、义务规则、节假日 …）
            Document = b'B',
            $(#[doc = concat!("[`", stringify!($noun), "`](super::", stringify!($module), "::", stringify!($noun), ")")]
            $noun = $letter,)*
        }

        impl Kind {
            /// Every kind in the order of the table of nouns.
            pub const TABLE: &[Kind] = &[Kind::Document, $(Kind::$noun,)*];
        }
    };
}
nouns!(kinds);

/// The table by letter, as numbers sort.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const fn by_letter() -> [Kind; Kind::TABLE.len()] {
    let mut all = [Kind::Document; Kind::TABLE.len()];
    let mut letter = 0;
    let mut placed = 0;
    while letter < u8::MAX {
        let mut at = 0;
        while at < Kind::TABLE.len() {
            if Kind::TABLE[at] as u8 == letter {
                all[placed] = Kind::TABLE[at];
                placed += 1;
            }
            at += 1;
        }
        letter += 1;
    }
    all
}

impl Kind {
    /// Every kind, by letter.
    pub const ALL: [Kind; Kind::TABLE.len()] = by_letter();

    /// The kind whose numbers begin with `letter`.
    pub fn of_letter(letter: char) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.letter() == letter.to_ascii_uppercase())
    }

    /// The letter its numbers begin with.
    pub fn letter(self) -> char {
        self as u8 as char
    }
}

/// The number of a record. Packed so that ids sort by kind, then month, then running number.
///
/// `kind 8 bit | month 16 bit (months since 2000-01) | satellite 8 bit (0 or a letter) | number 32 bit`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(u64);

impl Id {
    /// No record.
    pub const NONE: Id = Id(0);

    /// The `number`-th record of `kind` entered in `month` (months since 2000-01).
    pub fn new(kind: Kind, month: u16, number: u32) -> Id {
        Id((kind as u64) << 56 | u64::from(month) << 40 | u64::from(number))
    }

    /// The packed form, as it stands in store keys.
    pub fn to_bits(self) -> u64 {
        self.0
    }

    /// Back from the packed form; [`None`] when the kind byte is not a [`Kind`].
    pub fn from_bits(bits: u64) -> Option<Id> {
        let id = Id(bits);
        (bits == 0 || id.kind_opt().is_some()).then_some(id)
    }

    fn kind_opt(self) -> Option<Kind> {
        Kind::of_letter((self.0 >> 56) as u8 as char)
    }

    /// What it stands for; [`Kind::Document`] for [`Id::NONE`], which nobody asks.
    pub fn kind(self) -> Kind {
        self.kind_opt().unwrap_or(Kind::Document)
    }

    /// Months since 2000-01 of the month of entry.
    pub fn month(self) -> u16 {
        (self.0 >> 40) as u16
    }

    /// The running number within the month.
    pub fn number(self) -> u32 {
        self.0 as u32
    }

    /// Is there a record at all?
    pub fn is_some(self) -> bool {
        self != Id::NONE
    }

    /// [`None`] instead of [`Id::NONE`].
    pub fn opt(self) -> Option<Id> {
        self.is_some().then_some(self)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(kind) = self.kind_opt() else { return Ok(()) };
        let month = self.month();
        let satellite = (self.0 >> 32) as u8;
        write!(f, "{}{:02}{:02}-", kind.letter(), month / 12, month % 12 + 1)?;
        if satellite != 0 {
            write!(f, "{}", satellite as char)?;
        }
        write!(f, "{:04}", self.number())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a number like `H2611-0042`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("编号写法不对：{0}（应如 H2611-0042）")]
pub struct BadId(pub String);

impl FromStr for Id {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Id, BadId> {
        parse(text.trim()).ok_or_else(|| BadId(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Id> {
    if text.is_empty() {
        return Some(Id::NONE);
    }
    let (head, tail) = text.split_once('-')?;
    let mut letters = head.chars();
    let kind = Kind::of_letter(letters.next()?)?;
    let digits = letters.as_str();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: u16 = digits.get(..2)?.parse().ok()?;
    let month: u16 = digits.get(2..)?.parse().ok().filter(|m| (1..=12).contains(m))?;
    let satellite = tail.chars().next().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase());
    let number = if satellite.is_some() { tail.get(1..)? } else { tail };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let id = Id::new(kind, year * 12 + month - 1, number.parse().ok()?);
    Some(Id(id.0 | satellite.map_or(0, |c| (c as u64) << 32)))
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.collect_str(self) } else { to.serialize_u64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        use serde::de::Error;
        if from.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
            text.parse().map_err(D::Error::custom)
        } else {
            let bits = u64::deserialize(from)?;
            Id::from_bits(bits).ok_or_else(|| D::Error::custom("not an id"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_was_written() {
        for text in ["H2611-0042", "E2405-0001", "H2611-W0042", "H2612-123456"] {
            assert_eq!(text.parse::<Id>().unwrap().to_string(), text);
        }
        assert_eq!("h2611-42".parse::<Id>().unwrap().to_string(), "H2611-0042");
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["H2613-0001", "O2611-0001", "H261-0001", "H2611", "H2611-", "H2611-x", "2611-0001"] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_sort_by_kind_then_month_then_running_number() {
        let of = |t: &str| t.parse::<Id>().unwrap();
        assert!(of("H2611-9999") < of("H2612-0001"));
        assert!(of("H2611-0002") < of("H2611-0010"));
        assert!(of("E2612-0001") < of("H2405-0001"));
    }
}
