//! What an officer may see, drawn like a curtain over the shelves: what lies behind it is not there. Who may see what stands in
//! [`sight`](crate::ask::sight); who may do what stands with the nouns and the transitions (`who`) and with the
//! [`ground`](crate::model::ground), since a decision is refused there.

use super::shelves::Books;
use crate::ask::answer::Answer;
use crate::ask::sight::Eye;
use crate::ask::view::{Shelves, View};
use crate::model::case::Records;
use crate::model::event::Entry;
use crate::model::id::{Id, Kind};
use crate::model::row::{Document, Row};

/// The shelves as far as an officer may see them. Decisions look at all of them.
pub struct Curtain<'a> {
    /// Everything.
    pub books: &'a Books<'a>,
    /// Who looks.
    pub eye: Eye<'a>,
}

impl Shelves for Curtain<'_> {
    fn row(&self, id: Id) -> Option<Row> {
        self.eye.sees(id).then(|| Shelves::row(self.books, id)).flatten()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        if self.eye.sees(id) { Shelves::history(self.books, id) } else { Vec::new() }
    }

    fn unread(&self) -> Option<(String, String)> {
        Shelves::unread(self.books)
    }
}

impl Records for Curtain<'_> {
    fn row(&self, id: Id) -> Option<Row> {
        Shelves::row(self, id)
    }

    fn letter(&self, year: i32, letter_no: &str) -> Option<Id> {
        self.books.letter(year, letter_no).filter(|id| self.eye.sees(*id))
    }

    fn plan_of(&self, township: &str, month: &str) -> Option<Id> {
        self.books.plan_of(township, month).filter(|id| self.eye.sees(*id))
    }

    fn person_at(&self, account: &str) -> Option<Id> {
        self.books.person_at(account).filter(|id| self.eye.sees(*id))
    }

    fn about(&self, enterprise: Id) -> Vec<Id> {
        let about = self.books.about(enterprise).into_iter();
        about.filter(|id| self.eye.sees(*id)).collect()
    }

    fn all_of(&self, kind: Kind) -> Vec<Id> {
        self.books.all_of(kind)
    }

    fn documents(&self) -> Vec<(Id, Document)> {
        self.books.documents()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        Shelves::history(self, id)
    }

    fn each_today(&self, show: &mut dyn FnMut(&Entry)) {
        self.books.each_today(&mut |entry| {
            if self.eye.sees(entry.event.id) {
                show(entry);
            }
        });
    }
}

/// An answer without the numbers of what is behind the curtain.
pub fn within(view: &View, answer: Answer) -> Answer {
    let sees = |id: Id| id.opt().is_none_or(|id| view.sees(id));
    match answer {
        Answer::Ids(ids) => Answer::Ids(ids.into_iter().filter(|id| sees(*id)).collect()),
        Answer::Log(lines) => Answer::Log(lines.into_iter().filter(|line| sees(line.id)).collect()),
        Answer::Choices(choices) => Answer::Choices(choices.into_iter().filter(|one| sees(one.id)).collect()),
        other => other,
    }
}
