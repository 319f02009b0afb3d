//! The ledger on the disk: what was recorded is there, in every way it is asked for.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Duration, FixedOffset, TimeZone};
use zhiben::ledger::{
    Commit, Fold, Group, GroupRecord, Ledger, LedgerError, Met, Opening, Progress, backup, verify,
};
use zhiben::model::basics::Basics;
use zhiben::model::card::Card;
use zhiben::model::event::{Entry, Event, Fact, Stamp, Ticket};
use zhiben::model::field::Fields;
use zhiben::model::id::{Id, Kind};
use zhiben::model::row::{Body, Document, Row};

/// A fold without a state machine: enough to see entries change rows.
#[derive(Default)]
pub struct PlainFold {
    documents: usize,
}

impl Fold for PlainFold {
    fn row(&self, row: Option<Row>, entry: &Entry) -> Option<Row> {
        let id = entry.event.id;
        let stamp = (entry.at, entry.officer.clone());
        let mut row = row.unwrap_or_else(|| Row {
            id,
            version: 0,
            entered: stamp.clone(),
            touched: stamp.clone(),
            voided: String::new(),
            body: Body::blank(id.kind()),
        });
        row.version += 1;
        row.touched = stamp;
        match &entry.event.fact {
            Fact::Entered { fields } | Fact::Amended { fields, .. } => drop(row.body.fill(fields)),
            Fact::Voided => row.voided.clone_from(&entry.event.why),
            Fact::Loaded { name, text } => {
                let document = Document { name: name.clone(), text: text.clone() };
                row.body = Body::Document(Box::new(document));
            }
            Fact::Acted { .. } | Fact::Undone { .. } => {}
        }
        Some(row)
    }

    fn refold(&self, _: Id, history: &[Entry]) -> Option<Row> {
        let mut dead = Vec::new();
        for entry in history.iter().rev() {
            if let Fact::Undone { group } = entry.event.fact
                && !dead.contains(&entry.group)
            {
                dead.push(group);
            }
        }
        let lives = |e: &&Entry| !dead.contains(&e.group) && !matches!(e.event.fact, Fact::Undone { .. });
        history.iter().filter(lives).fold(None, |row, entry| self.row(row, entry))
    }

    fn card(&self, row: &Row) -> Option<Card> {
        let mut card = Card::of(row, &Basics::default());
        if let Some(Card::Enterprise(card)) = &mut card {
            card.principal = format!("{} 份文档", self.documents);
        }
        card
    }

    fn learn(&mut self, documents: &[Row]) -> bool {
        let differs = self.documents != documents.len();
        self.documents = documents.len();
        differs
    }
}

pub type Plain = Ledger<PlainFold>;

/// 2026-11-23 09:00 by the owner's clock, and so many minutes.
pub fn moment(minutes: i64) -> Stamp {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    zone.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap() + Duration::minutes(minutes)
}

pub fn opening(dir: &Path) -> Opening {
    Opening {
        program: PathBuf::from(env!("CARGO_BIN_EXE_zhiben")),
        ..Opening::new(dir, "luojiang", moment(0))
    }
}

pub fn try_open(dir: &Path) -> Result<(Plain, Met), LedgerError> {
    Ledger::open(opening(dir), PlainFold::default(), &mut |_| {})
}

pub fn open(dir: &Path) -> Plain {
    try_open(dir).unwrap().0
}

/// The `n`-th record of a kind, of November 2026.
pub fn nth(kind: Kind, n: u32) -> Id {
    Id::new(kind, 26 * 12 + 10, n)
}

pub fn enters(id: Id, fields: &[(&str, &str)]) -> Event {
    let fields = Fields::of(fields.iter().copied());
    Event { id, fact: Fact::Entered { fields }, why: String::new() }
}

pub fn group(n: i64, events: Vec<Event>) -> Group {
    Group {
        at: moment(n),
        officer: "陈志强".into(),
        person: Id::NONE,
        ticket: Ticket(format!("座席-{n}")),
        events,
    }
}

/// An enterprise with an inspection and a hazard found there, of one stroke.
pub fn visit(n: u32) -> Group {
    let shop = nth(Kind::Enterprise, n);
    let events = vec![
        enters(shop, &[("name", &format!("万安餐饮店{n}号")), ("township", "350504101")]),
        enters(nth(Kind::Inspection, n), &[("date", "2026-11-23"), ("enterprise", &shop.to_string())]),
        enters(
            nth(Kind::Hazard, n),
            &[("description", &format!("后厨燃气软管老化，第{n}处")), ("found_on", "2026-11-23")],
        ),
    ];
    group(i64::from(n), events)
}

/// Everything that can be asked, to be compared.
#[derive(Debug, PartialEq)]
pub struct Everything {
    rows: Vec<Option<Row>>,
    histories: Vec<Vec<Entry>>,
    cards: Vec<Card>,
    groups: Vec<GroupRecord>,
    last_seq: u64,
}

pub fn everything(ledger: &Plain, up_to: u32) -> Everything {
    let kinds = [Kind::Enterprise, Kind::Inspection, Kind::Hazard];
    let ids: Vec<Id> = kinds.into_iter().flat_map(|kind| (1..=up_to).map(move |n| nth(kind, n))).collect();
    Everything {
        rows: ids.iter().map(|id| ledger.row(*id).unwrap()).collect(),
        histories: ids.iter().map(|id| ledger.history(*id).unwrap()).collect(),
        cards: ledger.cards().unwrap(),
        groups: ledger.groups_before(u64::MAX).map(Result::unwrap).collect(),
        last_seq: ledger.last_seq(),
    }
}

/// A ledger of `n` visits, closed in order.
pub fn with_visits(dir: &Path, n: u32) -> Everything {
    let mut ledger = open(dir);
    ledger.append_and_apply((1..=n).map(visit).collect()).unwrap();
    let all = everything(&ledger, n);
    ledger.close().unwrap();
    all
}

pub fn segments(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(dir.join("journal")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    files
}

#[test]
fn what_was_recorded_is_there_after_reopening_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let before = with_visits(dir.path(), 70);
    assert_eq!((before.last_seq, before.cards.len(), before.groups.len()), (210, 210, 70));

    let (ledger, met) = try_open(dir.path()).unwrap();

    assert_eq!(met, Met::default(), "nothing had to be mended");
    assert_eq!(everything(&ledger, 70), before);
    assert!(before.cards.is_sorted_by_key(Card::id));
    let seventh = ledger.ticket(&Ticket("座席-7".into())).unwrap().unwrap();
    assert_eq!((seventh.group, seventh.of, seventh.officer.as_str()), (19, 3, "陈志强"));
    assert_eq!(seventh.ids, [Kind::Enterprise, Kind::Inspection, Kind::Hazard].map(|kind| nth(kind, 7)));
    assert_eq!(ledger.ticket(&Ticket("没有提交过".into())).unwrap(), None);
    assert_eq!(ledger.last_touch(nth(Kind::Hazard, 7)).unwrap(), 21);
    let after: Vec<u64> = ledger.entries_after(205).unwrap().map(|entry| entry.unwrap().seq).collect();
    assert_eq!(after, [206, 207, 208, 209, 210]);
}

#[test]
fn anybody_can_check_the_chain_of_a_journal_without_the_program() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 2);
    let text = fs::read_to_string(&segments(dir.path())[0]).unwrap();
    let mut before = "0".repeat(64);
    for line in text.lines() {
        let (stem, hash) = line.split_once(r#","hash":""#).unwrap();
        let hash = hash.strip_suffix(r#""}"#).unwrap();
        assert_eq!(blake3::hash(format!("{before}{stem}}}").as_bytes()).to_hex().as_str(), hash);
        before = hash.to_owned();
    }
    assert_eq!(text.lines().count(), 6);
}

#[test]
fn what_is_staged_is_seen_by_the_next_wish_and_forgotten_when_it_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let record = ledger.stage(visit(1)).unwrap();
    assert_eq!((record.group, record.of), (1, 3));
    assert!(ledger.row(nth(Kind::Hazard, 1)).unwrap().is_some());
    assert_eq!(ledger.stage(visit(2)).unwrap().group, 4);
    assert_eq!(ledger.last_number(Kind::Hazard, 26 * 12 + 10).unwrap(), 2);
    ledger.unstage();
    assert_eq!(ledger.row(nth(Kind::Hazard, 1)).unwrap(), None);
    assert_eq!((ledger.last_seq(), ledger.commit().unwrap().entries.len()), (0, 0));
}

#[test]
fn what_is_on_its_way_to_the_disk_is_seen_when_it_is_there_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.stage(visit(1)).unwrap();
    let writing = ledger.begin().unwrap().unwrap();

    assert_eq!((ledger.row(nth(Kind::Hazard, 1)).unwrap(), ledger.last_seq()), (None, 0));
    assert_eq!(ledger.ticket(&Ticket("座席-1".into())).unwrap(), None);
    assert!(ledger.stage(visit(2)).is_err(), "judged by what may yet fail");
    let wrote = std::thread::spawn(|| writing.carry_out()).join().unwrap();
    assert_eq!(ledger.entries_after(0).unwrap().count(), 0, "written, and nobody has been told");
    assert_eq!(ledger.land(wrote).unwrap().entries.len(), 3);

    assert!(ledger.row(nth(Kind::Hazard, 1)).unwrap().is_some());
    assert_eq!(ledger.begin().unwrap().map(|_| ()), None, "nothing is staged");
    assert_eq!(ledger.stage(visit(2)).unwrap().group, 4);
    ledger.commit().unwrap();
    assert_eq!(ledger.last_seq(), 6);
}

#[test]
fn what_came_last_is_read_without_what_came_before_it_in_the_month() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    (1..=4).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    let path = &segments(dir.path())[0];
    // Whoever read the beginning of the file would find it spoiled.
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text.replacen("店1号", "店8号", 1)).unwrap();
    let after = |seq| ledger.entries_after(seq).unwrap().map(|entry| Ok(entry?.seq));
    for seq in 6..12 {
        let read: Result<Vec<u64>, zhiben::ledger::LedgerError> = after(seq).collect();
        assert_eq!(read, Ok((seq + 1..=12).collect()), "after {seq}");
    }
    assert!(after(0).next().unwrap().is_err());
}

#[test]
fn undoing_a_group_restores_what_was_and_never_frees_a_number() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.append_and_apply(vec![visit(1)]).unwrap();
    let shop = nth(Kind::Enterprise, 1);
    let fact =
        Fact::Amended { fields: Fields::of([("name", "改过的店")]), effective_on: Default::default() };
    ledger.append_and_apply(vec![group(2, vec![Event { id: shop, fact, why: String::new() }])]).unwrap();
    let undo = |n, group_no, ids: &[Id]| {
        let events = ids.iter().map(|id| Event {
            id: *id,
            fact: Fact::Undone { group: group_no },
            why: String::new(),
        });
        group(n, events.collect())
    };
    ledger.append_and_apply(vec![undo(3, 4, &[shop])]).unwrap();
    assert_eq!(ledger.row(shop).unwrap().unwrap().body.title(), "万安餐饮店1号");
    assert_eq!(ledger.groups_before(u64::MAX).next().unwrap().unwrap().undoes, 4);

    let hazard = nth(Kind::Hazard, 1);
    let commit: Commit = ledger.append_and_apply(vec![undo(4, 1, &[hazard])]).unwrap();
    assert_eq!(commit.cards, [(hazard, None)]);
    drop(ledger);
    let ledger = open(dir.path());
    assert_eq!(ledger.row(hazard).unwrap(), None);
    assert_eq!(ledger.last_number(Kind::Hazard, hazard.month()).unwrap(), 1);
    assert!(!ledger.cards().unwrap().iter().any(|card| card.id() == hazard));
    assert_eq!(ledger.history(hazard).unwrap().len(), 2);
}

#[test]
fn letters_and_plans_are_found_by_what_people_call_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let (letter, plan) = (nth(Kind::Transfer, 1), nth(Kind::InspectionPlan, 1));
    let events = vec![
        enters(letter, &[("letter_no", "洛商务函〔2026〕12号"), ("sent_on", "2026-11-20")]),
        enters(plan, &[("township", "350504001"), ("month", "2026-11")]),
    ];
    ledger.append_and_apply(vec![group(1, events)]).unwrap();
    let amend = |id, fields: &[(&str, &str)]| {
        let fields = Fields::of(fields.iter().copied());
        Event { id, fact: Fact::Amended { fields, effective_on: Default::default() }, why: String::new() }
    };
    for reopened in [false, true] {
        if reopened {
            drop(ledger);
            ledger = open(dir.path());
        }
        assert_eq!(ledger.letter(2026, "洛商务函〔2026〕12号").unwrap(), Some(letter));
        assert_eq!(ledger.plan_of("350504001", "2026-11").unwrap(), Some(plan));
        assert_eq!(ledger.plan_of("350504001", "2026-12").unwrap(), None);
    }
    let renamed = amend(letter, &[("letter_no", "洛商务函〔2026〕13号")]);
    let void = Event { id: plan, fact: Fact::Voided, why: "重复".into() };
    ledger.append_and_apply(vec![group(2, vec![renamed, void])]).unwrap();
    assert_eq!(ledger.letter(2026, "洛商务函〔2026〕12号").unwrap(), None);
    assert_eq!(ledger.letter(2026, "洛商务函〔2026〕13号").unwrap(), Some(letter));
    assert_eq!(ledger.plan_of("350504001", "2026-11").unwrap(), None);
}

#[test]
fn a_new_month_begins_a_new_file_and_a_clock_set_back_never_opens_an_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let day = 24 * 60;
    for (n, days) in [(1, 0), (2, 10), (3, 0), (4, 45)] {
        ledger.append_and_apply(vec![Group { at: moment(days * day), ..visit(n) }]).unwrap();
    }
    let names: Vec<_> = segments(dir.path()).iter().map(|p| p.file_name().unwrap().to_owned()).collect();
    assert_eq!(names, ["000000001-2026-11.jsonl", "000000004-2026-12.jsonl", "000000010-2027-01.jsonl"]);
    let seqs: Vec<u64> = ledger.entries_after(8).unwrap().map(|entry| entry.unwrap().seq).collect();
    assert_eq!(seqs, [9, 10, 11, 12]);
    let before = everything(&ledger, 4);
    drop(ledger);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    assert_eq!(everything(&open(dir.path()), 4), before);
}

#[test]
fn an_import_larger_than_a_transaction_is_one_group_and_one_undo() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let shops = (1..=1234).map(|n| enters(nth(Kind::Enterprise, n), &[("name", "店")])).collect();
    ledger.append_and_apply(vec![group(1, shops)]).unwrap();
    drop(ledger);
    let (ledger, met) = try_open(dir.path()).unwrap();
    assert_eq!(met, Met::default());
    let record = ledger.group(1).unwrap().unwrap();
    assert_eq!((record.of, record.ids.len()), (1234, 1234));
    assert_eq!(ledger.cards().unwrap().len(), 1234);
}

#[test]
fn a_changed_document_changes_how_every_card_looks() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    ledger.append_and_apply((1..=130).map(visit).collect()).unwrap();
    let load = Fact::Loaded { name: "units.toml".into(), text: "# 单位\n".repeat(2000) };
    let event = Event { id: nth(Kind::Document, 1), fact: load, why: String::new() };
    let commit = ledger.append_and_apply(vec![group(200, vec![event])]).unwrap();
    assert!(commit.recarded);
    let says = |ledger: &Plain| {
        let cards = ledger.cards().unwrap();
        cards.into_iter().filter(|c| matches!(c, Card::Enterprise(c) if c.principal == "1 份文档")).count()
    };
    assert_eq!(says(&ledger), 130);
    drop(ledger);
    assert_eq!(says(&open(dir.path())), 130);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    assert_eq!(says(&open(dir.path())), 130, "also when the store is built anew");
}

#[test]
fn a_second_opener_is_told_who_holds_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    let held = try_open(dir.path()).err().unwrap();
    let LedgerError::Held { pid, account, since } = held else { panic!("{held}") };
    assert_eq!((pid, account.as_str()), (std::process::id(), "luojiang"));
    assert_eq!(since, "2026-11-23 09:00");
    std::thread::spawn(move || first.close()).join().unwrap().unwrap();
    assert!(try_open(dir.path()).is_ok());
}

#[test]
fn an_entry_of_a_newer_version_leaves_the_ledger_readable_and_refuses_writing() {
    for (was, is) in
        [(r#""fact":{"entered""#, r#""fact":{"blessed""#), (r#""why""#, r#""seal""#), ("name", "nickname")]
    {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = open(dir.path());
        let named =
            |n| Event { why: "补登".into(), ..enters(nth(Kind::Enterprise, n), &[("name", "店")]) };
        ledger.append_and_apply(vec![group(1, vec![named(1)]), group(2, vec![named(2)])]).unwrap();
        drop(ledger);
        rewrite(dir.path(), 2, |stem| stem.replace(was, is));
        fs::remove_dir_all(dir.path().join("sled")).unwrap();

        let (mut ledger, _) = try_open(dir.path()).unwrap();

        assert_eq!(ledger.read_only(), Some(2), "{is}");
        assert!(ledger.row(nth(Kind::Enterprise, 1)).unwrap().is_some());
        let refused = ledger.append_and_apply(vec![visit(3)]).unwrap_err();
        assert_eq!(refused, LedgerError::NeedsNewer { seq: 2 });
        assert!(refused.to_string().contains("需要新版本"));
        drop(ledger);
        assert_eq!(try_open(dir.path()).unwrap().0.read_only(), Some(2), "also the next time");
    }
}

/// Changes the line of entry `seq` and chains it and everything after anew, as another version would have
/// written it.
fn rewrite(dir: &Path, seq: usize, change: impl Fn(&str) -> String) {
    let path = &segments(dir)[0];
    let mut before = "0".repeat(64);
    let mut text = String::new();
    for (n, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
        let (stem, _) = line.split_once(r#","hash":""#).unwrap();
        let stem = if n + 1 == seq { change(stem) } else { stem.to_owned() };
        before = blake3::hash(format!("{before}{stem}}}").as_bytes()).to_hex().to_string();
        text += &format!("{stem},\"hash\":\"{before}\"}}\n");
    }
    fs::write(path, text).unwrap();
}

#[test]
fn a_record_past_what_can_be_kept_is_refused_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    let endless = "长".repeat(20_000);
    let event = enters(nth(Kind::Hazard, 1), &[("description", &endless)]);
    let refused = ledger.append_and_apply(vec![visit(2), group(1, vec![event])]).unwrap_err();
    assert_eq!(refused, LedgerError::TooLong { what: "H2611-0001".into() });
    assert_eq!((ledger.last_seq(), segments(dir.path()).len()), (0, 0));
}

#[test]
fn verify_finds_a_sound_ledger_sound() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 30);
    let report = verify::verify(&opening(dir.path()), &mut PlainFold::default(), &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.entries, report.rows, report.cards, report.segments), (90, 90, 90, 1));
    let (mut ledger, met) = try_open(dir.path()).unwrap();
    assert_eq!(met, Met::default(), "verifying leaves no trace");
    assert!(ledger.verify(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn verify_names_what_the_store_says_against_the_journal_and_the_next_opening_mends_it() {
    let dir = tempfile::tempdir().unwrap();
    let before = with_visits(dir.path(), 30);
    let hazard = nth(Kind::Hazard, 9);
    let sled = sled::open(dir.path().join("sled")).unwrap();
    sled.open_tree("rows").unwrap().remove(hazard.to_bits().to_be_bytes()).unwrap().unwrap();
    drop(sled);
    let clean = dir.path().join("CLEAN");
    fs::remove_file(&clean).unwrap();
    let report = verify::verify(&opening(dir.path()), &mut PlainFold::default(), &mut |_| {}).unwrap();
    assert!(report.distrusts_store(), "{report:?}");
    let (ledger, met) = try_open(dir.path()).unwrap();
    assert!(met.rebuilt.is_some());
    assert_eq!(everything(&ledger, 30), before);
}

#[test]
fn verify_names_every_damaged_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = open(dir.path());
    (1..=4).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    drop(ledger);
    let path = &segments(dir.path())[0];
    let text = fs::read_to_string(path).unwrap().replace("店1号", "店9号").replace("第3处", "第8处");
    fs::write(path, text).unwrap();
    let report = verify::verify(&opening(dir.path()), &mut PlainFold::default(), &mut |_| {}).unwrap();
    let places: Vec<(u64, u64)> = report.damages.iter().map(|d| (d.line, d.seq)).collect();
    assert_eq!(places, [(1, 1), (9, 9)]);
    assert!(!report.is_sound() && !report.distrusts_store());
}

#[test]
fn a_backup_comes_back_as_the_same_ledger() {
    let (dir, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let before = with_visits(dir.path(), 20);
    let (copy, back) = (away.path().join("备份"), away.path().join("恢复"));
    let manifest = backup::backup(dir.path(), &copy, moment(0)).unwrap();
    assert_eq!((manifest.last_seq, manifest.segments.len()), (60, 1));
    let restored = backup::restore(&copy, None, &back).unwrap();
    assert_eq!(restored, backup::Restored { from_backup: 60, last_seq: 60 });
    assert_eq!(everything(&open(&back), 20), before);
    let refused = backup::restore(&copy, None, &back).unwrap_err();
    assert!(refused.to_string().contains("目录不是空的"), "{refused}");
}

#[test]
fn a_backup_that_was_touched_is_not_restored() {
    let (dir, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    with_visits(dir.path(), 5);
    let copy = away.path().join("备份");
    backup::backup(dir.path(), &copy, moment(0)).unwrap();
    let path = copy.join("journal/000000001-2026-11.jsonl");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("店3号", "店7号")).unwrap();
    let refused = backup::restore(&copy, None, &away.path().join("恢复")).unwrap_err();
    assert!(refused.to_string().contains("与备份清单不符"), "{refused}");
    assert!(!away.path().join("恢复").exists());
}

#[test]
fn a_damaged_ledger_is_restored_from_its_backup_and_its_intact_rest() {
    let (dir, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let copy = away.path().join("备份");
    let mut ledger = open(dir.path());
    (1..=10).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    ledger.backup(&copy, moment(0)).unwrap();
    (11..=14).for_each(|n| drop(ledger.append_and_apply(vec![visit(n)]).unwrap()));
    let later = Group { at: moment(60 * 24 * 40), ..visit(15) };
    ledger.append_and_apply(vec![later]).unwrap();
    let before = everything(&ledger, 15);
    drop(ledger);
    let path = &segments(dir.path())[0];
    fs::write(path, fs::read_to_string(path).unwrap().replace("店4号", "店5号")).unwrap();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let LedgerError::Damaged(damage) = try_open(dir.path()).err().unwrap() else { panic!() };
    assert_eq!((damage.line, damage.seq), (10, 10));
    assert!(backup::backup(dir.path(), &away.path().join("二"), moment(0)).is_err(), "no backup of damage");

    let back = away.path().join("恢复");
    let restored = backup::restore(&copy, Some(dir.path()), &back).unwrap();

    assert_eq!(restored, backup::Restored { from_backup: 30, last_seq: 45 });
    assert_eq!(everything(&open(&back), 15), before);
}

#[test]
fn a_backup_is_made_once_a_day_and_the_oldest_go() {
    let (dir, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    with_visits(dir.path(), 1);
    for day in 0..4 {
        let now = moment(day * 24 * 60);
        assert!(backup::backup_of_the_day(dir.path(), away.path(), 2, now).unwrap().is_some());
        assert_eq!(backup::backup_of_the_day(dir.path(), away.path(), 2, now).unwrap(), None);
    }
    let mut days: Vec<_> = fs::read_dir(away.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    days.sort();
    assert_eq!(days, ["2026-11-25", "2026-11-26"]);
}

#[test]
fn a_rebuild_says_how_far_it_is() {
    let dir = tempfile::tempdir().unwrap();
    with_visits(dir.path(), 3000);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let mut told: Vec<Progress> = Vec::new();
    let (_, met) = Ledger::open(opening(dir.path()), PlainFold::default(), &mut |p| told.push(p)).unwrap();
    assert_eq!(met.rebuilt.as_deref(), Some("没有库"));
    assert!(told.iter().all(|p| p.total == 9000 && p.done <= 9000) && !told.is_empty(), "{told:?}");
}
