//! Tables that go out: the four lists, the ledger, a matrix, the records of a kind, everything as lines of JSON.
//!
//! - [`value`]: what stands in a cell; [`sink`]: xlsx and csv, row by row, so that memory stays flat
//! - [`columns`]: the columns of every list as tables; fields of a noun bring their own label and shape
//! - [`lists`]: what is written where
//!
//! Rows come in as an iterator, the names they refer to from [`Names`]. A file appears whole or not at all. Every table
//! says its 口径 in its last line. Telephones are masked unless asked for.

pub mod columns;
pub mod lists;
pub mod sink;
pub mod value;

use std::fs;
use std::path::Path;

use crate::calendar::Day;
use crate::file::{self, Readers};
use crate::model::basics::Basics;
use crate::model::id::Id;
use crate::model::row::Row;

pub use lists::{all, four_lists, ledger, matrix, records};

/// What rows refer to.
pub trait Names {
    /// Units, industries, departments.
    fn basics(&self) -> &Basics;
    /// The record with this number.
    fn row(&self, id: Id) -> Option<Row>;
    /// What 企业清单 says of the visits to an enterprise.
    fn visits(&self, enterprise: Id) -> Visits;
    /// 分管领导 of the bureau who answer for this unit (code), by name.
    fn leaders(&self, unit: &str) -> Vec<String>;
}

/// The visits to an enterprise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Day of the last; [`Day::NONE`]: none.
    pub last: Day,
    /// Who went then.
    pub inspectors: Vec<String>,
    /// Hazards found there, void ones left out.
    pub hazards: u32,
}

/// 口径: what a table says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caliber {
    /// The period, in words; empty: everything.
    pub period: String,
    /// As of.
    pub as_of: Day,
    /// The unit it is about, in words.
    pub unit: String,
    /// Who made it.
    pub maker: String,
    /// How it was counted, a sentence each.
    pub notes: Vec<String>,
}

impl Caliber {
    /// `口径：截至 2026-11-23；期间 2026年11月；单位 洛江区；制表 陈三`
    pub fn line(&self) -> String {
        let as_of = self.as_of.to_string();
        let parts =
            [("截至", as_of.as_str()), ("期间", &self.period), ("单位", &self.unit), ("制表", &self.maker)];
        let said =
            parts.iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label} {text}"));
        format!("口径：{}", said.chain(self.notes.iter().cloned()).collect::<Vec<_>>().join("；"))
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// UTF-8 with a byte order mark, as WPS and Excel want it.
    Csv,
    /// GB18030, for older programs.
    CsvGbk,
    /// A record a line.
    JsonLines,
}

impl Format {
    /// What an ending may be, and the format it stands for.
    const ENDINGS: &[(&str, Format)] =
        &[("xlsx", Format::Xlsx), ("csv", Format::Csv), ("jsonl", Format::JsonLines)];

    /// By the ending of the file's name; [`None`] for one that is not ours.
    pub fn of(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?;
        let of = |(known, _): &&(&str, Format)| known.eq_ignore_ascii_case(ending);
        Format::ENDINGS.iter().find(of).map(|(_, format)| *format)
    }

    /// The ending that a file of this format has, without the dot.
    pub fn ending(self) -> &'static str {
        let of = |(_, format): &&(&str, Format)| *format == self;
        Format::ENDINGS.iter().find(of).map_or("csv", |(ending, _)| ending)
    }
}

/// What everything is written with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// What rows refer to.
    pub names: &'a dyn Names,
    /// 口径
    pub caliber: &'a Caliber,
    /// Telephones in full.
    pub phones: bool,
}

/// Rows as they come from the ledger, which may be far away.
pub trait Rows: Iterator<Item = Result<Row, ExportError>> {}

impl<I: Iterator<Item = Result<Row, ExportError>>> Rows for I {}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk, the rights.
    #[error("写不出文件：{}", file::words(.0))]
    Io(#[from] std::io::Error),
    /// A cell or a sheet that a workbook cannot hold.
    #[error("工作簿写不出来：{0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// More rows than a sheet holds.
    #[error("共{0}行，超过一张工作表的上限")]
    TooLong(u32),
    /// The ledger did not give all rows.
    #[error("{0}")]
    Source(String),
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> ExportError {
        ExportError::Io(error.into())
    }
}

impl ExportError {
    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            ExportError::Io(_) => "核对目录是否存在、能否写入、磁盘是否已满",
            ExportError::Xlsx(_) => "可改存 csv",
            ExportError::Source(_) => "稍后再试；不行时运行 zhiben doctor",
            ExportError::TooLong(_) => "请分乡镇或分期间导出，或改存 csv",
        }
    }
}

/// Writes a file through `write`: first beside its place, then into it, so that nobody ever sees half of it.
pub(in crate::exchange) fn whole_file<T>(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    file::whole(path, Readers::Usual, write)
}
