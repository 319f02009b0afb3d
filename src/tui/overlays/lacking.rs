//! 缺佐证: every record that lacks something, and what; Enter opens it, `i` mends it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::detail::Detail;
use super::form::FormLayer;
use crate::ask::answer::Answer;
use crate::ask::planning::{Lacking, Planned, Planning};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::text::pad;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The list, once it has come.
#[derive(Default)]
pub struct LackingLayer {
    lines: Option<Vec<Lacking>>,
    place: Scroll,
}

impl LackingLayer {
    /// Opens it, for everything that the officer may see.
    pub fn ask() -> Effect {
        Effect::Open(Box::<LackingLayer>::default())
    }

    fn here(&self) -> Option<&Lacking> {
        self.lines.as_ref()?.get(self.place.at)
    }

    fn len(&self) -> usize {
        self.lines.as_ref().map_or(0, Vec::len)
    }
}

fn row(line: &Lacking) -> String {
    let (kind, subject) = (pad(&line.kind, 12), pad(&line.subject, 20));
    format!("{} {kind} {} {} {subject} 缺 {}", line.id, line.date, pad(&line.unit, 6), line.lacks)
}

impl Layer for LackingLayer {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Move]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        vec![Effect::Ask(Query::Planning(Planning::Lacking { township: String::new() }, Day::NONE))]
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        match action {
            Action::Back => true,
            Action::Open | Action::Edit | Action::Copy => self.here().is_some(),
            Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::First | Action::Last => {
                true
            }
            _ => false,
        }
    }

    fn shows(&self, action: Action) -> bool {
        matches!(action, Action::Edit | Action::Copy | Action::Open)
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if self.place.go(action, self.len(), cx.body().height.saturating_sub(1)) || !self.can(cx, action) {
            return Vec::new();
        }
        let line = self.here();
        let effect = match action {
            Action::Back => Some(Effect::Close),
            Action::Open => line.map(|line| Effect::Open(Detail::of(line.id))),
            Action::Edit => line.map(|line| Effect::Open(FormLayer::ask(FormFor::Edit(line.id)))),
            Action::Copy => line.map(|line| Effect::Copy(row(line))),
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Planned(Planned::Lacking(lines)) if lines.is_empty() => {
                vec![Effect::Close, Notice::done("没有缺佐证的记录").into()]
            }
            Answer::Planned(Planned::Lacking(lines)) => {
                self.lines = Some(lines);
                self.place.keep_within(self.len());
                Vec::new()
            }
            Answer::Nothing(why) => vec![Effect::Close, Notice::remark(why).into()],
            _ => Vec::new(),
        }
    }

    fn place(&self, _cx: &Cx) -> String {
        let lacks = self.here().map(|line| format!(" · 缺 {}", line.lacks)).unwrap_or_default();
        format!("缺佐证 {}{lacks}", self.len())
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        let lines = self.lines.as_ref()?;
        paint::clear(buf, area, theme.plain);
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(1), "缺佐证，早的在前", theme.strong);
        let top = self.place.top(lines.len(), area.height.saturating_sub(1));
        for ((n, line), y) in lines.iter().enumerate().skip(top).zip(area.top() + 1..area.bottom()) {
            let is_here = n == self.place.at;
            let text = format!("{}{}", if is_here { "> " } else { "  " }, row(line));
            paint::put(buf, area.x, y, area.width, &text, theme.plain);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, theme.selected);
            }
        }
        None
    }
}
