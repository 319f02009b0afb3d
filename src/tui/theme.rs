//! Every style by its name. Colour is never the only sign: what it says stands in a word or a mark too.

use ratatui::style::{Color, Modifier, Style};

/// The styles in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub plain: Style,
    /// Lines, units, what may be overlooked.
    pub faint: Style,
    /// Headings, labels.
    pub strong: Style,
    /// The selected line.
    pub selected: Style,
    /// Marked lines.
    pub marked: Style,
    /// 逾期, 欠账, refusals.
    pub wrong: Style,
    /// 临期, remarks.
    pub warning: Style,
    /// Done.
    pub good: Style,
    /// Keys in the line of keys.
    pub key: Style,
    /// The bars at top and bottom.
    pub bar: Style,
    /// The field being typed in.
    pub field: Style,
}

/// How many colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colours {
    /// None: bold, underline and reverse only.
    Mono,
    /// The sixteen that every terminal names.
    #[default]
    Sixteen,
}

impl Theme {
    /// The theme for so many colours.
    pub const fn of(colours: Colours) -> Theme {
        match colours {
            Colours::Mono => MONO,
            Colours::Sixteen => SIXTEEN,
        }
    }
}

const PLAIN: Style = Style::new();
const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const REVERSE: Style = Style::new().add_modifier(Modifier::REVERSED);
const LINE: Style = Style::new().add_modifier(Modifier::UNDERLINED);

/// Attributes alone: some terminals read the code of a colour they do not know as blinking.
const MONO: Theme = Theme {
    plain: PLAIN,
    faint: PLAIN,
    strong: BOLD,
    selected: REVERSE,
    marked: BOLD,
    wrong: BOLD,
    warning: LINE,
    good: PLAIN,
    key: BOLD,
    bar: PLAIN,
    field: LINE,
};

const SIXTEEN: Theme = Theme {
    plain: PLAIN,
    faint: Style::new().fg(Color::DarkGray),
    strong: BOLD,
    selected: REVERSE,
    marked: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
    wrong: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
    warning: Style::new().fg(Color::Yellow),
    good: Style::new().fg(Color::Green),
    key: Style::new().fg(Color::Cyan),
    bar: PLAIN,
    field: LINE,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mono_theme_has_no_colour_at_all() {
        let theme = Theme::of(Colours::Mono);
        for style in
            [theme.faint, theme.selected, theme.marked, theme.wrong, theme.warning, theme.good, theme.key]
        {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_ne!(theme.selected, theme.plain);
    }
}
