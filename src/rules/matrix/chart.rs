//! M9 欠账总表: every duty × 局 and the townships. First the duties whose period the notice states, then, as a second block
//! outside the total, those the bureau settled. What is still owed of periods that have ended stands behind the present one and
//! is counted with it; whoever asks for a period sees that period alone.

use std::borrow::Cow;

use super::super::cadence::Window;
use super::super::standing::{
    Stand, Standing, asks_bureau, columns, is_about_townships, standing, standing_in, standings, standings_in,
};
use super::page;
use super::{Ask, Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words};
use crate::calendar::{Day, Period};
use crate::model::basics::{Basis, Unit, UnitKind};
use crate::model::id::Id;

/// Key of the row that adds up the second block.
pub const OFFICE_TOTAL: &str = "total_office";

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let facts = ask.facts();
    let standings = all(ask);
    let mut columns: Vec<Head> = columns(facts)
        .into_iter()
        .map(|unit| match unit.kind {
            UnitKind::Bureau => Head::new(&unit.code, "局").noted(&unit.name),
            _ => Head::of_unit(unit),
        })
        .collect();
    columns.push(Head::new(TOTAL, "合计欠"));
    let (mut rows, mut cells, mut second_block) = (Vec::new(), Vec::new(), None);
    for basis in [Basis::Notice, Basis::Office] {
        let block: Vec<_> = standings.iter().filter(|s| s.duty.basis == basis).collect();
        if basis == Basis::Office {
            second_block = Some(rows.len());
        }
        for standing in &block {
            let label = standing.window().map(|window| window.label()).unwrap_or_default();
            let note =
                format!("{} · {} · {label}{}", standing.duty.title, standing.duty.ground(), before(standing));
            rows.push(Head::new(&standing.duty.code, &standing.duty.title).noted(note));
            cells.push(row_cells(ask, standing));
        }
        let (key, label) = match basis {
            Basis::Notice => (TOTAL, "欠账（文件规定）"),
            Basis::Office => (OFFICE_TOTAL, "欠账（局内约定）"),
        };
        rows.push(Head::new(key, label));
        cells.push(totals(&block, columns.len()));
    }
    Matrix {
        matrix: MatrixId::M9,
        title: MatrixId::M9.name().into(),
        as_of: facts.as_of,
        period: ask.period.map(|period| period.label()).unwrap_or_default(),
        rows,
        columns,
        cells,
        second_block,
        notes: notes(ask),
    }
}

fn notes(ask: &Ask) -> Vec<String> {
    let seen = match ask.period {
        None => {
            "各项义务看当期，台账月报看上一月；启用日以来已过期还欠着的写在当期之后（待欠Q3：当期待办，三季度还欠），并计入合计"
        }
        Some(_) => "只看所选的一期，以前各期的欠账不计",
    };
    [
        "欠账按格计：一个单位一项义务在一期内算一格",
        "通报只计文件规定周期的义务；局内约定周期的另列，不进合计",
        seen,
        "由局负责的义务，欠账记在局，乡镇格子只供对照",
    ]
    .map(str::to_owned)
    .into()
}

/// Every duty: in the period asked for, or now with what is still owed from before.
fn all<'a>(ask: &Ask<'a>) -> Vec<Standing> {
    match ask.period {
        None => {
            let mut all = standings(ask.duties, &ask.survey);
            all.retain(|standing| !standing.is_over || standing.all_debts() > 0);
            all
        }
        Some(_) => standings_in(ask.duties, &ask.survey, ask.period, ask.anchor()),
    }
}

/// Periods named one by one in the note of a row.
const NAMED: usize = 3;

/// What everybody still owes of periods that have ended, the latest first.
fn before(standing: &Standing) -> String {
    let label = |arrear| standing.window_of(arrear).map(|window| window.label()).unwrap_or_default();
    let said: Vec<String> = standing
        .arrears
        .iter()
        .rev()
        .take(NAMED)
        .map(|arrear| format!("{} {}格", label(arrear), arrear.owed()))
        .collect();
    match standing.arrears.len() {
        0 => String::new(),
        number if number > NAMED => format!(" · 往期欠账：{} 等 {number} 期", said.join("、")),
        _ => format!(" · 往期欠账：{}", said.join("、")),
    }
}

fn row_cells(ask: &Ask, standing: &Standing) -> Vec<Cell> {
    let of_units = (0..standing.cells.len()).map(|column| unit_cell(ask, standing, column));
    of_units.chain([Cell::count(standing.all_debts())]).collect()
}

/// How the unit of a column stands now; 欠 as long as something is owed from before, which stands behind it: `待欠Q3`, `欠3期`.
fn unit_cell(ask: &Ask, standing: &Standing, column: usize) -> Cell {
    let due = match standing.window() {
        Some(window) if !standing.duty.is_by_event() => window.due,
        _ => Day::NONE,
    };
    let Some(Stand { state, sum, .. }) = standing.cells.get(column) else { return Cell::none() };
    let now = Cell::new(*state, sum.done, sum.need, due);
    let before: Vec<Period> = standing
        .arrears_of(column)
        .filter_map(|(arrear, _)| standing.window_of(arrear))
        .map(|window| window.period)
        .collect();
    let text = match (before.as_slice(), state) {
        ([], _) => return now,
        (before, CellState::Owed) => format!("欠{}期", before.len() + 1),
        ([one], _) => format!("{}欠{}", state.sign(), tight(*one, ask.facts().as_of)),
        (several, _) => format!("{}欠{}期", state.sign(), several.len()),
    };
    Cell { state: CellState::Owed, text, ..now }
}

impl Cell {
    /// What stands in the cell where room is scarce: of periods before only how many are owed, `已欠1` for `已欠25年6月`, `已欠2` for
    /// `已欠2期`.
    pub fn brief(&self) -> Cow<'_, str> {
        let Some((now, before)) = self.text.split_once(CellState::Owed.sign()) else {
            return Cow::Borrowed(&self.text);
        };
        match before.strip_suffix('期') {
            Some(number) => format!("{now}欠{number}").into(),
            // Nothing, a part of so many, a number of cells.
            None if before.chars().all(|c| c.is_ascii_digit() || c == '/') => Cow::Borrowed(&self.text),
            None => format!("{now}欠1").into(),
        }
    }
}

/// `Q3`, `9月`, `上半`; of another year with it: `25Q3`.
fn tight(period: Period, as_of: Day) -> String {
    let year = match period {
        Period::Year(_) | Period::Once => return period.short_label(),
        Period::Half(year, _) | Period::Quarter(year, _) | Period::Month(year, _) => year,
    };
    let label = match period {
        Period::Quarter(_, n) => format!("Q{n}"),
        Period::Half(..) => period.short_label().replace('年', ""),
        _ => period.short_label(),
    };
    match period {
        _ if i32::from(year) == as_of.year() => label,
        Period::Month(..) => format!("{:02}年{label}", year % 100),
        _ => format!("{:02}{label}", year % 100),
    }
}

fn totals(block: &[&Standing], columns: usize) -> Vec<Cell> {
    let owed = |column: usize| block.iter().map(|standing| standing.debts(column)).sum();
    let of_units = (0..columns.saturating_sub(1)).map(|column| Cell::count(owed(column)));
    of_units.chain([Cell::count(block.iter().map(|standing| standing.all_debts()).sum())]).collect()
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let Some(duty) = ask.duties.get(row) else { return debts(ask, row, column) };
    let standing = match ask.period {
        None => standing(duty, &ask.survey)?,
        Some(_) => standing_in(duty, &ask.survey, ask.period, ask.anchor())?,
    };
    let units = columns(ask.facts());
    if column == TOTAL {
        let page = page::of_duty(ask, &standing.sheet, standing.at(), 0, words)?;
        return Some(with_arrears(page, &standing, &units, 0..units.len()));
    }
    let at = units.iter().position(|unit| unit.code == column)?;
    let unit = units.get(at)?;
    // What the bureau owes to townships stands in their cells; else its column is its own.
    let is_whole = !unit.is_township() && is_about_townships(duty);
    let no = if is_whole { 0 } else { ask.facts().basics.unit_no(&unit.code) };
    let page = page::of_duty(ask, &standing.sheet, standing.at(), no, words)?;
    let has_cell = unit.is_township() || asks_bureau(duty);
    let cell = if has_cell { unit_cell(ask, &standing, at) } else { Cell::none() };
    Some(with_arrears(CellPage { cell, ..page }, &standing, &units, at..at + 1))
}

/// A page with what the units of some columns still owe from before, the latest first.
fn with_arrears(
    mut page: CellPage,
    standing: &Standing,
    units: &[&Unit],
    columns: std::ops::Range<usize>,
) -> CellPage {
    let mut lines = Vec::new();
    for (column, unit) in units.iter().enumerate().filter(|(at, _)| columns.contains(at)) {
        for (arrear, stand) in standing.arrears_of(column).rev() {
            let Some(window) = standing.window_of(arrear) else { continue };
            let text =
                format!("往期欠账：{} {} {}/{}", unit.short, window.label(), stand.sum.done, stand.sum.need);
            lines.push(Behind { id: Id::NONE, text, day: window.due, entry: None, cell: None });
        }
    }
    if !lines.is_empty() {
        page.why.push_str("往期还有欠账，列在后面。");
    }
    page.totals.1 += lines.len() as u32;
    page.missing.extend(lines);
    page
}

/// What a total is made of: the duties that are owed, unit by unit.
fn debts(ask: &Ask, row: &str, column: &str) -> Option<CellPage> {
    let basis = match row {
        TOTAL => Basis::Notice,
        OFFICE_TOTAL => Basis::Office,
        _ => return None,
    };
    let units = columns(ask.facts());
    let asked = |code: &str| column == TOTAL || code == column;
    let (mut missing, mut owed) = (Vec::new(), 0);
    for standing in all(ask).iter().filter(|standing| standing.duty.basis == basis) {
        let now = standing.cells.iter().map(|cell| (standing.window(), cell));
        for ((at, unit), (window, cell)) in
            units.iter().enumerate().zip(now).filter(|((_, u), _)| asked(&u.code))
        {
            let before = standing.arrears_of(at).map(|(arrear, cell)| (standing.window_of(arrear), cell));
            for (window, cell) in before.chain([(window, cell)]).filter(|(_, cell)| cell.owed > 0) {
                missing.push(debt(standing, unit, window, cell.owed));
                owed += cell.owed;
            }
        }
    }
    missing.sort_by_key(|line| std::cmp::Reverse(line.day));
    Some(CellPage {
        title: format!("欠账（{}）", basis.label()),
        cell: Cell::new(CellState::Count, owed, 0, Day::NONE),
        why: format!("截至{}，{}周期的义务欠账{owed}格，逐格列在下面。", ask.facts().as_of, basis.label()),
        clause: String::new(),
        evidence: Vec::new(),
        totals: (0, missing.len() as u32),
        missing: missing.into_iter().take(CellPage::LIMIT).collect(),
        hazards: Vec::new(),
    })
}

/// The debts of a unit, of a duty, in a window; the bureau may owe one for each township.
fn debt(standing: &Standing, unit: &Unit, window: Option<&Window>, owed: u32) -> Behind {
    let label = window.map(|window| window.label()).unwrap_or_default();
    let number = if owed > 1 { format!(" {owed}格") } else { String::new() };
    Behind {
        id: Id::NONE,
        text: format!("{} {}（{label}）{number}", unit.short, standing.duty.heading()),
        day: window.map_or(Day::NONE, |window| window.due),
        entry: None,
        cell: Some((MatrixId::M9, standing.duty.code.clone(), unit.code.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_brief_a_cell_says_how_many_periods_are_owed() {
        let brief = |text: &str| Cell { text: text.into(), ..Cell::none() }.brief().into_owned();
        for (text, short) in [
            ("已欠25年6月", "已欠1"),
            ("待欠Q3", "待欠1"),
            ("临欠2025年", "临欠1"),
            ("已欠12期", "已欠12"),
            ("欠2期", "欠2"),
            ("欠6/7", "欠6/7"),
            ("欠3", "欠3"),
            ("欠", "欠"),
            ("临17/18", "临17/18"),
        ] {
            assert_eq!(brief(text), short, "{text}");
        }
    }
}
