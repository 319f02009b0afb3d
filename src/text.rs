//! Text on a terminal, measured in cells: the only place that pads, cuts and wraps.
//!
//! - here: [`width`], [`fit`], [`pad`], [`wrap`], [`clean`]
//! - [`field`] — the cursor of a text field: byte, column, window of a long line
//! - [`half_width`] — full-width signs and their half-width twins
//! - [`pinyin`] — finding names by characters, full pinyin, initials or a mix
//! - [`similar`] — near-duplicates; [`mask_phone`] — telephones for lists and logs

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub mod field;
mod phone;
pub mod pinyin;
mod similar;
mod twins;

pub use phone::mask_phone;
pub use similar::{Pair, Pairs, similar};
pub use twins::{half_width, half_width_char};

/// What stands where text was cut. Two dots: an ellipsis has an ambiguous width.
const CUT: &str = "..";

/// Cells a text takes; a Chinese character takes two.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Cells a character takes; 0 for a combining mark.
pub fn char_width(c: char) -> usize {
    UnicodeWidthChar::width(c).unwrap_or(0)
}

/// Is the character two cells wide on terminals that are set so, although its [`char_width`] is one (UAX 11: ambiguous)?
pub fn is_ambiguous(c: char) -> bool {
    UnicodeWidthChar::width_cjk(c) != UnicodeWidthChar::width(c)
}

/// The text itself where it takes at most `cells`, else as much of it as leaves room for `..` behind.
/// Cuts between graphemes; a wide character that only half fits leaves the result a cell short.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let dots = CUT.get(..cells).unwrap_or(CUT);
    Cow::Owned(format!("{}{dots}", head(text, cells - dots.len())))
}

/// [`fit`], then blanks behind up to exactly `cells`.
pub fn pad(text: &str, cells: usize) -> String {
    padded(text, cells, |_| 0)
}

/// [`fit`], then blanks in front up to exactly `cells`: for numbers.
pub fn pad_left(text: &str, cells: usize) -> String {
    padded(text, cells, |spare| spare)
}

/// [`fit`] in the middle of exactly `cells`; an odd blank goes behind.
pub fn centre(text: &str, cells: usize) -> String {
    padded(text, cells, |spare| spare / 2)
}

/// The text in lines of at most `cells`. Chinese breaks between characters, words and numbers stay whole where they fit;
/// closing signs (。，、）》) never start a line and opening ones never end it (Unicode line breaking, UAX 14).
/// A text without characters is one empty line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    // Two cells, so that a wide character always has room.
    let options = Options::new(cells.max(2))
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// Text from outside made fit for one line: line breaks and tabs become single blanks; other control characters,
/// invisible ones and those that turn the direction of writing are dropped.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_break(c) || is_unseen(c)) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut after_break = false;
    for c in text.chars().filter(|&c| !is_unseen(c)) {
        if !is_break(c) {
            line.push(c);
        } else if !after_break {
            line.push(' ');
        }
        after_break = is_break(c);
    }
    Cow::Owned(line)
}

/// The longest start of the text that takes at most `cells`.
fn head(text: &str, cells: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > cells {
            return text.get(..at).unwrap_or(text);
        }
    }
    text
}

fn padded(text: &str, cells: usize, before: impl Fn(usize) -> usize) -> String {
    let text = fit(text, cells);
    let spare = cells - width(&text);
    let before = before(spare);
    format!("{:before$}{text}{:after$}", "", "", after = spare - before)
}

fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_unseen(c: char) -> bool {
    let turns_direction =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let zero_width = matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}');
    (c.is_control() && !is_break(c)) || turns_direction || zero_width
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_is_exactly_as_wide_as_it_should_be(text in "\\PC{0,20}", cells in 0usize..30) {
            for column in [pad(&text, cells), pad_left(&text, cells), centre(&text, cells)] {
                prop_assert_eq!(width(&column), cells, "{:?}", column);
            }
        }

        #[test]
        fn no_line_is_too_wide_or_starts_with_a_closing_sign(
            words in prop::collection::vec("[一-十]{1,6}[。，、；：？！）》”]|[0-9a-z]{1,8}|（[一-十]{1,4}", 1..20),
            cells in 12usize..40,
        ) {
            let text = words.concat();
            let lines = wrap(&text, cells);
            prop_assert_eq!(lines.concat(), text);
            for line in &lines {
                prop_assert!(width(line) <= cells, "{:?}", lines);
                prop_assert!(!line.starts_with(['。', '，', '、', '；', '：', '？', '！', '）', '》', '”']), "{:?}", lines);
                prop_assert!(!line.ends_with('（') , "{:?}", lines);
            }
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_says_so() {
        assert_eq!(fit("洛江区万安大酒店", 16), "洛江区万安大酒店");
        assert_eq!(fit("洛江区万安大酒店", 15), "洛江区万安大..");
        assert_eq!(fit("洛江区万安大酒店", 9), "洛江区..");
        assert_eq!((fit("酒店", 3), fit("酒店", 1), fit("酒店", 0)), ("..".into(), ".".into(), "".into()));
    }

    #[test]
    fn columns_are_padded_by_cells_and_not_by_characters() {
        assert_eq!(pad("万安", 6) + "|", "万安  |");
        assert_eq!(pad("洛江区万安", 7) + "|", "洛江.. |");
        assert_eq!(pad_left("12", 5), "   12");
        assert_eq!(centre("欠", 5) + "|", " 欠  |");
    }

    #[test]
    fn a_grapheme_of_several_characters_is_never_split() {
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}e\u{301}", 3), "e\u{301}..");
    }

    #[test]
    fn a_description_wraps_as_chinese_is_set() {
        let text = "后厨软管老化，须更换（限2026-11-28前）。见《安全生产法》第36条";
        assert_eq!(
            wrap(text, 16),
            ["后厨软管老化，须", "更换（限", "2026-11-28前）。", "见《安全生产法》", "第36条"]
        );
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("一\n二", 10), ["一", "二"]);
        assert_eq!(wrap("软管", 0), ["软", "管"]);
    }

    #[test]
    fn what_was_pasted_becomes_one_harmless_line() {
        assert_eq!(clean("软管\r\n老化\t已报"), "软管 老化 已报");
        assert_eq!(clean("\u{1b}[31m红\u{202e}字\u{feff}"), "[31m红字");
        assert!(matches!(clean("软管老化"), Cow::Borrowed(_)));
    }
}
