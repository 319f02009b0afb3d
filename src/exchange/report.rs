//! A report as a file or as text. Every form holds the same words and numbers: title, blocks, 口径, and what did not agree.
//!
//! - [`text`]: for a terminal, WeChat and OA; [`markdown`]; [`book`]: xlsx, a sheet a table; [`paper`]: docx, to print and sign

mod book;
mod markdown;
mod paper;
mod text;

use std::io::Write;
use std::path::Path;

use super::export::{ExportError, whole_file};
use crate::ask::report::Report;

pub use markdown::markdown;
pub use text::text;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A paper to print.
    Docx,
    /// A workbook.
    Xlsx,
    /// Markdown.
    Md,
    /// Plain text, to paste.
    Txt,
}

/// Every format: the ending it is told by, and what it is good for.
const FORMATS: [(Format, &str, &str); 4] = [
    (Format::Docx, "docx", "打印、签字、盖章"),
    (Format::Xlsx, "xlsx", "表格，可再计算"),
    (Format::Md, "md", "带格式的纯文本"),
    (Format::Txt, "txt", "纯文字，贴到微信、OA"),
];

impl Format {
    /// Endings of the formats, as they are typed.
    pub const ENDINGS: [&str; 4] = [FORMATS[0].1, FORMATS[1].1, FORMATS[2].1, FORMATS[3].1];

    /// The endings, each with what the format is good for.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        FORMATS.iter().map(|(_, ending, good_for)| (*ending, *good_for))
    }

    /// By the ending of the file's name.
    pub fn of(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        FORMATS.iter().find(|(_, own, _)| *own == ending).map(|(format, ..)| *format)
    }
}

/// Writes a report; the file appears whole or not at all.
///
/// # Errors
/// The disk; what a workbook cannot hold.
pub fn write(path: &Path, format: Format, report: &Report) -> Result<(), ExportError> {
    whole_file(path, |file| match format {
        Format::Docx => paper::write(file, report),
        Format::Xlsx => book::write(file, report),
        Format::Md => Ok(file.write_all(markdown(report).as_bytes())?),
        Format::Txt => Ok(file.write_all(text(report).as_bytes())?),
    })
}

/// What stands at the end of every form: that numbers do not agree, and 口径.
fn closing(report: &Report) -> Vec<String> {
    let faults = report.faults.iter().map(|fault| format!("【自检不符】{fault}"));
    faults.chain([report.caliber.line()]).collect()
}
