//! Choices, each with a digit or letter of its own and with what picking it does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Told, Topic};
use crate::tui::key::Key;
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
    let shown = shown(choices.len(), inside.height);
    let top = place.top(choices.len(), shown);
    let end = inside.top() + shown;
    for ((n, (key, text)), y) in choices.iter().enumerate().skip(top).zip(inside.top()..end) {
        let is_here = n == place.at;
        let line = format!("{} {key} {text}", if is_here { '>' } else { ' ' });
        let style = if is_here { cx.theme.selected } else { cx.theme.plain };
        paint::put(buf, inside.x, y, inside.width, &line, style);
    }
    let below = choices.len().saturating_sub(top + usize::from(shown));
    if end < inside.bottom() && below > 0 {
        paint::put(buf, inside.x, end, inside.width, &format!("  …还有 {below} 项，往下"), cx.theme.faint);
    }
}

/// Lines of the choices in a box of this height: where not all have room, the last line says how many more there are.
fn shown(choices: usize, height: u16) -> u16 {
    if choices > usize::from(height) { height.saturating_sub(1) } else { height }
}

impl Layer for Pick {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    // Letters are picks here, not moves.
    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, cx: &Cx, text: &str) -> Effects {
        let key = text.chars().next().map(text::half_width_char);
        match self.choices.iter().position(|choice| Some(choice.key) == key && choice.key != ' ') {
            Some(at) => self.pick(at),
            // No choice has a capital: the letter for the end of every list is free.
            None => match key.filter(|key| key.is_uppercase()).and_then(|key| Key::named(&key.to_string())) {
                Some(key) => {
                    cx.keymap.action(&[Scope::Move], key).map_or_else(Vec::new, |it| self.act(cx, it))
                }
                None => Vec::new(),
            },
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
