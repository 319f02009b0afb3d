//! Lists of the other nouns: whatever is evidence, newest first.

use super::answer::{RecordLine, RecordPage};
use super::page;
use super::query::Window;
use super::view::View;
use super::words::item;
use crate::calendar::Day;
use crate::model::card::{EvidenceCard, evidence_flag};
use crate::model::id::{Id, Kind};
use crate::model::row::name_of;
use crate::text::pinyin;

/// The ids of the records that match, newest first; of 工作记录 only one sort, where one is named by its code. A text matches by
/// the enterprise, the number, the words of the record, or the whole name of its kind or sort.
pub fn order(view: &View, kind: Option<Kind>, sort: &str, text: &str, unit: &str) -> Vec<Id> {
    let facts = view.facts(Day::NONE);
    let no = view.basics.unit_no(unit);
    let text = text.trim();
    let query = pinyin::Query::new(text);
    let says = |id: Id, subject: Id| {
        query.is_empty()
            || view.cards.enterprise(subject).is_some_and(|card| query.finds(&card.keys, &card.name))
            || id.to_string() == text.to_uppercase()
            || view.called(id).contains(text)
            || name_of(id.kind()) == text
    };
    let is_sort = |card: &EvidenceCard| {
        !text.is_empty() && view.basics.sort_of_no(card.sort).is_some_and(|sort| sort.name == text)
    };
    if kind == Some(Kind::Person) {
        let people = facts.persons.iter().filter(|(_, person)| unit.is_empty() || person.unit == unit);
        return people.filter(|(id, _)| says(*id, Id::NONE)).map(|(id, _)| *id).collect();
    }
    if kind == Some(Kind::Waiver) {
        let waivers = facts.waivers.iter().rev().filter(|(_, waiver)| unit.is_empty() || waiver.unit == unit);
        return waivers.filter(|(id, waiver)| says(*id, waiver.enterprise)).map(|(id, _)| *id).collect();
    }
    if kind == Some(Kind::Snooze) {
        let snoozes =
            facts.snoozes.iter().rev().filter(|(_, snooze)| no == 0 || item(view, &snooze.item).unit == no);
        let found = snoozes.filter(|(id, snooze)| {
            says(*id, Id::NONE)
                || item(view, &snooze.item).words.contains(text)
                || snooze.reason.contains(text)
        });
        return found.map(|(id, _)| *id).collect();
    }
    let sort = view.basics.sort_no(sort);
    let cards = kind.map_or(facts.evidence, |kind| facts.evidence_of(kind));
    let mut found: Vec<(Day, Id)> = cards
        .iter()
        .filter(|card| !card.is(evidence_flag::VOID) && (sort == 0 || card.sort == sort))
        .filter(|card| no == 0 || unit_of(view, card) == no)
        .filter(|card| says(card.id, card.subject) || is_sort(card))
        .map(|card| (card.date, card.id))
        .collect();
    found.sort_unstable_by_key(|key| std::cmp::Reverse(*key));
    found.into_iter().map(|(_, id)| id).collect()
}

/// The page of a list already [`order`]ed.
pub fn page(view: &View, order: &[Id], total: usize, window: Window) -> RecordPage {
    page::cut(order, total, view.seq, window, |id| line(view, id))
}

/// The unit that a piece of evidence counts for, by its number; 0: none. Its own; of a letter the township of its first hazard (its
/// own number is the department's); else where its enterprise or person is, else that of the plan or session that it belongs to.
pub(super) fn unit_of(view: &View, card: &EvidenceCard) -> u8 {
    let of_subject = || match card.subject.kind() {
        Kind::Hazard => view.cards.hazard(card.subject).map_or(0, |hazard| hazard.township),
        Kind::Person => view.cards.person(card.subject).map_or(0, |person| view.basics.unit_no(&person.unit)),
        _ => {
            let premises = view.cards.enterprise(card.subject);
            premises.and_then(|e| e.on(card.date).or(e.now())).map_or(0, |span| span.township)
        }
    };
    let of_parent = || view.facts(Day::NONE).piece(card.parent).map_or(0, |parent| parent.unit);
    let known = |no: &u8| *no != 0;
    match card.id.kind() {
        Kind::Transfer => of_subject(),
        Kind::PlanItem => Some(of_parent()).filter(known).unwrap_or_else(of_subject),
        Kind::Attendance => Some(of_subject()).filter(known).unwrap_or_else(of_parent),
        _ => Some(card.unit).filter(known).unwrap_or_else(of_subject),
    }
}

/// The line of one record.
pub fn line(view: &View, id: Id) -> Option<RecordLine> {
    if id.kind() == Kind::Person {
        let (_, person) = view.cards.persons().iter().find(|(person, _)| *person == id)?;
        return Some(RecordLine {
            id,
            kind: name_of(Kind::Person).into(),
            date: person.since,
            unit: view.unit_name(&person.unit),
            subject: person.name.clone(),
            text: format!("{} {}", person.post, person.role).trim().to_owned(),
        });
    }
    if id.kind() == Kind::Waiver {
        let facts = view.facts(Day::NONE);
        let (_, waiver) = facts.waivers.iter().find(|(waiver, _)| *waiver == id)?;
        let subject = [waiver.enterprise, waiver.person].into_iter().find(|subject| subject.is_some());
        return Some(RecordLine {
            id,
            kind: name_of(Kind::Waiver).into(),
            date: waiver.from,
            unit: view.unit_name(&waiver.unit),
            subject: subject.map(|subject| view.called(subject)).unwrap_or_default(),
            text: format!("{} {}", waiver.duty, waiver.reason),
        });
    }
    if id.kind() == Kind::Snooze {
        let facts = view.facts(Day::NONE);
        let (_, snooze) = facts.snoozes.iter().find(|(snooze, _)| *snooze == id)?;
        let item = item(view, &snooze.item);
        return Some(RecordLine {
            id,
            kind: name_of(Kind::Snooze).into(),
            date: snooze.date,
            unit: view.unit_short(item.unit),
            subject: item.words,
            text: format!("暂缓至 {}：{}", snooze.until, snooze.reason),
        });
    }
    let card = *view.facts(Day::NONE).piece(id)?;
    let subject = match card.subject.kind() {
        _ if card.subject == Id::NONE => String::new(),
        Kind::Enterprise => view.enterprise_name(card.subject),
        _ => view.called(card.subject),
    };
    let row = view.shelves.row(id);
    let unit = match id.kind() {
        Kind::Transfer => {
            view.basics.department_of_no(card.unit).map(|d| d.short.clone()).unwrap_or_default()
        }
        _ => view.unit_short(unit_of(view, &card)),
    };
    Some(RecordLine {
        id,
        kind: row.as_ref().map_or_else(|| name_of(id.kind()).into(), |row| row.body.name(view.basics)),
        date: card.date,
        unit,
        subject,
        text: row.map(|row| row.body.title()).unwrap_or_default(),
    })
}
