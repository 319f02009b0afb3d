//! Where rows go: a sheet of a workbook or a csv file. One row at a time, none kept.

use std::io::Write;

use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::ExportError;
use super::value::{Value, harmless};
use crate::calendar::Day;
use crate::text::width;

/// Takes a table row by row.
pub trait Sink {
    /// The heads, before anything else.
    fn head(&mut self, heads: &[&str]) -> Result<(), ExportError>;
    /// A row, a value for each head.
    fn row(&mut self, values: &[Value]) -> Result<(), ExportError>;
    /// The last line, below the table.
    fn close(&mut self, caliber: &str) -> Result<(), ExportError>;
}

/// A csv file with lines that end as Excel ends them.
pub struct CsvSink<W: Write> {
    csv: csv::Writer<W>,
    gbk: bool,
}

impl<W: Write> CsvSink<W> {
    /// UTF-8 with a byte order mark, or GB18030.
    pub fn new(mut to: W, gbk: bool) -> Result<CsvSink<W>, ExportError> {
        if !gbk {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let csv = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(to);
        Ok(CsvSink { csv, gbk })
    }

    fn line(&mut self, cells: impl Iterator<Item = String>) -> Result<(), ExportError> {
        for cell in cells {
            match self.gbk {
                // GB18030 has room for every character.
                true => self.csv.write_field(&GB18030.encode(&cell).0)?,
                false => self.csv.write_field(cell)?,
            }
        }
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }
}

impl<W: Write> Sink for CsvSink<W> {
    fn head(&mut self, heads: &[&str]) -> Result<(), ExportError> {
        self.line(heads.iter().map(|head| (*head).to_owned()))
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        self.line(values.iter().map(|value| harmless(value.words())))
    }

    fn close(&mut self, caliber: &str) -> Result<(), ExportError> {
        self.line([caliber.to_owned()].into_iter())?;
        Ok(self.csv.flush()?)
    }
}

/// Rows whose widths are measured; those behind them rarely differ.
const MEASURED: u32 = 1000;
/// Narrowest and widest column, in cells.
const NARROW: usize = 6;
const WIDE: usize = 48;
/// A sheet's last row.
const LAST_ROW: u32 = 1_048_575;

/// A sheet with a frozen header, a filter, real dates, columns as wide as what stands in them.
pub struct SheetSink<'w> {
    sheet: &'w mut Worksheet,
    styles: Styles,
    widths: Vec<usize>,
    next: u32,
}

struct Styles {
    head: Style,
    text: Style,
    long: Style,
    day: Style,
}

impl<'w> SheetSink<'w> {
    /// An empty sheet with this name, as far as a workbook takes it.
    pub fn new(sheet: &'w mut Worksheet, name: &str) -> Result<SheetSink<'w>, ExportError> {
        sheet.set_name(sheet_name(name, SHEET_NAME))?;
        let cell = Style::new().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin);
        let styles = Styles {
            head: cell.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            long: cell.clone().set_text_wrap(),
            day: cell.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            text: cell,
        };
        Ok(SheetSink { sheet, styles, widths: Vec::new(), next: 0 })
    }

    fn write(&mut self, column: u16, value: &Value) -> Result<(), ExportError> {
        let (row, styles) = (self.next, &self.styles);
        match value {
            Value::Nothing => self.sheet.write_blank(row, column, &styles.text)?,
            Value::Text(text) if width(text) > WIDE || text.contains('\n') => {
                self.sheet.write_string_with_format(row, column, text, &styles.long)?
            }
            Value::Text(text) => self.sheet.write_string_with_format(row, column, text, &styles.text)?,
            Value::Number(number) => {
                self.sheet.write_number_with_format(row, column, *number, &styles.text)?
            }
            Value::Day(day) => match date(*day) {
                Some(date) => self.sheet.write_datetime_with_format(row, column, &date, &styles.day)?,
                None => self.sheet.write_blank(row, column, &styles.text)?,
            },
        };
        Ok(())
    }

    fn measure(&mut self, column: usize, words: &str) {
        let widest = words.lines().map(width).max().unwrap_or_default();
        if let Some(so_far) = self.widths.get_mut(column) {
            *so_far = (*so_far).max(widest);
        }
    }
}

impl Sink for SheetSink<'_> {
    fn head(&mut self, heads: &[&str]) -> Result<(), ExportError> {
        self.widths = heads.iter().map(|head| width(head) + 3).collect();
        for (column, head) in heads.iter().enumerate() {
            self.sheet.write_string_with_format(0, column as u16, *head, &self.styles.head)?;
        }
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.set_repeat_rows(0, 0)?;
        self.sheet.set_landscape().set_print_fit_to_pages(1, 0);
        self.next = 1;
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        if self.next >= LAST_ROW {
            return Err(ExportError::TooLong(self.next));
        }
        for (column, value) in values.iter().enumerate() {
            if self.next <= MEASURED {
                self.measure(column, &value.words());
            }
            self.write(column as u16, value)?;
        }
        self.next += 1;
        Ok(())
    }

    fn close(&mut self, caliber: &str) -> Result<(), ExportError> {
        let last = self.widths.len().saturating_sub(1) as u16;
        self.sheet.autofilter(0, 0, self.next.saturating_sub(1), last)?;
        for (column, widest) in self.widths.iter().enumerate() {
            self.sheet.set_column_width(column as u16, (widest + 1).clamp(NARROW, WIDE) as f64)?;
        }
        // An empty row keeps the line out of the filter.
        self.sheet.write_string(self.next + 1, 0, caliber)?;
        Ok(())
    }
}

fn date(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

/// Longest name of a sheet, in characters.
pub const SHEET_NAME: usize = 31;

/// A name without signs that a workbook does not take, of so many characters at most; 表 where nothing is left.
pub fn sheet_name(name: &str, most: usize) -> String {
    let is_barred = |c| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let plain: String = name.chars().map(|c| if is_barred(c) { ' ' } else { c }).take(most).collect();
    if plain.trim().is_empty() { "表".into() } else { plain.trim().to_owned() }
}

/// A workbook with empty sheets that are written row by row.
pub fn workbook(sheets: usize) -> Result<Workbook, ExportError> {
    let mut workbook = Workbook::new();
    for _ in 0..sheets {
        workbook.add_worksheet_with_low_memory()?;
    }
    Ok(workbook)
}
