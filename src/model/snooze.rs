//! 暂缓（局内约定）: a line of today's review put off until a day, with the reason.

use serde::{Deserialize, Serialize};

use super::case::{Case, Role};
use super::field::{Field, Fields, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 暂缓
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// Key of the line: a record's number, alone (`H2611-0042`) or with what of it the line is about (`E2405-0003/许可`); a cell
    /// (`M9/OR-01/350504001/2026-11`) or a milestone (`M11/T1/2`).
    pub item: String,
    /// It comes back on this day.
    pub until: Day,
    /// 理由
    pub reason: String,
    /// Whose review it leaves; empty: everybody's.
    pub officer: Vec<String>,
    /// The day it was put off.
    pub date: Day,
}

impl Noun for Snooze {
    const KIND: Kind = Kind::Snooze;
    const NAME: &'static str = "暂缓";
    const WHO: &'static [Role] = &Role::ALL;
    const FIELDS: &'static [Field<Snooze>] = &[
        field!(! item "事项" Shape::Text),
        field!(! until "暂缓至" Shape::Ahead),
        field!(! reason "理由" Shape::Text),
        field!(officer "经办" Shape::People),
        field!(date "日期" Shape::Date),
    ];

    fn title(&self) -> String {
        format!("{} 暂缓至 {}", self.item, self.until)
    }

    /// A milestone of the district's is nobody's to put off for everybody but who sees to all of it.
    fn about(&self) -> Vec<About<'_>> {
        let whole = || (self.officer.is_empty() && self.item.starts_with("M11/")).then_some("");
        let unit = || unit_of(&self.item).or_else(whole).map(About::Unit);
        record_of(&self.item).map(About::Record).or_else(unit).into_iter().collect()
    }

    fn when(&self) -> When {
        When::Never
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        (key == "officer").then(|| case.officer.name.clone())
    }
}

/// The record that a key of a line is about; [`None`] for cells and milestones, and since nobody puts off what puts something off.
pub fn record_of(key: &str) -> Option<Id> {
    let id: Id = key.split('/').next()?.parse().ok()?;
    id.opt().filter(|id| id.kind() != Kind::Snooze)
}

/// Code of the unit whose cell a key is about.
pub fn unit_of(key: &str) -> Option<&str> {
    match *key.split('/').collect::<Vec<_>>().as_slice() {
        ["M9", _, unit, ..] | ["M1", unit, ..] => Some(unit),
        _ => None,
    }
}
