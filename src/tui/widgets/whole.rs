//! A record whole: fields, lists that belong to it, duties, history; for the pane at the right and for the detail.

use ratatui::style::Style;

use crate::ask::answer::{DetailLine, Whole};
use crate::model::id::Id;
use crate::text;
use crate::tui::theme::Theme;

/// A line ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// What stands there, at most as wide as asked for.
    pub text: String,
    /// In which style.
    pub style: Style,
    /// What Enter opens.
    pub link: Id,
}

/// Cells of the labels.
const LABELS: usize = 12;

/// The lines of a record in `cells` cells.
pub fn lines(whole: &Whole, cells: usize, theme: &Theme) -> Vec<Ready> {
    let mut ready = Vec::new();
    let title = format!("{} {} {}", whole.id, whole.kind, whole.state);
    push(&mut ready, &title, cells, theme.strong, Id::NONE);
    push(&mut ready, &whole.title, cells, theme.plain, Id::NONE);
    for line in &whole.lines {
        detail(&mut ready, line, cells, theme);
    }
    for (head, lines) in &whole.related {
        heading(&mut ready, head, cells, theme);
        lines.iter().for_each(|line| detail(&mut ready, line, cells, theme));
    }
    if !whole.duties.is_empty() {
        heading(&mut ready, "义务", cells, theme);
        whole.duties.iter().for_each(|duty| push(&mut ready, duty, cells, theme.plain, Id::NONE));
    }
    if !whole.history.is_empty() {
        heading(&mut ready, "经过", cells, theme);
    }
    for line in &whole.history {
        let undone = if line.undone { "（已撤销）" } else { "" };
        let why = if line.why.is_empty() { String::new() } else { format!("：{}", line.why) };
        let style = if line.undone { theme.faint } else { theme.plain };
        push(
            &mut ready,
            &format!("{} {} {}{why}{undone}", line.at, line.officer, line.text),
            cells,
            style,
            line.id,
        );
    }
    ready
}

/// The same as plain text, to be copied.
pub fn plain(whole: &Whole) -> String {
    const WIDE: usize = 1_000;
    let theme = Theme::of(crate::tui::theme::Colours::Mono);
    lines(whole, WIDE, &theme).into_iter().map(|line| line.text.trim_end().to_owned() + "\n").collect()
}

fn heading(ready: &mut Vec<Ready>, text: &str, cells: usize, theme: &Theme) {
    push(ready, "", cells, theme.plain, Id::NONE);
    push(ready, text, cells, theme.strong, Id::NONE);
}

fn detail(ready: &mut Vec<Ready>, line: &DetailLine, cells: usize, theme: &Theme) {
    let room = cells.saturating_sub(LABELS + 1).max(2);
    let mut label = line.label.as_str();
    for piece in text::wrap(&line.text, room) {
        let text = format!("{} {piece}", text::pad(label, LABELS));
        ready.push(Ready { text, style: theme.plain, link: line.link });
        label = "";
    }
}

fn push(ready: &mut Vec<Ready>, text: &str, cells: usize, style: Style, link: Id) {
    for piece in text::wrap(text, cells) {
        ready.push(Ready { text: piece, style, link });
    }
}
