//! M10 隐患: townships × found, put right, handed over, open, overdue, 重大 on the books, closing rate.

use super::super::clock::{is_open, overdue_days};
use super::super::planning::closing::carried_before;
use super::page::counts;
use super::staff::rate;
use super::{Ask, Cell, CellPage, Facts, Head, Matrix, MatrixId, TOTAL, Words};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::hazard::State;
use crate::model::id::Id;

/// Key and label of each column.
pub(in crate::rules) const COLUMNS: [(&str, &str); 7] = [
    ("found", "发现"),
    ("fixed", "整改"),
    ("transferred", "移交"),
    ("open", "在办"),
    ("overdue", "逾期"),
    ("major", "重大在账"),
    (RATE, "闭环率"),
];

/// The column that divides what was closed by what was found.
const RATE: &str = "rate";

/// In which columns a hazard counts, in their order; for the rate: found in the period and closed since. The facts are those
/// of the last day seen.
pub(in crate::rules) fn marks(
    card: &HazardCard,
    facts: &Facts,
    (from, to): (Day, Day),
) -> [bool; COLUMNS.len()] {
    let happened = |day: Day| from <= day && day <= to && day <= facts.as_of;
    let is_found = happened(card.found_on);
    let is_closed = !card.closed_on.is_none() && card.closed_on <= facts.as_of;
    let is_open = is_open(card, facts);
    [
        is_found,
        happened(fixed_on(card)),
        happened(handed_over_on(card)),
        is_open,
        is_open && overdue_days(card, facts) > 0,
        is_open && card.is_major(),
        is_found && is_closed,
    ]
}

/// Put right: reported done, or closed where no such day is known.
pub fn fixed_on(card: &HazardCard) -> Day {
    card.done_on.opt().unwrap_or(card.closed_on)
}

/// 发出日, of several the first. An old ledger that hands a hazard over seldom tells the day; then its clock runs from the import (imported
/// spreadsheets), and it counts there, or at its end where that was earlier.
pub fn handed_over_on(card: &HazardCard) -> Day {
    let was_sent = card.is(hazard_flag::TRANSFERRED) && card.state != State::TransferPending;
    if card.first_sent_on().is_none() && card.is(hazard_flag::IMPORTED) && was_sent {
        let known = [card.entered_on, card.accepted_on, card.closed_on].into_iter().filter_map(Day::opt);
        return known.min().unwrap_or_default();
    }
    card.first_sent_on()
}

/// The period shown and the facts of its last day seen.
fn seen<'a>(ask: &Ask<'a>) -> (Period, Facts<'a>) {
    let period = ask.shown(PeriodKind::Year);
    (period, ask.facts().seen_from(ask.facts().as_of.min(period.end())))
}

/// What an earlier plan left open is among the open ones.
fn carried_over(facts: &Facts) -> Option<String> {
    let first = carried_before(facts)?;
    let carried = facts.hazards.iter().filter(|card| card.found_on < first && is_open(card, facts)).count();
    (carried > 0).then(|| format!("在办里有上一方案结转的 {carried} 条"))
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let (period, facts) = seen(ask);
    let days = (period.start(), period.end());
    // [township number][column]; place 0 adds up all townships.
    let mut numbers = vec![[0u32; COLUMNS.len()]; 256];
    for card in facts.hazards.iter().filter(|card| counts(card)) {
        let marks = marks(card, &facts, days);
        // Of a township that is not known any more: in the total alone.
        for unit in [0, card.township].into_iter().take(1 + usize::from(card.township != 0)) {
            let Some(row) = numbers.get_mut(usize::from(unit)) else { continue };
            row.iter_mut().zip(marks).for_each(|(number, counts)| *number += u32::from(counts));
        }
    }
    let row = |unit: u8| {
        let of_unit = numbers.get(usize::from(unit)).copied().unwrap_or_default();
        let [found, .., closed] = of_unit;
        let plain = of_unit.into_iter().take(COLUMNS.len() - 1).map(Cell::count);
        plain.chain([rate(closed, found)]).collect::<Vec<_>>()
    };
    let townships = ask.townships();
    Matrix {
        matrix: MatrixId::M10,
        title: MatrixId::M10.name().into(),
        as_of: facts.as_of,
        period: period.label(),
        rows: townships.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: COLUMNS.iter().map(|(key, label)| Head::new(*key, *label)).collect(),
        cells: townships.iter().map(|(_, no)| row(*no)).chain([row(0)]).collect(),
        second_block: None,
        notes: [
            "发现按发现日期计，整改按完成日期计，移交按首次发出日期计，旧账没写发出日的按导入日计".into(),
            format!("在办、逾期、重大在账为{}的数", facts.as_of),
            "闭环率＝本期发现的隐患里已销号的；草稿、作废、并案的不计".into(),
        ]
        .into_iter()
        .chain(carried_over(&facts))
        .collect(),
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let (period, facts) = seen(ask);
    let at = COLUMNS.iter().position(|(key, _)| *key == column)?;
    let label = COLUMNS.get(at).map_or("", |(_, label)| label);
    let (unit, who) = match row {
        TOTAL => (0, "全区"),
        code => {
            let (unit, no) = ask.townships().into_iter().find(|(unit, _)| unit.code == code)?;
            (no, unit.name.as_str())
        }
    };
    let of_unit = |card: &&HazardCard| counts(card) && (unit == 0 || card.township == unit);
    let days = (period.start(), period.end());
    let of_column = |at: usize| -> Vec<Id> {
        let all = facts.hazards.iter().filter(of_unit);
        let marked = |card: &&HazardCard| marks(card, &facts, days).get(at).copied().unwrap_or_default();
        all.filter(marked).map(|card| card.id).collect()
    };
    let mut hazards = of_column(at);
    let is_rate = column == RATE;
    let of_found = if is_rate { of_column(0).len() } else { 0 };
    let cell = match is_rate {
        true => rate(hazards.len() as u32, of_found as u32),
        false => Cell::count(hazards.len() as u32),
    };
    let why = match is_rate {
        true => format!("{who}{}发现{of_found}条，其中已销号{}条。", period.label(), hazards.len()),
        false => format!("{who}{}{}{}条，截至{}。", period.label(), label, hazards.len(), facts.as_of),
    };
    hazards.retain(|id| words.sees(*id));
    Some(CellPage {
        title: format!("隐患 {who} {} {}", label, period.label()),
        cell,
        why: format!("按三(四)，隐患排查整治建立台账、闭环管理（文件规定）。{why}"),
        clause: "三(四)".into(),
        evidence: Vec::new(),
        missing: Vec::new(),
        totals: (0, 0),
        hazards,
    })
}
