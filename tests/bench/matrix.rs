//! What the rules cost at 100 000 hazards, 20 000 enterprises and 160 000 records of evidence.

#![allow(clippy::unwrap_used, reason = "a bench that cannot be set up may say so")]

use criterion::{Criterion, criterion_group, criterion_main};
use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::model::basics::Basics;
use zhiben::model::card::{
    EnterpriseCard, EvidenceCard, HazardCard, SpanCard, enterprise_flag, evidence_flag, hazard_flag,
};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::model::person::Person;
use zhiben::rules::coverage::Survey;
use zhiben::rules::duty::{BUILT_IN, Duties};
use zhiben::rules::facts::Facts;
use zhiben::rules::matrix::{MatrixId, cell_page, matrix};
use zhiben::rules::queue::Urgency;
use zhiben::rules::review::{Words, page};
use zhiben::rules::standing::standings;
use zhiben::rules::statistics::{Asked, By, Which, answer};
use zhiben::rules::task::states;

const ENTERPRISES: u32 = 20_000;
const HAZARDS: u32 = 100_000;
const MONTHS: u32 = 31;

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::ymd(year, month, day).unwrap()
}

/// A day of the plan's first 31 months.
fn some_day(dice: &mut fastrand::Rng) -> Day {
    day(2024, 5, 10).plus(dice.i32(0..920))
}

fn number(kind: Kind, at: u32) -> Id {
    Id::new(kind, 24 * 12 + 4, at)
}

fn enterprises(dice: &mut fastrand::Rng) -> Vec<EnterpriseCard> {
    let card = |at: u32| {
        let span = |from: Day, dice: &mut fastrand::Rng| SpanCard {
            from,
            township: dice.u8(1..=6),
            industries: 1 << dice.u8(1..=7),
            is_key: dice.u8(0..10) == 0,
            is_complex: dice.u8(0..200) == 0,
            is_open: dice.u8(0..20) != 0,
        };
        let mut spans = vec![span(day(2024, 5, 10), dice)];
        if dice.u8(0..4) == 0 {
            spans.push(span(some_day(dice).plus(1), dice));
        }
        EnterpriseCard {
            id: number(Kind::Enterprise, at + 1),
            name: format!("第{at}饭店"),
            keys: format!("di{at}fandian"),
            aliases: String::new(),
            principal: "张三".into(),
            industry: dice.u8(1..=7),
            size: dice.u8(0..=4),
            flags: if dice.u8(0..20) == 0 { enterprise_flag::STUB } else { 0 },
            spans,
            licence_until: Day::NONE,
            standard_until: Day::NONE,
            self_check_on: Day::NONE,
            responsibility_on: Day::NONE,
            monitored_on: Day::NONE,
            gas: 0,
        }
    };
    (0..ENTERPRISES).map(card).collect()
}

fn hazards(dice: &mut fastrand::Rng) -> Vec<HazardCard> {
    let card = |at: u32| {
        let found = some_day(dice);
        let state = match dice.u8(0..20) {
            0 => State::Registered,
            1 => State::Rectifying,
            2 => State::TransferSent,
            3 => State::PendingRecheck,
            _ => State::Closed,
        };
        let done = if state >= State::PendingRecheck { found.plus(dice.i32(0..20)) } else { Day::NONE };
        let closed = if state == State::Closed { done.plus(3) } else { Day::NONE };
        HazardCard {
            id: number(Kind::Hazard, at + 1),
            enterprise: number(Kind::Enterprise, dice.u32(1..=ENTERPRISES)),
            state,
            township: dice.u8(1..=6),
            industry: dice.u8(1..=7),
            category: dice.u8(0..=9),
            department: 0,
            urged_returned: 0,
            flags: hazard_flag::JUDGED | if dice.u8(0..50) == 0 { hazard_flag::MAJOR } else { 0 },
            found_on: found,
            due: found.plus(7),
            missed_due: Day::NONE,
            done_on: done,
            closed_on: closed,
            looked_back_on: Day::NONE,
            state_since: closed.opt().or(done.opt()).unwrap_or(found),
            stood: 0,
            sent_on: Day::NONE,
            sent_before_on: Day::NONE,
            reply_due: Day::NONE,
            accepted_on: Day::NONE,
            feedback_due: Day::NONE,
            five_due: Day::NONE,
            entered_on: found,
            acted_on: Day::NONE,
            rechecked_on: closed,
            passed_first: dice.u8(0..5) != 0,
            source: dice.u8(0..=8),
            watcher: 0,
        }
    };
    (0..HAZARDS).map(card).collect()
}

fn evidence(dice: &mut fastrand::Rng) -> Vec<EvidenceCard> {
    let mut cards = Vec::new();
    let mut add = |kind: Kind, at: u32, change: &mut dyn FnMut(&mut EvidenceCard)| {
        let mut card = EvidenceCard {
            date: some_day(dice),
            subject: number(Kind::Enterprise, dice.u32(1..=ENTERPRISES)),
            unit: dice.u8(1..=6),
            industry: dice.u8(0..=7),
            variant: dice.u8(0..=3),
            count: dice.u16(1..=3),
            ..EvidenceCard::blank(number(kind, at + 1))
        };

        change(&mut card);
        cards.push(card);
    };
    for at in 0..60_000 {
        add(Kind::Inspection, at, &mut |_| ());
    }
    for at in 0..MONTHS * 6 {
        add(Kind::InspectionPlan, at, &mut |card| {
            card.date = day(2024 + ((at / 6 + 4) / 12) as i32, (at / 6 + 4) % 12 + 1, 1);
            (card.filed_on, card.unit, card.flags) = (card.date, (at % 6) as u8 + 1, evidence_flag::FILED);
        });
    }
    for at in 0..40_000 {
        let plan = number(Kind::InspectionPlan, at % (MONTHS * 6) + 1);
        add(Kind::PlanItem, at, &mut |card| (card.parent, card.flags) = (plan, evidence_flag::DONE));
    }
    for at in 0..50_000 {
        add(Kind::SelfInspection, at, &mut |card| card.flags = evidence_flag::PRINCIPAL);
    }
    for at in 0..4_000 {
        add(Kind::Drill, at, &mut |_| ());
    }
    for at in 0..200 {
        add(Kind::Training, at, &mut |card| card.year = 2024 + at as u16 % 3);
    }
    for at in 0..6_000 {
        let session = number(Kind::Training, at % 200 + 1);
        add(Kind::Attendance, at, &mut |card| {
            (card.parent, card.flags) = (session, evidence_flag::PRINCIPAL)
        });
    }
    for at in 0..36 {
        add(Kind::Supervision, at, &mut |_| ());
        add(Kind::Confirmation, at, &mut |card| card.filed_on = card.date);
    }
    cards.sort_by_key(|card| card.id);
    cards
}

struct NoWords;

impl Words for NoWords {
    fn rung(&self) -> zhiben::rules::ladder::Rung {
        zhiben::rules::ladder::Rung::Staff
    }

    fn sees(&self, _: Id) -> bool {
        true
    }

    fn officer(&self) -> &str {
        "李明"
    }
    fn decides(&self, _deed: zhiben::model::hazard::deeds::Deed, _is_major: bool) -> bool {
        false
    }
    fn code(&self, _: Id) -> String {
        String::new()
    }
    fn text(&self, _: Id) -> String {
        String::new()
    }
    fn entered(&self, _: Id) -> (String, String) {
        Default::default()
    }
}

fn rules(c: &mut Criterion) {
    let mut dice = fastrand::Rng::with_seed(19);
    let basics = Basics::built_in().unwrap();
    let duties = Duties::parse("duties.toml", BUILT_IN, &basics).unwrap();
    let workdays = Workdays::new(shipped_calendar());
    let (enterprises, hazards, evidence) = (enterprises(&mut dice), hazards(&mut dice), evidence(&mut dice));
    let person = |at: u32| {
        let unit = basics.unit_of_no((at % 6) as u8 + 1).unwrap().code.clone();
        (number(Kind::Person, at + 1), Person { unit, role: "乡镇经办".into(), ..Person::default() })
    };
    let persons: Vec<_> = (0..24).map(person).collect();
    let facts = Facts {
        basics: &basics,
        workdays: &workdays,
        hazards: &hazards,
        enterprises: &enterprises,
        evidence: &evidence,
        persons: &persons,
        waivers: &[],
        snoozes: &[],
        as_of: day(2026, 11, 23),
        under: None,
        start_on: day(2024, 5, 10),
    };
    for id in MatrixId::ALL {
        c.bench_function(&format!("matrix/{}", id.code()), |b| b.iter(|| matrix(&facts, &duties, id, None)));
    }
    let wanan = "350504001";
    for (id, row, column) in [
        (MatrixId::M1, wanan, "cy"),
        (MatrixId::M7, wanan, "2026Q4"),
        (MatrixId::M9, "OR-23", wanan),
        (MatrixId::M10, wanan, "found"),
    ] {
        let name = format!("cell/{}", id.code());
        c.bench_function(&name, |b| b.iter(|| cell_page(&facts, &duties, id, None, row, column, &NoWords)));
    }
    let ask = |asked: &Asked| answer(&facts, &duties, asked, &NoWords);
    for by in By::ALL {
        let asked = Asked::Table(Which::all(by, None));
        c.bench_function(&format!("statistics/{}", by.key()), |b| b.iter(|| ask(&asked)));
    }
    let within = Some((By::Township, wanan.to_owned()));
    let asked = Asked::Table(Which { by: By::Month, period: None, within });
    c.bench_function("statistics/month of one", |b| b.iter(|| ask(&asked)));
    let (which, row, figure) = (Which::all(By::Month, None), "2026-10".into(), "fixed".into());
    let asked = Asked::Rows { which, row, figure };
    c.bench_function("statistics/rows", |b| b.iter(|| ask(&asked)));
    for (name, asked) in [("work", Asked::Work), ("debts", Asked::Debts)] {
        c.bench_function(&format!("statistics/{name}"), |b| b.iter(|| ask(&asked)));
    }
    c.bench_function("standings", |b| b.iter(|| standings(&duties, &Survey::new(&facts))));
    let now = standings(&duties, &Survey::new(&facts));
    c.bench_function("today", |b| b.iter(|| page(&facts, &duties, &now, "", &NoWords)));
    c.bench_function("tasks", |b| b.iter(|| states(&facts, &duties, &basics.plans[0])));
    c.bench_function("queue/open", |b| {
        b.iter(|| {
            let urgency = Urgency::new(&facts);
            let mut places: Vec<_> = facts.hazards.iter().map(|card| urgency.place(card)).collect();
            places.sort_unstable();
            places
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = rules
}
criterion_main!(benches);
