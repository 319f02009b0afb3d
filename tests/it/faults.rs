//! What the ledger makes of kills, damaged files, power loss and full disks: every acknowledged entry is
//! there, once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use zhiben::ledger::disk::{Disk, Handle, RealDisk};
use zhiben::ledger::{Ledger, LedgerError, Met, Opening, backup, verify};
use zhiben::model::event::Ticket;
use zhiben::model::id::Kind;

use super::ledger::{
    Plain, PlainFold, everything, nth, open, opening, segments, try_open, visit, with_visits,
};

/// Says to the child of a test which data directory to enter into.
const CHILD_OF: &str = "ZHIBEN_TEST_ENTERS_INTO";

/// What is done to a file, or to the text of one.
type ToFile = fn(&Path);
type ToText = fn(&str) -> String;

/// This test binary once more, doing nothing but `test` in `dir`.
fn child(test: &str, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD_OF, dir)
        .stderr(Stdio::null());
    command
}

fn child_dir() -> Option<PathBuf> {
    std::env::var_os(CHILD_OF).map(PathBuf::from)
}

/// The next visit that the ledger does not hold.
fn next_visit(ledger: &Plain) -> u32 {
    ledger.last_number(Kind::Hazard, nth(Kind::Hazard, 1).month()).unwrap() + 1
}

#[test]
fn every_acknowledged_entry_is_there_once_after_a_kill() {
    if let Some(dir) = child_dir() {
        let mut ledger = open(&dir);
        loop {
            let n = next_visit(&ledger);
            // Sometimes several seats' groups share one sync, sometimes an orderly part of the store is
            // written between.
            let groups = (n..n + 1 + n % 3).map(visit).collect();
            let commit = ledger.append_and_apply(groups).unwrap();
            println!("ack {}", commit.entries.last().unwrap().seq);
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..12 {
        let mut child = child("faults::every_acknowledged_entry_is_there_once_after_a_kill", dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acks = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        for _ in 0..fastrand::Rng::with_seed(round).u32(1..60) {
            let seq = acks.find_map(|line| line.split_once("ack ").map(|(_, seq)| seq.parse().unwrap()));
            acknowledged = seq.unwrap();
        }
        child.kill().unwrap();
        acks.filter_map(|line| line.split_once("ack ")?.1.parse().ok()).for_each(|seq| acknowledged = seq);
        child.wait().unwrap();
    }
    let (ledger, met) = try_open(dir.path()).unwrap();
    assert_eq!(met.rebuilt, None, "a kill does not cost the store");
    assert!(ledger.last_seq() >= acknowledged && acknowledged > 0);
    let seqs: Vec<u64> = ledger.entries_after(0).unwrap().map(|entry| entry.unwrap().seq).collect();
    assert_eq!(seqs, (1..=ledger.last_seq()).collect::<Vec<_>>());
    let n = next_visit(&ledger) - 1;
    let kept = everything(&ledger, n);
    drop(ledger);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    assert_eq!(everything(&open(dir.path()), n), kept, "the store had been what the journal says");
}

#[test]
fn whatever_happens_to_a_file_of_the_store_the_ledger_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let before = with_visits(dir.path(), 40);
    let good = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), good.path());
    let mut files = Vec::new();
    files_below(&good.path().join("sled"), &mut files);
    assert!(files.len() >= 2, "{files:?}");
    let deeds: [(&str, ToFile); 6] = [
        ("a bit flipped in front", |path| flip(path, 1, 50)),
        ("a bit flipped in the middle", |path| flip(path, 1, 2)),
        ("a bit flipped in the last third", |path| flip(path, 3, 4)),
        ("cut in half", |path| {
            let file = fs::OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(file.metadata().unwrap().len() / 2).unwrap();
        }),
        ("emptied", |path| fs::write(path, b"").unwrap()),
        ("removed", |path| fs::remove_file(path).unwrap()),
    ];
    for was_clean in [true, false] {
        for file in &files {
            for (name, deed) in deeds {
                let dir = tempfile::tempdir().unwrap();
                copy_dir(good.path(), dir.path());
                let path = dir.path().join(file.strip_prefix(good.path()).unwrap());
                deed(&path);
                if !was_clean {
                    fs::remove_file(dir.path().join("CLEAN")).unwrap();
                }
                let ledger = open(dir.path());
                assert_eq!(everything(&ledger, 40), before, "{} {name}, clean {was_clean}", path.display());
            }
        }
    }
}

fn flip(path: &Path, numerator: usize, denominator: usize) {
    let mut bytes = fs::read(path).unwrap();
    if !bytes.is_empty() {
        let at = bytes.len() * numerator / denominator;
        bytes[at] ^= 0x10;
        fs::write(path, bytes).unwrap();
    }
}

fn files_below(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

fn copy_dir(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy_dir(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn an_unfinished_snapshot_of_the_store_is_no_obstacle() {
    let dir = tempfile::tempdir().unwrap();
    let before = with_visits(dir.path(), 5);
    fs::write(dir.path().join("sled/snap.0000000000000000.generating"), b"half").unwrap();
    fs::remove_file(dir.path().join("CLEAN")).unwrap();
    let (ledger, met) = try_open(dir.path()).unwrap();
    assert_eq!((everything(&ledger, 5), met), (before, Met::default()));
}

#[test]
fn a_store_that_was_left_behind_catches_up() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 5);
    let old = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), old.path());
    let mut ledger = open(dir.path());
    ledger.append_and_apply((6..=9).map(visit).collect()).unwrap();
    let before = everything(&ledger, 9);
    drop(ledger);
    for name in ["sled", "CLEAN"] {
        let _ = fs::remove_dir_all(dir.path().join(name)).or_else(|_| fs::remove_file(dir.path().join(name)));
    }
    fs::rename(old.path().join("sled"), dir.path().join("sled")).unwrap();
    fs::rename(old.path().join("CLEAN"), dir.path().join("CLEAN")).unwrap();
    let (ledger, met) = try_open(dir.path()).unwrap();
    assert_eq!((met.caught_up, met.rebuilt), (12, None));
    assert_eq!(everything(&ledger, 9), before);
}

#[test]
fn a_torn_tail_is_kept_aside_and_the_ledger_goes_on() {
    let tails: [(&str, ToText); 4] = [
        ("half a line", |line| line[..line.len() / 2].to_owned()),
        ("a whole group but its last line", |line| format!("{line}\n")),
        ("a hole of zeros in front", |line| format!("{}\n{line}\n", "\0".repeat(300))),
        ("garbage of several lines", |line| format!("{{\n{}\n\u{feff}", line.replace("店", "园"))),
    ];
    for (name, tail) in tails {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = open(dir.path());
        ledger.append_and_apply(vec![visit(1), visit(2)]).unwrap();
        let before = everything(&ledger, 2);
        drop(ledger);
        // The lines of a third visit, never acknowledged.
        let (path, whole) =
            (segments(dir.path())[0].clone(), fs::read_to_string(&segments(dir.path())[0]).unwrap());
        let mut ledger = open(dir.path());
        ledger.append_and_apply(vec![visit(3)]).unwrap();
        drop(ledger);
        let unacknowledged = fs::read_to_string(&path).unwrap()[whole.len()..].to_owned();
        let torn = tail(unacknowledged.lines().next().unwrap());
        fs::write(&path, format!("{whole}{torn}")).unwrap();
        // A lost power leaves neither a store nor a mark that knows of the third visit.
        fs::remove_dir_all(dir.path().join("sled")).unwrap();
        fs::remove_file(dir.path().join("CHECKED")).unwrap();

        let (mut ledger, met) = try_open(dir.path()).unwrap();

        assert_eq!(everything(&ledger, 2), before, "{name}");
        let aside = fs::read(dir.path().join("journal").join(met.torn.expect(name))).unwrap();
        assert_eq!(aside, torn.as_bytes(), "{name}");
        assert_eq!(ledger.append_and_apply(vec![visit(3)]).unwrap().entries[0].seq, 7);
        drop(ledger);
        assert_eq!(try_open(dir.path()).unwrap().1, Met::default(), "{name}: healed for good");
    }
}

#[test]
fn damage_in_the_middle_is_named_and_nothing_is_touched() {
    let deeds: [(&str, ToText, (u64, u64)); 4] = [
        ("a changed word", |text| text.replace("店2号", "店8号"), (4, 4)),
        ("a line left out", |text| without_line(text, 5), (5, 5)),
        ("a line cut short", |text| text.replacen(r#"第2处","#, "", 1), (6, 6)),
        ("two lines changed about", |text| swapped(text, 4, 5), (4, 4)),
    ];
    for (name, deed, place) in deeds {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = open(dir.path());
        (1..=4).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
        drop(ledger);
        let path = segments(dir.path())[0].clone();
        let damaged = deed(&fs::read_to_string(&path).unwrap());
        fs::write(&path, &damaged).unwrap();
        fs::remove_dir_all(dir.path().join("sled")).unwrap();

        let error = try_open(dir.path()).err().expect(name);

        let LedgerError::Damaged(damage) = &error else { panic!("{name}: {error}") };
        assert_eq!((damage.line, damage.seq), place, "{name}: {error}");
        assert!(error.to_string().contains("000000001-2026-11.jsonl"), "{error}");
        assert!(error.hint().contains("zhiben verify") && error.hint().contains("restore 备份目录"));
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged, "{name}");
    }
}

fn without_line(text: &str, number: usize) -> String {
    let kept = text.split_inclusive('\n').enumerate().filter(|(n, _)| n + 1 != number);
    kept.map(|(_, line)| line).collect()
}

fn swapped(text: &str, a: usize, b: usize) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.swap(a - 1, b - 1);
    lines.concat()
}

#[test]
fn a_journal_shorter_than_what_the_store_has_seen_is_damage_and_not_a_torn_tail() {
    for cut in [1, 700] {
        let dir = tempfile::tempdir().unwrap();
        with_visits(dir.path(), 3);
        let path = segments(dir.path())[0].clone();
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(file.metadata().unwrap().len() - cut).unwrap();
        let error = try_open(dir.path()).err().unwrap();
        assert!(matches!(error, LedgerError::Damaged(_)), "{error}");
    }
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 3);
    fs::remove_file(&segments(dir.path())[0]).unwrap();
    let error = try_open(dir.path()).err().unwrap();
    assert!(matches!(error, LedgerError::Damaged(_)), "{error}");
}

#[test]
fn a_missing_file_of_the_journal_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    for (n, days) in [(1, 0), (2, 40), (3, 80)] {
        let at = super::ledger::moment(days * 24 * 60);
        ledger.append_and_apply(vec![zhiben::ledger::Group { at, ..visit(n) }]).unwrap();
    }
    drop(ledger);
    fs::remove_file(&segments(dir.path())[1]).unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let error = try_open(dir.path()).err().unwrap();
    assert!(error.to_string().contains("缺第 4 至 6 条"), "{error}");
}

/// Whatever is done to a byte of the journal after an orderly stop, the ledger does not open and says where it is.
#[test]
fn a_byte_changed_in_any_file_of_the_journal_keeps_the_ledger_shut() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    for (n, days) in [(1, 0), (2, 1), (3, 40), (4, 41), (5, 80), (6, 81)] {
        let at = super::ledger::moment(days * 24 * 60);
        ledger.append_and_apply(vec![zhiben::ledger::Group { at, ..visit(n) }]).unwrap();
    }
    let before = everything(&ledger, 6);
    ledger.close().unwrap();
    let shops = [(0, "店1号", 1, 1), (0, "店2号", 4, 4), (1, "店4号", 4, 10), (2, "店6号", 4, 16)];
    for (segment, shop, line, seq) in shops {
        let path = segments(dir.path())[segment].clone();
        let whole = fs::read_to_string(&path).unwrap();
        let damaged = whole.replace(shop, "店7号");
        fs::write(&path, &damaged).unwrap();
        let files = files_with_text(dir.path());

        let LedgerError::Damaged(damage) = try_open(dir.path()).err().unwrap() else { panic!("{shop}") };

        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!((damage.file.as_str(), damage.line, damage.seq), (name, line, seq), "{shop}");
        assert_eq!(files_with_text(dir.path()), files, "nothing is touched");
        let refused =
            backup::backup(dir.path(), &dir.path().join("备份"), super::ledger::moment(0)).unwrap_err();
        assert_eq!(refused, LedgerError::Damaged(damage.clone()));
        let report = verify::verify(&opening(dir.path()), &mut PlainFold::default(), &mut |_| {}).unwrap();
        assert_eq!(report.damages, [damage], "verify says the same");
        fs::write(&path, whole).unwrap();
        fs::remove_dir_all(dir.path().join("备份")).ok();
        let (ledger, met) = try_open(dir.path()).unwrap();
        assert_eq!((met.rebuilt, everything(&ledger, 6) == before), (None, true), "{shop}: put right again");
    }
}

#[test]
fn after_a_kill_the_store_knows_how_far_the_journal_had_been_whole() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 2);
    for mark in ["CLEAN", "CHECKED"] {
        fs::remove_file(dir.path().join(mark)).unwrap();
    }
    let path = segments(dir.path())[0].clone();
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("店2号", "店8号")).unwrap();
    let LedgerError::Damaged(damage) = try_open(dir.path()).err().unwrap() else { panic!() };
    assert_eq!((damage.line, damage.seq), (4, 4));
}

/// Names and contents of what lies in a data directory, but for the lock and what sled keeps.
fn files_with_text(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = Vec::new();
    files_below(dir, &mut files);
    files.retain(|path| !path.ends_with("LOCK"));
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn what_was_changed_while_the_owner_was_there_is_found_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 3);
    let mut ledger = open(dir.path());
    let path = segments(dir.path())[0].clone();
    let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    let at = fs::read_to_string(&path).unwrap().find("店2号").unwrap() + "店".len();
    io::Seek::seek(&mut file, io::SeekFrom::Start(at as u64)).unwrap();
    file.write_all(b"8").unwrap();
    ledger.append_and_apply(vec![visit(4)]).unwrap();
    ledger.close().unwrap();
    let LedgerError::Damaged(damage) = try_open(dir.path()).err().unwrap() else { panic!() };
    assert_eq!((damage.line, damage.seq), (4, 4));
}

#[test]
fn whoever_takes_the_mark_away_meanwhile_makes_the_next_opening_read_everything() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 3);
    let ledger = open(dir.path());
    fs::remove_file(dir.path().join("CHECKED")).unwrap();
    let path = segments(dir.path())[0].clone();
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("店2号", "店8号")).unwrap();
    ledger.close().unwrap();
    assert!(matches!(try_open(dir.path()).err(), Some(LedgerError::Damaged(_))));
}

#[test]
fn a_line_that_is_not_what_was_written_is_said_when_it_is_read_and_nothing_is_written_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    (1..=2).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    let path = segments(dir.path())[0].clone();
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("店2号", "店8号")).unwrap();

    assert_eq!(ledger.history(nth(Kind::Enterprise, 1)).unwrap().len(), 1);
    let read = ledger.history(nth(Kind::Enterprise, 2)).unwrap_err();

    let LedgerError::Damaged(damage) = &read else { panic!("{read}") };
    assert_eq!((damage.line, damage.seq), (4, 4), "{read}");
    assert_eq!(ledger.append_and_apply(vec![visit(4)]).unwrap_err(), read);
    assert_eq!(ledger.last_seq(), 6);
    ledger.close().unwrap();
    assert_eq!(
        try_open(dir.path()).err(),
        Some(LedgerError::Damaged(zhiben::ledger::Damage {
            what: "校验链不符，而第 4 条曾经落盘".into(),
            ..damage.clone()
        }))
    );
}

#[test]
fn what_cannot_be_read_is_said_once_and_ends_the_reading() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    (1..=4).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    let path = segments(dir.path())[0].clone();
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("店2号", "店8号")).unwrap();

    // An endless reader would not come to an end here.
    let mut read: Vec<Result<u64, LedgerError>> =
        ledger.entries_after(0).unwrap().map(|entry| entry.map(|entry| entry.seq)).collect();

    let last = read.pop().unwrap().unwrap_err();
    assert!(last.to_string().contains("000000001-2026-11.jsonl 第 4 行"), "{last}");
    assert_eq!(read, [Ok(1), Ok(2), Ok(3)]);
}

/// A disk that remembers what was not synced, and fails when told to.
#[derive(Clone, Default)]
struct FrailDisk(Arc<Mutex<Frailty>>);

#[derive(Default)]
struct Frailty {
    /// Bytes that still fit; [`None`]: plenty.
    room: Option<u64>,
    /// The next sync fails.
    sync_fails: bool,
    /// The next sync does not come back, nor does anything after it.
    dies_at_sync: bool,
    /// Nothing works any more.
    is_dead: bool,
    /// Length of each file that is durable, where more was written.
    durable: BTreeMap<PathBuf, u64>,
    /// Files whose name is not durable.
    unnamed: BTreeSet<PathBuf>,
    /// Directories whose names were made durable.
    synced: BTreeSet<PathBuf>,
}

impl FrailDisk {
    fn with<T>(&self, deed: impl FnOnce(&mut Frailty) -> T) -> T {
        deed(&mut self.0.lock().unwrap())
    }

    fn alive(&self) -> io::Result<()> {
        if self.with(|frailty| frailty.is_dead) { Err(io::Error::other("没有电了")) } else { Ok(()) }
    }

    /// The power goes: of what was not synced any pages may be on the disk, the others are zeros or not
    /// there.
    fn lose_power(&self, dice: &mut fastrand::Rng) {
        self.with(|frailty| {
            for (path, durable) in &frailty.durable {
                let mut bytes = fs::read(path).unwrap();
                let mut at = *durable as usize;
                while at < bytes.len() {
                    let end = (at / 512 * 512 + 512).min(bytes.len());
                    if dice.bool() {
                        bytes[at..end].fill(0);
                    }
                    at = end;
                }
                let len = dice.usize(*durable as usize..=bytes.len());
                fs::write(path, &bytes[..len]).unwrap();
            }
            for path in &frailty.unnamed {
                if dice.bool() {
                    fs::remove_file(path).unwrap();
                }
            }
        });
    }
}

struct FrailFile {
    disk: FrailDisk,
    path: PathBuf,
    file: Box<dyn Handle>,
}

impl Disk for FrailDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        self.alive()?;
        if !path.exists() {
            self.with(|frailty| frailty.unnamed.insert(path.to_owned()));
        }
        let file = RealDisk.open(path)?;
        Ok(Box::new(FrailFile { disk: self.clone(), path: path.to_owned(), file }))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.alive()?;
        self.with(|frailty| {
            frailty.unnamed.remove(path);
            frailty.durable.remove(path);
        });
        RealDisk.remove(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.alive()?;
        self.with(|frailty| {
            frailty.unnamed.retain(|path| path.parent() != Some(dir));
            frailty.synced.insert(dir.to_owned());
        });
        RealDisk.sync_dir(dir)
    }
}

impl Handle for FrailFile {
    fn write_at(&mut self, end: u64, bytes: &[u8]) -> io::Result<()> {
        self.disk.alive()?;
        let room = self.disk.with(|frailty| {
            frailty.durable.entry(self.path.clone()).or_insert(end);
            frailty.room
        });
        let fits = room.map_or(bytes.len(), |room| (room as usize).min(bytes.len()));
        self.file.write_at(end, &bytes[..fits])?;
        self.disk.with(|frailty| frailty.room = room.map(|room| room - fits as u64));
        if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.with(|frailty| frailty.is_dead |= frailty.dies_at_sync);
        self.disk.alive()?;
        if self.disk.with(|frailty| std::mem::take(&mut frailty.sync_fails)) {
            return Err(io::Error::other("同步失败"));
        }
        self.disk.with(|frailty| frailty.durable.remove(&self.path));
        Ok(())
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.disk.alive()?;
        self.file.cut(len)
    }
}

fn open_frail(dir: &Path, disk: &FrailDisk) -> Plain {
    let opening = Opening { disk: Box::new(disk.clone()), ..opening(dir) };
    Ledger::open(opening, PlainFold::default(), &mut |_| {}).unwrap().0
}

#[test]
fn after_power_loss_in_the_middle_of_a_commit_everything_acknowledged_is_there() {
    for seed in 0..60 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let dir = tempfile::tempdir().unwrap();
        let disk = FrailDisk::default();
        let mut ledger = open_frail(dir.path(), &disk);
        let (commits, mut n) = (dice.u32(0..4), 1);
        for _ in 0..commits {
            ledger.append_and_apply(vec![visit(n)]).unwrap();
            n += 1;
        }
        let acknowledged = ledger.last_seq();
        disk.with(|frailty| frailty.dies_at_sync = true);
        (n..n + 4).for_each(|n| drop(ledger.stage(visit(n)).unwrap()));
        assert!(ledger.commit().is_err());
        drop(ledger);
        disk.lose_power(&mut dice);

        let ledger = open(dir.path());

        assert!(ledger.last_seq() >= acknowledged, "seed {seed}");
        assert_eq!(ledger.last_seq() % 3, 0, "seed {seed}: groups are whole");
        assert_eq!(next_visit(&ledger), ledger.last_seq() as u32 / 3 + 1);
    }
}

#[test]
fn the_first_entry_has_a_file_and_a_directory_that_are_found_after_power_loss() {
    for seed in 0..20 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let dir = tempfile::tempdir().unwrap();
        let (above, data) = (dir.path().join("局"), dir.path().join("局/台账"));
        let disk = FrailDisk::default();
        // Ended right after its first file was made, and begun again on a full disk.
        drop(open_frail(&data, &disk));
        for made in [dir.path(), &above, &data] {
            assert!(disk.with(|frailty| frailty.synced.contains(made)), "{}", made.display());
        }
        drop(disk.open(&data.join("journal/000000001-2026-11.jsonl")).unwrap());
        let mut ledger = open_frail(&data, &disk);
        disk.with(|frailty| frailty.room = Some(u64::from(seed as u8 % 2)));
        ledger.append_and_apply(vec![visit(1)]).unwrap_err();
        disk.with(|frailty| frailty.room = None);
        ledger.append_and_apply(vec![visit(1)]).unwrap();
        drop(ledger);
        disk.lose_power(&mut dice);

        assert_eq!(open(&data).last_seq(), 3, "seed {seed}");
    }
}

#[test]
fn on_a_full_disk_nothing_is_recorded_and_it_goes_on_when_there_is_room_again() {
    let dir = tempfile::tempdir().unwrap();
    let disk = FrailDisk::default();
    let mut ledger = open_frail(dir.path(), &disk);
    for first in [1, 4] {
        // The first time the file itself is new, the second time it is there.
        for room in [0, 10, 700] {
            disk.with(|frailty| frailty.room = Some(room));
            let before = everything(&ledger, 9);
            let error = ledger.append_and_apply(vec![visit(first), visit(first + 1)]).unwrap_err();
            assert_eq!(error, LedgerError::DiskFull);
            assert!(error.to_string().starts_with("未记录：磁盘已满"));
            assert_eq!(everything(&ledger, 9), before, "nothing of it is seen");
        }
        disk.with(|frailty| frailty.room = None);
        ledger.append_and_apply((first..first + 3).map(visit).collect()).unwrap();
    }
    let before = everything(&ledger, 9);
    assert_eq!(before, everything(&open_after(ledger, dir.path()), 9));
}

fn open_after(ledger: Plain, dir: &Path) -> Plain {
    drop(ledger);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    open(dir)
}

#[test]
fn after_a_failed_sync_nothing_is_recorded_and_the_file_is_opened_anew() {
    let dir = tempfile::tempdir().unwrap();
    let disk = FrailDisk::default();
    let mut ledger = open_frail(dir.path(), &disk);
    for n in 1..=4 {
        disk.with(|frailty| frailty.sync_fails = true);
        let error = ledger.append_and_apply(vec![visit(n)]).unwrap_err();
        assert!(matches!(&error, LedgerError::NotRecorded(why) if why == "同步失败"), "{error}");
        assert_eq!(ledger.ticket(&Ticket(format!("座席-{n}"))).unwrap(), None);
        assert_eq!(ledger.append_and_apply(vec![visit(n)]).unwrap().entries.len(), 3);
    }
    let before = everything(&ledger, 4);
    assert_eq!(before, everything(&open_after(ledger, dir.path()), 4));
}

#[test]
fn a_store_that_cannot_grow_does_not_stop_the_recording_and_is_mended_afterwards() {
    if let Some(dir) = child_dir() {
        let mut ledger = open(&dir);
        let mut n = 1;
        while ledger.trouble().is_none() {
            ledger.append_and_apply(vec![visit(n)]).unwrap();
            n += 1;
            assert!(n < 2000, "the store should have met its limit");
        }
        for n in n..n + 20 {
            ledger.append_and_apply(vec![visit(n)]).unwrap();
            assert!(ledger.row(nth(Kind::Hazard, n)).unwrap().is_some());
            assert_eq!(ledger.ticket(&Ticket(format!("座席-{n}"))).unwrap().unwrap().of, 3);
            assert_eq!(ledger.history(nth(Kind::Enterprise, n)).unwrap().len(), 1);
        }
        assert!(ledger.row(nth(Kind::Hazard, 1)).unwrap().is_some());
        println!("entered {}", n + 19);
        io::stdout().flush().unwrap();
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let name = "faults::a_store_that_cannot_grow_does_not_stop_the_recording_and_is_mended_afterwards";
    let exe = std::env::current_exe().unwrap();
    // Files of at most 4 MiB in blocks of 512 bytes, which the journal stays below and the ballast just
    // reaches.
    let script = r#"trap '' XFSZ; ulimit -f 8192; exec "$0" --exact "$1" --nocapture --test-threads=1"#;
    let run = Command::new("sh")
        .args(["-c", script])
        .args([exe.as_os_str(), name.as_ref()])
        .env(CHILD_OF, dir.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let entered: u32 = said.split_once("entered ").unwrap().1.lines().next().unwrap().parse().unwrap();
    let mut ledger = open(dir.path());
    assert_eq!((next_visit(&ledger) - 1, ledger.last_seq()), (entered, u64::from(entered) * 3));
    assert_eq!(ledger.cards().unwrap().len(), entered as usize * 3);
    assert!(ledger.verify(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn mending_gives_a_store_that_says_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.append_and_apply((1..=20).map(visit).collect()).unwrap();
    let before = everything(&ledger, 20);
    ledger.mend(super::ledger::moment(1), &mut |_| {}).unwrap();
    assert_eq!((everything(&ledger, 20), ledger.trouble()), (before, None));
    assert_eq!(ledger.append_and_apply(vec![visit(21)]).unwrap().entries[0].seq, 61);
}

#[test]
#[ignore = "mounts a tmpfs: run as root by .ci/run"]
fn on_a_really_full_disk_nothing_is_recorded_and_it_goes_on_when_there_is_room_again() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().to_str().unwrap();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs", at]).status().unwrap();
    assert!(mounted.success());
    let _unmount = Unmount(dir.path().to_owned());
    let data = dir.path().join("台账");
    let mut ledger = open(&data);
    ledger.append_and_apply(vec![visit(1)]).unwrap();
    let stone = dir.path().join("stone");
    let mut file = fs::File::create(&stone).unwrap();
    while file.write_all(&[7; 4096]).is_ok() {}
    let mut n = 2;
    let error = loop {
        match ledger.append_and_apply(vec![visit(n)]) {
            Ok(_) => n += 1,
            Err(error) => break error,
        }
        assert!(n < 1000);
    };
    assert_eq!(error, LedgerError::DiskFull);
    drop(file);
    fs::remove_file(&stone).unwrap();
    ledger.append_and_apply(vec![visit(n)]).unwrap();
    if ledger.trouble().is_some() {
        ledger.mend(super::ledger::moment(1), &mut |_| {}).unwrap();
    }
    assert!(ledger.verify(&mut |_| {}).unwrap().is_sound());
    let before = everything(&ledger, n);
    ledger.close().unwrap();
    assert_eq!(everything(&open(&data), n), before);
}

struct Unmount(PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
