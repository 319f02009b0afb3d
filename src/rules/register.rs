//! Finding an enterprise among tens of thousands, once for each of a hundred thousand records.

use crate::model::card::EnterpriseCard;
use crate::model::id::Id;

/// Where each enterprise stands among the cards. Numbers of a month follow each other nearly without a gap, so that the
/// first guess is nearly always right; the cards themselves are never touched.
pub struct Register {
    ids: Vec<Id>,
    months: Vec<Month>,
}

struct Month {
    /// Month of entry with the code of the satellite, as in the id.
    head: u64,
    from: usize,
    to: usize,
    first: u32,
}

fn head(id: Id) -> u64 {
    id.to_bits() >> 32
}

impl Register {
    /// Of cards sorted by id.
    pub fn of(cards: &[EnterpriseCard]) -> Register {
        let ids: Vec<Id> = cards.iter().map(|card| card.id).collect();
        let mut months = Vec::new();
        let mut from = 0;
        while let Some(id) = ids.get(from) {
            let rest = ids.get(from..).unwrap_or_default();
            let to = from + rest.partition_point(|other| head(*other) <= head(*id));
            months.push(Month { head: head(*id), from, to, first: id.number() });
            from = to;
        }
        Register { ids, months }
    }

    /// Place of the enterprise among the cards that the register was made of.
    pub fn find(&self, id: Id) -> Option<usize> {
        let at = self.months.binary_search_by_key(&head(id), |month| month.head).ok()?;
        let month = self.months.get(at)?;
        let guess = month.from + id.number().checked_sub(month.first)? as usize;
        if self.ids.get(guess) == Some(&id) {
            return Some(guess);
        }
        let of_month = self.ids.get(month.from..month.to)?;
        of_month.binary_search(&id).ok().map(|at| month.from + at)
    }
}
