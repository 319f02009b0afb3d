//! 记录: every noun that has no screen of its own. At the left which kind, at the right its records, newest first.
//!
//! - [`columns`]: the list

mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, RecordLine};
use crate::ask::query::{FormFor, Query, Window};
use crate::calendar::{Period, PeriodKind};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::row::{made_by, name_of};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::campaign::Campaigns;
use crate::tui::overlays::detail::Detail;
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::lacking::LackingLayer;
use crate::tui::overlays::pick::{self, Pick};
use crate::tui::overlays::prompt::Prompt;
use crate::tui::overlays::proposal::ProposalLayer;
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
    /// The record that 作废 asks the reason for: the list may move while it is typed.
    voided: Id,
    /// Characters searched for.
    text: String,
    /// Something was answered.
    is_loaded: bool,
    /// Code of the sort that was answered; empty: of none in particular.
    sort: String,
}

/// The sort of 工作记录 that a campaign is entered as.
const CAMPAIGN: &str = "campaign";

/// A line of the chooser: everything, the records of a kind, or of a sort of 工作记录.
#[derive(Clone, PartialEq, Eq)]
struct Shelf {
    /// [`None`]: 全部.
    kind: Option<Kind>,
    /// Code of the sort; empty: all of them.
    sort: String,
    name: String,
}

impl Shelf {
    /// Are its records all alike: of one kind, and of one sort where the kind has sorts?
    fn is_one(&self) -> bool {
        self.kind.is_some_and(|kind| kind != Kind::Evidence || !self.sort.is_empty())
    }

    /// The form of a new record; [`None`] where it is to be said first of which kind.
    fn fresh(&self) -> Option<Effects> {
        let kind = self.kind.filter(|kind| self.is_one() && made_by(*kind).is_empty())?;
        Some(new_form(kind, Fields::of([("sort", self.sort.as_str())])))
    }

    /// How its records are made where that is not by a form.
    fn made_by(&self) -> &'static str {
        self.kind.map_or("", made_by)
    }

    /// The letter that its numbers begin with; none: a sort of 工作记录, which all begin alike.
    fn letter(&self) -> Option<char> {
        self.kind.filter(|kind| *kind != Kind::Evidence).map(|kind| kind.letter().to_ascii_lowercase())
    }

    /// Those that can be entered from here: all, or the sorts where 工作记录 is chosen. A sort takes the next key that is free.
    fn choices(&self, cx: &Cx) -> Vec<pick::Choice> {
        let shelves = shelves(cx).into_iter().filter(|shelf| self.kind.is_none() || shelf.kind == self.kind);
        let shelves: Vec<(Shelf, Effects)> =
            shelves.filter_map(|shelf| shelf.fresh().map(|form| (shelf, form))).collect();
        let taken: Vec<char> = shelves.iter().filter_map(|(shelf, _)| shelf.letter()).collect();
        let mut free = ('1'..='9').chain('a'..='z').filter(|key| !taken.contains(key));
        let choice = |(shelf, does): (Shelf, Effects)| pick::Choice {
            key: shelf.letter().or_else(|| free.next()).unwrap_or(' '),
            text: shelf.name,
            does,
        };
        shelves.into_iter().map(choice).collect()
    }
}

/// The chooser: all that have no screen of their own and are entered by officers.
fn shelves(cx: &Cx) -> Vec<Shelf> {
    let elsewhere = [Kind::Hazard, Kind::Enterprise, Kind::Document];
    let kinds = Kind::ALL.into_iter().filter(move |kind| !elsewhere.contains(kind));
    let kinds = kinds.map(|kind| Shelf { kind: Some(kind), sort: String::new(), name: name_of(kind).into() });
    let sorts = cx.status.iter().flat_map(|status| &status.sorts);
    let sorts = sorts.map(|(code, name)| Shelf {
        kind: Some(Kind::Evidence),
        sort: code.clone(),
        name: name.clone(),
    });
    let all = Shelf { kind: None, sort: String::new(), name: "全部".into() };
    std::iter::once(all).chain(kinds).chain(sorts).collect()
}

/// What belongs to a record of this kind line by line: the kind of the part, and the field that names the whole.
fn part_of(kind: Kind) -> Option<(Kind, &'static str)> {
    match kind {
        Kind::Training => Some((Kind::Attendance, "training")),
        Kind::InspectionPlan => Some((Kind::PlanItem, "plan")),
        _ => None,
    }
}

fn new_form(kind: Kind, known: Fields) -> Effects {
    vec![Effect::Open(FormLayer::ask(FormFor::New(kind, known)))]
}

impl Records {
    /// The chosen line.
    fn shelf(&self, cx: &Cx) -> Shelf {
        let mut shelves = shelves(cx);
        let at = self.chosen.at.min(shelves.len() - 1);
        shelves.swap_remove(at)
    }

    /// Lines of the list on the screen.
    fn height(cx: &Cx) -> u16 {
        cx.body().height.saturating_sub(1)
    }

    fn ask(&self, cx: &Cx, window: Window) -> Effects {
        let Shelf { kind, sort, .. } = self.shelf(cx);
        vec![Effect::Ask(Query::Records { kind, sort, text: self.text.clone(), unit: String::new(), window })]
    }

    /// Another kind or another search: from its first row.
    fn ask_anew(&self, cx: &Cx) -> Effects {
        self.ask(cx, Window { rank: 0, ..self.list.window_at(Id::NONE, Self::height(cx)) })
    }

    fn search(&mut self, cx: &Cx, text: String) -> Effects {
        self.text = text;
        self.ask_anew(cx)
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> Effects {
        if self.pane == Pane::List {
            return self
                .list
                .go(action, Self::height(cx))
                .map_or_else(Vec::new, |window| self.ask(cx, window));
        }
        let before = self.chosen;
        self.chosen.go(action, shelves(cx).len(), cx.body().height);
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

    /// A month's visits: of the selected plan where its month is not over, else of one's own township, else of one to pick.
    fn propose(&self, cx: &Cx) -> Effects {
        let selected = self.list.selected().filter(|_| self.pane == Pane::List);
        let this = Period::containing(PeriodKind::Month, cx.today()).to_string();
        let month =
            selected.and_then(|line| line.text.split(' ').next()).filter(|month| *month >= this.as_str());
        if let (Some(line), Some(month)) = (selected, month) {
            return vec![ProposalLayer::ask(line.unit.as_str(), month)];
        }
        let Some(status) = &cx.status else { return Vec::new() };
        let own = status.townships.iter().find(|(code, ..)| *code == status.officer.unit);
        if let Some((code, ..)) = own {
            return vec![ProposalLayer::ask(code.as_str(), "")];
        }
        let choice = |(code, name, no): &(String, String, u8)| pick::Choice {
            key: char::from_digit((*no).into(), 10).unwrap_or(' '),
            text: name.clone(),
            does: vec![ProposalLayer::ask(code.as_str(), "")],
        };
        vec![Effect::Open(Pick::of("给哪个乡镇建议？", status.townships.iter().map(choice).collect()))]
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
        self.ask(cx, self.list.window(Self::height(cx)))
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        let selected = self.list.selected_id().opt().filter(|_| self.pane == Pane::List);
        match action {
            Action::Edit | Action::Copy | Action::Void => selected.is_some(),
            Action::Propose => self.shelf(cx).kind == Some(Kind::InspectionPlan),
            Action::AddPart => selected.is_some_and(|id| part_of(id.kind()).is_some()),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Order => false,
            Action::Filter | Action::SaveView | Action::RecallView => false,
            Action::SearchNext | Action::SearchBack => false,
            _ => true,
        }
    }

    fn shows(&self, action: Action) -> bool {
        action == Action::Campaigns && self.sort == CAMPAIGN
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if !self.can(cx, action) {
            return Vec::new();
        }
        match action {
            Action::Open => self.open(),
            Action::Back => self.back(cx),
            Action::NewRecord => match self.shelf(cx).fresh() {
                Some(form) => form,
                None if !self.shelf(cx).made_by().is_empty() => {
                    let shelf = self.shelf(cx);
                    vec![Notice::remark(format!("{}不填表：{}", shelf.name, shelf.made_by())).into()]
                }
                None => vec![Effect::Open(Pick::of("新建哪一种？", self.shelf(cx).choices(cx)))],
            },
            Action::AddPart => self.add_part(),
            Action::Propose => self.propose(cx),
            Action::Lacking => vec![LackingLayer::ask()],
            Action::Campaigns => {
                let words = self.list.selected().filter(|_| self.pane == Pane::List);
                vec![Campaigns::ask(words.map_or("", |line| &line.text))]
            }
            Action::Edit => vec![Effect::Open(FormLayer::ask(FormFor::Edit(self.list.selected_id())))],
            Action::Copy => {
                self.list.selected().map(|line| Effect::Copy(columns::plain(line))).into_iter().collect()
            }
            Action::Void => {
                self.voided = self.list.selected_id();
                vec![Effect::Open(Prompt::ask(Topic::Own, "作废原因", ""))]
            }
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
                (self.is_loaded, self.sort) = (true, self.shelf(cx).sort);
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
                vec![Effect::Submit(Command::Void { id: self.voided, why })]
            }
            _ => Vec::new(),
        }
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        if let Goal::Sort(code) = &goal {
            self.chosen.at = shelves(cx).iter().position(|shelf| shelf.sort == *code).unwrap_or(0);
            (self.pane, self.text) = (Pane::List, String::new());
            return self.ask_anew(cx);
        }
        let Goal::Record(id) = goal else { return self.load(cx) };
        self.chosen.at = shelves(cx).iter().position(|shelf| shelf.kind == Some(id.kind())).unwrap_or(0);
        (self.pane, self.text) = (Pane::List, String::new());
        self.ask(cx, self.list.window_at(id, Self::height(cx)))
    }

    fn is_inside(&self) -> bool {
        !self.text.is_empty()
    }

    fn record(&self) -> Id {
        if self.pane == Pane::List { self.list.selected_id() } else { Id::NONE }
    }

    fn place(&self, cx: &Cx) -> String {
        let (matched, total) = self.list.counts();
        let searched =
            if self.text.is_empty() { String::new() } else { format!(" · 查找: “{}”", self.text) };
        format!("记录 {matched}/{total} · {}{searched}", self.shelf(cx).name)
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let list = area.x + CHOOSER + 1;
        let list = Rect { x: list, width: area.right().saturating_sub(list), ..area };
        self.view_chooser(cx, Rect { width: CHOOSER, ..area }, buf);
        let columns = columns::of(&self.list, self.shelf(cx).is_one(), list.width, cx.today());
        self.list.view_pane(&columns, self.pane == Pane::List, &cx.theme, list, buf);
        if self.is_loaded && self.list.counts().0 == 0 {
            let width = list.width.saturating_sub(2);
            paint::put(buf, list.x + 2, list.y + 1, width, &self.empty(cx), cx.theme.plain);
        }
        None
    }
}

/// Cells of the chooser: a marker and the longest name.
const CHOOSER: u16 = 14;

impl Records {
    fn view_chooser(&self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let shelves = shelves(cx);
        let top = self.chosen.top(shelves.len(), area.height);
        for ((n, Shelf { name, .. }), y) in
            shelves.iter().enumerate().skip(top).zip(area.top()..area.bottom())
        {
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
    fn empty(&self, cx: &Cx) -> String {
        let shelf = self.shelf(cx);
        match shelf.kind {
            _ if !self.text.is_empty() => "没有找到：Esc 清除查找".to_owned(),
            Some(_) if !shelf.made_by().is_empty() => format!("还没有{}：{}", shelf.name, shelf.made_by()),
            Some(_) => format!("还没有{}：+ 新建", shelf.name),
            None => "还没有记录：+ 新建".to_owned(),
        }
    }
}
