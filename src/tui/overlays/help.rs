//! `?`: every key that means something here, from the table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::text;
use crate::tui::action::{ACTIONS, Action, Scope};
use crate::tui::effect::{Effect, Effects};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The lines, headings among them.
pub struct Help {
    /// Keys, label, help; keys only: a heading.
    lines: Vec<(String, &'static str, &'static str)>,
    scroll: Scroll,
}

impl Help {
    /// For somebody with these scopes.
    pub fn of(scopes: &[Scope], cx: &Cx) -> Box<Help> {
        let mut lines = Vec::new();
        for scope in scopes.iter().chain(&[Scope::Always]) {
            lines.push((scope.title().to_owned(), "", ""));
            for row in ACTIONS {
                let keys: Vec<String> =
                    cx.keymap.keys(*scope, row.action).iter().map(ToString::to_string).collect();
                if !keys.is_empty() {
                    lines.push((keys.join(" "), row.label, row.help));
                }
            }
        }
        Box::new(Help { lines, scroll: Scroll::default() })
    }

    fn height(cx: &Cx) -> u16 {
        cx.body().height.saturating_sub(2)
    }
}

impl Layer for Help {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if matches!(action, Action::Back | Action::Open) {
            return vec![Effect::Close];
        }
        self.scroll.go(action, self.lines.len(), Help::height(cx));
        Vec::new()
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        const KEYS: usize = 18;
        const LABELS: usize = 11;
        let area = paint::middle(area, 96, Help::height(cx) + 2);
        let inside = paint::boxed(buf, area, "此处能用的键（: 可按名字查找）", &cx.theme);
        let top = self.scroll.top(self.lines.len(), inside.height);
        for ((n, (keys, label, help)), y) in
            self.lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom())
        {
            let mark = if n == self.scroll.at { ">" } else { " " };
            let (line, style) = match *label {
                "" => (format!("{mark}{keys}"), cx.theme.strong),
                _ => (
                    format!("{mark}  {} {} {help}", text::pad(keys, KEYS), text::pad(label, LABELS)),
                    cx.theme.plain,
                ),
            };
            paint::put(buf, inside.x, y, inside.width, &line, style);
        }
        None
    }
}
