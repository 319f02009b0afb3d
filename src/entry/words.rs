//! A line as words with their places: blank-separated, quoted, escaped, chained.

use crate::text::{half_width, half_width_char};

/// A blank-separated piece of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// As typed, with its quotes or its `\`.
    pub raw: &'a str,
    /// First byte in the line.
    pub at: usize,
}

impl<'a> Word<'a> {
    /// One past the last byte in the line.
    pub fn end(&self) -> usize {
        self.at + self.raw.len()
    }

    /// First byte and one past the last one.
    pub fn range(&self) -> (usize, usize) {
        (self.at, self.end())
    }

    /// Escaped or quoted: words and nothing else (ruling 20).
    pub fn is_text(&self) -> bool {
        self.raw.starts_with('\\') || quoted_length(self.raw) == Some(self.raw.len())
    }

    /// What it says, without quotes or `\`.
    pub fn text(&self) -> &'a str {
        match self.raw.strip_prefix('\\') {
            Some(rest) if !rest.is_empty() => rest,
            _ => unquoted(self.raw),
        }
    }

    /// With half-width signs, for tokens; never for descriptions (ruling 26).
    pub fn plain(&self) -> String {
        half_width(self.raw)
    }

    /// Does a chain mark stand against it (`!ok;`, `@李；软管`)? It chains nothing there, and in a description it may be meant so
    /// (ruling 20); at the beginning or the end of a word, or behind a sign, it hardly is.
    pub fn has_close_mark(&self) -> bool {
        const MARKS: [char; 2] = [';', '；'];
        let is_sign =
            |c: char| matches!(half_width_char(c), '+' | '=' | '@' | '!' | '>' | '#' | '%' | '$' | '~');
        !self.is_text()
            && !self.is_chain_mark()
            && (self.raw.starts_with(MARKS)
                || self.raw.ends_with(MARKS)
                || (self.raw.starts_with(is_sign) && self.raw.contains(MARKS)))
    }

    /// What it ends with from each sign on that stands inside of it, the longest first: `没水！！` ends with `！！`.
    pub fn ends(&self) -> impl Iterator<Item = Word<'a>> + use<'a> {
        let (raw, at) = (self.raw, self.at);
        let is_sign = |c: char| matches!(half_width_char(c), '+' | '!' | '>' | '@' | '#');
        let inside = raw.char_indices().skip(1).filter(move |(_, c)| is_sign(*c));
        let is_text = self.is_text();
        let inside = inside.filter(move |_| !is_text);
        inside.filter_map(move |(from, _)| Some(Word { raw: raw.get(from..)?, at: at + from }))
    }

    /// ` ; ` or ` ；`
    fn is_chain_mark(&self) -> bool {
        matches!(self.raw, ";" | "；")
    }
}

/// The words of a line. In the second one, the target, a quote behind the `/` may hold blanks: `1/"万安 老店"`.
pub fn words(line: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(blank) = rest.find(|c: char| !c.is_whitespace()) else { break };
        let (_, body) = rest.split_at(blank);
        let length = match found.len() {
            1 => target_length(body),
            _ => quoted_length(body).unwrap_or_else(|| unbroken(body)),
        };
        let (raw, _) = body.split_at(length);
        found.push(Word { raw, at: at + blank });
        at += blank + length;
    }
    found
}

/// The line cut at its chain marks; the first part always stands.
pub fn parts<'w, 'a>(words: &'w [Word<'a>]) -> impl Iterator<Item = &'w [Word<'a>]> {
    words.split(Word::is_chain_mark)
}

/// Inside of a quoted text, else the text.
pub fn unquoted(text: &str) -> &str {
    match quoted_length(text) {
        Some(length) if length == text.len() => {
            let inside = text.trim_start_matches(is_quote).trim_end_matches(is_quote);
            if inside.is_empty() { text } else { inside }
        }
        _ => text,
    }
}

fn is_quote(c: char) -> bool {
    half_width_char(c) == '"'
}

fn unbroken(body: &str) -> usize {
    body.find(char::is_whitespace).unwrap_or(body.len())
}

/// Bytes of the quoted text at the start; its closing quote stands before a blank or the end, so that
/// `"三合一"场所` is a word like any other.
fn quoted_length(body: &str) -> Option<usize> {
    let mut chars = body.char_indices();
    chars.next().filter(|(_, c)| is_quote(*c))?;
    let closes = |at: usize| {
        body.get(at..).is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
    };
    chars.filter(|(_, c)| is_quote(*c)).map(|(at, c)| at + c.len_utf8()).find(|&end| closes(end))
}

fn target_length(body: &str) -> usize {
    let (word, _) = body.split_at(unbroken(body));
    let opening = word.char_indices().find(|(_, c)| is_quote(*c)).map(|(at, _)| at);
    let Some(at) = opening else { return word.len() };
    let (head, quote) = body.split_at(at);
    let after_slash = head.trim_end_matches(['+', '＋']).ends_with(|c| half_width_char(c) == '/');
    let quoted = quoted_length(quote).filter(|_| after_slash || head.is_empty());
    quoted.map_or(word.len(), |length| at + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(line: &str) -> Vec<&str> {
        words(line).into_iter().map(|w| w.raw).collect()
    }

    #[test]
    fn words_are_separated_by_blanks_of_both_widths() {
        assert_eq!(
            raw("i 1.cy/mkhg\u{3000}@李  ；  软管；老化"),
            ["i", "1.cy/mkhg", "@李", "；", "软管；老化"]
        );
        assert!(raw(" \u{3000}").is_empty());
    }

    #[test]
    fn a_quote_holds_blanks_where_a_name_or_a_text_stands() {
        assert_eq!(raw("h 1/\"万安 老店\" \"+3 层\" 软管"), ["h", "1/\"万安 老店\"", "\"+3 层\"", "软管"]);
        assert_eq!(raw("h 1、“万安 老店” 软管"), ["h", "1、“万安 老店”", "软管"]);
        assert_eq!(raw("h 1/+“万安 老店” 软管"), ["h", "1/+“万安 老店”", "软管"]);
        assert_eq!(raw("h 1/a “三合一”场所 住人"), ["h", "1/a", "“三合一”场所", "住人"]);
        assert_eq!(raw("h 1/a “没有 关上"), ["h", "1/a", "“没有", "关上"]);
    }

    #[test]
    fn what_is_escaped_or_quoted_is_text() {
        let texts: Vec<_> =
            words("h 1 \\+3 \"!!\" +3 \\").into_iter().map(|w| (w.text(), w.is_text())).collect();
        assert_eq!(texts[2..], [("+3", true), ("!!", true), ("+3", false), ("\\", true)]);
    }

    #[test]
    fn the_chain_mark_is_a_word_of_its_own() {
        let line = words("i 1/a ; 软管；老化 ； 堆物");
        let parts: Vec<Vec<&str>> = parts(&line).map(|p| p.iter().map(|w| w.raw).collect()).collect();
        assert_eq!(parts, [vec!["i", "1/a"], vec!["软管；老化"], vec!["堆物"]]);
    }

    proptest! {
        #[test]
        fn no_letter_of_a_line_is_lost(line in "\\PC{0,40}") {
            let joined: String = words(&line).iter().map(|w| w.raw).collect();
            let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(kept(&joined), kept(&line));
            for word in words(&line) {
                prop_assert_eq!(line.get(word.at..word.end()), Some(word.raw));
            }
        }
    }
}
