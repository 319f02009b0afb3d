//! Coverage computed a second time, the slow and simple way: for every cell every record is looked at, and who counts is
//! asked day by day. Written against the rulings, not against the engine; both must agree on any ledger and any day.

use std::collections::BTreeSet;

use proptest::prelude::*;
use zhiben::calendar::{Day, Period, PeriodKind};
use zhiben::model::card::{
    EnterpriseCard, EvidenceCard, SpanCard, enterprise_flag, evidence_flag, hazard_flag, name_crc,
};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::model::waiver::Waiver;
use zhiben::rules::matrix::{CellState, MatrixId};

use super::world::{BUREAU, COMMERCE, SHUANGYANG, WANAN, World, day, enterprise, evidence, id};

const DUTIES: [&str; 17] = [
    "OR-01", "OR-02", "OR-03", "OR-03b", "OR-04", "OR-05", "OR-06", "OR-07", "OR-08a", "OR-24", "OR-12",
    "OR-16", "OR-17", "OR-18b", "OR-28", "OR-31", "OR-33",
];
/// Those that the bureau, or somebody of it, owes as well.
const OF_BUREAU: [&str; 5] = ["OR-12", "OR-16", "OR-17", "OR-28", "OR-31"];
/// Numbers of units: the bureau, its two trades' sections, its task force.
const BUREAU_NO: u8 = 10;
const SECTIONS: [u8; 2] = [11, 12];
const OWN: [u8; 5] = [10, 11, 12, 13, 14];
/// Numbers of sorts.
const PUBLICITY: u8 = 1;
const MEETING: u8 = 3;
const GOAL: u8 = 8;
const ASSOCIATION: u8 = 21;
const ACTION: u8 = 22;

/// One duty in one period.
struct Asked {
    period: Period,
    from: Day,
    to: Day,
    begins: Day,
    due: Day,
    lead: i32,
    spared: bool,
}

fn asked(world: &World, code: &str, anchor: Day) -> Option<Asked> {
    let (first, last) = (day("2024-05-10"), day("2026-12-31"));
    let (kind, lead) = match code {
        "OR-04" => (PeriodKind::Half, 30),
        "OR-05" | "OR-12" | "OR-16" | "OR-17" => (PeriodKind::Quarter, 20),
        "OR-06" | "OR-07" | "OR-08a" | "OR-18b" | "OR-28" | "OR-31" | "OR-33" => (PeriodKind::Year, 91),
        _ => (PeriodKind::Month, 5),
    };
    let mut period = Period::containing(kind, anchor);
    if code == "OR-24" {
        period = period.prev();
    }
    let (mut from, mut to) = (period.start(), period.end().min(last));
    if code == "OR-07" || code == "OR-33" {
        (period, from, to) = (Period::Once, first, last);
    }
    let in_force = match code {
        "OR-07" | "OR-33" => anchor >= first,
        "OR-08a" => anchor >= first && period == Period::Year(2024),
        _ => period.start() <= last && period.end() >= first,
    };
    let third_workday = |of: Day| {
        let mut days = (0..31).map(|n| of.plus(n)).filter(|day| world.workdays.is_workday(*day));
        days.nth(2).unwrap()
    };
    let due = match code {
        "OR-01" => third_workday(from),
        "OR-24" => third_workday(to.plus(1)),
        _ => to,
    };
    let spared = from < first && !["OR-04", "OR-06", "OR-07", "OR-08a", "OR-18b", "OR-33"].contains(&code);
    in_force.then_some(Asked { period, from, to, begins: from.max(first), due, lead, spared })
}

fn days(from: Day, to: Day) -> impl Iterator<Item = Day> {
    (from.0..=to.0).map(Day)
}

/// Was the enterprise open, in the township, and what else is asked, on each of the days?
fn throughout(card: &EnterpriseCard, from: Day, to: Day, fits: impl Fn(&SpanCard) -> bool) -> Option<u8> {
    let on = |day: Day| card.spans.iter().filter(|span| span.from <= day).max_by_key(|span| span.from);
    let is_in = !card.is(enterprise_flag::STUB)
        && days(from, to).all(|day| on(day).is_some_and(|span| span.is_open && fits(span)));
    if is_in { on(to).map(|span| span.township) } else { None }
}

/// What a record says: the day of its period, the day it was done, whom it is about, its marks.
struct Said {
    day: Day,
    done: Day,
    unit: u8,
    industry: u8,
    subject: Id,
    parent: Id,
    named: u32,
    sort: u8,
    variant: u8,
    year: u16,
    flags: u32,
}

fn said(world: &World, card: &EvidenceCard) -> Option<Said> {
    let parent = || world.evidence.iter().find(|other| other.id == card.parent);
    let own = Said {
        day: card.date,
        done: card.date,
        unit: card.unit,
        industry: card.industry,
        subject: card.subject,
        parent: card.parent,
        named: card.named,
        sort: card.sort,
        variant: card.variant,
        year: card.year,
        flags: card.flags,
    };
    Some(match card.id.kind() {
        Kind::InspectionPlan | Kind::Confirmation => Said { done: card.filed_on, ..own },
        Kind::PlanItem => {
            let plan = parent()?;
            Said {
                day: plan.date,
                done: plan.filed_on,
                unit: plan.unit,
                flags: card.flags | plan.flags,
                ..own
            }
        }
        Kind::Attendance => {
            let session = parent()?;
            let flags = card.flags | session.flags;
            Said {
                day: session.date,
                done: session.date,
                industry: session.industry,
                year: session.year,
                flags,
                ..own
            }
        }
        _ => own,
    })
}

fn kinds_of(code: &str) -> Vec<Kind> {
    vec![match code {
        "OR-12" | "OR-16" | "OR-18b" | "OR-28" | "OR-31" => Kind::Evidence,
        "OR-17" => return vec![Kind::Evidence, Kind::Inspection, Kind::Supervision],
        "OR-01" => Kind::InspectionPlan,
        "OR-02" | "OR-03b" => Kind::PlanItem,
        "OR-03" => Kind::Inspection,
        "OR-04" => Kind::Supervision,
        "OR-05" => Kind::SelfInspection,
        "OR-06" => Kind::Drill,
        "OR-07" | "OR-08a" => Kind::Attendance,
        _ => Kind::Confirmation,
    }]
}

/// Every record that counts for the duty in the period: what it says, and whether it counts only as made up for.
fn pieces(world: &World, code: &str, asked: &Asked) -> Vec<(Said, bool)> {
    let mut found = Vec::new();
    if code == "OR-33" {
        return own_fields(world);
    }
    for card in world.evidence.iter().filter(|card| kinds_of(code).contains(&card.id.kind())) {
        let Some(mut said) = said(world, card) else { continue };
        if code == "OR-18b" && said.year > 0 {
            said.day = Day::ymd(said.year.into(), 1, 1).unwrap();
        }
        if said.done.is_none() || said.done > world.as_of || said.flags & evidence_flag::VOID != 0 {
            continue;
        }
        let has = |flag: u32| said.flags & flag != 0;
        let good = match code {
            "OR-01" | "OR-02" => has(evidence_flag::FILED),
            "OR-05" => has(evidence_flag::PRINCIPAL),
            "OR-06" => card.variant == 1 || card.variant == 3,
            "OR-07" => has(evidence_flag::BY_BUREAU),
            "OR-08a" => {
                let by_year = said.year == 0 && said.day.year() == 2024 && [0, 1].contains(&said.industry);
                has(evidence_flag::PRINCIPAL) && (said.year == 2024 || by_year)
            }
            "OR-12" => said.sort == PUBLICITY && said.variant == 6,
            "OR-16" => said.sort == MEETING && said.variant == 2 && has(evidence_flag::PRINCIPAL),
            "OR-17" => match card.id.kind() {
                Kind::Evidence => said.sort == MEETING && said.variant == 3,
                Kind::Inspection => has(evidence_flag::LED),
                _ => true,
            },
            "OR-18b" => said.sort == GOAL,
            "OR-28" => said.sort == ACTION && (1..=4).contains(&said.variant),
            "OR-31" => said.sort == PUBLICITY && [8, 9].contains(&said.variant),
            _ => true,
        };
        if !good {
            continue;
        }
        let made_up_for = match asked.period.kind() {
            Some(kind) if has(evidence_flag::EXTRA) => {
                Period::containing(kind, said.day).prev() == asked.period
            }
            _ => false,
        };
        let own = match code {
            "OR-07" | "OR-08a" => true,
            _ => asked.from <= said.day && said.day <= asked.to,
        };
        if own || made_up_for {
            found.push((said, made_up_for));
        }
    }
    found
}

/// What the fields of enterprises say: 自查自改机制 and 全员责任制, each with its day.
fn own_fields(world: &World) -> Vec<(Said, bool)> {
    let fields = world.enterprises.iter().flat_map(|card| {
        [(1, card.self_check_on), (2, card.responsibility_on)].map(|(variant, day)| (card.id, variant, day))
    });
    let there = fields.filter(|(_, _, day)| !day.is_none() && *day <= world.as_of);
    let said = |(subject, variant, day)| Said {
        day,
        done: day,
        unit: 0,
        industry: 0,
        subject,
        parent: Id::NONE,
        named: 0,
        sort: 0,
        variant,
        year: 0,
        flags: 0,
    };
    there.map(|field| (said(field), false)).collect()
}

/// How many kinds a subject needs one of each of.
fn kinds_needed(code: &str) -> Option<usize> {
    match code {
        "OR-28" => Some(4),
        "OR-31" | "OR-33" => Some(2),
        _ => None,
    }
}

fn main_industry(world: &World, said: &Said) -> u8 {
    if said.industry != 0 {
        return said.industry;
    }
    world.enterprises.iter().find(|card| card.id == said.subject).map_or(0, |card| card.industry)
}

/// A subject: what tells whether a piece is its own, and whether it is let off.
type Subject<'w> = (Box<dyn Fn(&Said) -> bool + 'w>, bool);

/// The subjects of a township.
fn subjects<'w>(world: &'w World, code: &'w str, asked: &Asked, unit: u8) -> Vec<Subject<'w>> {
    let seen_to = world.as_of.min(asked.to).max(asked.begins);
    let waived = |subject: Id, industry: u8| {
        world.waivers.iter().map(|(_, waiver)| waiver).any(|waiver| {
            waiver.duty == code
                && waiver.from <= asked.to
                && asked.to <= waiver.to
                && match waiver.enterprise.opt() {
                    Some(named) => named == subject,
                    None => {
                        world.basics.unit_no(&waiver.unit) == unit
                            && (waiver.industry.is_empty()
                                || world.basics.industry_no(&waiver.industry) == industry)
                    }
                }
        })
    };
    let mut found: Vec<Subject> = Vec::new();
    match code {
        "OR-12" if unit == BUREAU_NO => {
            for section in SECTIONS {
                found.push((Box::new(move |said| said.unit == section), false));
            }
        }
        "OR-16" | "OR-31" if unit == BUREAU_NO => {
            found.push((Box::new(move |said| OWN.contains(&said.unit)), false));
        }
        "OR-17" => {
            for (id, person) in world.persons.iter().filter(|(_, p)| p.role == "局分管领导") {
                let there =
                    person.since <= asked.begins && (person.until.is_none() || person.until >= seen_to);
                let name = name_crc(&person.name);
                if there && unit == BUREAU_NO {
                    let is_theirs = move |said: &Said| said.subject == *id || said.named == name;
                    found.push((Box::new(is_theirs), false));
                }
            }
        }
        "OR-28" => {
            let guilds = world.evidence.iter().filter(|card| {
                let settled = card.flags & evidence_flag::DONE != 0;
                card.sort == ASSOCIATION
                    && card.date <= world.as_of
                    && card.flags & evidence_flag::VOID == 0
                    && card.date <= asked.begins
                    && !(settled && (card.filed_on.is_none() || card.filed_on <= seen_to))
            });
            for guild in guilds.filter(|_| unit == BUREAU_NO) {
                found.push((Box::new(move |said| said.parent == guild.id), false));
            }
        }
        "OR-01" | "OR-03b" | "OR-04" | "OR-24" | "OR-12" | "OR-16" | "OR-18b" | "OR-31" => {
            found.push((Box::new(move |said| said.unit == unit), waived(Id::NONE, 0)));
        }
        "OR-02" | "OR-03" => {
            for industry in 1..=7u8 {
                let has = |span: &SpanCard| span.township == unit && span.industries & 1 << industry != 0;
                if world.enterprises.iter().any(|e| throughout(e, asked.begins, seen_to, has).is_some()) {
                    let of = move |said: &Said| said.unit == unit && main_industry(world, said) == industry;
                    found.push((Box::new(of), waived(Id::NONE, industry)));
                }
            }
        }
        "OR-07" => {
            for (id, person) in &world.persons {
                let there = person.since <= seen_to && (person.until.is_none() || person.until >= seen_to);
                if there && person.role == "乡镇经办" && world.basics.unit_no(&person.unit) == unit {
                    found.push((Box::new(move |said| said.subject == *id), waived(*id, 0)));
                }
            }
        }
        _ => {
            for card in &world.enterprises {
                let fits = |span: &SpanCard| match code {
                    "OR-06" => span.is_key,
                    "OR-08a" => span.industries & 1 << 1 != 0,
                    _ => true,
                };
                let asked_body = code != "OR-05" || !card.is(enterprise_flag::SOLE_TRADER);
                // Whoever is there at the end owes what is owed once.
                let from = if code == "OR-33" { seen_to } else { asked.begins };
                if asked_body && throughout(card, from, seen_to, fits) == Some(unit) {
                    found.push((Box::new(move |said| said.subject == card.id), waived(card.id, 0)));
                }
            }
        }
    }
    found
}

/// State, have, need of a cell.
fn cell(world: &World, code: &str, anchor: Day, unit: u8) -> Option<(CellState, u32, u32)> {
    let asked = asked(world, code, anchor)?;
    let pieces = pieces(world, code, &asked);
    let (mut need, mut done, mut in_time, mut let_off) = (0, 0, 0, 0);
    for (is_theirs, waived) in subjects(world, code, &asked, unit) {
        let theirs: Vec<_> = pieces.iter().filter(|(said, _)| is_theirs(said)).collect();
        let (all, had, timely) = if code == "OR-03b" {
            let settled = evidence_flag::DONE | evidence_flag::MOVED;
            let done = theirs.iter().filter(|(said, _)| said.flags & settled != 0).count();
            (theirs.len(), done, done)
        } else if let Some(needed) = kinds_needed(code) {
            let kinds = |timely: bool| {
                let counted = theirs.iter().filter(|(said, _)| !timely || said.done <= asked.due);
                counted.map(|(said, _)| said.variant).collect::<BTreeSet<u8>>().len()
            };
            // A unit owes each of them; of others it is asked whether they have all.
            match code {
                "OR-31" => (needed, kinds(false), kinds(true)),
                _ => (1, usize::from(kinds(false) == needed), usize::from(kinds(true) == needed)),
            }
        } else {
            let timely = theirs.iter().any(|(said, _)| said.done <= asked.due);
            (1, usize::from(!theirs.is_empty()), usize::from(timely))
        };
        if waived && had < all {
            let_off += 1;
            continue;
        }
        need += all;
        done += had;
        in_time += timely;
    }
    let as_of = world.as_of;
    let state = if need == 0 {
        if let_off > 0 { CellState::Waived } else { CellState::NoSubject }
    } else if in_time == need {
        CellState::Done
    } else if done == need {
        CellState::DoneLate
    } else if asked.due < world.start_on || asked.to < world.start_on {
        CellState::Unrecorded
    } else if asked.spared {
        CellState::Waived
    } else if as_of < asked.begins {
        CellState::Ahead
    } else if as_of > asked.due {
        CellState::Owed
    } else if as_of.days_until(asked.due) <= asked.lead {
        CellState::DueSoon
    } else if done > 0 {
        CellState::Partial
    } else {
        CellState::Pending
    };
    Some((state, done as u32, need as u32))
}

/// Debts of a township: of the period worked on, and of every other one that has ended. The bureau's debts about it too.
fn debts(world: &World, code: &str, unit: u8) -> u32 {
    let owed =
        |anchor: Day| cell(world, code, anchor, unit).is_some_and(|(state, ..)| state == CellState::Owed);
    let now = asked(world, code, world.as_of);
    let is_before = |one: &Asked| now.as_ref().is_none_or(|now| one.to < now.from);
    let mut seen = Vec::new();
    let mut debts = u32::from(owed(world.as_of));
    for month in Period::between(PeriodKind::Month, day("2024-05-10"), world.as_of) {
        let Some(one) = asked(world, code, month.end()).filter(|one| is_before(one)) else { continue };
        if !seen.contains(&one.period) {
            seen.push(one.period);
            debts += u32::from(owed(month.end()));
        }
    }
    debts
}

/// Days on which something is likely to go wrong: the ends of periods, and days in between.
pub fn days_of_the_plan() -> impl Strategy<Value = Day> {
    let edges = [
        "2024-05-10",
        "2024-06-30",
        "2024-07-01",
        "2024-12-31",
        "2025-01-01",
        "2025-03-31",
        "2025-04-01",
        "2025-09-30",
        "2026-09-30",
        "2026-10-01",
        "2026-10-31",
        "2026-11-01",
        "2026-12-31",
    ];
    prop_oneof![
        proptest::sample::select(edges.map(day).to_vec()),
        (day("2024-05-10").0..=day("2027-01-20").0).prop_map(Day),
        // Close together, so that records and periods meet.
        (day("2026-09-25").0..=day("2026-11-10").0).prop_map(Day),
    ]
}

prop_compose! {
    fn some_span()(
        from in days_of_the_plan(), township in 1..=2u8, industries in 1..16u32, key: bool, open in 0..5u8,
    ) -> SpanCard {
        SpanCard { from, township, industries: industries << 1, is_key: key, is_complex: false, is_open: open > 0 }
    }
}

prop_compose! {
    fn some_enterprise()(
        mut spans in prop::collection::vec(some_span(), 1..4), flags in 0..8u16, industry in 1..=4u8,
        since_start: bool,
    ) -> EnterpriseCard {
        spans.sort_by_key(|span| span.from);
        spans.dedup_by_key(|span| span.from);
        if since_start {
            spans[0].from = day("2024-05-10");
        }
        let flags = match flags {
            0 => enterprise_flag::STUB,
            1 => enterprise_flag::SOLE_TRADER,
            _ => 0,
        };
        EnterpriseCard { spans, flags, industry, ..enterprise(1) }
    }
}

prop_compose! {
    fn some_evidence()(
        kind in proptest::sample::select(vec![
            Kind::Inspection, Kind::InspectionPlan, Kind::PlanItem, Kind::SelfInspection, Kind::Drill,
            Kind::Supervision, Kind::Training, Kind::Attendance, Kind::Confirmation, Kind::Evidence, Kind::Evidence,
            Kind::Evidence, Kind::Evidence,
        ]),
        date in days_of_the_plan(), filed in prop::option::of(days_of_the_plan()), subject in 1..=4u32,
        parent in 0..40u32, (unit, industry, variant) in (1..=2u8, 0..=4u8, 0..=3u8),
        year in proptest::sample::select(vec![0u16, 0, 2024, 2025]), flags in proptest::bits::u32::between(0, 14),
        void in 0..6u8, extra in 0..3u8, of_person: bool,
        (sort, chair, by) in (
            proptest::sample::select(vec![PUBLICITY, MEETING, GOAL, ASSOCIATION, ACTION, ACTION]),
            0..=2u8,
            proptest::sample::select(vec![1u8, 2, 10, 11, 12, 14]),
        ),
    ) -> (u32, bool, EvidenceCard) {
        let monthly = matches!(kind, Kind::InspectionPlan | Kind::Confirmation);
        let mut flags = flags & !(evidence_flag::VOID | evidence_flag::EXTRA);
        if void == 0 {
            flags |= evidence_flag::VOID;
        }
        if extra == 0 && matches!(kind, Kind::Inspection | Kind::SelfInspection) {
            flags |= evidence_flag::EXTRA;
        }
        let date = if monthly { Period::containing(PeriodKind::Month, date).start() } else { date };
        let filed_on = if monthly { filed.unwrap_or_default() } else { Day::NONE };
        if kind == Kind::InspectionPlan {
            flags = if filed_on.is_none() { flags & !evidence_flag::FILED } else { flags | evidence_flag::FILED };
        }
        if kind != Kind::InspectionPlan {
            flags &= !evidence_flag::FILED;
        }
        let is_record = kind == Kind::Evidence;
        let settled = is_record && sort == ASSOCIATION && flags & evidence_flag::DONE != 0;
        let filed_on = if settled { filed.unwrap_or_default() } else { filed_on };
        let (sort, unit) = if is_record { (sort, by) } else { (0, unit) };
        let variant = match sort {
            PUBLICITY => [6, 8, 9, 1][usize::from(variant)],
            ACTION | MEETING => variant + 1,
            _ => variant,
        };
        let named = name_crc(["", "陈局", "王局"][usize::from(chair)]);
        let card = EvidenceCard {
            sort, named,
            filed_on, unit, industry, variant, year, flags, subject: id(Kind::Enterprise, subject), ..evidence(kind, 1, "2026-01-01")
        };
        (parent, of_person, EvidenceCard { date, ..card })
    }
}

prop_compose! {
    fn some_waiver()(
        duty in proptest::sample::select(DUTIES.to_vec()), from in days_of_the_plan(), to in days_of_the_plan(),
        enterprise in 0..=3u32, unit in 1..=2u8, industry in 0..=4u8,
    ) -> Waiver {
        let named = ["OR-05", "OR-06", "OR-08a", "OR-33"].contains(&duty) && enterprise > 0;
        let by_trade = ["OR-02", "OR-03"].contains(&duty) && industry > 0;
        let codes = ["", "cy", "cp", "bf", "zs"];
        Waiver {
            duty: duty.into(),
            enterprise: if named { id(Kind::Enterprise, enterprise) } else { Id::NONE },
            unit: if unit == 1 { WANAN.into() } else { SHUANGYANG.into() },
            industry: if by_trade { codes[usize::from(industry)].into() } else { String::new() },
            from,
            to,
            ..Waiver::default()
        }
    }
}

prop_compose! {
    fn some_ledger()(
        enterprises in prop::collection::vec(some_enterprise(), 0..5),
        evidence in prop::collection::vec(some_evidence(), 0..40),
        waivers in prop::collection::vec(some_waiver(), 0..3),
        persons in prop::collection::vec((prop::option::of(days_of_the_plan()), prop::option::of(days_of_the_plan()), 1..=4u8), 0..5),
        seen in prop::collection::vec((prop::option::of(days_of_the_plan()), prop::option::of(days_of_the_plan())), 5),
        as_of in days_of_the_plan(), start_on in days_of_the_plan(), early: bool,
    ) -> World {
        let mut world = World::on("2026-11-23");
        world.as_of = as_of;
        world.start_on = if early { day("2024-05-10") } else { start_on };
        for (card, (checked, responsible)) in enterprises.into_iter().zip(seen) {
            let (self_check_on, responsibility_on) =
                (checked.unwrap_or_default(), responsible.unwrap_or_default());
            world.enterprise(|new| {
                *new = EnterpriseCard { id: new.id, self_check_on, responsibility_on, ..card };
            });
        }
        for (since, until, unit) in persons {
            world.person(|person| {
                (person.since, person.until) = (since.unwrap_or_default(), until.unwrap_or_default());
                let of = [(WANAN, "乡镇经办"), (SHUANGYANG, "乡镇经办"), (BUREAU, "局分管领导"), (COMMERCE, "局分管领导")];
                let (code, role) = of[usize::from(unit) - 1];
                (person.unit, person.role) = (code.into(), role.into());
                person.name = ["李明", "李明", "陈局", "王局"][usize::from(unit) - 1].into();
            });
        }
        let mut cards: Vec<(u32, EvidenceCard)> = Vec::new();
        for (number, (parent, of_person, card)) in (1..).zip(evidence) {
            let kind = card.id.kind();
            let subject = if matches!(kind, Kind::Attendance | Kind::Evidence) && of_person {
                id(Kind::Person, card.subject.number())
            } else {
                card.subject
            };
            cards.push((parent, EvidenceCard { id: id(kind, number), subject, ..card }));
        }
        let ids = |kind: Kind| -> Vec<Id> { cards.iter().map(|(_, c)| c.id).filter(|id| id.kind() == kind).collect() };
        let (plans, sessions) = (ids(Kind::InspectionPlan), ids(Kind::Training));
        let guilds = cards.iter().filter(|(_, card)| card.sort == ASSOCIATION);
        let guilds: Vec<Id> = guilds.map(|(_, card)| card.id).collect();
        for (parent, mut card) in cards {
            let parents = match card.id.kind() {
                Kind::PlanItem => &plans,
                Kind::Attendance => &sessions,
                Kind::Evidence if card.sort == ACTION => &guilds,
                _ => &Vec::new(),
            };
            if !parents.is_empty() {
                card.parent = parents[parent as usize % parents.len()];
            }
            world.evidence.push(card);
        }
        world.evidence.sort_by_key(|card| card.id);
        world.waivers = (1..).zip(waivers).map(|(n, waiver)| (id(Kind::Waiver, n), waiver)).collect();
        world
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_slow_way_and_the_engine_agree_on_any_ledger_and_any_day(
        world in some_ledger(), any_month in 0..33u16, record in any::<prop::sample::Index>(), before: bool,
        near_a_record in 0..4u8,
    ) {
        let mut month = Period::Month(2024 + (any_month + 4) / 12, ((any_month + 4) % 12 + 1) as u8);
        // Mostly where something is recorded, or in the month before, which 补计 counts for.
        if near_a_record > 0 && !world.evidence.is_empty() {
            let own = Period::containing(PeriodKind::Month, record.get(&world.evidence).date);
            month = if before { own.prev() } else { own };
        }
        let anchor = if month.contains(world.as_of) { world.as_of } else { month.end() };
        let matrix = world.matrix(MatrixId::M9, &month.to_string());
        for code in DUTIES {
            let row = matrix.rows.iter().position(|row| row.key == code);
            let bureau = [(BUREAU_NO, BUREAU)].into_iter().filter(|_| OF_BUREAU.contains(&code));
            for (unit, column) in [(1, WANAN), (2, SHUANGYANG)].into_iter().chain(bureau) {
                if unit != BUREAU_NO && ["OR-17", "OR-28"].contains(&code) {
                    continue;
                }
                let at = matrix.columns.iter().position(|head| head.key == column).unwrap();
                let told = row.map(|row| &matrix.cells[row][at]).map(|cell| (cell.state, cell.have, cell.need));
                // The ledger of a month is settled in the next one.
                let anchor = if code == "OR-24" { month.next().start() } else { anchor };
                let slow = cell(&world, code, anchor, unit);
                prop_assert_eq!(told, slow, "{} {} as of {} for {}", code, month, world.as_of, column);
            }
        }
    }

}

proptest! {
    // Every month of every duty is looked at: sixty ledgers take long enough.
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_slow_way_and_the_engine_count_the_same_debts(world in some_ledger()) {
        let matrix = world.matrix(MatrixId::M9, "");
        for code in DUTIES {
            let row = matrix.rows.iter().position(|row| row.key == code);
            let told = row.map_or("0", |row| matrix.cells[row].last().unwrap().text.as_str());
            let bureau = [BUREAU_NO].into_iter().filter(|_| OF_BUREAU.contains(&code));
            let slow: u32 = (1..=6).chain(bureau).map(|unit| debts(&world, code, unit)).sum();
            prop_assert_eq!(told, slow.to_string(), "{} as of {} since {}", code, world.as_of, world.start_on);
        }
        let total = |key: &str| {
            let row = matrix.rows.iter().position(|row| row.key == key).unwrap();
            matrix.cells[row].iter().map(|cell| cell.have).collect::<Vec<_>>()
        };
        for key in ["total", "total_office"] {
            let cells = total(key);
            prop_assert_eq!(cells[..cells.len() - 1].iter().sum::<u32>(), cells[cells.len() - 1]);
        }
    }
}

/// M10 a second time, hazard by hazard, in the words of its notes.
fn numbers(world: &World, (from, to): (Day, Day), township: u8) -> [u32; 6] {
    let mine = world.hazards.iter().filter(|h| township == 0 || h.township == township);
    let counted = mine.filter(|h| !matches!(h.state, State::Draft | State::Voided | State::Merged));
    let within = |on: Day| !on.is_none() && from <= on && on <= to;
    let mut numbers = [0; 6];
    for hazard in counted {
        let is_of_old_ledger = hazard.flags & hazard_flag::IMPORTED != 0;
        let went_out = hazard.flags & hazard_flag::TRANSFERRED != 0 && hazard.state != State::TransferPending;
        let sent = match (hazard.sent_on.is_none(), is_of_old_ledger && went_out) {
            (true, true) if !hazard.closed_on.is_none() => hazard.entered_on.min(hazard.closed_on),
            (true, true) => hazard.entered_on,
            _ => hazard.sent_on,
        };
        let is_open = hazard.state.is_open();
        let is_ours = matches!(hazard.state, State::Registered | State::Rectifying);
        let is_major = hazard.flags & hazard_flag::MAJOR != 0;
        let has_passed = |on: Day| !on.is_none() && on < world.as_of;
        let is_over = !hazard.due.is_none()
            && (has_passed(hazard.due) || has_passed(hazard.missed_due))
            && (is_ours || is_major && hazard.state != State::PendingRecheck);
        let done = if hazard.done_on.is_none() { hazard.closed_on } else { hazard.done_on };
        for (number, counts) in numbers.iter_mut().zip([
            within(hazard.found_on),
            within(done),
            within(sent),
            is_open,
            is_open && is_over,
            is_open && is_major,
        ]) {
            *number += u32::from(counts);
        }
    }
    numbers
}

/// State, township, marks, days before today of finding, being due, being handed over (0: unknown), of an earlier day that was
/// missed (0: none).
type Found = (usize, u8, bool, bool, bool, i32, i32, i32, i32);

fn found() -> impl Strategy<Value = Found> {
    (
        0..10usize,
        1u8..4,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0i32..300,
        -20i32..60,
        0i32..40,
        0i32..3,
    )
}

fn put(world: &mut World, (state, township, imported, major, handed, found, due, sent, missed): Found) {
    let today = world.as_of;
    world.hazard(|h| {
        h.state = State::ALL[state % State::ALL.len()];
        h.township = township;
        h.found_on = today.plus(-found);
        h.due = today.plus(-due);
        h.missed_due = if missed > 0 { today.plus(-missed) } else { Day::NONE };
        h.state_since = today.plus(-found / 2);
        h.entered_on = if imported { today.plus(-5) } else { h.found_on };
        let is_handed =
            matches!(h.state, State::TransferPending | State::TransferSent | State::TransferAccepted);
        let flags = [
            (hazard_flag::IMPORTED, imported),
            (hazard_flag::MAJOR, major),
            (hazard_flag::TRANSFERRED, handed || is_handed),
            (hazard_flag::HANDED_OVER, handed || is_handed),
        ];
        flags.into_iter().filter(|(_, holds)| *holds).for_each(|(flag, _)| h.flags |= flag);
        if (handed || is_handed) && h.state != State::TransferPending && sent > 0 {
            h.sent_on = h.found_on.plus(sent).min(today);
        }
        if h.state == State::Closed {
            h.closed_on = h.state_since;
        }
        if matches!(h.state, State::Closed | State::PendingRecheck) {
            h.done_on = h.state_since;
        }
    });
}

proptest! {
    #[test]
    fn the_numbers_of_hazards_are_those_of_their_rows(all in prop::collection::vec(found(), 0..25)) {
        let mut world = World::on("2026-11-23");
        all.into_iter().for_each(|one| put(&mut world, one));
        let keys = ["found", "fixed", "transferred", "open", "overdue", "major"];
        for (period, days) in [("2026", ("2026-01-01", "2026-12-31")), ("2026-11", ("2026-11-01", "2026-11-30"))] {
            let to = day(days.1).min(world.as_of);
            for (row, township) in [("total", 0), (WANAN, 1), (SHUANGYANG, 2)] {
                let expected = numbers(&world, (day(days.0), to), township);
                let shown = keys.map(|key| world.text(MatrixId::M10, period, row, key).parse::<u32>().unwrap());
                prop_assert_eq!(shown, expected, "{} {}", period, row);
                let behind = keys.map(|key| world.page(MatrixId::M10, period, row, key).hazards.len() as u32);
                prop_assert_eq!(behind, expected, "{} {}", period, row);
            }
        }
    }
}
