//! `zhiben verify`: the chain of the journal from its first line on, and the whole of it folded again and
//! compared with every row, history and card of the store.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::changes::{Below, Changes};
use super::checked;
use super::disk::RealDisk;
use super::fail::{Damage, LedgerError, Result};
use super::fold::Fold;
use super::journal::Journal;
use super::line::{self, Head};
use super::lock::Lock;
use super::open::{Opening, Progress, Site, Tell};
use super::scan::Scan;
use super::segment::{self, Place, Position};
use super::stop::{self, Left};
use super::store::{Meta, Store};
use crate::model::card::Card;
use crate::model::event::Entry;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// Entries whose records are held in memory at once; a larger ledger is read several times.
const AT_ONCE: u64 = 100_000;
/// Damages and differences that are named one by one.
const NAMED: usize = 50;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files of the journal.
    pub segments: usize,
    /// Intact entries.
    pub entries: u64,
    /// Rows compared.
    pub rows: u64,
    /// Cards compared.
    pub cards: u64,
    /// What is wrong with the journal: it must be restored.
    pub damages: Vec<Damage>,
    /// Where the store differs from the journal: it is built anew at the next opening.
    pub differences: Vec<String>,
    /// Remarks that are no fault.
    pub remarks: Vec<String>,
}

impl Report {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.damages.is_empty() && self.differences.is_empty()
    }

    /// The journal is whole and the store says something else.
    pub fn distrusts_store(&self) -> bool {
        self.damages.is_empty() && !self.differences.is_empty()
    }

    fn differs(&mut self, what: String) {
        if self.differences.len() < NAMED {
            self.differences.push(what);
        }
    }
}

/// Verifies a data directory that no owner holds. A store that differs is marked, so that the next opening
/// builds it anew.
///
/// # Errors
/// [`LedgerError::Held`] (then ask the owner), [`LedgerError::Io`].
pub fn verify<F: Fold>(opening: &Opening, fold: &mut F, tell: Tell) -> Result<Report> {
    let site = Site::new(&opening.dir, &opening.program);
    if !site.journal.is_dir() {
        return Err(LedgerError::Io(format!("这里没有台账：{}", site.dir.display())));
    }
    let _lock = Lock::take(&site.dir, &opening.account, opening.now)?;
    let report = of_site(&site, fold, tell)?;
    if !report.damages.is_empty() {
        // So that the next opening reads the whole chain and does not open.
        checked::doubt(&site.dir);
    }
    Ok(report)
}

fn of_site<F: Fold>(site: &Site, fold: &mut F, tell: Tell) -> Result<Report> {
    let proven = checked::proven(&site.dir);
    if !site.sled.exists() {
        let mut report = run(&site.journal, None, fold, proven, tell)?;
        report.remarks.push("没有库，下次打开时由日志重建".into());
        return Ok(report);
    }
    let left = stop::ask(&site.dir, &site.sled)?;
    let opened = match left {
        Left::Sound => Store::open(&site.sled),
        Left::Changed => Err(LedgerError::Store("库的文件在退出之后变了".into())),
        Left::Unclean => stop::try_in_child(&site.program, &site.sled).and_then(|()| Store::open(&site.sled)),
    };
    match opened {
        Err(error) => {
            let mut report = run(&site.journal, None, fold, proven, tell)?;
            report.differs(error.to_string());
            Ok(report)
        }
        Ok(mut store) => {
            let report = run(&site.journal, Some(&store), fold, store.meta().last.seq, tell)?;
            if report.distrusts_store() {
                store.say(Meta { building: true, ..store.meta().clone() })?;
            }
            store.close()?;
            if left == Left::Sound {
                stop::sign(&site.dir, &site.sled)?;
            }
            Ok(report)
        }
    }
}

/// Verifies a journal and the store beside it; entries up to `proven` are known to have been durable.
pub(super) fn run<F: Fold>(
    journal: &Path,
    store: Option<&Store>,
    fold: &mut F,
    proven: u64,
    tell: Tell,
) -> Result<Report> {
    let mut report = Report { segments: segment::list(journal)?.len(), ..Report::default() };
    match chain(journal, proven) {
        Ok((end, remark)) => {
            report.entries = end.seq;
            report.remarks.extend(remark);
        }
        Err(LedgerError::Damaged(damage)) => {
            report.damages = survey(journal)?;
            // What the scan stopped at, with its proof, stands first.
            report.damages.retain(|other| (&other.file, other.line) != (&damage.file, damage.line));
            report.damages.insert(0, damage);
            return Ok(report);
        }
        Err(other) => return Err(other),
    }
    if let Some(store) = store {
        if store.meta().last.seq < report.entries {
            let behind = report.entries - store.meta().last.seq;
            report.remarks.push(format!("库落后 {behind} 条，下次打开时补上"));
        }
        if let Err(error) = store.check() {
            report.differs(error.to_string());
        }
        compare(journal, store, fold, &mut report, tell)?;
    }
    Ok(report)
}

/// The end of the chain, and a remark when a torn tail follows.
fn chain(journal: &Path, proven: u64) -> Result<(Position, Option<String>)> {
    let mut scan = Scan::after(journal, Position::default(), proven)?.of_heads();
    while scan.next_group()?.is_some() {}
    let remark = scan.torn().map(|torn| format!("{} 末尾有未写完的内容，下次打开时移到一旁", torn.segment));
    Ok((scan.position(), remark))
}

/// Every flawed line, each judged by the line before it.
fn survey(journal: &Path) -> Result<Vec<Damage>> {
    let mut damages = Vec::new();
    let mut seq = 0;
    // The hash of the line before; [`None`] where that line is too damaged to say.
    let mut before = Some(line::Hash::ZERO);
    for segment in segment::list(journal)? {
        let path = segment.path(journal);
        let bytes = fs::read(&path).map_err(|error| LedgerError::io("读取日志", &path, &error))?;
        if segment.first != seq + 1 {
            let what = format!("缺第 {} 至 {} 条", seq + 1, segment.first.saturating_sub(1));
            damages.push(Damage { file: segment.to_string(), line: 0, seq: seq + 1, what });
            seq = segment.first.saturating_sub(1);
            before = None;
        }
        let lines = bytes.split(|byte| *byte == b'\n').enumerate();
        for (number, raw) in lines.filter(|(_, raw)| !raw.is_empty()) {
            let flaw = match &before {
                Some(before) => line::read(raw, before).err(),
                None => Head::peek(raw).is_none().then_some(line::Flaw::Partial),
            };
            seq = Head::peek(raw).map_or(seq + 1, |head| head.seq);
            before = line::hash_of(raw);
            if let Some(flaw) = flaw {
                let line = number as u64 + 1;
                damages.push(Damage { file: segment.to_string(), line, seq, what: flaw.to_string() });
            }
            if damages.len() >= NAMED {
                return Ok(damages);
            }
        }
    }
    Ok(damages)
}

/// Folds the journal up to where the store stands, some records at a time, and compares.
fn compare<F: Fold>(
    journal: &Path,
    store: &Store,
    fold: &mut F,
    report: &mut Report,
    tell: Tell,
) -> Result<()> {
    let upto = store.meta().last.seq;
    let parts = upto / AT_ONCE + 1;
    // Documents first: how cards look depends on them.
    fold.learn(&documents(journal, fold, upto)?);
    for part in 0..parts {
        let is_in = |id: Id| u64::from(id.number()) % parts == part;
        let refolded = refold(journal, fold, upto, &is_in)?;
        compare_rows(store, fold, &refolded, report)?;
        for row in Kind::ALL.into_iter().flat_map(|kind| store.rows_of(kind)) {
            match row {
                Ok(row) if is_in(row.id) && refolded.changes.row(row.id).is_none_or(Option::is_none) => {
                    report.differs(format!("{}：库中有，日志中没有", row.id));
                }
                Ok(_) => {}
                Err(error) => report.differs(error.to_string()),
            }
        }
        tell(Progress { done: (part + 1) * upto / parts, total: upto });
    }
    let mut count = 0;
    match store.each_card(|_| count += 1) {
        Ok(()) if count == report.cards => {}
        Ok(()) => report.differs(format!("索引卡应有 {} 张，实有 {count} 张", report.cards)),
        Err(error) => report.differs(error.to_string()),
    }
    Ok(())
}

/// The documents of basics as the journal tells them.
fn documents<F: Fold>(dir: &Path, fold: &F, upto: u64) -> Result<Vec<Row>> {
    let journal = Journal::at(dir, Box::new(RealDisk), Position::default())?;
    let mut documents = Vec::new();
    for id in journal.ids_of(Kind::Document)? {
        let mut history = journal.search(id)?;
        history.retain(|entry| entry.seq <= upto && fold.knows(entry));
        documents.extend(fold.refold(id, &history));
    }
    Ok(documents)
}

fn compare_rows<F: Fold>(store: &Store, fold: &F, refolded: &Refolded, report: &mut Report) -> Result<()> {
    let mut block = ([0; 8], Vec::new());
    for (id, row) in refolded.changes.rows() {
        report.rows += u64::from(row.is_some());
        match store.row(id) {
            Ok(stored) if stored.as_ref() == row => {}
            Ok(_) => report.differs(format!("{id}：与日志重算的不同")),
            Err(error) => report.differs(format!("{id}：{error}")),
        }
        let history = refolded.places.get(&id).map(Vec::as_slice).unwrap_or_default();
        if !store.history(id).is_ok_and(|stored| stored == history) {
            report.differs(format!("{id}：经过与日志不同"));
        }
        let key = super::store::block_key(id);
        if block.0 != key {
            block = (key, store.block(&key).unwrap_or_default());
        }
        let card = row.and_then(|row| fold.card(row));
        report.cards += u64::from(card.is_some());
        let stored = block.1.binary_search_by_key(&id, Card::id).ok().and_then(|at| block.1.get(at));
        if stored != card.as_ref() {
            report.differs(format!("{id}：索引卡与日志重算的不同"));
        }
    }
    Ok(())
}

/// Some records as the journal tells them.
struct Refolded {
    changes: Changes,
    places: HashMap<Id, Vec<(u64, Place)>>,
}

fn refold<F: Fold>(dir: &Path, fold: &F, upto: u64, is_in: &dyn Fn(Id) -> bool) -> Result<Refolded> {
    let mut scan = Scan::after(dir, Position::default(), upto)?;
    let journal = Journal::at(dir, Box::new(RealDisk), Position::default())?;
    let mut changes = Changes::default();
    let mut places: HashMap<Id, Vec<(u64, Place)>> = HashMap::new();
    while let Some(group) = scan.next_group()? {
        for found in group {
            let Some(entry) = found.entry.filter(|entry| fold.knows(entry) && entry.seq <= upto) else {
                continue;
            };
            let (id, seq) = (entry.event.id, entry.seq);
            if is_in(id) {
                changes.apply(fold, entry, &Told { journal: &journal, places: &places })?;
                changes.forget_entries();
                places.entry(id).or_default().push((seq, found.written.place));
            }
        }
    }
    Ok(Refolded { changes, places })
}

/// Below the first entry there is nothing but what was told so far.
struct Told<'a> {
    journal: &'a Journal,
    places: &'a HashMap<Id, Vec<(u64, Place)>>,
}

impl Below for Told<'_> {
    fn row(&self, _: Id) -> Result<Option<Row>> {
        Ok(None)
    }

    fn history(&self, id: Id) -> Result<Vec<Entry>> {
        let places = self.places.get(&id).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|(seq, place)| self.journal.read(*seq, *place)).collect()
    }
}
