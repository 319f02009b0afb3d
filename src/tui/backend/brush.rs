//! Cells, moves and scrolling as bytes.

use std::io::{self, Write};

use ratatui::buffer::{Cell, CellWidth};

use super::grid::{end, is_covered};
use super::pen::Pen;
use super::shift::Shift;
use super::slide::Slide;

/// Writes one frame.
pub struct Brush<'a> {
    to: &'a mut Vec<u8>,
    at: At,
    pen: Pen,
    trusts_widths: bool,
}

/// Where the cursor stands.
#[derive(Clone, Copy)]
enum At {
    /// Nobody knows.
    Anywhere,
    /// Somewhere in a row: the terminal may have drawn what was written last wider or narrower than it is counted.
    Row(usize),
    /// In a column of a row.
    Cell(usize, usize),
}

/// Bytes of a move within a row.
const MOVE: usize = 4;
/// So near to the right edge a terminal may have gone on in the next row.
const EDGE: usize = 8;
/// From so many blanks on, the end of a row is erased.
const ERASED: usize = 4;

impl<'a> Brush<'a> {
    /// With a plain pen, which it lays down again.
    pub fn new(to: &'a mut Vec<u8>, trusts_widths: bool) -> Brush<'a> {
        Brush { to, at: At::Anywhere, pen: Pen::default(), trusts_widths }
    }

    /// Scrolls a region. Lines are deleted or put in at its first row, since the console of Linux has no scrolling by itself;
    /// what comes in is blank as long as the pen is plain.
    pub fn shift(&mut self, shift: &Shift) -> io::Result<()> {
        let (top, bottom) = (shift.top + 1, shift.bottom);
        let (by, how) = (shift.by.unsigned_abs(), if shift.by > 0 { 'M' } else { 'L' });
        write!(self.to, "\x1b[{top};{bottom}r\x1b[{top}H\x1b[{by}{how}\x1b[r")?;
        self.at = At::Anywhere;
        Ok(())
    }

    /// Makes a row of another of the same length.
    pub fn row(&mut self, y: usize, old: &[Cell], new: &[Cell]) -> io::Result<()> {
        // Where widths are not certain, nor are the columns in which something would be put.
        let slide = if self.trusts_widths { Slide::between(old, new) } else { None };
        match slide {
            Some(slide) => {
                self.slide(y, &slide)?;
                self.cells(y, &slide.of(old), new)
            }
            None => self.cells(y, old, new),
        }
    }

    /// What comes in is blank as long as the pen leaves blanks.
    fn slide(&mut self, y: usize, slide: &Slide) -> io::Result<()> {
        self.lay_down()?;
        self.go(slide.at, y)?;
        let (by, how) = (slide.by.unsigned_abs(), if slide.by > 0 { '@' } else { 'P' });
        write!(self.to, "\x1b[{by}{how}")
    }

    fn cells(&mut self, y: usize, old: &[Cell], new: &[Cell]) -> io::Result<()> {
        let end = end(new);
        for x in (0..new.len()).filter(|x| old[*x] != new[*x] && !is_covered(&new[*x])) {
            if x >= end && new.len() - x >= ERASED {
                return self.erase_from(x, y);
            }
            self.bridge(x, y, new)?;
            self.cell(x, y, &new[x])?;
            if matches!(self.at, At::Row(_)) && x + EDGE > new.len() {
                self.at = At::Anywhere;
            }
        }
        Ok(())
    }

    /// Writes the few cells again that lie between the cursor and a column, where that is shorter than a move.
    fn bridge(&mut self, x: usize, y: usize, row: &[Cell]) -> io::Result<()> {
        let At::Cell(from, at) = self.at else { return Ok(()) };
        if at != y || !(from..from + MOVE).contains(&x) {
            return Ok(());
        }
        let is_ready =
            |cell: &Cell| Pen::of(cell) == self.pen || *cell == Cell::EMPTY && self.pen.leaves_blanks();
        if row[from..x].iter().all(|cell| cell.symbol().len() == 1 && is_ready(cell)) {
            (from..x).try_for_each(|x| self.cell(x, y, &row[x]))?;
        }
        Ok(())
    }

    /// Lays the pen down.
    pub fn rest(mut self) -> io::Result<()> {
        self.take(Pen::default())
    }

    fn erase_from(&mut self, x: usize, y: usize) -> io::Result<()> {
        self.lay_down()?;
        self.go(x, y)?;
        self.to.write_all(b"\x1b[K")
    }

    /// What is erased now or comes in is blank.
    fn lay_down(&mut self) -> io::Result<()> {
        if self.pen.leaves_blanks() { Ok(()) } else { self.take(Pen::default()) }
    }

    fn cell(&mut self, x: usize, y: usize, cell: &Cell) -> io::Result<()> {
        self.go(x, y)?;
        if *cell != Cell::EMPTY || !self.pen.leaves_blanks() {
            self.take(Pen::of(cell))?;
        }
        let (symbol, cells) = (cell.symbol(), usize::from(cell.cell_width()));
        if cells > 1 && !is_single(symbol) {
            // Some terminals draw it narrow, and what stood at its right would be left there.
            write!(self.to, "{:cells$}", "")?;
            self.at = At::Cell(x + cells, y);
            self.go(x, y)?;
        }
        self.to.write_all(symbol.as_bytes())?;
        self.at = if self.is_certain(symbol) { At::Cell(x + cells, y) } else { At::Row(y) };
        Ok(())
    }

    /// Is the cursor where the width of what was written says? Of ASCII always, of Chinese as the terminal has shown; for
    /// everything rarer the tables of terminals differ too much.
    fn is_certain(&self, symbol: &str) -> bool {
        let mut chars = symbol.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { return false };
        c.is_ascii() || self.trusts_widths && is_chinese(c)
    }

    fn go(&mut self, x: usize, y: usize) -> io::Result<()> {
        match self.at {
            At::Cell(from, row) if (from, row) == (x, y) => return Ok(()),
            At::Cell(from, row) if row == y && from < x => write!(self.to, "\x1b[{}C", x - from)?,
            At::Row(row) if row == y => write!(self.to, "\x1b[{}G", x + 1)?,
            _ if x == 0 => write!(self.to, "\x1b[{}H", y + 1)?,
            _ => write!(self.to, "\x1b[{};{}H", y + 1, x + 1)?,
        }
        self.at = At::Cell(x, y);
        Ok(())
    }

    fn take(&mut self, pen: Pen) -> io::Result<()> {
        let change = self.pen.change(pen);
        self.pen = pen;
        self.to.write_all(change.as_bytes())
    }
}

fn is_single(symbol: &str) -> bool {
    symbol.chars().nth(1).is_none()
}

/// Characters and signs of Chinese text that are two cells wide wherever Chinese is: 。、「」, 汉字, full-width forms.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303d}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
}
