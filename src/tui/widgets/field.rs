//! A line being typed. The terminal's own cursor stands at the insertion point, where an input method shows its candidates.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::paint;
use crate::text::{self, field};
use crate::tui::action::Action;
use crate::tui::effect::Notice;

/// Characters a line takes at most: far more than any field of a record holds, so that what is too long for one is refused there,
/// with its words.
const LONGEST: usize = 20_000;

/// The text and the place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextField {
    text: String,
    /// Byte index on a grapheme boundary.
    cursor: usize,
    /// The whole text is selected: what is typed next takes its place, any other key leaves it.
    is_selected: bool,
}

impl TextField {
    /// With a text, the cursor behind it.
    pub fn of(text: impl Into<String>) -> TextField {
        let text = text.into();
        TextField { cursor: text.len(), text, is_selected: false }
    }

    /// Selects the whole text: it was there before anything was typed, and what is typed takes its place.
    pub fn select(&mut self) {
        self.is_selected = !self.text.is_empty();
        self.cursor = self.text.len();
    }

    /// What is typed goes where the cursor stands again.
    pub fn deselect(&mut self) {
        self.is_selected = false;
    }

    /// Is the whole text selected?
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte index of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Replaces everything.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = TextField::of(text);
    }

    /// Replaces the bytes `from..to`; the cursor goes behind what was put in. A range that is none: at the cursor.
    pub fn replace(&mut self, from: usize, to: usize, with: &str) {
        let valid = from <= to && self.text.is_char_boundary(from) && self.text.is_char_boundary(to);
        let range = if valid { from..to } else { self.cursor..self.cursor };
        let start = range.start;
        self.is_selected = false;
        self.text.replace_range(range, with);
        self.cursor = start + with.len();
    }

    /// Puts in what was typed or pasted; line breaks become blanks. Says what there was no room for.
    pub fn insert(&mut self, typed: &str) -> Option<Notice> {
        if std::mem::take(&mut self.is_selected) {
            self.set("");
        }
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let typed = text::clean(typed);
        let piece: String = typed.chars().take(room).collect();
        self.text.insert_str(self.cursor, &piece);
        self.cursor += piece.len();
        let cut = typed.chars().count().saturating_sub(room);
        (cut > 0).then(|| {
            Notice::wrong(
                format!("太长：末尾 {cut} 字没有放进来"),
                format!("一行最多 {LONGEST} 字，分几次录"),
            )
        })
    }

    /// Moves or deletes; says whether the action was one of a field.
    pub fn act(&mut self, action: Action) -> bool {
        let (line, at) = (self.text.as_str(), self.cursor);
        match action {
            Action::Left => self.cursor = field::prev(line, at),
            Action::Right => self.cursor = field::next(line, at),
            Action::Start => self.cursor = 0,
            Action::End => self.cursor = line.len(),
            Action::Backspace => self.replace(field::prev(line, at), at, ""),
            Action::Delete => {
                let end = field::next(line, at);
                self.replace(at, end, "");
            }
            Action::DeleteWord => self.replace(field::prev_word(line, at), at, ""),
            Action::DeleteLine => self.replace(0, at, ""),
            _ => return false,
        }
        self.is_selected = false;
        true
    }

    /// Draws the part around the cursor on one line; returns the cell of the cursor.
    pub fn view(&self, area: Rect, style: Style, buf: &mut Buffer) -> Option<Position> {
        if area.width < 3 {
            return None;
        }
        let window = field::window(&self.text, self.cursor, usize::from(area.width) - 1);
        paint::put(buf, area.x, area.y, area.width - 1, window.text, style);
        paint::put(buf, area.right() - 1, area.y, 1, if window.more_right { ">" } else { " " }, style);
        if self.is_selected {
            // Reverse video is seen without colour too.
            let cells = (text::width(window.text) as u16).min(area.width - 1);
            buf.set_style(
                Rect { width: cells, height: 1, ..area },
                Style::new().add_modifier(Modifier::REVERSED),
            );
        }
        if window.more_left {
            let hidden = window.text.chars().next().map_or(1, text::char_width);
            paint::put(buf, area.x, area.y, hidden as u16, "<", style);
        }
        Some(Position::new(area.x + window.cursor as u16, area.y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stands_on_the_cell_behind_what_was_typed() {
        let mut field = TextField::of("后厨ab");
        let area = Rect::new(2, 0, 20, 1);
        let mut buf = Buffer::empty(Rect::new(0, 0, 30, 1));
        assert_eq!(field.view(area, Style::new(), &mut buf), Some(Position::new(8, 0)));
        field.act(Action::Left);
        field.act(Action::Backspace);
        field.insert("门\n窗");
        assert_eq!(
            (field.text(), field.view(area, Style::new(), &mut buf)),
            ("后厨门 窗b", Some(Position::new(11, 0)))
        );
    }

    #[test]
    fn what_is_selected_gives_way_to_what_is_typed_and_stays_under_any_other_key() {
        let selected = || {
            let mut field = TextField::of("2026-11-23");
            field.select();
            field
        };
        let mut typed = selected();
        let mut buf = Buffer::empty(Rect::new(0, 0, 30, 1));
        typed.view(Rect::new(0, 0, 20, 1), Style::new(), &mut buf);
        let reversed = |x: u16| buf[(x, 0)].modifier.contains(Modifier::REVERSED);
        assert!(reversed(0) && reversed(9) && !reversed(10));
        typed.insert("1");
        typed.insert("1-20");
        assert_eq!(typed.text(), "11-20");
        for (action, after) in [
            (Action::Left, "2026-11-2x3"),
            (Action::Start, "x2026-11-23"),
            (Action::End, "2026-11-23x"),
            (Action::Backspace, "2026-11-2x"),
        ] {
            let mut field = selected();
            field.act(action);
            field.insert("x");
            assert_eq!(field.text(), after, "{action:?}");
        }
    }

    #[test]
    fn what_there_is_no_room_for_is_told() {
        let mut field = TextField::default();
        assert_eq!(field.insert(&"整".repeat(5_001)), None, "refused by the record, with its words");
        let said = field.insert(&"改".repeat(LONGEST)).unwrap();
        assert_eq!(
            (field.text().chars().count(), said.text.as_str()),
            (LONGEST, "太长：末尾 5001 字没有放进来")
        );
    }

    #[test]
    fn a_word_and_a_line_go_at_once() {
        let mut field = TextField::of("i 1.cy abc");
        field.act(Action::DeleteWord);
        assert_eq!(field.text(), "i 1.cy ");
        field.act(Action::DeleteLine);
        assert_eq!(field.text(), "");
    }
}
