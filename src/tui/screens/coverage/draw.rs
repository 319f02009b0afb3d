//! How the chooser and the matrix are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{CHOOSER, Coverage, Line, Pane, grid};
use crate::rules::matrix::{CellState, Matrix};
use crate::text::{pad_left, wrap};
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

impl Coverage {
    /// The chooser, and the matrix to its right. Where room is scarce the chooser shrinks to its codes while one is in the matrix,
    /// and makes way altogether before the heads of rows are cut.
    pub(super) fn split(&self, area: Rect) -> (Rect, Rect) {
        const CODES: u16 = 5;
        let beside = |chooser: u16| {
            let matrix = (area.x + chooser + u16::from(chooser > 0)).min(area.right());
            (
                Rect { width: chooser, ..area },
                Rect { x: matrix, width: area.right().saturating_sub(matrix), ..area },
            )
        };
        let cuts =
            |(_, grid): (Rect, Rect)| self.matrix.as_ref().is_some_and(|matrix| self.laid(matrix, grid).cuts);
        match self.pane {
            _ if area.width >= 110 => beside(30),
            Pane::Chooser => beside(18),
            Pane::Grid if cuts(beside(CODES)) => beside(0),
            Pane::Grid => beside(CODES),
        }
    }

    /// The matrix in its part of the screen.
    pub(super) fn laid(&self, matrix: &Matrix, area: Rect) -> grid::Layout {
        let room = usize::from(area.width).saturating_sub(MARKER);
        grid::layout(matrix, room, self.from, self.cell.1)
    }

    pub(super) fn view_chooser(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for (n, id) in CHOOSER.iter().enumerate().take(usize::from(area.height)) {
            let is_here = n == self.chosen.at;
            let marker = paint::marker(is_here, self.pane == Pane::Chooser);
            let y = area.y + n as u16;
            let name = if area.width < 8 { "" } else { id.name() };
            paint::put(buf, area.x, y, area.width, &format!("{marker}{:<3} {name}", id.code()), theme.plain);
            if is_here {
                let style = if self.pane == Pane::Chooser { theme.selected } else { theme.strong };
                buf.set_style(Rect { y, height: 1, ..area }, style);
            }
        }
    }

    pub(super) fn view_matrix(&self, matrix: &Matrix, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let room = usize::from(area.width).saturating_sub(MARKER);
        let layout = self.laid(matrix, area);
        paint::put(buf, area.x, area.y, area.width, &grid::caption(matrix), theme.strong);
        let more = match (layout.before, layout.after) {
            (0, 0) => String::new(),
            (left, right) => format!("<{left} {right}>"),
        };
        let head = Rect { y: area.y + 1, height: 1, ..area };
        paint::put(buf, head.x + MARKER as u16, head.y, layout.head as u16, &more, theme.faint);
        for (x, at, cells) in places(&layout, area) {
            let style = if at == self.cell.1 && self.pane == Pane::Grid { theme.strong } else { theme.faint };
            paint::put(buf, x, head.y, cells, &right(&matrix.columns[at].label, cells), style);
        }
        let lines = self.lines();
        let about = if self.pane == Pane::Grid && layout.is_short() { ABOUT } else { 0 };
        let height = area.height.saturating_sub(2 + about);
        let beneath = wrap(&grid::about(matrix, self.cell.0), room);
        for (line, y) in beneath.iter().take(about.into()).zip(area.bottom() - about..) {
            paint::put(buf, area.x + MARKER as u16, y, room as u16, line, theme.strong);
        }
        let here = lines.iter().position(|line| *line == Line::Row(self.cell.0)).unwrap_or(0);
        let top = Scroll { at: here }.top(lines.len(), height);
        for (n, line) in lines.iter().enumerate().skip(top).take(usize::from(height)) {
            let row = Rect { y: head.y + 1 + (n - top) as u16, height: 1, ..area };
            match line {
                Line::Block(words) => paint::put(buf, row.x, row.y, row.width, words, theme.faint),
                Line::Row(at) => self.view_row(matrix, *at, &layout, theme, row, buf),
            }
        }
        if matrix.rows.is_empty() {
            paint::put(
                buf,
                area.x,
                head.y + 1,
                area.width,
                "没有可列的行，先用 5 企业 登记企业",
                theme.faint,
            );
        }
    }

    fn view_row(
        &self,
        matrix: &Matrix,
        at: usize,
        layout: &grid::Layout,
        theme: &Theme,
        row: Rect,
        buf: &mut Buffer,
    ) {
        let is_row = at == self.cell.0 && self.pane == Pane::Grid;
        let label = &matrix.rows[at].label;
        paint::put(buf, row.x, row.y, 1, if is_row { ">" } else { " " }, theme.plain);
        let style = if is_row { theme.strong } else { theme.plain };
        paint::put(buf, row.x + MARKER as u16, row.y, layout.head as u16, label, style);
        for (x, column, cells) in places(layout, row) {
            let Some(cell) = grid::cell(matrix, at, column) else { continue };
            let words = grid::words(cell, layout.is_brief);
            paint::put(buf, x, row.y, cells, &right(&words, cells), state_style(cell.state, theme));
            if is_row && column == self.cell.1 {
                // The blank before it too: a cell is as narrow as one character.
                buf.set_style(Rect { x: x - 1, width: cells + 1, ..row }, theme.selected);
            }
        }
    }
}

/// Lines under a matrix that tells its rows short, for the selected row whole.
const ABOUT: u16 = 2;

/// Cells of the marker before a row.
const MARKER: usize = 1;

/// Cell, column and width of every column shown.
fn places(layout: &grid::Layout, area: Rect) -> Vec<(u16, usize, u16)> {
    let mut x = area.x + (MARKER + layout.head) as u16;
    let place = |(at, cells): &(usize, usize)| {
        let start = x + 1;
        x = start + *cells as u16;
        (start, *at, *cells as u16)
    };
    layout.columns.iter().map(place).collect()
}

fn right(text: &str, cells: u16) -> String {
    pad_left(text, usize::from(cells))
}

fn state_style(state: CellState, theme: &Theme) -> Style {
    match state {
        CellState::Owed => theme.wrong,
        CellState::DueSoon | CellState::Partial => theme.warning,
        CellState::Done | CellState::DoneLate => theme.good,
        CellState::NotApplicable | CellState::NoSubject | CellState::Ahead | CellState::Unrecorded => {
            theme.faint
        }
        CellState::Pending | CellState::Waived | CellState::Count => theme.plain,
    }
}
