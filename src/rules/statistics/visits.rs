//! Visits (检查) as far as they are counted.

use crate::model::card::{EvidenceCard, evidence_flag};

/// Did it find nothing (结论)?
pub(super) fn found_nothing(card: &EvidenceCard) -> bool {
    !card.is(evidence_flag::FOUND)
}
