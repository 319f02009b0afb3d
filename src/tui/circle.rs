//! One turn of the circle: a message goes into the app, what the app wants done is done outside, and what comes of it goes
//! into the app again, until nothing is wanted any more.

use std::collections::VecDeque;

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use super::app::{App, LayerId};
use super::drafts::Draft;
use super::effect::{Notice, Setup};
use super::saving::Saving;
use super::views::View;
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::desk::SubmitError;
use crate::desk::wire::News;
use crate::model::command::{Command, Receipt};

/// What comes in.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// Text pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// Something happened at the owner's that was not asked for: an entry by anybody, another day, a lost line.
    News(News),
    /// The answer to a layer's question.
    Answer(LayerId, Answer),
    /// What became of a layer's wish.
    Judged(LayerId, Result<Receipt, SubmitError>),
    /// Something to say.
    Say(Notice),
    /// A file that is to be written is there already.
    Standing(Saving),
    /// Why drafts cannot be written; [`None`]: they are after all.
    Unkept(Option<String>),
    /// The draft under this key was granted before, when its answer was lost.
    Granted(String, Receipt),
    /// The ledger was begun: the status says since when it is kept, and everything is asked for again.
    Begun,
    /// Leave, whatever is open.
    Leave,
    /// The terminal draws ambiguous characters two cells wide, or one; when it was the terminal that said so, it draws
    /// Chinese as wide as it is counted.
    AmbiguousWide(bool),
    /// The terminal does not read UTF-8.
    NotUtf8,
}

/// What the app wants done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Ask the desk for a layer.
    Ask(LayerId, Query),
    /// Submit for a layer; under the key of the draft that holds the same words, if one does.
    Submit(LayerId, Command, Option<String>),
    /// Text for the clipboard and a file.
    Copy(String),
    /// Write a file where the officer sits.
    Save(Saving),
    /// Keep what is half typed.
    Keep(Draft),
    /// Drop a draft.
    Forget(String),
    /// Write the named views.
    SaveViews(Vec<View>),
    /// Begin a new store.
    Setup(Setup),
    /// Paint everything again.
    Redraw,
    /// Leave.
    Leave,
}

/// Who does it: the running program, or a test.
pub trait Outside {
    /// Does it; what comes of it, if anything.
    fn run(&mut self, errand: Errand) -> Option<Msg>;
}

/// Runs a message through the app until nothing more is wanted.
pub fn turn(app: &mut App, outside: &mut dyn Outside, msg: Msg) {
    let mut errands = VecDeque::from(app.receive(msg));
    while let Some(errand) = errands.pop_front() {
        if let Some(msg) = outside.run(errand) {
            errands.extend(app.receive(msg));
        }
    }
}
