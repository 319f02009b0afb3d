//! The owner at work: what seats want, one thing after another. Wishes are judged as soon as the disk is free, all that wait
//! together, behind one `fdatasync` that a thread of its own waits for; questions are answered meanwhile by what is recorded.
//! Accounts take turns, so that one that asks without end holds up nobody but itself.

use std::collections::VecDeque;
use std::collections::btree_map::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::account::own_name;
use super::chairs::{ChairNo, Happening};
use super::clock::day_of;
use super::copies::Copies;
use super::hall::Chairs;
use super::logbook::Logbook;
use super::owner::Owner;
use super::serve::Keeping;
use super::wire::{Hello, News, ToOwner, ToSeat, Turned};
use super::{Sitter, SubmitError, Wish};
use crate::ask::answer::{Answer, Kept};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::ledger::backup::latest;
use crate::ledger::{Writing, Wrote};
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::Ticket;

/// Most happenings that are taken in before something is answered again.
const HANDFUL: usize = 256;
/// Why a seat is gone that takes nothing any more.
const NO_LINE: &str = "线路不通";
/// The clock is looked at so often: for a new day, and for what was set by hand.
const LOOK: Duration = Duration::from_secs(60);

/// A question that waits for its turn.
struct Asked {
    no: ChairNo,
    number: u32,
    query: Query,
}

/// A wish that waits until the disk is free.
struct Wished {
    no: ChairNo,
    number: u32,
    ticket: Ticket,
    command: Command,
}

/// Wishes that were judged and wait for the disk.
struct Flight {
    wishing: Vec<(ChairNo, u32)>,
    judged: Vec<Result<Receipt, SubmitError>>,
}

/// An open store and those who work at it.
pub struct Service<'a> {
    owner: Owner,
    chairs: Chairs,
    log: Logbook,
    keeping: &'a Keeping,
    today: Day,
    copies: Copies,
    asks: VecDeque<Asked>,
    /// When an account was last answered: a running number.
    turns: BTreeMap<String, u64>,
    wishes: Vec<Wished>,
    flight: Option<Flight>,
    scribe: Sender<Writing>,
    /// The number of officers on line that was told last.
    online: usize,
    is_leaving: bool,
}

/// A thread that waits for the disk.
fn scribe(tell: Sender<Happening>) -> io::Result<Sender<Writing>> {
    let (give, take) = channel::<Writing>();
    thread::Builder::new().name("scribe".into()).spawn(move || {
        for writing in take {
            if tell.send(Happening::Landed(Box::new(writing.carry_out()))).is_err() {
                return;
            }
        }
    })?;
    Ok(give)
}

impl<'a> Service<'a> {
    /// Begins with who came while the store was opened.
    ///
    /// # Errors
    /// Where the system has no room for one more thread.
    pub fn new(
        owner: Owner,
        chairs: Chairs,
        log: Logbook,
        keeping: &'a Keeping,
        tell: Sender<Happening>,
    ) -> io::Result<Service<'a>> {
        Ok(Service {
            today: day_of(owner.now()),
            owner,
            chairs,
            log,
            keeping,
            copies: Copies::default(),
            asks: VecDeque::new(),
            turns: BTreeMap::new(),
            wishes: Vec::new(),
            flight: None,
            scribe: scribe(tell)?,
            online: 0,
            is_leaving: false,
        })
    }

    /// Works until it is stopped or, with a linger, until nobody is left.
    pub fn run(&mut self, told: &Receiver<Happening>) {
        let mut empty_since = Instant::now();
        for happening in std::mem::take(&mut self.chairs.waiting) {
            if !self.happens(happening) {
                return self.end(told);
            }
        }
        loop {
            self.begin_writing();
            self.answer_next();
            self.tell_online();
            self.look_at_clock();
            if !self.chairs.all.is_empty() || self.flight.is_some() || self.copies.is_running() {
                empty_since = Instant::now();
            } else if self.is_leaving
                || self.keeping.linger.is_some_and(|linger| empty_since.elapsed() >= linger)
            {
                return self.end(told);
            }
            if !self.hear(told, empty_since) {
                return self.end(told);
            }
        }
    }

    /// Takes in what happened; waits for it where there is nothing else to do. False: it is over.
    fn hear(&mut self, told: &Receiver<Happening>, empty_since: Instant) -> bool {
        let can_go_on = self.next_asked().is_some() || (!self.wishes.is_empty() && self.flight.is_none());
        let mut next = match can_go_on {
            true => told.try_recv().ok(),
            false => match told.recv_timeout(self.patience(empty_since)) {
                Ok(first) => Some(first),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return false,
            },
        };
        let mut left = HANDFUL;
        while let Some(happening) = next {
            if !self.happens(happening) {
                return false;
            }
            left -= 1;
            next = if left == 0 { None } else { told.try_recv().ok() };
        }
        true
    }

    fn patience(&self, empty_since: Instant) -> Duration {
        match self.keeping.linger {
            Some(_) if self.copies.is_running() => Copies::PAUSE,
            Some(linger) if self.chairs.all.is_empty() => {
                linger.saturating_sub(empty_since.elapsed()).min(LOOK)
            }
            _ => LOOK,
        }
    }

    /// False: it is over.
    fn happens(&mut self, happening: Happening) -> bool {
        match happening {
            Happening::Came(no, chair) => self.chairs.came(no, chair),
            Happening::Gone(no, why) => self.gone(no, &why),
            Happening::Wants(no, ToOwner::Sit(hello)) => self.sit(no, hello),
            Happening::Wants(no, ToOwner::Ask(number, query)) => {
                self.asks.push_back(Asked { no, number, query });
            }
            Happening::Wants(no, ToOwner::Submit(number, ticket, command)) => {
                self.wishes.push(Wished { no, number, ticket, command });
            }
            Happening::Landed(wrote) => self.landed(*wrote),
            // A newer build at the door of one that was only started by the way: it makes room as soon as it can.
            Happening::Stranger(build) => {
                self.log.note(self.owner.now(), &format!("门口来了另一版本 {build}"));
                self.is_leaving |= self.keeping.linger.is_some();
            }
            Happening::Stop => return false,
        }
        true
    }

    /// Which question comes next: the oldest of the account that was answered the longest time ago. A comparison of everything
    /// with everything has to see what is on its way to the disk.
    fn next_asked(&self) -> Option<usize> {
        let may = |asked: &Asked| self.flight.is_none() || asked.query != Query::Verify;
        let turn = |asked: &Asked| {
            let account = self.chairs.all.get(&asked.no).map(|chair| &chair.peer.account);
            account.and_then(|account| self.turns.get(account)).copied().unwrap_or_default()
        };
        let waiting = self.asks.iter().enumerate().filter(|(_, asked)| may(asked));
        waiting.min_by_key(|(_, asked)| turn(asked)).map(|(at, _)| at)
    }

    fn answer_next(&mut self) {
        let Some(Asked { no, number, query }) = self.next_asked().and_then(|at| self.asks.remove(at)) else {
            return;
        };
        let Some(sitter) = self.sitter(no) else { return };
        if let Some(chair) = self.chairs.all.get(&no) {
            let last = self.turns.values().max().copied().unwrap_or_default();
            match self.turns.get_mut(&chair.peer.account) {
                Some(turn) => *turn = last + 1,
                None => drop(self.turns.insert(chair.peer.account.clone(), last + 1)),
            }
        }
        let answer = match query {
            Query::Keeping => Answer::Keeping(self.kept()),
            query => self.owner.ask(&query, &sitter),
        };
        self.say(no, ToSeat::Answer(number, Box::new(answer)));
    }

    /// Judges all wishes that wait, unless those before are still on their way to the disk. No seat has more than one.
    fn begin_writing(&mut self) {
        if self.flight.is_some() || self.wishes.is_empty() {
            return;
        }
        let (mut wishing, mut wishes) = (Vec::new(), Vec::new());
        for Wished { no, number, ticket, command } in std::mem::take(&mut self.wishes) {
            if let Some(sitter) = self.sitter(no) {
                wishing.push((no, number));
                wishes.push(Wish { ticket, command, sitter, at: None });
            }
        }
        let (judged, writing) = self.owner.begin(wishes);
        let flight = Flight { wishing, judged };
        let Some(writing) = writing else { return self.tell_judged(flight) };
        self.flight = Some(flight);
        if let Err(SendError(writing)) = self.scribe.send(writing) {
            self.landed(writing.carry_out());
        }
    }

    fn landed(&mut self, wrote: Wrote) {
        let Some(Flight { wishing, judged }) = self.flight.take() else { return };
        let before = self.owner.seq();
        let judged = self.owner.land(judged, wrote);
        self.tell_judged(Flight { wishing, judged });
        let seq = self.owner.seq();
        if seq != before {
            self.tell_manned(News::Changed(seq));
        }
    }

    fn tell_judged(&mut self, flight: Flight) {
        for ((no, number), judged) in flight.wishing.into_iter().zip(flight.judged) {
            if let Err(error) = &judged {
                self.note_refusal(no, error);
            }
            self.say(no, ToSeat::Judged(number, judged));
        }
    }

    fn kept(&self) -> Kept {
        let (data, backups) = (&self.keeping.data, &self.keeping.backups);
        let copied = latest(backups);
        Kept {
            is_service: self.keeping.linger.is_none(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            account: own_name(),
            data: data.display().to_string(),
            backups: backups.display().to_string(),
            copied_on: copied.as_ref().map_or(Day::NONE, |copied| day_of(copied.made_at)),
            copied_to: copied.map_or(0, |copied| copied.last_seq),
            seats: (self.chairs.manned() as u32, self.chairs.all.len() as u32),
        }
    }

    fn sit(&mut self, no: ChairNo, hello: Hello) {
        let Some(chair) = self.chairs.all.get_mut(&no) else { return };
        if chair.sat.is_some() {
            return self.say(no, ToSeat::Turned(Turned::Garbled("已经入席".into())));
        }
        match self.owner.officer(&chair.peer, &hello) {
            Ok(officer) => {
                chair.sat = Some(hello);
                self.say(no, ToSeat::Welcome(officer));
            }
            Err(turned) => {
                self.log.note(self.owner.now(), &format!("{turned}"));
                self.say(no, ToSeat::Turned(turned));
            }
        }
    }

    /// Who wants something now: looked up anew, since an officer may have left or changed their role meanwhile.
    fn sitter(&mut self, no: ChairNo) -> Option<Sitter> {
        let chair = self.chairs.all.get(&no)?;
        let Some(hello) = &chair.sat else {
            self.say(no, ToSeat::Turned(Turned::Garbled("还没有入席".into())));
            return None;
        };
        match self.owner.officer(&chair.peer, hello) {
            Ok(officer) => Some(Sitter { officer, today: hello.today }),
            Err(turned) => {
                self.say(no, ToSeat::Turned(turned));
                None
            }
        }
    }

    /// Says it; who takes nothing any more, or was turned away, is gone.
    fn say(&mut self, no: ChairNo, message: ToSeat) {
        let Some(chair) = self.chairs.all.get(&no) else { return };
        let is_last = matches!(message, ToSeat::Turned(_));
        let is_there = chair.say(message);
        if is_last || !is_there {
            self.gone(no, if is_last { "" } else { NO_LINE });
        }
    }

    /// Tells whoever looks at a screen. Who takes no more news is gone, and comes back when they notice.
    fn tell_manned(&mut self, news: News) {
        let manned = self.chairs.all.iter().filter(|(_, chair)| chair.is_manned());
        let deaf: Vec<ChairNo> =
            manned.filter(|(_, chair)| !chair.say(ToSeat::News(news))).map(|(no, _)| *no).collect();
        deaf.into_iter().for_each(|no| self.gone(no, NO_LINE));
    }

    /// Once for all who came and went since it was told last.
    fn tell_online(&mut self) {
        let manned = self.chairs.manned();
        if manned != self.online {
            self.online = manned;
            self.tell_manned(News::Online(manned as u32));
        }
    }

    fn gone(&mut self, no: ChairNo, why: &str) {
        let Some(chair) = self.chairs.all.remove(&no) else { return };
        if !why.is_empty() {
            self.log.note(self.owner.now(), &format!("账户 {} 的席位断开：{why}", chair.peer.account));
        }
        self.asks.retain(|asked| asked.no != no);
    }

    /// What was refused leaves a trace: who, and by which guard, without what was typed.
    fn note_refusal(&mut self, no: ChairNo, error: &SubmitError) {
        let name = self.chairs.all.get(&no).map_or("", |chair| chair.peer.account.as_str());
        let line = match error {
            SubmitError::Refused(refusal) => format!("账户 {name} 的登记被拒：{}", ground_of(refusal)),
            other => format!("账户 {name} 的登记没有写成：{other}"),
        };
        self.log.note(self.owner.now(), &line);
    }

    fn look_at_clock(&mut self) {
        let today = day_of(self.owner.now());
        if today != self.today {
            self.today = today;
            self.tell_manned(News::Day(today));
        }
        if !self.owner.is_demo() && self.copies.is_due(self.owner.seq(), today, Instant::now()) {
            self.copies.begin(self.keeping, self.owner.now());
        }
    }

    /// Waits for what is on its way to the disk, and tells everybody that it is over.
    fn end(&mut self, told: &Receiver<Happening>) {
        while self.flight.is_some()
            && let Ok(happening) = told.recv()
        {
            if let Happening::Landed(wrote) = happening {
                self.landed(*wrote);
            }
        }
        let all = std::mem::take(&mut self.chairs.all);
        all.values().for_each(|chair| {
            chair.say(ToSeat::Turned(Turned::Leaving));
        });
        self.copies.end();
        self.log.note(self.owner.now(), &format!("结束，止于第 {} 条", self.owner.seq()));
    }
}

/// The guard that refused, or how much of what was filled in was wrong.
fn ground_of(refusal: &Refusal) -> String {
    match (refusal.guard.as_str(), refusal.fields.len()) {
        ("", 0) => "不成立".into(),
        ("", wrong) => format!("{wrong} 栏有误"),
        (guard, _) => guard.into(),
    }
}
