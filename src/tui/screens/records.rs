//! 记录: every noun that has no screen of its own. At the left which kind, at the right its records, newest first.
//!
//! - [`columns`]: the list

mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, RecordLine};
use crate::ask::query::{FormFor, Query, Window};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::overlays::prompt::Prompt;
use crate::tui::widgets::list::List;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// Where the keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Chooser,
    List,
}

/// 记录
#[derive(Default)]
pub struct Records {
    /// Line of the chooser; 0 is 全部.
    chosen: Scroll,
    pane: Pane,
    list: List<RecordLine>,
    /// Characters searched for.
    text: String,
    /// Something was answered.
    is_loaded: bool,
}

/// The kinds of the chooser: all that have no screen of their own and are entered by officers.
fn kinds() -> impl Iterator<Item = Kind> {
    let elsewhere = [Kind::Hazard, Kind::Enterprise, Kind::Document];
    Kind::ALL.into_iter().filter(move |kind| !elsewhere.contains(kind))
}

/// What belongs to a record of this kind line by line: the kind of the part, and the field that names the whole.
fn part_of(kind: Kind) -> Option<(Kind, &'static str)> {
    match kind {
        Kind::Training => Some((Kind::Attendance, "training")),
        Kind::InspectionPlan => Some((Kind::PlanItem, "plan")),
        _ => None,
    }
}

/// A kind among those that can be entered; its key is the letter its numbers begin with.
fn new_choice(kind: Kind) -> pick::Choice {
    let key = kind.letter().to_ascii_lowercase();
    pick::Choice { key, text: name_of(kind).to_owned(), does: new_form(kind, Fields::default()) }
}

fn new_form(kind: Kind, known: Fields) -> Effects {
    vec![Effect::Open(FormLayer::ask(FormFor::New(kind, known)))]
}

impl Records {
    /// The chosen kind; [`None`]: 全部.
    fn kind(&self) -> Option<Kind> {
        kinds().nth(self.chosen.at.checked_sub(1)?)
    }

    fn kind_name(&self) -> &'static str {
        self.kind().map_or("全部", name_of)
    }

    /// Lines of the list on the screen.
    fn height(cx: &Cx) -> u16 {
        cx.body().height.saturating_sub(1)
    }

    fn ask(&self, window: Window) -> Effects {
        let (kind, text) = (self.kind(), self.text.clone());
        vec![Effect::Ask(Query::Records { kind, text, unit: String::new(), window })]
    }

    /// Another kind or another search: from its first row.
    fn ask_anew(&self, cx: &Cx) -> Effects {
        self.ask(Window { rank: 0, ..self.list.window_at(Id::NONE, Self::height(cx)) })
    }

    fn search(&mut self, cx: &Cx, text: String) -> Effects {
        self.text = text;
        self.ask_anew(cx)
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> Effects {
        if self.pane == Pane::List {
            return self.list.go(action, Self::height(cx)).map_or_else(Vec::new, |window| self.ask(window));
        }
        let before = self.chosen;
        self.chosen.go(action, kinds().count() + 1, cx.body().height);
        if self.chosen == before { Vec::new() } else { self.ask_anew(cx) }
    }

    /// A form for one more part of the selected record, which it names already.
    fn add_part(&self) -> Effects {
        let id = self.list.selected_id();
        match part_of(id.kind()) {
            Some((kind, whole)) => new_form(kind, Fields::of([(whole, id.to_string().as_str())])),
            None => Vec::new(),
        }
    }

    fn open(&mut self) -> Effects {
        match (self.pane, self.list.selected_id().opt()) {
            (Pane::Chooser, _) => self.pane = Pane::List,
            (Pane::List, Some(id)) => return vec![Effect::Open(Detail::of(id))],
            (Pane::List, None) => {}
        }
        Vec::new()
    }

    fn back(&mut self, cx: &Cx) -> Effects {
        if !self.text.is_empty() {
            return self.search(cx, String::new());
        }
        self.pane = Pane::Chooser;
        Vec::new()
    }
}

impl Layer for Records {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Records, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        self.ask(self.list.window(Self::height(cx)))
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        let selected = self.list.selected_id().opt().filter(|_| self.pane == Pane::List);
        match action {
            Action::Edit | Action::Copy | Action::Void => selected.is_some(),
            Action::AddPart => selected.is_some_and(|id| part_of(id.kind()).is_some()),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Order => false,
            Action::Filter | Action::SaveView | Action::RecallView => false,
            Action::SearchNext | Action::SearchBack => false,
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if !self.can(cx, action) {
            return Vec::new();
        }
        match action {
            Action::Open => self.open(),
            Action::Back => self.back(cx),
            Action::NewRecord => match self.kind() {
                Some(kind) => new_form(kind, Fields::default()),
                None => vec![Effect::Open(Pick::of("新建哪一种？", kinds().map(new_choice).collect()))],
            },
            Action::AddPart => self.add_part(),
            Action::Edit => vec![Effect::Open(FormLayer::ask(FormFor::Edit(self.list.selected_id())))],
            Action::Copy => {
                self.list.selected().map(|line| Effect::Copy(columns::plain(line))).into_iter().collect()
            }
            Action::Void => vec![Effect::Open(Prompt::ask(Topic::Own, "作废原因", ""))],
            Action::Search => vec![Effect::Open(Prompt::ask(Topic::Search, "查找", &self.text))],
            Action::OtherPane | Action::CellLeft | Action::CellRight => {
                let is_to_list =
                    action == Action::CellRight || action == Action::OtherPane && self.pane == Pane::Chooser;
                self.pane = if is_to_list { Pane::List } else { Pane::Chooser };
                Vec::new()
            }
            _ => self.move_by(cx, action),
        }
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Records(page) => {
                self.is_loaded = true;
                self.list.take(page, Self::height(cx));
                Vec::new()
            }
            Answer::Nothing(why) => vec![Notice::remark(why).into()],
            _ => Vec::new(),
        }
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Typed { topic: Topic::Search, text, .. } => self.search(cx, text),
            Told::Typed { topic: Topic::Own, text: why, done: true } => {
                vec![Effect::Submit(Command::Void { id: self.list.selected_id(), why })]
            }
            _ => Vec::new(),
        }
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        let Goal::Record(id) = goal else { return self.load(cx) };
        self.chosen.at = kinds().position(|kind| kind == id.kind()).map_or(0, |at| at + 1);
        (self.pane, self.text) = (Pane::List, String::new());
        self.ask(self.list.window_at(id, Self::height(cx)))
    }

    fn is_inside(&self) -> bool {
        !self.text.is_empty()
    }

    fn place(&self, _cx: &Cx) -> String {
        let (matched, total) = self.list.counts();
        let searched =
            if self.text.is_empty() { String::new() } else { format!(" · 查找: “{}”", self.text) };
        format!("记录 {matched}/{total} · {}{searched}", self.kind_name())
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let list = area.x + CHOOSER + 1;
        let list = Rect { x: list, width: area.right().saturating_sub(list), ..area };
        self.view_chooser(cx, Rect { width: CHOOSER, ..area }, buf);
        let columns = columns::of(&self.list, self.kind().is_some(), list.width);
        self.list.view_pane(&columns, self.pane == Pane::List, &cx.theme, list, buf);
        if self.is_loaded && self.list.counts().0 == 0 {
            let width = list.width.saturating_sub(2);
            paint::put(buf, list.x + 2, list.y + 1, width, &self.empty(), cx.theme.plain);
        }
        None
    }
}

/// Cells of the chooser: a marker and the longest name.
const CHOOSER: u16 = 14;

impl Records {
    fn view_chooser(&self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let names: Vec<&str> = std::iter::once("全部").chain(kinds().map(name_of)).collect();
        let top = self.chosen.top(names.len(), area.height);
        for ((n, name), y) in names.iter().enumerate().skip(top).zip(area.top()..area.bottom()) {
            let is_here = n == self.chosen.at;
            let marker = paint::marker(is_here, self.pane == Pane::Chooser);
            paint::put(buf, area.x, y, area.width, &format!("{marker}{name}"), cx.theme.plain);
            if is_here {
                let is_front = self.pane == Pane::Chooser;
                let style = if is_front { cx.theme.selected } else { cx.theme.strong };
                buf.set_style(Rect { y, height: 1, ..area }, style);
            }
        }
    }

    /// What to do when nothing is listed.
    fn empty(&self) -> String {
        match self.kind() {
            _ if !self.text.is_empty() => "没有找到：Esc 清除查找".to_owned(),
            Some(kind) => format!("还没有{}：+ 新建", name_of(kind)),
            None => "还没有记录：+ 新建".to_owned(),
        }
    }
}
