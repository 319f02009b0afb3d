//! What is half typed, kept in a file of the officer's own so that a lost line loses nothing. It is no part of the ledger.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ask::answer::FormWish;
use crate::ask::query::FormFor;
use crate::desk::seat::new_ticket;
use crate::model::event::Ticket;
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};

/// Something half typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// One draft under each key: what it is for.
    pub key: String,
    /// What it is called in the list of drafts.
    pub title: String,
    /// Where the words belong.
    pub what: DraftOf,
}

/// Where the words of a draft belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftOf {
    /// A quick-entry line.
    Line(String),
    /// A form for a new record.
    New(Kind, Fields),
    /// A form that corrects a record.
    Edit(Id, Fields),
    /// A form of a transition.
    Act(Vec<Id>, Deed, Fields),
}

impl Draft {
    /// The draft of a form.
    pub fn of_form(title: &str, wish: &FormWish, typed: Fields) -> Draft {
        let (key, what) = match wish {
            FormWish::Enter(kind) => (format!("new {}", kind.letter()), DraftOf::New(*kind, typed)),
            FormWish::NewHazard => ("new H".to_owned(), DraftOf::New(Kind::Hazard, typed)),
            FormWish::Amend(id, _) => (format!("edit {id}"), DraftOf::Edit(*id, typed)),
            FormWish::Act(ids, deed) => {
                let first = ids.first().copied().unwrap_or(Id::NONE);
                (format!("act {first} {deed:?}"), DraftOf::Act(ids.clone(), *deed, typed))
            }
        };
        Draft { key, title: title.to_owned(), what }
    }

    /// The draft of a quick-entry line.
    pub fn of_line(line: &str) -> Draft {
        Draft { key: "line".into(), title: format!("速录：{line}"), what: DraftOf::Line(line.to_owned()) }
    }

    /// The form it goes on in, and the words typed so far; [`None`] for a quick-entry line.
    pub fn form(&self) -> Option<(FormFor, &Fields)> {
        match &self.what {
            DraftOf::Line(_) => None,
            DraftOf::New(kind, typed) => Some((FormFor::New(*kind, Fields::default()), typed)),
            DraftOf::Edit(id, typed) => Some((FormFor::Edit(*id), typed)),
            DraftOf::Act(ids, deed, typed) => Some((FormFor::Act(ids.clone(), *deed), typed)),
        }
    }
}

/// A draft in its file, and the ticket that it will be submitted under: whoever was gone before the answer came can ask later
/// whether it was granted, and it is never granted twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    #[serde(flatten)]
    draft: Draft,
    #[serde(default)]
    ticket: Ticket,
}

/// The drafts in a file; a file that is not there or not readable holds none.
fn read(path: &Path) -> Vec<Held> {
    fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Writes a file that only its owner may read, whole or not at all.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let aside = path.with_extension("new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(aside, path)
}

/// Writes drafts a moment after the last change, on a thread that needs no terminal.
#[derive(Clone)]
pub struct Keeper {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    state: Mutex<Kept>,
    changed: Condvar,
}

#[derive(Default)]
struct Kept {
    drafts: Vec<Held>,
    is_unwritten: bool,
}

/// How long typing must pause before the drafts are written.
const PAUSE: Duration = Duration::from_millis(300);

impl Keeper {
    /// Keeps drafts in `path`, beginning with those that are there.
    pub fn start(path: PathBuf) -> Keeper {
        let kept = Kept { drafts: read(&path), is_unwritten: false };
        let shared = Arc::new(Shared { path, state: Mutex::new(kept), changed: Condvar::new() });
        let keeper = Keeper { shared };
        let writer = keeper.clone();
        thread::spawn(move || writer.write_after_pauses());
        keeper
    }

    /// What is kept.
    pub fn drafts(&self) -> Vec<Draft> {
        self.with(|kept| kept.drafts.iter().map(|held| held.draft.clone()).collect())
    }

    /// Keeps a draft in the place of the one under its key, whose ticket goes on.
    pub fn keep(&self, draft: Draft) {
        self.change(|drafts| {
            let old = drafts.iter().position(|old| old.draft.key == draft.key).map(|at| drafts.remove(at));
            let ticket = old.map_or_else(new_ticket, |old| old.ticket);
            drafts.push(Held { draft, ticket });
        });
    }

    /// The ticket of the draft under a key.
    pub fn ticket(&self, key: &str) -> Option<Ticket> {
        self.with(|kept| {
            kept.drafts.iter().find(|held| held.draft.key == key).map(|held| held.ticket.clone())
        })
    }

    /// From now on the draft under a key is submitted under another ticket: what was submitted under the old one was granted.
    pub fn renew(&self, key: &str) {
        self.change(|drafts| {
            drafts
                .iter_mut()
                .filter(|held| held.draft.key == key)
                .for_each(|held| held.ticket = new_ticket());
        });
    }

    /// Drops the draft under a key.
    pub fn forget(&self, key: &str) {
        self.change(|drafts| drafts.retain(|old| old.draft.key != key));
    }

    /// Writes now, if anything was changed.
    pub fn flush(&self) -> io::Result<()> {
        self.with(|kept| {
            if kept.is_unwritten {
                write_private(&self.shared.path, &serde_json::to_vec_pretty(&kept.drafts)?)?;
                kept.is_unwritten = false;
            }
            Ok(())
        })
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Held>)) {
        self.with(|kept| {
            change(&mut kept.drafts);
            kept.is_unwritten = true;
        });
        self.shared.changed.notify_one();
    }

    fn with<T>(&self, deed: impl FnOnce(&mut Kept) -> T) -> T {
        deed(&mut self.shared.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn write_after_pauses(&self) {
        loop {
            let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = self.shared.changed.wait_while(state, |kept| !kept.is_unwritten);
            drop(waited);
            thread::sleep(PAUSE);
            if self.flush().is_err() {
                // Tried again at the next change; the status of the disk is the owner's to report.
                self.with(|kept| kept.is_unwritten = false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_half_typed_is_there_again_and_nobody_elses() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("zhiben/drafts.json");
        let keeper = Keeper::start(path.clone());
        keeper.keep(Draft::of_line("h 1.cy 后厨"));
        keeper.keep(Draft::of_line("h 1.cy 后厨软管"));
        keeper.flush().unwrap();
        let ticket = keeper.ticket("line").unwrap();
        let again = Keeper::start(path.clone());
        assert_eq!(again.drafts(), [Draft::of_line("h 1.cy 后厨软管")]);
        assert_eq!(again.ticket("line").unwrap(), ticket, "submitted after all, it is the same wish");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        keeper.forget("line");
        keeper.flush().unwrap();
        assert_eq!(Keeper::start(path).drafts(), []);
    }
}
