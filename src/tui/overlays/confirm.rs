//! A question that yes or no answers. No is never dangerous.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;

/// The question, and what yes does.
pub struct Confirm {
    question: String,
    yes: Effects,
}

impl Confirm {
    /// Asks.
    pub fn ask(question: impl Into<String>, yes: Effects) -> Box<Confirm> {
        Box::new(Confirm { question: question.into(), yes })
    }
}

impl Layer for Confirm {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Confirm]
    }

    fn act(&mut self, _cx: &Cx, action: Action) -> Effects {
        let mut effects = vec![Effect::Close];
        match action {
            Action::Yes => effects.append(&mut self.yes),
            Action::Back => {}
            _ => return Vec::new(),
        }
        effects
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = text::wrap(&self.question, 48);
        let inside = paint::boxed(buf, paint::middle(area, 54, lines.len() as u16 + 2), "确认", &cx.theme);
        for (line, y) in lines.iter().zip(inside.top()..inside.bottom()) {
            paint::put(buf, inside.x, y, inside.width, line, cx.theme.plain);
        }
        None
    }
}
