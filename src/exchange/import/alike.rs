//! Names that are nearly the same, found without comparing everybody with everybody.
//!
//! Shops of a town share their trade (`生鲜便利店`) and differ by what stands in front of it. So only those are compared
//! that have a pair of neighbouring characters in common there: one character more in front (`新阿芬牛肉店`) is still met,
//! a trade alone is not.

use std::collections::HashMap;

use crate::text::{Pair, Pairs};

/// Names as alike as this may be one enterprise written twice (局内约定).
const ALIKE: f32 = 0.6;
/// Pairs at the beginning of a name that tell it from its neighbours: its first three characters.
const OWN: usize = 2;

/// Names by town, each with the index of whom it belongs to.
#[derive(Default)]
pub(super) struct Names {
    known: Vec<(Pairs, usize)>,
    /// Positions in `known` by code of the township and a pair at the beginning.
    by_pair: HashMap<String, HashMap<Pair, Vec<usize>>>,
}

impl Names {
    /// One more: the name without district and town.
    pub(super) fn add(&mut self, township: &str, core: &str, index: usize) {
        let at = self.known.len();
        self.known.push((Pairs::of(core), index));
        let of_town = self.by_pair.entry(township.to_owned()).or_default();
        for pair in own_pairs(core) {
            of_town.entry(pair).or_default().push(at);
        }
    }

    /// Whose names of the town are alike, the most alike first.
    pub(super) fn alike(&self, township: &str, core: &str) -> Vec<usize> {
        let Some(of_town) = self.by_pair.get(township) else { return Vec::new() };
        let mut near: Vec<usize> =
            own_pairs(core).iter().filter_map(|pair| of_town.get(pair)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let pairs = Pairs::of(core);
        let compared = near.into_iter().filter_map(|at| self.known.get(at));
        let mut found: Vec<(f32, usize)> = compared
            .map(|(known, index)| (pairs.similar(known), *index))
            .filter(|(alike, _)| *alike >= ALIKE)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut indexes: Vec<usize> = Vec::new();
        for (_, index) in found {
            if !indexes.contains(&index) {
                indexes.push(index);
            }
        }
        indexes
    }
}

fn own_pairs(core: &str) -> Vec<Pair> {
    let mut pairs = Pairs::in_order(core);
    pairs.truncate(OWN);
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(name: &str) -> Vec<usize> {
        let mut names = Names::default();
        let shops = ["阿芬牛肉店", "新阿芬牛肉店", "东升生鲜便利店", "惠民生鲜便利店", "阿芬牛肉面店"];
        for (index, core) in shops.into_iter().enumerate() {
            names.add("1", core, index);
        }
        names.alike("1", name)
    }

    #[test]
    fn a_name_is_met_though_a_character_is_more_less_or_other() {
        assert_eq!(alike("阿芬牛肉店"), [0, 1, 4]);
        assert_eq!(alike("老阿芬牛肉店")[0], 0);
        assert_eq!(alike("东升生鲜便利小店"), [2]);
    }

    #[test]
    fn the_same_trade_alone_is_not_the_same_name() {
        assert_eq!(alike("福满生鲜便利店"), Vec::<usize>::new());
        let mut names = Names::default();
        names.add("1", "阿芬牛肉店", 0);
        assert_eq!(names.alike("2", "阿芬牛肉店"), Vec::<usize>::new());
    }
}
