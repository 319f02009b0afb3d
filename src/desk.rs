//! The only door to the ledger: [`Desk::ask`], [`Desk::submit`], [`Desk::changes`]. The workbench, the command line, the
//! importers and the tests all stand in front of it.
//!
//! - [`owner`]: decide → journal → apply → tell every seat; [`answers`]: who answers which question
//! - [`office`]: the loaded documents in force; [`fold`], [`shelves`]: the ledger as the model sees it
//! - [`trust`] compares everything with everything
//! - [`settle`]: typed words to canonical text; [`forms`]: what is asked; [`register`]: what quick entry and imports look up; [`clock`], [`lists`]

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod answers;
pub mod clock;
mod fold;
mod forms;
mod lists;
pub mod office;
pub mod owner;
pub mod register;
mod settle;
mod shelves;
pub mod trust;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::ask::view::View;
use crate::calendar::Day;
use crate::exchange::import::{self, Options, Preview};
use crate::exchange::table::Sheet;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::Ticket;
use crate::model::id::Kind;
use clock::Clock;
use owner::Owner;

use crate::ledger::LedgerError;
use crate::model::event::Stamp;

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

/// A wish as the owner takes it.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Unique per seat and wish.
    pub ticket: Ticket,
    /// What is wished.
    pub command: Command,
    /// By whom.
    pub officer: Officer,
    /// Sets the owner's clock first; only sample data and tests bring a moment of their own.
    pub at: Option<Stamp>,
}

/// Why a desk did not open.
#[derive(Debug, thiserror::Error)]
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// Refused; nothing was recorded, what was typed should stay.
    #[error("{}", .0.text)]
    Refused(Box<Refusal>),
    /// Not recorded: the disk is full or failed. Try again when that is mended.
    #[error("{0}")]
    Unrecorded(String),
}

/// Something was entered: ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Last entry.
    pub seq: u64,
}

/// A seat's hold of the desk. Cheap to clone; every clone sees the same ledger.
#[derive(Clone)]
pub struct Desk {
    owner: Arc<Mutex<Owner>>,
    officer: Officer,
}

impl Desk {
    /// Opens the store in this process and sits down.
    pub fn open(opening: Opening) -> Result<Desk, OpenError> {
        Desk::open_telling(opening, &mut |_, _| {})
    }

    /// The same; a rebuild of the store tells how far it is: entries done, entries in all (重建中 n/m).
    pub fn open_telling(opening: Opening, tell: &mut dyn FnMut(u64, u64)) -> Result<Desk, OpenError> {
        let officer = opening.officer.clone();
        Ok(Desk { owner: Arc::new(Mutex::new(Owner::open(opening, tell)?)), officer })
    }

    /// Who sits here.
    pub fn officer(&self) -> &Officer {
        &self.officer
    }

    /// The same desk for another officer (tests, sample data; over a socket the account decides).
    #[must_use]
    pub fn seat_of(&self, officer: Officer) -> Desk {
        Desk { owner: Arc::clone(&self.owner), officer }
    }

    /// Answers a question. Never refuses: what does not exist is [`Answer::Nothing`].
    pub fn ask(&self, query: &Query) -> Answer {
        self.with(|owner| owner.ask(query, &self.officer))
    }

    /// Grants a wish and returns when it is on the disk, or says why not.
    pub fn submit(&self, ticket: Ticket, command: Command) -> Result<Receipt, SubmitError> {
        self.with(|owner| owner.submit(ticket, command, &self.officer))
    }

    /// Judges wishes in order, each on top of those before, and records the granted ones behind one `fdatasync`.
    pub fn submit_all(&self, wishes: Vec<Wish>) -> Vec<Result<Receipt, SubmitError>> {
        self.with(|owner| owner.submit_all(wishes))
    }

    /// Lends everything known to what stands beside the circle and reads much at once: the preview of an import, an export.
    pub fn read<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        self.with(|owner| owner.looking(&owner.office(), &self.officer, |view, _| look(view)))
    }

    /// What the sheets of a file would enter: nothing is written, the preview's command may be submitted.
    pub fn preview_import(&self, kind: Kind, sheets: Vec<Sheet>, options: &Options) -> Preview {
        self.read(|view| import::understand(kind, sheets, &register::Known::of(view), options))
    }

    /// Tells of every entry from now on, one's own included.
    pub fn changes(&self) -> Receiver<Changed> {
        let (tell, told): (Sender<Changed>, _) = channel();
        self.with(|owner| owner.listen(tell));
        told
    }

    fn with<T>(&self, deed: impl FnOnce(&mut Owner) -> T) -> T {
        deed(&mut self.owner.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
