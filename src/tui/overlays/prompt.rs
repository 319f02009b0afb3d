//! One line at the bottom, for the screen below: what to search for, a name, a day.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::field::TextField;
use crate::tui::widgets::paint;

/// A label, and what is typed behind it. The layer below is told at every key.
pub struct Prompt {
    topic: Topic,
    label: &'static str,
    field: TextField,
}

impl Prompt {
    /// Asks, beginning with `text`, which gives way to what is typed.
    pub fn ask(topic: Topic, label: &'static str, text: &str) -> Box<Prompt> {
        let mut field = TextField::of(text);
        field.select();
        Box::new(Prompt { topic, label, field })
    }

    fn tell(&self, done: bool) -> Effect {
        Effect::Tell(Told::Typed { topic: self.topic, text: self.field.text().trim().to_owned(), done })
    }
}

impl Layer for Prompt {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Field, Scope::Move]
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        matches!(action, Action::Open | Action::Back)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn typed(&mut self, _cx: &Cx, text: &str) -> Effects {
        let said = self.field.insert(text).map(Effect::from);
        std::iter::once(self.tell(false)).chain(said).collect()
    }

    fn act(&mut self, _cx: &Cx, action: Action) -> Effects {
        match action {
            Action::Open => vec![Effect::Close, self.tell(true)],
            Action::Back => vec![Effect::Close],
            _ if self.field.act(action) => vec![self.tell(false)],
            _ => Vec::new(),
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let line = Rect { y: area.bottom() - 1, height: 1, ..area };
        paint::clear(buf, line, cx.theme.plain);
        let label = text::width(self.label) as u16;
        paint::put(buf, line.x + 1, line.y, label, self.label, cx.theme.strong);
        let x = line.x + label + 2;
        if self.field.is_selected() {
            let after = x + text::width(self.field.text()) as u16 + 3;
            paint::run(buf, after, line.y, line.right(), &[("打字即换掉，左右键接着改", cx.theme.faint)]);
        }
        let width = match self.field.is_selected() {
            true => text::width(self.field.text()) as u16 + 2,
            false => line.right(),
        };
        self.field.view(
            Rect { x, width: width.min(line.right().saturating_sub(x)), ..line },
            cx.theme.plain,
            buf,
        )
    }
}
