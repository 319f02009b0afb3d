//! The months of one row as columns of different heights.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::draw::length;
use crate::rules::statistics::{FIGURES, Table};
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// Lines that it takes at least: title, three lines of columns, axis, years.
pub const LEAST: u16 = 6;
/// Lines of columns at most.
const HIGHEST: u16 = 12;
/// Cells of the numbers at the left.
const NUMBERS: u16 = 6;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Key of the month.
    pub key: String,
    /// What is shown.
    pub text: String,
    /// How high.
    pub size: u32,
}

/// The months of a figure.
pub fn bars(trend: &Table, figure: &str) -> Vec<Bar> {
    let Some((at, figure)) = FIGURES.iter().enumerate().find(|(_, one)| one.key == figure) else {
        return Vec::new();
    };
    let bar = |(head, cells): (&crate::rules::matrix::Head, &Vec<crate::rules::statistics::Value>)| {
        let value = cells.get(at)?;
        Some(Bar { key: head.key.clone(), text: value.text.clone(), size: figure.size(value) })
    };
    trend.parts().filter_map(bar).collect()
}

/// Draws them under their title; the one under the cursor stands out.
pub fn view(bars: &[Bar], title: &str, cursor: Option<usize>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if bars.is_empty() || area.height < LEAST {
        return;
    }
    let room = usize::from(area.width.saturating_sub(NUMBERS));
    let cells = (room / bars.len()).clamp(1, 4);
    let shown = bars.len().min(room / cells);
    let first = bars.len() - shown;
    let lines = (area.height - 3).min(HIGHEST);
    let greatest = bars.iter().map(|bar| bar.size).max().unwrap_or(0);
    paint::put(buf, area.x, area.y, area.width, title, theme.strong);
    let axis = area.y + 1 + lines;
    let top = bars.iter().find(|bar| bar.size == greatest).map_or("", |bar| &bar.text);
    paint::put(
        buf,
        area.x,
        area.y + 1,
        NUMBERS - 1,
        &crate::text::pad_left(top, usize::from(NUMBERS) - 2),
        theme.faint,
    );
    paint::rule(
        buf,
        Rect { x: area.x + NUMBERS - 1, width: (shown * cells) as u16 + 1, ..area },
        axis,
        theme.faint,
    );
    for (n, bar) in bars.iter().enumerate().skip(first) {
        let x = area.x + NUMBERS + ((n - first) * cells) as u16;
        let wide = (cells.max(2) - 1) as u16;
        let height = length(bar.size, greatest, lines.into()) as u16;
        let style = if cursor == Some(n) { theme.selected } else { theme.plain };
        for y in axis - height..axis {
            paint::put(buf, x, y, wide, &"#".repeat(wide.into()), style);
        }
        if cursor == Some(n) {
            paint::put(buf, x, axis, wide, &"^".repeat(wide.into()), theme.strong);
        }
        let (year, month) = bar.key.split_once('-').unwrap_or((&bar.key, ""));
        let is_labelled = month == "01" || n == first && !month.is_empty();
        // A year that begins right behind the first month would run over its label.
        let is_free = n == first || n - first > 4usize.div_ceil(cells);
        if is_labelled && is_free {
            paint::put(buf, x, axis + 1, 4, year, theme.faint);
        }
    }
}
