//! The owner as a process: opens the store, lets seats in, and deals with what they want, one batch after another. Questions of
//! a batch are answered first; its wishes share one `fdatasync`.
//!
//! The thread that holds the store never waits for a seat: see [`chairs`].

use std::collections::BTreeMap;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::account::{Peer, own_name};
use super::chairs::{self, Chair, ChairNo, Happening};
use super::clock::{Clock, day_of};
use super::logbook::Logbook;
use super::owner::Owner;
use super::socket::{self, BindError};
use super::wire::{Hello, News, THIS_PROGRAM, ToOwner, ToSeat, Turned, build_of_program};
use super::{OpenError, Opening, Sitter, SubmitError, Wish};
use crate::ask::answer::{Answer, Kept};
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::ledger::backup::{backup_of_the_day, latest};
use crate::model::case::Officer;
use crate::model::command::Refusal;

/// Says who is at the other end of a socket; in words why that is not known.
pub type Who = Arc<dyn Fn(&UnixStream) -> Result<Peer, String> + Send + Sync>;

/// By the kernel, as it is everywhere but in tests.
pub fn by_kernel() -> Who {
    Arc::new(Peer::of)
}

/// How a store is kept for seats.
#[derive(Clone)]
pub struct Keeping {
    /// The data directory.
    pub data: PathBuf,
    /// Where seats come to.
    pub socket: PathBuf,
    /// Who may connect: mode of the socket.
    pub mode: u32,
    /// Leaves so long after the last seat; [`None`]: stays (a service).
    pub linger: Option<Duration>,
    /// Where the daily copies go.
    pub backups: PathBuf,
    /// The owner's clock.
    pub clock: Clock,
    /// Who is at the other end of a socket; tests say so themselves.
    pub who: Who,
}

/// Why a store is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Another owner keeps it already: whoever wanted one may go there.
    #[error("已有台账服务在 {0}")]
    Taken(PathBuf),
    /// The socket cannot be made.
    #[error("套接字 {0} 建不成：{1}")]
    Socket(PathBuf, String),
    /// The store cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Most seats at a time, and of one account.
const SEATS: usize = 256;
const SEATS_OF_ACCOUNT: usize = 64;
/// Most wants that are dealt with in one go.
const BATCH: usize = 256;
/// Daily copies that are kept (局内约定).
const COPIES: usize = 14;
/// How often those who wait for a store are told how far it is.
const WAIT_TOLD: Duration = Duration::from_millis(200);
/// Why a seat is gone that takes nothing any more.
const NO_LINE: &str = "线路不通";
/// The door stays shut so long where the system has no room for one more line.
const NO_ROOM: Duration = Duration::from_millis(10);
/// The clock is looked at so often: for a new day, and for what was set by hand.
const LOOK: Duration = Duration::from_secs(60);

/// A way to stop what is kept, from outside.
#[derive(Clone)]
pub struct Stopper(Sender<Happening>);

impl Stopper {
    /// Stops in order: what was acknowledged is on the disk, seats are told.
    pub fn stop(&self) {
        let _ = self.0.send(Happening::Stop);
    }
}

/// Keeps a store until it is stopped or, with a linger, until nobody is left. `ready` is called once seats may come.
///
/// # Errors
/// As [`KeepError`] says. Seats that came meanwhile are told too.
pub fn keep(keeping: &Keeping, ready: impl FnOnce(Stopper)) -> Result<(), KeepError> {
    let bound = match socket::bind(&keeping.socket, keeping.mode) {
        Ok(bound) => bound,
        Err(BindError::Taken) => return Err(KeepError::Taken(keeping.socket.clone())),
        Err(BindError::Io(error)) => {
            return Err(KeepError::Socket(keeping.socket.clone(), error.to_string()));
        }
    };
    let (tell, told) = channel();
    let door = bound
        .listener
        .try_clone()
        .map_err(|error| KeepError::Socket(keeping.socket.clone(), error.to_string()))?;
    let (at_door, who) = (tell.clone(), Arc::clone(&keeping.who));
    thread::spawn(move || {
        let build = build_of_program(Path::new(THIS_PROGRAM));
        for (no, stream) in door.incoming().enumerate() {
            let Ok(stream) = stream else {
                // A connection that failed at once is nobody's; where there is no room for one more, some have to go first.
                thread::sleep(NO_ROOM);
                continue;
            };
            let (build, at_door, who) = (build.clone(), at_door.clone(), Arc::clone(&who));
            thread::spawn(move || chairs::receive(no as ChairNo, stream, &build, &who, &at_door));
        }
    });
    ready(Stopper(tell));
    let mut log = Logbook::at(&keeping.data);
    let mut chairs = Chairs::default();
    let opened = open(keeping, &mut chairs, &told);
    let owner = match opened {
        Ok(owner) => owner,
        Err(error) => {
            log.note(keeping.clock.now(), &format!("没有打开：{error}"));
            chairs.turn_all(&Turned::Open(error.clone()), &told);
            return Err(error.into());
        }
    };
    log.note(keeping.clock.now(), &format!("开始，止于第 {} 条", owner.seq()));
    let mut service = Service { owner, chairs, log, today: day_of(keeping.clock.now()), copy: None, keeping };
    service.run(&told);
    service.leave();
    drop(bound);
    Ok(())
}

fn open(keeping: &Keeping, chairs: &mut Chairs, told: &Receiver<Happening>) -> Result<Owner, OpenError> {
    let opening = Opening {
        data: keeping.data.clone(),
        officer: Officer::alone(own_name(), ""),
        clock: keeping.clock.clone(),
        today: Day::NONE,
    };
    let mut last = None;
    Owner::open(opening, &mut |done, all| {
        chairs.let_in(told);
        if last.is_none_or(|at: Instant| at.elapsed() >= WAIT_TOLD) {
            last = Some(Instant::now());
            chairs.all.values().for_each(|chair| {
                chair.say(ToSeat::Wait(done, all));
            });
        }
    })
}

/// Those who are there, and what they wanted before the store was open.
#[derive(Default)]
struct Chairs {
    all: BTreeMap<ChairNo, Chair>,
    waiting: Vec<Happening>,
}

impl Chairs {
    /// Takes in who came; keeps what else happened for later.
    fn let_in(&mut self, told: &Receiver<Happening>) {
        while let Ok(happening) = told.try_recv() {
            match happening {
                Happening::Came(no, chair) => self.came(no, chair),
                Happening::Gone(no, _) => {
                    self.all.remove(&no);
                }
                other => self.waiting.push(other),
            }
        }
    }

    fn came(&mut self, no: ChairNo, chair: Chair) {
        let same = self.all.values().filter(|other| other.peer == chair.peer).count();
        let full = match (self.all.len(), same) {
            (all, _) if all >= SEATS => Some(format!("全部 {SEATS} 个席位都有人")),
            (_, same) if same >= SEATS_OF_ACCOUNT => {
                Some(format!("账户 {} 已开 {SEATS_OF_ACCOUNT} 个席位", chair.peer.account))
            }
            _ => None,
        };
        match full {
            Some(why) => {
                chair.say(ToSeat::Turned(Turned::Full(why)));
            }
            None => {
                self.all.insert(no, chair);
            }
        }
    }

    fn turn_all(&mut self, why: &Turned, told: &Receiver<Happening>) {
        // Whoever started this owner is at the door or will be in a moment.
        if self.all.is_empty()
            && let Ok(first) = told.recv_timeout(Duration::from_secs(1))
        {
            match first {
                Happening::Came(no, chair) => self.came(no, chair),
                other => self.waiting.push(other),
            }
        }
        self.let_in(told);
        let all = std::mem::take(&mut self.all);
        all.into_values().for_each(|chair| {
            chair.say(ToSeat::Turned(why.clone()));
        });
        // Their writers are threads of their own; the process is not gone before they had a moment.
        thread::sleep(Duration::from_millis(100));
    }

    fn manned(&self) -> usize {
        self.all.values().filter(|chair| chair.is_manned()).count()
    }
}

struct Service<'a> {
    owner: Owner,
    chairs: Chairs,
    log: Logbook,
    today: Day,
    copy: Option<JoinHandle<()>>,
    keeping: &'a Keeping,
}

impl Service<'_> {
    fn run(&mut self, told: &Receiver<Happening>) {
        let mut empty_since = Instant::now();
        let mut is_leaving = false;
        self.copy_of_the_day();
        loop {
            let mut batch = std::mem::take(&mut self.chairs.waiting);
            if batch.is_empty() {
                match told.recv_timeout(self.patience(empty_since)) {
                    Ok(first) => batch.push(first),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            while batch.len() < BATCH
                && let Ok(next) = told.try_recv()
            {
                batch.push(next);
            }
            for happening in &batch {
                match happening {
                    Happening::Stop => return,
                    // A newer build at the door of one that was only started by the way: it makes room as soon as it can.
                    Happening::Stranger(build) => {
                        self.log.note(self.owner.now(), &format!("门口来了另一版本 {build}"));
                        is_leaving |= self.keeping.linger.is_some();
                    }
                    _ => {}
                }
            }
            self.deal(batch);
            self.look_at_clock();
            if !self.chairs.all.is_empty() {
                empty_since = Instant::now();
            } else if is_leaving || self.keeping.linger.is_some_and(|linger| empty_since.elapsed() >= linger)
            {
                return;
            }
        }
    }

    fn patience(&self, empty_since: Instant) -> Duration {
        match self.keeping.linger {
            Some(linger) if self.chairs.all.is_empty() => {
                linger.saturating_sub(empty_since.elapsed()).min(LOOK)
            }
            _ => LOOK,
        }
    }

    /// Questions first, then wishes behind one `fdatasync`. No seat has more than one want in a batch.
    fn deal(&mut self, batch: Vec<Happening>) {
        let mut wishes = Vec::new();
        let mut wishing = Vec::new();
        for happening in batch {
            match happening {
                Happening::Came(no, chair) => self.chairs.came(no, chair),
                Happening::Gone(no, why) => self.gone(no, &why),
                Happening::Wants(no, ToOwner::Sit(hello)) => self.sit(no, hello),
                Happening::Wants(no, ToOwner::Ask(number, query)) => {
                    if let Some(sitter) = self.sitter(no) {
                        let answer = match query {
                            Query::Keeping => Answer::Keeping(self.kept()),
                            query => self.owner.ask(&query, &sitter),
                        };
                        self.say(no, ToSeat::Answer(number, Box::new(answer)));
                    }
                }
                Happening::Wants(no, ToOwner::Submit(number, ticket, command)) => {
                    if let Some(sitter) = self.sitter(no) {
                        wishing.push((no, number));
                        wishes.push(Wish { ticket, command, sitter, at: None });
                    }
                }
                Happening::Stranger(_) | Happening::Stop => {}
            }
        }
        if wishes.is_empty() {
            return;
        }
        let before = self.owner.seq();
        let judged = self.owner.submit_all(wishes);
        for ((no, number), judged) in wishing.into_iter().zip(judged) {
            if let Err(error) = &judged {
                self.note_refusal(no, error);
            }
            self.say(no, ToSeat::Judged(number, judged));
        }
        let seq = self.owner.seq();
        if seq != before {
            self.tell_manned(News::Changed(seq));
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
        match self.owner.officer(&chair.peer, &hello) {
            Ok(officer) => {
                chair.sat = Some(hello);
                self.say(no, ToSeat::Welcome(officer));
                self.tell_online();
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

    fn tell_online(&mut self) {
        let manned = self.chairs.all.values().filter(|chair| chair.is_manned()).count();
        self.tell_manned(News::Online(manned as u32));
    }

    fn gone(&mut self, no: ChairNo, why: &str) {
        let Some(chair) = self.chairs.all.remove(&no) else { return };
        if !why.is_empty() {
            self.log.note(self.owner.now(), &format!("账户 {} 的席位断开：{why}", chair.peer.account));
        }
        if chair.is_manned() {
            drop(chair);
            self.tell_online();
        }
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
            self.copy_of_the_day();
        }
    }

    /// The daily copy is made beside the work; one that is cut off has no manifest and is made again.
    fn copy_of_the_day(&mut self) {
        if self.owner.seq() == 0 || self.owner.is_demo() {
            return;
        }
        let (data, root, now) = (self.keeping.data.clone(), self.keeping.backups.clone(), self.owner.now());
        let mut log = Logbook::at(&data);
        self.copy = Some(thread::spawn(move || match copy(&data, &root, now) {
            Ok(None) => {}
            Ok(Some(to)) => log.note(now, &format!("已备份到 {}", to.display())),
            Err(error) => log.note(now, &format!("每日备份没有成：{error}")),
        }));
    }

    fn leave(mut self) {
        let all = std::mem::take(&mut self.chairs.all);
        all.values().for_each(|chair| {
            chair.say(ToSeat::Turned(Turned::Leaving));
        });
        if let Some(copy) = self.copy.take() {
            let _ = copy.join();
        }
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

fn copy(
    data: &Path,
    root: &Path,
    now: crate::model::event::Stamp,
) -> Result<Option<PathBuf>, crate::ledger::LedgerError> {
    backup_of_the_day(data, root, COPIES, now)
}
