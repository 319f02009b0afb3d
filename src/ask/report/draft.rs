//! A report while it is made: what is looked at, and the blocks as they are added.

use std::sync::Arc;

use super::paper::{Block, Caliber, Cell, Head, Report, Table};
use super::table::{Entry, Wanted};
use crate::ask::sight::Sight;
use crate::ask::view::View;
use crate::ask::words::shown;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::{Unit, UnitKind};
use crate::model::field::Shape;
use crate::model::id::Id;
use crate::model::row::{Body, Row};
use crate::rules::cadence::plan_span;
use crate::rules::coverage::Survey;
use crate::rules::facts::Facts;
use crate::rules::matrix::{CellState, Matrix, MatrixId, TOTAL, matrix};
use crate::rules::standing::{Standing, standings};

/// A report, or why there is none, in words.
pub(super) type Made = Result<Report, String>;

/// What a report is made from.
pub(super) struct Making<'a> {
    pub view: &'a View<'a>,
    pub wanted: &'a Wanted,
    pub entry: &'a Entry,
    pub facts: Facts<'a>,
}

impl<'a> Making<'a> {
    /// Seen from.
    pub fn day(&self) -> Day {
        self.facts.as_of
    }

    /// The period asked for, or the one of the report's usual kind that holds the day.
    pub fn period(&self) -> Period {
        let usual = self.entry.periods.first().copied().unwrap_or(PeriodKind::Month);
        self.wanted.period.unwrap_or_else(|| Period::containing(usual, self.day()))
    }

    /// The township it is about: the one asked for, else the officer's own; [`None`]: the whole district.
    ///
    /// # Errors
    /// The township is not the officer's to look into.
    pub fn township(&self) -> Result<Option<&'a Unit>, String> {
        let basics = self.view.basics;
        let own = match self.view.eye.sight {
            Sight::Township(no) => basics.unit_of_no(no),
            _ => None,
        };
        match (self.wanted.township.as_str(), own) {
            ("", own) => Ok(own),
            (code, Some(own)) if own.code != code => {
                let name = self.view.unit_name(code);
                Err(format!("{name}的{}只有本乡镇和局里能看", self.entry.name))
            }
            (code, _) => match basics.unit(code).filter(|unit| unit.is_township()) {
                Some(unit) => Ok(Some(unit)),
                None => Err(format!("没有乡镇 {code}")),
            },
        }
    }

    /// The township that the report cannot do without.
    pub fn one_township(&self) -> Result<&'a Unit, String> {
        self.township()?.ok_or_else(|| format!("{}要写明是哪个乡镇", self.entry.name))
    }

    /// The record it is about, as far as the officer may see it.
    pub fn row(&self) -> Result<Row, String> {
        let id = self.wanted.id;
        self.view.shelves.row(id).ok_or_else(|| crate::ask::whole::absent(self.view, id))
    }

    /// Every duty as it stands now.
    pub fn standings(&self) -> Arc<[Standing]> {
        match self.facts.under {
            None => self.view.standings(self.facts.as_of),
            Some(_) => standings(self.view.duties, &Survey::new(&self.facts)).into(),
        }
    }

    /// A matrix over a period.
    pub fn matrix(&self, id: MatrixId, period: Option<Period>) -> Matrix {
        matrix(&self.facts, self.view.duties, id, period)
    }

    /// The bureau.
    pub fn bureau(&self) -> String {
        let bureau = self.view.basics.units.iter().find(|unit| unit.kind == UnitKind::Bureau);
        bureau.map(|unit| unit.name.clone()).unwrap_or_default()
    }

    /// 文号 and title of the plan in force, `《…》（…）`.
    pub fn plan(&self) -> String {
        self.facts
            .plan()
            .map(|p| format!("《{}》（{}）", p.heading.title, p.heading.doc_no))
            .unwrap_or_default()
    }

    /// First and last day of the plan's years.
    pub fn plan_years(&self) -> (Day, Day) {
        let (first, last) = plan_span(&self.facts);
        let year = |day| Period::containing(PeriodKind::Year, day);
        (year(first).start(), year(last).end())
    }

    /// What stands in a field of a record, in words.
    pub fn field(&self, body: &Body, key: &str) -> String {
        let spec = body.specs(self.view.basics).into_iter().find(|spec| spec.key == key);
        let text = body.get(key).unwrap_or_default();
        match spec.map(|spec| spec.shape) {
            Some(Shape::Link(_) | Shape::Links(_)) => self.names(&text),
            Some(shape) => shown(self.view, shape, &text),
            None => text,
        }
    }

    /// Names of the records of a list, without their numbers.
    pub fn names(&self, text: &str) -> String {
        let ids = crate::model::field::list(text).filter_map(|one| one.parse::<Id>().ok());
        ids.map(|id| self.view.called(id)).collect::<Vec<_>>().join("、")
    }

    /// 标签 and words of these fields of a record, those that are empty too.
    pub fn fields(&self, body: &Body, keys: &[&str]) -> Vec<(String, String)> {
        let specs = body.specs(self.view.basics);
        let of = |key: &&str| {
            let label = specs.iter().find(|spec| spec.key == *key).map_or(*key, |spec| spec.label);
            (label.to_owned(), self.field(body, key))
        };
        keys.iter().map(of).collect()
    }

    /// An empty report with this title about this unit over this period, both in words.
    pub fn draft(
        &self,
        title: impl Into<String>,
        unit: impl Into<String>,
        period: impl Into<String>,
    ) -> Report {
        Report {
            code: self.entry.code.to_owned(),
            title: title.into(),
            caliber: Caliber {
                period: period.into(),
                as_of: self.day(),
                unit: unit.into(),
                maker: self.view.officer.name.clone(),
                seq: self.view.seq,
                notes: Vec::new(),
            },
            blocks: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Report {
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// A table; one without rows is said in a sentence instead.
    pub(super) fn table(&mut self, table: Table, none: &str) {
        match table.rows.is_empty() {
            true => self.say(none),
            false => self.blocks.push(Block::Table(table)),
        }
    }

    pub(super) fn fields(&mut self, fields: Vec<(String, String)>) {
        self.blocks.push(Block::Fields(fields));
    }

    pub(super) fn sign(&mut self, labels: &[&str]) {
        self.blocks.push(Block::Signatures(labels.iter().map(|label| (*label).to_owned()).collect()));
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.caliber.notes.contains(&text) {
            self.caliber.notes.push(text);
        }
    }
}

/// `2026年11月23日`
pub(super) fn long(day: Day) -> String {
    match day.opt() {
        Some(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        None => String::new(),
    }
}

/// A matrix as a table with the words of its cells: all of it, or the row of a unit (and the total); columns that `keeps`.
pub(super) fn of_matrix(of: &Matrix, title: &str, unit: Option<&str>, keeps: impl Fn(&str) -> bool) -> Table {
    let kept: Vec<usize> =
        (0..of.columns.len()).filter(|at| of.columns.get(*at).is_some_and(|head| keeps(&head.key))).collect();
    let mut heads = vec![Head::plain(if unit.is_some() { "单位" } else { of.matrix.name() })];
    heads.extend(kept.iter().filter_map(|at| of.columns.get(*at)).map(|head| Head::plain(&head.label)));
    let is_asked = |key: &str| unit.is_none_or(|unit| key == unit || key == TOTAL);
    let rows = of.rows.iter().zip(&of.cells).filter(|(head, _)| is_asked(&head.key)).map(|(head, cells)| {
        let label = if unit.is_some() && head.key == TOTAL { "全区" } else { &head.label };
        let cells = kept.iter().filter_map(|at| cells.get(*at)).map(of_cell);
        std::iter::once(Cell::from(label)).chain(cells).collect()
    });
    Table { title: title.to_owned(), heads, rows: rows.collect() }
}

fn of_cell(cell: &crate::rules::matrix::Cell) -> Cell {
    match (cell.state, cell.text.parse()) {
        (CellState::Count, Ok(number)) => Cell::Number(number),
        _ => Cell::from(cell.text.as_str()),
    }
}

/// `83%`; `-` where there is nothing to divide by. Rounds down, as the matrices do.
pub(super) fn rate(have: u32, need: u32) -> String {
    match need {
        0 => "-".into(),
        need => format!("{}%", u64::from(have) * 100 / u64::from(need)),
    }
}
