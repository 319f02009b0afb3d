//! A window of an ordered list, placed by a record and not by an offset.

use super::answer::Page;
use super::query::Window;
use crate::model::id::Id;

/// Cuts `window` out of `order` and makes a row of each id.
pub fn cut<T>(
    order: &[Id],
    total: usize,
    seq: u64,
    window: Window,
    row: impl FnMut(Id) -> Option<T>,
) -> Page<T> {
    let last = order.len().saturating_sub(1);
    let rank = window.anchor.opt().and_then(|anchor| rank_of(order, anchor, window.rank as usize));
    let rank = rank.unwrap_or(window.rank as usize).min(last);
    let rank = rank.saturating_add_signed(window.step as isize).min(last);
    let first = rank.saturating_sub(window.above as usize);
    let end = (rank + window.below as usize + 1).min(order.len());
    let rows: Vec<T> = order.get(first..end).unwrap_or_default().iter().copied().filter_map(row).collect();
    Page {
        at: (rank - first).min(rows.len().saturating_sub(1)) as u32,
        rows,
        first: first as u32,
        matched: order.len() as u32,
        total: total as u32,
        seq,
    }
}

/// Where the record stands now; looked for around its last rank first, since lists change little between two questions.
fn rank_of(order: &[Id], id: Id, near: usize) -> Option<usize> {
    const REACH: usize = 64;
    let from = near.saturating_sub(REACH).min(order.len());
    let to = (near + REACH).min(order.len());
    let close = order.get(from..to).unwrap_or_default().iter().position(|one| *one == id);
    close.map(|at| from + at).or_else(|| order.iter().position(|one| *one == id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Kind;

    fn ids(n: u32) -> Vec<Id> {
        (1..=n).map(|i| Id::new(Kind::Hazard, 322, i)).collect()
    }

    fn window(anchor: u32, rank: u32, step: i32) -> Window {
        let anchor = if anchor == 0 { Id::NONE } else { Id::new(Kind::Hazard, 322, anchor) };
        Window { anchor, rank, step, above: 2, below: 2 }
    }

    #[test]
    fn the_window_follows_its_record_when_rows_come_before_it() {
        let page = cut(&ids(100), 100, 1, window(50, 10, 0), |id| Some(id.number()));
        assert_eq!((page.rows, page.first, page.at), (vec![48, 49, 50, 51, 52], 47, 2));
    }

    #[test]
    fn a_record_that_left_gives_its_place_to_the_next() {
        let order: Vec<Id> = ids(100).into_iter().filter(|id| id.number() != 50).collect();
        let page = cut(&order, 100, 1, window(50, 49, 0), |id| Some(id.number()));
        assert_eq!((page.rows.get(page.at as usize), page.matched), (Some(&51), 99));
    }

    #[test]
    fn steps_stop_at_both_ends() {
        let up = cut(&ids(5), 5, 1, window(2, 1, -9), |id| Some(id.number()));
        assert_eq!((up.first, up.at), (0, 0));
        let down = cut(&ids(5), 5, 1, window(2, 1, i32::MAX), |id| Some(id.number()));
        assert_eq!(down.rows.get(down.at as usize), Some(&5));
        let none = cut(&[], 5, 1, window(0, 0, 3), |id| Some(id.number()));
        assert!(none.rows.is_empty());
    }
}
