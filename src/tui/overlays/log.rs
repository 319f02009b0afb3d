//! The last entries of the journal: who entered what, and what was taken back.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, HistoryLine};
use crate::ask::query::Query;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Entries asked for.
const LIMIT: u32 = 200;

/// The entries, newest first.
#[derive(Default)]
pub struct Log {
    lines: Vec<HistoryLine>,
    scroll: Scroll,
}

impl Layer for Log {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Move]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        vec![Effect::Ask(Query::Log { limit: LIMIT })]
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        if let Answer::Log(lines) = answer {
            self.lines = lines;
            self.scroll.keep_within(self.lines.len());
        }
        Vec::new()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        match action {
            Action::Back => vec![Effect::Close],
            Action::Open => match self.lines.get(self.scroll.at) {
                Some(line) if line.id.is_some() => vec![Effect::Open(Detail::of(line.id))],
                _ => Vec::new(),
            },
            _ => {
                self.scroll.go(action, self.lines.len(), cx.body().height.saturating_sub(2));
                Vec::new()
            }
        }
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let inside = paint::boxed(buf, cx.body(), "最近录入", &cx.theme);
        let top = self.scroll.top(self.lines.len(), inside.height);
        for ((n, line), y) in self.lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
            let is_here = n == self.scroll.at;
            let mark = if is_here { '>' } else { ' ' };
            let undone = if line.undone { "（已撤销）" } else { "" };
            let text = format!("{mark} {} {} {}{undone} {}", line.at, line.officer, line.id, line.text);
            let style = if line.undone { cx.theme.faint } else { cx.theme.plain };
            paint::put(
                buf,
                inside.x,
                y,
                inside.width,
                &text,
                if is_here { cx.theme.selected } else { style },
            );
        }
        None
    }
}
