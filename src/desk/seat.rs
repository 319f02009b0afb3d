//! A seat: the thin end of the line to an owner. It holds what it asked for and nothing of the ledger. When the line is lost it is
//! taken up again with the next question or wish; a wish whose answer was lost is looked for by its ticket first, so that it is
//! never granted twice.

use std::io::{self, BufReader};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::SubmitError;
use super::account;
use super::frame;
use super::socket::{self, Place};
use super::wire::{Hello, News, ToOwner, ToSeat, Turned, build_of, build_of_program, greeting, version_of};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt};
use crate::model::event::Ticket;

/// How to sit down.
#[derive(Clone, Debug)]
pub struct Call {
    /// Where.
    pub place: Place,
    /// Of which data directory an owner is started where nobody answers, if that is ours to do.
    pub data: PathBuf,
    /// Who, for which day.
    pub hello: Hello,
    /// The program that an owner is started with and must be of the same build as; anybody but a test means
    /// [`THIS_PROGRAM`](super::wire::THIS_PROGRAM).
    pub program: PathBuf,
}

/// Why a seat did not sit down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatError {
    /// The owner said no.
    #[error(transparent)]
    Turned(#[from] Turned),
    /// Nobody answers where somebody should.
    #[error("{0} 没有台账服务在听")]
    Nobody(PathBuf),
    /// This account may not go there.
    #[error("账户 {account} 无权连接 {}：只对 {group} 组开放", .path.display())]
    NoWay {
        /// Where.
        path: PathBuf,
        /// The account.
        account: String,
        /// The group that may.
        group: String,
        /// It is in the group, but this session began before it was.
        is_late: bool,
    },
    /// Another version keeps the store.
    #[error("{}", versions(.theirs, .ours))]
    OtherVersion {
        /// The owner's.
        theirs: String,
        /// This program's.
        ours: String,
        /// It goes as soon as its seats have left; a service does not.
        is_own: bool,
    },
    /// The line, the system.
    #[error("{0}")]
    Io(String),
}

fn versions(theirs: &str, ours: &str) -> String {
    match theirs == ours {
        true => format!("台账服务和本程序都是 {ours} 版，但不是同一次安装的"),
        false => format!("台账服务是 {theirs} 版，本程序是 {ours} 版"),
    }
}

impl From<io::Error> for SeatError {
    fn from(error: io::Error) -> SeatError {
        SeatError::Io(error.to_string())
    }
}

/// How long an owner that was started, or is on its way out, is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long an owner of another build is waited for to leave.
const HANDOVER: Duration = Duration::from_secs(7);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Tells how far the building of the store is: entries done, entries in all.
pub type Tell<'a> = &'a mut dyn FnMut(u64, u64);

/// A ticket that nobody else has: unique among the seats of a machine and the wishes of a seat.
pub fn new_ticket() -> Ticket {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    Ticket(format!("{:x}-{:x}-{count:x}", std::process::id(), moment.as_nanos()))
}

/// A seat. Clones share the line.
#[derive(Clone)]
pub struct Seat {
    shared: Arc<Shared>,
}

struct Shared {
    call: Call,
    line: Mutex<Option<Line>>,
    listeners: Arc<Mutex<Listeners>>,
}

/// Who is told of news, and the number of officers on line that was told last: whoever listens later wants to know it too.
#[derive(Default)]
struct Listeners {
    all: Vec<Sender<News>>,
    online: Option<u32>,
}

impl Listeners {
    fn tell(&mut self, news: News) {
        if let News::Online(count) = news {
            self.online = Some(count);
        }
        self.all.retain(|listener| listener.send(news).is_ok());
    }
}

/// The line while it holds.
struct Line {
    stream: UnixStream,
    replies: Receiver<ToSeat>,
    last: u32,
}

impl Seat {
    /// Sits down; gives who the officer is by the account. A store that is being built tells how far it is.
    ///
    /// # Errors
    /// As [`SeatError`] says.
    pub fn take(call: Call, tell: Tell) -> Result<(Seat, Officer), SeatError> {
        let listeners = Arc::default();
        let (line, officer) = connect(&call, &listeners, tell)?;
        let shared = Shared { call, line: Mutex::new(Some(line)), listeners };
        Ok((Seat { shared: Arc::new(shared) }, officer))
    }

    /// Asks; a lost line is taken up again.
    pub fn ask(&self, query: &Query) -> Answer {
        let mut line = self.line();
        for _ in 0..2 {
            let there = match self.there(&mut line) {
                Ok(there) => there,
                Err(error) => return Answer::Away(away(&error)),
            };
            match there.ask(query) {
                Ok(answer) => return answer,
                Err(None) => *line = None,
                Err(Some(turned)) => {
                    *line = None;
                    return Answer::Nothing(turned.to_string());
                }
            }
        }
        Answer::Away(away(&SeatError::Io("线路断开".into())))
    }

    /// Submits. After a lost line the ticket says whether the wish had been granted.
    pub fn submit(&self, ticket: &Ticket, command: &Command) -> Result<Receipt, SubmitError> {
        let mut line = self.line();
        let mut is_doubtful = false;
        for _ in 0..3 {
            let there = match self.there(&mut line) {
                Ok(there) => there,
                Err(error) if is_doubtful => return Err(SubmitError::Unanswered(away(&error))),
                Err(error) => return Err(SubmitError::Unrecorded(away(&error))),
            };
            if is_doubtful {
                match there.ask(&Query::Ticket(ticket.clone())) {
                    Ok(Answer::Receipt(Some(receipt))) => return Ok(receipt),
                    Ok(_) => {}
                    Err(_) => {
                        *line = None;
                        continue;
                    }
                }
            }
            match there.submit(ticket, command) {
                Ok(judged) => return judged,
                Err(None) => {
                    is_doubtful = true;
                    *line = None;
                }
                // Whoever is turned away has entered nothing.
                Err(Some(turned)) => {
                    *line = None;
                    return Err(SubmitError::Unrecorded(turned.to_string()));
                }
            }
        }
        Err(SubmitError::Unanswered("线路一再断开".into()))
    }

    /// Tells of everything from now on.
    pub fn listen(&self, tell: Sender<News>) {
        let mut listeners = self.shared.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        // A listener that is gone already is found out with the next news.
        let _ = listeners.online.map(|count| tell.send(News::Online(count)));
        listeners.all.push(tell);
    }

    fn line(&self) -> std::sync::MutexGuard<'_, Option<Line>> {
        self.shared.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn there<'l>(&self, line: &'l mut Option<Line>) -> Result<&'l mut Line, SeatError> {
        match line {
            Some(there) => Ok(there),
            None => {
                let (there, _) = connect(&self.shared.call, &self.shared.listeners, &mut |_, _| {})?;
                Ok(line.insert(there))
            }
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // A line that is hung up is not a lost one.
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).all.clear();
        if let Some(line) = self.line.get_mut().unwrap_or_else(PoisonError::into_inner) {
            let _ = line.stream.shutdown(Shutdown::Both);
        }
    }
}

/// The line is lost, or was hung up: [`Some`] says why for good, [`None`] that it may be taken up again.
type Lost = Option<Turned>;

impl Line {
    fn ask(&mut self, query: &Query) -> Result<Answer, Lost> {
        self.last = self.last.wrapping_add(1);
        frame::send(&mut self.stream, &ToOwner::Ask(self.last, query.clone())).map_err(|_| None)?;
        loop {
            match self.hears()? {
                ToSeat::Answer(no, answer) if no == self.last => return Ok(*answer),
                _ => {}
            }
        }
    }

    fn submit(&mut self, ticket: &Ticket, command: &Command) -> Result<Result<Receipt, SubmitError>, Lost> {
        self.last = self.last.wrapping_add(1);
        let wish = ToOwner::Submit(self.last, ticket.clone(), command.clone());
        match frame::send(&mut self.stream, &wish) {
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Ok(Err(SubmitError::Unrecorded(format!("{error}，请分几次登记"))));
            }
            sent => sent.map_err(|_| None)?,
        }
        loop {
            match self.hears()? {
                ToSeat::Judged(no, judged) if no == self.last => return Ok(judged),
                _ => {}
            }
        }
    }

    fn hears(&self) -> Result<ToSeat, Lost> {
        match self.replies.recv().map_err(|_| None)? {
            ToSeat::Turned(Turned::Leaving) => Err(None),
            ToSeat::Turned(why) => Err(Some(why)),
            reply => Ok(reply),
        }
    }
}

/// Why there is no line, short enough for a line of status.
fn away(error: &SeatError) -> String {
    match error {
        SeatError::Nobody(_) => "台账服务没有在听".into(),
        SeatError::OtherVersion { .. } => "台账服务已换版本，请退出后重新进入".into(),
        SeatError::Turned(turned) => turned.to_string(),
        SeatError::NoWay { .. } | SeatError::Io(_) => format!("与台账服务失去联系：{error}"),
    }
}

/// Goes to the owner, starting one where that is ours to do, and sits down.
fn connect(call: &Call, listeners: &Arc<Mutex<Listeners>>, tell: Tell) -> Result<(Line, Officer), SeatError> {
    let path = &call.place.path;
    let since = Instant::now();
    let mut started = None;
    loop {
        match knock(call)? {
            Knock::In(stream) => match sit(stream, call, listeners, tell) {
                // On its way out, or killed this moment: the next one is ours to start.
                Err(SeatError::Turned(Turned::Leaving) | SeatError::Io(_)) if since.elapsed() < PATIENCE => {}
                other => return other,
            },
            Knock::Stranger(theirs) => {
                if !call.place.is_own || since.elapsed() >= HANDOVER {
                    let ours = version_of(&build_of_program(&call.program)).to_owned();
                    return Err(SeatError::OtherVersion { theirs, ours, is_own: call.place.is_own });
                }
            }
            Knock::Nobody if !call.place.is_own => return Err(SeatError::Nobody(path.clone())),
            Knock::Nobody => {
                // An owner that went away without a word (a second one, a failed one) is started once more.
                let is_gone = |at: &Instant| at.elapsed() > PATIENCE / 5;
                if started.as_ref().is_none_or(is_gone) {
                    start(call)?;
                    started = Some(Instant::now());
                }
                if since.elapsed() >= PATIENCE {
                    return Err(SeatError::Nobody(path.clone()));
                }
            }
        }
        thread::sleep(PAUSE);
    }
}

enum Knock {
    In(UnixStream),
    Stranger(String),
    Nobody,
}

/// Exchanges the first words.
fn knock(call: &Call) -> Result<Knock, SeatError> {
    let path = &call.place.path;
    let stream = match socket::connect(path) {
        Ok(Some(stream)) => stream,
        Ok(None) => return Ok(Knock::Nobody),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(no_way(path));
        }
        Err(error) => return Err(error.into()),
    };
    let ours = build_of_program(&call.program);
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut both = &stream;
    let answered =
        frame::write(&mut both, &greeting(&ours)).and_then(|()| frame::read(&mut both, frame::GREETING));
    let Ok(Some(answer)) = answered else { return Ok(Knock::Nobody) };
    match build_of(&answer) {
        Some(theirs) if theirs == ours => Ok(Knock::In(stream)),
        Some(theirs) => Ok(Knock::Stranger(version_of(theirs).to_owned())),
        None => Err(SeatError::Io(format!("{} 上的不是台账服务", path.display()))),
    }
}

fn no_way(path: &Path) -> SeatError {
    let group = socket::group_of(path).unwrap_or_else(|| socket::SERVICE_ACCOUNT.into());
    let is_late = account::joined_since(&group);
    SeatError::NoWay { path: path.to_owned(), account: account::own_name(), group, is_late }
}

fn sit(
    mut stream: UnixStream,
    call: &Call,
    listeners: &Arc<Mutex<Listeners>>,
    tell: Tell,
) -> Result<(Line, Officer), SeatError> {
    stream.set_read_timeout(None)?;
    // Who is turned away at the door may find the line shut already; why stands on it all the same.
    let _ = frame::send(&mut stream, &ToOwner::Sit(call.hello.clone()));
    loop {
        match frame::receive::<ToSeat>(&mut stream, frame::LONGEST)? {
            Some(ToSeat::Wait(done, all)) => tell(done, all),
            Some(ToSeat::Turned(why)) => return Err(why.into()),
            Some(ToSeat::Welcome(officer)) => {
                let (told, replies) = channel();
                let (reader, listeners) = (stream.try_clone()?, Arc::clone(listeners));
                thread::Builder::new()
                    .name("seat".into())
                    .spawn(move || read_all(reader, &told, &listeners))?;
                return Ok((Line { stream, replies, last: 0 }, officer));
            }
            Some(_) => {}
            // Gone without a word: on its way out.
            None => return Err(Turned::Leaving.into()),
        }
    }
}

/// Brings replies to who waits for them, and news to who listens, until the line ends.
fn read_all(stream: UnixStream, replies: &Sender<ToSeat>, listeners: &Mutex<Listeners>) {
    let mut stream = BufReader::new(stream);
    let spread = |news: News| {
        listeners.lock().unwrap_or_else(PoisonError::into_inner).tell(news);
    };
    while let Ok(Some(message)) = frame::receive::<ToSeat>(&mut stream, frame::LONGEST) {
        match message {
            ToSeat::News(news) => spread(news),
            reply => {
                if replies.send(reply).is_err() {
                    return;
                }
            }
        }
    }
    spread(News::Lost);
}

/// Starts an owner that has nothing to do with this terminal; it leaves by itself when nobody is left.
fn start(call: &Call) -> Result<(), SeatError> {
    let data = std::path::absolute(&call.data)?;
    let mut owner = Process::new(&call.program);
    owner.arg0("zhiben");
    owner.arg("--data").arg(data).arg("serve").arg("--detached").arg("--socket").arg(&call.place.path);
    owner.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
    // A group of its own from the first moment: a Ctrl-C here is not for it.
    owner.process_group(0);
    let mut child = owner.spawn()?;
    // Buried when it ends, as long as this process lives.
    thread::spawn(move || child.wait());
    Ok(())
}
