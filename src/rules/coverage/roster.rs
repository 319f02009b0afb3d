//! Who is a subject when: membership by the days it changed on, not by how things are today.

use super::super::duty::{Duty, SubjectKind, SubjectSet, UnitGroup};
use super::{Survey, cases, is_of};
use crate::calendar::Day;
use crate::model::basics::Settings;
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
        let entries = self.entries.iter().enumerate();
        entries.filter_map(move |(at, entry)| {
            let seen = self.open_throughout(entry, day, day)?;
            seen.last().map(|span| (at, span.township, span.industries))
        })
    }

    /// The spans of an enterprise that was open from `from` to `to` without a break; [`None`] when it was not, or is a stub.
    fn open_throughout(&self, entry: &Entry, from: Day, to: Day) -> Option<&[SpanCard]> {
        let spans = self.spans(entry);
        let seen = match spans {
            [only] if only.from <= from => spans,
            [_] => &[],
            _ => within(spans, from, to),
        };
        let is_in = entry.flags & enterprise_flag::STUB == 0 && !seen.is_empty();
        (is_in && seen.iter().all(|span| span.is_open)).then_some(seen)
    }
}

/// The spans that hold some day of `from..=to`; none when the first day is before the first span.
fn within(spans: &[SpanCard], from: Day, to: Day) -> &[SpanCard] {
    let first = spans.iter().rposition(|span| span.from <= from);
    let end = spans.iter().rposition(|span| span.from <= to);
    first.zip(end).and_then(|(first, end)| spans.get(first..=end)).unwrap_or_default()
}

/// How many slots a sort of subjects takes.
pub(super) fn slots(set: &SubjectSet, survey: &Survey) -> usize {
    match set.of {
        SubjectKind::Unit => 256,
        SubjectKind::UnitIndustry => 256 * 32,
        SubjectKind::Enterprise => survey.facts.enterprises.len(),
        SubjectKind::Person => survey.facts.persons.len(),
        SubjectKind::Record => cases::cards(set, &survey.facts).len(),
        SubjectKind::Hazard => 0,
    }
}

/// Names every subject of the set in every window: place of the window, slot of the subject, number of the unit in whose
/// column it counts. `spans` are first and last day of the membership that each window asks for.
pub(super) fn enrol(
    duty: &Duty,
    spans: &[(Day, Day)],
    survey: &Survey,
    mut found: impl FnMut(usize, usize, u8),
) {
    let (basics, set) = (survey.facts.basics, &duty.subject);
    match set.of {
        SubjectKind::Unit => {
            for unit in
                basics.units.iter().filter(|unit| set.groups().iter().any(|group| is_of(unit, *group)))
            {
                if set.except.contains(&unit.code) {
                    continue;
                }
                let no = basics.unit_no(&unit.code);
                (0..spans.len()).for_each(|at| found(at, usize::from(no), survey.column(no)));
            }
        }
        SubjectKind::UnitIndustry => enrol_industries(spans, survey, found),
        SubjectKind::Enterprise => enrol_enterprises(set, spans, survey, found),
        SubjectKind::Person => {
            for (slot, (_, person)) in survey.facts.persons.iter().enumerate() {
                let unit = survey.column(basics.unit_no(&person.unit));
                let due = spans.iter().enumerate().filter(|(_, span)| is_due(person, set, **span, survey));
                due.for_each(|(at, _)| found(at, slot, unit));
            }
        }
        SubjectKind::Record => cases::enrol(duty, spans, survey, found),
        SubjectKind::Hazard => {}
    }
}

/// A township and an industry belong together where an enterprise was open in both throughout. Most enterprises never
/// changed: of those only the first day of each township and industry matters.
fn enrol_industries(spans: &[(Day, Day)], survey: &Survey, mut found: impl FnMut(usize, usize, u8)) {
    let mut since = vec![Day::LAST; 256 * 32];
    for entry in survey.roster.entries.iter().filter(|entry| entry.flags & enterprise_flag::STUB == 0) {
        if let [only] = survey.roster.spans(entry) {
            for industry in bits(if only.is_open { only.industries } else { 0 }) {
                if let Some(day) = since.get_mut(usize::from(only.township) * 32 + industry) {
                    *day = only.from.min(*day);
                }
            }
            continue;
        }
        for (at, (from, to)) in spans.iter().enumerate() {
            let Some(seen) = survey.roster.open_throughout(entry, *from, *to) else { continue };
            let Some(last) = seen.last() else { continue };
            let stayed = seen.iter().all(|span| span.township == last.township);
            let throughout = seen.iter().fold(u32::MAX, |bits, span| bits & span.industries);
            for industry in bits(if stayed { throughout } else { 0 }) {
                found(at, usize::from(last.township) * 32 + industry, last.township);
            }
        }
    }
    for (slot, day) in since.into_iter().enumerate().filter(|(_, day)| *day != Day::LAST) {
        let reached = spans.iter().enumerate().filter(|(_, (from, _))| day <= *from);
        reached.for_each(|(at, _)| found(at, slot, (slot / 32) as u8));
    }
}

/// Numbers of the industries among the bits; 0, which is none, left out.
fn bits(industries: u32) -> impl Iterator<Item = usize> {
    let mut left = industries & !1;
    std::iter::from_fn(move || {
        let next = (left != 0).then(|| left.trailing_zeros() as usize);
        left &= left.wrapping_sub(1);
        next
    })
}

fn enrol_enterprises(
    set: &SubjectSet,
    spans: &[(Day, Day)],
    survey: &Survey,
    mut found: impl FnMut(usize, usize, u8),
) {
    let basics = survey.facts.basics;
    let settings = &basics.settings;
    let wanted = set.industries.iter().fold(0u32, |bits, code| bits | 1 << (basics.industry_no(code) & 31));
    let key_only = set.key_only || (set.self_check && settings.self_check_key_only);
    let asked = Asked::of(settings);
    for (slot, entry) in survey.roster.entries.iter().enumerate() {
        if set.self_check && !asked.holds(entry) {
            continue;
        }
        for (at, (from, to)) in spans.iter().enumerate() {
            let Some(seen) = survey.roster.open_throughout(entry, *from, *to) else { continue };
            let industries = seen.iter().fold(u32::MAX, |bits, span| bits & span.industries);
            let of_trade = wanted == 0 || industries & wanted != 0;
            let fits = (of_trade || (set.complexes && seen.iter().all(|span| span.is_complex)))
                && (!key_only || seen.iter().all(|span| span.is_key));
            if let Some(last) = seen.last().filter(|_| fits) {
                found(at, slot, last.township);
            }
        }
    }
}

/// The office's 自查对象 filter, looked up once.
struct Asked {
    /// 企业, 个体户
    bodies: [bool; 2],
    /// Bit per size; bit 0, size unknown, is always set.
    sizes: u32,
}

impl Asked {
    fn of(settings: &Settings) -> Asked {
        let sizes =
            SIZES.iter().enumerate().filter(|(_, size)| settings.self_check_sizes.iter().any(|s| s == *size));
        Asked {
            bodies: [0, 1].map(|at| {
                BODIES.get(at).is_some_and(|body| settings.self_check_kinds.iter().any(|b| b == body))
            }),
            sizes: sizes.fold(1, |bits, (at, _)| bits | 2 << at),
        }
    }

    fn holds(&self, entry: &Entry) -> bool {
        let [companies, sole_traders] = self.bodies;
        let is_sole = entry.flags & enterprise_flag::SOLE_TRADER != 0;
        (if is_sole { sole_traders } else { companies }) && self.sizes & 1 << (entry.size & 31) != 0
    }
}

/// Staff of the units asked in one of the roles, in charge of the trade as far as is known. A duty owed once is owed by who is
/// in post at the end (or now); a recurring one by who was in post throughout.
fn is_due(person: &Person, set: &SubjectSet, (from, to): (Day, Day), survey: &Survey) -> bool {
    let basics = survey.facts.basics;
    let of_township = basics.unit(&person.unit).is_some_and(|unit| unit.is_township());
    // Whoever is of no township is of the bureau, be it of one of its sections.
    let of_unit = match of_township {
        true => set.asks(UnitGroup::Township),
        false => {
            basics.is_bureau(&person.unit) && (set.asks(UnitGroup::Bureau) || set.asks(UnitGroup::Section))
        }
    };
    let unsaid = of_township && person.role.is_empty();
    let of_role = set.roles.is_empty() || unsaid || set.roles.contains(&person.role);
    let in_post = person.since <= from && person.until.opt().is_none_or(|until| until >= to);
    of_unit && of_role && in_post && !(set.trade_staff && person.oversees_industry == Some(false))
}

/// Does a waiver let off the subject in a slot, which counts in the column of `unit`?
pub(super) fn spares(waiver: &Waiver, set: &SubjectSet, slot: usize, unit: u8, survey: &Survey) -> bool {
    let (facts, kind) = (&survey.facts, set.of);
    // A section is let off for itself, although it counts in the bureau's column.
    let unit = if kind == SubjectKind::Unit { slot as u8 } else { unit };
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
