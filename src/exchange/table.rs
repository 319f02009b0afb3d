//! A workbook or a text table as sheets of cells. What kind of file it is, its first bytes say, not its name.
//!
//! - [`workbook`]: xlsx, xls, ods
//! - [`lines`]: csv in any usual encoding, and jsonl; `own`: the lines that `export all` writes

mod lines;
mod own;
mod workbook;

use std::path::Path;

use crate::calendar::Day;

pub use lines::{Decoded, decode};

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, as typed: blanks around them are not yet taken away.
    Text(String),
    /// A number that is not formatted as a date.
    Number(f64),
    /// A real date.
    Day(Day),
    /// A ticked box.
    Flag(bool),
    /// A formula's error, `#REF!`.
    Error(String),
}

impl Cell {
    /// Nothing, or nothing but blanks (U+3000 among them); a day outside of the calendar is none either.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Day(day) => day.is_none(),
            _ => false,
        }
    }

    /// As an officer would type it: no blanks around, whole numbers without a fraction, dates as `2026-11-23`.
    pub fn words(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Flag(flag) => if *flag { "是" } else { "否" }.into(),
            Cell::Error(error) => error.clone(),
        }
    }
}

/// Cells that were merged into one, first and last row and column counted from 0, all included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// First row.
    pub top: usize,
    /// Last row.
    pub bottom: usize,
    /// First column.
    pub left: usize,
    /// Last column.
    pub right: usize,
}

/// One sheet. Rows may be shorter than others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; empty for a file that has only one.
    pub name: String,
    /// Name of the only kind that its rows are of, where the file says it (`export all`); empty: whoever reads it finds out.
    pub kind: String,
    /// Number that the file's own program shows beside the first of `rows`: 1, or 0 where a header row was put in front.
    pub first: u32,
    /// Cells by row and column.
    pub rows: Vec<Vec<Cell>>,
    /// Merged ranges.
    pub merged: Vec<Merged>,
    /// Rows that could not be taken apart.
    pub broken: Vec<Broken>,
}

/// A row that could not be taken apart into cells, of a file that otherwise could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Index of the row.
    pub row: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Sheet {
    /// The cell at row and column, counted from 0; an empty one where there is none.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(EMPTY)
    }

    /// The number beside the row at this index, as a spreadsheet program shows it.
    pub fn number(&self, row: usize) -> u32 {
        self.first + row as u32
    }

    /// Could the row at this index not be taken apart?
    pub fn is_broken(&self, row: usize) -> bool {
        self.broken.iter().any(|broken| broken.row == row)
    }

    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }
}

/// `A`, `B` … `Z`, `AA`: a column counted from 0, as a spreadsheet program calls it.
pub fn column_letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        more => column_letters(more - 1) + &last.to_string(),
    }
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Unreadable {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Unreadable {
    fn new(what: impl Into<String>, hint: impl Into<String>) -> Unreadable {
        Unreadable { what: what.into(), hint: hint.into() }
    }

    fn damaged() -> Unreadable {
        Unreadable::new(
            "文件读不了，可能已损坏或加了密码",
            "用 WPS 或 Excel 能打开的，另存为 xlsx 再导入；打不开的，重新传一次或请对方重发",
        )
    }
}

/// Reads a file: xlsx, xls, ods; csv with commas, semicolons or tabs in UTF-8, UTF-16 or GB18030; jsonl.
pub fn read_table(path: &Path) -> Result<Vec<Sheet>, Unreadable> {
    let bytes = std::fs::read(path)
        .map_err(|error| Unreadable::new(format!("打不开文件：{error}"), "请核对文件名和读取权限"))?;
    if bytes.is_empty() {
        return Err(Unreadable::new("文件是空的", "请核对是否选对了文件，或重新传一次"));
    }
    let is_called_workbook = is_workbook_name(path);
    read_bytes(bytes)
        .map_err(|unreadable| if is_called_workbook { Unreadable::damaged() } else { unreadable })
}

/// Does the file's name promise a workbook?
pub fn is_workbook_name(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["xlsx", "xls", "ods", "et"].iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The same for a file's bytes.
pub fn read_bytes(bytes: Vec<u8>) -> Result<Vec<Sheet>, Unreadable> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
    if bytes.starts_with(ZIP) || bytes.starts_with(OLE) { workbook::read(bytes) } else { lines::read(&bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 51, 701, 702].map(column_letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }

    #[test]
    fn a_cell_of_wide_blanks_is_blank_and_a_whole_number_has_no_fraction() {
        assert!(Cell::Text(" \u{3000}\n".into()).is_blank());
        assert_eq!(Cell::Text(" 洛江区万安阿芬牛肉店\u{3000}".into()).words(), "洛江区万安阿芬牛肉店");
        assert_eq!([Cell::Number(27.0).words(), Cell::Number(2.5).words()], ["27", "2.5"]);
    }
}
