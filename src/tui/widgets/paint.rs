//! Text and boxes on a buffer. Every piece is cut or padded to its cells, so nothing runs over its neighbour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text;
use crate::tui::theme::Theme;

/// Writes `text` on exactly `cells` cells, cut or padded. Outside the buffer: nothing.
pub fn put(buf: &mut Buffer, x: u16, y: u16, cells: u16, text: &str, style: Style) {
    let area = buf.area;
    if y < area.y || y >= area.bottom() || x >= area.right() {
        return;
    }
    let cells = cells.min(area.right() - x);
    let padded = text::pad(&text::clean(text), usize::from(cells));
    buf.set_stringn(x, y, padded, usize::from(cells), style);
}

/// Writes words one after the other from `x`, each in its style, up to `end`; returns where the next would stand.
pub fn run(buf: &mut Buffer, x: u16, y: u16, end: u16, words: &[(&str, Style)]) -> u16 {
    let mut at = x;
    for (word, style) in words {
        let cells = (text::width(word) as u16).min(end.saturating_sub(at));
        put(buf, at, y, cells, word, *style);
        at += cells;
    }
    at
}

/// The mark before a line: `>` where the keys go, a quieter one on the chosen line of a pane that has them not.
pub fn marker(is_chosen: bool, has_keys: bool) -> &'static str {
    match (is_chosen, has_keys) {
        (true, true) => ">",
        (true, false) => "·",
        (false, _) => " ",
    }
}

/// A line of `-` over the whole width. The box-drawing characters are two cells wide on some terminals.
pub fn rule(buf: &mut Buffer, area: Rect, y: u16, style: Style) {
    put(buf, area.x, y, area.width, &"-".repeat(usize::from(area.width)), style);
}

/// Blanks an area for something on top. A wide character that the left edge cuts in two goes as a whole.
pub fn clear(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        if area.x > buf.area.x {
            let before = &mut buf[(area.x - 1, y)];
            if text::width(before.symbol()) > 1 {
                before.set_symbol(" ");
            }
        }
        for x in area.left()..area.right() {
            buf[(x, y)].reset();
            buf[(x, y)].set_style(style);
        }
    }
}

/// A box with a title on cleared ground; returns the area inside, one blank in from the sides.
pub fn boxed(buf: &mut Buffer, area: Rect, title: &str, theme: &Theme) -> Rect {
    let area = area.intersection(buf.area);
    clear(buf, area, theme.plain);
    if area.width < 4 || area.height < 2 {
        return area;
    }
    let edge = format!("+{}+", "-".repeat(usize::from(area.width - 2)));
    put(buf, area.x, area.y, area.width, &edge, theme.faint);
    put(buf, area.x, area.bottom() - 1, area.width, &edge, theme.faint);
    for y in area.top() + 1..area.bottom() - 1 {
        put(buf, area.x, y, 1, "|", theme.faint);
        put(buf, area.right() - 1, y, 1, "|", theme.faint);
    }
    if !title.is_empty() {
        let title = format!(" {title} ");
        run(buf, area.x + 2, area.y, area.right() - 2, &[(&title, theme.strong)]);
    }
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// A box of at most `width` × `height` cells in the middle of `area`.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_over_chinese_keeps_its_left_edge() {
        let mut buf = Buffer::with_lines(["万安双阳罗溪马甲", "万安双阳罗溪马甲", "万安双阳罗溪马甲"]);
        boxed(&mut buf, Rect::new(3, 0, 8, 3), "", &Theme::of(crate::tui::theme::Colours::Mono));
        let row: String = (0..16).map(|x| buf[(x, 1)].symbol()).collect();
        assert_eq!(row.replace(' ', "."), "万..|......|.马.甲.");
    }
}
