//! 急重轻缓 and the named queues, seen from Monday 2026-11-23.

use zhiben::model::card::{HazardCard, enterprise_flag, hazard_flag, name_crc};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::rules::queue::{Band, Queue, Urgency, band, overdue_days, shown_due};

use super::world::{World, day, id};

fn bands(world: &World) -> Vec<(u32, Band, u32)> {
    let facts = world.facts();
    let urgency = Urgency::new(&facts);
    let mut cards: Vec<_> = world.hazards.iter().collect();
    cards.sort_by_key(|card| urgency.place(card));
    cards.iter().map(|c| (c.id.number(), band(c, &facts), overdue_days(c, &facts))).collect()
}

fn in_state(state: State, since: &str) -> impl FnOnce(&mut HazardCard) {
    let since = day(since);
    move |h| (h.state, h.state_since) = (state, since)
}

fn due(on: &str) -> impl FnOnce(&mut HazardCard) {
    let on = day(on);
    move |h| h.due = on
}

#[test]
fn what_presses_most_comes_first() {
    let mut world = World::on("2026-11-23");
    world.enterprise(|_| ());
    world.enterprise(|e| e.flags |= enterprise_flag::CROWDED);
    let major = |h: &mut HazardCard| h.flags |= hazard_flag::MAJOR;
    world.hazard(in_state(State::Closed, "2026-11-20")); // 1
    world.hazard(due("2026-11-26")); // 2 three workdays left
    world.hazard(due("2026-11-27")); // 3 four
    world.hazard(due("2026-11-20")); // 4 three days over
    world.hazard(due("2026-11-10")); // 5 thirteen days over
    world.hazard(|h| (h.due, h.enterprise) = (day("2026-11-20"), id(Kind::Enterprise, 2))); // 6 crowded
    world.hazard(|h| (h.due, h.flags) = (day("2026-11-20"), h.flags | hazard_flag::REPEATED)); // 7
    world.hazard(in_state(State::Registered, "2026-11-23")); // 8
    world.hazard(in_state(State::PendingRecheck, "2026-11-20")); // 9 five workdays not over
    world.hazard(in_state(State::PendingRecheck, "2026-11-13")); // 10 over
    world.hazard(in_state(State::TransferPending, "2026-11-17")); // 11 over after three workdays
    world.hazard(in_state(State::TransferSent, "2026-11-20")); // 12
    world.hazard(|h| {
        major(h);
        h.due = day("2026-11-22");
    }); // 13
    world.hazard(|h| {
        major(h);
        in_state(State::Registered, "2026-11-23")(h);
    }); // 14
    world.hazard(|h| {
        major(h);
        h.due = day("2026-12-31");
    }); // 15
    world.hazard(in_state(State::Draft, "2026-11-22")); // 16
    assert_eq!(
        bands(&world),
        [
            (13, Band::MajorOverdue, 1),
            (14, Band::MajorSoon, 0),
            (5, Band::Overdue, 13),
            (6, Band::Overdue, 3),
            (7, Band::Overdue, 3),
            (4, Band::Overdue, 3),
            (11, Band::TransferLate, 0),
            (10, Band::RecheckLate, 0),
            (2, Band::Soon, 0),
            (8, Band::Unjudged, 0),
            (9, Band::ToRecheck, 0),
            (3, Band::Rectifying, 0),
            (15, Band::Rectifying, 0),
            (12, Band::WithDepartment, 0),
            (16, Band::Draft, 0),
            (1, Band::Ended, 0),
        ]
    );
}

#[test]
fn a_proposed_due_day_is_never_overdue_and_a_suspended_clock_stands() {
    let mut world = World::on("2026-11-23");
    for flag in [0, hazard_flag::DUE_PROPOSED, hazard_flag::SUSPENDED] {
        world.hazard(|h| (h.due, h.flags) = (day("2026-11-01"), h.flags | flag));
    }
    assert_eq!(bands(&world), [(1, Band::Overdue, 22), (2, Band::Rectifying, 0), (3, Band::Rectifying, 0)]);
}

#[test]
fn the_days_that_a_shop_was_shut_are_added_to_the_time_for_a_recheck() {
    let mut world = World::on("2026-11-23");
    for stood in [0, 30] {
        world.hazard(|h| {
            in_state(State::PendingRecheck, "2026-11-02")(h);
            (h.done_on, h.stood) = (day("2026-11-02"), stood);
        });
    }
    let bands: Vec<_> = bands(&world).into_iter().map(|(number, band, _)| (number, band)).collect();
    assert_eq!(bands, [(1, Band::RecheckLate), (2, Band::ToRecheck)]);
}

#[test]
fn what_was_extended_too_late_stays_overdue_behind_what_is_over_now_and_counts_from_the_first_day() {
    let mut world = World::on("2026-11-23");
    world.hazard(|h| (h.missed_due, h.due) = (day("2026-11-10"), day("2026-11-30"))); // 1
    world.hazard(due("2026-11-22")); // 2
    world.hazard(|h| (h.missed_due, h.due) = (day("2026-11-10"), day("2026-11-20"))); // 3 over once more
    world.hazard(|h| {
        (h.missed_due, h.due, h.state) = (day("2026-11-10"), day("2026-11-30"), State::PendingRecheck)
    }); // 4
    let over = (Band::Overdue, Queue::Overdue);
    assert_eq!(bands(&world), [(3, over.0, 13), (2, over.0, 1), (1, over.0, 13), (4, Band::RecheckLate, 0)]);
    let facts = world.facts();
    let held: Vec<_> =
        world.hazards.iter().filter(|c| over.1.holds(c, &facts, "")).map(|c| c.id.number()).collect();
    assert_eq!(held, [1, 2, 3]);
    // On the first day itself nobody was late.
    assert_eq!(overdue_days(&world.hazards[0], &facts.seen_from(day("2026-11-10"))), 0);
}

#[test]
fn a_general_hazard_handed_over_goes_by_the_departments_clock_a_major_one_keeps_its_own_too() {
    let mut world = World::on("2026-11-23");
    for flag in [0, hazard_flag::MAJOR] {
        world.hazard(|h| {
            in_state(State::TransferAccepted, "2026-11-16")(h);
            (h.due, h.accepted_on, h.flags) = (day("2026-11-10"), day("2026-11-16"), h.flags | flag);
        });
    }
    assert_eq!(bands(&world), [(2, Band::MajorOverdue, 13), (1, Band::WithDepartment, 0)]);
}

#[test]
fn seen_from_an_earlier_day_a_hazard_stands_as_it_stood() {
    let mut world = World::on("2026-11-23");
    world.hazard(|h| {
        in_state(State::Closed, "2026-11-20")(h);
        (h.due, h.done_on, h.closed_on) = (day("2026-11-09"), day("2026-11-12"), day("2026-11-20"));
    });
    let seen = |on: &str| {
        let facts = world.facts().seen_from(day(on));
        let card = &world.hazards[0];
        (band(card, &facts), overdue_days(card, &facts), Queue::Open.holds(card, &facts, ""))
    };
    assert_eq!(seen("2026-11-01"), (Band::Ended, 0, false));
    assert_eq!(seen("2026-11-06"), (Band::Soon, 0, true));
    assert_eq!(seen("2026-11-11"), (Band::Overdue, 2, true));
    assert_eq!(seen("2026-11-12"), (Band::ToRecheck, 0, true));
    assert_eq!(seen("2026-11-23"), (Band::Ended, 0, false));
}

#[test]
fn what_waits_to_be_looked_at_again_shows_the_day_of_that_and_stands_in_its_order() {
    let mut world = World::on("2026-11-23");
    let mut closed = |on: &str, flags: u32| {
        let on = day(on);
        world.hazard(|h| {
            (h.state, h.state_since, h.closed_on, h.due) = (State::Closed, on, on, day("2026-11-05"));
            h.flags |= flags;
        });
    };
    closed("2026-11-16", hazard_flag::MAJOR); // 1
    closed("2026-11-20", 0); // 2: nobody has to
    closed("2026-11-09", hazard_flag::MAJOR); // 3
    closed("2026-11-18", hazard_flag::MAJOR | hazard_flag::LOOKED_BACK); // 4: was looked at
    let facts = world.facts();
    let urgency = Urgency::new(&facts);
    let mut cards: Vec<_> = world.hazards.iter().collect();
    cards.sort_by_key(|card| urgency.place(card));
    let days = i32::try_from(facts.basics.settings.lookback_days).unwrap();
    let told: Vec<_> = cards.iter().map(|card| (card.id.number(), shown_due(card, &facts))).collect();
    let due = day("2026-11-05");
    assert_eq!(
        told,
        [(3, day("2026-11-09").plus(days)), (1, day("2026-11-16").plus(days)), (2, due), (4, due)]
    );
}

#[test]
fn each_queue_holds_its_own() {
    let mut world = World::on("2026-11-23");
    let states = State::ALL.map(|state| world.hazard(in_state(state, "2026-11-20")));
    let mine = world.hazard(|h| h.watcher = name_crc("李明"));
    let major = world.hazard(|h| {
        in_state(State::Closed, "2026-11-20")(h);
        (h.flags, h.closed_on) = (h.flags | hazard_flag::MAJOR, day("2026-11-20"));
    });
    let facts = world.facts();
    let held = |queue: Queue| -> Vec<Id> {
        world.hazards.iter().filter(|c| queue.holds(c, &facts, "李明")).map(|c| c.id).collect()
    };
    assert_eq!(held(Queue::Mine), [mine]);
    assert_eq!(held(Queue::ToLookBack), [major]);
    assert_eq!(held(Queue::Drafts), [states[0]]);
    assert_eq!(held(Queue::ToTransfer), [states[3]]);
    assert_eq!(held(Queue::Open).len(), 7);
    assert_eq!(held(Queue::Closed), [states[7], major]);
    assert_eq!(held(Queue::All).len(), 12);
}
