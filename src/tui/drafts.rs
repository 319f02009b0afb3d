//! What is half typed, kept in files of the officer's own so that a lost line loses nothing. It is no part of the ledger.
//!
//! - [`place`] — a file for each workbench that runs; what those that are gone left behind is gathered

mod place;

use std::io;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use self::place::Place;
use crate::ask::answer::FormWish;
use crate::ask::query::FormFor;
use crate::calendar::Day;
use crate::desk::seat::new_ticket;
use crate::file;
use crate::model::event::Ticket;
use crate::model::field::Fields;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};

/// Something half typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// One draft under each key. Whatever is begun anew has a key of its own, so that no draft takes the place of another.
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
    /// A quick-entry line; several lines are a pasted block.
    Line(String),
    /// A form for a new record.
    New(Kind, Fields),
    /// A form that corrects a record; only what was changed in it.
    Edit(Id, Fields),
    /// A form of what changed about an enterprise, and since when; [`Day::NONE`]: not said yet.
    Change(Id, Day, Fields),
    /// A form of a transition.
    Act(Vec<Id>, Deed, Fields),
    /// The form that begins a ledger.
    Setup(Fields),
}

impl Draft {
    /// A key that no other draft has, at this workbench or another.
    pub fn new_key() -> String {
        new_ticket().0
    }

    /// The draft of a form.
    pub fn of_form(key: &str, title: &str, wish: &FormWish, typed: Fields) -> Draft {
        let what = match wish {
            FormWish::Enter(kind) => DraftOf::New(*kind, typed),
            FormWish::NewHazard => DraftOf::New(Kind::Hazard, typed),
            FormWish::Amend(id, _) => DraftOf::Edit(*id, typed),
            FormWish::Act(ids, deed) => DraftOf::Act(ids.clone(), *deed, typed),
        };
        Draft { key: key.to_owned(), title: title.to_owned(), what }
    }

    /// The draft of a quick-entry line, or of a pasted block.
    pub fn of_line(key: &str, line: &str) -> Draft {
        let lines: Vec<&str> = line.lines().filter(|line| !line.trim().is_empty()).collect();
        let title = match lines.as_slice() {
            [first, _, ..] => format!("粘贴 {} 行：{first}", lines.len()),
            _ => format!("速录：{}", line.trim_end()),
        };
        Draft { key: key.to_owned(), title, what: DraftOf::Line(line.to_owned()) }
    }

    /// What was typed, to be read where the program cannot keep it any more.
    pub fn words(&self) -> String {
        let typed = match &self.what {
            DraftOf::Line(line) => return line.trim_end().to_owned(),
            DraftOf::New(_, typed)
            | DraftOf::Edit(_, typed)
            | DraftOf::Change(_, _, typed)
            | DraftOf::Act(_, _, typed)
            | DraftOf::Setup(typed) => typed,
        };
        let values = typed.iter().map(|(_, value)| value).filter(|value| !value.is_empty());
        std::iter::once(self.title.as_str()).chain(values).collect::<Vec<_>>().join("\n")
    }

    /// The form it goes on in, of its sort where it has one, and the words typed so far; [`None`] for what goes on elsewhere.
    pub fn form(&self) -> Option<(FormFor, &Fields)> {
        match &self.what {
            DraftOf::Line(_) | DraftOf::Setup(_) | DraftOf::Change(..) => None,
            DraftOf::New(kind, typed) => {
                Some((FormFor::New(*kind, Fields::of([("sort", typed.get("sort"))])), typed))
            }
            DraftOf::Edit(id, typed) => Some((FormFor::Edit(*id), typed)),
            DraftOf::Act(ids, deed, typed) => Some((FormFor::Act(ids.clone(), *deed), typed)),
        }
    }

    /// Does it go on in this form? One for a new record does where it says what is known beforehand.
    pub fn is_of(&self, form: &FormFor) -> bool {
        match (&self.what, form) {
            (DraftOf::New(kind, typed), FormFor::New(of, known)) => {
                kind == of && known.iter().all(|(key, value)| typed.get(key) == value)
            }
            (DraftOf::Edit(id, _), FormFor::Edit(of)) => id == of,
            (DraftOf::Act(ids, deed, _), FormFor::Act(of, wanted)) => ids == of && deed == wanted,
            _ => false,
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

/// Writes drafts a moment after the last change, on a thread that needs no terminal.
#[derive(Clone)]
pub struct Keeper {
    shared: Arc<Shared>,
}

struct Shared {
    place: Place,
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
/// How long after they could not be written that is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// Told why what is kept cannot be written, when that begins, and [`None`] once it is written after all.
pub type Tell = Box<dyn Fn(Option<String>) + Send>;

impl Keeper {
    /// Keeps drafts in `dir`, beginning with those that are there and belong to no workbench that still runs.
    pub fn start(dir: &Path, tell: Tell) -> Keeper {
        let (place, drafts) = Place::take(dir);
        let kept = Kept { drafts, is_unwritten: false };
        let shared = Arc::new(Shared { place, state: Mutex::new(kept), changed: Condvar::new() });
        let keeper = Keeper { shared };
        let writer = keeper.clone();
        thread::spawn(move || writer.write_after_pauses(&tell));
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

    /// Writes now, if anything was changed since it was written last.
    ///
    /// # Errors
    /// Of the disk that the officer's own files are on; what is kept is unwritten still.
    pub fn flush(&self) -> io::Result<()> {
        self.with(|kept| {
            if kept.is_unwritten {
                self.shared.place.write(&kept.drafts)?;
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

    fn write_after_pauses(&self, tell: &Tell) {
        let mut is_failing = false;
        loop {
            let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = self.shared.changed.wait_while(state, |kept| !kept.is_unwritten);
            drop(waited);
            thread::sleep(if is_failing { AGAIN } else { PAUSE });
            let failed = self.flush().err();
            if failed.is_some() != is_failing {
                is_failing = failed.is_some();
                tell(failed.map(|error| file::words(&error)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn line(key: &str, line: &str) -> Draft {
        Draft::of_line(key, line)
    }

    fn start(dir: &Path) -> Keeper {
        Keeper::start(dir, Box::new(|_| {}))
    }

    /// A program that ends takes its threads along; a test has to say so.
    fn ends(keeper: Keeper) {
        keeper.flush().unwrap();
        keeper.shared.place.release();
    }

    #[test]
    fn what_was_half_typed_is_there_again_and_nobody_elses() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let keeper = start(dir.path());
        keeper.keep(line("1", "h 1.cy 后厨"));
        keeper.keep(line("1", "h 1.cy 后厨软管"));
        let ticket = keeper.ticket("1").unwrap();
        ends(keeper);
        let again = start(dir.path());
        assert_eq!(again.drafts(), [line("1", "h 1.cy 后厨软管")]);
        assert_eq!(again.ticket("1").unwrap(), ticket, "submitted after all, it is the same wish");
        let mode = fs::metadata(dir.path().join("drafts.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        again.forget("1");
        ends(again);
        assert_eq!(start(dir.path()).drafts(), []);
    }

    #[test]
    fn of_two_workbenches_neither_loses_what_the_other_keeps() {
        let dir = tempfile::tempdir().unwrap();
        let first = start(dir.path());
        first.keep(line("1", "h 1.cy 后厨软管"));
        first.flush().unwrap();
        let second = start(dir.path());
        assert_eq!(second.drafts(), [], "what is being typed at another workbench is not offered here");
        second.keep(line("2", "i 2.sc 消防通道"));
        second.flush().unwrap();
        first.keep(line("3", "n 查看现场"));
        first.forget("1");
        ends(first);
        ends(second);
        let third = start(dir.path());
        let mut found = third.drafts();
        found.sort_by(|a, b| a.key.cmp(&b.key));
        assert_eq!(found, [line("2", "i 2.sc 消防通道"), line("3", "n 查看现场")]);
        ends(third);
        assert_eq!(start(dir.path()).drafts().len(), 2, "gathered once, not twice");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_put_aside_and_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("drafts.json"), "[{\"key\": ").unwrap();
        let keeper = start(dir.path());
        keeper.keep(line("1", "h 1.cy 后厨软管"));
        ends(keeper);
        assert_eq!(fs::read_to_string(dir.path().join("drafts.json.unread")).unwrap(), "[{\"key\": ");
    }
}
