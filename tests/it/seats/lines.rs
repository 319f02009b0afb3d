//! Lines that are lost: the program as the owner of a ledger, killed in the middle of work, started by many at once, found by
//! another build. Seats go on by themselves, and nothing is entered twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;
use zhiben::ask::answer::Answer;
use zhiben::ask::query::{Extract, Query};
use zhiben::desk::office::begin;
use zhiben::desk::seat::Call;
use zhiben::desk::socket::Place;
use zhiben::desk::wire::Hello;
use zhiben::desk::{Desk, SubmitError, trust};
use zhiben::model::event::Ticket;
use zhiben::model::id::{Id, Kind};

use super::bureau::{enter, opening, ticket};
use super::line::Line;

const EXE: &str = env!("CARGO_BIN_EXE_zhiben");
/// Long enough for any machine; nothing here waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A ledger of one account, whose owner is the program itself.
struct Ledger {
    home: TempDir,
    /// The owner that was started by hand, if one was.
    started: Option<Child>,
}

impl Ledger {
    fn new() -> Ledger {
        let ledger = Ledger { home: TempDir::new().unwrap(), started: None };
        let desk = Desk::open(opening(&ledger.data())).unwrap();
        desk.submit(ticket(), begin("2024-06-01".parse().unwrap(), false)).unwrap();
        ledger
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn socket(&self) -> PathBuf {
        self.home.path().join("sock")
    }

    /// The owner as a seat starts it, but with another patience after its last seat.
    fn keeps(&mut self, linger: &str) {
        let owner = Process::new(EXE)
            .arg("--data")
            .arg(self.data())
            .args(["serve", "--detached", "--socket"])
            .arg(self.socket())
            .env("ZHIBEN_LINGER", linger)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.started = Some(owner.unwrap());
        until("台账有人保管", || self.owner().is_some());
    }

    fn call(&self, name: &str) -> Call {
        Call {
            place: Place { path: self.socket(), is_own: true },
            data: self.data(),
            hello: Hello { name: name.into(), ..Hello::default() },
            program: EXE.into(),
        }
    }

    fn sits(&self, name: &str) -> Desk {
        Desk::connect(self.call(name), &mut |_, _| {}).unwrap()
    }

    /// The process that holds the ledger now, by its lock; it is ours if it was started for this very directory.
    fn owner(&self) -> Option<Pid> {
        let lock = fs::read_to_string(self.data().join("LOCK")).ok()?;
        let pid: i32 = lock.lines().next()?.parse().ok()?;
        self.owners().into_iter().find(|owner| owner.as_raw_nonzero().get() == pid)
    }

    /// Every process that was started to keep this ledger and has not ended.
    fn owners(&self) -> Vec<Pid> {
        let data = self.data();
        let processes =
            fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_ours = |pid: &String| {
            let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let mut words = command.split(|byte| *byte == 0);
            words.any(|word| word == data.as_os_str().as_encoded_bytes())
                && command.windows(10).any(|w| w == b"--detached")
        };
        processes.filter(is_ours).filter_map(|pid| Pid::from_raw(pid.parse().ok()?)).collect()
    }

    fn kills(&self, owner: Pid) {
        kill_process(owner, Signal::KILL).unwrap();
    }

    /// Stops the owner in order and looks at everything.
    fn is_sound(&self) -> bool {
        if let Some(owner) = self.owner() {
            kill_process(owner, Signal::TERM).unwrap();
            until("台账服务停下", || self.owners().is_empty());
        }
        let now = "2026-11-28T09:00:00+08:00".parse().unwrap();
        trust::verify(&self.data(), "核对", now, &mut |_, _| {}).unwrap().is_sound()
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        for owner in self.owners() {
            let _ = kill_process(owner, Signal::KILL);
        }
        if let Some(mut child) = self.started.take() {
            let _ = child.wait();
        }
    }
}

/// Waits for a thing.
#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < PATIENCE, "没有等到{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Enters a remark until it is known to be recorded, with the one ticket.
fn enters(desk: &Desk, words: &str) {
    let ticket = Ticket(format!("席位-{words}"));
    let since = Instant::now();
    loop {
        match desk.submit(ticket.clone(), enter(Kind::Review, &[("note", words)])) {
            Ok(_) => return,
            // The owner was killed again before it could say a word.
            Err(SubmitError::Unanswered(_) | SubmitError::Unrecorded(_)) if since.elapsed() < PATIENCE => {}
            Err(why) => panic!("{words}：{why:?}"),
        }
    }
}

/// How often each remark stands in the ledger.
fn remarks(desk: &Desk) -> BTreeMap<String, usize> {
    let (mut found, mut after) = (BTreeMap::new(), Id::NONE);
    loop {
        let of = Extract::Of(Kind::Review);
        let query = Query::Extract { of, township: String::new(), after, limit: 500 };
        let Answer::Rows(rows) = desk.ask(&query) else { panic!() };
        let Some(last) = rows.last() else { return found };
        after = last.id;
        for row in &rows {
            *found.entry(row.review().unwrap().note.clone()).or_default() += 1;
        }
    }
}

#[test]
fn an_owner_killed_again_and_again_loses_no_entry_of_eight_seats_and_doubles_none() {
    const SEATS: usize = 8;
    const EACH: usize = 40;
    const KILLS: usize = 6;
    let ledger = Ledger::new();
    let acknowledged = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for seat in 0..SEATS {
            let (ledger, acknowledged) = (&ledger, &acknowledged);
            scope.spawn(move || {
                let desk = ledger.sits(&format!("席位{seat}"));
                for n in 0..EACH {
                    enters(&desk, &format!("{seat}-{n}"));
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        // At moments that nobody can foresee, as long as there is work to be interrupted.
        let mut rng = Rng::with_seed(7);
        let mut next = 0;
        for _ in 0..KILLS {
            next += rng.usize(1..SEATS * EACH / KILLS);
            until("更多登记", || acknowledged.load(Ordering::SeqCst) >= next);
            let mut owner = None;
            until("台账有人保管", || {
                owner = ledger.owner();
                owner.is_some()
            });
            let owner = owner.unwrap();
            ledger.kills(owner);
            until("它停下", || test_kill_process(owner).is_err() || !ledger.owners().contains(&owner));
        }
    });
    let wanted = (0..SEATS).flat_map(|seat| (0..EACH).map(move |n| (format!("{seat}-{n}"), 1)));
    assert_eq!(remarks(&ledger.sits("核对")), wanted.collect());
    assert!(ledger.is_sound());
}

#[test]
fn of_many_who_find_nobody_one_starts_the_owner_and_all_sit_down() {
    let ledger = Ledger::new();
    // What an owner that was killed left behind.
    drop(std::os::unix::net::UnixListener::bind(ledger.socket()).unwrap());
    std::thread::scope(|scope| {
        for seat in 0..6 {
            let ledger = &ledger;
            scope.spawn(move || enters(&ledger.sits(&format!("席位{seat}")), &format!("{seat}")));
        }
    });
    assert_eq!(remarks(&ledger.sits("核对")).len(), 6);
    until("只剩一个", || ledger.owners().len() == 1);
    let log = fs::read_to_string(ledger.data().join("owner.log")).unwrap();
    assert_eq!(log.matches("开始").count(), 1, "{log}");
}

#[test]
fn an_owner_that_meets_another_build_makes_room_as_soon_as_its_seats_have_left() {
    let mut ledger = Ledger::new();
    ledger.keeps("600");
    let seat = ledger.sits("先来的");
    let first = ledger.owner().unwrap();
    let (mut stranger, theirs) = Line::greeting(&ledger.socket(), "9.9.9-abc");
    assert!(theirs.starts_with(env!("CARGO_PKG_VERSION")) && stranger.hears().is_none());
    enters(&seat, "照常");
    assert_eq!(ledger.owner(), Some(first), "not while somebody sits there");
    drop(seat);
    until("它让位", || ledger.owner() != Some(first));
    let next = ledger.sits("后来的");
    assert_ne!(ledger.owner(), Some(first));
    assert_eq!(remarks(&next).len(), 1);
}

#[test]
fn a_half_told_wish_of_a_killed_owner_is_found_by_its_ticket() {
    let ledger = Ledger::new();
    let desk = ledger.sits("李某");
    enters(&desk, "甲");
    let owner = ledger.owner().unwrap();
    ledger.kills(owner);
    // The same wish once more, as after a lost answer: granted before, so it is only told.
    enters(&desk, "甲");
    enters(&desk, "乙");
    assert_ne!(ledger.owner(), Some(owner));
    assert_eq!(remarks(&desk), BTreeMap::from([("甲".into(), 1), ("乙".into(), 1)]));
    assert!(ledger.is_sound());
}
