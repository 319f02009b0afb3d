//! 统计: the numbers of M10 and those that follow from them, by township, industry, kind of hazard, month and week, and what
//! is left to do until the plan's last day. What a hazard counts as is asked of M10 (`matrix/hazards.rs`) and of nobody else.
//!
//! - [`figure`]: what is counted, as a table; [`table`]: rows × figures; [`behind`]: the rows behind a number
//! - [`pace`]: how fast it goes, and where that leads; [`work`]: what is left, unit by unit and week by week
//! - [`check`]: that all of it agrees with M10 and with the ledger

mod behind;
pub mod check;
pub mod figure;
mod layout;
pub mod pace;
mod table;
mod visits;
pub mod work;

use serde::{Deserialize, Serialize};

use super::duty::Duties;
use super::facts::Facts;
use super::matrix::{CellPage, Head, TOTAL, owed_total};
use super::review::Words;
use crate::calendar::{Day, Period};

pub use figure::{FIGURES, Figure, Group};
pub use work::Work;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum By {
    /// 按乡镇
    #[serde(rename = "township")]
    Township,
    /// 按行业
    #[serde(rename = "industry")]
    Industry,
    /// 按类别
    #[serde(rename = "category")]
    Category,
    /// 按月份: the plan's life up to the day asked for.
    #[serde(rename = "month")]
    Month,
    /// 按周: the last [`By::WEEKS`] whole weeks, Monday to Sunday, and the one that is running.
    #[serde(rename = "week")]
    Week,
}

impl By {
    /// Every way.
    pub const ALL: [By; 5] = [By::Township, By::Industry, By::Category, By::Month, By::Week];
    /// Whole weeks that are shown.
    pub const WEEKS: usize = 13;

    /// 名称
    pub fn name(self) -> &'static str {
        match self {
            By::Township => "按乡镇",
            By::Industry => "按行业",
            By::Category => "按类别",
            By::Month => "按月份",
            By::Week => "按周",
        }
    }

    /// The stable key, as in `--json`.
    pub fn key(self) -> &'static str {
        match self {
            By::Township => "township",
            By::Industry => "industry",
            By::Category => "category",
            By::Month => "month",
            By::Week => "week",
        }
    }

    /// Are the rows spans of time? Then no period is asked for, and what stands open at their ends does not add up.
    pub fn is_time(self) -> bool {
        matches!(self, By::Month | By::Week)
    }
}

/// Which numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Which {
    /// What the rows are.
    pub by: By,
    /// The period; [`None`]: the year that holds the day. Spans of time ask for none.
    pub period: Option<Period>,
    /// Only what stands in this row of another table, by the key of the row: the months of one township.
    pub within: Option<(By, String)>,
}

impl Which {
    /// All rows in a period.
    pub fn all(by: By, period: Option<Period>) -> Which {
        Which { by, period, within: None }
    }
}

/// A question about the numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Asked {
    /// Rows × figures → [`Told::Table`].
    Table(Which),
    /// What is behind a number → [`Told::Rows`].
    Rows {
        /// Of which table.
        which: Which,
        /// Key of the row; [`TOTAL`] for all of them.
        row: String,
        /// Key of the figure.
        figure: String,
    },
    /// What is left until the plan's last day → [`Told::Work`].
    Work,
    /// What falls due until then → [`Told::Rows`]: cells that are not met yet, and open hazards.
    Ahead {
        /// Code of the unit; [`TOTAL`] for all.
        unit: String,
        /// Only from this day to that one.
        week: Option<(Day, Day)>,
    },
    /// 欠账 as of the day → [`Told::Debts`].
    Debts,
}

/// The answer, of the variant its question names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// To `Table`.
    Table(Table),
    /// To `Rows` and `Ahead`.
    Rows(CellPage),
    /// To `Work`.
    Work(Work),
    /// To `Debts`.
    Debts(Debts),
}

/// 欠账 as of a day: as many as M9 adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debts {
    /// Seen from.
    pub as_of: Day,
    /// 文件规定
    pub notice: u32,
    /// 局内约定
    pub office: u32,
}

/// Rows × figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Which it is; its period is the one shown.
    pub which: Which,
    /// 名称
    pub title: String,
    /// Seen from.
    pub as_of: Day,
    /// The period shown, in words.
    pub period: String,
    /// Row heads; the last one is the total.
    pub rows: Vec<Head>,
    /// One for each of [`FIGURES`].
    pub columns: Vec<Head>,
    /// `cells[row][figure]`
    pub cells: Vec<Vec<Value>>,
    /// 口径: how it was counted, one sentence each.
    pub notes: Vec<String>,
}

/// A number of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The number; of a share its upper part, of days ten times as many.
    pub number: u32,
    /// What it is divided by, or how many it was made from; 0 for plain numbers.
    pub of: u32,
    /// What is shown: `12`, `83%`, `4.5`, `-`.
    pub text: String,
}

impl Table {
    /// The value of a figure in a row, by their keys.
    pub fn value(&self, row: &str, figure: &str) -> Option<&Value> {
        let row = self.rows.iter().position(|head| head.key == row)?;
        let figure = self.columns.iter().position(|head| head.key == figure)?;
        self.cells.get(row)?.get(figure)
    }

    /// Rows without the total.
    pub fn parts(&self) -> impl Iterator<Item = (&Head, &Vec<Value>)> {
        self.rows.iter().zip(&self.cells).filter(|(head, _)| head.key != TOTAL)
    }

    /// The total.
    pub fn total(&self) -> Option<&Vec<Value>> {
        let rows = self.rows.iter().zip(&self.cells);
        rows.filter(|(head, _)| head.key == TOTAL).map(|(_, cells)| cells).next()
    }
}

/// The answer to a question, as of the day of the facts. [`None`]: there is no such row, figure or unit.
pub fn answer(facts: &Facts, duties: &Duties, asked: &Asked, words: &dyn Words) -> Option<Told> {
    Some(match asked {
        Asked::Table(which) => Told::Table(table::table(facts, which)?),
        Asked::Rows { which, row, figure } => Told::Rows(behind::page(facts, which, row, figure, words)?),
        Asked::Work => Told::Work(work::work(facts, duties)),
        Asked::Ahead { unit, week } => Told::Rows(work::ahead(facts, duties, unit, *week, words)?),
        Asked::Debts => {
            let (notice, office) = owed_total(facts, duties);
            Told::Debts(Debts { as_of: facts.as_of, notice, office })
        }
    })
}
