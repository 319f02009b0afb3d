//! A table on the screen as a file for a spreadsheet, as the exporter writes one.

use crate::exchange::export::ExportError;
use crate::exchange::export::sink::{CsvSink, Sink};
use crate::exchange::export::value::Value;

/// As CSV: UTF-8 with the mark by which WPS and Excel know it, nothing in it a formula, the lines that say what it is under the
/// rows.
pub fn csv<'a>(
    heads: &[&str],
    rows: impl Iterator<Item = Vec<&'a str>>,
    below: impl Iterator<Item = String>,
) -> Result<String, ExportError> {
    let mut bytes = Vec::new();
    let mut sink = CsvSink::new(&mut bytes, false)?;
    sink.head(heads)?;
    for row in rows {
        sink.row(&row.into_iter().map(Value::from).collect::<Vec<_>>())?;
    }
    for line in below {
        sink.close(&line)?;
    }
    drop(sink);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
