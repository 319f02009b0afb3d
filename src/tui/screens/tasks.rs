//! 任务: the plan as a tree — part, section, clause, the 34 rows, their sub-tasks — with what today's records make of each.
//!
//! - [`tree`]: folding and filtering; [`place`]: where one stands in it; [`line`]: a node as fixed columns; [`detail`]: a node whole
//! - [`draw`]: on the screen

mod detail;
mod draw;
mod line;
mod place;
mod tree;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::{Answer, Asked, TaskNode, TaskTree};
use crate::ask::query::{FormFor, Query};
use crate::calendar::Day;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::Kind;
use crate::rules::matrix::{CellState, MatrixId};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::frame;
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::form::FormLayer;
use crate::tui::overlays::pick::Pick;
use crate::tui::overlays::prompt::Prompt;
use crate::tui::screen::ScreenId;
use crate::tui::screens::as_of;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;
use tree::Filter;

/// 任务
#[derive(Default)]
pub struct Tasks {
    /// Nodes in reading order.
    nodes: Vec<TaskNode>,
    /// 标题 of the plan, or why there is none.
    title: String,
    /// Codes of folded nodes; [`None`] until the first tree came.
    folded: Option<BTreeSet<String>>,
    filter: Filter,
    /// Place among the nodes shown, and the code that stands there.
    place: Scroll,
    selected: String,
    /// Place in the lines of the node that is open.
    open: Option<Scroll>,
    /// Seen from; [`Day::NONE`]: today.
    day: Day,
    searched: String,
    /// 文号 of the plan shown; empty: the one in force.
    plan: String,
}

impl Tasks {
    /// The matrix of a duty of the node: the one the cursor stands on, else the first.
    fn to_matrix(&self, cx: &Cx) -> Effects {
        let pointed = self.open.and_then(|place| self.lines(cx).get(place.at).map(|line| line.duty.clone()));
        let first = || self.node().and_then(|node| node.duties.first().cloned());
        match pointed.filter(|duty| !duty.is_empty()).or_else(first) {
            Some(duty) => vec![Effect::Go(ScreenId::Coverage, Some(Goal::Matrix(MatrixId::M9, duty)))],
            None => vec![Notice::remark("这一项没有计数的义务，只记进展").into()],
        }
    }

    fn lines(&self, cx: &Cx) -> Vec<detail::Line> {
        let (list, pane) = frame::with_pane(cx.body());
        let cells = usize::from(pane.unwrap_or(list).width).saturating_sub(4);
        self.node().map(|node| detail::lines(node, self.seen_from(cx), cells)).unwrap_or_default()
    }

    fn seen_from(&self, cx: &Cx) -> Day {
        self.day.opt().unwrap_or(cx.today())
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> bool {
        let height = cx.body().height.saturating_sub(1);
        if let Some(mut place) = self.open {
            let moved = place.go(action, self.lines(cx).len(), height);
            self.open = Some(place);
            return moved;
        }
        let moved = self.place.go(action, self.shown().len(), height);
        self.remember();
        moved
    }
}

impl Layer for Tasks {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Tasks, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        vec![Effect::Ask(Query::Tasks { day: self.day, plan: self.plan.clone() })]
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        let folds = self.filter.is_empty() && self.open.is_none();
        match action {
            Action::Unfold | Action::Fold | Action::FoldAll | Action::Toggle => {
                folds && !self.nodes.is_empty()
            }
            Action::ToMatrix => self.node().is_some_and(|node| !node.duties.is_empty()),
            Action::OtherPlan => plans(cx).len() > 1,
            Action::Progress => self.node().is_some_and(|node| node.depth >= tree::ROW),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Edit => false,
            Action::Order | Action::SaveView | Action::RecallView => false,
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if self.move_by(cx, action) || !self.can(cx, action) {
            return Vec::new();
        }
        match action {
            Action::Unfold => self.unfold(),
            Action::Fold => self.fold(),
            Action::FoldAll => self.fold_all(),
            Action::Toggle => self.toggle(),
            Action::Open if self.open.is_some() => return self.to_matrix(cx),
            Action::Open => self.open = self.node().map(|_| Scroll::default()),
            Action::Back => self.back(),
            Action::ToMatrix => return self.to_matrix(cx),
            Action::OtherPlan => {
                return vec![Effect::Open(Pick::words("看哪个方案？", Topic::Own, plans(cx)))];
            }
            Action::Progress => return self.progress(),
            Action::Filter => return vec![self.filter_form()],
            Action::Search => return vec![Effect::Open(Prompt::ask(Topic::Search, "查找", &self.searched))],
            Action::SearchNext => self.search(1),
            Action::SearchBack => self.search(-1),
            Action::AsOf => return vec![as_of::ask(self.seen_from(cx))],
            Action::Copy => return self.copy(cx),
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, _cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Tasks(tree) => self.take(tree),
            Answer::Nothing(why) => (self.nodes, self.title) = (Vec::new(), why),
            _ => {}
        }
        Vec::new()
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        match told {
            Told::Picked(Topic::Own, nth) => {
                let plans = cx.status.as_ref().map(|status| status.plans.as_slice()).unwrap_or_default();
                // The first is the one in force.
                self.plan =
                    plans.get(nth).filter(|_| nth > 0).map(|plan| plan.doc_no.clone()).unwrap_or_default();
                self.folded = None;
                return self.load(cx);
            }
            Told::Filled(Topic::Filter, fields) => return self.filter_by(&fields),
            Told::Typed { topic: Topic::Search, text, done } => {
                self.searched = text;
                if done {
                    self.search(1);
                }
            }
            Told::Typed { topic: Topic::AsOf, text, done: true } => return self.see_from(cx, &text),
            _ => {}
        }
        Vec::new()
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        if let Goal::Task(code) = goal {
            let wanted = |node: &TaskNode| node.code == code || node.duties.contains(&code);
            match self.nodes.iter().rposition(wanted) {
                Some(at) => self.reveal(at),
                None => self.selected = code,
            }
        }
        self.load(cx)
    }

    fn is_inside(&self) -> bool {
        self.open.is_some()
    }

    fn place(&self, cx: &Cx) -> String {
        let shown = self.shown();
        let is_row = |at: &&usize| self.nodes[**at].row.is_some();
        let rows = self.nodes.iter().filter(|node| node.row.is_some()).count();
        let mut place = format!("任务 {}/{rows} 行", shown.iter().filter(is_row).count());
        if !self.filter.is_empty() {
            place += &format!(" · 筛选: {}", self.filter.words());
        }
        if !self.plan.is_empty() {
            place += &format!(" · {}", self.plan);
        }
        if self.day.opt().is_some_and(|day| day != cx.today()) {
            place += &format!(" · 截至{}", self.day);
        }
        match self.node() {
            Some(node) if node.depth >= tree::ROW => {
                place + &format!(" · {} {} {}", node.code, node.clause, node.state)
            }
            _ => place,
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (list, pane) = frame::with_pane(area);
        if pane.is_some() || self.open.is_none() {
            self.view_tree(cx, list, buf);
        }
        match pane {
            Some(pane) => {
                (pane.top()..pane.bottom()).for_each(|y| paint::put(buf, pane.x, y, 1, "|", cx.theme.faint));
                self.view_node(cx, Rect { x: pane.x + 2, width: pane.width.saturating_sub(2), ..pane }, buf);
            }
            None if self.open.is_some() => self.view_node(cx, area, buf),
            None => {}
        }
        None
    }
}

impl Tasks {
    fn take(&mut self, tree: TaskTree) {
        if self.folded.is_none() {
            self.folded = Some(tree::branches(&tree.nodes, tree::ROW));
        }
        (self.nodes, self.title) = (tree.nodes, format!("{} {}", tree.doc_no, tree.title));
        let selected = self.selected.clone();
        // A duty asked for before the tree was there.
        match self.nodes.iter().rposition(|node| node.code == selected || node.duties.contains(&selected)) {
            Some(at) if self.nodes[at].code != selected => self.reveal(at),
            _ => self.select(&selected),
        }
    }

    fn back(&mut self) {
        if self.open.take().is_none() {
            self.filter = Filter::default();
            self.select(&self.selected.clone());
        }
    }

    fn progress(&self) -> Effects {
        let Some(node) = self.node() else { return Vec::new() };
        let fields = Fields::of([("task", node.code.clone())]);
        vec![Effect::Open(FormLayer::ask(FormFor::New(Kind::Progress, fields)))]
    }

    fn filter_form(&self) -> Effect {
        let ask = |key, label, value: String, choices: Vec<String>, hint: &str| Asked {
            spec: Spec::new(key, label, Shape::Text),
            value,
            choices,
            hint: hint.into(),
        };
        let rows = || self.nodes.iter().filter(|node| node.depth >= tree::ROW);
        let leads: BTreeSet<String> =
            rows().map(|node| node.lead.clone()).filter(|lead| !lead.is_empty()).collect();
        let years: BTreeSet<i32> =
            rows().flat_map(|node| node.deadlines.iter().map(|day| day.year())).collect();
        let year = self.filter.year.map(|year| year.to_string()).unwrap_or_default();
        let state = self.filter.state.map_or("", CellState::name).to_owned();
        let names = self.states().into_iter().map(|state| state.name().to_owned()).collect();
        let asks = vec![
            ask("lead", "牵头", self.filter.lead.clone(), leads.into_iter().collect(), "名称的一部分"),
            ask("year", "年度", year, years.iter().map(i32::to_string).collect(), "这一年有时限的"),
            ask("state", "状态", state, names, ""),
        ];
        Effect::Open(FormLayer::tell(Topic::Filter, "筛选任务", asks))
    }

    fn filter_by(&mut self, fields: &Fields) -> Effects {
        let state = self.states().into_iter().find(|state| state.name() == fields.get("state"));
        self.filter =
            Filter { lead: fields.get("lead").into(), year: fields.get("year").parse().ok(), state };
        self.open = None;
        self.select(&self.selected.clone());
        Vec::new()
    }

    fn see_from(&mut self, cx: &Cx, typed: &str) -> Effects {
        match as_of::read(cx, typed) {
            Ok(day) => self.day = day,
            Err(notice) => return vec![notice.into()],
        }
        self.load(cx)
    }

    fn copy(&self, cx: &Cx) -> Effects {
        let Some(node) = self.node() else { return Vec::new() };
        let lines = detail::lines(node, self.seen_from(cx), usize::MAX / 2);
        vec![Effect::Copy(lines.into_iter().map(|line| line.text + "\n").collect())]
    }

    /// States that occur, in their order.
    fn states(&self) -> Vec<CellState> {
        self.nodes.iter().map(|node| node.cell).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The plans to look at, the one in force first.
fn plans(cx: &Cx) -> Vec<String> {
    let plans = cx.status.as_ref().map(|status| status.plans.as_slice()).unwrap_or_default();
    plans.iter().map(|plan| format!("{} {} {}", plan.doc_no, plan.title, plan.state)).collect()
}
