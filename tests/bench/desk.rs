//! What an officer waits for, on a real store of 100 000 hazards and 5 000 enterprises: opening, moving, filtering, matrices,
//! the morning's review, a line of quick entry.
//!
//! The store is made once under `target/bench-store` by `demo` (some minutes); `ZHIBEN_BENCH_HAZARDS` sets another size.

// A bench that cannot go on stops.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use zhiben::ask::query::{HazardFilter, HazardOrder, Query, Window};
use zhiben::calendar::Day;
use zhiben::demo::{Size, fill};
use zhiben::desk::clock::Clock;
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;
use zhiben::model::id::Id;
use zhiben::rules::matrix::MatrixId;
use zhiben::rules::queue::Queue;

fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

fn opening(data: PathBuf) -> Opening {
    let now = "2026-11-23T08:30:00+08:00".parse().unwrap();
    Opening { data, officer: Officer::alone("陈某", ""), clock: Clock::Fixed(now), today: today() }
}

/// The store, made when it is not there.
fn store() -> PathBuf {
    let hazards = std::env::var("ZHIBEN_BENCH_HAZARDS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/bench-store/{hazards}"));
    if !data.join("made").exists() {
        std::fs::create_dir_all(&data).unwrap();
        let desk = Desk::open(opening(data.clone())).unwrap();
        fill(&desk, Size { enterprises: 5_000, hazards, seed: 19 }, today(), |_, _| {}).unwrap();
        std::fs::write(data.join("made"), "").unwrap();
    }
    data
}

fn hazards(filter: HazardFilter, window: Window) -> Query {
    Query::Hazards { filter, order: HazardOrder::Urgency, window, day: Day::NONE }
}

fn saying(text: &str) -> HazardFilter {
    HazardFilter { text: text.into(), ..HazardFilter::default() }
}

fn desk(c: &mut Criterion) {
    let data = store();
    c.bench_function("open", |b| b.iter_with_large_drop(|| Desk::open(opening(data.clone())).unwrap()));

    let desk = Desk::open(opening(data)).unwrap();
    let ask = |query: Query| black_box(desk.ask(black_box(&query)));
    let page = |rank| Window { anchor: Id::NONE, rank, step: 1, above: 20, below: 20 };
    c.bench_function("move", |b| {
        let mut rank = 0;
        b.iter(|| {
            rank = (rank + 1) % 5_000;
            ask(hazards(HazardFilter::default(), page(rank)))
        });
    });
    // A new text each time, so that no list is kept from the question before.
    for (name, texts) in [
        ("filter by characters", ["软管", "通道", "出口", "灭火", "配电", "气瓶", "报警", "电线", "责任"]),
        ("filter by pinyin", ["mkhg", "afnr", "jyz", "cs", "mg", "hfz", "xcms", "wj", "gw"]),
    ] {
        c.bench_function(name, |b| {
            let mut turn = 0;
            b.iter(|| {
                turn += 1;
                ask(hazards(saying(texts[turn % texts.len()]), page(0)))
            });
        });
    }
    c.bench_function("open hazards in their order", |b| {
        let mut turn = 0;
        b.iter(|| {
            turn += 1;
            let day = today().plus(-(turn % 30));
            let filter = HazardFilter { queue: Some(Queue::Open), ..HazardFilter::default() };
            ask(Query::Hazards { filter, order: HazardOrder::Urgency, window: page(0), day })
        });
    });
    for id in MatrixId::ALL {
        c.bench_function(&format!("matrix {}", id.code()), |b| {
            b.iter(|| ask(Query::Matrix { id, day: today(), period: None }));
        });
    }
    c.bench_function("today", |b| b.iter(|| ask(Query::Today { day: today(), unit: String::new() })));
    c.bench_function("a line understood", |b| {
        let line = "i 1.cy/mkhg @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok".to_owned();
        b.iter(|| ask(Query::Understand { line: line.clone(), common: String::new(), last: Id::NONE }));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = desk
}
criterion_main!(benches);
