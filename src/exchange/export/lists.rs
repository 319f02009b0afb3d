//! What is written where.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::json;

use super::columns::{
    Column, ENTERPRISES, From, HAZARDS, LEDGER_HEAD, LEDGER_TAIL, Line, PHONE, RECORD_HEAD, RECTIFICATIONS,
    RESPONSIBILITIES, enterprise_of, telephone,
};
use super::sink::{CsvSink, SheetSink, Sink, workbook};
use super::value::Value;
use super::{ExportError, Format, Rows, Setting, whole_file};
use crate::model::field::{Fields, Spec};
use crate::model::id::{Id, Kind};
use crate::model::row::{Row, name_of, specs_for, specs_of};
use crate::rules::matrix::{CellState, Matrix};

/// 四个清单 (三(三)): a workbook of four sheets. Returns how many enterprises and hazards were written.
///
/// # Errors
/// The disk; more rows than a sheet holds.
pub fn four_lists(
    path: &Path,
    enterprises: impl Rows,
    hazards: impl Rows,
    setting: Setting<'_>,
) -> Result<(u32, u32), ExportError> {
    whole_file(path, |file| {
        let mut book = workbook(4)?;
        let [first, second, third, fourth] = book.worksheets_mut().as_mut_slice() else { return Ok((0, 0)) };
        let mut register = SheetSink::new(first, "企业清单")?;
        let visited = write(&mut register, Kind::Enterprise, ENTERPRISES, enterprises, setting)?;
        let mut sheets = [
            (SheetSink::new(second, "隐患清单")?, HAZARDS),
            (SheetSink::new(third, "整改清单")?, RECTIFICATIONS),
            (SheetSink::new(fourth, "责任清单")?, RESPONSIBILITIES),
        ];
        let specs = specs_of(Kind::Hazard);
        for (sheet, columns) in &mut sheets {
            sheet.head(&heads(columns, &specs))?;
        }
        let found = each(hazards, setting, |line| {
            sheets.iter_mut().try_for_each(|(sheet, columns)| sheet.row(&values(columns, line, &specs)))
        })?;
        for (sheet, _) in &mut sheets {
            sheet.close(&setting.caliber.line())?;
        }
        book.save_to_writer(BufWriter::new(file))?;
        Ok((visited, found))
    })
}

/// 合并台账: a hazard a row, all its columns. What it writes, an import understands.
///
/// # Errors
/// The disk; more rows than a sheet holds.
pub fn ledger(
    path: &Path,
    format: Format,
    hazards: impl Rows,
    setting: Setting<'_>,
) -> Result<u32, ExportError> {
    let fields = fields_of(Kind::Hazard);
    let columns: Vec<Column> = LEDGER_HEAD.iter().chain(&fields).chain(LEDGER_TAIL).copied().collect();
    table(path, format, "合并台账", Kind::Hazard, &columns, hazards, setting)
}

/// The records of a kind, a column for each of its fields; of 工作记录 those of the sort with this code (empty: of all sorts),
/// with the fields that it has. What it writes, an import understands.
///
/// # Errors
/// The disk; more rows than a sheet holds.
pub fn records(
    path: &Path,
    format: Format,
    (kind, sort): (Kind, &str),
    rows: impl Rows,
    setting: Setting<'_>,
) -> Result<u32, ExportError> {
    let is_meant = |row: &Row| sort.is_empty() || row.evidence().is_some_and(|record| record.sort == sort);
    let rows = rows.filter(|row| row.as_ref().map_or(true, is_meant));
    if format == Format::JsonLines {
        return all(path, rows, setting);
    }
    let basics = setting.names.basics();
    let own = specs_for(kind, sort, basics).into_iter().filter(|spec| sort.is_empty() || spec.key != "sort");
    let fields = own.map(|spec| Column { head: "", from: From::Field(spec.key) });
    let columns: Vec<Column> = RECORD_HEAD.iter().copied().chain(fields).collect();
    let name = basics.sort(sort).map_or(name_of(kind), |sort| sort.name.as_str());
    table(path, format, name, kind, &columns, rows, setting)
}

/// A matrix with the words of its cells; plain counts as numbers.
///
/// # Errors
/// The disk.
pub fn matrix(
    path: &Path,
    format: Format,
    matrix: &Matrix,
    setting: Setting<'_>,
) -> Result<u32, ExportError> {
    let mut caliber = setting.caliber.clone();
    caliber.notes.extend(matrix.notes.iter().cloned());
    if caliber.period.is_empty() {
        caliber.period.clone_from(&matrix.period);
    }
    let heads: Vec<&str> = std::iter::once(matrix.title.as_str())
        .chain(matrix.columns.iter().map(|c| c.label.as_str()))
        .collect();
    into(path, format, matrix.matrix.name(), |sink| {
        sink.head(&heads)?;
        for (head, cells) in matrix.rows.iter().zip(&matrix.cells) {
            let words = cells.iter().map(|cell| match cell.state {
                CellState::Count => {
                    cell.text.parse().map_or_else(|_| cell.text.as_str().into(), Value::Number)
                }
                _ => cell.text.as_str().into(),
            });
            let row: Vec<Value> = std::iter::once(head.label.as_str().into()).chain(words).collect();
            sink.row(&row)?;
        }
        sink.close(&caliber.line())?;
        Ok(matrix.rows.len() as u32)
    })
}

/// `kind` of the line that is no record.
const CALIBER: &str = "口径";

/// Every row as a line of JSON: its number, kind, version, who touched it when, its fields, and for hazards the whole record
/// with rounds, rechecks and transfers. The first line is the 口径, of a kind of its own, so that whoever goes by the kind of a
/// line never takes it for a record. Telephones are masked unless asked for, as in every table.
///
/// # Errors
/// The disk.
pub fn all(path: &Path, rows: impl Rows, setting: Setting<'_>) -> Result<u32, ExportError> {
    whole_file(path, |file| {
        let mut to = BufWriter::new(file);
        writeln!(to, "{}", json!({ "kind": CALIBER, "口径": setting.caliber.line() }))?;
        let mut count = 0;
        for row in rows {
            let row = row?;
            let mut line = json!({
                "id": row.id,
                "kind": name_of(row.id.kind()),
                "version": row.version,
                "entered_at": row.entered.0.to_rfc3339(),
                "entered_by": row.entered.1,
                "touched_at": row.touched.0.to_rfc3339(),
                "touched_by": row.touched.1,
                "voided": row.voided,
                "fields": fields(&row, setting),
            });
            if let (Some(hazard), Some(line)) = (row.hazard(), line.as_object_mut()) {
                line.insert("hazard".into(), serde_json::to_value(hazard).map_err(std::io::Error::from)?);
            }
            writeln!(to, "{line}")?;
            count += 1;
        }
        to.flush()?;
        Ok(count)
    })
}

/// The filled fields, telephones as a cell has them.
fn fields(row: &Row, setting: Setting<'_>) -> Fields {
    let mut fields = row.body.fields();
    if fields.has(PHONE) {
        let shown = telephone(fields.get(PHONE), setting);
        fields.put(PHONE, shown);
    }
    fields
}

fn fields_of(kind: Kind) -> Vec<Column> {
    specs_of(kind).iter().map(|spec| Column { head: "", from: From::Field(spec.key) }).collect()
}

fn table(
    path: &Path,
    format: Format,
    name: &str,
    kind: Kind,
    columns: &[Column],
    rows: impl Rows,
    setting: Setting<'_>,
) -> Result<u32, ExportError> {
    into(path, format, name, |sink| write(sink, kind, columns, rows, setting))
}

/// Opens the file in its format and writes one table into it.
fn into(
    path: &Path,
    format: Format,
    name: &str,
    fill: impl FnOnce(&mut dyn Sink) -> Result<u32, ExportError>,
) -> Result<u32, ExportError> {
    whole_file(path, |file| match format {
        Format::Xlsx => {
            let mut book = workbook(1)?;
            let count = fill(&mut SheetSink::new(book.worksheet_from_index(0)?, name)?)?;
            book.save_to_writer(BufWriter::new(file))?;
            Ok(count)
        }
        Format::Csv | Format::CsvGbk | Format::JsonLines => {
            fill(&mut CsvSink::new(BufWriter::new(file), format == Format::CsvGbk)?)
        }
    })
}

fn write(
    sink: &mut dyn Sink,
    kind: Kind,
    columns: &[Column],
    rows: impl Rows,
    setting: Setting<'_>,
) -> Result<u32, ExportError> {
    let specs = specs_of(kind);
    sink.head(&heads(columns, &specs))?;
    let count = each(rows, setting, |line| sink.row(&values(columns, line, &specs)))?;
    sink.close(&setting.caliber.line())?;
    Ok(count)
}

/// Numbers the rows and looks up their enterprises; rows of one enterprise in a row look it up once.
fn each(
    rows: impl Rows,
    setting: Setting<'_>,
    mut take: impl FnMut(&Line<'_>) -> Result<(), ExportError>,
) -> Result<u32, ExportError> {
    let mut count = 0;
    let mut premises: (Id, Option<Row>) = (Id::NONE, None);
    for row in rows {
        let row = row?;
        count += 1;
        let id = enterprise_of(&row);
        if premises.0 != id {
            premises = (id, setting.names.row(id));
        }
        take(&Line { number: count, row: &row, enterprise: premises.1.as_ref(), setting })?;
    }
    Ok(count)
}

fn heads<'c>(columns: &'c [Column], specs: &[Spec]) -> Vec<&'c str> {
    columns.iter().map(|column| column.head_for(specs)).collect()
}

fn values(columns: &[Column], line: &Line<'_>, specs: &[Spec]) -> Vec<Value> {
    columns.iter().map(|column| column.value(line, specs)).collect()
}
