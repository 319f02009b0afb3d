//! Who is a subject when: membership by the days it changed on, not by how things are today.

use super::super::cadence::Window;
use super::super::duty::{SubjectKind, SubjectSet};
use super::{Survey, is_of};
use crate::calendar::Day;
use crate::model::card::{EnterpriseCard, SpanCard, enterprise_flag};
use crate::model::enterprise::{BODIES, SIZES};
use crate::model::person::Person;
use crate::model::waiver::Waiver;

/// What membership needs of every enterprise, packed: the cards themselves are too large to walk for every duty.
pub struct Roster {
    entries: Vec<Entry>,
    spans: Vec<SpanCard>,
}

#[derive(Clone, Copy)]
struct Entry {
    first_span: u32,
    spans: u32,
    flags: u16,
    size: u8,
    industry: u8,
}

impl Roster {
    pub(super) fn of(cards: &[EnterpriseCard]) -> Roster {
        let mut roster =
            Roster { entries: Vec::with_capacity(cards.len()), spans: Vec::with_capacity(cards.len()) };
        for card in cards {
            roster.entries.push(Entry {
                first_span: roster.spans.len() as u32,
                spans: card.spans.len() as u32,
                flags: card.flags,
                size: card.size,
                industry: card.industry,
            });
            roster.spans.extend_from_slice(&card.spans);
        }
        roster
    }

    fn spans(&self, entry: &Entry) -> &[SpanCard] {
        let from = entry.first_span as usize;
        self.spans.get(from..from + entry.spans as usize).unwrap_or_default()
    }

    /// Number of the main industry of the enterprise at a place.
    pub(in crate::rules) fn industry(&self, at: usize) -> u8 {
        self.entries.get(at).map_or(0, |entry| entry.industry)
    }

    /// Every enterprise in 在营 on a day: its place, township, industries (bits).
    pub(in crate::rules) fn open_on(&self, day: Day) -> impl Iterator<Item = (usize, u8, u32)> {
        self.throughout(day, day).map(|(at, township, industries, ..)| (at, township, industries))
    }

    /// Every enterprise that was open from `from` to `to` without a break, in one township and industry all the time: its
    /// place, township, the industries it had throughout (bits), and its latest span.
    fn throughout(&self, from: Day, to: Day) -> impl Iterator<Item = (usize, u8, u32, &Entry, &[SpanCard])> {
        self.entries.iter().enumerate().filter_map(move |(at, entry)| {
            if entry.flags & enterprise_flag::STUB != 0 {
                return None;
            }
            let seen = within(self.spans(entry), from, to);
            let last = seen.last()?;
            let industries = seen.iter().fold(u32::MAX, |bits, span| bits & span.industries);
            seen.iter().all(|span| span.is_open).then_some((at, last.township, industries, entry, seen))
        })
    }
}

/// The spans that hold some day of `from..=to`; none when the first day is before the first span.
fn within(spans: &[SpanCard], from: Day, to: Day) -> &[SpanCard] {
    let first = spans.iter().rposition(|span| span.from <= from);
    let end = spans.iter().rposition(|span| span.from <= to);
    first.zip(end).and_then(|(first, end)| spans.get(first..=end)).unwrap_or_default()
}

/// How many slots a sort of subjects takes.
pub(super) fn slots(kind: SubjectKind, survey: &Survey) -> usize {
    match kind {
        SubjectKind::Unit => 256,
        SubjectKind::UnitIndustry => 256 * 32,
        SubjectKind::Enterprise => survey.facts.enterprises.len(),
        SubjectKind::Person => survey.facts.persons.len(),
        SubjectKind::Hazard => 0,
    }
}

/// Fills in, slot by slot, the unit in whose column a subject of the set counts in the window.
pub(super) fn enrol(set: &SubjectSet, window: &Window, survey: &Survey, members: &mut [u8]) {
    match set.of {
        SubjectKind::Unit => {
            let units = survey.facts.basics.units.iter();
            for unit in units.filter(|unit| set.units.iter().any(|group| is_of(unit, *group))) {
                let no = survey.facts.basics.unit_no(&unit.code);
                put(members, usize::from(no), no);
            }
        }
        SubjectKind::UnitIndustry => enrol_industries(window, survey, members),
        SubjectKind::Enterprise => enrol_enterprises(set, window, survey, members),
        SubjectKind::Person => {
            for (at, (_, person)) in survey.facts.persons.iter().enumerate() {
                if is_due(person, set, window, survey) {
                    put(members, at, survey.facts.basics.unit_no(&person.unit));
                }
            }
        }
        SubjectKind::Hazard => {}
    }
}

fn put(members: &mut [u8], slot: usize, unit: u8) {
    if let Some(place) = members.get_mut(slot) {
        *place = unit;
    }
}

/// A township and an industry belong together where an enterprise was open in both throughout.
fn enrol_industries(window: &Window, survey: &Survey, members: &mut [u8]) {
    let (from, to) = window.membership(survey.facts.as_of);
    for (_, unit, industries, _, seen) in survey.roster.throughout(from, to) {
        if seen.iter().any(|span| span.township != unit) {
            continue;
        }
        for industry in (1..32).filter(|industry| industries & (1 << industry) != 0) {
            put(members, usize::from(unit) * 32 + industry, unit);
        }
    }
}

fn enrol_enterprises(set: &SubjectSet, window: &Window, survey: &Survey, members: &mut [u8]) {
    let facts = &survey.facts;
    let settings = &facts.basics.settings;
    let wanted =
        set.industries.iter().fold(0u32, |bits, code| bits | 1 << (facts.basics.industry_no(code) & 31));
    let key_only = set.key_only || (set.self_check && settings.self_check_key_only);
    let asked = |entry: &Entry| {
        let body = BODIES.get(usize::from(entry.flags & enterprise_flag::SOLE_TRADER != 0));
        let size = usize::from(entry.size).checked_sub(1).and_then(|at| SIZES.get(at));
        body.is_some_and(|body| settings.self_check_kinds.iter().any(|kind| kind == body))
            && size.is_none_or(|size| settings.self_check_sizes.iter().any(|known| known == size))
    };
    let (from, to) = window.membership(facts.as_of);
    for (at, unit, industries, entry, seen) in survey.roster.throughout(from, to) {
        let of_trade = wanted == 0 || industries & wanted != 0;
        let fits = (of_trade || (set.complexes && seen.iter().all(|span| span.is_complex)))
            && (!key_only || seen.iter().all(|span| span.is_key))
            && (!set.self_check || asked(entry));
        if fits {
            put(members, at, unit);
        }
    }
}

/// Staff of a township in one of the roles, in charge of the trade as far as is known. A duty owed once is owed by who is
/// in post at the end (or now); a recurring one by who was in post throughout.
fn is_due(person: &Person, set: &SubjectSet, window: &Window, survey: &Survey) -> bool {
    let of_township = survey.facts.basics.unit(&person.unit).is_some_and(|unit| unit.is_township());
    let of_role = set.roles.is_empty() || person.role.is_empty() || set.roles.contains(&person.role);
    let (from, to) = window.membership(survey.facts.as_of);
    let in_post = person.since <= from && person.until.opt().is_none_or(|until| until >= to);
    of_township && of_role && in_post && person.oversees_industry != Some(false)
}

/// Does a waiver let off the subject in a slot, which counts in the column of `unit`?
pub(super) fn spares(waiver: &Waiver, kind: SubjectKind, slot: usize, unit: u8, survey: &Survey) -> bool {
    let facts = &survey.facts;
    let one = match kind {
        SubjectKind::Enterprise => facts.enterprises.get(slot).map(|card| card.id),
        SubjectKind::Person => facts.persons.get(slot).map(|(id, _)| *id),
        _ => None,
    };
    let named = [waiver.enterprise, waiver.person].into_iter().find_map(|id| id.opt());
    if named.is_some() {
        return named == one;
    }
    let industry = facts.basics.industry_no(&waiver.industry);
    let of_trade = match kind {
        _ if waiver.industry.is_empty() => true,
        SubjectKind::UnitIndustry => slot % 32 == usize::from(industry),
        SubjectKind::Enterprise => {
            let now = facts.enterprises.get(slot).and_then(EnterpriseCard::now);
            now.is_some_and(|span| span.industries & (1 << (industry & 31)) != 0)
        }
        _ => false,
    };
    of_trade && (waiver.unit.is_empty() || facts.basics.unit_no(&waiver.unit) == unit)
}
