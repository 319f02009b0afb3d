//! What is behind a cell of a duty: the pieces that count, the subjects that lack one, and the entry that would fill it.

use super::super::cadence::Window;
use super::super::clock::Clock;
use super::super::coverage::{Event, Piece, Sheet, Subject, Sum, last_days, pieces_of, subject};
use super::super::duty::{Count, Evidence, Mark, SubjectKind};
use super::why::why;
use super::{Ask, Behind, Cell, CellPage, Facts, Words, listed};
use crate::calendar::Day;
use crate::model::basics::Column;
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::{Id, Kind};
use crate::model::row::{is_case, name_of, specs_of};

/// The page of a duty in a window for the unit with this number (0: all of them).
pub(super) fn of_duty(ask: &Ask, sheet: &Sheet, at: usize, unit: u8, words: &dyn Words) -> Option<CellPage> {
    let facts = ask.facts();
    let window = sheet.windows.get(at)?;
    let sum = match unit {
        0 => sheet.sums(at).into_iter().fold(Sum::default(), Sum::plus),
        unit => sheet.sum(at, unit),
    };
    let who = facts.basics.unit_of_no(unit).map_or("全区", |unit| unit.name.as_str());
    let (mut evidence, mut missing, mut hazards) = (Vec::new(), Vec::new(), Vec::new());
    if sheet.duty.is_by_event() {
        (evidence, missing) = by_event(ask, sheet, at, unit, words);
        let of_hazards = missing.iter().filter(|line: &&Behind| line.id.kind() == Kind::Hazard);
        hazards.extend(of_hazards.map(|line| line.id));
        hazards.dedup();
    } else {
        let undone = collect(ask, sheet, at, unit, words, &mut evidence);
        missing.extend(undone);
        missing.extend(lacking(ask, sheet, at, unit, words));
    }
    let totals = (evidence.len() as u32, missing.len() as u32);
    hazards.retain(|id| words.sees(*id));
    Some(CellPage {
        title: format!("{} {who} {}", sheet.duty.heading(), window.label()),
        cell: Cell::of(sheet, at, &sum, facts.as_of),
        why: why(sheet, at, who, &sum, facts),
        clause: sheet.duty.clause.clone(),
        evidence: listed(evidence, true, words),
        missing: listed(missing, false, words),
        totals,
        hazards,
    })
}

/// Cases that were answered, and cases that wait, each with its hazard or record.
fn by_event(ask: &Ask, sheet: &Sheet, at: usize, unit: u8, words: &dyn Words) -> (Vec<Behind>, Vec<Behind>) {
    let (basics, subject) = (ask.facts().basics, &sheet.duty.subject);
    let (mut kept, mut running) = (Vec::new(), Vec::new());
    for event in sheet.events(at, unit) {
        let stand = match (event.met.opt(), event.is_late) {
            (Some(met), _) if met > event.limit && !event.limit.is_none() => "晚于期限",
            (Some(_), _) => "按期",
            (None, true) => "超过期限",
            (None, false) => "在期限内",
        };
        let clock = event.clock.map_or("", Clock::name);
        let who = match basics.unit_of_no(event.who) {
            Some(unit) if !subject.groups().is_empty() && subject.of == SubjectKind::Record => {
                format!("{} ", unit.short)
            }
            _ => String::new(),
        };
        let text = format!("{who}{clock}{stand}：{}", words.text(event.id));
        let day = event.met.opt().unwrap_or(event.limit);
        let line = Behind { id: event.by, text, day, entry: None, cell: None };
        if event.met.is_none() {
            let entry = sheet.windows.get(at).and_then(|window| answer(sheet, window, event, ask.facts()));
            running.push(Behind { entry, ..line });
        } else {
            kept.push(line);
        }
    }
    (kept, running)
}

/// The entry that would answer a record; [`None`] where the record itself, or a hazard, is to be worked on.
pub(in crate::rules) fn answer(
    sheet: &Sheet,
    window: &Window,
    event: &Event,
    facts: &Facts,
) -> Option<(Kind, Fields)> {
    let (kind, mut fields) = entry(sheet, window, Subject::One(event.id), facts)?;
    let unit = facts.basics.unit_of_no(event.who).map(|unit| unit.code.clone()).unwrap_or_default();
    fields.put("unit", unit);
    Some((kind, fields))
}

/// Gathers the pieces that count; gives back those that were to be done and are not (计划兑现).
fn collect(
    ask: &Ask,
    sheet: &Sheet,
    at: usize,
    unit: u8,
    words: &dyn Words,
    evidence: &mut Vec<Behind>,
) -> Vec<Behind> {
    let Some(window) = sheet.windows.get(at) else { return Vec::new() };
    let mut undone = Vec::new();
    pieces_of(&sheet.duty, std::slice::from_ref(window), &ask.survey, |_, slot, piece, counts| {
        if !sheet.has(at, slot, unit) {
            return;
        }
        let text = match (piece.id.kind(), piece.own_field()) {
            (Kind::Evidence, _) => format!("{} {}", unit_name(ask.facts(), piece.unit), words.text(piece.id)),
            (kind, "") => format!("{} {}", piece_name(ask, piece), name_of(kind)),
            (_, field) => format!("{} {field}", piece_name(ask, piece)),
        };
        let line = Behind { id: piece.id, text, day: piece.done, entry: None, cell: None };
        if counts {
            evidence.push(line);
        } else {
            undone.push(Behind { entry: Some(visit_for(ask.facts(), piece, window)), ..line });
        }
    });
    undone
}

/// The visit that settles an item of a plan.
fn visit_for(facts: &Facts, piece: &Piece, window: &Window) -> (Kind, Fields) {
    let basics = facts.basics;
    let fields = Fields::of([
        ("date", entry_day(facts, window).to_string()),
        ("township", basics.unit_of_no(piece.unit).map(|unit| unit.code.clone()).unwrap_or_default()),
        ("enterprise", piece.subject.to_string()),
        ("industry", basics.industry_of_no(piece.industry).map(|i| i.code.clone()).unwrap_or_default()),
        ("plan_item", piece.id.to_string()),
    ]);
    (Kind::Inspection, fields)
}

fn piece_name(ask: &Ask, piece: &Piece) -> String {
    match called(ask.facts(), piece.subject) {
        name if !name.is_empty() => name,
        _ => unit_name(ask.facts(), piece.unit),
    }
}

fn unit_name(facts: &Facts, no: u8) -> String {
    facts.basics.unit_of_no(no).map(|unit| unit.short.clone()).unwrap_or_default()
}

/// Name of an enterprise or a person.
fn called(facts: &Facts, id: Id) -> String {
    if let Some(card) = facts.enterprise(id) {
        return card.name.clone();
    }
    let at = facts.persons.binary_search_by_key(&id, |(person, _)| *person).ok();
    at.and_then(|at| facts.persons.get(at)).map(|(_, person)| person.name.clone()).unwrap_or_default()
}

/// The subjects that lack it, each with the day it last had it.
fn lacking(ask: &Ask, sheet: &Sheet, at: usize, unit: u8, words: &dyn Words) -> Vec<Behind> {
    let facts = ask.facts();
    let Some(window) = sheet.windows.get(at) else { return Vec::new() };
    if sheet.duty.evidence.count == Count::Every {
        return Vec::new();
    }
    let last = last_days(&sheet.duty, &ask.survey, sheet.slots());
    let lacking = sheet.subjects(at, unit).filter(|(_, sum)| sum.done < sum.need);
    lacking
        .filter_map(|(slot, _)| {
            let who = subject(&sheet.duty.subject, slot, facts)?;
            let kinds = sheet.missing_kinds(at, slot, facts.basics);
            let mut entry = entry(sheet, window, who, facts);
            if let (Some((Kind::Evidence, fields)), Some(kind)) = (&mut entry, kinds.first()) {
                fields.put("variant", *kind);
            }
            let lacks =
                if kinds.is_empty() { String::new() } else { format!("：还缺{}", kinds.join("、")) };
            Some(Behind {
                id: if let Subject::One(id) = who { id } else { Id::NONE },
                text: format!("{}{lacks}", subject_name(facts, who, words)),
                day: last.get(slot).copied().unwrap_or_default(),
                entry,
                cell: None,
            })
        })
        .collect()
}

fn subject_name(facts: &Facts, who: Subject, words: &dyn Words) -> String {
    match who {
        Subject::Unit(no) => unit_name(facts, no),
        Subject::UnitIndustry(no, industry) => {
            let industry = facts.basics.industry_of_no(industry).map(|i| i.name.as_str()).unwrap_or_default();
            format!("{} {industry}", unit_name(facts, no))
        }
        Subject::One(id) => match called(facts, id) {
            name if name.is_empty() => words.text(id),
            name => name,
        },
    }
}

/// The day an entry starts with: today, as long as today counts for the window.
fn entry_day(facts: &Facts, window: &Window) -> Day {
    if window.from <= facts.as_of && facts.as_of <= window.until { facts.as_of } else { Day::NONE }
}

/// The entry that would fill a missing piece: noun and canonical fields; [`None`] where a hazard is to be acted on, or the
/// month plan that an item belongs to is not there yet.
pub(in crate::rules) fn entry(
    sheet: &Sheet,
    window: &Window,
    who: Subject,
    facts: &Facts,
) -> Option<(Kind, Fields)> {
    let basics = facts.basics;
    let noun = sheet.duty.evidence.noun;
    let (unit, industry) = match who {
        Subject::Unit(unit) => (unit, 0),
        Subject::UnitIndustry(unit, industry) => (unit, industry),
        Subject::One(_) => (0, 0),
    };
    let township = basics.unit_of_no(unit).map(|unit| unit.code.clone()).unwrap_or_default();
    let day = entry_day(facts, window).to_string();
    let mut fields =
        Fields::of(sheet.duty.evidence.entry.iter().map(|(key, text)| (key.as_str(), text.as_str())));
    match noun {
        Kind::InspectionPlan => {
            fields.put("month", window.period.to_string());
            fields.put("submitted_on", facts.as_of.to_string());
        }
        Kind::Confirmation => {
            fields.put("month", window.period.to_string());
            fields.put("date", facts.as_of.to_string());
            fields.put("found", found_in(facts, unit, window).to_string());
        }
        Kind::PlanItem => fields.put("plan", plan_of(facts, unit, window)?.to_string()),
        Kind::Attendance => {}
        Kind::Evidence => {
            record(&sheet.duty.evidence, who, &township, facts, &mut fields);
            fields.put("date", day);
            return Some((noun, fields)).filter(|_| !sheet.duty.is_own_proof(&sheet.duty.evidence));
        }
        // A field of the enterprise, a hazard, or the record itself is to be worked on: nothing new is entered.
        noun if is_case(noun) || matches!(noun, Kind::Hazard | Kind::Enterprise) => return None,
        _ => fields.put("date", day),
    }
    let of_unit = |spec: &Spec| spec.shape == Shape::Unit;
    match who {
        _ if noun == Kind::PlanItem => {}
        Subject::One(id) if id.kind() == Kind::Person => fields.put("person", id.to_string()),
        Subject::One(id) => fields.put("enterprise", id.to_string()),
        _ => {
            let key = specs_of(noun).into_iter().find(of_unit).map_or("township", |spec| spec.key);
            fields.put(key, township);
        }
    }
    if let Some(task) = sheet.duty.evidence.tasks.first() {
        fields.put("task", task.clone());
    }
    fields.put("industry", basics.industry_of_no(industry).map(|i| i.code.clone()).unwrap_or_default());
    Some((noun, fields))
}

/// The month plan of a township that an item of the window belongs to.
fn plan_of(facts: &Facts, unit: u8, window: &Window) -> Option<Id> {
    let of_unit = |plan: &&EvidenceCard| {
        plan.unit == unit
            && window.from <= plan.date
            && plan.date <= window.to
            && !plan.is(evidence_flag::VOID)
    };
    facts.evidence_of(Kind::InspectionPlan).iter().rev().find(of_unit).map(|plan| plan.id)
}

/// What a 工作记录 that would show the duty starts with: its sort, the first kind and 状态 that will do, whom it is by or about.
fn record(proof: &Evidence, who: Subject, unit: &str, facts: &Facts, fields: &mut Fields) {
    let Some(sort) = facts.basics.sort(&proof.sort) else { return };
    fields.put("sort", sort.code.as_str());
    for (key, words) in [("variant", &proof.kinds), ("stage", &proof.stages)] {
        if let Some(word) = words.first().filter(|_| sort.has(key)) {
            fields.put(key, word.as_str());
        }
    }
    if proof.marks.contains(&Mark::Principal) && sort.has("is_principal") {
        fields.put("is_principal", "是");
    }
    match who {
        Subject::Unit(_) | Subject::UnitIndustry(..) => {
            let key = if sort.column == Column::Target && sort.has("target") { "target" } else { "unit" };
            fields.put(key, unit);
        }
        Subject::One(id) => match id.kind() {
            Kind::Enterprise => fields.put("enterprise", id.to_string()),
            Kind::Person => {
                fields.put(if sort.has("chair") { "chair" } else { "responsible" }, called(facts, id));
            }
            _ => fields.put("about", id.to_string()),
        },
    }
}

/// Hazards found in the township within the window, as far as they were registered.
fn found_in(facts: &Facts, unit: u8, window: &Window) -> usize {
    let found = facts.hazards.iter().filter(|card| card.township == unit);
    found.filter(|card| window.from <= card.found_on && card.found_on <= window.to && counts(card)).count()
}

/// Does a hazard count as found: registered, and not declared void or merged into another?
pub fn counts(card: &crate::model::card::HazardCard) -> bool {
    use crate::model::hazard::State;
    !matches!(card.state, State::Draft | State::Voided | State::Merged)
}
