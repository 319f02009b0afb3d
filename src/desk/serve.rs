//! The owner as a process: opens the store, lets seats in, and [works](super::service) for them until it is over.
//!
//! The thread that holds the store never waits for a seat: see [`chairs`](super::chairs); nor, while it answers, for the disk.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::account::{Peer, own_name};
use super::chairs::{ChairNo, Door, Happening};
use super::clock::Clock;
use super::hall::Chairs;
use super::logbook::Logbook;
use super::owner::Owner;
use super::service::Service;
use super::socket::{self, BindError};
use super::wire::{THIS_PROGRAM, ToSeat, Turned, build_of_program};
use super::{OpenError, Opening};
use crate::calendar::Day;
use crate::model::case::Officer;

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

/// How often those who wait for a store are told how far it is.
const WAIT_TOLD: Duration = Duration::from_millis(200);
/// The door stays shut so long where the system has no room for one more line.
const NO_ROOM: Duration = Duration::from_millis(10);

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
    open_door(&bound, tell.clone(), Arc::clone(&keeping.who))
        .map_err(|error| KeepError::Socket(keeping.socket.clone(), error.to_string()))?;
    ready(Stopper(tell.clone()));
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
    let service = Service::new(owner, chairs, log, keeping, tell);
    service.map_err(|error| OpenError::Io(error.to_string()))?.run(&told);
    drop(bound);
    Ok(())
}

/// Lets in whoever comes, each on a thread of its own, until the process ends.
fn open_door(bound: &socket::Bound, tell: Sender<Happening>, who: Who) -> io::Result<()> {
    let door = bound.listener.try_clone()?;
    let at_door = Arc::new(Door::new(build_of_program(Path::new(THIS_PROGRAM)), who, tell));
    thread::Builder::new().name("door".into()).spawn(move || {
        for (no, stream) in door.incoming().enumerate() {
            let at_door = Arc::clone(&at_door);
            let receive = |stream| {
                thread::Builder::new()
                    .name("hears".into())
                    .spawn(move || at_door.receive(no as ChairNo, stream))
            };
            // A connection that failed at once is nobody's; where there is no room for one more, some have to go first.
            if stream.and_then(receive).is_err() {
                thread::sleep(NO_ROOM);
            }
        }
    })?;
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
