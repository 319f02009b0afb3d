//! What the terminal can do, and how to live with what it cannot.

use ratatui::buffer::Buffer;

use crate::text;

/// Replaces every character that such a terminal draws two cells wide although its width counts as one (UAX 11: ambiguous)
/// by a look-alike of one cell, so that the columns stay where they are.
pub fn narrow(buf: &mut Buffer) {
    for cell in &mut buf.content {
        let mut chars = cell.symbol().chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && !c.is_ascii()
            && text::is_ambiguous(c)
        {
            cell.set_char(look_alike(c));
        }
    }
}

fn look_alike(c: char) -> char {
    match c {
        '“' | '”' | '″' => '"',
        '‘' | '’' | '′' => '\'',
        '—' | '―' | '─' | '–' | '…' => '-',
        '·' | '•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '★' | '☆' => '*',
        '×' => 'x',
        '÷' => '/',
        '→' => '>',
        '←' => '<',
        '│' => '|',
        '℃' => 'C',
        '①'..='⑨' => char::from_digit(u32::from(c) - 0x2460 + 1, 10).unwrap_or('?'),
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_terminal_with_wide_ambiguous_characters_no_column_moves() {
        let mut buf = Buffer::with_lines(["“后厨”·①—软管"]);
        narrow(&mut buf);
        let row: String = buf.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(row.replace(' ', ""), "\"后厨\"*1-软管");
    }
}
