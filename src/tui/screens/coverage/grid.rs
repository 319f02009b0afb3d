//! How a matrix is laid into a width: a fixed head column, then as many whole columns as there is room for; and the same
//! matrix as text to paste and as rows to export.

use std::borrow::Cow;

use crate::calendar::Day;
use crate::exchange::export::ExportError;
use crate::rules::matrix::{Cell, CellState, Head, Matrix};
use crate::text::{fit, pad, pad_left, width};
use crate::tui::screens::spreadsheet;

/// Cells that a head column of long names takes at least, in brief, and at most.
const HEAD: usize = 16;
const HEAD_IN_BRIEF: usize = 10;
const LONGEST_HEAD: usize = 28;
/// Cells of the widest column; a longer head is cut.
const COLUMN: usize = 12;
/// Cells of a head in brief.
const BRIEF: usize = 6;
/// Blank cells between two columns.
const GAP: usize = 1;

/// The part of a matrix that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Cells of the head column.
    pub head: usize,
    /// Columns shown: index, cells.
    pub columns: Vec<(usize, usize)>,
    /// Columns left of them.
    pub before: usize,
    /// Columns right of them.
    pub after: usize,
    /// Cells and heads of columns are said in brief, so that more columns fit.
    pub is_brief: bool,
    /// The head of a row is cut.
    pub cuts: bool,
}

impl Layout {
    /// Something of a row is told short: its head, or what is owed from before.
    pub fn is_short(&self) -> bool {
        self.cuts || self.is_brief
    }
}

/// Lays out the matrix in `room` cells so that column `cursor` is shown, starting from column `from` where that can be.
pub fn layout(matrix: &Matrix, room: usize, from: usize, cursor: usize) -> Layout {
    let labels = matrix.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
    let widths = |is_brief| -> Vec<usize> {
        (0..matrix.columns.len()).map(|at| column_width(matrix, at, is_brief)).collect()
    };
    let needed = |widths: &[usize]| widths.iter().map(|cells| cells + GAP).sum::<usize>();
    let full = widths(false);
    let is_brief = labels.min(HEAD) + needed(&full) > room && are_told_apart(matrix);
    let widths = if is_brief { widths(true) } else { full };
    let (taken, least) = (needed(&widths), if is_brief { HEAD_IN_BRIEF } else { HEAD });
    // A head is cut before a column is hidden, but not below its least.
    let head = labels.min(LONGEST_HEAD).min(room.saturating_sub(taken).max(least)).min(room);
    let rest = room - head;
    let fits = |first: usize| {
        let mut used = 0;
        widths.iter().skip(first).take_while(|cells| (used += *cells + GAP, used <= rest).1).count()
    };
    let last = widths.len().saturating_sub(1);
    let mut first = from.min(cursor).min(last);
    while first < cursor.min(last) && first + fits(first) <= cursor {
        first += 1;
    }
    // No blank columns at the right while there are hidden ones at the left.
    while first > 0 && first - 1 + fits(first - 1) >= widths.len() {
        first -= 1;
    }
    let count = fits(first);
    let columns = (first..first + count).map(|at| (at, widths[at])).collect();
    let after = widths.len() - first - count;
    Layout { head, columns, before: first, after, is_brief, cuts: labels > head }
}

fn column_width(matrix: &Matrix, at: usize, is_brief: bool) -> usize {
    let cells = matrix.cells.iter().filter_map(|row| row.get(at)).map(|cell| width(&words(cell, is_brief)));
    let label = width(&matrix.columns[at].label).min(if is_brief { BRIEF } else { COLUMN });
    cells.chain([label]).max().unwrap_or(0).clamp(2, COLUMN)
}

/// Do the heads of columns still differ where they are cut?
fn are_told_apart(matrix: &Matrix) -> bool {
    let mut heads: Vec<_> = matrix.columns.iter().map(|head| fit(&head.label, BRIEF)).collect();
    heads.sort_unstable();
    heads.windows(2).all(|pair| pair[0] != pair[1])
}

/// What stands in a cell.
pub fn words(cell: &Cell, is_brief: bool) -> Cow<'_, str> {
    if is_brief { cell.brief() } else { Cow::Borrowed(&cell.text) }
}

/// What a cell says, in a sentence for the status line, with what is noted of its row.
pub fn sentence(matrix: &Matrix, row: usize, column: usize) -> String {
    let note = matrix.rows.get(row).map(note).unwrap_or_default();
    match standing(matrix, row, column) {
        words if words.is_empty() => words,
        words => words + &note,
    }
}

/// How a cell stands, in words.
pub fn standing(matrix: &Matrix, row: usize, column: usize) -> String {
    let (Some(cell), Some(head), Some(over)) =
        (cell(matrix, row, column), matrix.rows.get(row), matrix.columns.get(column))
    else {
        return String::new();
    };
    let place = format!("{} {}", head.label, over.label);
    let count = match cell.state {
        CellState::Count => format!(" {}", cell.text),
        state if cell.need > 0 => format!(" {} 有{} 应{}", state.name(), cell.have, cell.need),
        state => format!(" {}", state.name()),
    };
    let due = cell.due.opt().map(|day| format!(" 限{day}")).unwrap_or_default();
    format!("{place}{count}{due}")
}

/// What a row is about: its head whole, its clause and what else is noted of it.
pub fn about(matrix: &Matrix, row: usize) -> String {
    matrix.rows.get(row).map(|head| format!("{}{}", head.label, note(head))).unwrap_or_default()
}

fn note(head: &Head) -> String {
    // The note of a duty begins with its title, which stands there already.
    let titled = head.note.strip_prefix(&head.label).and_then(|note| note.strip_prefix(" · "));
    let note = titled.unwrap_or(&head.note);
    if note.is_empty() { String::new() } else { format!(" · {note}") }
}

/// The cell at a place, if there is one.
pub fn cell(matrix: &Matrix, row: usize, column: usize) -> Option<&Cell> {
    matrix.cells.get(row)?.get(column)
}

/// The whole matrix as text without borders, its columns aligned by cells, with its day and how it was counted.
pub fn plain(matrix: &Matrix) -> String {
    let head = matrix.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..matrix.columns.len()).map(|at| column_width(matrix, at, false)).collect();
    let line = |label: &str, words: &mut dyn Iterator<Item = &str>| {
        let cells: String =
            words.zip(&widths).map(|(word, cells)| format!(" {}", pad_left(word, *cells))).collect();
        format!("{}{cells}", pad(label, head)).trim_end().to_owned()
    };
    let mut lines = vec![caption(matrix), line("", &mut matrix.columns.iter().map(|c| c.label.as_str()))];
    for (at, (row, cells)) in matrix.rows.iter().zip(&matrix.cells).enumerate() {
        if matrix.second_block == Some(at) {
            lines.push(SECOND_BLOCK.to_owned());
        }
        lines.push(line(&row.label, &mut cells.iter().map(|cell| cell.text.as_str())));
    }
    lines.extend(matrix.notes.iter().map(|note| format!("口径：{note}")));
    lines.join("\n") + "\n"
}

/// The matrix as CSV, its title over the heads of the rows, how it was counted under them.
pub fn csv(matrix: &Matrix) -> Result<String, ExportError> {
    let columns = matrix.columns.iter().map(|head| head.label.as_str());
    let heads: Vec<&str> = std::iter::once(matrix.title.as_str()).chain(columns).collect();
    let rows = matrix.rows.iter().zip(&matrix.cells).map(|(row, cells)| {
        std::iter::once(row.label.as_str()).chain(cells.iter().map(|cell| cell.text.as_str())).collect()
    });
    let notes = matrix.notes.iter().map(|note| format!("口径：{note}"));
    spreadsheet::csv(&heads, rows, std::iter::once(caption(matrix)).chain(notes))
}

/// Over the rows whose period the notice does not state (ruling 5).
pub const SECOND_BLOCK: &str = "局内约定";
/// Over the rows whose period it does.
pub const FIRST_BLOCK: &str = "文件规定";

/// Title, period and day.
pub fn caption(matrix: &Matrix) -> String {
    let day = |day: Day| format!("截至{day}");
    let parts = [matrix.title.clone(), matrix.period.clone(), day(matrix.as_of)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::matrix::MatrixId;

    pub fn sample() -> Matrix {
        let head = |label: &str| Head { key: label.into(), label: label.into(), note: String::new() };
        let cell = |state: CellState, text: &str, have, need| Cell {
            state,
            have,
            need,
            due: Day::ymd(2026, 12, 31).unwrap(),
            text: text.into(),
        };
        Matrix {
            matrix: MatrixId::M7,
            title: "季度自查".into(),
            as_of: Day::ymd(2026, 11, 23).unwrap(),
            period: "2026年四季度".into(),
            rows: vec![head("双阳街道"), head("万安街道")],
            columns: vec![head("一季"), head("二季"), head("三季"), head("四季")],
            cells: vec![
                vec![
                    cell(CellState::Done, "已", 7, 7),
                    cell(CellState::DoneLate, "补", 7, 7),
                    cell(CellState::Owed, "3/7", 3, 7),
                    cell(CellState::Pending, "待", 0, 7),
                ],
                vec![
                    cell(CellState::Unrecorded, "未录", 0, 0),
                    cell(CellState::Done, "已", 9, 9),
                    cell(CellState::Done, "已", 9, 9),
                    cell(CellState::Partial, "12/19", 12, 19),
                ],
            ],
            second_block: Some(1),
            notes: vec!["在营企业".into()],
        }
    }

    fn shown(room: usize, from: usize, cursor: usize) -> (usize, Vec<usize>, usize, usize) {
        let layout = layout(&sample(), room, from, cursor);
        (layout.head, layout.columns.iter().map(|(at, _)| *at).collect(), layout.before, layout.after)
    }

    #[test]
    fn every_column_shown_is_whole_and_the_rest_is_counted() {
        assert_eq!(shown(80, 0, 0), (8, vec![0, 1, 2, 3], 0, 0));
        assert_eq!(shown(26, 0, 0), (8, vec![0, 1, 2], 0, 1));
        assert_eq!(shown(20, 0, 0), (8, vec![0, 1], 0, 2));
        assert_eq!(shown(3, 0, 0), (3, vec![], 0, 4));
    }

    #[test]
    fn the_column_of_the_cursor_is_always_among_them() {
        assert_eq!(shown(20, 0, 2), (8, vec![1, 2], 1, 1));
        assert_eq!(shown(26, 0, 3), (8, vec![1, 2, 3], 1, 0));
        assert_eq!(shown(20, 2, 0), (8, vec![0, 1], 0, 2));
        assert_eq!(shown(80, 3, 3), (8, vec![0, 1, 2, 3], 0, 0));
    }

    #[test]
    fn a_cell_is_explained_in_words() {
        assert_eq!(sentence(&sample(), 0, 2), "双阳街道 三季 欠账 有3 应7 限2026-12-31");
        assert_eq!(sentence(&sample(), 9, 9), "");
    }

    #[test]
    fn the_text_to_paste_is_aligned_and_says_how_it_was_counted() {
        assert_eq!(
            plain(&sample()),
            "季度自查 · 2026年四季度 · 截至2026-11-23\n         一季 二季 三季  四季\n双阳街道   已   补  3/7    待\n局内约定\n万安街道 未录   已   已 12/19\n口径：在营企业\n"
        );
    }
}
