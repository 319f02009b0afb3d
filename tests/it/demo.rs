//! Sample data: plausible at every size, refused by no rule, with the gaps that screens are for.

use std::collections::BTreeSet;

use tempfile::TempDir;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::{Extract, HazardFilter, HazardOrder, Query, Window};
use zhiben::calendar::Day;
use zhiben::demo::{DemoError, Made, Size, fill};
use zhiben::desk::clock::Clock;
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;
use zhiben::model::hazard::State;
use zhiben::model::id::Kind;
use zhiben::model::row::Row;
use zhiben::rules::queue::Queue;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn filled(size: Size, until: &str) -> (TempDir, Desk, Result<Made, DemoError>) {
    let dir = TempDir::new().unwrap();
    let at = "2024-05-10T08:00:00+08:00".parse().unwrap();
    let officer = Officer::alone("王一", "");
    let data = dir.path().join("data");
    let opening = Opening { data, officer, clock: Clock::Fixed(at), today: day(until) };
    let desk = Desk::open(opening).unwrap();
    let made = fill(&desk, size, day(until), |_, _| {});
    (dir, desk, made)
}

fn count(desk: &Desk, filter: HazardFilter, until: &str) -> u32 {
    let query =
        Query::Hazards { filter, order: HazardOrder::Urgency, window: Window::top(1), day: day(until) };
    match desk.ask(&query) {
        Answer::Hazards(page) => page.matched,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_wish_of_the_sample_is_refused() {
    for (seed, until) in
        [(1, "2024-05-20"), (2, "2024-12-31"), (3, "2025-10-05"), (4, "2026-12-31"), (5, "2027-03-01")]
    {
        let (_dir, desk, made) = filled(Size { enterprises: 30, hazards: 60, seed }, until);
        assert_eq!(made.unwrap().refused, Vec::<String>::new(), "{seed} {until}");
        let drafts = HazardFilter { states: vec![State::Draft], ..HazardFilter::default() };
        let all = count(&desk, HazardFilter::default(), until);
        assert_eq!(all - count(&desk, drafts, until), 60, "{seed} {until}");
    }
}

#[test]
fn every_sort_and_every_list_has_records_and_something_is_left_to_do() {
    let until = "2026-11-23";
    let (_dir, desk, made) = filled(Size { enterprises: 60, hazards: 60, seed: 7 }, until);
    assert_eq!(made.unwrap().refused, Vec::<String>::new());
    let rows = |kind| desk.extract(Extract::Of(kind), "").map(Result::unwrap).collect::<Vec<_>>();
    let records = rows(Kind::Evidence);
    let of =
        |code: &str| records.iter().filter(|row| row.evidence().is_some_and(|one| one.sort == code)).count();
    for sort in &desk.office().unwrap().basics.sorts {
        assert!(of(&sort.code) > 0, "{}", sort.name);
    }
    for kind in [Kind::Exhibition, Kind::LicenseReview, Kind::DishonestEntry, Kind::SupportApplication] {
        assert!(rows(kind).len() > 2, "{kind:?}");
    }
    assert!(
        rows(Kind::SupportApplication).iter().any(|row| !row.body.get("hits").unwrap().is_empty()),
        "一件命中名单"
    );
    let large = |row: &Row| row.exhibition().is_some_and(|one| one.is_large());
    assert!(rows(Kind::Exhibition).iter().any(large) && !rows(Kind::Exhibition).iter().all(large));
    let basics = desk.office().unwrap().basics;
    let open = records
        .iter()
        .filter_map(Row::evidence)
        .filter(|one| basics.sort(&one.sort).is_some_and(|sort| sort.has("due") && !sort.is_settled(one)));
    assert!((1..=6).contains(&open.clone().count()), "{:?}", open.map(|one| &one.title).collect::<Vec<_>>());
    // Gaps: no township has publicity in each of its ten quarters.
    let towns = basics.townships().map(|town| {
        let own = records
            .iter()
            .filter_map(Row::evidence)
            .filter(|one| one.sort == "publicity" && one.unit == town.code);
        own.count()
    });
    assert!(towns.clone().all(|count| count > 15) && towns.clone().max() != towns.clone().min());
}

#[test]
fn some_hazards_are_open_late_and_with_departments() {
    let until = "2026-11-23";
    let (_dir, desk, made) = filled(Size { enterprises: 80, hazards: 900, seed: 19 }, until);
    assert_eq!(made.unwrap().refused, Vec::<String>::new());
    let of = |queue| count(&desk, HazardFilter { queue: Some(queue), ..HazardFilter::default() }, until);
    for queue in [
        Queue::Open,
        Queue::Rectifying,
        Queue::Overdue,
        Queue::ToRecheck,
        Queue::ToAnswer,
        Queue::Drafts,
        Queue::Closed,
    ] {
        assert!(of(queue) > 0, "{}", queue.name());
    }
    let open = of(Queue::Open);
    assert!(open < 120, "{open} of 900 are open");
}

#[test]
fn however_few_are_asked_for_they_reach_the_last_day_and_leave_something_to_do() {
    let until = "2026-11-23";
    for (enterprises, hazards, seed) in [(60, 400, 19), (150, 60, 19), (60, 150, 3), (30, 60, 5)] {
        let size = Size { enterprises, hazards, seed };
        let (_dir, desk, made) = filled(size, until);
        assert_eq!(made.unwrap().refused, Vec::<String>::new());
        let of = |queue| count(&desk, HazardFilter { queue: Some(queue), ..HazardFilter::default() }, until);
        for queue in [Queue::Open, Queue::Overdue, Queue::ToRecheck] {
            assert!(of(queue) > 0, "{size:?} {}", queue.name());
        }
        let open = of(Queue::Open);
        assert!(open * 8 < hazards + 20, "{size:?}: {open} are open");
        // Some are found in every month.
        let rows = desk.extract(Extract::Found, "").map(Result::unwrap);
        let months: BTreeSet<String> = rows
            .filter_map(|row| row.hazard().map(|hazard| hazard.found_on.to_string()[..7].to_owned()))
            .collect();
        assert_eq!(months.len(), 31, "{size:?} {months:?}");
    }
}

#[test]
fn a_day_before_the_plan_is_refused() {
    let (_dir, _desk, made) = filled(Size { enterprises: 1, hazards: 1, seed: 1 }, "2024-05-09");
    assert!(matches!(made, Err(DemoError::TooEarly(_))));
}
