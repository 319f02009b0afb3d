//! A sheet on the screen: labels, as many columns of numbers as there is room for, and the bars of the column of the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::sheet::{Kind, Row, Sheet};
use crate::text::{pad_left, width};
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Cells that the bars take at least.
const BAR: usize = 8;
/// Cells of the marker before a row.
const MARKER: usize = 1;
/// Cells of the widest label.
const LABEL: usize = 14;

/// How a sheet lies in a width.
#[derive(Debug, PartialEq, Eq)]
struct Layout {
    /// Cells of the labels.
    label: usize,
    /// Columns shown: index, cells.
    columns: Vec<(usize, usize)>,
    /// Cells of the bars.
    bar: usize,
}

fn layout(sheet: &Sheet, room: usize, cursor: usize) -> Layout {
    let label = sheet.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0).min(LABEL);
    let widths: Vec<usize> = (0..sheet.columns.len()).map(|at| sheet.width(at)).collect();
    let rest = room.saturating_sub(MARKER + label + 1 + BAR);
    let fits = |first: usize| {
        let mut used = 0;
        widths.iter().skip(first).take_while(|cells| (used += *cells + 1, used <= rest).1).count()
    };
    let first = (0..widths.len()).find(|first| first + fits(*first) > cursor).unwrap_or(cursor);
    let columns: Vec<_> = widths.iter().copied().enumerate().skip(first).take(fits(first).max(1)).collect();
    let taken: usize = columns.iter().map(|(_, cells)| cells + 1).sum();
    Layout { label, columns, bar: room.saturating_sub(MARKER + label + taken + 1) }
}

/// Draws the heads and the rows, scrolled so that the row of the cursor is there. `is_here`: the keys go to it.
pub fn view(
    sheet: &Sheet,
    cursor: (usize, usize),
    is_here: bool,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) {
    let layout = layout(sheet, area.width.into(), cursor.1);
    let end = area.x + (MARKER + layout.label) as u16;
    let mut x = end + 1;
    for (at, cells) in &layout.columns {
        let style = if *at == cursor.1 && is_here { theme.strong } else { theme.faint };
        let label = sheet.columns.get(*at).map_or("", |column| column.label);
        paint::put(buf, x, area.y, *cells as u16, &pad_left(label, *cells), style);
        x += *cells as u16 + 1;
    }
    let bars = sheet.columns.get(cursor.1).map_or("", |column| column.label);
    paint::put(buf, x, area.y, layout.bar as u16, bars, theme.faint);
    let height = area.height.saturating_sub(1);
    let top = Scroll { at: cursor.0 }.top(sheet.rows.len(), height);
    let scale = sheet.scale(cursor.1);
    for ((n, row), y) in sheet.rows.iter().enumerate().skip(top).zip(area.y + 1..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        let column = (n == cursor.0).then_some(cursor.1).filter(|_| is_here);
        view_row(row, &layout, column, theme, line, buf);
        let bar = bar(row, cursor.1, scale, layout.bar, sheet);
        paint::put(buf, x, y, layout.bar as u16, &bar, theme.plain);
    }
}

fn view_row(row: &Row, layout: &Layout, cursor: Option<usize>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let style = match row.kind {
        Kind::Heading => theme.faint,
        Kind::Total => theme.strong,
        _ if cursor.is_some() => theme.strong,
        _ => theme.plain,
    };
    paint::put(buf, area.x, area.y, 1, if cursor.is_some() { ">" } else { " " }, theme.plain);
    paint::put(buf, area.x + MARKER as u16, area.y, layout.label as u16, &row.label, style);
    let mut x = area.x + (MARKER + layout.label) as u16 + 1;
    for (at, cells) in &layout.columns {
        let text = row.cells.get(*at).map_or("", String::as_str);
        paint::put(buf, x, area.y, *cells as u16, &pad_left(text, *cells), style);
        if cursor == Some(*at) {
            buf.set_style(Rect { x: x - 1, width: *cells as u16 + 1, ..area }, theme.selected);
        }
        x += *cells as u16 + 1;
    }
}

/// `#` as long as the number is; a number that is not 0 has at least one.
fn bar(row: &Row, column: usize, scale: u32, room: usize, sheet: &Sheet) -> String {
    let is_share = sheet.columns.get(column).is_some_and(|head| head.full.is_some());
    let sign = match row.kind {
        Kind::Heading => return String::new(),
        Kind::Total if !is_share => return String::new(),
        Kind::Counted => "#",
        Kind::Ahead | Kind::Total => "=",
    };
    sign.repeat(length(row.sizes.get(column).copied().unwrap_or(0), scale, room))
}

/// Cells of a bar in so many.
pub fn length(size: u32, scale: u32, room: usize) -> usize {
    let cells = (u64::from(size) * room as u64).checked_div(scale.into()).unwrap_or(0) as usize;
    cells.max(usize::from(size > 0)).min(room)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Column;
    use super::*;

    fn sheet(labels: &[&'static str]) -> Sheet {
        let columns = labels.iter().map(|label| Column { key: label, label, how: "", full: None });
        let row = Row {
            key: "wa".into(),
            label: "万安".into(),
            kind: Kind::Counted,
            cells: labels.iter().map(|_| "307".to_owned()).collect(),
            sizes: vec![307; labels.len()],
        };
        Sheet { columns: columns.collect(), rows: vec![row] }
    }

    #[test]
    fn the_column_of_the_cursor_is_shown_and_the_bars_have_room() {
        let sheet = sheet(&["发现", "整改", "按期整改率", "一次复查合格率"]);
        let shown = |room: usize, cursor: usize| {
            let layout = layout(&sheet, room, cursor);
            (layout.columns.iter().map(|(at, _)| *at).collect::<Vec<_>>(), layout.bar)
        };
        assert_eq!(shown(60, 0), (vec![0, 1, 2, 3], 18));
        assert_eq!(shown(40, 0), (vec![0, 1, 2], 13));
        assert_eq!(shown(40, 3), (vec![2, 3], 8));
        assert_eq!(shown(20, 3).0, vec![3]);
    }

    #[test]
    fn a_bar_is_as_long_as_its_number_and_never_none_where_there_is_one() {
        assert_eq!((length(307, 307, 20), length(1, 307, 20), length(0, 307, 20)), (20, 1, 0));
        assert_eq!((length(0, 0, 20), length(500, 1_000, 20), length(9, 3, 20)), (0, 10, 20));
    }
}
