//! What is behind the number under the cursor.

use super::behind::Lines;
use super::sheet::Kind;
use super::views::Shows;
use super::{Pane, Statistics};
use crate::ask::query::HazardFilter;
use crate::calendar::Day;
use crate::rules::matrix::{CellPage, MatrixId, OFFICE_TOTAL, TOTAL};
use crate::rules::statistics::{Asked, By, Which};
use crate::tui::effect::{Effect, Effects, Goal, Notice};
use crate::tui::screen::ScreenId;

impl Statistics {
    /// The week to come that ends on this day.
    pub(super) fn week(&self, row: &str) -> Option<(Day, Day)> {
        let weeks = &self.work.as_ref()?.weeks;
        weeks.iter().find(|week| week.to.to_string() == row).map(|week| (week.from, week.to))
    }

    /// Hazards to their list, anything else on top of the numbers. What falls due is hazards and cells: the column tells which.
    pub(super) fn open_rows(&self, mut page: CellPage) -> Effects {
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

    pub(super) fn rows_of(&self, which: Which, row: &str, figure: &str) -> Effects {
        vec![self.ask(Asked::Rows { which, row: row.to_owned(), figure: figure.to_owned() })]
    }

    /// What is behind the number under the cursor.
    pub(super) fn open_number(&self) -> Effects {
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
    pub(super) fn table_row(&self, row: &str) -> Option<()> {
        let unit = self.work.as_ref()?.units.iter().find(|unit| unit.key == row)?;
        (unit.key == TOTAL || unit.open > 0).then_some(())
    }

    /// What a number of debts is made of; M9 opens as of today.
    pub(super) fn open_debts(&self, row: &str, column: &str, day: &str) -> Effects {
        let is_now = self.day.is_none()
            && self.work.as_ref().is_some_and(|work| day.is_empty() || day == work.as_of.to_string());
        if !is_now {
            return vec![Notice::remark("欠账逐格看：3 覆盖 M9，按 t 定截止日").into()];
        }
        let goal = Goal::Cell(MatrixId::M9, row.to_owned(), column.to_owned());
        vec![Effect::Go(ScreenId::Coverage, Some(goal))]
    }

    pub(super) fn open(&mut self) -> Effects {
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
}
