//! Judging a wish: what was typed is understood, then decided upon.

use std::collections::HashMap;

use super::{Owner, month_of};
use crate::ask::view::View;
use crate::desk::register::Seen;
use crate::desk::settle::settle;
use crate::model::case::Case;
use crate::model::command::{Command, Refusal};
use crate::model::field::FieldError;
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
        let typed = keys_of(&command);
        let (command, mut faults) = settle(view, &Seen(view), command);
        let decided = self.number(case, &command);
        if faults.is_empty() {
            return decided;
        }
        let others = decided.err().map(|refusal| refusal.fields).unwrap_or_default();
        let is_new = |fault: &FieldError, faults: &[FieldError]| {
            typed.contains(&fault.key) && faults.iter().all(|one| one.key != fault.key)
        };
        for other in others {
            if is_new(&other, &faults) {
                faults.push(other);
            }
        }
        Err(Refusal::of_fields(faults))
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

/// Keys of the fields that a wish carries; of several wishes none, since they are told one by one.
fn keys_of(command: &Command) -> Vec<String> {
    match command {
        Command::Enter { fields, .. } | Command::Amend { fields, .. } | Command::Act { fields, .. } => {
            fields.iter().filter(|(_, text)| !text.is_empty()).map(|(key, _)| key.to_owned()).collect()
        }
        Command::Group(_)
        | Command::Void { .. }
        | Command::Load { .. }
        | Command::Undo { .. }
        | Command::Redo => Vec::new(),
    }
}
