//! A record whole: its fields, what belongs to it, its history, what can be done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Whole};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::model::id::{Id, Kind};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::deeds::{self, Deeds};
use crate::tui::overlays::directive;
use crate::tui::overlays::form::FormLayer;
use crate::tui::screens::enterprises::Subject;
use crate::tui::widgets::scroll::Scroll;
use crate::tui::widgets::{paint, whole};

/// A record, once it has come.
pub struct Detail {
    id: Id,
    whole: Option<Box<Whole>>,
    scroll: Scroll,
}

impl Detail {
    /// Of this record.
    pub fn of(id: Id) -> Box<Detail> {
        Box::new(Detail { id, whole: None, scroll: Scroll::default() })
    }

    fn deed_of_enterprise(&self, cx: &Cx, action: Action) -> Option<Effects> {
        let whole = self.whole.as_ref().filter(|whole| whole.id.kind() == Kind::Enterprise)?;
        Subject::of_whole(cx, whole).deed(action)
    }

    fn deed(&self, cx: &Cx, action: Action) -> Effects {
        match &self.whole {
            Some(whole) if !deeds::is_offered(action, whole) => {
                vec![deeds::refusal_of(cx, action, whole).into()]
            }
            _ => Deeds::of(action, vec![self.id]),
        }
    }

    fn lines(&self, cx: &Cx) -> Vec<whole::Ready> {
        let cells = usize::from(inside(cx.body()).width.saturating_sub(2));
        self.whole.as_ref().map(|record| whole::lines(record, cells, &cx.theme)).unwrap_or_default()
    }
}

/// What is left inside the box, markers included.
fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

impl Layer for Detail {
    fn scopes(&self) -> &'static [Scope] {
        match self.id.kind() {
            Kind::Hazard => &[Scope::Hazard, Scope::Move, Scope::List],
            Kind::Enterprise => &[Scope::Enterprises, Scope::Move, Scope::List],
            _ => &[Scope::Move, Scope::List],
        }
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        vec![Effect::Ask(Query::Record { id: self.id, day: Day::NONE })]
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        if action == Action::Directive {
            return self.whole.is_some() && directive::may(cx);
        }
        if deeds::is_deed(action) {
            return self.whole.as_ref().is_some_and(|whole| deeds::is_offered(action, whole));
        }
        !matches!(
            action,
            Action::Filter
                | Action::Search
                | Action::Order
                | Action::SaveView
                | Action::RecallView
                | Action::Mark
                | Action::NewRecord
        )
    }

    fn shows(&self, action: Action) -> bool {
        action == Action::Edit
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if let Some(effects) = self.deed_of_enterprise(cx, action) {
            return effects;
        }
        let lines = self.lines(cx);
        match action {
            Action::Back => vec![Effect::Close],
            Action::Open => {
                match lines.get(self.scroll.at).map(|line| line.link).filter(|link| *link != self.id) {
                    Some(link) if link.is_some() => vec![Effect::Open(Detail::of(link))],
                    _ if self.id.kind() == Kind::Hazard => Deeds::of(Action::Deeds, vec![self.id]),
                    _ => Vec::new(),
                }
            }
            Action::Edit => vec![Effect::Open(FormLayer::ask(FormFor::Edit(self.id)))],
            Action::Directive => self.whole.as_ref().map_or_else(Vec::new, |whole| {
                directive::about(cx, self.id, (&whole.title, ""), whole.fields.get("township"))
            }),
            Action::Copy => {
                self.whole.as_ref().map(|record| Effect::Copy(whole::plain(record))).into_iter().collect()
            }
            _ if self.scroll.go(action, lines.len(), inside(cx.body()).height) => Vec::new(),
            _ if deeds::is_deed(action) => self.deed(cx, action),
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Whole(whole) => {
                self.whole = Some(whole);
                let len = self.lines(cx).len();
                self.scroll.keep_within(len);
                Vec::new()
            }
            Answer::Nothing(why) => vec![Effect::Close, Notice::wrong(why, "").into()],
            _ => Vec::new(),
        }
    }

    fn place(&self, _cx: &Cx) -> String {
        match &self.whole {
            Some(whole) => format!("{} {} {}", whole.kind, whole.id, whole.state),
            None => self.id.to_string(),
        }
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let body = cx.body();
        let title =
            self.whole.as_ref().map_or_else(String::new, |whole| format!("{} {}", whole.kind, whole.id));
        let inside = paint::boxed(buf, body, &title, &cx.theme);
        let lines = self.lines(cx);
        let top = self.scroll.top(lines.len(), inside.height);
        for ((n, line), y) in lines.iter().enumerate().skip(top).zip(inside.top()..inside.bottom()) {
            let is_here = n == self.scroll.at;
            paint::put(buf, inside.x, y, 2, if is_here { ">" } else { " " }, cx.theme.key);
            let text = &line.text;
            paint::put(buf, inside.x + 2, y, inside.width.saturating_sub(2), text, line.style);
        }
        None
    }
}
