//! 职责记忆: the department that took such a hazard last. The notice asks for 及时移交 (三(四)) and does not say to whom; a
//! department that has accepted the like before is a good guess, and no more than that.

use std::cmp::Reverse;

use crate::calendar::Day;
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::hazard::State;
use crate::model::id::Id;
use crate::rules::facts::Facts;

/// Who accepted a hazard of this kind last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Number of the department.
    pub department: u8,
    /// 签收日
    pub on: Day,
    /// The hazard.
    pub hazard: Id,
}

/// What a hazard is like: where it is and of which kind, by the numbers on cards; 0 and [`Id::NONE`] where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Like {
    /// The hazard itself, which does not count.
    pub id: Id,
    /// 类别
    pub category: u8,
    /// 企业
    pub enterprise: Id,
    /// 乡镇
    pub township: u8,
}

/// The last acceptance of a hazard of the same kind: at the same premises, else in the same township, else anywhere. [`None`]
/// where none was accepted, or where the kind is not known.
pub fn accepted_before(facts: &Facts, like: Like) -> Option<Accepted> {
    if like.category == 0 {
        return None;
    }
    let counts = |card: &&HazardCard| {
        let is_like = card.category == like.category && card.id != like.id;
        // Whoever sent it back did not accept it.
        let is_kept = card.department != 0 && card.is(hazard_flag::HANDED_OVER);
        let is_taken = is_kept && !card.accepted_on.is_none() && card.accepted_on <= facts.as_of;
        is_like && is_taken && !matches!(card.state, State::Voided | State::Merged | State::TransferPending)
    };
    let nearness = |card: &HazardCard| {
        let is_same = like.enterprise.is_some() && card.enterprise == like.enterprise;
        (is_same, card.township == like.township && like.township != 0)
    };
    let found = facts.hazards.iter().filter(counts);
    let found = found.max_by_key(|card| (nearness(card), card.accepted_on, Reverse(card.id)))?;
    Some(Accepted { department: found.department, on: found.accepted_on, hazard: found.id })
}
