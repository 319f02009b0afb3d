//! Properties over random deeds in a small world.

use std::collections::BTreeSet;

use proptest::prelude::*;
use zhiben::calendar::Day;
use zhiben::model::case::Role;
use zhiben::model::command::{Command, Refusal};
use zhiben::model::event::Fact;
use zhiben::model::field::{Fields, Shape, Spec};
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::hazard::transitions::{TRANSITIONS, Transition, possible};
use zhiben::model::hazard::{Hazard, State};
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::Row;
use zhiben::model::state::refold;

use super::world::World;

const CLOSING: &[Deed] =
    &[Deed::FixAndVerify, Deed::AnswerAndClose, Deed::PassRecheck, Deed::SiteGone, Deed::Import];

/// One random deed: which, to which hazard, how it is filled, after how many days, by whom.
type Dice = (usize, usize, u8, u8, u8);

fn dice() -> impl Strategy<Value = Dice> {
    (0..usize::MAX, 0..usize::MAX, any::<u8>(), 0..12u8, 0..3u8)
}

fn hazards(world: &World) -> Vec<Id> {
    world.rows.keys().copied().filter(|id| id.kind() == Kind::Hazard).collect()
}

/// Answers to every question that stays open, and to some of the others.
fn filled(world: &World, way: &Transition, row: Option<&Row>, luck: u8) -> Fields {
    let mut fields = way.prefilled(&world.case(), row, &Fields::default());
    for (n, ask) in way.asks().iter().enumerate() {
        let lucky = luck.rotate_left(n as u32 % 8) & 3 == 0;
        // A day that stands there already is what this deed is for.
        let moves = way.deed == Deed::CorrectDates && !fields.get(ask.spec.key).is_empty();
        if moves && lucky {
            fields.put(ask.spec.key, plausible(world, &ask.spec, luck));
        }
        if fields.get(ask.spec.key).is_empty() && (ask.spec.required || lucky) {
            fields.put(ask.spec.key, plausible(world, &ask.spec, luck));
        }
    }
    fields
}

fn plausible(world: &World, spec: &Spec, luck: u8) -> String {
    let ahead = i32::from(luck % 16);
    match spec.shape {
        Shape::Ahead => world.today.plus(ahead).to_string(),
        Shape::Date => world.today.plus(-ahead % 4).to_string(),
        Shape::Flag => if luck.is_multiple_of(3) { "否" } else { "是" }.into(),
        Shape::One(words) => words[usize::from(luck) % words.len()].into(),
        Shape::Count | Shape::Money => "800".into(),
        Shape::Unit => super::world::WANAN.into(),
        Shape::Department => ["xf", "zj", "cg"][usize::from(luck) % 3].into(),
        Shape::Industry | Shape::Industries => "cy".into(),
        Shape::Link(Kind::Enterprise) => world.shop.to_string(),
        Shape::Link(Kind::Inspection) => world.visit.to_string(),
        Shape::Link(Kind::Hazard) => {
            let live = hazards(world).into_iter().find(|id| !world.rows[id].is_void());
            live.map(|id| id.to_string()).unwrap_or_default()
        }
        Shape::People | Shape::Text if luck.is_multiple_of(2) => "王五".into(),
        Shape::People | Shape::Text => "陈局".into(),
        Shape::Prose => "有隐患".into(),
        _ => String::new(),
    }
}

/// Rolls the dice on the world; gives what was wished and what came of it.
fn roll(world: &mut World, (which, target, luck, days, who): Dice) -> (Command, Result<Vec<Id>, Refusal>) {
    world.wait(i32::from(days / 4));
    world.sit(
        ["李四", "王五", "小林"][usize::from(who)],
        if who == 2 { &[Role::Township] } else { &Role::ALL },
    );
    if (which >> 8).is_multiple_of(16) {
        return move_shop(world);
    }
    let all = hazards(world);
    let id = all.get(target % (all.len() + 1)).copied();
    let offered = id.map(|id| possible(&world.rows[&id], &world.case())).unwrap_or_default();
    let way = match offered.as_slice() {
        _ if luck.is_multiple_of(8) => &TRANSITIONS[which % TRANSITIONS.len()],
        [] => TRANSITIONS.iter().filter(|t| t.makes).nth(which % 3).unwrap(),
        offered => offered[which % offered.len()],
    };
    let fields = filled(world, way, id.and_then(|id| world.rows.get(&id)), luck);
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let command = Command::Act { id, deed: way.deed, fields };
    let ids = world.submit(&command).map(|done| done.ids);
    (command, ids)
}

/// Days that do not stand in the order in which things happen.
fn disorders(h: &Hazard, today: Day) -> BTreeSet<&'static str> {
    let finished = || h.rounds.iter().filter_map(|round| round.done_on.opt());
    let rechecked = || h.rechecks.iter().map(|recheck| recheck.on);
    let told = || finished().chain(rechecked()).chain(h.closed_on.opt());
    let by_recheck = h.rechecks.last().filter(|last| last.result == "合格" && last.on == h.closed_on);
    let last_done = finished().next_back().unwrap_or_default();
    let leg = h.legs.last().cloned().unwrap_or_default();
    let in_turn = [leg.sent_on, leg.accepted_on, leg.feedback_on];
    let in_turn: Vec<Day> = in_turn.into_iter().filter_map(Day::opt).collect();
    [
        ("before it was found", told().any(|on| on < h.found_on)),
        ("in the future", told().any(|on| on > today)),
        ("closed before the recheck", !h.closed_on.is_none() && rechecked().any(|on| on > h.closed_on)),
        ("rechecked before it was done", by_recheck.is_some_and(|last| last.on < last_done)),
        ("done before its round", h.rounds.iter().any(|r| r.done_on.opt().is_some_and(|on| on < r.from))),
        ("a transfer out of turn", !in_turn.is_sorted()),
    ]
    .into_iter()
    .filter_map(|(what, is_so)| is_so.then_some(what))
    .collect()
}

/// The shop closes, or opens again.
fn move_shop(world: &mut World) -> (Command, Result<Vec<Id>, Refusal>) {
    let is_open = world.rows[&world.shop].enterprise().unwrap().is_open();
    let command = Command::Amend {
        id: world.shop,
        seen: 0,
        fields: Fields::of([("status", if is_open { "关闭" } else { "在营" })]),
        effective_on: world.today.plus(-3),
        why: "搬走又搬回".into(),
    };
    let ids = world.submit(&command).map(|done| done.ids);
    (command, ids)
}

fn without_version(row: Option<&Row>) -> Option<Row> {
    row.cloned().map(|row| Row { version: 0, ..row })
}

fn refolded(world: &World, id: Id) -> Option<Row> {
    use zhiben::model::case::Records;
    refold(&world.history(id))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_hazard_ends_only_by_the_five_ways(rolls in prop::collection::vec(dice(), 1..60)) {
        let mut world = World::new();
        for dice in rolls {
            let _ = roll(&mut world, dice);
        }
        let start = world.basics.settings.start_on;
        for id in hazards(&world) {
            let mut state = State::Draft;
            for entry in world.journal.iter().filter(|e| e.event.id == id) {
                let Fact::Acted { deed, fields } = &entry.event.fact else { continue };
                let to = State::of_name(fields.get("to")).unwrap_or(state);
                if to == State::Closed && state != State::Closed {
                    prop_assert!(CLOSING.contains(deed), "{deed:?}");
                    let early = fields.day("closed_on") < start;
                    prop_assert!(*deed != Deed::Import || early);
                }
                state = to;
            }
            prop_assert_eq!(state, world.see(id).state);
            prop_assert_eq!(state == State::Closed, !world.see(id).closed_on.is_none());
        }
    }

    #[test]
    fn corrected_days_stand_in_order_and_leave_the_state_alone(rolls in prop::collection::vec(dice(), 1..60)) {
        let mut world = World::new();
        for dice in rolls {
            let before = world.clone();
            let (command, done) = roll(&mut world, dice);
            let (Command::Act { id, deed: Deed::CorrectDates, .. }, Ok(_)) = (command, done) else { continue };
            let id: Id = id.parse().unwrap();
            let (old, new) = (before.see(id), world.see(id));
            prop_assert_eq!(old.state, new.state);
            prop_assert_eq!(old.closed_on.is_none(), new.closed_on.is_none());
            // What an old ledger, or a later day of finding, put out of order was so before.
            let (was, is) = (disorders(old, world.today), disorders(new, world.today));
            prop_assert!(is.is_subset(&was), "{is:?} {new:#?}");
        }
    }

    #[test]
    fn a_refused_wish_changes_nothing(rolls in prop::collection::vec(dice(), 1..40)) {
        let mut world = World::new();
        for dice in rolls {
            let before = world.clone();
            let (command, done) = roll(&mut world, dice);
            if let Err(refusal) = done {
                prop_assert_eq!(&before.rows, &world.rows);
                prop_assert_eq!(before.journal.len(), world.journal.len());
                prop_assert!(!refusal.text.is_empty() && !refusal.hint.is_empty(), "{:?}", command);
            }
        }
    }

    #[test]
    fn a_record_is_the_fold_of_its_history(rolls in prop::collection::vec(dice(), 1..40)) {
        let mut world = World::new();
        for dice in rolls {
            let _ = roll(&mut world, dice);
            if dice.2.is_multiple_of(5) {
                let _ = world.submit(&Command::Undo { group: None });
            }
            if dice.2.is_multiple_of(7) {
                let _ = world.submit(&Command::Redo);
            }
        }
        for (id, row) in &world.rows {
            prop_assert_eq!(Some(row.clone()), refolded(&world, *id));
        }
    }

    #[test]
    fn undo_restores_and_redo_brings_back(rolls in prop::collection::vec(dice(), 1..30)) {
        let mut world = World::new();
        for dice in rolls {
            let before = world.clone();
            let (_, done) = roll(&mut world, dice);
            if done.is_err() {
                continue;
            }
            let after = world.rows.clone();
            let group = world.journal.last().unwrap().group;
            match world.submit(&Command::Undo { group: Some(group) }) {
                Err(refusal) => prop_assert_eq!(refusal.guard.as_str(), "未发函"),
                Ok(undone) => {
                    for id in undone.ids {
                        prop_assert_eq!(
                            without_version(before.rows.get(&id)),
                            without_version(world.rows.get(&id))
                        );
                    }
                    world.submit(&Command::Redo).unwrap();
                    for (id, row) in &after {
                        prop_assert_eq!(without_version(Some(row)), without_version(world.rows.get(id)));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_offered_is_accepted_or_refused_by_a_named_guard_or_field(rolls in prop::collection::vec(dice(), 1..25)) {
        let mut world = World::new();
        for dice in rolls {
            let _ = roll(&mut world, dice);
            for id in hazards(&world) {
                let row = &world.rows[&id];
                for way in possible(row, &world.case()) {
                    let fields = filled(&world, way, Some(row), dice.2);
                    let command = Command::Act { id: id.to_string(), deed: way.deed, fields };
                    if let Err(refusal) = world.clone().submit(&command) {
                        let named = !refusal.guard.is_empty() || !refusal.fields.is_empty();
                        prop_assert!(named && !refusal.hint.is_empty(), "{}: {:?}", way.name, refusal);
                    }
                }
            }
        }
    }
}

#[test]
fn the_dice_come_to_every_state_and_through_every_deed() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut states, mut deeds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..160 {
        let rolls = prop::collection::vec(dice(), 60).new_tree(&mut runner).unwrap().current();
        let mut world = World::new();
        for dice in rolls {
            let _ = roll(&mut world, dice);
        }
        for entry in &world.journal {
            if let Fact::Acted { deed, fields } = &entry.event.fact {
                deeds.insert(*deed);
                states.extend(State::of_name(fields.get("to")));
            }
        }
    }
    assert_eq!(states.len(), State::ALL.len(), "{states:?}");
    let never: Vec<_> = TRANSITIONS.iter().filter(|t| !deeds.contains(&t.deed)).map(|t| t.name).collect();
    assert!(never.is_empty(), "{never:?}");
}
