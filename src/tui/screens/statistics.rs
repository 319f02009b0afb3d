//! 统计: trends and comparisons to look at. At the left what is compared, at the right its numbers with the bars of one of them;
//! Enter opens the rows behind a number, Esc comes back to it.
//!
//! - [`views`]: what may be chosen; [`sheet`]: the numbers of a view; [`draw`]: rows and bars; [`chart`]: the months of a row
//! - [`open`]: what is behind the cursor, [`behind`]: rows that are not hazards; [`moving`]: where the cursor and the period go;
//!   [`look`]: where everything stands

mod behind;
mod chart;
mod draw;
mod look;
mod moving;
mod open;
mod sheet;
mod views;

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::{Day, Period, PeriodKind};
use crate::rules::matrix::TOTAL;
use crate::rules::statistics::work::Work;
use crate::rules::statistics::{Asked, By, Debts, Group, Table, Told, Which, pace};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{self, Effect, Effects, Notice, Topic};
use crate::tui::layer::{Cx, Layer};
use crate::tui::saving::Saving;
use crate::tui::screens::as_of;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;
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
            Ok(table) => {
                let name = format!("统计-{name}-{}.csv", self.seen_from(cx));
                vec![Effect::Save(Saving::text(name, table))]
            }
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
