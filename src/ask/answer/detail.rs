//! One thing whole: its fields and lists, its history, what can be done to it.

use serde::{Deserialize, Serialize};

use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::Id;

/// One line of a record's detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailLine {
    /// 标签; empty: a continuation or a heading.
    pub label: String,
    /// Words.
    pub text: String,
    /// What Enter opens.
    pub link: Id,
}

/// One line of a history; without an entry it says why there is nothing to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Entry.
    pub seq: u64,
    /// When, `2026-11-23 08:31`.
    pub at: String,
    /// Who.
    pub officer: String,
    /// Which record.
    pub id: Id,
    /// What, in a sentence.
    pub text: String,
    /// Why; may be empty.
    pub why: String,
    /// Taken back since.
    pub undone: bool,
}

/// What can be done to a record now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The transition.
    pub deed: Deed,
    /// Its letter.
    pub key: char,
    /// Its name.
    pub name: String,
}

/// What the state of a hazard allows and its record or the officer's role forbids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// The transition.
    pub deed: Deed,
    /// Why not.
    pub why: String,
    /// What to do instead.
    pub hint: String,
}

/// A thing whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// Its number.
    pub id: Id,
    /// 中文名 of its kind.
    pub kind: String,
    /// The words it is called by.
    pub title: String,
    /// State in a word; may be empty.
    pub state: String,
    /// Its version, for a later [`Command::Amend`](crate::model::command::Command::Amend).
    pub version: u32,
    /// Fields and parts, in the order of the ledger.
    pub lines: Vec<DetailLine>,
    /// Canonical text of every filled field.
    pub fields: Fields,
    /// Lists that belong to it: 隐患, 检查, 自查, 演练, 培训 …, each with its lines.
    pub related: Vec<(String, Vec<DetailLine>)>,
    /// The duties that it counts for, or that its subject still lacks, in words.
    pub duties: Vec<String>,
    /// Its history, newest first.
    pub history: Vec<HistoryLine>,
    /// What can be done now (hazards).
    pub offers: Vec<Offer>,
    /// What its state would allow, and why it is not offered (hazards).
    pub barred: Vec<Barred>,
}
