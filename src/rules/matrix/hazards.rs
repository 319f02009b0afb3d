//! M10 隐患: townships × found, put right, handed over, open, overdue, 重大 on the books, closing rate.

use super::super::clock::{is_open, overdue_days};
use super::page::counts;
use super::staff::rate;
use super::{Ask, Cell, CellPage, Facts, Head, Matrix, MatrixId, TOTAL};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::card::HazardCard;
use crate::model::id::Id;

/// A column: key, label, and which hazards it counts. The facts are those of the last day seen.
struct Column {
    key: &'static str,
    label: &'static str,
    holds: fn(&HazardCard, &Facts, Period) -> bool,
}

const CLOSED: Column = Column {
    key: "rate",
    label: "闭环率",
    holds: |card, facts, period| {
        found(card, facts, period) && card.closed_on.opt().is_some_and(|day| day <= facts.as_of)
    },
};

const COLUMNS: [Column; 6] = [
    Column { key: "found", label: "发现", holds: found },
    Column {
        key: "fixed",
        label: "整改",
        holds: |card, facts, period| happened(fixed_on(card), facts, period),
    },
    Column {
        key: "transferred",
        label: "移交",
        holds: |card, facts, period| happened(card.sent_on, facts, period),
    },
    Column { key: "open", label: "在办", holds: |card, facts, _| is_open(card, facts) },
    Column { key: "overdue", label: "逾期", holds: |card, facts, _| overdue_days(card, facts) > 0 },
    Column {
        key: "major",
        label: "重大在账",
        holds: |card, facts, _| card.is_major() && is_open(card, facts),
    },
];

fn found(card: &HazardCard, facts: &Facts, period: Period) -> bool {
    happened(card.found_on, facts, period)
}

/// Put right: reported done, or closed where no such day is known.
fn fixed_on(card: &HazardCard) -> Day {
    card.done_on.opt().unwrap_or(card.closed_on)
}

fn happened(day: Day, facts: &Facts, period: Period) -> bool {
    !day.is_none() && day <= facts.as_of && period.contains(day)
}

/// The period shown and the facts of its last day seen.
fn seen<'a>(ask: &Ask<'a>) -> (Period, Facts<'a>) {
    let period = ask.shown(PeriodKind::Year);
    (period, ask.facts().seen_from(ask.facts().as_of.min(period.end())))
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let (period, facts) = seen(ask);
    // [township number][column]; place 0 adds up all townships.
    let mut numbers = vec![[0u32; COLUMNS.len() + 1]; 256];
    for card in facts.hazards.iter().filter(|card| counts(card)) {
        for (at, column) in COLUMNS.iter().chain([&CLOSED]).enumerate() {
            if (column.holds)(card, &facts, period) {
                for unit in [0, card.township] {
                    if let Some(number) = numbers.get_mut(usize::from(unit)).and_then(|row| row.get_mut(at)) {
                        *number += 1;
                    }
                }
            }
        }
    }
    let row = |unit: u8| {
        let of_unit = numbers.get(usize::from(unit)).copied().unwrap_or_default();
        let [found, .., closed] = of_unit;
        let plain = of_unit.iter().take(COLUMNS.len()).map(|number| Cell::count(*number));
        plain.chain([rate(closed, found)]).collect::<Vec<_>>()
    };
    let townships = ask.townships();
    Matrix {
        matrix: MatrixId::M10,
        title: MatrixId::M10.name().into(),
        as_of: facts.as_of,
        period: period.label(),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: COLUMNS.iter().chain([&CLOSED]).map(|c| Head::new(c.key, c.label)).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        second_block: None,
        notes: vec![
            "发现按发现日期计，整改按完成日期计，移交按发出日期计".into(),
            format!("在办、逾期、重大在账为{}的数", facts.as_of),
            "闭环率＝本期发现的隐患里已销号的；草稿、作废、并案的不计".into(),
        ],
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str) -> Option<CellPage> {
    let (period, facts) = seen(ask);
    let column = COLUMNS.iter().chain([&CLOSED]).find(|c| c.key == column)?;
    let (unit, who) = match row {
        TOTAL => (0, "全区"),
        code => {
            let (unit, no) = ask.townships().into_iter().find(|(unit, _)| unit.code == code)?;
            (no, unit.name.as_str())
        }
    };
    let of_unit = |card: &&HazardCard| counts(card) && (unit == 0 || card.township == unit);
    let number = |column: &Column| -> Vec<Id> {
        let all = facts.hazards.iter().filter(of_unit);
        all.filter(|card| (column.holds)(card, &facts, period)).map(|card| card.id).collect()
    };
    let hazards = number(column);
    let is_rate = column.key == CLOSED.key;
    let of_found = COLUMNS.first().filter(|_| is_rate).map_or(0, |found| number(found).len());
    let cell = match is_rate {
        true => rate(hazards.len() as u32, of_found as u32),
        false => Cell::count(hazards.len() as u32),
    };
    let why = match is_rate {
        true => format!("{who}{}发现{of_found}条，其中已销号{}条。", period.label(), hazards.len()),
        false => format!("{who}{}{}{}条，截至{}。", period.label(), column.label, hazards.len(), facts.as_of),
    };
    Some(CellPage {
        title: format!("隐患 {who} {} {}", column.label, period.label()),
        cell,
        why: format!("按三(四)，隐患排查整治建立台账、闭环管理（文件规定）。{why}"),
        clause: "三(四)".into(),
        evidence: Vec::new(),
        missing: Vec::new(),
        totals: (0, 0),
        hazards,
    })
}
