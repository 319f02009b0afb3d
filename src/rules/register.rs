//! Finding the card of an enterprise among tens of thousands, once for each of a hundred thousand records.

use crate::model::card::EnterpriseCard;
use crate::model::id::Id;

/// Where the enterprises of each month of entry stand in the slice. Numbers of a month follow each other nearly without a
/// gap, so that the first guess is nearly always right.
pub struct Register {
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
        let mut months = Vec::new();
        let mut from = 0;
        while let Some(card) = cards.get(from) {
            let head = head(card.id);
            let rest = cards.get(from..).unwrap_or_default();
            let to = from + rest.partition_point(|c| c.id.to_bits() >> 32 <= head);
            months.push(Month { head, from, to, first: card.id.number() });
            from = to;
        }
        Register { months }
    }

    /// Place and card of the enterprise in the slice that the register was made of.
    pub fn find<'c>(&self, id: Id, cards: &'c [EnterpriseCard]) -> Option<(usize, &'c EnterpriseCard)> {
        let at = self.months.binary_search_by_key(&head(id), |month| month.head).ok()?;
        let month = self.months.get(at)?;
        let guess = month.from + id.number().checked_sub(month.first)? as usize;
        if let Some(card) = cards.get(guess).filter(|card| card.id == id) {
            return Some((guess, card));
        }
        let of_month = cards.get(month.from..month.to)?;
        let place = month.from + of_month.binary_search_by_key(&id, |card| card.id).ok()?;
        cards.get(place).map(|card| (place, card))
    }
}
