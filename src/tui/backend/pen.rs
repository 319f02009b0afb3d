//! The style in force, and what it takes to change it.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::grid::SEEN_ON_BLANK;

/// Colours and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// The attributes and their codes (ECMA-48, SGR).
const CODES: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Where the codes of colours begin.
const FG: u8 = 30;
const BG: u8 = 40;

impl Pen {
    /// That of a cell.
    pub fn of(cell: &Cell) -> Pen {
        Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Does a blank written with it look like nothing?
    pub fn leaves_blanks(self) -> bool {
        self.bg == Color::Reset && !self.modifier.intersects(SEEN_ON_BLANK)
    }

    /// The shortest sequence that makes another pen of this one; empty: it is the same.
    pub fn change(self, to: Pen) -> String {
        if self == to {
            return String::new();
        }
        let codes = Pen::default().added(to);
        let anew = if codes.is_empty() { codes } else { format!("0;{codes}") };
        // An attribute is only taken away together with all others: its own code for that differs among terminals.
        let added = to.modifier.contains(self.modifier).then(|| self.added(to));
        let shorter = added.filter(|added| added.len() < anew.len());
        format!("\x1b[{}m", shorter.unwrap_or(anew))
    }

    /// Codes of what `to` has otherwise.
    fn added(self, to: Pen) -> String {
        let attributes = CODES.iter().filter(|(one, _)| (to.modifier - self.modifier).contains(*one));
        let attributes = attributes.map(|(_, code)| code.to_string());
        let fg = (self.fg != to.fg).then(|| colour(FG, to.fg));
        let bg = (self.bg != to.bg).then(|| colour(BG, to.bg));
        attributes.chain(fg).chain(bg).collect::<Vec<_>>().join(";")
    }
}

/// The sixteen by their old codes, which a terminal with eight colours does not mistake for blinking.
fn colour(base: u8, colour: Color) -> String {
    let number = match colour {
        Color::Reset => return (base + 9).to_string(),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Indexed(number) => return format!("{};5;{number}", base + 8),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
    };
    (base + number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    #[test]
    fn a_style_costs_no_more_than_it_must() {
        let red = Pen { fg: Color::Red, modifier: Modifier::BOLD, ..PLAIN };
        let selected = Pen { modifier: Modifier::BOLD.union(Modifier::REVERSED), ..red };
        let faint = Pen { fg: Color::DarkGray, ..PLAIN };
        let marked = Pen { bg: Color::Indexed(17), ..faint };
        let changes = [
            (PLAIN, red, "\x1b[1;31m"),
            (red, selected, "\x1b[7m"),
            (selected, red, "\x1b[0;1;31m"),
            (red, PLAIN, "\x1b[m"),
            (PLAIN, faint, "\x1b[90m"),
            (faint, marked, "\x1b[48;5;17m"),
            (marked, PLAIN, "\x1b[m"),
            (PLAIN, PLAIN, ""),
        ];
        for (from, to, sent) in changes {
            assert_eq!(from.change(to), sent, "{from:?} -> {to:?}");
        }
    }
}
