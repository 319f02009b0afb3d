//! The owner of the store: decide → journal → apply → tell every seat.
//!
//! - [`judge`]: what a wish comes to

mod judge;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use super::access::Curtain;
use super::account::{self, Peer};
use super::clock::{Clock, day_of};
use super::fold::{OfficeFold, SharedOffice};
use super::lists::Lists;
use super::office::Office;
use super::shelves::Books;
use super::wire::{Hello, News, Turned};
use super::{OpenError, Opening, Sitter, SubmitError, Wish, answers};
use crate::ask::answer::{Answer, HistoryLine};
use crate::ask::cards::Cards;
use crate::ask::query::Query;
use crate::ask::sight::{Eye, Sight};
use crate::ask::view::View;
use crate::ask::whole;
use crate::ledger::{Commit, Group, GroupRecord, Ledger, LedgerError, Writing, Wrote};
use crate::model::basics::Problem;
use crate::model::case::{Case, Officer, Role};
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::{Stamp, Ticket};
use crate::model::id::Id;
use crate::model::row::Document;
use crate::model::state;
use crate::rules::standing::Kept;

/// Holds the store, judges and stamps every wish.
pub struct Owner {
    pub(super) ledger: Ledger<OfficeFold>,
    office: SharedOffice,
    pub(super) cards: Cards,
    clock: Clock,
    listeners: Vec<Sender<News>>,
    pub(super) lists: Lists,
    kept: Kept,
    /// What was met at opening and is worth telling.
    pub(super) met: Vec<String>,
}

impl Owner {
    /// Opens the store.
    pub fn open(opening: Opening, tell: &mut dyn FnMut(u64, u64)) -> Result<Owner, OpenError> {
        let office = Office::shipped().map_err(|problems| OpenError::Damaged(told(&problems)))?;
        let office: SharedOffice = Arc::new(Mutex::new(Arc::new(office)));
        let fold = OfficeFold::new(Arc::clone(&office));
        let now = opening.clock.now();
        let at = crate::ledger::Opening::new(&opening.data, &opening.officer.name, now);
        let (ledger, met) = Ledger::open(at, fold, &mut |progress| tell(progress.done, progress.total))?;
        let mut cards = Cards::default();
        ledger.each_card(|card| cards.put(card))?;
        let mut remarks = Vec::new();
        remarks
            .extend(met.torn.map(|file| format!("上次中断留下未写完的记录，已另存为 {file}，没有记录丢失")));
        remarks.extend(met.rebuilt.map(|why| format!("存储已按日志重建：{why}")));
        Ok(Owner {
            ledger,
            office,
            cards,
            clock: opening.clock,
            listeners: Vec::new(),
            lists: Lists::default(),
            kept: Kept::default(),
            met: remarks,
        })
    }

    /// The office in force.
    pub(super) fn office(&self) -> Arc<Office> {
        Arc::clone(&self.office.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The owner's moment.
    pub fn now(&self) -> Stamp {
        self.clock.now()
    }

    /// Sets a clock that stands still (sample data, tests).
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The last entry.
    pub fn seq(&self) -> u64 {
        self.ledger.last_seq()
    }

    /// Sample data, not a real ledger?
    pub fn is_demo(&self) -> bool {
        self.office().basics.settings.is_demo
    }

    /// Who sits at the seat of an account today.
    ///
    /// # Errors
    /// [`Turned::Unmapped`].
    pub fn officer(&self, peer: &Peer, hello: &Hello) -> Result<Officer, Turned> {
        account::officer(self.cards.persons(), peer, hello, day_of(self.clock.now()))
    }

    /// The documents in force: those of the ledger, or what comes with the program while none was loaded.
    pub(super) fn documents(&self) -> Vec<Document> {
        match self.office().own() {
            [] => super::office::built_in(),
            own => own.iter().map(|(_, document)| document.clone()).collect(),
        }
    }

    /// Compares everything with everything. Everybody waits meanwhile, so only who administers may ask.
    fn verify(&mut self, sitter: &Sitter) -> Answer {
        if !sitter.officer.is_any(&[Role::Admin]) {
            return Answer::Nothing("核对由管理员办理".into());
        }
        match self.ledger.verify(&mut |_| {}) {
            Ok(report) => Answer::Verified(super::trust::told(&report)),
            Err(error) => Answer::Nothing(error.to_string()),
        }
    }

    /// Answers.
    pub fn ask(&mut self, query: &Query, sitter: &Sitter) -> Answer {
        if *query == Query::Verify {
            return self.verify(sitter);
        }
        let office = self.office();
        let mut lists = std::mem::take(&mut self.lists);
        let answer = guarded(|| {
            self.looking(&office, sitter, |view, case, curtain| {
                let case = Case { records: curtain, ..*case };
                answers::answer(self, view, &case, &mut lists, query)
            })
        });
        self.lists = lists;
        answer.unwrap_or_else(|| Answer::Nothing("程序出错，没有算出来；其余照常".into()))
    }

    /// Lends what is known: the view of the officer, the case with everything for a decision, and the curtain before it for a
    /// question.
    pub(super) fn looking<T>(
        &self,
        office: &Office,
        sitter: &Sitter,
        look: impl FnOnce(&View, &Case, &Curtain) -> T,
    ) -> T {
        let officer = &sitter.officer;
        let at = self.clock.now();
        let today = day_of(at);
        let books = Books { ledger: &self.ledger, cards: &self.cards, office, today };
        let case =
            Case { basics: &office.basics, workdays: &office.workdays, records: &books, today, at, officer };
        let sight = Sight::of(officer, &office.basics);
        let eye = Eye { sight, cards: &self.cards, basics: &office.basics, shelves: &books };
        let curtain = Curtain { books: &books, eye };
        let view = View {
            cards: &self.cards,
            basics: &office.basics,
            duties: &office.duties,
            workdays: &office.workdays,
            shelves: &curtain,
            eye,
            officer,
            today: sitter.today.opt().unwrap_or(today),
            // A ledger that has not begun owes nothing.
            start_on: office.basics.settings.start_on.opt().unwrap_or(today),
            seq: self.ledger.last_seq(),
            kept: &self.kept,
        };
        look(&view, &case, &curtain)
    }

    /// Grants or refuses. When it returns `Ok` the entries are on the disk.
    pub fn submit(
        &mut self,
        ticket: Ticket,
        command: Command,
        sitter: &Sitter,
    ) -> Result<Receipt, SubmitError> {
        let answers = self.submit_all(vec![Wish { ticket, command, sitter: sitter.clone(), at: None }]);
        let silent = || Err(SubmitError::Unrecorded("没有回音".into()));
        answers.into_iter().next().unwrap_or_else(silent)
    }

    /// Judges wishes in order, each on top of those before, and records the granted ones behind one `fdatasync`.
    pub fn submit_all(&mut self, wishes: Vec<Wish>) -> Vec<Result<Receipt, SubmitError>> {
        match self.begin(wishes) {
            (answers, Some(writing)) => self.land(answers, writing.carry_out()),
            (answers, None) => answers,
        }
    }

    /// Judges wishes in order; gives what each comes to, and the lines that have to be on the disk before anybody is told. Whoever
    /// holds them goes on asking meanwhile, by what is recorded; nothing new is judged until they have [landed](Owner::land).
    pub fn begin(&mut self, wishes: Vec<Wish>) -> (Vec<Result<Receipt, SubmitError>>, Option<Writing>) {
        let answers = wishes.into_iter().map(|wish| self.stage(wish)).collect();
        match self.ledger.begin() {
            Ok(writing) => (answers, writing),
            Err(error) => (self.none_recorded(answers, &error), None),
        }
    }

    /// Takes in what the disk made of the lines, tells everybody, and gives the answers as they are now.
    pub fn land(
        &mut self,
        answers: Vec<Result<Receipt, SubmitError>>,
        wrote: Wrote,
    ) -> Vec<Result<Receipt, SubmitError>> {
        match self.ledger.land(wrote) {
            Ok(commit) => {
                self.take_in(commit);
                answers
            }
            Err(error) => self.none_recorded(answers, &error),
        }
    }

    /// The answers where nothing new could be recorded. What had been recorded before, under the same ticket, still is.
    fn none_recorded(
        &self,
        answers: Vec<Result<Receipt, SubmitError>>,
        error: &LedgerError,
    ) -> Vec<Result<Receipt, SubmitError>> {
        let kept = |receipt: Receipt| match receipt.seq <= self.seq() {
            true => Ok(receipt),
            false => Err(unrecorded(error.clone())),
        };
        answers.into_iter().map(|answer| answer.and_then(kept)).collect()
    }

    fn stage(&mut self, wish: Wish) -> Result<Receipt, SubmitError> {
        if let Some(record) = self.ledger.ticket(&wish.ticket).map_err(unrecorded)? {
            return match record.officer == wish.sitter.officer.name {
                true => Ok(receipt(&record, Vec::new(), Vec::new())),
                false => Err(SubmitError::Refused(Box::new(taken()))),
            };
        }
        if let Some(at) = wish.at {
            self.clock = Clock::Fixed(at);
        }
        let decision = guarded(|| self.decide(wish.command, &wish.sitter))
            .unwrap_or_else(|| {
                Err(Refusal::new("程序出错，没有登记；其余照常", "换个写法再试，并告知管理员"))
            })
            .map_err(|refusal| SubmitError::Refused(Box::new(refusal)))?;
        let group = Group {
            at: self.clock.now(),
            officer: wish.sitter.officer.name.clone(),
            person: wish.sitter.officer.person,
            ticket: wish.ticket,
            events: decision.events,
        };
        let record = self.ledger.stage(group).map_err(unrecorded)?;
        Ok(receipt(&record, decision.ids, decision.remarks))
    }

    /// What the wish comes to, or why not. Documents are checked against all others here, since only the office has them.
    fn decide(&self, command: Command, sitter: &Sitter) -> Result<state::Decision, Refusal> {
        let office = self.office();
        let documents = documents_after(&office, &command);
        let decision = self.looking(&office, sitter, |view, case, _| self.judge(view, case, command))?;
        // What may not be loaded at all is said before what is wrong with it.
        documents.map_or(Ok(()), |documents| check_documents(&office, documents))?;
        Ok(decision)
    }

    /// Takes recorded entries into memory and tells everybody.
    fn take_in(&mut self, commit: Commit) {
        if commit.entries.is_empty() {
            return;
        }
        // A store that failed is mended at once, from the journal; while that fails too, the ledger answers without it.
        let mended =
            self.ledger.trouble().is_some() && self.ledger.mend(self.clock.now(), &mut |_| {}).is_ok();
        if !((commit.recarded || mended) && self.read_cards()) {
            for (id, card) in commit.cards {
                match card {
                    Some(card) => self.cards.put(card),
                    None => self.cards.remove(id),
                }
            }
        }
        let news = News::Changed(self.ledger.last_seq());
        self.listeners.retain(|listener| listener.send(news).is_ok());
    }

    /// The answer that a wish of this officer's was granted with, if it was.
    pub(super) fn receipt_of(&self, ticket: &Ticket, officer: &str) -> Option<Receipt> {
        let record = self.ledger.ticket(ticket).ok().flatten().filter(|record| record.officer == officer)?;
        Some(receipt(&record, Vec::new(), Vec::new()))
    }

    /// The last entries in sentences, newest first; before them, why the others cannot be read, when they cannot.
    pub(super) fn log(&self, view: &View, limit: usize) -> Vec<HistoryLine> {
        let after = view.seq.saturating_sub(limit as u64);
        let mut ids: Vec<Id> = Vec::new();
        let read = self.ledger.entries_after(after).and_then(|mut entries| {
            entries.try_for_each(|entry| entry.map(|entry| ids.push(entry.event.id)))
        });
        ids.sort_unstable();
        ids.dedup();
        let told = ids.into_iter().flat_map(|id| whole::history(view, &view.shelves.history(id)));
        let mut lines: Vec<HistoryLine> = told.filter(|line| line.seq > after).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.seq));
        if let Err(error) = read {
            lines.insert(
                0,
                HistoryLine { text: error.to_string(), why: error.hint().into(), ..HistoryLine::default() },
            );
        }
        lines
    }

    /// Reads all cards anew; false when they cannot be read, and then those in memory stay.
    fn read_cards(&mut self) -> bool {
        let mut cards = Cards::default();
        let is_read = self.ledger.each_card(|card| cards.put(card)).is_ok();
        if is_read {
            self.cards = cards;
        }
        is_read
    }

    /// Adds a listener.
    pub fn listen(&mut self, tell: Sender<News>) {
        self.listeners.push(tell);
    }
}

/// Nobody loses their seat because somebody's question or wish met a fault of the program: it changes nothing, and it alone is not
/// answered. What the fault was stands on standard error.
fn guarded<T>(deed: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(deed)).ok()
}

fn unrecorded(error: LedgerError) -> SubmitError {
    let text = error.to_string();
    let why = text.strip_prefix("未记录：").unwrap_or(&text);
    SubmitError::Unrecorded(match error {
        LedgerError::Damaged(_) => format!("{why}。先用 zhiben verify 查看"),
        _ => why.to_owned(),
    })
}

fn taken() -> Refusal {
    Refusal {
        guard: "凭号".into(), ..Refusal::new("这个凭号已用于别人的登记，本次没有记录", "重新提交")
    }
}

fn receipt(record: &GroupRecord, ids: Vec<Id>, remarks: Vec<String>) -> Receipt {
    let ids = if ids.is_empty() { record.ids.clone() } else { ids };
    Receipt { seq: record.group + u64::from(record.of) - 1, group: record.group, ids, at: record.at, remarks }
}

/// Months since 2000-01.
fn month_of(at: Stamp) -> u16 {
    use chrono::Datelike;
    ((at.year() - 2000).max(0) * 12) as u16 + at.month0() as u16
}

/// The documents as they would stand after the wish; [`None`]: it loads none.
fn documents_after(office: &Office, command: &Command) -> Option<Vec<(Id, Document)>> {
    if !has_load(command) {
        return None;
    }
    let mut documents = office.own().to_vec();
    gather(command, &mut documents);
    Some(documents)
}

/// Do they fit one another, and leave the ledger open?
fn check_documents(office: &Office, documents: Vec<(Id, Document)>) -> Result<(), Refusal> {
    let hint = "改好后重新载入；原来载入的不受影响";
    let after = Office::of(documents).map_err(|problems| Refusal::new(told(&problems), hint))?;
    // A document takes the place of the one of its name: an office.toml without a 启用日 would close the ledger.
    let settings = &office.basics.settings;
    if settings.start_on.opt().is_some() && after.basics.settings.start_on.is_none() {
        let text = "office.toml 里没有启用日，载入后台账就不能登记了";
        return Err(Refusal::new(text, format!("在 [settings] 下写上 start_on = \"{}\"", settings.start_on)));
    }
    Ok(())
}

fn has_load(command: &Command) -> bool {
    match command {
        Command::Load { .. } => true,
        Command::Group(commands) => commands.iter().any(has_load),
        _ => false,
    }
}

/// Lays the documents that a wish loads over those there are.
fn gather(command: &Command, documents: &mut Vec<(Id, Document)>) {
    match command {
        Command::Load { name, text } => {
            let document = Document { name: name.clone(), text: text.clone() };
            match documents.iter_mut().find(|(_, other)| other.name == *name) {
                Some((_, other)) => *other = document,
                None => documents.push((Id::NONE, document)),
            }
        }
        Command::Group(commands) => commands.iter().for_each(|one| gather(one, documents)),
        _ => {}
    }
}

/// Problems of documents, a line each.
pub(super) fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
