//! Choices, each with a digit or letter of its own and with what picking it does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// One choice.
pub struct Choice {
    /// Its key; a blank: none.
    pub key: char,
    /// What is shown.
    pub text: String,
    /// What picking it does.
    pub does: Effects,
}

/// A list of choices.
pub struct Pick {
    title: String,
    choices: Vec<Choice>,
    scroll: Scroll,
}

impl Pick {
    /// Of these.
    pub fn of(title: impl Into<String>, choices: Vec<Choice>) -> Box<Pick> {
        Box::new(Pick { title: title.into(), choices, scroll: Scroll::default() })
    }

    /// Of these words; the layer below is told which one.
    pub fn words(
        title: impl Into<String>,
        topic: Topic,
        words: impl IntoIterator<Item = String>,
    ) -> Box<Pick> {
        let choice = |(n, text): (usize, String)| Choice {
            key: digit(n),
            text,
            does: vec![Effect::Tell(Told::Picked(topic, n))],
        };
        Pick::of(title, words.into_iter().enumerate().map(choice).collect())
    }

    fn pick(&mut self, at: usize) -> Effects {
        let Some(choice) = self.choices.get_mut(at) else { return Vec::new() };
        let mut effects = vec![Effect::Close];
        effects.append(&mut choice.does);
        effects
    }
}

/// `1` … `9` for the first nine.
pub fn digit(n: usize) -> char {
    u32::try_from(n + 1).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or(' ')
}

/// Draws a box of choices, each with its key.
pub fn draw(title: &str, choices: &[(char, String)], place: Scroll, cx: &Cx, area: Rect, buf: &mut Buffer) {
    let widest = choices.iter().map(|(_, text)| text::width(text) + 10).max();
    let width = widest.unwrap_or(0).max(text::width(title) + 6).max(24) as u16;
    let boxed = paint::middle(area, width, choices.len() as u16 + 2);
    let inside = paint::boxed(buf, boxed, title, &cx.theme);
    let top = place.top(choices.len(), inside.height);
    for ((n, (key, text)), y) in choices.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
        let is_here = n == place.at;
        let line = format!("{} {key} {text}", if is_here { '>' } else { ' ' });
        let style = if is_here { cx.theme.selected } else { cx.theme.plain };
        paint::put(buf, inside.x, y, inside.width, &line, style);
    }
}

impl Layer for Pick {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    // Letters are picks here, not moves.
    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, text: &str) -> Effects {
        let key = text.chars().next().map(text::half_width_char);
        match self.choices.iter().position(|choice| Some(choice.key) == key && choice.key != ' ') {
            Some(at) => self.pick(at),
            None => Vec::new(),
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        match action {
            Action::Open => self.pick(self.scroll.at),
            Action::Back => vec![Effect::Close],
            _ => {
                self.scroll.go(action, self.choices.len(), cx.body().height);
                Vec::new()
            }
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines: Vec<_> = self.choices.iter().map(|choice| (choice.key, choice.text.clone())).collect();
        draw(&self.title, &lines, self.scroll, cx, area, buf);
        None
    }
}
