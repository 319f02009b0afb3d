//! Duties that are owed case by case about records — a regulation to be spread, an application to be checked, a warning to be
//! passed on — each with a day of its own. Hazards have parts of their own; exhibitions are reminded of long before.

use super::super::cadence::Window;
use super::super::coverage::{Event, Sheet};
use super::super::duty::{Duty, Owner, SubjectKind};
use super::super::ladder::climbed;
use super::super::matrix::answer;
use super::reminders::{days_left, is_below};
use super::{Kind, Morning, Pile, Section, TodayLine};

/// Calendar days after which a case that nobody answered is no work of this morning any more: it stays on the chart (局内约定).
const LATEST: i32 = 92;

pub(super) fn pile(morning: &Morning, pile: &mut Pile) {
    let of_records = |duty: &Duty| duty.is_by_event() && duty.subject.of == SubjectKind::Record;
    let mut waiting: Vec<(&Duty, &Sheet, &Window, &Event)> = Vec::new();
    let all = morning.now.iter().chain(&morning.to_close);
    for standing in all.filter(|standing| of_records(&standing.duty)) {
        let Some(window) = standing.window() else { continue };
        let running = standing.sheet.events(standing.at(), 0).filter(|event| event.is_late || event.is_soon);
        let running = running.filter(|event| event.limit.days_until(morning.facts().as_of) <= LATEST);
        let asked = running.filter(|event| is_asked(morning, &standing.duty, event));
        waiting.extend(asked.map(|event| (&*standing.duty, &standing.sheet, window, event)));
    }
    waiting.sort_by_key(|(duty, _, _, event)| (event.limit, event.id, &duty.code));
    for (duty, sheet, window, event) in waiting {
        let unit = morning.facts().basics.unit_of_no(event.who);
        let code = unit.map_or("", |unit| &unit.code);
        let part = format!("/{}/{code}", duty.code);
        pile.add_part(Section::Directives, (event.id, &part), false, || TodayLine {
            section: Section::Directives,
            alert: String::new(),
            id: event.id,
            key: format!("{}{part}", event.id),
            township: unit.map(|unit| unit.short.clone()).unwrap_or_default(),
            text: format!("{} {}", duty.title, morning.words.text(event.id)),
            status: days_left(morning.facts(), event.limit),
            day: event.limit,
            major: false,
            state: None,
            entry: answer(sheet, window, event, morning.facts()),
        });
    }
}

/// A township's own cases; all of them to the district, to a leader what has climbed up.
fn is_asked(morning: &Morning, duty: &Duty, event: &Event) -> bool {
    let is_mine = match morning.unit {
        0 => true,
        own => duty.owner == Owner::Township && event.unit == own,
    };
    is_mine
        && event.id.kind() != Kind::Exhibition
        && !is_below(morning.rung, climbed(event.limit, morning.facts()))
}
