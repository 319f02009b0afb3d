//! `:`: everything by name, found by characters, pinyin or its English name; a number opens its record.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, HazardLine};
use crate::ask::query::{HazardFilter, HazardOrder, Query, Window};
use crate::calendar::Day;
use crate::model::id::Id;
use crate::text::{self, half_width, pinyin};
use crate::tui::action::{ACTIONS, Action, Row, Scope};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::widgets::field::TextField;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Records of one running number that are listed at most.
const SAME_NUMBER: u16 = 30;

/// The actions that work here, and what is typed.
pub struct Palette {
    entries: Vec<Entry>,
    /// Those that do not, to tell what is not there from what is of no use here.
    others: Vec<Entry>,
    field: TextField,
    scroll: Scroll,
}

struct Entry {
    row: &'static Row,
    key: String,
    pinyin: String,
}

impl Palette {
    /// Of what works in the layer that has the focus.
    pub fn of(focus: &dyn Layer, cx: &Cx) -> Box<Palette> {
        let entry = |row: &'static Row| {
            let key = cx.keymap.shown(focus.scopes(), row.action).filter(|_| focus.can(cx, row.action));
            let key = key.map(|key| key.to_string()).unwrap_or_default();
            Entry { row, key, pinyin: pinyin::key(row.label) }
        };
        let (entries, others) = ACTIONS.iter().map(entry).partition(|entry| !entry.key.is_empty());
        Box::new(Palette { entries, others, field: TextField::default(), scroll: Scroll::default() })
    }

    fn found(&self) -> Vec<&Entry> {
        self.among(&self.entries)
    }

    fn among<'e>(&self, entries: &'e [Entry]) -> Vec<&'e Entry> {
        let typed = half_width(self.field.text().trim()).to_lowercase();
        let query = pinyin::Query::new(&typed);
        let is_it =
            |e: &&Entry| query.finds(&e.pinyin, e.row.label) || e.row.name.contains(&typed) || e.key == typed;
        let mut found: Vec<&Entry> = entries.iter().filter(is_it).collect();
        found.sort_by_key(|e| !e.row.name.starts_with(&typed) && !e.row.label.starts_with(&typed));
        found
    }

    /// What is said when nothing is found: why, and the way on.
    fn nothing(&self, cx: &Cx) -> Notice {
        let typed = self.field.text().trim();
        let said = |key| cx.keymap.said(self.scopes(), key);
        if self.record().is_some() {
            return Notice::remark(format!("{} {typed}", said(Action::Open).unwrap_or_default()));
        }
        let why = match self.among(&self.others).first() {
            Some(other) => format!("“{}”在这里用不上", other.row.label),
            None => format!("没有叫“{typed}”的操作"),
        };
        let ways: Vec<String> = [Action::Backspace, Action::Back].into_iter().filter_map(said).collect();
        Notice::wrong(why, ways.join("，"))
    }

    /// A number: whole, or `#42`.
    fn record(&self) -> Option<Effects> {
        let typed = half_width(self.field.text().trim());
        if let Ok(number) = typed.trim_start_matches('#').parse() {
            return Some(vec![Effect::Ask(Query::Numbered { number })]);
        }
        let id: Id = typed.to_uppercase().parse().ok()?;
        id.is_some().then(|| vec![Effect::Close, Effect::Open(Detail::of(id))])
    }
}

impl Layer for Palette {
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
        self.scroll = Scroll::default();
        self.field.insert(text).map(Effect::from).into_iter().collect()
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let found: Vec<Action> = self.found().iter().map(|entry| entry.row.action).collect();
        match action {
            Action::Back => vec![Effect::Close],
            Action::Open => self.record().unwrap_or_else(|| match found.get(self.scroll.at) {
                Some(action) => vec![Effect::Close, Effect::Run(*action)],
                None => vec![self.nothing(cx).into()],
            }),
            _ if self.field.act(action) => {
                self.scroll = Scroll::default();
                Vec::new()
            }
            _ => {
                self.scroll.go(action, found.len(), cx.body().height);
                Vec::new()
            }
        }
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Ids(ids) if ids.len() > 1 => {
                let filter = HazardFilter { ids, ..HazardFilter::default() };
                let window = Window::top(SAME_NUMBER);
                vec![Effect::Ask(Query::Hazards {
                    filter,
                    order: HazardOrder::Urgency,
                    window,
                    day: Day::NONE,
                })]
            }
            Answer::Ids(ids) if !ids.is_empty() => vec![Effect::Close, Effect::Open(Detail::of(ids[0]))],
            Answer::Hazards(page) => {
                let choice = |(n, line): (usize, &HazardLine)| pick::Choice {
                    key: pick::digit(n),
                    text: format!("{} {} {}", line.id, line.called, line.description),
                    does: vec![Effect::Open(Detail::of(line.id))],
                };
                let choices = page.rows.iter().enumerate().map(choice).collect();
                vec![Effect::Close, Effect::Open(Pick::of("同号的有几条，看哪一条？", choices))]
            }
            _ => vec![Notice::wrong("没有这个编号的记录", "").into()],
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        const LABELS: usize = 11;
        const KEYS: usize = 10;
        let height = cx.body().height;
        let inside = paint::boxed(buf, paint::middle(area, 78, height), "命令", &cx.theme);
        let list = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        let found = self.found();
        let top = self.scroll.top(found.len(), list.height);
        for ((n, entry), y) in found.iter().enumerate().skip(top).zip(list.top()..list.bottom()) {
            let is_here = n == self.scroll.at;
            let mark = if is_here { '>' } else { ' ' };
            let label = text::pad(entry.row.label, LABELS);
            let line = format!("{mark} {label} {} {}", text::pad(&entry.key, KEYS), entry.row.help);
            paint::put(
                buf,
                list.x,
                y,
                list.width,
                &line,
                if is_here { cx.theme.selected } else { cx.theme.plain },
            );
        }
        if found.is_empty() {
            let said = self.nothing(cx);
            for (text, y) in [&said.text, &said.hint].into_iter().zip(list.top()..list.bottom()) {
                paint::put(buf, list.x, y, list.width, text, cx.theme.plain);
            }
        }
        paint::put(buf, inside.x, inside.y, 1, ":", cx.theme.strong);
        let field = Rect { x: inside.x + 1, width: inside.width.saturating_sub(1), height: 1, ..inside };
        self.field.view(field, cx.theme.plain, buf)
    }
}
