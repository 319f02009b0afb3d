//! From a record back to the duties: which it serves, and how those stand that are owed by it or for it.

use std::sync::Arc;

use super::super::cadence::{Window, window_at};
use super::super::duty::{Duties, Duty, SubjectKind};
use super::super::facts::Facts;
use super::{Event, Sheet, Sum, Survey, cases, pieces};
use crate::model::card::EvidenceCard;
use crate::model::id::{Id, Kind};

/// In words, what a record is good for: the duties that a piece of evidence counts for, and how those stand that an
/// enterprise, a person, a hazard or a record owes or is owed for.
pub fn duties_served(facts: &Facts, duties: &Duties, id: Id) -> Vec<String> {
    let mut only = *facts;
    let kind = match id.kind() {
        Kind::Enterprise => {
            let Ok(at) = facts.enterprises.binary_search_by_key(&id, |card| card.id) else {
                return Vec::new();
            };
            only.enterprises = facts.enterprises.get(at..=at).unwrap_or_default();
            SubjectKind::Enterprise
        }
        Kind::Person => {
            let Ok(at) = facts.persons.binary_search_by_key(&id, |(person, _)| *person) else {
                return Vec::new();
            };
            only.persons = facts.persons.get(at..=at).unwrap_or_default();
            SubjectKind::Person
        }
        Kind::Hazard => {
            let Ok(at) = facts.hazards.binary_search_by_key(&id, |card| card.id) else { return Vec::new() };
            only.hazards = facts.hazards.get(at..=at).unwrap_or_default();
            SubjectKind::Hazard
        }
        _ => return facts.piece(id).map(|card| served_by(card, facts, duties)).unwrap_or_default(),
    };
    let survey = Survey::new(&only);
    let asked = duties.iter().filter(|duty| duty.subject.of == kind);
    asked.filter_map(|duty| standing_of_one(duty, &survey)).collect()
}

fn served_by(card: &EvidenceCard, facts: &Facts, duties: &Duties) -> Vec<String> {
    let survey = Survey::new(facts);
    let of_duty = |duty: &Arc<Duty>| {
        if duty.subject.of == SubjectKind::Record
            && let Some(stand) = cases::standing_of_record(duty, card, &survey)
        {
            return Some(stand);
        }
        pieces::serves(duty, card, &survey).or_else(|| standing_of_subject(duty, card.id, &survey))
    };
    duties.iter().filter_map(of_duty).collect()
}

/// How a duty stands of which there is one subject, or one hazard.
fn standing_of_one(duty: &Arc<Duty>, survey: &Survey) -> Option<String> {
    let window = window_at(duty, &survey.facts, survey.facts.as_of)?;
    let sheet = Sheet::of(duty, vec![window], survey);
    let sum = match duty.is_by_event() {
        true => sheet.events(0, 0).map(Event::sum).reduce(Sum::plus)?,
        false => sheet.subjects(0, 0).next()?.1,
    };
    Some(stands(duty, &sheet, &sum, survey))
}

/// How a duty stands for a record that it is about in every period (行业协会).
fn standing_of_subject(duty: &Arc<Duty>, id: Id, survey: &Survey) -> Option<String> {
    if duty.subject.of != SubjectKind::Record || duty.is_by_event() {
        return None;
    }
    let slot = cases::cards(&duty.subject, &survey.facts).binary_search_by_key(&id, |card| card.id).ok()?;
    let window = window_at(duty, &survey.facts, survey.facts.as_of)?;
    let sheet = Sheet::of(duty, vec![window], survey);
    let (_, sum) = sheet.subjects(0, 0).find(|(at, _)| *at == slot)?;
    Some(stands(duty, &sheet, &sum, survey))
}

fn stands(duty: &Duty, sheet: &Sheet, sum: &Sum, survey: &Survey) -> String {
    let label = sheet.windows.first().map(Window::label).unwrap_or_default();
    let state = sheet.state(0, sum, survey.facts.as_of);
    format!("{}（{label}）：{}", duty.heading(), state.name())
}
