//! The conditions of the transitions. Each has a name that refusals and the manual show; what the notice does not state
//! is 局内约定.
//!
//! - `registering`, `transferring`, `terms`, `ending`, `importing`, `correcting`: the guards by what is done
//! - here: who may, and what several of them ask

mod correcting;
mod ending;
mod importing;
mod registering;
mod terms;
mod transferring;

use super::super::case::Role;
use super::super::field::list;
use super::super::id::{Id, Kind};
use super::scene::{Scene, Verdict, unless};
use super::{Hazard, State};
use crate::calendar::Day;

pub(super) use correcting::*;
pub(super) use ending::*;
pub(super) use importing::*;
pub(super) use registering::*;
pub(super) use terms::*;
pub(super) use transferring::*;

/// Who may judge a 重大 hazard: 股室负责人 and above.
pub(super) const JUDGES: &[Role] = &[Role::SectionLead, Role::Leader, Role::Head];

const REPAIRS: &[Role] = &[Role::SectionLead, Role::Admin];

/// Where a failed recheck sends a hazard: back to whose turn it is (#14; ruling 11 for those fixed meanwhile).
pub(super) fn state_after_failure(hazard: &Hazard) -> State {
    match hazard.leg().filter(|_| hazard.is_handed_over()) {
        None => State::Rectifying,
        Some(leg) if !leg.accepted_on.is_none() => State::TransferAccepted,
        Some(leg) if leg.letter != Id::NONE || !leg.sent_on.is_none() || hazard.imported => {
            State::TransferSent
        }
        Some(_) => State::TransferPending,
    }
}

fn enterprise_of(s: &Scene, hazard: Id) -> Option<Id> {
    s.case.records.row(hazard)?.hazard()?.enterprise.opt()
}

fn not_rectifier(s: &Scene, key: &'static str) -> Verdict {
    let rectifier = s.says("rectifier");
    let met = !rectifier.is_empty() && list(s.fields.get(key)).any(|name| name == rectifier);
    unless(
        !met,
        key,
        format!("{rectifier} 是整改责任人，不能自己复查"),
        "换一人复查；整改责任人登记有误的先更正",
    )
}

/// Whoever is named under `key` holds one of `roles`, by the officer's own roles or by the register (人员). Of a name that the
/// register does not know, or whose 角色 it leaves open, nobody can tell (局内约定).
fn holds_role(s: &Scene, key: &'static str, what: &str, who: &str, roles: &[Role]) -> Verdict {
    let name = s.fields.get(key);
    if name == s.case.officer.name {
        return unless(s.is_any(roles), key, format!("{what}须是{who}，您不是"), format!("填{who}姓名"));
    }
    let rows = s.case.records.all_of(Kind::Person).into_iter().filter_map(|id| s.case.records.row(id));
    let words: Vec<String> = rows
        .filter_map(|row| row.person().filter(|person| person.name == name).map(|person| person.role.clone()))
        .collect();
    let is_one = |word: &String| Role::of_word(word).is_none_or(|role| roles.contains(&role));
    unless(
        words.is_empty() || words.iter().any(is_one),
        key,
        format!("{what}须是{who}，{name} 登记为{}", words.join("、")),
        format!("填{who}姓名；人员的角色登记有误的先更正"),
    )
}

fn not_after_today(s: &Scene, key: &'static str, what: &str) -> Verdict {
    let (on, today) = (s.fields.day(key), s.case.today);
    unless(on <= today, key, format!("{what} {on} 晚于今天 {today}"), "改为实际日期")
}

/// The day under `key` lies between `from` (no day: no limit) and today.
fn between(s: &Scene, key: &'static str, what: &str, from: Day, of: &str) -> Verdict {
    let on = s.fields.day(key);
    unless(
        on >= from,
        key,
        format!("{what} {on} 早于{of} {from}"),
        format!("{what}应在 {from} 至 {} 之间", s.case.today),
    )?;
    not_after_today(s, key, what)
}

fn distinct(names: &[String]) -> usize {
    names.iter().collect::<std::collections::BTreeSet<_>>().len()
}
