//! The owner of the store (being written): decide → journal → apply → tell.

use std::sync::mpsc::Sender;

use chrono::{FixedOffset, Utc};

use super::{Changed, OpenError, Opening, SubmitError};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::{Stamp, Ticket};

/// Where the owner's moment comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, at this offset from UTC in minutes.
    Machine(i32),
    /// Stands still (tests), or is set forward by hand (sample data).
    Fixed(Stamp),
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Stamp {
        match self {
            Clock::Machine(minutes) => {
                let offset = FixedOffset::east_opt(minutes * 60)
                    .unwrap_or(FixedOffset::east_opt(0).unwrap_or_else(utc));
                Utc::now().with_timezone(&offset)
            }
            Clock::Fixed(stamp) => *stamp,
        }
    }
}

fn utc() -> FixedOffset {
    use chrono::Offset;
    Utc.fix()
}

/// Holds the store, judges and stamps every wish.
pub struct Owner {
    listeners: Vec<Sender<Changed>>,
}

impl Owner {
    /// Opens the store.
    pub fn open(_opening: Opening) -> Result<Owner, OpenError> {
        Ok(Owner { listeners: Vec::new() })
    }

    /// Answers.
    pub fn ask(&mut self, _query: &Query, _officer: &Officer) -> Answer {
        Answer::Nothing("还没有数据".into())
    }

    /// Grants or refuses.
    pub fn submit(
        &mut self,
        _ticket: Ticket,
        _command: Command,
        _officer: &Officer,
    ) -> Result<Receipt, SubmitError> {
        Err(SubmitError::Refused(Box::new(Refusal::new("台账尚未就绪", ""))))
    }

    /// Adds a listener.
    pub fn listen(&mut self, tell: Sender<Changed>) {
        self.listeners.push(tell);
    }
}
