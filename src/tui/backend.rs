//! The screen as bytes. Over a slow line a key is felt by its bytes, and ratatui's own backend spends most of them twice: a
//! cursor move after every wide character, and a list painted anew that only moved up by a row. This one keeps what stands on
//! the screen and sends what it takes to make the next frame of it. It is given whole frames: what ratatui finds changed
//! between two of them leaves out the cells beside a wide character that went (ratatui#2652).
//!
//! - [`grid`] — what stands on the screen; [`shift`] — rows that only moved, [`slide`] — the end of a row that did
//! - [`brush`] — cells, moves and scrolling as bytes; [`pen`] — the style in force

mod brush;
mod grid;
mod pen;
mod shift;
mod slide;

use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use self::brush::Brush;
use self::grid::Grid;
use self::shift::Shift;

/// Writes frames, each in one piece between the marks of a synchronized update, so that nothing half drawn is seen; terminals
/// without it ignore the marks. Of a frame that changes nothing no byte is sent.
pub struct Backend<W> {
    to: W,
    shown: Grid,
    /// Where the cursor is seen; [`None`]: nothing is known of it yet.
    cursor: Option<Option<Position>>,
    trusts_widths: bool,
}

const BEGIN: &[u8] = b"\x1b[?2026h";
/// With a plain pen, whoever wrote before.
const CLEAR: &[u8] = b"\x1b[m\x1b[2J";
const END: &[u8] = b"\x1b[?2026l";

impl<W: Write> Backend<W> {
    /// In front of a screen of which nothing is known.
    pub fn new(to: W) -> Backend<W> {
        Backend { to, shown: Grid::default(), cursor: None, trusts_widths: false }
    }

    /// The terminal has shown that it draws Chinese as wide as it is counted: no more moves between its characters. Until then
    /// every character stands where it should even if all others are drawn too wide or too narrow.
    pub fn trust_widths(&mut self) {
        self.trusts_widths = true;
    }

    /// Nothing is known of the screen any more: the next frame is painted whole.
    pub fn forget(&mut self) {
        self.shown = Grid::default();
    }

    /// Makes the screen show a frame, and the cursor where text is typed.
    ///
    /// # Errors
    /// Those of the writer; the line is lost then.
    pub fn draw(&mut self, frame: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        let next = Grid::of(frame);
        let mut bytes = Vec::new();
        if !self.shown.is_as_large_as(&next) {
            bytes.extend(CLEAR);
            self.shown = next.blank();
        }
        self.paint(&next, &mut bytes)?;
        self.put_cursor(cursor, &mut bytes)?;
        self.shown = next;
        if bytes.is_empty() {
            return Ok(());
        }
        self.to.write_all(&[BEGIN, &bytes, END].concat())?;
        self.to.flush()
    }

    fn paint(&mut self, next: &Grid, to: &mut Vec<u8>) -> io::Result<()> {
        let mut brush = Brush::new(to, self.trusts_widths);
        if let Some(shift) = Shift::between(&self.shown, next) {
            brush.shift(&shift)?;
            self.shown.shift(&shift);
        }
        for (y, (old, new)) in self.shown.rows().iter().zip(next.rows()).enumerate() {
            brush.row(y, old, new)?;
        }
        brush.rest()
    }

    fn put_cursor(&mut self, at: Option<Position>, to: &mut Vec<u8>) -> io::Result<()> {
        // Painting has moved it.
        let is_there = self.cursor == Some(at) && (to.is_empty() || at.is_none());
        if is_there {
            return Ok(());
        }
        match at {
            None => to.write_all(b"\x1b[?25l")?,
            Some(at) => write!(to, "\x1b[{};{}H", at.y + 1, at.x + 1)?,
        }
        if at.is_some() && !matches!(self.cursor, Some(Some(_))) {
            to.write_all(b"\x1b[?25h")?;
        }
        self.cursor = Some(at);
        Ok(())
    }
}
