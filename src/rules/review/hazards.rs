//! Hazards of the morning: what waits for the officer's own decision, 重大 and overdue, near their day, to recheck, to hand over or urge, drafts, new ones of others.

use super::super::alerts::of_section;
use super::super::clock::{Clock, due_in_force, overdue_days, running, state_on};
use super::super::coverage::look_back_due;
use super::super::facts::Facts;
use super::super::ladder::{Rung, climbed};
use super::super::queue::{LATE_EXTENDED, Urgency, waits_for_look_back};
use super::reminders::days_left;
use super::{Morning, Pile, Section, TodayLine, TodayPage};
use crate::calendar::Day;
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;

/// In the order 急重轻缓 within each part.
pub(super) fn pile(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let urgency = Urgency::new(facts);
    let mine = facts.hazards.iter().filter(|card| morning.is_mine(card.township));
    let mut placed: Vec<_> = mine
        .filter_map(|card| section_of(card, morning).map(|section| (section, urgency.place(card), card)))
        .collect();
    placed.sort_unstable_by_key(|(section, place, _)| (*section, *place));
    for (section, _, card) in placed {
        pile.add_record(section, card.id, is_worked_on(card, facts), || line(morning, section, card));
    }
    if !morning.rung.is_leader() {
        pile_others(morning, pile);
    }
}

fn section_of(card: &HazardCard, morning: &Morning) -> Option<Section> {
    let facts = morning.facts();
    let state = state_on(card, facts)?;
    if state == State::Draft && morning.rung.is_leader() {
        return None;
    }
    if state == State::Draft {
        return Some(Section::Drafts);
    }
    if waits_for_look_back(card, facts) && !morning.rung.is_leader() {
        let near = facts.workdays.between(facts.as_of, look_back_due(card, facts)) <= soon(facts);
        return near.then_some(Section::ToRecheck);
    }
    if !state.is_open() {
        return None;
    }
    if decision(card, state, morning).is_some() {
        return Some(Section::Decisions);
    }
    let limit = running(card, state, facts).map(|(_, limit)| limit);
    let reached =
        climbed(limit.unwrap_or(Day::NONE).min(due_in_force(card, facts).opt().unwrap_or(Day::LAST)), facts);
    if morning.rung > Rung::Staff && reached >= morning.rung {
        return Some(Section::Escalated);
    }
    if morning.rung.is_leader() {
        return (card.is_major() && morning.rung == Rung::Leader).then_some(Section::MajorAndOverdue);
    }
    if card.is_major() || overdue_days(card, facts) > 0 {
        return Some(Section::MajorAndOverdue);
    }
    let near = |day: Day| facts.workdays.between(facts.as_of, day) <= soon(facts);
    match state {
        State::PendingRecheck => Some(Section::ToRecheck),
        State::TransferPending => Some(Section::Transfers),
        State::TransferSent | State::TransferAccepted => {
            limit.is_some_and(near).then_some(Section::Transfers)
        }
        State::Registered => Some(Section::DueSoon),
        State::Rectifying => {
            let proposed = card.is(hazard_flag::DUE_PROPOSED).then_some(card.due);
            due_in_force(card, facts).opt().or(proposed).is_some_and(near).then_some(Section::DueSoon)
        }
        _ => None,
    }
}

/// The decision of this officer's that a hazard waits for (domain §4.3: #23, #15, #13 of 重大). What is 重大 is the leaders', the
/// way down from it too.
fn decision(card: &HazardCard, state: State, morning: &Morning) -> Option<&'static str> {
    let waits = [
        (card.is(hazard_flag::REGRADE_ASKED), Deed::DecideRegrade, "调级待批"),
        (card.is(hazard_flag::EXTENSION_ASKED), Deed::DecideExtension, "延期待批"),
        (
            card.is_major() && state == State::PendingRecheck && !card.is(hazard_flag::UNSECURED),
            Deed::PassRecheck,
            "重大销号待批",
        ),
    ];
    let mut mine =
        waits.into_iter().filter(|(waits, deed, _)| *waits && morning.words.decides(*deed, card.is_major()));
    mine.next().map(|(_, _, words)| words)
}

fn soon(facts: &Facts) -> i32 {
    i32::try_from(facts.basics.settings.due_soon_workdays).unwrap_or(i32::MAX)
}

fn line(morning: &Morning, section: Section, card: &HazardCard) -> TodayLine {
    let (mut status, mut day) = status(card, morning.facts());
    if let (Section::Decisions, Some(what)) = (section, decision(card, card.state, morning)) {
        status = what.to_owned();
    }
    if section == Section::ToRecheck && card.state == State::Closed {
        day = look_back_due(card, morning.facts());
        status = format!("回头看 {}", days_left(morning.facts(), day));
    }
    let premises = morning.facts().enterprise(card.enterprise).map(|card| morning.called(card));
    let text = format!("{} {}", premises.unwrap_or_default(), morning.words.text(card.id));
    TodayLine {
        section,
        alert: of_section(section, card.is_major(), overdue_days(card, morning.facts()) > 0).into(),
        id: card.id,
        key: card.id.to_string(),
        township: morning.township(card.township),
        text: text.trim().to_owned(),
        status,
        day,
        major: card.is_major(),
        state: Some(card.state),
        entry: None,
    }
}

/// `逾期12天`, `逾期后延期 剩9天`, `今日到期`, `待复查 剩2工作日`; and the day it goes by.
fn status(card: &HazardCard, facts: &Facts) -> (String, Day) {
    let due = due_in_force(card, facts);
    let over = overdue_days(card, facts);
    let state = state_on(card, facts).unwrap_or_default();
    if over > 0 && facts.as_of <= due {
        return (format!("{LATE_EXTENDED} {}", days_left(facts, due)), due);
    }
    if over > 0 {
        return (format!("逾期{over}天"), due);
    }
    match running(card, state, facts) {
        Some((Clock::Rectify, due)) => (days_left(facts, due), due),
        Some((_, limit)) => (format!("{} {}", state.name(), workdays_left(facts, limit)), limit),
        None if card.is(hazard_flag::DUE_PROPOSED) => ("期限待补".into(), card.due),
        None if card.is(hazard_flag::SUSPENDED) => ("暂停营业".into(), card.due),
        None => (state.name().into(), card.state_since),
    }
}

fn workdays_left(facts: &Facts, limit: Day) -> String {
    match facts.workdays.between(facts.as_of, limit) {
        _ if limit < facts.as_of => format!("超{}工作日", facts.workdays.between(limit, facts.as_of).max(1)),
        0 => "今日到期".into(),
        left => format!("剩{left}工作日"),
    }
}

/// New since the workday before, entered by somebody else and not by an import. Of a bulk only as many are looked up as may
/// be shown.
fn pile_others(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let days = facts.workdays.add(facts.as_of, -1)..=facts.as_of;
    let is_new = |card: &&HazardCard| {
        let is_mine = morning.is_mine(card.township) && morning.words.sees(card.id);
        days.contains(&card.entered_on) && is_mine && !card.is(hazard_flag::IMPORTED)
    };
    let mut looked_up = 0;
    for card in facts.hazards.iter().rev().filter(is_new) {
        let Some(state) = state_on(card, facts).filter(|state| *state != State::Draft) else { continue };
        looked_up += 1;
        if looked_up <= 2 * TodayPage::LIMIT && morning.words.entered(card.id).0 == morning.words.officer() {
            continue;
        }
        pile.add_record(Section::Others, card.id, is_worked_on(card, facts), || TodayLine {
            status: state.name().into(),
            day: card.entered_on,
            ..line(morning, Section::Others, card)
        });
    }
}

/// Did anybody do something to it on the day the facts are seen from, after it was entered?
fn is_worked_on(card: &HazardCard, facts: &Facts) -> bool {
    card.acted_on == facts.as_of
}

/// Hazards of the officer's that were worked on today, whether they still have a line or not.
pub(super) fn worked_on(morning: &Morning) -> u32 {
    let facts = morning.facts();
    let mine =
        facts.hazards.iter().filter(|card| is_worked_on(card, facts) && morning.is_mine(card.township));
    mine.filter(|card| morning.words.sees(card.id)).count() as u32
}
