//! The cursor of a text field. A position is a byte index on a grapheme boundary; a column counts cells from the left.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{head, width};

/// The part of a long line that a narrow field shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Window<'a> {
    /// Takes at most the cells asked for.
    pub text: &'a str,
    /// Column of the cursor within the window, always inside it.
    pub cursor: usize,
    /// Something lies to the left of the window.
    pub more_left: bool,
    /// Something lies to the right of it.
    pub more_right: bool,
}

/// The window of `cells` cells around the cursor at byte `cursor`. It moves by half its width at a time, so that the text
/// stands still while somebody types; it depends on nothing but the line and the cursor.
pub fn window(line: &str, cursor: usize, cells: usize) -> Window<'_> {
    let cells = cells.max(2);
    let column = column_at(line, cursor);
    // One cell stays for the cursor behind the last character.
    let start = if column < cells { 0 } else { byte_from(line, first_column(column, cells)) };
    let text = head(line.get(start..).unwrap_or_default(), cells);
    Window {
        text,
        cursor: column - column_at(line, start),
        more_left: start > 0,
        more_right: start + text.len() < line.len(),
    }
}

/// Cells before byte `at`. An index inside a character counts as its start.
pub fn column_at(line: &str, at: usize) -> usize {
    width(before(line, at))
}

/// The last grapheme boundary that is not beyond `column`: where a click or an arrow up puts the cursor.
pub fn byte_at(line: &str, column: usize) -> usize {
    head(line, column).len()
}

/// The boundary after `at`; the end stays the end.
pub fn next(line: &str, at: usize) -> usize {
    let at = floor(line, at);
    let found = GraphemeCursor::new(at, line.len(), true).next_boundary(line, 0);
    found.ok().flatten().unwrap_or(line.len())
}

/// The boundary before `at`; the start stays the start.
pub fn prev(line: &str, at: usize) -> usize {
    let at = floor(line, at);
    let found = GraphemeCursor::new(at, line.len(), true).prev_boundary(line, 0);
    found.ok().flatten().unwrap_or(0)
}

/// Start of the word before `at`, blanks skipped: as far as Ctrl-W deletes. A Chinese character is a word.
pub fn prev_word(line: &str, at: usize) -> usize {
    before(line, at)
        .split_word_bound_indices()
        .rfind(|(_, word)| !word.trim().is_empty())
        .map_or(0, |(start, _)| start)
}

/// What stands before byte `at`.
fn before(line: &str, at: usize) -> &str {
    line.get(..floor(line, at)).unwrap_or(line)
}

/// The character boundary at or before byte `at`.
fn floor(line: &str, at: usize) -> usize {
    (0..=at.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0)
}

/// The first boundary at or after `column`.
fn byte_from(line: &str, column: usize) -> usize {
    let at = byte_at(line, column);
    if column_at(line, at) < column { next(line, at) } else { at }
}

/// Left column of the window: the largest multiple of half the width that leaves at least half of it before the cursor.
fn first_column(column: usize, cells: usize) -> usize {
    let half = cells / 2;
    (column - half) / half * half
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cursor_is_always_in_the_window(line in "[一-十a-z0-9，]{0,60}", at: prop::sample::Index, cells in 4usize..30) {
            let cursor = byte_at(&line, at.index(width(&line) + 1));
            let window = window(&line, cursor, cells);
            prop_assert!(window.cursor < cells);
            prop_assert!(width(window.text) <= cells);
            prop_assert!(line.contains(window.text));
            prop_assert_eq!(window.more_left || window.more_right, window.text != line);
        }

        #[test]
        fn stepping_right_and_left_comes_back(line in "\\PC{0,20}", at: prop::sample::Index) {
            let at = byte_at(&line, at.index(width(&line) + 1));
            if at < line.len() {
                prop_assert_eq!(prev(&line, next(&line, at)), at);
            }
        }
    }

    #[test]
    fn a_short_line_stands_still_and_a_long_one_moves_by_half_a_window() {
        let line = "后厨软管老化须立即更换";
        let shown = |chars: usize| {
            let window = window(line, chars * 3, 12);
            (window.text, window.cursor)
        };
        assert_eq!(shown(5), ("后厨软管老化", 10));
        assert_eq!(shown(6), ("管老化须立即", 6));
        assert_eq!(shown(8), ("管老化须立即", 10));
        assert_eq!(shown(11), ("须立即更换", 10));
    }

    #[test]
    fn columns_and_bytes_translate_both_ways() {
        let line = "a软管b";
        assert_eq!((column_at(line, 1), column_at(line, 4), column_at(line, 99)), (1, 3, 6));
        assert_eq!(
            (byte_at(line, 1), byte_at(line, 2), byte_at(line, 3), byte_at(line, 99)),
            (1, 1, 4, line.len())
        );
    }

    #[test]
    fn steps_stop_at_both_ends_and_never_split_a_grapheme() {
        let line = "e\u{301}软";
        assert_eq!((next(line, 0), next(line, 3), next(line, 6)), (3, 6, 6));
        assert_eq!((prev(line, 6), prev(line, 3), prev(line, 0)), (3, 0, 0));
    }

    #[test]
    fn a_word_backwards_is_a_word_or_one_character() {
        assert_eq!(prev_word("i 1.cy @李", 11), 8);
        assert_eq!(prev_word("more  words  ", 13), 6);
        assert_eq!((prev_word("  ", 2), prev_word("", 0)), (0, 0));
    }
}
