//! The workbench in front of a real desk, without a terminal: a ledger of its own, a clock that stands still.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;

use zhiben::ask::answer::{Answer, Understood};
use zhiben::ask::query::Query;
use zhiben::calendar::Day;
use zhiben::desk::clock::Clock;
use zhiben::desk::office::begin;
use zhiben::desk::{Desk, Opening, Sitter, SubmitError, Wish};
use zhiben::model::case::Officer;
use zhiben::model::command::{Command, Receipt};
use zhiben::model::event::{Stamp, Ticket};
use zhiben::model::id::Id;
use zhiben::tui::circle::{Errand, Msg, Outside};
use zhiben::tui::saving::save;

use super::run::Place;
use super::screen::Bench;

/// A desk, and where its ledger lies.
pub struct AtDesk {
    pub desk: Desk,
    officer: Officer,
    at: Option<Stamp>,
    wishes: u64,
    place: Rc<Place>,
}

/// Monday, before work and after it.
const MORNING: &str = "2026-11-23T08:31:00+08:00";
const EVENING: &str = "2026-11-23T18:00:00+08:00";

impl AtDesk {
    /// 李某 of 万安 on 2026-11-23; the ledger began with the plan.
    pub fn begun() -> AtDesk {
        let mut at = AtDesk::at(Place::new(), Officer::alone("李某", "350504001"), MORNING);
        at.submits(begin("2024-05-10".parse().unwrap(), false));
        at
    }

    /// 李明, who looks at the whole district, in an empty place.
    pub fn empty() -> AtDesk {
        AtDesk::at(Place::new(), Officer::alone("李明", ""), MORNING)
    }

    /// 李明 in front of the sample ledger of a place, at the end of its last day.
    pub fn sample(place: Place) -> AtDesk {
        AtDesk::at(place, Officer::alone("李明", ""), EVENING)
    }

    /// The same desk for another seat.
    pub fn again(&self) -> AtDesk {
        AtDesk {
            desk: self.desk.clone(),
            officer: self.officer.clone(),
            at: self.at,
            wishes: self.wishes + 1_000,
            place: Rc::clone(&self.place),
        }
    }

    fn at(place: Place, officer: Officer, moment: &str) -> AtDesk {
        let (data, clock): (PathBuf, _) = (place.data(), Clock::Fixed(moment.parse().unwrap()));
        let desk = Desk::open(Opening { data, officer: officer.clone(), clock, today: Day::NONE }).unwrap();
        AtDesk { desk, officer, at: None, wishes: 0, place: Rc::new(place) }
    }

    /// Submits a wish that is granted.
    pub fn submits(&mut self, command: Command) -> Vec<Id> {
        self.tries(command).unwrap().ids
    }

    /// Submits a wish, on the day that was come to.
    pub fn tries(&mut self, command: Command) -> Result<Receipt, SubmitError> {
        self.wishes += 1;
        let sitter = Sitter { officer: self.officer.clone(), today: Day::NONE };
        let ticket = Ticket(format!("t{}", self.wishes));
        self.desk.submit_all(vec![Wish { ticket, command, sitter, at: self.at }]).remove(0)
    }

    /// What a wish is refused with: text and hint.
    pub fn refusal(&mut self, command: Command) -> String {
        match self.tries(command) {
            Err(SubmitError::Refused(refusal)) => format!("{}\n{}", refusal.text, refusal.hint),
            other => panic!("{other:?}"),
        }
    }

    /// The owner's clock goes on to nine o'clock of a day with the next wish.
    pub fn comes_to(&mut self, day: &str) {
        self.at = Some(format!("{day}T09:00:00+08:00").parse().unwrap());
    }

    /// Somebody else sits down at it.
    pub fn sits(&mut self, officer: Officer) {
        self.officer = officer;
    }

    /// Enters a line of quick entry that is understood.
    pub fn enters(&mut self, line: &str) -> Vec<Id> {
        let query = Query::Understand { line: line.into(), common: String::new(), last: Id::NONE };
        let Answer::Understood(Understood { command, errors, .. }) = self.desk.ask(&query) else {
            panic!("{line}")
        };
        self.submits(command.unwrap_or_else(|| panic!("{line}: {errors:?}")))
    }

    /// Sits down at it.
    pub fn bench(self, width: u16, height: u16) -> Bench<AtDesk> {
        Bench::new(width, height, self)
    }
}

impl Outside for AtDesk {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        match errand {
            Errand::Ask(from, query) => Some(Msg::Answer(from, self.desk.ask(&query))),
            Errand::Submit(from, command, _) => {
                self.wishes += 1;
                let ticket = Ticket(format!("t{}", self.wishes));
                Some(Msg::Judged(from, self.desk.submit(ticket, command)))
            }
            Errand::Save(saving) => Some(save(saving)),
            _ => None,
        }
    }
}

/// A desk whose owner is away now and then: what is asked meanwhile is not answered.
pub struct NowAndThen<O> {
    pub outside: O,
    pub is_away: Rc<Cell<bool>>,
}

impl<O: Outside> NowAndThen<O> {
    /// There for now.
    pub fn of(outside: O) -> NowAndThen<O> {
        NowAndThen { outside, is_away: Rc::default() }
    }
}

impl<O: Outside> Outside for NowAndThen<O> {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        match errand {
            Errand::Ask(from, _) if self.is_away.get() => {
                Some(Msg::Answer(from, Answer::Away("台账服务没有在听".into())))
            }
            errand => self.outside.run(errand),
        }
    }
}
