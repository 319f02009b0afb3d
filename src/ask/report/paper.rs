//! A report as a plain value: what it is about, how it was counted, and its blocks in reading order. Whatever renders it adds
//! nothing to it.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Code in the table of reports.
    pub code: String,
    /// 标题
    pub title: String,
    /// 口径
    pub caliber: Caliber,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Where numbers that must agree do not, in words; empty when all agree.
    pub faults: Vec<String>,
}

/// 口径: what a report says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caliber {
    /// The period, in words; empty: none.
    pub period: String,
    /// As of.
    pub as_of: Day,
    /// The unit it is about, in words.
    pub unit: String,
    /// Who made it.
    pub maker: String,
    /// The last entry it rests on.
    pub seq: u64,
    /// How it was counted, a sentence each.
    pub notes: Vec<String>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// Sentences.
    Paragraph(String),
    /// Rows under heads.
    Table(Table),
    /// 标签 and what stands there.
    Fields(Vec<(String, String)>),
    /// Lines to sign on, by their labels.
    Signatures(Vec<String>),
}

/// Rows under heads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// 表名
    pub title: String,
    /// Heads of the columns.
    pub heads: Vec<Head>,
    /// A cell for each head; the first says what the row is about.
    pub rows: Vec<Vec<Cell>>,
}

/// Head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What stands above it and its neighbours of the same group; empty: nothing.
    pub group: String,
    /// What stands above the column.
    pub label: String,
}

/// What stands in a place of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    Nothing,
    /// Words.
    Text(String),
    /// A number that may be added up.
    Number(u32),
    /// A day.
    Day(Day),
}

impl Report {
    /// Every number agrees with what it was compared with.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Caliber {
    /// `口径：截至 2026-11-23；期间 2026年11月；单位 全区；制表 陈三；台账至第 812 号登记`, its sentences behind it.
    pub fn line(&self) -> String {
        let (as_of, seq) = (self.as_of.to_string(), format!("第 {} 号登记", self.seq));
        let parts = [
            ("截至", as_of.as_str()),
            ("期间", &self.period),
            ("单位", &self.unit),
            ("制表", &self.maker),
            ("台账至", &seq),
        ];
        let said =
            parts.iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label} {text}"));
        format!("口径：{}", said.chain(self.notes.iter().cloned()).collect::<Vec<_>>().join("；"))
    }
}

impl Table {
    /// An empty table with these heads, none of them grouped.
    pub fn new<'h>(title: impl Into<String>, heads: impl IntoIterator<Item = &'h str>) -> Table {
        let heads = heads.into_iter().map(Head::plain).collect();
        Table { title: title.into(), heads, rows: Vec::new() }
    }

    /// Is any column grouped?
    pub fn is_grouped(&self) -> bool {
        self.heads.iter().any(|head| !head.group.is_empty())
    }
}

impl Head {
    /// A head of its own.
    pub fn plain(label: &str) -> Head {
        Head { group: String::new(), label: label.to_owned() }
    }

    /// In one run of words: `一般隐患 发现`.
    pub fn words(&self) -> String {
        if self.group.is_empty() { self.label.clone() } else { format!("{} {}", self.group, self.label) }
    }
}

impl Cell {
    /// In words; empty where nothing stands.
    pub fn words(&self) -> String {
        match self {
            Cell::Nothing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.opt().map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Nothing } else { Cell::Text(text) }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::Number(number)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(u32::try_from(number).unwrap_or(u32::MAX))
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        if day.is_none() { Cell::Nothing } else { Cell::Day(day) }
    }
}
