//! 统计: trends and comparisons to look at. At the left what is compared, at the right its numbers with the bars of one of them;
//! Enter opens the rows behind a number, Esc comes back to it.
//!
//! - [`views`]: what may be chosen; [`sheet`]: the numbers of a view; [`draw`]: rows and bars; [`chart`]: the months of a row
//! - [`behind`]: rows that are not hazards

mod behind;
mod chart;
mod draw;
mod sheet;
mod views;

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::Answer;
use crate::ask::query::{HazardFilter, Query};
use crate::calendar::{Day, Period, PeriodKind};
use crate::rules::matrix::{CellPage, MatrixId, OFFICE_TOTAL, TOTAL};
use crate::rules::statistics::work::Work;
use crate::rules::statistics::{Asked, By, Debts, Group, Table, Told, Which, pace};
use crate::text::{self, wrap};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{self, Effect, Effects, Goal, Notice, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::screen::ScreenId;
use crate::tui::screens::as_of;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;
use behind::Lines;
use sheet::{Kind, Sheet};
use views::{Shows, VIEWS};

/// Groups of figures, in the order in which one moves through them.
const GROUPS: [Group; 4] = [Group::Numbers, Group::Closing, Group::Ages, Group::Sources];

/// Where the keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pane {
    #[default]
    Chooser,
    Rows,
    Chart,
}

/// 统计
#[derive(Default)]
pub struct Statistics {
    chosen: Scroll,
    pane: Pane,
    /// Seen from; [`Day::NONE`]: today.
    day: Day,
    /// [`None`]: the year that holds the day.
    period: Option<Period>,
    /// Place among [`GROUPS`] of the figures shown.
    group: usize,
    table: Option<Table>,
    /// The months of the selected row.
    trend: Option<Table>,
    work: Option<Work>,
    /// 欠账 of the days that were asked for since the view was chosen.
    debts: BTreeMap<Day, Debts>,
    sheet: Sheet,
    /// Selected row and column, and their keys, by which they are found again.
    cursor: (usize, usize),
    keys: (String, String),
    /// Key of the selected month.
    month: String,
    /// Why there is nothing to show.
    nothing: String,
}

impl Statistics {
    fn shows(&self) -> Shows {
        VIEWS.get(self.chosen.at).map_or(Shows::Left, |view| view.shows)
    }

    fn group(&self) -> Group {
        GROUPS.get(self.group).copied().unwrap_or(Group::Numbers)
    }

    fn ask(&self, asked: Asked) -> Effect {
        Effect::Ask(Query::Statistics { asked, day: self.day })
    }

    fn ask_table(&self, by: By) -> Effect {
        let period = self.period.filter(|_| !by.is_time());
        self.ask(Asked::Table(Which::all(by, period)))
    }

    /// The months of the selected row, where there is room for them.
    fn ask_trend(&self, cx: &Cx) -> Option<Effect> {
        let Shows::Table(by, _) = self.shows() else { return None };
        let has_room = !by.is_time() && self.chart_area(self.split(cx.body()).1).is_some();
        has_room.then(|| self.ask(Asked::Table(self.trend_of(by))))
    }

    fn trend_of(&self, by: By) -> Which {
        let row = self.keys.0.clone();
        let within = (row != TOTAL && !row.is_empty()).then_some((by, row));
        Which { by: By::Month, period: None, within }
    }

    fn choose(&mut self, cx: &Cx) -> Effects {
        self.debts.clear();
        (self.table, self.trend) = (None, None);
        self.sheet = Sheet::default();
        (self.cursor, self.keys) = Default::default();
        if self.shows() == Shows::Ahead {
            self.keys.1 = "open".into();
        }
        if let Shows::Table(_, group) = self.shows() {
            self.group = GROUPS.iter().position(|one| *one == group).unwrap_or(0);
        }
        self.load(cx)
    }

    /// The numbers of what has come, and the cursor where it was.
    fn lay_out(&mut self) {
        self.sheet = match (self.shows(), &self.table, &self.work) {
            (Shows::Table(..), Some(table), _) => Sheet::of_table(table, self.group()),
            (Shows::Ahead, Some(weeks), Some(work)) => Sheet::of_weeks(weeks, work, &self.debts),
            (Shows::Left, _, Some(work)) => Sheet::of_units(work),
            _ => return,
        };
        let rows = &self.sheet.rows;
        let row = rows.iter().position(|row| row.key == self.keys.0 && row.kind != Kind::Heading);
        let usual = match self.shows() {
            // The month or the week that is running.
            Shows::Ahead | Shows::Table(By::Month, _) => {
                rows.iter().rposition(|row| row.kind == Kind::Counted).unwrap_or(0)
            }
            _ => 0,
        };
        let column = self.sheet.columns.iter().position(|column| column.key == self.keys.1);
        let is_new = self.keys.0.is_empty();
        let kept = if is_new { usual } else { self.cursor.0.min(rows.len().saturating_sub(1)) };
        let last = self.sheet.columns.len().saturating_sub(1);
        self.cursor = (row.unwrap_or(kept), column.unwrap_or(self.cursor.1.min(last)));
        self.settle();
    }

    /// Remembers the cursor by its keys.
    fn settle(&mut self) {
        let row = self.sheet.rows.get(self.cursor.0).map(|row| row.key.clone());
        let column = self.sheet.columns.get(self.cursor.1).map(|column| column.key.to_owned());
        self.keys = (row.unwrap_or_default(), column.unwrap_or_default());
    }

    fn take(&mut self, cx: &Cx, told: Told) -> Effects {
        let (shows, mut effects) = (self.shows(), Vec::new());
        match (told, shows) {
            (Told::Table(table), Shows::Table(by, _))
                if table.which.by == by && table.which.within.is_none() =>
            {
                self.table = Some(table);
                self.lay_out();
                effects.extend(self.ask_trend(cx));
            }
            (Told::Table(trend), Shows::Table(by, _)) if trend.which.within == self.trend_of(by).within => {
                let last = trend.parts().last().map(|(head, _)| head.key.clone());
                if !trend.rows.iter().any(|head| head.key == self.month) {
                    self.month = last.unwrap_or_default();
                }
                self.trend = Some(trend);
            }
            (Told::Table(weeks), Shows::Ahead) if weeks.which.by == By::Week => {
                effects.extend(
                    self.debts_wanted(&weeks)
                        .into_iter()
                        .map(|day| Effect::Ask(Query::Statistics { asked: Asked::Debts, day })),
                );
                self.table = Some(weeks);
                self.lay_out();
            }
            (Told::Work(work), Shows::Ahead | Shows::Left) => {
                self.work = Some(work);
                self.lay_out();
            }
            (Told::Debts(debts), Shows::Ahead) => {
                self.debts.insert(debts.as_of, debts);
                self.lay_out();
            }
            (Told::Rows(page), _) => return self.open_rows(page),
            _ => {}
        }
        effects
    }

    /// The days of which 欠账 is not known yet: the ends of the weeks, and those that the pace is taken from. Today is asked for
    /// at every entry.
    fn debts_wanted(&self, weeks: &Table) -> Vec<Day> {
        let ends = weeks.parts().filter_map(|(head, _)| head.key.parse::<Day>().ok());
        let paces = pace::SPANS.iter().map(|span| weeks.as_of.plus(-7 * *span as i32));
        let wanted = ends.chain(paces);
        wanted.filter(|day| *day == weeks.as_of || !self.debts.contains_key(day)).collect()
    }

    /// The week to come that ends on this day.
    fn week(&self, row: &str) -> Option<(Day, Day)> {
        let weeks = &self.work.as_ref()?.weeks;
        weeks.iter().find(|week| week.to.to_string() == row).map(|week| (week.from, week.to))
    }

    /// Hazards to their list, anything else on top of the numbers. What falls due is hazards and cells: the column tells which.
    fn open_rows(&self, mut page: CellPage) -> Effects {
        if ["owed", "ahead", "week_cells"].contains(&self.keys.1.as_str()) {
            page.hazards.clear();
        } else if self.keys.1 == "found" {
            page.missing.clear();
        }
        if !page.hazards.is_empty() {
            let filter = HazardFilter { ids: page.hazards, ..HazardFilter::default() };
            return vec![Effect::Go(ScreenId::Hazards, Some(Goal::Behind(ScreenId::Statistics, filter)))];
        }
        if page.evidence.is_empty() && page.missing.is_empty() {
            let why = if page.cell.have > 0 {
                "这些记录不在你看得见的范围"
            } else {
                "这个数后面没有记录"
            };
            return vec![Notice::remark(why).into()];
        }
        vec![Effect::Open(Lines::of(page))]
    }

    fn rows_of(&self, which: Which, row: &str, figure: &str) -> Effects {
        vec![self.ask(Asked::Rows { which, row: row.to_owned(), figure: figure.to_owned() })]
    }

    /// What is behind the number under the cursor.
    fn open_number(&self) -> Effects {
        let (row, figure) = (self.keys.0.as_str(), self.keys.1.as_str());
        let Some(kind) = self.sheet.rows.get(self.cursor.0).map(|row| row.kind) else { return Vec::new() };
        match self.shows() {
            Shows::Table(by, _) => {
                let period = self.period.filter(|_| !by.is_time());
                self.rows_of(Which::all(by, period), row, figure)
            }
            Shows::Ahead if kind == Kind::Ahead => match (figure, self.week(row)) {
                ("found" | "owed", Some(week)) => {
                    vec![self.ask(Asked::Ahead { unit: TOTAL.into(), week: Some(week) })]
                }
                _ => vec![Notice::remark("这是推算的数，后面没有记录").into()],
            },
            Shows::Ahead if figure == "owed" => self.open_debts(TOTAL, TOTAL, row),
            Shows::Ahead => self.rows_of(Which::all(By::Week, None), row, figure),
            Shows::Left => match figure {
                "ahead" | "week_cells" => {
                    vec![self.ask(Asked::Ahead { unit: row.to_owned(), week: None })]
                }
                "owed" => self.open_debts(TOTAL, row, ""),
                "owed_office" => self.open_debts(OFFICE_TOTAL, row, ""),
                // The bureau has no hazards of its own ground.
                _ if self.table_row(row).is_none() => vec![Notice::remark("这个数后面没有记录").into()],
                figure => {
                    let figure = if figure == "overdue" { figure } else { "open" };
                    self.rows_of(Which::all(By::Township, None), row, figure)
                }
            },
        }
    }

    /// The row of a unit that has hazards: a township, or the total.
    fn table_row(&self, row: &str) -> Option<()> {
        let unit = self.work.as_ref()?.units.iter().find(|unit| unit.key == row)?;
        (unit.key == TOTAL || unit.open > 0).then_some(())
    }

    /// What a number of debts is made of; M9 opens as of today.
    fn open_debts(&self, row: &str, column: &str, day: &str) -> Effects {
        let is_now = self.day.is_none()
            && self.work.as_ref().is_some_and(|work| day.is_empty() || day == work.as_of.to_string());
        if !is_now {
            return vec![Notice::remark("欠账逐格看：3 覆盖 M9，按 t 定截止日").into()];
        }
        let goal = Goal::Cell(MatrixId::M9, row.to_owned(), column.to_owned());
        vec![Effect::Go(ScreenId::Coverage, Some(goal))]
    }

    fn open(&mut self) -> Effects {
        match self.pane {
            Pane::Chooser => {
                self.pane = Pane::Rows;
                Vec::new()
            }
            Pane::Rows => self.open_number(),
            Pane::Chart => match &self.trend {
                Some(trend) => self.rows_of(trend.which.clone(), &self.month, &self.keys.1),
                None => Vec::new(),
            },
        }
    }

    fn move_by(&mut self, cx: &Cx, action: Action) -> Option<Effects> {
        let height = cx.body().height;
        match self.pane {
            Pane::Chooser => {
                let before = self.chosen;
                let moved = self.chosen.go(action, VIEWS.len(), height);
                let effects = if self.chosen == before { Vec::new() } else { self.choose(cx) };
                moved.then_some(effects)
            }
            Pane::Rows => match action {
                Action::CellLeft | Action::CellRight => Some(self.aside(action)),
                _ => {
                    let rows = &self.sheet.rows;
                    let items: Vec<usize> =
                        (0..rows.len()).filter(|at| rows[*at].kind != Kind::Heading).collect();
                    let here = items.iter().position(|at| *at >= self.cursor.0).unwrap_or(0);
                    let mut among = Scroll { at: here };
                    if !among.go(action, items.len(), height.saturating_sub(2)) {
                        return None;
                    }
                    let row = items.get(among.at).copied().unwrap_or(self.cursor.0);
                    if row == self.cursor.0 {
                        return Some(Vec::new());
                    }
                    self.cursor.0 = row;
                    self.settle();
                    Some(self.ask_trend(cx).into_iter().collect())
                }
            },
            Pane::Chart => {
                let bars = self.bars();
                let at = bars.iter().position(|bar| bar.key == self.month).unwrap_or(0);
                let to = match action {
                    Action::CellLeft => at.saturating_sub(1),
                    Action::CellRight => at + 1,
                    Action::First => 0,
                    Action::Last => bars.len(),
                    Action::Up => {
                        self.pane = Pane::Rows;
                        at
                    }
                    _ => return None,
                };
                self.month = bars
                    .get(to.min(bars.len().saturating_sub(1)))
                    .map_or_else(String::new, |bar| bar.key.clone());
                Some(Vec::new())
            }
        }
    }

    /// A column to the left or right; over the edge to the figures before or after.
    fn aside(&mut self, action: Action) -> Effects {
        let last = self.sheet.columns.len().saturating_sub(1);
        let is_table = matches!(self.shows(), Shows::Table(..));
        match action {
            Action::CellRight if self.cursor.1 < last => self.cursor.1 += 1,
            Action::CellRight if is_table && self.group + 1 < GROUPS.len() => self.turn_to(self.group + 1, 0),
            Action::CellLeft if self.cursor.1 > 0 => self.cursor.1 -= 1,
            Action::CellLeft if is_table && self.group > 0 => self.turn_to(self.group - 1, usize::MAX),
            Action::CellLeft => self.pane = Pane::Chooser,
            _ => {}
        }
        self.settle();
        Vec::new()
    }

    fn turn_to(&mut self, group: usize, column: usize) {
        self.group = group;
        self.keys.1.clear();
        self.cursor.1 = column;
        self.lay_out();
    }

    fn bars(&self) -> Vec<chart::Bar> {
        self.trend.as_ref().map(|trend| chart::bars(trend, &self.keys.1)).unwrap_or_default()
    }

    fn seen_from(&self, cx: &Cx) -> Day {
        self.day.opt().unwrap_or(cx.today())
    }

    /// The period shown.
    fn shown(&self, cx: &Cx) -> Period {
        self.period.unwrap_or_else(|| Period::containing(PeriodKind::Year, self.seen_from(cx)))
    }

    /// The period before or after; where the rows are spans of time, the end of the month before or after.
    fn turn(&mut self, cx: &Cx, by: i32) -> Effects {
        let has_period = matches!(self.shows(), Shows::Table(by, _) if !by.is_time());
        let shown = self.shown(cx);
        if has_period && shown != Period::Once {
            self.period = Some(if by < 0 { shown.prev() } else { shown.next() });
        } else {
            let month = Period::containing(PeriodKind::Month, self.seen_from(cx));
            let day = if by < 0 { month.prev().end() } else { month.next().end() };
            self.day = if day >= cx.today() { Day::NONE } else { day };
        }
        self.load(cx)
    }

    /// 月, 季, 半年, 年, 三年 in turn; the next one holds the last day of this one that was lived through.
    fn lengthen(&mut self, cx: &Cx) -> Effects {
        let shown = self.shown(cx);
        let day = shown.end().min(self.seen_from(cx));
        self.period = Some(match shown.kind() {
            Some(PeriodKind::Month) => Period::containing(PeriodKind::Quarter, day),
            Some(PeriodKind::Quarter) => Period::containing(PeriodKind::Half, day),
            Some(PeriodKind::Half) => Period::containing(PeriodKind::Year, day),
            Some(PeriodKind::Year) => Period::Once,
            None => Period::containing(PeriodKind::Month, day),
        });
        self.load(cx)
    }

    /// Title, period and day.
    fn caption(&self, cx: &Cx) -> String {
        let name = VIEWS.get(self.chosen.at).map_or("", |view| view.name);
        let period = match (self.shows(), &self.table) {
            (Shows::Table(..), Some(table)) => table.period.clone(),
            (_, _) => self.work.as_ref().map(|work| format!("到{}", work.last)).unwrap_or_default(),
        };
        let parts = [format!("统计 {name}"), period, format!("截至{}", self.seen_from(cx))];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn notes(&self) -> Vec<String> {
        match self.shows() {
            Shows::Left => self.work.as_ref().map(|work| work.notes.clone()).unwrap_or_default(),
            _ => self.table.as_ref().map(|table| table.notes.clone()).unwrap_or_default(),
        }
    }

    /// Where it leads, in sentences.
    fn outlook(&self) -> Vec<String> {
        let (Some(work), Some(weeks)) = (&self.work, &self.table) else { return Vec::new() };
        let of = |day: Day| self.debts.get(&day).copied();
        let before =
            pace::SPANS.iter().filter_map(|span| Some((*span, of(work.as_of.plus(-7 * *span as i32))?)));
        pace::outlook(work, weeks, of(work.as_of), &before.collect::<Vec<_>>())
    }

    fn export(&self, cx: &Cx) -> Effects {
        let name = VIEWS.get(self.chosen.at).map_or("", |view| view.name);
        match self.sheet.csv(&self.caption(cx), &self.notes()) {
            Ok(table) => vec![Effect::Save(format!("统计-{name}-{}.csv", self.seen_from(cx)), table)],
            Err(error) => vec![Notice::wrong(format!("没有导出：{error}"), "").into()],
        }
    }
}

impl Layer for Statistics {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Statistics, Scope::List, Scope::Move, Scope::Global]
    }

    fn load(&mut self, _cx: &Cx) -> Effects {
        match self.shows() {
            Shows::Table(by, _) => vec![self.ask_table(by)],
            Shows::Ahead => vec![self.ask(Asked::Work), self.ask_table(By::Week)],
            Shows::Left => vec![self.ask(Asked::Work)],
        }
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        match action {
            Action::Copy | Action::Export => !self.sheet.rows.is_empty(),
            Action::Span => matches!(self.shows(), Shows::Table(by, _) if !by.is_time()),
            Action::Mark | Action::MarkRange | Action::MarkAll | Action::Edit | Action::Filter => false,
            Action::Order | Action::SaveView | Action::RecallView => false,
            Action::Search | Action::SearchNext | Action::SearchBack => false,
            _ => true,
        }
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        if !self.can(cx, action) {
            return Vec::new();
        }
        if let Some(effects) = self.move_by(cx, action) {
            return effects;
        }
        match action {
            Action::CellRight => self.pane = Pane::Rows,
            Action::OtherPane => {
                self.pane = match self.pane {
                    Pane::Chooser => Pane::Rows,
                    Pane::Rows if !self.bars().is_empty() => Pane::Chart,
                    _ => Pane::Chooser,
                }
            }
            Action::Open => return self.open(),
            Action::Back => self.pane = if self.pane == Pane::Chart { Pane::Rows } else { Pane::Chooser },
            Action::Previous => return self.turn(cx, -1),
            Action::Next => return self.turn(cx, 1),
            Action::Span => return self.lengthen(cx),
            Action::AsOf => return vec![as_of::ask(self.seen_from(cx))],
            Action::Copy => return vec![Effect::Copy(self.sheet.plain(&self.caption(cx), &self.notes()))],
            Action::Export => return self.export(cx),
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, cx: &Cx, answer: Answer) -> Effects {
        match answer {
            Answer::Statistics(told) => self.take(cx, *told),
            Answer::Nothing(why) => {
                self.nothing = why;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn told(&mut self, cx: &Cx, told: effect::Told) -> Effects {
        let effect::Told::Typed { topic: Topic::AsOf, text, done: true } = told else { return Vec::new() };
        match as_of::read(cx, &text) {
            Ok(day) => (self.day, self.period) = (day, None),
            Err(notice) => return vec![notice.into()],
        }
        self.load(cx)
    }

    fn place(&self, cx: &Cx) -> String {
        let row = self.sheet.rows.get(self.cursor.0);
        let (Some(row), Some(column)) = (row, self.sheet.columns.get(self.cursor.1)) else {
            return self.caption(cx);
        };
        let number = row.cells.get(self.cursor.1).map_or("", String::as_str);
        let how = if column.how.is_empty() { String::new() } else { format!(" · {}", column.how) };
        match self.pane {
            Pane::Chooser => self.caption(cx),
            Pane::Rows => format!("{} {} {number}{how}", row.label, column.label),
            Pane::Chart => {
                let bars = self.bars();
                let text = bars.iter().find(|bar| bar.key == self.month).map_or("", |bar| &bar.text);
                format!("{} {} {} {text}{how}", row.label, self.month, column.label)
            }
        }
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (chooser, area) = self.split(area);
        self.view_chooser(&cx.theme, chooser, buf);
        if self.sheet.rows.is_empty() {
            paint::put(buf, area.x, area.y, area.width, &self.nothing, cx.theme.faint);
            return None;
        }
        paint::put(buf, area.x, area.y, area.width, &self.caption(cx), cx.theme.strong);
        let is_here = self.pane == Pane::Rows;
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        match self.shows() {
            Shows::Table(..) => {
                draw::view(&self.sheet, self.cursor, is_here, &cx.theme, self.rows_area(area), buf);
                self.view_chart(&cx.theme, area, buf);
            }
            Shows::Ahead => {
                let said = self.view_sentences(&cx.theme, below, buf);
                let rows = Rect { y: below.y + said, height: below.height.saturating_sub(said), ..below };
                draw::view(&self.sheet, self.cursor, is_here, &cx.theme, rows, buf);
            }
            Shows::Left => {
                draw::view(&self.sheet, self.cursor, is_here, &cx.theme, self.rows_area(area), buf);
                self.view_weeks(&cx.theme, area, buf);
            }
        }
        None
    }
}

impl Statistics {
    /// The chooser, and what is chosen to its right.
    fn split(&self, area: Rect) -> (Rect, Rect) {
        let chooser = if area.width >= 110 { 16 } else { 12 };
        let x = area.x + chooser + 1;
        (Rect { width: chooser, ..area }, Rect { x, width: area.right().saturating_sub(x), ..area })
    }

    /// Heads and rows, under the caption.
    fn rows_area(&self, area: Rect) -> Rect {
        let height = (self.sheet.rows.len() as u16 + 1).min(area.height.saturating_sub(1));
        Rect { y: area.y + 1, height, ..area }
    }

    /// What is left under the rows, where that is enough for the months.
    fn chart_area(&self, area: Rect) -> Option<Rect> {
        let rows = self.rows_area(area);
        let y = rows.bottom() + 1;
        let height = area.bottom().saturating_sub(y);
        (height >= chart::LEAST && !self.sheet.rows.is_empty()).then_some(Rect { y, height, ..area })
    }

    fn view_chooser(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for (n, (view, y)) in VIEWS.iter().zip(area.y..area.bottom()).enumerate() {
            let is_here = n == self.chosen.at;
            let marker = if is_here { ">" } else { " " };
            paint::put(buf, area.x, y, area.width, &format!("{marker}{}", view.name), theme.plain);
            if is_here {
                let style = if self.pane == Pane::Chooser { theme.selected } else { theme.strong };
                buf.set_style(Rect { y, height: 1, ..area }, style);
            }
        }
    }

    fn view_chart(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let (Shows::Table(by, _), Some(area)) = (self.shows(), self.chart_area(area)) else { return };
        let bars = self.bars();
        if by.is_time() || bars.is_empty() {
            return;
        }
        let label = |at: usize| self.sheet.columns.get(at).map_or("", |column| column.label);
        let row = self.sheet.rows.get(self.cursor.0).map_or("", |row| &row.label);
        let title = format!("{row} {} 按月", label(self.cursor.1));
        let at = bars.iter().position(|bar| bar.key == self.month).filter(|_| self.pane == Pane::Chart);
        chart::view(&bars, &title, at, theme, area, buf);
    }

    /// The sentences over the weeks; says how many lines they take.
    fn view_sentences(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
        let sentences = self.outlook();
        let lines = sentences.iter().flat_map(|sentence| wrap(sentence, area.width.into()));
        let mut said = 0;
        for (line, y) in lines.zip(area.y..area.bottom()) {
            paint::put(buf, area.x, y, area.width, &line, theme.plain);
            said += 1;
        }
        said
    }

    /// The weeks to come, under the units.
    fn view_weeks(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let Some(work) = &self.work else { return };
        let top = self.rows_area(area).bottom() + 1;
        let head = format!("还有 {} 个工作日，到 {} 为零：", work.workdays, work.last);
        let titles = "周           工作日  隐患到期  格子到期  应销  应剩".to_owned();
        let weeks = work.weeks.iter().map(|week| {
            let numbers = [
                (week.workdays, 6),
                (week.hazards_due, 8),
                (week.cells_due, 8),
                (week.close, 4),
                (week.left, 4),
            ];
            let numbers = numbers.map(|(number, cells)| text::pad_left(&number.to_string(), cells));
            format!("{}~{}  {}", week.from.md(), week.to.md(), numbers.join("  "))
        });
        let lines = [(head, theme.strong), (titles, theme.faint)].into_iter();
        let lines = lines.chain(weeks.map(|line| (line, theme.plain)));
        for ((line, style), y) in lines.zip(top..area.bottom()) {
            paint::put(buf, area.x, y, area.width, &line, style);
        }
    }
}
