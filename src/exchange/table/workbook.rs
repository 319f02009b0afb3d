//! xlsx, xls and ods.

use std::fmt::Display;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, Sheets, Xlsx, open_workbook_auto_from_rs};

use super::{Cell, Merged, Sheet, Unreadable};
use crate::calendar::Day;

/// No sheet of ours is wider; a stray cell far to the right must not make a wide table.
const WIDEST: usize = 512;

/// The sheets of a workbook, in its order.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Unreadable> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let names = workbook.sheet_names();
    names.into_iter().map(|name| sheet(&mut workbook, name)).collect()
}

/// What the reader says is about its insides and in English; whoever has the file can only open it elsewhere or get another.
fn unreadable(_: impl Display) -> Unreadable {
    Unreadable::damaged()
}

fn sheet(workbook: &mut Sheets<Cursor<Vec<u8>>>, name: String) -> Result<Sheet, Unreadable> {
    let (rows, merged) = match workbook {
        Sheets::Xlsx(xlsx) => {
            (cells_of_xlsx(xlsx, &name)?, xlsx.merge_cells_by_sheet_name(&name).map_err(unreadable)?)
        }
        Sheets::Xls(xls) => {
            let merged = xls.merge_cells_by_sheet_name(&name).map_err(unreadable)?;
            (cells(workbook, &name)?, merged)
        }
        Sheets::Xlsb(_) | Sheets::Ods(_) => (cells(workbook, &name)?, Vec::new()),
    };
    let merged = merged.into_iter().map(range).collect();
    Ok(Sheet { name, first: 1, rows, merged, ..Sheet::default() })
}

fn range(merged: Dimensions) -> Merged {
    Merged {
        top: merged.start.0 as usize,
        bottom: merged.end.0 as usize,
        left: merged.start.1 as usize,
        right: merged.end.1 as usize,
    }
}

/// Cell by cell: what is used decides how much is held, not what the file says its size is.
fn cells_of_xlsx(xlsx: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let mut rows = Vec::new();
    let mut cells = xlsx.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        put(&mut rows, row as usize, column as usize, of_reference(cell.get_value()));
    }
    Ok(rows)
}

fn cells(workbook: &mut Sheets<Cursor<Vec<u8>>>, name: &str) -> Result<Vec<Vec<Cell>>, Unreadable> {
    let range = workbook.worksheet_range(name).map_err(unreadable)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Vec::new();
    for (row, column, data) in range.used_cells() {
        put(&mut rows, top as usize + row, left as usize + column, of_data(data));
    }
    Ok(rows)
}

fn put(rows: &mut Vec<Vec<Cell>>, row: usize, column: usize, cell: Cell) {
    if cell == Cell::Empty || column >= WIDEST {
        return;
    }
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let Some(cells) = rows.get_mut(row) else { return };
    if cells.len() <= column {
        cells.resize_with(column + 1, Cell::default);
    }
    if let Some(place) = cells.get_mut(column) {
        *place = cell;
    }
}

fn of_reference(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        other => of_data(&Data::from(other.clone())),
    }
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(moment) => day_of(moment),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

/// A real date; a length of time, or a day this program cannot hold, stays the number it is.
fn day_of(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Day::ymd(i32::from(year), u32::from(month), u32::from(day))
        .filter(|_| moment.is_datetime())
        .map_or(Cell::Number(moment.as_f64()), Cell::Day)
}
