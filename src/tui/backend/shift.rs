//! Rows that only moved: what a list does when it scrolls.

use ratatui::buffer::Cell;

use super::grid::Grid;

/// Some rows of the screen, moved up or down together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// First row.
    pub top: usize,
    /// Row after the last one.
    pub bottom: usize,
    /// Rows that the content moves up by; negative: down.
    pub by: isize,
}

/// Bytes that scrolling costs by itself: the region, the scrolling, the region again.
const COST: usize = 32;
/// Bytes of a move.
const MOVE: usize = 5;

impl Shift {
    /// The shift that saves most on the way from one screen to another of the same size; [`None`]: none saves anything.
    pub fn between(old: &Grid, new: &Grid) -> Option<Shift> {
        let (old, new) = (old.rows(), new.rows());
        // A blank row is found everywhere and says nothing.
        let says = |y: &usize| old[*y] != new[*y] && left(&new[*y]).iter().any(|cell| *cell != Cell::EMPTY);
        let changed: Vec<usize> = (0..new.len()).filter(says).collect();
        let height = new.len() as isize;
        let found = (1 - height..height).filter(|by| *by != 0).filter_map(|by| found(old, new, &changed, by));
        let (_, shift) = found.max_by_key(|(rows, _)| *rows)?;
        let rows = shift.top..shift.bottom;
        let before: usize = rows.clone().map(|y| cost(&old[y], &new[y])).sum();
        let blank = vec![Cell::EMPTY; new.first().map_or(0, Vec::len)];
        let after: usize =
            rows.map(|y| cost(shift.source(y).map_or(&blank, |from| &old[from]), &new[y])).sum();
        (before > after + COST).then_some(shift)
    }

    /// The row whose content a row of the region gets; [`None`]: it comes in blank.
    fn source(&self, y: usize) -> Option<usize> {
        y.checked_add_signed(self.by).filter(|from| (self.top..self.bottom).contains(from))
    }
}

/// The changed rows that are found again `by` rows away, and the region from the first to the last of them.
fn found(old: &[Vec<Cell>], new: &[Vec<Cell>], changed: &[usize], by: isize) -> Option<(usize, Shift)> {
    let from = |y: usize| y.checked_add_signed(by).filter(|from| *from < old.len());
    let is_found = |y: &&usize| from(**y).is_some_and(|from| left(&old[from]) == left(&new[**y]));
    let rows: Vec<usize> = changed.iter().filter(is_found).copied().collect();
    let (first, last) = (*rows.first()?, *rows.last()?);
    let (top, bottom) = (first.min(from(first)?), last.max(from(last)?) + 1);
    Some((rows.len(), Shift { top, bottom, by }))
}

/// The part of a row by which it is found: beside a list stands what does not move with it.
fn left(row: &[Cell]) -> &[Cell] {
    &row[..row.len() / 2]
}

/// Bytes, about, of what has to be written: cells, and a move before each run of them.
pub fn cost(old: &[Cell], new: &[Cell]) -> usize {
    let runs = old.iter().zip(new).collect::<Vec<_>>();
    let runs = runs.chunk_by(|a, b| (a.0 == a.1) == (b.0 == b.1)).filter(|run| run[0].0 != run[0].1);
    runs.map(|run| MOVE + run.iter().map(|(_, new)| new.symbol().len()).sum::<usize>()).sum()
}
