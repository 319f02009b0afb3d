//! What seats wait for when many work at one ledger, at an owner in this process over its socket: entries acknowledged when eight
//! submit together, beside plain `fdatasync`s in the same run; a question of fifty seats of which ten enter; a question between
//! entries without a pause; an entry until others hear of it.
//!
//! The disk flips between fast and slow within seconds, so every round measures its own `fdatasync`s too: only figures of one line
//! compare. `ZHIBEN_BENCH_ROUNDS` sets how many.

// A bench that cannot go on stops.
#![allow(clippy::unwrap_used)]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use zhiben::ask::answer::Answer;
use zhiben::ask::query::{HazardFilter, HazardOrder, Query, Window};
use zhiben::calendar::Day;
use zhiben::demo::{Size, fill};
use zhiben::desk::account::Peer;
use zhiben::desk::clock::Clock;
use zhiben::desk::seat::Call;
use zhiben::desk::serve::{Keeping, Stopper, keep};
use zhiben::desk::socket::Place;
use zhiben::desk::wire::{Hello, News, THIS_PROGRAM};
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;
use zhiben::model::command::Command;
use zhiben::model::event::Ticket;
use zhiben::model::field::Fields;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::Id;
use zhiben::rules::queue::Queue;

const NOW: &str = "2026-11-23T08:30:00+08:00";

/// A ledger with hazards in it, kept for seats by a thread of this process.
struct Office {
    home: tempfile::TempDir,
    stopper: Stopper,
    enterprises: Vec<Id>,
}

impl Office {
    fn new(hazards: u32) -> Office {
        let home = tempfile::TempDir::new_in(concat!(env!("CARGO_MANIFEST_DIR"), "/target")).unwrap();
        let data = home.path().join("data");
        let today: Day = "2026-11-23".parse().unwrap();
        let clock = Clock::Fixed(NOW.parse().unwrap());
        let opening =
            Opening {
                data: data.clone(), officer: Officer::alone("陈某", ""), clock: clock.clone(), today
            };
        let desk = Desk::open(opening).unwrap();
        fill(&desk, Size { enterprises: hazards / 20, hazards, seed: 19 }, today, |_, _| {}).unwrap();
        let window = Window::top(200);
        let query = Query::Enterprises {
            filter: zhiben::ask::query::EnterpriseFilter::default(),
            window,
            day: Day::NONE,
        };
        let Answer::Enterprises(page) = desk.ask(&query) else { panic!() };
        let enterprises = page.rows.iter().map(|row| row.id).collect();
        drop(desk);
        let keeping = Keeping {
            data,
            socket: home.path().join("sock"),
            mode: 0o600,
            linger: None,
            backups: home.path().join("backup"),
            clock,
            who: Arc::new(|_| Ok(Peer { account: "chen".into(), is_keeper: true })),
        };
        let (tell, told) = channel();
        let kept = move || keep(&keeping, |stopper| tell.send(stopper).unwrap()).unwrap();
        std::thread::Builder::new().name("owner".into()).spawn(kept).unwrap();
        Office { home, stopper: told.recv().unwrap(), enterprises }
    }

    fn sits(&self, n: usize) -> Desk {
        let call = Call {
            place: Place { path: self.home.path().join("sock"), is_own: false },
            data: self.home.path().join("data"),
            hello: Hello { name: format!("席位{n}"), is_manned: true, ..Hello::default() },
            program: THIS_PROGRAM.into(),
        };
        Desk::connect(call, &mut |_, _| {}).unwrap()
    }

    /// A hazard as quick entry makes it.
    fn enters(&self, desk: &Desk, n: u64) -> u64 {
        static TICKETS: AtomicU64 = AtomicU64::new(0);
        let ticket = Ticket(format!("席-{}", TICKETS.fetch_add(1, Ordering::Relaxed)));
        let shop = self.enterprises[n as usize % self.enterprises.len()].to_string();
        let pairs = [
            ("enterprise", shop.as_str()),
            ("description", "后厨燃气软管老化"),
            ("source", "乡镇检查"),
            ("level", "一般"),
        ];
        let command = Command::Act { id: String::new(), deed: Deed::Register, fields: Fields::of(pairs) };
        desk.submit(ticket, command).unwrap().seq
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.stopper.stop();
    }
}

/// Times of so many `fdatasync`s of a line each, one after another, in milliseconds, sorted.
fn syncs(dir: &Path, count: usize) -> Vec<f64> {
    let mut file = File::create(dir.join("plain")).unwrap();
    let line = [b'x'; 700];
    let one = |_| {
        let since = Instant::now();
        file.write_all(&line).unwrap();
        file.sync_data().unwrap();
        millis(since.elapsed())
    };
    let mut times: Vec<f64> = (0..count).map(one).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn at(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}

/// Entries acknowledged in a second when `seats` submit together, each the next as soon as the last was acknowledged.
fn together(office: &Office, seats: usize, time: Duration) -> f64 {
    let desks: Vec<Desk> = (0..seats).map(|n| office.sits(n)).collect();
    let is_over = AtomicBool::new(false);
    let done = AtomicU64::new(0);
    let since = Instant::now();
    std::thread::scope(|scope| {
        for desk in &desks {
            let (done, is_over) = (&done, &is_over);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    office.enters(desk, done.load(Ordering::Relaxed));
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(time);
        is_over.store(true, Ordering::Relaxed);
    });
    done.load(Ordering::Relaxed) as f64 / since.elapsed().as_secs_f64()
}

/// Times of a page of open hazards, asked by `asking` seats whenever they hear that something was entered, as the workbench does,
/// while `entering` others enter, each once a second.
fn asked(office: &Office, asking: usize, entering: usize, seconds: u32) -> Vec<f64> {
    let desks: Vec<Desk> = (0..asking + entering).map(|n| office.sits(n)).collect();
    let (enter, ask) = desks.split_at(entering);
    let last = Arc::new(AtomicU64::new(0));
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let asking: Vec<_> = ask
            .iter()
            .enumerate()
            .map(|(n, desk)| {
                let (told, last) = (desk.changes(), Arc::clone(&last));
                scope.spawn(move || {
                    let mut times = Vec::new();
                    while let Ok(news) = told.recv() {
                        let News::Changed(seq) = news else { continue };
                        times.push(asks_for_a_page(desk, n as u32 * 10));
                        if seq == last.load(Ordering::SeqCst) {
                            break;
                        }
                    }
                    times
                })
            })
            .collect();
        let entering: Vec<_> = enter
            .iter()
            .enumerate()
            .map(|(n, desk)| {
                scope.spawn(move || {
                    let second = Duration::from_secs(1);
                    std::thread::sleep(second * n as u32 / entering as u32);
                    for turn in 0..seconds {
                        office.enters(desk, u64::from(turn));
                        std::thread::sleep(second);
                    }
                })
            })
            .collect();
        entering.into_iter().for_each(|seat| seat.join().unwrap());
        // The last entry ends it for those who hear of it.
        let Answer::Status(status) = enter[0].ask(&Query::Status) else { panic!() };
        last.store(status.seq + 1, Ordering::SeqCst);
        office.enters(&enter[0], 0);
        asking.into_iter().flat_map(|seat| seat.join().unwrap()).collect()
    });
    times.sort_by(f64::total_cmp);
    times
}

/// Times of a page of open hazards, asked by one seat again and again while eight submit as fast as they are acknowledged: longer
/// than an `fdatasync` only where questions wait for one.
fn asked_between(office: &Office, time: Duration) -> Vec<f64> {
    let (desks, asking) = ((0..8).map(|n| office.sits(n)).collect::<Vec<Desk>>(), office.sits(8));
    let is_over = AtomicBool::new(false);
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        for desk in &desks {
            let is_over = &is_over;
            scope.spawn(move || {
                // Not all at one shop: each is compared with what was found there today.
                for turn in 0.. {
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    office.enters(desk, turn);
                }
            });
        }
        let begun = Instant::now();
        let asks = std::iter::from_fn(|| (begun.elapsed() < time).then(|| asks_for_a_page(&asking, 0)));
        let times = asks.inspect(|_| std::thread::sleep(Duration::from_millis(1))).collect();
        is_over.store(true, Ordering::Relaxed);
        times
    });
    times.sort_by(f64::total_cmp);
    times
}

/// How long the answer took.
fn asks_for_a_page(desk: &Desk, rank: u32) -> f64 {
    let query = Query::Hazards {
        filter: HazardFilter { queue: Some(Queue::Open), ..HazardFilter::default() },
        order: HazardOrder::Urgency,
        window: Window { anchor: Id::NONE, rank, step: 0, above: 10, below: 10 },
        day: Day::NONE,
    };
    let since = Instant::now();
    assert!(matches!(desk.ask(&query), Answer::Hazards(_)));
    millis(since.elapsed())
}

/// Times from an acknowledged entry of one seat until another has heard of it (less than 0: heard before).
fn heard(office: &Office, count: usize) -> Vec<f64> {
    let (one, other) = (office.sits(0), office.sits(1));
    let told = other.changes();
    let mut times: Vec<f64> = (0..count)
        .map(|n| {
            let seq = office.enters(&one, n as u64);
            let since = Instant::now();
            while told.recv().unwrap() != News::Changed(seq) {}
            millis(since.elapsed())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// A row of p50, p99 and the longest.
fn row(what: &str, times: &[f64]) {
    println!("| {what} | {:.2} | {:.2} | {:.2} |", at(times, 0.5), at(times, 0.99), at(times, 1.0));
}

fn main() {
    let number =
        |name: &str, usual: u32| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (rounds, hazards) = (number("ZHIBEN_BENCH_ROUNDS", 6), number("ZHIBEN_BENCH_HAZARDS", 5_000));
    let office = Office::new(hazards);
    println!("{hazards} hazards at the start\n\n| ms | p50 | p99 | most |\n|---|---|---|---|");
    row("from an acknowledged entry until another seat has heard of it", &heard(&office, 300));
    for _ in 0..rounds.min(3) {
        row(
            "50 seats, 10 enter once a second, 40 ask for their page at every entry",
            &asked(&office, 40, 10, 5),
        );
    }
    row("one asks while 8 enter without a pause", &asked_between(&office, Duration::from_secs(3)));
    let plain = syncs(office.home.path(), 400);
    row("a plain fdatasync, right after", &plain);
    println!("\n| plain fdatasync, p50 | of them in a second | 1 seat, entries/s | 8 seats, entries/s |");
    println!("|---|---|---|---|");
    for _ in 0..rounds {
        let before = syncs(office.home.path(), 200);
        let one = together(&office, 1, Duration::from_millis(700));
        let eight = together(&office, 8, Duration::from_millis(1_500));
        let mut plain = [before, syncs(office.home.path(), 200)].concat();
        plain.sort_by(f64::total_cmp);
        let per_second = 1e3 * plain.len() as f64 / plain.iter().sum::<f64>();
        println!("| {:.2} ms | {per_second:.0} | {one:.0} | {eight:.0} |", at(&plain, 0.5));
    }
}
