//! M8 宣传（二(七)10）: units × kinds of publicity, records of a period; the kinds are those of the office's own 记录种类.

use super::{Ask, Behind, Cell, CellPage, Head, Matrix, MatrixId, TOTAL, Words, listed};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::{Sort, Unit};
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// Code of the sort.
const PUBLICITY: &str = "publicity";

fn sort<'a>(ask: &Ask<'a>) -> Option<&'a Sort> {
    ask.facts().basics.sort(PUBLICITY)
}

/// Townships by number, then the bureau and its parts.
fn units<'a>(ask: &Ask<'a>) -> Vec<(&'a Unit, u8)> {
    let basics = ask.facts().basics;
    let own = basics.units.iter().filter(|unit| basics.is_bureau(&unit.code));
    let own = own.map(|unit| (unit, basics.unit_no(&unit.code)));
    ask.townships().into_iter().chain(own).collect()
}

/// The records of the period up to the day.
fn records<'a>(ask: &'a Ask, period: Period) -> impl Iterator<Item = &'a EvidenceCard> {
    let facts = ask.facts();
    let (from, to) = (period.start(), period.end().min(facts.as_of));
    let all = ask.survey.of_sort(facts.basics.sort_no(PUBLICITY));
    all.filter(move |card| from <= card.date && card.date <= to && !card.is(evidence_flag::VOID))
}

/// Does a record stand in a row and a column? 0 is the one that adds up all.
fn is_in(card: &EvidenceCard, unit: u8, variant: u8) -> bool {
    (unit == 0 || card.unit == unit) && (variant == 0 || card.variant == variant)
}

pub(super) fn matrix(ask: &Ask) -> Matrix {
    let period = ask.shown(PeriodKind::Quarter);
    let kinds = sort(ask).map(|sort| sort.variants.as_slice()).unwrap_or_default();
    let units = units(ask);
    // [row][column], the last of each adds up the others.
    let mut counts = vec![vec![0u32; kinds.len() + 1]; units.len() + 1];
    for card in records(ask, period) {
        let row = units.iter().position(|(_, no)| *no == card.unit);
        let column = usize::from(card.variant).checked_sub(1).filter(|at| *at < kinds.len());
        for row in row.into_iter().chain([units.len()]) {
            for column in column.into_iter().chain([kinds.len()]) {
                if let Some(count) = counts.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *count += 1;
                }
            }
        }
    }
    Matrix {
        matrix: MatrixId::M8,
        title: MatrixId::M8.name().into(),
        as_of: ask.facts().as_of,
        period: period.label(),
        rows: units.iter().map(|(unit, _)| Head::of_unit(unit)).chain([Head::total()]).collect(),
        columns: kinds.iter().map(|kind| Head::new(kind, kind)).chain([Head::total()]).collect(),
        cells: counts.into_iter().map(|row| row.into_iter().map(Cell::count).collect()).collect(),
        second_block: None,
        notes: vec![
            "本期登记的宣传条数，不是大屏块数、横幅条数；数量见各条记录".into(),
            "够不够看欠账总表的 OR-10、OR-11、OR-12、OR-30、OR-31".into(),
        ],
    }
}

pub(super) fn page(ask: &Ask, row: &str, column: &str, words: &dyn Words) -> Option<CellPage> {
    let facts = ask.facts();
    let period = ask.shown(PeriodKind::Quarter);
    let sort = sort(ask)?;
    let (unit, code, who) = match row {
        TOTAL => (0, "", "全区"),
        code => {
            let (unit, no) = units(ask).into_iter().find(|(unit, _)| unit.code == code)?;
            (no, unit.code.as_str(), unit.name.as_str())
        }
    };
    let (variant, kind) = match column {
        TOTAL => (0, ""),
        kind => (Some(sort.variant_no(kind)).filter(|no| *no > 0)?, kind),
    };
    let line = |card: &EvidenceCard| {
        let by = facts.basics.unit_of_no(card.unit).map_or("", |unit| unit.short.as_str());
        let text = format!("{by} {}", words.text(card.id));
        Behind { id: card.id, text, day: card.date, entry: None, cell: None }
    };
    let evidence: Vec<Behind> =
        records(ask, period).filter(|card| is_in(card, unit, variant)).map(line).collect();
    let number = evidence.len() as u32;
    let mut missing = Vec::new();
    if number == 0 && unit != 0 {
        let date = if period.contains(facts.as_of) { facts.as_of } else { Day::NONE };
        let fields = Fields::of([
            ("sort", PUBLICITY.to_owned()),
            ("variant", kind.to_owned()),
            ("unit", code.to_owned()),
            ("date", date.to_string()),
        ]);
        let entry = Some((Kind::Evidence, fields));
        missing.push(Behind {
            id: Id::NONE,
            text: format!("{who} {kind}"),
            day: Day::NONE,
            entry,
            cell: None,
        });
    }
    let totals = (number, missing.len() as u32);
    Some(CellPage {
        title: format!("宣传 {who} {} {}", if kind.is_empty() { "各类" } else { kind }, period.label()),
        cell: Cell::count(number),
        why: format!("按{}，{who}{}登记{kind}宣传{number}条。", sort.clause, period.label()),
        clause: sort.clause.clone(),
        evidence: listed(evidence, true, words),
        missing,
        totals,
        hazards: Vec::new(),
    })
}
