//! From wishes to facts to records: [`decide`] judges a [`Command`], [`apply`] folds the facts it led to.
//!
//! - `field_check` — every filled field against its shape, all problems at once
//! - `act` — hazards, by the table of transitions; `nouns` — records that consist of fields; `load` — documents of basics
//! - `sorts` — what a sort of 工作记录 asks for; `lists` — the lists that bar support
//! - `seal` — what a sealed plan still lets in
//! - `hanging` — what hangs on an enterprise or a visit
//! - `undo` — taking back and restoring; `bench` — what a group has made so far
//! - `fold` — facts into records

mod act;
mod bench;
mod field_check;
mod fold;
mod hanging;
mod lists;
mod load;
mod nouns;
mod seal;
mod sorts;
mod undo;

use super::case::Case;
use super::command::{Command, Refusal};
use super::event::{Event, Fact};
use super::field::Fields;
use super::hazard::State;
use super::hazard::deeds::Deed;
use super::id::{Id, Kind};
use super::row::Body;
use bench::Bench;
use seal::Seals;

pub use act::objection;
pub use fold::{apply, refold, restored, undone};
pub use lists::in_force;
pub use nouns::{Hearing, prefilled, unsound};
pub use seal::{after_sealed, counts_from};
pub use undo::MOVED;

/// What a granted wish leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The facts, one group: all or nothing.
    pub events: Vec<Event>,
    /// One record for each command (the record that it made or changed); for an undo every record it touches.
    pub ids: Vec<Id>,
    /// What is worth saying although nothing was refused.
    pub remarks: Vec<String>,
}

/// Draws the next number of a kind. Draw from a copy of the counters: a refused wish has drawn nothing.
pub type Numbers<'n> = dyn FnMut(Kind) -> Id + 'n;

/// The record with a number, where it is there and not void: what another one that names it is judged by.
pub type There<'t> = dyn Fn(Id) -> Option<Body> + 't;

/// Judges a wish. Pure: what it needs to know is in `case`.
///
/// # Errors
/// The refusal names the guard or every bad field and says what to do; nothing of the wish happened.
pub fn decide(command: &Command, case: &Case, numbers: &mut Numbers) -> Result<Decision, Refusal> {
    match command {
        Command::Undo { group } => undo::undo(*group, case),
        Command::Redo => undo::redo(case),
        Command::Group(commands) => decide_all(commands, case, numbers),
        one => decide_all(std::slice::from_ref(one), case, numbers),
    }
}

/// What one command of a group comes to.
struct Step {
    events: Vec<Event>,
    id: Id,
    remarks: Vec<String>,
}

fn decide_all(commands: &[Command], case: &Case, numbers: &mut Numbers) -> Result<Decision, Refusal> {
    let mut made = Decision::default();
    let mut bench = Bench::over(case.records);
    let seals = Seals::of(case);
    for (n, command) in commands.iter().enumerate() {
        let step = decide_one(command, &bench.case(case), &made.ids, numbers)
            .and_then(|step| seals.hold(&step.events, &bench.case(case)).map(|()| step))
            .and_then(|step| bench.take(&step.events, case).map(|()| step))
            .map_err(|refusal| if commands.len() > 1 { numbered(n + 1, refusal) } else { refusal })?;
        made.events.extend(step.events);
        made.ids.push(step.id);
        made.remarks.extend(step.remarks);
    }
    send_the_rest(&mut made, &mut bench, case, numbers)?;
    match made.events.is_empty() {
        true => Err(Refusal::new("没有要登记的内容", "至少填写一条")),
        false => Ok(made),
    }
}

fn decide_one(command: &Command, case: &Case, made: &[Id], numbers: &mut Numbers) -> Result<Step, Refusal> {
    match command {
        Command::Enter { kind, fields } => nouns::enter(*kind, fields, case, made, numbers),
        Command::Amend { id, seen, fields, why, .. } if id.kind() == Kind::Hazard => {
            act::own(&id.to_string(), Deed::Amend, case, made)?;
            undo::unmoved(*id, *seen, case)?;
            act::act(&id.to_string(), Deed::Amend, fields, why, case, made, numbers)
        }
        Command::Amend { id, seen, fields, effective_on, why } => {
            nouns::amend((*id, *seen), fields, *effective_on, why, case, made)
        }
        Command::Void { id, why } if id.kind() == Kind::Hazard => {
            let reason = Fields::default().with("reason", why);
            act::act(&id.to_string(), Deed::Void, &reason, "", case, made, numbers)
        }
        Command::Void { id, why } => nouns::void(*id, why, case),
        Command::Act { id, deed, fields } => act::act(id, *deed, fields, "", case, made, numbers),
        Command::Load { name, text } => load::load(name, text, case, numbers),
        Command::Undo { .. } | Command::Redo | Command::Group(_) => {
            Err(Refusal::new("撤销、恢复和成组登记不能放在一组之中", "单独进行"))
        }
    }
}

/// A letter that was entered with its hazards sends each of them that the same group has not sent already.
fn send_the_rest(
    made: &mut Decision,
    bench: &mut Bench,
    case: &Case,
    numbers: &mut Numbers,
) -> Result<(), Refusal> {
    let entered = |e: &Event| matches!(e.fact, Fact::Entered { .. }) && e.id.kind() == Kind::Transfer;
    let letters: Vec<Id> = made.events.iter().filter(|e| entered(e)).map(|e| e.id).collect();
    for letter in letters {
        for hazard in bench.unsent(letter) {
            let fields = Fields::default().with("letter", letter.to_string());
            let step = act::act(
                &hazard.to_string(),
                Deed::SendLetter,
                &fields,
                "",
                &bench.case(case),
                &[],
                numbers,
            )?;
            bench.take(&step.events, case)?;
            made.events.extend(step.events);
            made.remarks.extend(step.remarks);
        }
    }
    Ok(())
}

fn numbered(n: usize, refusal: Refusal) -> Refusal {
    Refusal { text: format!("第 {n} 条：{}", refusal.text), ..refusal }
}

/// Key under which a fact about a hazard keeps the state it led to.
const TO: &str = "to";

fn state_of(fields: &Fields) -> Option<State> {
    State::of_name(fields.get(TO))
}
