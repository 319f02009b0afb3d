//! The only door to the ledger: [`Desk::ask`], [`Desk::submit`], [`Desk::changes`]. The workbench, the command line, the
//! importers and the tests all stand in front of it. It has two shapes: in this process, or a seat at an owner that many share.
//!
//! - [`owner`]: decide → journal → apply → tell every seat; [`answers`]: who answers which question
//! - [`serve`]: the owner as a process, [`service`]: at work, [`copies`]: its daily copies; [`hall`], [`chairs`]: who sits there
//! - [`seat`]: the other end; [`socket`], [`wire`], [`frame`]: between them
//! - [`account`]: who an account is; [`access`]: what they may see; [`logbook`]
//! - [`office`]: the loaded documents in force; [`fold`], [`shelves`]: the ledger as the model sees it
//! - [`trust`] compares everything with everything; [`copybook`]: much of the ledger at once, page by page
//! - [`settle`], [`reports`]: typed words to canonical text; [`forms`]: what is asked; [`register`]: what quick entry and imports look up; [`clock`], [`lists`]

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod access;
pub mod account;
mod answers;
mod chairs;
pub mod clock;
mod copies;
pub mod copybook;
mod fold;
mod forms;
pub mod frame;
mod hall;
mod lists;
mod logbook;
pub mod office;
pub mod owner;
pub mod register;
mod reports;
pub mod seat;
pub mod serve;
mod service;
mod settle;
mod shelves;
pub mod socket;
pub mod trust;
pub mod wire;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::calendar::Day;
use crate::ledger::LedgerError;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::{Stamp, Ticket};
use clock::Clock;
use owner::Owner;
use seat::{Call, Seat, SeatError};
use wire::News;

/// How to open a desk.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The data directory.
    pub data: PathBuf,
    /// Who sits there.
    pub officer: Officer,
    /// The owner's clock; tests and sample data bring their own.
    pub clock: Clock,
    /// The day that queries are computed for (`--today`); [`Day::NONE`]: the owner's day.
    pub today: Day,
}

/// Somebody at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitter {
    /// Who.
    pub officer: Officer,
    /// The day that their questions are computed for; [`Day::NONE`]: the owner's day.
    pub today: Day,
}

/// A wish as the owner takes it.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Unique per seat and wish.
    pub ticket: Ticket,
    /// What is wished.
    pub command: Command,
    /// By whom.
    pub sitter: Sitter,
    /// Sets the owner's clock first; only sample data and tests bring a moment of their own.
    pub at: Option<Stamp>,
}

/// Why a desk did not open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the store: process, account, since when.
    #[error("台账正由另一个进程使用：进程 {pid}，账户 {account}，自 {since}")]
    Held {
        /// Its process number.
        pid: u32,
        /// Its account.
        account: String,
        /// Since when, in words.
        since: String,
    },
    /// The journal is damaged; in words, naming the place.
    #[error("{0}")]
    Damaged(String),
    /// The directory, the disk, the rights.
    #[error("{0}")]
    Io(String),
}

impl From<LedgerError> for OpenError {
    fn from(error: LedgerError) -> OpenError {
        match error {
            LedgerError::Held { pid, account, since } => OpenError::Held { pid, account, since },
            LedgerError::Damaged(_) => OpenError::Damaged(format!("{error}\n{}", error.hint())),
            other => OpenError::Io(other.to_string()),
        }
    }
}

/// Why a wish was not granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SubmitError {
    /// Refused; nothing was recorded, what was typed should stay.
    #[error("{}", .0.text)]
    Refused(Box<Refusal>),
    /// Not recorded, and why: the disk is full or failed, nobody keeps the ledger, it is too much at once.
    #[error("未记录：{0}")]
    Unrecorded(String),
    /// The line was lost before the answer came: it may have been recorded. The same ticket says so later, and is never granted
    /// twice.
    #[error("{0}，不知道是否已记录")]
    Unanswered(String),
}

/// A place at the desk. Cheap to clone; every clone sees the same ledger.
#[derive(Clone)]
pub struct Desk {
    door: Door,
    officer: Officer,
}

#[derive(Clone)]
enum Door {
    /// The store is held by this process.
    Here { owner: Arc<Mutex<Owner>>, today: Day },
    /// Another process holds it.
    There(Seat),
}

impl Desk {
    /// Opens the store in this process and sits down.
    pub fn open(opening: Opening) -> Result<Desk, OpenError> {
        Desk::open_telling(opening, &mut |_, _| {})
    }

    /// The same; a rebuild of the store tells how far it is: entries done, entries in all (重建中 n/m).
    pub fn open_telling(opening: Opening, tell: &mut dyn FnMut(u64, u64)) -> Result<Desk, OpenError> {
        let (officer, today) = (opening.officer.clone(), opening.today);
        let owner = Arc::new(Mutex::new(Owner::open(opening, tell)?));
        Ok(Desk { door: Door::Here { owner, today }, officer })
    }

    /// Sits down at the owner of a store, starting one where nobody keeps it yet.
    ///
    /// # Errors
    /// As [`SeatError`] says.
    pub fn connect(call: Call, tell: &mut dyn FnMut(u64, u64)) -> Result<Desk, SeatError> {
        let (seat, officer) = Seat::take(call, tell)?;
        Ok(Desk { door: Door::There(seat), officer })
    }

    /// Who sits here.
    pub fn officer(&self) -> &Officer {
        &self.officer
    }

    /// The same desk for another officer, where this process holds the store (tests, sample data); at a seat the account decides.
    #[must_use]
    pub fn seat_of(&self, officer: Officer) -> Desk {
        match &self.door {
            Door::Here { .. } => Desk { door: self.door.clone(), officer },
            Door::There(_) => self.clone(),
        }
    }

    /// Answers a question. Never refuses: what does not exist, or is not for this officer, is [`Answer::Nothing`].
    pub fn ask(&self, query: &Query) -> Answer {
        match &self.door {
            Door::Here { owner, today } => with(owner, |owner| owner.ask(query, &self.sitter(*today))),
            Door::There(seat) => seat.ask(query),
        }
    }

    /// Grants a wish and returns when it is on the disk, or says why not.
    pub fn submit(&self, ticket: Ticket, command: Command) -> Result<Receipt, SubmitError> {
        match &self.door {
            Door::Here { owner, today } => {
                with(owner, |owner| owner.submit(ticket, command, &self.sitter(*today)))
            }
            Door::There(seat) => seat.submit(&ticket, &command),
        }
    }

    /// Judges wishes in order, each on top of those before. Where this process holds the store the granted ones are recorded behind
    /// one `fdatasync`, each by its own officer and at its own moment (sample data); at a seat each is recorded by itself.
    pub fn submit_all(&self, wishes: Vec<Wish>) -> Vec<Result<Receipt, SubmitError>> {
        match &self.door {
            Door::Here { owner, .. } => with(owner, |owner| owner.submit_all(wishes)),
            Door::There(seat) => {
                wishes.into_iter().map(|wish| seat.submit(&wish.ticket, &wish.command)).collect()
            }
        }
    }

    /// Tells of every entry from now on, one's own included.
    pub fn changes(&self) -> Receiver<News> {
        let (tell, told) = channel();
        match &self.door {
            Door::Here { owner, .. } => with(owner, |owner| owner.listen(tell)),
            Door::There(seat) => seat.listen(tell),
        }
        told
    }

    fn sitter(&self, today: Day) -> Sitter {
        Sitter { officer: self.officer.clone(), today }
    }
}

fn with<T>(owner: &Mutex<Owner>, deed: impl FnOnce(&mut Owner) -> T) -> T {
    deed(&mut owner.lock().unwrap_or_else(PoisonError::into_inner))
}
