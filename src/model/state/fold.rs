//! A record is the fold of its facts. Nothing here fails: a fact happened.

use std::collections::{BTreeMap, BTreeSet};

use super::super::enterprise::Enterprise;
use super::super::event::{Entry, Event, Fact, Stamp};
use super::super::field::Fields;
use super::super::hazard::State;
use super::super::hazard::deeds::Deed;
use super::super::hazard::transitions::transition;
use super::super::row::{Body, Document, Row};
use super::state_of;
use crate::calendar::Day;

/// The record after one more fact. A [`Fact::Undone`] only counts the version up: [`refold`] says what is left.
pub fn apply(row: Option<Row>, event: &Event, at: Stamp, officer: &str) -> Option<Row> {
    if let Fact::Undone { .. } = event.fact {
        return row.map(|row| Row { version: row.version + 1, ..row });
    }
    let now = (at, officer.to_owned());
    let mut row = row.unwrap_or_else(|| Row {
        id: event.id,
        version: 0,
        entered: now.clone(),
        touched: now.clone(),
        voided: String::new(),
        body: Body::blank(event.id.kind()),
    });
    row.version += 1;
    row.touched = now;
    change(&mut row, event, Day::from_date(at.date_naive()).unwrap_or(Day::NONE), officer);
    Some(row)
}

/// The record as all its entries, oldest first, leave it; [`None`] when its beginning was taken back.
/// What is undone does not count, unless the undo is undone.
pub fn refold<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Option<Row> {
    let entries: Vec<&Entry> = entries.into_iter().collect();
    let gone = undone(entries.iter().map(|e| (e.group, &e.event.fact)));
    let in_force = entries.iter().filter(|e| !gone.contains(&e.group));
    let facts = in_force.filter(|e| !matches!(e.event.fact, Fact::Undone { .. }));
    let row = facts.fold(None, |row, e| apply(row, &e.event, e.at, &e.officer));
    row.map(|row| Row { version: u32::try_from(entries.len()).unwrap_or(u32::MAX), ..row })
}

/// The groups that are taken back. The latest word counts: an undo that is itself undone takes nothing back.
pub fn undone<'e>(facts: impl DoubleEndedIterator<Item = (u64, &'e Fact)>) -> BTreeSet<u64> {
    let mut gone = BTreeSet::new();
    for (group, fact) in facts.rev() {
        if let Fact::Undone { group: back } = fact
            && !gone.contains(&group)
        {
            gone.insert(*back);
        }
    }
    gone
}

/// The groups that are called 恢复 and not 撤销, each with the group that came back by it: undos of an undo.
pub fn restored<'e>(facts: impl Iterator<Item = (u64, &'e Fact)>) -> BTreeMap<u64, u64> {
    let (mut undos, mut restored) = (BTreeMap::new(), BTreeMap::new());
    for (group, fact) in facts {
        if let Fact::Undone { group: back } = fact {
            match undos.get(back) {
                Some(original) => restored.insert(group, *original),
                None => undos.insert(group, *back),
            };
        }
    }
    restored
}

fn change(row: &mut Row, event: &Event, day: Day, officer: &str) {
    match &event.fact {
        Fact::Entered { fields } => {
            fill(&mut row.body, fields);
            if let Body::Enterprise(enterprise) = &mut row.body {
                enterprise.begin(enterprise.since.opt().unwrap_or(day));
            }
        }
        Fact::Amended { fields, effective_on } => {
            let was_stub = row.enterprise().is_some_and(Enterprise::is_stub);
            fill(&mut row.body, fields);
            if let Body::Enterprise(enterprise) = &mut row.body {
                let is_completed = was_stub && enterprise.is_open() && enterprise.since.is_none();
                let from = effective_on.opt().or(is_completed.then_some(day));
                respan(enterprise, from, fields);
            }
        }
        Fact::Voided => row.voided.clone_from(&event.why),
        Fact::Acted { deed, fields } => acted(row, *deed, fields, day, officer),
        Fact::Loaded { name, text } => {
            row.body = Body::Document(Box::new(Document { name: name.clone(), text: text.clone() }));
        }
        Fact::Undone { .. } => {}
    }
}

/// Sets fields that were judged when the wish was granted.
fn fill(body: &mut Body, fields: &Fields) {
    let _ = body.fill(fields);
}

fn acted(row: &mut Row, deed: Deed, fields: &Fields, day: Day, officer: &str) {
    let Body::Hazard(hazard) = &mut row.body else { return };
    let way = transition(deed);
    if let Some(to) = state_of(fields)
        && (to != hazard.state || way.makes)
    {
        // Whoever closes it was in time or not by the clock that ran until then.
        hazard.stood = if to == State::Closed { hazard.stood } else { 0 };
        hazard.state = to;
        hazard.state_since = fields.day(way.on).opt().unwrap_or(day);
    }
    (way.apply)(hazard, fields, day, officer);
    if deed == Deed::Void {
        fields.get("reason").clone_into(&mut row.voided);
    }
}

/// A change in the world begins a span, and a stub without 纳管日 that is completed counts from then on; a correction rewrites the last span
/// where it stands.
fn respan(enterprise: &mut Enterprise, from: Option<Day>, fields: &Fields) {
    if let Some(from) = from {
        return enterprise.mark(from, fields);
    }
    let since = enterprise.since.opt().filter(|_| fields.has("since"));
    let second = enterprise.spans.get(1).map(|s| s.from);
    if let (Some(since), Some(first)) = (since, enterprise.spans.first_mut())
        && second.is_none_or(|second| since < second)
    {
        first.from = since;
    }
    let last = enterprise.spans.last().map(|s| s.from);
    enterprise.mark(last.or(enterprise.since.opt()).unwrap_or(Day::FIRST), fields);
}
