//! A workbook: the words on the first sheet, every table on one of its own.

use std::fs::File;
use std::io::BufWriter;

use super::closing;
use crate::ask::report::{Block, Cell, Head, Report, Table};
use crate::exchange::export::ExportError;
use crate::exchange::export::sink::{SHEET_NAME, SheetSink, Sink, sheet_name, workbook};
use crate::exchange::export::value::Value;

pub(super) fn write(file: &mut File, report: &Report) -> Result<(), ExportError> {
    let tables: Vec<&Table> = report
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect();
    let mut book = workbook(tables.len() + 1)?;
    let names = names(&tables);
    let closing = closing(report).join("；");
    let mut sheets = book.worksheets_mut().iter_mut();
    if let Some(sheet) = sheets.next() {
        words(&mut SheetSink::new(sheet, "正文")?, report, &names, &closing)?;
    }
    for ((sheet, table), name) in sheets.zip(&tables).zip(&names) {
        let mut sheet = SheetSink::new(sheet, name)?;
        let heads: Vec<String> = table.heads.iter().map(Head::words).collect();
        sheet.head(&heads.iter().map(String::as_str).collect::<Vec<_>>())?;
        for row in &table.rows {
            sheet.row(&row.iter().map(value).collect::<Vec<_>>())?;
        }
        sheet.close(&closing)?;
    }
    Ok(book.save_to_writer(BufWriter::new(file))?)
}

/// The words in reading order; a table is named where it stands.
fn words(sheet: &mut SheetSink, report: &Report, names: &[String], closing: &str) -> Result<(), ExportError> {
    sheet.head(&["项目", &report.title])?;
    let mut names = names.iter();
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => sheet.row(&[heading.as_str().into(), Value::Nothing])?,
            Block::Paragraph(words) => {
                for line in words.lines() {
                    sheet.row(&[Value::Nothing, line.into()])?;
                }
            }
            Block::Fields(fields) => {
                for (label, words) in fields {
                    sheet.row(&[label.as_str().into(), words.as_str().into()])?;
                }
            }
            Block::Table(_) => {
                let name = names.next().map(|name| format!("见表“{name}”")).unwrap_or_default();
                sheet.row(&[Value::Nothing, name.into()])?;
            }
            Block::Signatures(labels) => {
                for label in labels {
                    sheet.row(&[label.as_str().into(), Value::Nothing])?;
                }
            }
        }
    }
    sheet.close(closing)
}

/// A name for each sheet: of the table, none twice.
fn names(tables: &[&Table]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (table, number) in tables.iter().zip(1..) {
        let name = sheet_name(&table.title, SHEET_NAME - 4);
        let is_taken =
            name == "正文" || names.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        names.push(if is_taken { format!("{name} {number}") } else { name });
    }
    names
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Nothing,
        Cell::Text(text) => text.as_str().into(),
        Cell::Number(number) => Value::Number(*number),
        Cell::Day(day) => (*day).into(),
    }
}
