//! 覆盖: the matrices. At the left which one, at the right its cells; Enter goes behind a cell, to what counts and to who is
//! still missing.
//!
//! - [`grid`]: a matrix laid into a width, as text, in words; [`draw`]: on the screen
//! - [`cell`]: what is behind a cell; [`behind`]: its rows

mod behind;
mod cell;
mod draw;
mod grid;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::id::Id;
use crate::rules::matrix::{CellState, Head, Matrix, MatrixId, TOTAL};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal, Notice, Told, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::campaign::Campaigns;
use crate::tui::overlays::directive;
use crate::tui::saving::Saving;
use crate::tui::screen::ScreenId;
use crate::tui::screens::as_of;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;
use cell::{Address, CellLayer};

/// The chooser: the wall chart first, then by number.
const CHOOSER: [MatrixId; 12] = [
    MatrixId::M9,
    MatrixId::M1,
    MatrixId::M2,
    MatrixId::M3,
    MatrixId::M4,
    MatrixId::M5,
    MatrixId::M6,
    MatrixId::M7,
    MatrixId::M8,
    MatrixId::M10,
    MatrixId::M11,
    MatrixId::M12,
];

/// Where the keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Chooser,
    Grid,
}

/// A row under the line of column heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Block(&'static str),
    Row(usize),
}

/// 覆盖
#[derive(Default)]
pub struct Coverage {
    chosen: Scroll,
    pane: Pane,
    matrix: Option<Matrix>,
    /// Why there is no matrix.
    nothing: String,
    /// Selected row and column, and their keys, by which they are found again.
    cell: (usize, usize),
    keys: (String, String),
    /// Only the row was said: the column is found when the matrix comes.
    is_landing: bool,
    /// First column shown.
    from: usize,
    /// [`None`]: the period that holds the day.
    period: Option<Period>,
    /// Seen from; [`Day::NONE`]: today.
    day: Day,
}

impl Coverage {
    fn id(&self) -> MatrixId {
        CHOOSER.get(self.chosen.at).copied().unwrap_or(MatrixId::M9)
    }

    fn ask(&self) -> Effect {
        Effect::Ask(Query::Matrix { id: self.id(), day: self.day, period: self.period })
    }

    fn open_cell(&self) -> Effect {
        let (row, column) = self.keys.clone();
        Effect::Open(CellLayer::of(Address {
            id: self.id(),
            day: self.day,
            period: self.period,
            row,
            column,
        }))
    }

    /// Another matrix: nothing of the one before holds for it.
    fn choose(&mut self, id: MatrixId) -> Effects {
        self.chosen.at = CHOOSER.iter().position(|one| *one == id).unwrap_or(0);
        (self.period, self.from) = (None, 0);
        vec![self.ask()]
    }

    fn take(&mut self, cx: &Cx, matrix: Matrix) {
        let is_other = self.matrix.as_ref().is_none_or(|old| old.matrix != matrix.matrix);
        let (row, column) = self.keys.clone();
        let place = |heads: &[Head], key: &str, old: usize| {
            let found = heads.iter().position(|head| head.key == key);
            found.unwrap_or(if is_other { 0 } else { old }).min(heads.len().saturating_sub(1))
        };
        self.cell = (place(&matrix.rows, &row, self.cell.0), place(&matrix.columns, &column, self.cell.1));
        if std::mem::take(&mut self.is_landing) {
            self.cell.1 = landing(cx, &matrix, self.cell.0);
        }
        self.matrix = Some(matrix);
        self.settle(cx);
    }

    /// Remembers the cell by its keys and scrolls its column into view.
    fn settle(&mut self, cx: &Cx) {
        let Some(matrix) = &self.matrix else { return };
        let key = |heads: &[Head], at: usize| heads.get(at).map(|head| head.key.clone());
        self.keys = (
            key(&matrix.rows, self.cell.0).unwrap_or_default(),
            key(&matrix.columns, self.cell.1).unwrap_or_default(),
        );
        self.from = self.layout(cx, matrix).before;
    }

    fn layout(&self, cx: &Cx, matrix: &Matrix) -> grid::Layout {
        self.laid(matrix, self.split(cx.body()).1)
    }

    /// Rows with the headings of the two blocks (ruling 5), as they stand under one another.
    fn lines(&self) -> Vec<Line> {
        let Some(matrix) = &self.matrix else { return Vec::new() };
        let mut lines: Vec<Line> = (0..matrix.rows.len()).map(Line::Row).collect();
        if let Some(second) = matrix.second_block.filter(|at| *at <= lines.len()) {
            lines.insert(second, Line::Block(grid::SECOND_BLOCK));
            lines.insert(0, Line::Block(grid::FIRST_BLOCK));
        }
        lines
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> Option<Effects> {
        let body = cx.body();
        match self.pane {
            Pane::Chooser => {
                let before = self.chosen;
                let moved = self.chosen.go(action, CHOOSER.len(), body.height);
                let effects = if self.chosen == before { Vec::new() } else { self.choose(self.id()) };
                moved.then_some(effects)
            }
            Pane::Grid => {
                let (rows, columns) =
                    self.matrix.as_ref().map_or((0, 0), |m| (m.rows.len(), m.columns.len()));
                match action {
                    Action::CellRight => self.cell.1 = (self.cell.1 + 1).min(columns.saturating_sub(1)),
                    Action::CellLeft if self.cell.1 == 0 => self.pane = Pane::Chooser,
                    Action::CellLeft => self.cell.1 -= 1,
                    _ => {
                        let mut row = Scroll { at: self.cell.0 };
                        if !row.go(action, rows, body.height.saturating_sub(2)) {
                            return None;
                        }
                        self.cell.0 = row.at;
                    }
                }
                self.settle(cx);
                Some(Vec::new())
            }
        }
    }

    /// The period before or after; where the columns are periods, the end of the month before or after.
    fn turn(&mut self, cx: &Cx, by: i32) -> Effects {
        let Some(matrix) = &self.matrix else { return Vec::new() };
        if let Ok(shown) = matrix.period.parse::<Period>() {
            self.period = Some(if by < 0 { shown.prev() } else { shown.next() });
        } else {
            let month = Period::containing(PeriodKind::Month, self.seen_from(cx));
            let day = if by < 0 { month.prev().end() } else { month.next().end() };
            self.day = if day >= cx.today() { Day::NONE } else { day };
        }
        vec![self.ask()]
    }

    fn seen_from(&self, cx: &Cx) -> Day {
        self.day.opt().unwrap_or(cx.today())
    }

    /// Into the matrix, and behind its cell.
    fn open(&mut self) -> Effects {
        match (self.pane, &self.matrix) {
            (Pane::Grid, Some(_)) => vec![self.open_cell()],
            _ => {
                self.pane = Pane::Grid;
                Vec::new()
            }
        }
    }

    fn export(&self) -> Effects {
        let Some(matrix) = &self.matrix else { return Vec::new() };
        let name = format!("{}-{}.csv", matrix.matrix.code(), matrix.as_of);
        match grid::csv(matrix) {
            Ok(table) => vec![Effect::Save(Saving::text(name, table))],
            Err(error) => vec![Notice::wrong(format!("没有导出：{error}"), "").into()],
        }
    }
}

/// The column to stand on in a row: the officer's own township where the row is about it, else the first that is owed.
fn landing(cx: &Cx, matrix: &Matrix, row: usize) -> usize {
    let own = cx.status.as_ref().map_or("", |status| &status.officer.unit);
    let own = matrix.columns.iter().position(|head| !own.is_empty() && head.key == own);
    let state = |column: usize| grid::cell(matrix, row, column).map(|cell| cell.state);
    let is_about = |column: &usize| {
        !matches!(state(*column), None | Some(CellState::NotApplicable | CellState::NoSubject))
    };
    let first = |wanted| (0..matrix.columns.len()).find(|column| state(*column) == Some(wanted));
    let owed = || [CellState::Owed, CellState::DueSoon].into_iter().find_map(first);
    own.filter(is_about).or_else(owed).unwrap_or(0)
}

/// To the row and the clause of the plan that the duty or the task of a row stands on; sums stand on none.
fn clause_of(id: MatrixId, row: &str) -> Option<Effect> {
    let is_of_plan = matches!(id, MatrixId::M9 | MatrixId::M11) && !row.is_empty() && !row.starts_with(TOTAL);
    is_of_plan.then(|| Effect::Go(ScreenId::Tasks, Some(Goal::Task(row.to_owned()))))
}

impl Layer for Coverage {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Coverage, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        vec![self.ask()]
    }

    fn can(&self, cx: &Cx, action: Action) -> bool {
        let has_matrix = self.matrix.is_some();
        match action {
            Action::ToClause => clause_of(self.id(), &self.keys.0).is_some(),
            Action::EnterMissing | Action::Propose => false,
            Action::Directive => has_matrix && self.pane == Pane::Grid && directive::may(cx),
            Action::Copy | Action::Export | Action::Previous | Action::Next => has_matrix,
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Edit | Action::Filter => false,
            Action::Order | Action::SaveView | Action::RecallView => false,
            Action::Search | Action::SearchNext | Action::SearchBack => false,
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if action == Action::EnterMissing {
            // Nobody is missing on the matrix itself: the key means what it means elsewhere.
            return vec![Effect::Run(Action::QuickEntry)];
        }
        if !self.can(cx, action) {
            return Vec::new();
        }
        if let Some(effects) = self.move_by(cx, action) {
            return effects;
        }
        match action {
            Action::CellRight => self.pane = Pane::Grid,
            Action::OtherPane => self.pane = if self.pane == Pane::Grid { Pane::Chooser } else { Pane::Grid },
            Action::Open => return self.open(),
            Action::Back => self.pane = Pane::Chooser,
            Action::Previous => return self.turn(cx, -1),
            Action::Next => return self.turn(cx, 1),
            Action::AsOf => return vec![as_of::ask(self.seen_from(cx))],
            Action::ToClause => return clause_of(self.id(), &self.keys.0).into_iter().collect(),
            Action::Copy => {
                return self.matrix.iter().map(|matrix| Effect::Copy(grid::plain(matrix))).collect();
            }
            Action::Export => return self.export(),
            Action::Campaigns => return vec![Campaigns::ask("")],
            Action::Directive => {
                let Some(matrix) = &self.matrix else { return Vec::new() };
                let text = grid::sentence(matrix, self.cell.0, self.cell.1);
                let label = |heads: &[Head], at: usize| {
                    heads.get(at).map_or("", |head| head.label.as_str()).to_owned()
                };
                let words = [label(&matrix.rows, self.cell.0), label(&matrix.columns, self.cell.1)].join(" ");
                let (row, column) = &self.keys;
                let known =
                    |key: &String| cx.status.iter().flat_map(|s| &s.townships).any(|(code, ..)| code == key);
                let township = [column, row].into_iter().find(|key| known(key)).cloned().unwrap_or_default();
                return directive::about(cx, Id::NONE, (&words, &text), &township);
            }
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Matrix(matrix) if matrix.matrix == self.id() => self.take(cx, matrix),
            Answer::Nothing(why) => (self.matrix, self.nothing) = (None, why),
            _ => {}
        }
        Vec::new()
    }

    fn told(&mut self, cx: &Cx, told: Told) -> Effects {
        let Told::Typed { topic: Topic::AsOf, text, done: true } = told else { return Vec::new() };
        match as_of::read(cx, &text) {
            Ok(day) => (self.day, self.period) = (day, None),
            Err(notice) => return vec![notice.into()],
        }
        self.load(cx)
    }

    fn show(&mut self, cx: &Cx, goal: Goal) -> Effects {
        let (id, row, column) = match goal {
            Goal::Matrix(id, row) => (id, row, String::new()),
            Goal::Cell(id, row, column) => (id, row, column),
            _ => return self.load(cx),
        };
        let is_cell = !column.is_empty();
        (self.keys, self.day, self.pane) = ((row, column), Day::NONE, Pane::Grid);
        self.is_landing = !is_cell;
        let mut effects = self.choose(id);
        effects.extend(is_cell.then(|| self.open_cell()));
        effects
    }

    fn place(&self, cx: &Cx) -> String {
        let Some(matrix) = &self.matrix else { return format!("覆盖 {}", self.id().code()) };
        match self.pane {
            Pane::Grid => {
                // What is noted of a row stands under a matrix that tells it short.
                let words = if self.layout(cx, matrix).is_short() { grid::standing } else { grid::sentence };
                format!("{} {}", self.id().code(), words(matrix, self.cell.0, self.cell.1))
            }
            Pane::Chooser => format!("覆盖 {} {}", self.id().code(), grid::caption(matrix)),
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (chooser, grid) = self.split(area);
        self.view_chooser(&cx.theme, chooser, buf);
        match &self.matrix {
            Some(matrix) => self.view_matrix(matrix, &cx.theme, grid, buf),
            None => paint::put(buf, grid.x, grid.y, grid.width, &self.nothing, cx.theme.faint),
        }
        None
    }
}
