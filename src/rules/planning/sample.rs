//! 抽查: a sample that its seed alone decides, so that anybody can draw it again (20 回头看抽查名单、半年督导). Each record has a
//! place of its own under a seed: one more record moves no other.

use crate::model::id::Id;

/// So many of `ids`, in the order of their places under the seed.
pub fn draw(seed: u64, ids: impl IntoIterator<Item = Id>, count: usize) -> Vec<Id> {
    let mut placed: Vec<(u64, Id)> = ids.into_iter().map(|id| (place(seed, id), id)).collect();
    placed.sort_unstable();
    placed.dedup();
    placed.into_iter().take(count).map(|(_, id)| id).collect()
}

fn place(seed: u64, id: Id) -> u64 {
    let hash = blake3::hash(format!("{seed} {id}").as_bytes());
    let first = hash.as_bytes().first_chunk::<8>();
    first.map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Kind;

    fn ids(count: u32) -> Vec<Id> {
        (1..=count).map(|number| Id::new(Kind::Enterprise, 320, number)).collect()
    }

    #[test]
    fn one_seed_draws_one_sample_whatever_the_order() {
        let forward = draw(7, ids(200), 5);
        assert_eq!(forward, draw(7, ids(200).into_iter().rev(), 5));
        assert_ne!(forward, draw(8, ids(200), 5));
        assert_eq!(forward.len(), 5);
    }

    #[test]
    fn one_more_record_changes_at_most_one_place_of_the_sample() {
        let (before, after) = (draw(7, ids(200), 5), draw(7, ids(201), 5));
        assert!(before.iter().filter(|id| !after.contains(id)).count() <= 1);
    }

    #[test]
    fn fewer_records_than_asked_for_are_all_of_them() {
        assert_eq!(draw(1, ids(3), 5).len(), 3);
    }
}
