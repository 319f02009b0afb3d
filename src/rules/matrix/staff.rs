//! M4 乡镇人员培训: townships × in post, trained, not yet, rate (OR-07).

use super::super::cadence::plan_span;
use super::super::coverage::{Sheet, Sum};
use super::page;
use super::{Ask, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words};

const COLUMNS: [(&str, &str); 4] =
    [("staff", "在岗"), ("trained", "已训"), ("untrained", "未训"), ("rate", "率")];

fn sheet<'a>(ask: &Ask<'a>) -> Option<Sheet> {
    let (first, last) = plan_span(ask.facts());
    ask.sheet("OR-07", first, last)
}

fn cell(ask: &Ask, sheet: &Sheet, sum: &Sum, column: &str) -> Cell {
    match column {
        "staff" => Cell::count(sum.need),
        "trained" => Cell::count(sum.done),
        "untrained" => {
            let lacking = sum.need.saturating_sub(sum.done);
            let state = sheet.state(0, sum, ask.facts().as_of);
            Cell { text: lacking.to_string(), ..Cell::of(sheet, 0, sum, ask.facts().as_of) }.with(state)
        }
        _ => rate(sum.done, sum.need),
    }
}

impl Cell {
    fn with(self, state: CellState) -> Cell {
        Cell { state, ..self }
    }
}

/// `83%`; `-` where there is nothing to divide by.
pub(super) fn rate(have: u32, need: u32) -> Cell {
    let text = match need {
        0 => CellState::NotApplicable.sign().into(),
        need => format!("{}%", u64::from(have) * 100 / u64::from(need)),
    };
    Cell { have, need, text, ..Cell::count(have) }
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let sheet = sheet(ask);
    let row = |unit: u8| -> Vec<Cell> {
        let Some(sheet) = &sheet else { return vec![Cell::none(); COLUMNS.len()] };
        let sum = match unit {
            0 => sheet.sums(0).into_iter().fold(Sum::default(), Sum::plus),
            unit => sheet.sum(0, unit),
        };
        COLUMNS.iter().map(|(key, _)| cell(ask, sheet, &sum, key)).collect()
    };
    let townships = ask.townships();
    Matrix {
        matrix: MatrixId::M4,
        title: MatrixId::M4.name().into(),
        as_of: ask.facts().as_of,
        period: String::new(),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: COLUMNS.iter().map(|(key, label)| Head::new(*key, *label)).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        second_block: None,
        notes: vec!["在岗的乡镇经办人员，注明非行业管理的不计；参加过区商务局组织的培训算已训".into()],
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    COLUMNS.iter().find(|(key, _)| *key == column)?;
    let unit = match row {
        TOTAL => 0,
        code => ask.townships().into_iter().find(|(unit, _)| unit.code == code)?.1,
    };
    page::of_duty(ask, &sheet(ask)?, 0, unit, words)
}
