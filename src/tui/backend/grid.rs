//! What stands on the screen, cell by cell.

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use super::shift::Shift;

/// The right half of a wide character.
const COVERED: Cell = Cell::new("");

/// What of a style is seen where nothing is written.
pub const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// The rows, top to bottom, all of the same length.
#[derive(Default)]
pub struct Grid {
    rows: Vec<Vec<Cell>>,
}

/// Is it the right half of a wide character?
pub fn is_covered(cell: &Cell) -> bool {
    cell.symbol().is_empty()
}

/// Does it look like a cell that nothing was ever drawn on?
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(SEEN_ON_BLANK)
}

/// Column behind the last cell of a row on which something is seen.
pub fn end(row: &[Cell]) -> usize {
    row.iter().rposition(|cell| *cell != Cell::EMPTY).map_or(0, |last| last + 1)
}

impl Grid {
    /// As a frame says.
    pub fn of(frame: &Buffer) -> Grid {
        let width = usize::from(frame.area.width).max(1);
        Grid { rows: frame.content.chunks(width).map(row).collect() }
    }

    /// Nothing, of the same size.
    pub fn blank(&self) -> Grid {
        Grid { rows: self.rows.iter().map(|row| vec![Cell::EMPTY; row.len()]).collect() }
    }

    /// Of the same size?
    pub fn is_as_large_as(&self, other: &Grid) -> bool {
        let size = |grid: &Grid| (grid.rows.len(), grid.rows.first().map_or(0, Vec::len));
        size(self) == size(other)
    }

    /// Top to bottom.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Moves rows as the terminal does when it scrolls.
    pub fn shift(&mut self, shift: &Shift) {
        let region = &mut self.rows[shift.top..shift.bottom];
        let (by, kept) = (shift.by.unsigned_abs(), region.len() - shift.by.unsigned_abs());
        let gone = if shift.by > 0 {
            region.rotate_left(by);
            &mut region[kept..]
        } else {
            region.rotate_right(by);
            &mut region[..by]
        };
        gone.iter_mut().for_each(|row| row.fill(Cell::EMPTY));
    }
}

/// What of half a wide character is left at the edge is blank, as a terminal leaves it.
fn row(cells: &[Cell]) -> Vec<Cell> {
    let mut row: Vec<Cell> = Vec::with_capacity(cells.len());
    for cell in cells {
        let is_half = row.last().is_some_and(|last| last.cell_width() > 1);
        let is_cut = cell.cell_width() > 1 && row.len() + 1 == cells.len();
        row.push(match cell {
            _ if is_half => COVERED,
            cell if is_blank(cell) || is_cut => Cell::EMPTY,
            cell => cell.clone(),
        });
    }
    row
}
