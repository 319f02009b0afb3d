//! 隐患: the queue in the order 急重轻缓, worked by one key a deed.
//!
//! - [`columns`] — what stands in a row; [`filter`] — the form of the filter and its words

mod columns;
mod filter;

use std::collections::VecDeque;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, HazardLine, HazardPage, Whole};
use crate::ask::query::{FormFor, HazardFilter, HazardOrder, Query, Window};
use crate::calendar::Day;
use crate::model::hazard::State;
use crate::model::id::Id;
use crate::rules::queue::Queue;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::frame;
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::deeds::{self, Deeds};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::directive;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::Pick;
use crate::tui::overlays::prompt::Prompt;
use crate::tui::screen::ScreenId;
use crate::tui::views::{Shows, View};
use crate::tui::widgets::list::List;
use crate::tui::widgets::{paint, whole};

/// Rows that `*` marks at most.
const MARK_LIMIT: u16 = 2_000;

/// The screen.
pub struct Hazards {
    list: List<HazardLine>,
    filter: HazardFilter,
    order: HazardOrder,
    /// What stood here before another screen had its rows shown; [`None`]: what stands here is the list's own.
    own: Option<Own>,
    /// What was searched for; empty: nothing.
    search: String,
    /// The record found last, when the selection has moved away since.
    found: Id,
    /// What the pages that were asked for are for, in order.
    wants: VecDeque<Want>,
    /// The record in the pane.
    pane: Option<Box<Whole>>,
    is_copying: bool,
}

/// A filter, the record that was selected under it, and the screen that Esc goes back to, where there is one.
struct Own {
    filter: HazardFilter,
    at: Id,
    behind: Option<ScreenId>,
}

/// What a page was asked for.
enum Want {
    Rows,
    Match,
    Marks,
}

impl Default for Hazards {
    fn default() -> Hazards {
        Hazards {
            list: List::default(),
            filter: filter::unfiltered(),
            order: HazardOrder::default(),
            own: None,
            search: String::new(),
            found: Id::NONE,
            wants: VecDeque::new(),
            pane: None,
            is_copying: false,
        }
    }
}

/// Rows on the screen.
fn height(cx: &Cx) -> u16 {
    cx.body().height.saturating_sub(1)
}

impl Hazards {
    fn ask(&mut self, want: Want, filter: HazardFilter, window: Window) -> Effect {
        self.wants.push_back(want);
        Effect::Ask(Query::Hazards { filter, order: self.order, window, day: Day::NONE })
    }

    fn rows(&mut self, window: Window) -> Effects {
        vec![self.ask(Want::Rows, self.filter.clone(), window)]
    }

    /// From the top, after another filter or order.
    fn again(&mut self, cx: &Cx) -> Effects {
        self.list.marks.clear();
        let window = Window { above: 0, ..self.list.window_at(Id::NONE, height(cx)) };
        self.rows(Window { rank: 0, ..window })
    }

    /// The record for the pane, where there is one.
    fn pane(&self, cx: &Cx) -> Effects {
        let id = self.list.selected_id();
        let has_pane = frame::with_pane(cx.body()).1.is_some();
        let wanted = has_pane && id.is_some();
        wanted.then(|| Effect::Ask(Query::Record { id, day: Day::NONE })).into_iter().collect()
    }

    /// Where those stand that a deed would be done to. Marked ones that are not in hand are judged when it is done.
    fn states(&self) -> impl Iterator<Item = State> {
        self.list.chosen_rows().map(|row| row.state)
    }

    fn go(&mut self, cx: &Cx, action: Action) -> Effects {
        match self.list.go(action, height(cx)) {
            Some(window) => self.rows(window),
            None => self.pane(cx),
        }
    }

    /// The next match before or after the selected row, among the rows in force.
    fn search(&mut self, step: i32) -> Effects {
        if self.search.is_empty() {
            return vec![Notice::remark("先用 / 查找").into()];
        }
        let matching = HazardFilter { text: self.search.clone(), ..self.filter.clone() };
        let anchor = self.found.opt().unwrap_or(self.list.selected_id());
        let step = if self.found.is_some() { step } else { 0 };
        vec![self.ask(Want::Match, matching, Window { anchor, rank: 0, step, above: 0, below: 0 })]
    }

    fn take(&mut self, cx: &Cx, page: HazardPage) -> Effects {
        match self.wants.pop_front() {
            Some(Want::Match) => match page.rows.first().map(|row| row.id) {
                Some(id) => {
                    self.found = id;
                    let said = format!("“{}” 第 {}/{} 处", self.search, page.first + 1, page.matched);
                    let mut effects = self.rows(self.list.window_at(id, height(cx)));
                    effects.push(Notice::done(said).into());
                    effects
                }
                None => vec![Notice::remark(format!("没有“{}”", self.search)).into()],
            },
            Some(Want::Marks) => {
                self.list.marks = page.rows.iter().map(|row| row.id).collect();
                let over = page.matched.saturating_sub(u32::from(MARK_LIMIT));
                let said = format!("已标记 {} 条", page.rows.len());
                vec![
                    if over == 0 {
                        Notice::done(said)
                    } else {
                        Notice::remark(format!("{said}，还有 {over} 条没有标"))
                    }
                    .into(),
                ]
            }
            Some(Want::Rows) | None => {
                self.list.take(page, height(cx));
                self.pane(cx)
            }
        }
    }

    /// Before another screen's rows are shown.
    fn put_aside(&mut self) {
        let at = self.list.selected_id();
        let filter = self.filter.clone();
        self.own.get_or_insert(Own { filter, at, behind: None }).behind = None;
        self.list.marks.clear();
        self.search.clear();
        self.found = Id::NONE;
    }

    /// Another filter of the officer's own.
    fn filter_by(&mut self, cx: &Cx, filter: HazardFilter) -> Effects {
        self.own = None;
        self.filter = filter;
        self.again(cx)
    }

    /// Esc: one thing after the other, the nearest first; never leaves.
    fn back(&mut self, cx: &Cx) -> Effects {
        if !self.list.marks.is_empty() {
            self.list.marks.clear();
        } else if !self.search.is_empty() {
            self.search.clear();
            self.found = Id::NONE;
        } else if let Some(own) = &self.own {
            let behind = own.behind.map(|screen| Effect::Go(screen, None));
            return self.regain(cx).into_iter().chain(behind).collect();
        } else if self.filter != filter::unfiltered() {
            return self.filter_by(cx, filter::unfiltered());
        }
        Vec::new()
    }

    /// The queues and the named views.
    fn choose_view(&self, cx: &Cx) -> Effects {
        let queues = Queue::ALL.iter().map(|queue| queue.name().to_owned());
        vec![Effect::Open(Pick::words(
            "取视图",
            Topic::View,
            queues.chain(saved(cx).map(|view| view.name.clone())),
        ))]
    }

    fn recall(&mut self, cx: &Cx, at: usize) -> Effects {
        match (Queue::ALL.get(at), at.checked_sub(Queue::ALL.len()).and_then(|at| saved(cx).nth(at))) {
            (Some(queue), _) => {
                self.filter_by(cx, HazardFilter { queue: Some(*queue), ..HazardFilter::default() })
            }
            (None, Some(View { shows: Shows::Hazards(filter, order), .. })) => {
                self.order = *order;
                self.filter_by(cx, filter.clone())
            }
            _ => Vec::new(),
        }
    }
}

fn saved(cx: &Cx) -> impl Iterator<Item = &View> {
    cx.views.iter().filter(|view| matches!(view.shows, Shows::Hazards(..)))
}

impl Layer for Hazards {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Hazard, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        self.rows(self.list.window(height(cx)))
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        match action {
            Action::SearchNext | Action::SearchBack => !self.search.is_empty(),
            Action::Directive => directive::may(cx) && self.list.selected().is_some(),
            _ if deeds::is_deed(action) => {
                self.list.selected().is_some() && self.states().all(|state| deeds::can(cx, action, state))
            }
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        match action {
            _ if deeds::is_deed(action) && !self.can(cx, action) => {
                let states: Vec<State> = self.states().collect();
                vec![deeds::refusal(cx, action, &states).into()]
            }
            Action::Open => match self.list.selected_id().opt() {
                Some(id) => vec![Effect::Open(Detail::of(id))],
                None => Vec::new(),
            },
            Action::Directive => self.list.selected().map_or_else(Vec::new, |line| {
                let words = format!("{} {}", line.called, line.description);
                directive::about(cx, line.id, (&words, ""), &line.township)
            }),
            Action::Back => self.back(cx),
            Action::Filter => {
                vec![Effect::Open(FormLayer::tell(Topic::Filter, "筛选隐患", filter::asks(&self.filter, cx)))]
            }
            Action::Search => vec![Effect::Open(Prompt::ask(Topic::Search, "查找", ""))],
            Action::SearchNext => self.search(1),
            Action::SearchBack => self.search(-1),
            Action::Order => vec![Effect::Open(Pick::words(
                "排序",
                Topic::Order,
                filter::ORDERS.iter().map(|(_, name)| (*name).to_owned()),
            ))],
            Action::SaveView => vec![Effect::Open(Prompt::ask(Topic::ViewName, "视图名称", ""))],
            Action::RecallView => self.choose_view(cx),
            Action::Mark => {
                self.list.mark();
                self.go(cx, Action::Down)
            }
            Action::MarkRange => {
                self.list.mark_range();
                Vec::new()
            }
            Action::MarkAll if self.list.marks.is_empty() => {
                vec![self.ask(Want::Marks, self.filter.clone(), Window::top(MARK_LIMIT))]
            }
            Action::MarkAll => {
                self.list.marks.clear();
                Vec::new()
            }
            Action::Edit if self.list.selected().is_some() => {
                vec![Effect::Open(FormLayer::ask(FormFor::Edit(self.list.selected_id())))]
            }
            Action::Copy if self.list.selected().is_some() => {
                self.is_copying = true;
                vec![Effect::Ask(Query::Record { id: self.list.selected_id(), day: Day::NONE })]
            }
            _ if deeds::is_deed(action) => Deeds::of(action, self.list.chosen()),
            _ => self.go(cx, action),
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Hazards(page) => self.take(cx, page),
            Answer::Whole(whole) if std::mem::take(&mut self.is_copying) => {
                vec![Effect::Copy(whole::plain(&whole))]
            }
            Answer::Whole(whole) => {
                self.pane = Some(whole);
                Vec::new()
            }
            _ => {
                self.away();
                Vec::new()
            }
        }
    }

    /// The next page is the list again, and the next record the pane's.
    fn away(&mut self) {
        self.wants.clear();
        self.is_copying = false;
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Filled(Topic::Filter, fields) => match filter::read(&fields, cx) {
                Ok(filter) => self.filter_by(cx, filter),
                Err(notice) => vec![notice.into()],
            },
            Told::Picked(Topic::Order, at) => {
                self.order = filter::ORDERS.get(at).map_or(HazardOrder::default(), |(order, _)| *order);
                self.again(cx)
            }
            Told::Picked(Topic::View, at) => self.recall(cx, at),
            Told::Typed { topic: Topic::Search, text, done: true } => {
                self.search = text;
                self.found = Id::NONE;
                if self.search.is_empty() { Vec::new() } else { self.search(1) }
            }
            Told::Typed { topic: Topic::ViewName, text, done: true } if !text.is_empty() => {
                let shows = Shows::Hazards(self.filter.clone(), self.order);
                let said = Notice::done(format!("视图“{text}”已存，' 取用"));
                vec![Effect::SaveView(View { name: text, shows }), said.into()]
            }
            _ => Vec::new(),
        }
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        self.put_aside();
        match goal {
            Goal::Hazards(filter) => {
                self.filter = filter;
                self.again(cx)
            }
            Goal::Behind(screen, filter) => {
                self.own.iter_mut().for_each(|own| own.behind = Some(screen));
                self.filter = filter;
                self.again(cx)
            }
            Goal::Record(id) => {
                self.filter = HazardFilter::default();
                self.rows(self.list.window_at(id, height(cx)))
            }
            _ => self.load(cx),
        }
    }

    fn regain(&mut self, cx: &Cx) -> Effects {
        let Some(own) = self.own.take() else { return Vec::new() };
        self.list.marks.clear();
        self.filter = own.filter;
        self.rows(self.list.window_at(own.at, height(cx)))
    }

    fn is_inside(&self) -> bool {
        !self.list.marks.is_empty() || !self.search.is_empty() || self.own.is_some()
    }

    fn record(&self) -> Id {
        self.list.selected_id()
    }

    fn place(&self, cx: &Cx) -> String {
        let (matched, total) = self.list.counts();
        let words = filter::words(&self.filter, cx);
        let filter = if words.is_empty() { String::new() } else { format!(" · 筛选: {words}") };
        let order =
            filter::ORDERS.iter().find(|(order, _)| *order == self.order).map_or("", |(_, name)| name);
        let marks = match self.list.marks.len() {
            0 => String::new(),
            n => format!(" · 标记 {n}"),
        };
        format!("隐患 {matched}/{total}{filter} · {order}{marks}")
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (list, pane) = frame::with_pane(area);
        self.list.view(columns::COLUMNS, &cx.theme, list, buf);
        let said = match self.list.counts() {
            (_, 0) => "还没有隐患，a 录一条",
            (0, _) => "没有符合的隐患，Esc 清除筛选",
            _ => "",
        };
        if !said.is_empty() {
            paint::put(buf, list.x + 2, list.y + 2, list.width.saturating_sub(2), said, cx.theme.faint);
        }
        if let (Some(pane), Some(record)) =
            (pane, self.pane.as_ref().filter(|w| w.id == self.list.selected_id()))
        {
            let lines = whole::lines(record, usize::from(pane.width.saturating_sub(2)), &cx.theme);
            for (line, y) in lines.iter().zip(pane.top()..pane.bottom()) {
                paint::put(buf, pane.x, y, 2, "|", cx.theme.faint);
                paint::put(buf, pane.x + 2, y, pane.width.saturating_sub(2), &line.text, line.style);
            }
        }
        None
    }
}
