//! Duties case by case computed a second time, record by record, in the words of the table: an answer in its month, a waiting one
//! in the month of the day asked for and in those by whose end it had run out.

use proptest::prelude::*;
use zhiben::calendar::{Day, Period, PeriodKind};
use zhiben::model::card::{EvidenceCard, evidence_flag};
use zhiben::model::id::{Id, Kind};
use zhiben::rules::matrix::{CellState, MatrixId};

use super::naive::days_of_the_plan;
use super::world::{BUREAU, WANAN, World, day};

const OWN: [u8; 5] = [10, 11, 12, 13, 14];

/// One case: the day it was answered (none: it waits), its last day (none: not set).
type Case = (Day, Day);

fn is_there(card: &&EvidenceCard, world: &World) -> bool {
    card.flags & evidence_flag::VOID == 0 && card.date <= world.as_of
}

/// The first record of a sort and 类型 about another one by a unit of the column.
fn answered(world: &World, about: Id, (sort, variant): (u8, u8), column: Option<&str>) -> Day {
    let of_column = |unit: u8| match column {
        None => true,
        Some(WANAN) => unit == 1,
        Some(_) => OWN.contains(&unit),
    };
    let answers = world.evidence.iter().filter(|card| {
        card.parent == about && card.sort == sort && card.variant == variant && of_column(card.unit)
    });
    answers.filter(|card| is_there(card, world)).map(|card| card.date).min().unwrap_or_default()
}

fn cases(world: &World, duty: &str, column: &str) -> Vec<Case> {
    let of_sort = |no: u8| world.evidence.iter().filter(move |card| card.sort == no && is_there(card, world));
    match duty {
        "OR-13c" => of_sort(26)
            .map(|event| {
                let limit = world.workdays.add(event.date, 2);
                (answered(world, event.id, (2, 2), Some(column)), limit)
            })
            .collect(),
        "OR-30" => of_sort(11)
            .map(|rule| (answered(world, rule.id, (1, 7), None), world.workdays.add(rule.date, 20)))
            .collect(),
        _ => {
            // Every record of these worlds was entered in November 2026: an exhibition ahead is known from then on.
            let known = |card: &&EvidenceCard| card.date <= world.as_of || world.as_of >= day("2026-11-01");
            let fairs = world.evidence.iter().filter(|card| card.id.kind() == Kind::Exhibition);
            let fairs = fairs.filter(|card| card.flags & evidence_flag::VOID == 0).filter(known);
            let checked = |card: &EvidenceCard| {
                let is_done = card.flags & evidence_flag::DONE != 0;
                if is_done && card.filed_on <= world.as_of { card.filed_on } else { Day::NONE }
            };
            fairs.map(|card| (checked(card), card.date.plus(-1))).collect()
        }
    }
}

/// State, done, all of a month.
fn cell(world: &World, duty: &str, column: &str, month: Period) -> (CellState, u32, u32) {
    let first = world.start_on.max(day("2024-05-10"));
    let (from, to) = (month.start(), month.end());
    let (mut done, mut in_time, mut late, mut soon, mut all) = (0, 0, false, false, 0);
    for (met, limit) in cases(world, duty, column) {
        if !met.is_none() {
            let counts = month.contains(met);
            all += u32::from(counts);
            done += u32::from(counts);
            in_time += u32::from(counts && met <= limit);
        } else if limit >= first && (month.contains(world.as_of) || (limit <= to && from <= world.as_of)) {
            all += 1;
            late |= limit < world.as_of;
            soon |= limit >= world.as_of && world.workdays.between(world.as_of, limit) <= 3;
        }
    }
    let state = match () {
        () if all == 0 => CellState::NoSubject,
        () if late && to < world.start_on => CellState::Unrecorded,
        () if late => CellState::Owed,
        () if in_time == all => CellState::Done,
        () if done == all => CellState::DoneLate,
        () if soon => CellState::DueSoon,
        () if done > 0 => CellState::Partial,
        () => CellState::Pending,
    };
    (state, done, all)
}

/// What, its day, the place of what it is about, its unit, its day of checking, void, done.
type Noted = (u8, Day, usize, u8, Option<Day>, bool, bool);

fn noted() -> impl Strategy<Value = Noted> {
    let unit = proptest::sample::select(vec![1u8, 2, 10, 11, 14]);
    let void = (0..6u8).prop_map(|n| n == 0);
    (0..6u8, days_of_the_plan(), 0..6usize, unit, prop::option::of(days_of_the_plan()), void, any::<bool>())
}

fn ledger(all: Vec<Noted>) -> World {
    let mut world = World::on("2026-11-23");
    let (mut events, mut rules) = (Vec::new(), Vec::new());
    for (what, on, at, by, checked, void, done) in all {
        let on = on.to_string();
        let void = if void { evidence_flag::VOID } else { 0 };
        let about = |known: &Vec<Id>| known.get(at % known.len().max(1)).copied().unwrap_or_default();
        match what {
            0 => events.push(world.record("risk_event", "", &on, |card| card.flags = void)),
            1 => rules
                .push(world.record("regulation", "", &on, |card| card.flags = void | evidence_flag::DONE)),
            2 => {
                world.evidence(Kind::Exhibition, &on, |card| {
                    card.filed_on = checked.unwrap_or_default();
                    let is_done = done && checked.is_some();
                    card.flags = void | if is_done { evidence_flag::DONE } else { 0 };
                });
            }
            3 | 4 => {
                let parent = about(&events);
                world.record("notice", "风险提示", &on, |c| {
                    (c.parent, c.unit, c.flags) = (parent, by, void)
                });
            }
            _ => {
                let parent = about(&rules);
                world.record("publicity", "法规宣贯", &on, |c| {
                    (c.parent, c.unit, c.flags) = (parent, by, void)
                });
            }
        }
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_slow_way_and_the_engine_agree_on_every_case_of_any_month(
        all in prop::collection::vec(noted(), 0..25), as_of in days_of_the_plan(), start_on in days_of_the_plan(),
        other in days_of_the_plan(), now: bool,
    ) {
        let mut world = ledger(all);
        (world.as_of, world.start_on) = (as_of, start_on);
        let month = Period::containing(PeriodKind::Month, if now { as_of } else { other });
        let matrix = world.matrix(MatrixId::M9, &month.to_string());
        for (duty, column) in [("OR-13c", WANAN), ("OR-13c", BUREAU), ("OR-25", BUREAU), ("OR-30", BUREAU)] {
            let at = matrix.columns.iter().position(|head| head.key == column).unwrap();
            let row = matrix.rows.iter().position(|row| row.key == duty);
            let told = row.map(|row| &matrix.cells[row][at]).map(|cell| (cell.state, cell.have, cell.need));
            let in_force = month.start() <= day("2026-12-31");
            let slow = in_force.then(|| cell(&world, duty, column, month));
            prop_assert_eq!(told, slow, "{} {} as of {} for {}", duty, month, as_of, column);
        }
    }
}
