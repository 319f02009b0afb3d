//! M9 欠账总表: every duty × 局 and the townships. First the duties whose period the notice states, then, as a second block
//! outside the total, those the bureau settled.

use super::super::cadence::window_at;
use super::super::coverage::Sheet;
use super::super::standing::{Stand, Standing, columns, standings};
use super::page;
use super::{Ask, Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words};
use crate::calendar::Day;
use crate::model::basics::{Basis, UnitKind};
use crate::model::id::Id;

/// Key of the row that adds up the second block.
const OFFICE_TOTAL: &str = "total_office";

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let facts = ask.facts();
    let standings = standings(ask.duties, &ask.survey, ask.anchor());
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
            let note = format!("{} · {} · {label}", standing.duty.title, standing.duty.ground());
            rows.push(Head::new(&standing.duty.code, &standing.duty.title).noted(note));
            cells.push(row_cells(standing));
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
        notes: vec![
            "欠账按格计：一个单位一项义务在一期内算一格".into(),
            "通报只计文件规定周期的义务；局内约定周期的另列，不进合计".into(),
            "各项义务看当期；台账月报看上一月".into(),
            "由局负责的义务，欠账记在局，乡镇格子只供对照".into(),
        ],
    }
}

fn row_cells(standing: &Standing) -> Vec<Cell> {
    let due = match standing.window() {
        Some(window) if standing.duty.evidence.clocks.is_empty() => window.due,
        _ => Day::NONE,
    };
    let cell = |stand: &Stand| Cell::new(stand.state, stand.sum.done, stand.sum.need, due);
    let owed = standing.owed().0;
    standing.cells.iter().map(cell).chain([Cell::count(owed)]).collect()
}

fn totals(block: &[&Standing], columns: usize) -> Vec<Cell> {
    let owed = |column: usize| block.iter().filter_map(|s| s.cells.get(column)).map(|cell| cell.owed).sum();
    let of_units = (0..columns.saturating_sub(1)).map(|column| Cell::count(owed(column)));
    of_units.chain([Cell::count(block.iter().map(|s| s.owed().0).sum())]).collect()
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let Some(duty) = ask.duties.get(row) else { return debts(ask, row, column) };
    let sheet = Sheet::of(duty, vec![window_at(duty, ask.facts(), ask.anchor())?], &ask.survey);
    if column == TOTAL {
        return page::of_duty(ask, &sheet, 0, 0, words);
    }
    let unit = columns(ask.facts()).into_iter().find(|unit| unit.code == column)?;
    let no = if unit.is_township() { ask.facts().basics.unit_no(&unit.code) } else { 0 };
    let page = page::of_duty(ask, &sheet, 0, no, words)?;
    let has_cell = unit.is_township() || super::super::standing::asks_bureau(duty);
    let cell = if has_cell { page.cell } else { Cell::none() };
    Some(CellPage { cell, ..page })
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
    let mut missing = Vec::new();
    for standing in standings(ask.duties, &ask.survey, ask.anchor()) {
        if standing.duty.basis != basis {
            continue;
        }
        let window = standing.window().copied();
        for (unit, cell) in units.iter().zip(&standing.cells).filter(|(unit, _)| asked(&unit.code)) {
            if cell.owed > 0 {
                let label = window.map(|window| window.label()).unwrap_or_default();
                let text = format!("{} {}（{label}）", unit.short, standing.duty.heading());
                let day = window.map_or(Day::NONE, |window| window.due);
                let cell = Some((MatrixId::M9, standing.duty.code.clone(), unit.code.clone()));
                missing.push(Behind { id: Id::NONE, text, day, entry: None, cell });
            }
        }
    }
    let owed = missing.len() as u32;
    Some(CellPage {
        title: format!("欠账（{}）", basis.label()),
        cell: Cell::new(CellState::Count, owed, 0, Day::NONE),
        why: format!("截至{}，{}周期的义务欠账{owed}格，逐格列在下面。", ask.facts().as_of, basis.label()),
        clause: String::new(),
        evidence: Vec::new(),
        totals: (0, owed),
        missing,
        hazards: Vec::new(),
    })
}
