//! Records as subjects: exhibitions, licence reviews, applications, associations, regulations, events … each of which asks for
//! something, case by case or in every period.

use std::collections::BTreeMap;

use super::super::cadence::{Window, plan_span};
use super::super::duty::{DueRule, Duty, Owner, SubjectSet, bits_of, kinds_of};
use super::super::facts::Facts;
use super::events::{Event, place};
use super::pieces::Sieve;
use super::{Survey, is_of};
use crate::calendar::Day;
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::id::{Id, Kind};

/// The cards among which the records of a set stand, sorted by id; a slot is a place among them.
pub(super) fn cards<'a>(set: &SubjectSet, facts: &Facts<'a>) -> &'a [EvidenceCard] {
    set.noun.map(|noun| facts.evidence_of(noun)).unwrap_or_default()
}

/// What makes a record one of the set.
pub(super) struct Filter {
    kind: Option<Kind>,
    /// Number of the sort; 0: any.
    sort: u8,
    /// Bit per variant; 0: any.
    variants: u32,
    /// Records of this sort come to an end.
    ends: bool,
}

impl Filter {
    pub(super) fn of(set: &SubjectSet, facts: &Facts) -> Filter {
        let basics = facts.basics;
        let sort = basics.sort(&set.sort);
        let known = set.noun.map(|noun| kinds_of(noun, &set.sort, basics)).unwrap_or_default();
        Filter {
            kind: set.noun,
            sort: basics.sort_no(&set.sort),
            variants: bits_of(&set.kinds, &known),
            ends: sort.is_some_and(|sort| sort.has("due") || !sort.settled.is_empty()),
        }
    }

    /// Is it one of the set, and on record by the day asked for? An exhibition lies ahead: it is on record from the
    /// month it was entered in.
    pub(super) fn holds(&self, card: &EvidenceCard, as_of: Day) -> bool {
        let fits = Some(card.id.kind()) == self.kind
            && (self.sort == 0 || card.sort == self.sort)
            && (self.variants == 0
                || self.variants & 1u32.checked_shl(card.variant.into()).unwrap_or(0) != 0);
        let is_ahead = card.id.kind() == Kind::Exhibition && entered_from(card.id) <= as_of;
        fits && !card.is(evidence_flag::VOID) && (card.date <= as_of || is_ahead)
    }

    /// Was it there on each of the days, and not settled by the last of them? One that was settled on no day says nothing of when
    /// it was there.
    fn throughout(&self, card: &EvidenceCard, (from, to): (Day, Day)) -> bool {
        let is_over = self.ends
            && card.is(evidence_flag::DONE)
            && card.filed_on.opt().is_none_or(|settled| settled <= to);
        card.date <= from && !is_over
    }
}

/// First day of the month in which a record was entered.
fn entered_from(id: Id) -> Day {
    let month = u32::from(id.month());
    Day::ymd(2000 + (month / 12) as i32, month % 12 + 1, 1).unwrap_or(Day::FIRST)
}

/// The units that owe a duty for a record: column and unit. Those of the groups asked, else whoever the record stands with; the
/// bureau alone where it owes for all.
pub(super) fn owing(duty: &Duty, card: &EvidenceCard, survey: &Survey) -> Vec<(u8, u8)> {
    let basics = survey.facts.basics;
    let bureau = survey.bureau();
    match (duty.owner, duty.subject.groups()) {
        (Owner::Bureau, _) => vec![(bureau, bureau)],
        (Owner::Township, []) => vec![(survey.column(card.unit), card.unit)],
        (Owner::Township, groups) => {
            let asked = basics.units.iter().filter(|unit| groups.iter().any(|group| is_of(unit, *group)));
            let asked = asked.filter(|unit| !duty.subject.except.contains(&unit.code));
            let numbers = asked.map(|unit| basics.unit_no(&unit.code));
            numbers.map(|no| (survey.column(no), no)).collect()
        }
    }
}

/// Names every record of the set that was there throughout a window: place of the window, slot, column.
pub(super) fn enrol(
    duty: &Duty,
    spans: &[(Day, Day)],
    survey: &Survey,
    mut found: impl FnMut(usize, usize, u8),
) {
    let filter = Filter::of(&duty.subject, &survey.facts);
    for (slot, card) in cards(&duty.subject, &survey.facts).iter().enumerate() {
        if !filter.holds(card, survey.facts.as_of) {
            continue;
        }
        let Some((column, _)) = owing(duty, card, survey).first().copied() else { continue };
        let there = spans.iter().enumerate().filter(|(_, span)| filter.throughout(card, **span));
        there.for_each(|(at, _)| found(at, slot, column));
    }
}

/// The cases of every window: answered in it, or waiting, see [`super::events`].
pub(super) fn gather(duty: &Duty, windows: &[Window], survey: &Survey) -> Vec<Vec<Event>> {
    let facts = &survey.facts;
    let mut gathered = vec![Vec::new(); windows.len()];
    let filter = Filter::of(&duty.subject, facts);
    let answers = answers(duty, survey);
    let by_unit = !duty.subject.groups().is_empty();
    let first = facts.start_on.max(plan_span(facts).0);
    for card in cards(&duty.subject, facts).iter().filter(|card| filter.holds(card, facts.as_of)) {
        let limit = limit(duty, card, facts);
        for (unit, who) in owing(duty, card, survey) {
            let key = (card.id, if by_unit { who } else { 0 });
            let (met, by) = answers.get(&key).copied().unwrap_or((Day::NONE, card.id));
            // What had run out before the ledger was used is 未录, never 欠.
            if met.is_none() && !limit.is_none() && limit < first {
                continue;
            }
            let event =
                Event { id: card.id, by, unit, who, clock: None, limit, met, is_late: false, is_soon: false };
            place(event, windows, facts, &mut gathered);
        }
    }
    gathered
}

/// The first answer to each record, by the unit that gave it (0: whoever): its day and the record that is the answer.
fn answers(duty: &Duty, survey: &Survey) -> BTreeMap<(Id, u8), (Day, Id)> {
    let mut found: BTreeMap<(Id, u8), (Day, Id)> = BTreeMap::new();
    let by_unit = !duty.subject.groups().is_empty();
    for proof in duty.proofs() {
        let is_own = duty.is_own_proof(proof);
        let sieve = Sieve::of(duty, proof, &[], survey);
        sieve.each(|piece| {
            if !sieve.marked(&piece) {
                return;
            }
            let about = if is_own { piece.id } else { piece.parent };
            let unit = if by_unit { sieve.home(piece.unit) } else { 0 };
            let first = found.entry((about, unit)).or_insert((piece.done, piece.id));
            *first = (*first).min((piece.done, piece.id));
        });
    }
    found
}

/// The last day on which a record is to be answered; [`Day::NONE`] while there is none.
fn limit(duty: &Duty, card: &EvidenceCard, facts: &Facts) -> Day {
    match duty.due.rule {
        DueRule::AfterEvent => {
            let limit = facts.workdays.add(card.date, duty.due.workdays(&facts.basics.settings));
            card.due.opt().map_or(limit, |own| own.min(limit))
        }
        DueRule::DayBefore => card.date.plus(-1),
        DueRule::OwnDay => card.due,
        DueRule::PeriodEnd | DueRule::IntoPeriod | DueRule::IntoNext | DueRule::PerEvent => Day::NONE,
    }
}

/// In words, how the duties on a record stand: of each the case that is open, or the one that was answered.
pub(super) fn standing_of_record(duty: &Duty, card: &EvidenceCard, survey: &Survey) -> Option<String> {
    let facts = &survey.facts;
    if !Filter::of(&duty.subject, facts).holds(card, facts.as_of) || !duty.is_by_event() {
        return None;
    }
    let answers = answers(duty, survey);
    let by_unit = !duty.subject.groups().is_empty();
    let limit = limit(duty, card, facts);
    let owing = owing(duty, card, survey);
    let met = |who: u8| answers.get(&(card.id, if by_unit { who } else { 0 })).map(|(day, _)| *day);
    let open = owing.iter().filter(|(_, who)| met(*who).is_none()).count();
    let last = owing.iter().filter_map(|(_, who)| met(*who)).max().unwrap_or_default();
    let until = limit.opt().map_or(String::new(), |limit| format!("，期限{limit}"));
    let stand = match open {
        0 if !limit.is_none() && last > limit => "补办".to_owned(),
        0 => "已办".into(),
        open if !limit.is_none() && limit < facts.as_of => {
            format!("欠账{}{until}", several(open, owing.len()))
        }
        open => format!("待办{}{until}", several(open, owing.len())),
    };
    Some(format!("{}：{stand}", duty.heading()))
}

fn several(open: usize, all: usize) -> String {
    if all > 1 { format!("{open}/{all}个单位") } else { String::new() }
}
