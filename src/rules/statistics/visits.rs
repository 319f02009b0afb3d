//! Visits (检查) as far as they are counted.

use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::id::Kind;
use crate::rules::facts::Facts;

/// Every visit up to the day of the facts that was not declared void.
pub(super) fn all<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a EvidenceCard> {
    let as_of = facts.as_of;
    let counts = move |card: &&EvidenceCard| {
        card.date <= as_of && !card.date.is_none() && !card.is(evidence_flag::VOID)
    };
    facts.evidence_of(Kind::Inspection).iter().filter(counts)
}

/// Did it find nothing (结论)?
pub(super) fn found_nothing(card: &EvidenceCard) -> bool {
    !card.is(evidence_flag::FOUND)
}
