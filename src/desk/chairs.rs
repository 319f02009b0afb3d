//! Who sits at the owner's: one chair for each connection, with two threads of its own. One reads what the seat wants and
//! waits until the answer is on the line before it reads on, so nobody gets ahead of others and no more than one answer waits for
//! a slow line; one encodes and writes, so the owner never waits for it.

use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::account::Peer;
use super::frame;
use super::serve::Who;
use super::wire::{Hello, ToOwner, ToSeat, Turned, build_of, greeting};

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

/// Lets one in: greets, asks the kernel who it is, and brings everything they want to `tell` until they are gone.
pub fn receive(no: ChairNo, stream: UnixStream, build: &str, who: &Who, tell: &Sender<Happening>) {
    let told = match greet(&stream, build) {
        Ok(None) => return,
        Ok(Some(theirs)) if theirs != build => tell.send(Happening::Stranger(theirs)),
        Ok(Some(_)) => match sit(no, stream, who, tell) {
            Ok(()) => Ok(()),
            Err(error) => tell.send(Happening::Gone(no, error.to_string())),
        },
        Err(_) => return,
    };
    // Without an owner there is nobody to tell.
    let _ = told;
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

fn sit(no: ChairNo, stream: UnixStream, who: &Who, tell: &Sender<Happening>) -> io::Result<()> {
    let peer = who(&stream).map_err(io::Error::other)?;
    let (out, to_say) = sync_channel(WAITING);
    let (go_on, may_go_on) = sync_channel(1);
    let writer = stream.try_clone()?;
    thread::spawn(move || write_all(writer, &to_say, &go_on));
    let mut reader = stream.try_clone()?;
    let chair = Chair { peer, sat: None, out: out.clone(), stream };
    let nobody = || io::Error::other("没有服务");
    tell.send(Happening::Came(no, chair)).map_err(|_| nobody())?;
    let mut pace = Pace::new();
    loop {
        let wanted = match frame::receive::<ToOwner>(&mut reader, frame::LONGEST) {
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
        // Whoever sat down may think as long as they like.
        reader.set_read_timeout(None)?;
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
