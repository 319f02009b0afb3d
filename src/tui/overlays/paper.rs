//! Sentences to be read once, each wrapped.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The sentences under their title.
pub struct Paper {
    title: String,
    sentences: Vec<String>,
    scroll: Scroll,
}

/// Cells of a line at most, and of the box around it.
const LINE: usize = 72;
const BOX: u16 = LINE as u16 + 6;

impl Paper {
    /// Of these.
    pub fn of(title: String, sentences: Vec<String>) -> Box<Paper> {
        Box::new(Paper { title, sentences, scroll: Scroll::default() })
    }

    fn lines(&self, cx: &Cx) -> Vec<String> {
        let cells = LINE.min(usize::from(cx.size.width).saturating_sub(6));
        let wrapped = |sentence: &String| text::wrap(sentence, cells).into_iter().chain([String::new()]);
        self.sentences.iter().flat_map(wrapped).collect()
    }
}

impl Layer for Paper {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if matches!(action, Action::Back | Action::Open) {
            return vec![Effect::Close];
        }
        self.scroll.go(action, self.lines(cx).len(), cx.body().height.saturating_sub(2));
        Vec::new()
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(cx);
        let body = cx.body();
        let inside =
            paint::boxed(buf, paint::middle(body, BOX, lines.len() as u16 + 2), &self.title, &cx.theme);
        let top = self.scroll.top(lines.len(), inside.height);
        for ((n, line), y) in lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
            let mark = if n == self.scroll.at { ">" } else { " " };
            paint::put(buf, inside.x, y, inside.width, &format!("{mark} {line}"), cx.theme.plain);
        }
        None
    }
}
