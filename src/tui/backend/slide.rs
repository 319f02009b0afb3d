//! The end of a row that only moved sideways: what the line of keys does when one of them comes or goes.

use ratatui::buffer::Cell;

use super::grid::{end, is_covered};
use super::shift::cost;

/// Everything from a column on, moved to the right or to the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slide {
    /// Where cells are put in or taken out.
    pub at: usize,
    /// Cells put in; negative: taken out.
    pub by: isize,
}

/// Bytes that a slide costs by itself: a move and the slide.
const COST: usize = 11;

impl Slide {
    /// The slide that brings the end of one row to that of another of the same length; [`None`]: it saves nothing.
    pub fn between(old: &[Cell], new: &[Cell]) -> Option<Slide> {
        let (from, to) = (end(old), end(new));
        let by = to as isize - from as isize;
        let same =
            old[..from].iter().rev().zip(new[..to].iter().rev()).take_while(|(old, new)| old == new).count();
        // No character is cut: neither the first one that stays nor the one that comes in its place.
        let is_cut = |same: &usize| is_covered(&old[from - same]) || is_covered(&old[from.min(to) - same]);
        let same = (1..=same).rev().find(|same| !is_cut(same))?;
        let slide = Slide { at: from.min(to) - same, by };
        (by != 0 && cost(&slide.of(old), new) + COST < cost(old, new)).then_some(slide)
    }

    /// What a row is made by it.
    pub fn of(&self, row: &[Cell]) -> Vec<Cell> {
        let cells = self.by.unsigned_abs();
        let (blank, mut slid) = (vec![Cell::EMPTY; cells], row.to_vec());
        if self.by > 0 {
            slid.splice(self.at..self.at, blank);
            slid.truncate(row.len());
        } else {
            slid.drain(self.at..self.at + cells);
            slid.extend(blank);
        }
        slid
    }
}
