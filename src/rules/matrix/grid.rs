//! Townships × periods of one duty: M3 半年督导, M6 疏散演练, M7 季度自查; and M5, townships × the focus of each year.

use super::super::cadence::plan_span;
use super::super::coverage::{Sheet, Sum};
use super::page;
use super::{Ask, Cell, CellPage, CellState, Head, Matrix, MatrixId, Words};

/// One column: a window of a sheet.
struct Column {
    sheet: usize,
    at: usize,
    head: Head,
}

fn columns<'a>(ask: &Ask<'a>, id: MatrixId) -> (Vec<Sheet>, Vec<Column>) {
    let (first, last) = plan_span(ask.facts());
    let sheets: Vec<Sheet> = match id {
        MatrixId::M3 => ask.sheet("OR-04", first, last).into_iter().collect(),
        MatrixId::M6 => ask.sheet("OR-06", first, last).into_iter().collect(),
        MatrixId::M7 => ask.of_year("OR-05").into_iter().collect(),
        _ => {
            let focused = ask.duties.iter().filter(|duty| duty.evidence.focus != 0);
            focused.filter_map(|duty| ask.sheet(&duty.code, first, last)).collect()
        }
    };
    let columns = sheets.iter().enumerate().flat_map(|(sheet, of)| {
        of.windows.iter().enumerate().map(move |(at, window)| {
            let head = match id {
                MatrixId::M5 => Head::new(&of.duty.code, of.duty.title.replace("重点培训：", "")),
                _ => Head::new(window.period.to_string(), short(window.period)),
            };
            Column { sheet, at, head: head.noted(format!("{}（{}）", of.duty.title, of.duty.ground())) }
        })
    });
    let columns = columns.collect();
    (sheets, columns)
}

/// `24上半年`, `26年一季`, `2026年`: a head that is narrow and still says its year.
fn short(period: crate::calendar::Period) -> String {
    use crate::calendar::Period;
    match period {
        Period::Half(year, _) => format!("{:02}{}", year % 100, period.short_label()),
        Period::Quarter(year, _) => format!("{:02}年{}", year % 100, period.short_label()),
        _ => period.short_label(),
    }
}

pub(super) fn matrix(ask: &Ask, id: MatrixId) -> Matrix {
    let (sheets, columns) = columns(ask, id);
    let sums: Vec<Vec<Sum>> = columns.iter().map(|c| sheet_sums(&sheets, c)).collect();
    let cell = |column: &Column, sum: Sum| {
        let Some(sheet) = sheets.get(column.sheet) else { return Cell::none() };
        let cell = Cell::of(sheet, column.at, &sum, ask.facts().as_of);
        let is_met = matches!(cell.state, CellState::Done | CellState::DoneLate);
        // A visit to one township says its day.
        if id == MatrixId::M3 && is_met && cell.need == 1 {
            Cell { text: sum.first.md(), ..cell }
        } else {
            cell
        }
    };
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    for (unit, no) in ask.townships() {
        rows.push(Head::of_unit(unit));
        let of_unit = |sums: &Vec<Sum>| sums.get(usize::from(no)).copied().unwrap_or_default();
        cells.push(columns.iter().zip(&sums).map(|(column, sums)| cell(column, of_unit(sums))).collect());
    }
    rows.push(Head::total());
    let all = |sums: &Vec<Sum>| sums.iter().copied().fold(Sum::default(), Sum::plus);
    cells.push(columns.iter().zip(&sums).map(|(column, sums)| cell(column, all(sums))).collect());
    Matrix {
        matrix: id,
        title: id.name().into(),
        as_of: ask.facts().as_of,
        period: String::new(),
        rows,
        columns: columns.into_iter().map(|column| column.head).collect(),
        cells,
        second_block: None,
        notes: notes(ask, &sheets),
    }
}

fn sheet_sums(sheets: &[Sheet], column: &Column) -> Vec<Sum> {
    sheets.get(column.sheet).map(|sheet| sheet.sums(column.at)).unwrap_or_default()
}

fn notes(ask: &Ask, sheets: &[Sheet]) -> Vec<String> {
    let settings = &ask.facts().basics.settings;
    let mut notes: Vec<String> = Vec::new();
    for sheet in sheets {
        notes.push(format!("{}：{}（{}）", sheet.duty.code, sheet.duty.asks, sheet.duty.ground()));
        if sheet.duty.subject.self_check {
            let only = if settings.self_check_key_only { "，只计重点企业" } else { "" };
            notes.push(format!(
                "对象（局内约定）：主体类型 {}，规模 {}{only}；规模未填的也计",
                settings.self_check_kinds.join("、"),
                settings.self_check_sizes.join("、"),
            ));
        }
    }
    notes.push("期中新增的对象从下一整期起计；待补全的企业不计".into());
    notes
}

pub(super) fn page(ask: &Ask, id: MatrixId, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let (sheets, columns) = columns(ask, id);
    let column = columns.iter().find(|c| c.head.key == column)?;
    let unit = match row {
        super::TOTAL => 0,
        code => ask.townships().into_iter().find(|(unit, _)| unit.code == code)?.1,
    };
    page::of_duty(ask, sheets.get(column.sheet)?, column.at, unit, words)
}
