//! M11 任务: the rows of the task table × years of the plan, and how each stands now.

use std::sync::Arc;

use super::super::cadence::{plan_span, window};
use super::super::coverage::Sheet;
use super::super::duty::{Cadence, Duty};
use super::super::standing::{Standing, debts_of, standings_now};
use super::super::task::states_by;
use super::{Ask, Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId, TOTAL, Words, listed};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::{Node, Plan};
use crate::model::card::evidence_flag;
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;

/// Key of the column that says how a row stands now.
const STATE: &str = "state";

/// Every window of a duty that has cells in a year: debts, done, asked.
#[derive(Clone, Copy, Default)]
struct Year {
    owed: u32,
    done: u32,
    asked: u32,
    unrecorded: u32,
    soon: u32,
    begun: u32,
}

impl Year {
    fn plus(self, other: Year) -> Year {
        Year {
            owed: self.owed + other.owed,
            done: self.done + other.done,
            asked: self.asked + other.asked,
            unrecorded: self.unrecorded + other.unrecorded,
            soon: self.soon + other.soon,
            begun: self.begun + other.begun,
        }
    }

    fn cell(self) -> Cell {
        let state = match self {
            Year { asked: 0, .. } => CellState::NotApplicable,
            Year { owed: 1.., .. } => CellState::Owed,
            Year { done, asked, .. } if done == asked => CellState::Done,
            Year { soon: 1.., .. } => CellState::DueSoon,
            Year { begun: 0, unrecorded: 0, .. } => CellState::Ahead,
            Year { done, unrecorded, asked, .. } if done + unrecorded == asked => CellState::Unrecorded,
            Year { done: 0, .. } => CellState::Pending,
            _ => CellState::Partial,
        };
        let text = match state {
            CellState::Owed => format!("欠{}", self.owed),
            CellState::Pending | CellState::Partial | CellState::DueSoon => {
                format!("{}{}/{}", prefix(state), self.done, self.asked)
            }
            state => state.sign().into(),
        };
        Cell { text, ..Cell::new(state, self.done, self.asked, Day::NONE) }
    }
}

fn prefix(state: CellState) -> &'static str {
    if state == CellState::DueSoon { state.sign() } else { "" }
}

fn years(ask: &Ask) -> Vec<Period> {
    let (first, last) = plan_span(ask.facts());
    Period::between(PeriodKind::Year, first, last).collect()
}

fn plan<'a>(ask: &Ask<'a>) -> Option<&'a Plan> {
    ask.facts().plan()
}

/// A duty over every year of the plan.
fn by_year(ask: &Ask, duty: &Arc<Duty>, years: &[Period]) -> Vec<Year> {
    let (first, last) = plan_span(ask.facts());
    let sheet = if duty.period == Cadence::PerEvent {
        Sheet::of(duty, years.iter().map(|year| window(duty, ask.facts(), *year)).collect(), &ask.survey)
    } else {
        match ask.sheet(&duty.code, first, last) {
            Some(sheet) => sheet,
            None => return vec![Year::default(); years.len()],
        }
    };
    let mut found = vec![Year::default(); years.len()];
    for (at, window) in sheet.windows.iter().enumerate() {
        let place = years.iter().position(|year| year.contains(window.to));
        let Some(year) = place.and_then(|place| found.get_mut(place)) else { continue };
        for cell in debts_of(&sheet, at, &ask.survey) {
            *year = year.plus(of_cell(cell));
        }
    }
    found
}

fn of_cell(state: CellState) -> Year {
    let is = |wanted: &[CellState]| u32::from(wanted.contains(&state));
    Year {
        owed: is(&[CellState::Owed]),
        done: is(&[CellState::Done, CellState::DoneLate]),
        asked: 1 - is(&[CellState::NotApplicable, CellState::NoSubject, CellState::Waived]),
        unrecorded: is(&[CellState::Unrecorded]),
        soon: is(&[CellState::DueSoon]),
        begun: 1 - is(&[CellState::Ahead, CellState::NotApplicable, CellState::NoSubject, CellState::Waived]),
    }
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    standing(ask).0
}

/// The matrix, and how every duty stands now, which it is made from.
fn standing(ask: &Ask) -> (Matrix, Vec<Standing>) {
    let years = years(ask);
    let rows: Vec<&Node> = plan(ask).map(Plan::rows).unwrap_or_default();
    let named = |code: &String| rows.iter().any(|node| node.duties.contains(code));
    // Every period of every duty, and every duty as it stands now: neither needs the other, and together they take longest of all
    // matrices.
    let (of_duties, now) = std::thread::scope(|scope| {
        let now = scope.spawn(|| standings_now(ask.duties, &ask.survey));
        let asked = ask.duties.iter().filter(|duty| named(&duty.code));
        let of_duties: Vec<(&Arc<Duty>, Vec<Year>)> =
            asked.map(|duty| (duty, by_year(ask, duty, &years))).collect();
        (of_duties, now.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let states = plan(ask).map(|plan| states_by(ask.facts(), ask.duties, &now, plan)).unwrap_or_default();
    let cells = rows.iter().map(|node| {
        let duties = of_duties.iter().filter(|(duty, _)| node.duties.contains(&duty.code));
        let sums = duties.fold(vec![Year::default(); years.len()], |sums, (_, of_duty)| {
            sums.into_iter().zip(of_duty).map(|(sum, year)| sum.plus(*year)).collect()
        });
        let state = states.get(&node.code).cloned().unwrap_or_default();
        let (have, need) = state.owed;
        let now = Cell { state: state.cell, have, need, due: Day::NONE, text: state.text };
        years.iter().zip(sums).map(|(year, sum)| year_cell(ask, node, *year, sum)).chain([now]).collect()
    });
    let cells = cells.collect();
    let head = |node: &&Node| {
        let number = node.row.map(|row| format!("{row} ")).unwrap_or_default();
        Head::new(&node.code, format!("{number}{}", node.title))
            .noted(format!("{} {}", node.code, node.clause))
    };
    let matrix = Matrix {
        matrix: MatrixId::M11,
        title: MatrixId::M11.name().into(),
        as_of: ask.facts().as_of,
        period: String::new(),
        rows: rows.iter().map(head).collect(),
        columns: years
            .iter()
            .map(|year| Head::new(year.to_string(), year.short_label()))
            .chain([Head::new(STATE, "状态")])
            .collect(),
        cells,
        second_block: None,
        notes: vec![
            "各年为该任务各项义务的格子：已办/应办，欠 后为欠账格数；没有可计义务的写进展条数".into(),
            "持续推进的任务在方案结束前不算完成，只说本期已落实或本期欠账".into(),
        ],
    };
    (matrix, now)
}

/// A year of a row: its duties; without any the notes on it.
fn year_cell(ask: &Ask, node: &Node, year: Period, sum: Year) -> Cell {
    if sum.asked > 0 {
        return sum.cell();
    }
    let notes = notes(ask, node, year).count() as u32;
    if notes == 0 { Cell::none() } else { Cell { text: format!("{notes}条"), ..Cell::count(notes) } }
}

fn notes<'a>(ask: &Ask<'a>, node: &Node, year: Period) -> impl Iterator<Item = (Id, Day)> + 'a {
    let facts = *ask.facts();
    let no = facts.plan().map_or(0, |plan| plan.place_of(&node.code));
    let cards = facts.evidence_of(Kind::Progress).iter();
    cards
        .filter(move |card| card.count == no && year.contains(card.date) && card.date <= facts.as_of)
        .filter(|card| !card.is(evidence_flag::VOID))
        .map(|card| (card.id, card.date))
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let node = plan(ask)?.node(row)?;
    let (matrix, now) = standing(ask);
    let at = |heads: &[Head], key: &str| heads.iter().position(|head| head.key == key);
    let cell = matrix.cells.get(at(&matrix.rows, row)?)?.get(at(&matrix.columns, column)?)?.clone();
    let mut missing = Vec::new();
    let mut evidence = Vec::new();
    for year in years(ask).into_iter().filter(|year| column == STATE || year.to_string() == column) {
        evidence.extend(notes(ask, node, year).map(|(id, day)| Behind {
            id,
            text: format!("{} {}", name_of(Kind::Progress), words.text(id)),
            day,
            entry: None,
            cell: None,
        }));
    }
    for standing in now.iter().filter(|standing| node.duties.contains(&standing.duty.code)) {
        let (owed, asked) = standing.owed();
        let label = standing.window().map(|window| window.label()).unwrap_or_default();
        let text =
            format!("{}（{label}，{}）欠{owed}/{asked}", standing.duty.heading(), standing.duty.ground());
        let day = standing.window().map_or(Day::NONE, |window| window.due);
        missing.extend((owed > 0).then(|| {
            let cell = Some((MatrixId::M9, standing.duty.code.clone(), TOTAL.to_owned()));
            Behind { id: Id::NONE, text, day, entry: None, cell }
        }));
    }
    let totals = (evidence.len() as u32, missing.len() as u32);
    Some(CellPage {
        title: format!("{} {} {column}", node.code, node.title),
        why: format!("{}（{}）：{}", node.title, node.clause, cell.text),
        cell,
        clause: node.clause.clone(),
        evidence: listed(evidence, true, words),
        missing,
        totals,
        hazards: Vec::new(),
    })
}
