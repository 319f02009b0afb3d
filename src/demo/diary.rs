//! A day's wishes in order, and what follows from the records that they made.

use std::collections::BTreeMap;

use chrono::{FixedOffset, NaiveTime, TimeDelta};

use super::life::Step;
use super::visits::Item;
use super::works::{Later, Work};
use super::{DemoError, Made, World};
use crate::calendar::Day;
use crate::desk::{Desk, Sitter, SubmitError, Wish};
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt};
use crate::model::event::{Stamp, Ticket};
use crate::model::id::Id;

/// What is planned for days to come.
#[derive(Default)]
pub struct Agenda {
    tasks: BTreeMap<Day, Vec<Task>>,
}

/// Something planned.
pub enum Task {
    /// A step in the life of a hazard.
    Step(Id, Step),
    /// A visit, for an item of the month plan when there is one.
    Visit(usize, Id),
    /// An item of the plan is put off to this day.
    PutOff(usize, Id, Day),
    /// An item of the plan is dropped.
    Drop(usize, Id),
    /// 企业自查 of a quarter.
    SelfCheck(usize),
    /// 演练
    Drill(usize),
    /// 督导 of a township.
    Supervise(usize),
    /// A record of the script.
    Work(Box<Work>),
    /// What comes of such a record.
    Later(Id, Box<Later>),
    /// A township answers the findings of a supervision, the bureau looks again.
    Reply(Id),
}

impl Agenda {
    pub fn put(&mut self, day: Day, task: Task) {
        self.tasks.entry(day).or_default().push(task);
    }

    /// What is planned for this day; nothing of it stays planned.
    pub fn take(&mut self, day: Day) -> Vec<Task> {
        self.tasks.remove(&day).unwrap_or_default()
    }
}

/// What is noted once a wish is granted.
pub enum After {
    /// Nothing.
    Nothing,
    /// The first record is this enterprise.
    Premises(usize),
    /// The first record is this person.
    Staff(usize),
    /// The records behind the first are these items of a plan.
    Plan(Vec<Item>),
    /// The commands at these places made hazards with these steps before them.
    Hazards(Vec<(usize, Vec<Step>)>),
    /// The first record is remembered by this name, and this comes of it later.
    Work(String, Vec<Later>),
    /// The first record is a supervision whose findings are answered on this day.
    Supervision(Day),
}

/// The wishes of a day.
pub struct Diary {
    day: Day,
    wishes: Vec<(Officer, Command, After)>,
}

/// Wishes behind one `fdatasync`.
const BATCH: usize = 2000;
/// When the first and the last wish of a day is entered, in minutes since midnight.
const OPENING_HOURS: (i64, i64) = (8 * 60 + 10, 17 * 60 + 50);

impl Diary {
    pub fn of(day: Day) -> Diary {
        Diary { day, wishes: Vec::new() }
    }

    /// One more wish.
    pub fn wish(&mut self, officer: Officer, command: Command, after: After) {
        self.wishes.push((officer, command, after));
    }

    /// Submits everything, in order, and notes what follows.
    pub fn submit(self, desk: &Desk, world: &mut World, made: &mut Made) -> Result<(), DemoError> {
        let (day, all) = (self.day, self.wishes.len());
        let mut wishes = self.wishes.into_iter().enumerate().peekable();
        while wishes.peek().is_some() {
            let (mut batch, mut afters) = (Vec::new(), Vec::new());
            for (n, (officer, command, after)) in wishes.by_ref().take(BATCH) {
                world.tickets += 1;
                let ticket = Ticket(format!("demo-{}", world.tickets));
                let sitter = Sitter { officer, today: Day::NONE };
                batch.push(Wish { ticket, command, sitter, at: moment(day, n, all) });
                afters.push(after);
            }
            for (granted, after) in desk.submit_all(batch).into_iter().zip(afters) {
                match granted {
                    Ok(receipt) => {
                        made.granted += 1;
                        world.note(day, &receipt, after);
                    }
                    Err(SubmitError::Refused(refusal)) => {
                        made.refused.push(format!("{day} {}", refusal.text))
                    }
                    Err(failed) => return Err(failed.into()),
                }
            }
        }
        Ok(())
    }
}

/// The moment of the `n`-th of `all` wishes of a day.
fn moment(day: Day, n: usize, all: usize) -> Option<Stamp> {
    let (from, to) = OPENING_HOURS;
    let seconds = from * 60 + (to - from) * 60 * n as i64 / all.max(1) as i64;
    let noon = day.date()?.and_time(NaiveTime::MIN) + TimeDelta::seconds(seconds);
    noon.and_local_timezone(FixedOffset::east_opt(8 * 3600)?).single()
}

impl World {
    fn note(&mut self, today: Day, receipt: &Receipt, after: After) {
        let first = receipt.ids.first().copied().unwrap_or_default();
        match after {
            After::Nothing => {}
            After::Premises(n) => self.premises[n].id = first,
            After::Staff(n) => self.cast.staff[n].id = first,
            After::Plan(items) => {
                for (id, item) in receipt.ids.iter().skip(1).zip(items) {
                    item.plan(*id, &mut self.agenda);
                }
            }
            After::Hazards(hazards) => {
                for (at, steps) in hazards {
                    let id = receipt.ids.get(at).copied().unwrap_or_default();
                    for step in steps {
                        self.agenda.put(step.day.max(today.plus(1)), Task::Step(id, step));
                    }
                }
            }
            After::Work(name, later) => super::works::note(self, today, first, name, later),
            After::Supervision(day) => self.agenda.put(day, Task::Reply(first)),
        }
    }
}
