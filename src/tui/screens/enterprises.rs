//! 企业: the register by township, and one enterprise whole beside it.
//!
//! - [`columns`]: the list; [`filter`]: what is left out
//! - [`deeds`]: what one key does for an enterprise; [`change`]: a change that holds from a day on

mod change;
mod columns;
mod deeds;
mod filter;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, EnterpriseLine, Whole};
use crate::ask::query::{EnterpriseFilter, FormFor, Query, Window};
use crate::calendar::Day;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::frame;
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::Pick;
use crate::tui::overlays::prompt::Prompt;
use crate::tui::views::{Shows, View};
use crate::tui::widgets::list::List;
use crate::tui::widgets::{paint, whole};
pub use change::Change;
pub use deeds::Subject;

/// 企业
#[derive(Default)]
pub struct Enterprises {
    list: List<EnterpriseLine>,
    filter: EnterpriseFilter,
    /// The selected one whole, for the pane.
    whole: Option<Box<Whole>>,
    /// Something was answered.
    is_loaded: bool,
}

impl Enterprises {
    /// Lines of the list on the screen.
    fn height(cx: &Cx) -> u16 {
        cx.body().height.saturating_sub(1)
    }

    fn ask(&self, window: Window) -> Effect {
        Effect::Ask(Query::Enterprises { filter: self.filter.clone(), window, day: Day::NONE })
    }

    /// The whole of the selected one, where there is a pane for it and it is not there yet.
    fn ask_whole(&self, cx: &Cx) -> Effects {
        let id = self.list.selected_id();
        let is_there = self.whole.as_ref().is_some_and(|whole| whole.id == id);
        let has_pane = frame::with_pane(cx.body()).1.is_some();
        let wanted = has_pane && id.is_some() && !is_there;
        wanted.then_some(Effect::Ask(Query::Record { id, day: Day::NONE })).into_iter().collect()
    }

    /// A filter in the place of the one before, from its first row.
    fn show_only(&mut self, cx: &Cx, filter: EnterpriseFilter) -> Effects {
        self.filter = filter;
        vec![self.ask(Window { rank: 0, ..self.list.window_at(Id::NONE, Self::height(cx)) })]
    }

    fn copy(&self) -> Effects {
        match (&self.whole, self.list.selected()) {
            (Some(record), Some(line)) if record.id == line.id => vec![Effect::Copy(whole::plain(record))],
            (_, Some(line)) => vec![Effect::Copy(columns::plain(line))],
            _ => Vec::new(),
        }
    }
}

/// Named views of this screen.
fn saved(cx: &Cx) -> impl Iterator<Item = (&str, &EnterpriseFilter)> {
    cx.views.iter().filter_map(|view| match &view.shows {
        Shows::Enterprises(filter) => Some((view.name.as_str(), filter)),
        Shows::Hazards(..) => None,
    })
}

impl Layer for Enterprises {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Enterprises, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        self.whole = None;
        vec![self.ask(self.list.window(Self::height(cx)))]
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        let has_one = self.list.selected().is_some();
        match action {
            Action::ToMatrix | Action::ToHazards | Action::ChangeFrom | Action::Edit | Action::Copy => {
                has_one
            }
            Action::RecallView => saved(cx).next().is_some(),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Order => false,
            Action::SearchNext | Action::SearchBack => false,
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if !self.can(cx, action) {
            return Vec::new();
        }
        let subject = self.list.selected().map(|line| Subject::of_line(cx, line));
        if let Some(effects) = subject.and_then(|subject| subject.deed(action)) {
            return effects;
        }
        match action {
            Action::Open => {
                let id = self.list.selected_id().opt();
                id.map(|id| Effect::Open(Detail::of(id))).into_iter().collect()
            }
            Action::EnterHere => vec![Effect::Run(Action::QuickEntry)],
            Action::NewRecord => {
                vec![Effect::Open(FormLayer::ask(FormFor::New(Kind::Enterprise, Fields::default())))]
            }
            Action::Filter => vec![filter::form(cx, &self.filter)],
            Action::Search => vec![Effect::Open(Prompt::ask(Topic::Search, "查找", &self.filter.text))],
            Action::SaveView => vec![Effect::Open(Prompt::ask(Topic::ViewName, "视图名称", ""))],
            Action::RecallView => {
                let names = saved(cx).map(|(name, _)| name.to_owned());
                vec![Effect::Open(Pick::words("取视图", Topic::View, names))]
            }
            Action::Back if self.filter == EnterpriseFilter::default() => Vec::new(),
            Action::Back => self.show_only(cx, EnterpriseFilter::default()),
            Action::Copy => self.copy(),
            _ => match self.list.go(action, Self::height(cx)) {
                Some(window) => vec![self.ask(window)],
                None => self.ask_whole(cx),
            },
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Enterprises(page) => {
                self.is_loaded = true;
                self.list.take(page, Self::height(cx));
                return self.ask_whole(cx);
            }
            Answer::Whole(whole) => self.whole = Some(whole),
            Answer::Nothing(why) => return vec![Notice::remark(why).into()],
            _ => {}
        }
        Vec::new()
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Filled(Topic::Filter, fields) => match filter::read(cx, &fields) {
                Ok(filter) => self.show_only(cx, filter),
                Err(notice) => vec![notice.into()],
            },
            Told::Typed { topic: Topic::Search, text, .. } => {
                let filter = EnterpriseFilter { text, ..self.filter.clone() };
                self.show_only(cx, filter)
            }
            Told::Typed { topic: Topic::ViewName, text, done: true } if !text.is_empty() => {
                let said = Notice::done(format!("视图“{text}”已存，' 取用"));
                vec![
                    Effect::SaveView(View { name: text, shows: Shows::Enterprises(self.filter.clone()) }),
                    said.into(),
                ]
            }
            Told::Picked(Topic::View, at) => match saved(cx).nth(at).map(|(_, filter)| filter.clone()) {
                Some(filter) => self.show_only(cx, filter),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        match goal {
            Goal::Enterprises(filter) => self.show_only(cx, filter),
            Goal::Record(id) => {
                self.filter = EnterpriseFilter::default();
                vec![self.ask(self.list.window_at(id, Self::height(cx)))]
            }
            _ => self.load(cx),
        }
    }

    fn record(&self) -> Id {
        self.list.selected_id()
    }

    fn place(&self, cx: &Cx) -> String {
        let (matched, total) = self.list.counts();
        let words = filter::words(cx, &self.filter);
        let filtered = if words.is_empty() { String::new() } else { format!(" · 筛选: {words}") };
        format!("企业 {matched}/{total}{filtered}")
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (list, pane) = frame::with_pane(area);
        self.list.view(columns::COLUMNS, &cx.theme, list, buf);
        if self.is_loaded && self.list.counts().0 == 0 {
            paint::put(
                buf,
                list.x + 2,
                list.y + 1,
                list.width.saturating_sub(2),
                self.empty(),
                cx.theme.plain,
            );
        }
        let record = self.whole.as_ref().filter(|whole| whole.id == self.list.selected_id());
        if let (Some(pane), Some(record)) = (pane, record) {
            let cells = usize::from(pane.width).saturating_sub(2);
            let lines = whole::lines(record, cells, &cx.theme);
            for (line, y) in lines.iter().zip(pane.top()..pane.bottom()) {
                paint::put(buf, pane.x, y, 2, "|", cx.theme.faint);
                paint::put(buf, pane.x + 2, y, pane.width.saturating_sub(2), &line.text, line.style);
            }
        }
        None
    }
}

impl Enterprises {
    /// What to do when nothing is listed.
    fn empty(&self) -> &'static str {
        match self.list.counts() {
            (_, 0) => "还没有企业：+ 新建一家，或退出后用 zhiben import enterprises 文件.xlsx 导入",
            _ => "没有这样的企业：Esc 清除筛选，+ 新建一家",
        }
    }
}
