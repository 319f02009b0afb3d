//! Facts. An [`Event`] happened and may not be refused; the journal keeps it for ever under its stable name.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::case::Officer;
use super::field::Fields;
use super::hazard::deeds::Deed;
use super::id::Id;
use crate::calendar::Day;

/// A moment by the owner's clock (UTC+8).
pub type Stamp = DateTime<FixedOffset>;

/// A fact about one record. The record is the fold of its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The record it is about.
    pub id: Id,
    /// What happened.
    pub fact: Fact,
    /// Why, in the officer's words; may be empty where nothing asks for a reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What happened to a record. Names are stable: an old journal is read by every later version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A record was entered with these fields.
    Entered {
        /// Filled fields.
        fields: Fields,
    },
    /// Fields were changed. With a day: a change in the world from that day on; without: a correction.
    Amended {
        /// New values; an empty one takes the value away.
        fields: Fields,
        /// 生效日 of a change in the world.
        #[serde(default, skip_serializing_if = "is_none")]
        effective_on: Day,
    },
    /// The record was declared void (作废); it stays readable.
    Voided,
    /// A hazard went through a transition of the table.
    Acted {
        /// Which.
        deed: Deed,
        /// What was asked and answered, and the state it was judged to lead to under key `to`.
        fields: Fields,
    },
    /// A whole document of basics (plan, duties, units, holidays …) was loaded in this version.
    Loaded {
        /// File name of the document, `plan.toml`.
        name: String,
        /// Its text.
        text: String,
    },
    /// The group of entries that begins at `group` is taken back for this record. Taking back an `Undone` restores.
    Undone {
        /// Sequence number of the group's first entry.
        group: u64,
    },
}

fn is_none(day: &Day) -> bool {
    day.is_none()
}

fn is_nobody(person: &Id) -> bool {
    !person.is_some()
}

/// Marks a wish, so that a seat that lost its line can find out whether it was granted. Unique per seat and wish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ticket(pub String);

/// A line of the journal without its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 …
    pub seq: u64,
    /// When it was entered.
    pub at: Stamp,
    /// Who entered it.
    pub officer: String,
    /// Number of that person in the register, where an account named one: two may have one name. Journals before this have none.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub person: Id,
    /// The wish it came from.
    pub ticket: Ticket,
    /// Sequence number of the first entry of its group: a group is all or nothing.
    pub group: u64,
    /// Position in the group, from 1.
    pub i: u32,
    /// Size of the group.
    pub of: u32,
    /// The highest sequence number known to be on the disk when this was written.
    pub durable: u64,
    /// The fact.
    pub event: Event,
}

impl Entry {
    /// Did this officer enter it? By number where the entry says it, by name otherwise.
    pub fn is_by(&self, officer: &Officer) -> bool {
        self.person.opt().map_or(self.officer == officer.name, |person| person == officer.person)
    }
}
