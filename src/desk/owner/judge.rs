//! Judging a wish: what was typed is understood, then decided upon.

use std::collections::HashMap;

use super::{Owner, month_of};
use crate::ask::view::View;
use crate::desk::register::Seen;
use crate::desk::settle::{refusal, settle};
use crate::model::case::Case;
use crate::model::command::{Command, Refusal};
use crate::model::id::{Id, Kind};
use crate::model::state;

impl Owner {
    /// What a wish comes to, or why not. What is not understood is told with what else is wrong with the fields that were
    /// typed, all at once.
    pub(in crate::desk) fn judge(
        &self,
        view: &View,
        case: &Case,
        command: Command,
    ) -> Result<state::Decision, Refusal> {
        let (command, wrong) = settle(view, &Seen(view), command);
        let judged = self.number(case, &command);
        if wrong.is_empty() { judged } else { Err(refusal(wrong, judged.err())) }
    }

    fn number(&self, case: &Case, command: &Command) -> Result<state::Decision, Refusal> {
        let mut unread = None;
        let mut given: HashMap<Kind, u32> = HashMap::new();
        let month = month_of(case.at);
        let mut ids = |kind: Kind| {
            let last = given.entry(kind).or_insert_with(|| {
                self.ledger.last_number(kind, month).unwrap_or_else(|error| {
                    unread = Some(error);
                    0
                })
            });
            *last += 1;
            Id::new(kind, month, *last)
        };
        let decision = state::decide(command, case, &mut ids)?;
        // A number is never given twice: where the last one cannot be read, nothing new is numbered.
        match unread {
            None => Ok(decision),
            Some(error) => Err(Refusal::new(format!("编不出新编号：{error}"), error.hint())),
        }
    }
}
