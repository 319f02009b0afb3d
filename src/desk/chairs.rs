//! Who sits at the owner's: one chair for each connection, with two threads of its own. One reads what the seat wants and
//! waits until the answer is on the line before it reads on, so nobody gets ahead of others and no more than one answer waits for
//! a slow line; one encodes and writes, so the owner never waits for it.

use std::collections::BTreeMap;
use std::io::{self, BufReader};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::account::Peer;
use super::frame;
use super::hall::SEATS_OF_ACCOUNT;
use super::serve::Who;
use super::wire::{Hello, ToOwner, ToSeat, Turned, build_of, greeting};
use crate::ledger::Wrote;

/// How long somebody who knocks may take to say a word.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a line may take nothing before it counts as lost.
const STUCK: Duration = Duration::from_secs(10);
/// Messages that may wait for a slow line before its seat is dropped.
const WAITING: usize = 256;
/// Wants a seat may voice in a second; beyond that it is made to wait.
const WANTS_PER_SECOND: u32 = 5_000;

/// Number of a chair, never given twice.
pub type ChairNo = u64;

/// What happens at the door and in the chairs.
pub enum Happening {
    /// Somebody came in.
    Came(ChairNo, Chair),
    /// Somebody of another build was at the door and went away.
    Stranger(String),
    /// A seat wants something.
    Wants(ChairNo, ToOwner),
    /// A seat is gone, or said what nobody understands.
    Gone(ChairNo, String),
    /// The disk is done with what was written.
    Landed(Box<Wrote>),
    /// Stop in order (SIGTERM).
    Stop,
}

/// Somebody at the owner's.
pub struct Chair {
    /// The account.
    pub peer: Peer,
    /// How they sat down; [`None`]: not yet.
    pub sat: Option<Hello>,
    out: SyncSender<ToSeat>,
    stream: UnixStream,
}

impl Chair {
    /// Says something. False when the line takes nothing any more; it is closed then.
    pub fn say(&self, message: ToSeat) -> bool {
        match self.out.try_send(message) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                let _ = self.stream.shutdown(Shutdown::Both);
                false
            }
        }
    }

    /// Somebody looks at a screen there.
    pub fn is_manned(&self) -> bool {
        self.sat.as_ref().is_some_and(|hello| hello.is_manned)
    }
}

/// Where everybody comes in.
pub struct Door {
    build: String,
    who: Who,
    tell: Sender<Happening>,
    /// How many of an account are being greeted.
    greeted: Mutex<BTreeMap<String, usize>>,
}

impl Door {
    /// Of an owner of this build, who brings all that happens to `tell`.
    pub fn new(build: String, who: Who, tell: Sender<Happening>) -> Door {
        Door { build, who, tell, greeted: Mutex::default() }
    }

    /// Lets one in: asks the kernel who it is, greets, and brings everything they want to the owner until they are gone.
    pub fn receive(&self, no: ChairNo, stream: UnixStream) {
        let peer = (self.who)(&stream);
        let account = peer.as_ref().map_or("", |peer| &peer.account);
        let Some(greeted) = self.greet_of(account, &stream) else { return };
        let seated =
            |peer: Result<Peer, String>| sit(no, stream, peer.map_err(io::Error::other)?, &self.tell);
        let told = match greeted {
            Ok(Some(theirs)) if theirs != self.build => self.tell.send(Happening::Stranger(theirs)),
            Ok(Some(_)) => match seated(peer) {
                Ok(()) => Ok(()),
                Err(error) => self.tell.send(Happening::Gone(no, error.to_string())),
            },
            Ok(None) | Err(_) => return,
        };
        // Without an owner there is nobody to tell.
        let _ = told;
    }

    /// [`greet`], unless so many of the account stand there silent that it must be a fault of theirs: others want to come in too.
    fn greet_of(&self, account: &str, stream: &UnixStream) -> Option<io::Result<Option<String>>> {
        let count = |by: fn(usize) -> usize| {
            let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
            let count = by(greeted.get(account).copied().unwrap_or_default());
            match count {
                0 => drop(greeted.remove(account)),
                count => drop(greeted.insert(account.to_owned(), count)),
            }
            count
        };
        let is_full = count(|count| count + 1) > SEATS_OF_ACCOUNT;
        let greeted = (!is_full).then(|| greet(stream, &self.build));
        count(|count| count.saturating_sub(1));
        greeted
    }
}

/// Exchanges the first words; [`None`]: nobody of ours.
fn greet(stream: &UnixStream, build: &str) -> io::Result<Option<String>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(STUCK))?;
    let mut both = stream;
    let Some(bytes) = frame::read(&mut both, frame::GREETING)? else { return Ok(None) };
    frame::write(&mut both, &greeting(build))?;
    Ok(build_of(&bytes).map(str::to_owned))
}

fn sit(no: ChairNo, stream: UnixStream, peer: Peer, tell: &Sender<Happening>) -> io::Result<()> {
    let (out, to_say) = sync_channel(WAITING);
    let (go_on, may_go_on) = sync_channel(1);
    let writer = stream.try_clone()?;
    thread::Builder::new().name("says".into()).spawn(move || write_all(writer, &to_say, &go_on))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let chair = Chair { peer, sat: None, out: out.clone(), stream };
    let nobody = || io::Error::other("没有服务");
    tell.send(Happening::Came(no, chair)).map_err(|_| nobody())?;
    let mut pace = Pace::new();
    let mut longest = frame::HELLO;
    loop {
        let wanted = match frame::receive::<ToOwner>(&mut reader, longest) {
            Ok(Some(wanted)) => wanted,
            Ok(None) => {
                return tell.send(Happening::Gone(no, String::new())).map_err(|_| nobody());
            }
            Err(error) => {
                if error.kind() == io::ErrorKind::InvalidData {
                    let _ = out.try_send(ToSeat::Turned(Turned::Garbled(error.to_string())));
                }
                return Err(error);
            }
        };
        // Whoever sat down may think as long as they like, and say much.
        reader.get_ref().set_read_timeout(None)?;
        longest = frame::LONGEST;
        pace.keep();
        tell.send(Happening::Wants(no, wanted)).map_err(|_| nobody())?;
        if may_go_on.recv().is_err() {
            return Err(io::Error::other("线路不通"));
        }
    }
}

/// Encodes and writes until the owner is done with the seat. What the line does not take ends it; after an answer the seat may
/// want the next thing.
fn write_all(mut stream: UnixStream, messages: &Receiver<ToSeat>, go_on: &SyncSender<()>) {
    for message in messages {
        let is_last = matches!(message, ToSeat::Turned(_));
        if frame::send(&mut stream, &message).is_err() || is_last {
            break;
        }
        if matches!(message, ToSeat::Welcome(_) | ToSeat::Answer(..) | ToSeat::Judged(..)) {
            let _ = go_on.try_send(());
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

/// Holds up whoever wants more than [`WANTS_PER_SECOND`].
struct Pace {
    second: Instant,
    wants: u32,
}

impl Pace {
    fn new() -> Pace {
        Pace { second: Instant::now(), wants: 0 }
    }

    fn keep(&mut self) {
        const SECOND: Duration = Duration::from_secs(1);
        self.wants += 1;
        let gone = self.second.elapsed();
        if gone >= SECOND {
            *self = Pace::new();
        } else if self.wants > WANTS_PER_SECOND {
            thread::sleep(SECOND - gone);
            *self = Pace::new();
        }
    }
}
