//! Cards: what lists, queues, matrices and searches need to know of a record, small enough to keep all of them in memory.
//!
//! A card is derived from its row alone; the store keeps cards beside the rows in packed blocks so that opening reads
//! little. Units and industries stand on cards by their stable small numbers (`no` in the basics), 0 for unknown.
//!
//! - `hazard`, `enterprise`: the two nouns that are listed; `evidence`: everything that counts for a duty

mod enterprise;
mod evidence;
mod hazard;

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::id::Id;
use super::person::Person;
use super::row::{Body, Row};
use super::snooze::Snooze;
use super::waiver::Waiver;

pub use enterprise::{EnterpriseCard, SpanCard, enterprise_flag};
pub use evidence::{EvidenceCard, counted, evidence_flag};
pub use hazard::{HazardCard, WORDS_END, hazard_flag};

/// A record at a glance, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Card {
    /// 隐患, with the text it is searched by: the description, and after [`WORDS_END`] what else it is found by.
    Hazard(HazardCard, String),
    /// 企业
    Enterprise(EnterpriseCard),
    /// Everything that is evidence for a duty.
    Evidence(EvidenceCard),
    /// 人员
    Person(Id, Person),
    /// 豁免
    Waiver(Id, Waiver),
    /// 暂缓
    Snooze(Id, Snooze),
}

impl Card {
    /// The record it is of.
    pub fn id(&self) -> Id {
        match self {
            Card::Hazard(card, _) => card.id,
            Card::Enterprise(card) => card.id,
            Card::Evidence(card) => card.id,
            Card::Person(id, _) | Card::Waiver(id, _) | Card::Snooze(id, _) => *id,
        }
    }

    /// The card of a row; [`None`] for nouns that no list needs (documents) and for void records of small nouns.
    pub fn of(row: &Row, basics: &Basics) -> Option<Card> {
        let small = !row.is_void();
        match &row.body {
            Body::Hazard(hazard) => {
                Some(Card::Hazard(hazard::card(row, hazard, basics), hazard::search_text(hazard)))
            }
            Body::Enterprise(enterprise) => enterprise::card(row, enterprise, basics).map(Card::Enterprise),
            Body::Person(person) => small.then(|| Card::Person(row.id, (**person).clone())),
            Body::Waiver(waiver) => small.then(|| Card::Waiver(row.id, (**waiver).clone())),
            Body::Snooze(snooze) => small.then(|| Card::Snooze(row.id, (**snooze).clone())),
            Body::Document(_) => None,
            _ => evidence::card(row, basics).map(Card::Evidence),
        }
    }
}

/// The number names are kept by on cards.
pub fn name_crc(name: &str) -> u32 {
    if name.is_empty() { 0 } else { crc32fast::hash(name.as_bytes()) }
}

/// Position of `word` in `list`, from 1; 0 when it is not there.
pub(super) fn index_in(list: &[&str], word: &str) -> u8 {
    list.iter().position(|w| *w == word).map_or(0, |i| i as u8 + 1)
}

/// The bits that are set, of many.
fn wide_bits(set: &[(u32, bool)]) -> u32 {
    set.iter().filter(|(_, is_set)| *is_set).map(|(bit, _)| bit).sum()
}

/// The bits that are set.
fn bits<T: Copy + std::iter::Sum>(set: &[(T, bool)]) -> T {
    set.iter().filter(|(_, is_set)| *is_set).map(|(bit, _)| *bit).sum()
}
