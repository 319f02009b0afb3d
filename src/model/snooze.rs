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
    /// Number of the record, or key of the cell, that the line is about.
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

    /// What the line of 今日 is about: a record by its number, alone or before what it wants (`E2405-0003/许可`); a cell by its key,
    /// `M9/OR-01/350504001/2026-11` or `M1/350504001/total`; a milestone of the district's, `M11/T1/3`, which nobody puts off for
    /// everybody but who sees to all of it.
    fn about(&self) -> Vec<About<'_>> {
        let parts: Vec<&str> = self.item.split('/').collect();
        match *parts.as_slice() {
            ["M9", _, unit, ..] | ["M1", unit, ..] => vec![About::Unit(unit)],
            ["M11", ..] if self.officer.is_empty() => vec![About::Unit("")],
            [id, ..] => {
                // Nobody puts off what puts something off.
                let id = id.parse::<Id>().ok().filter(|id| id.kind() != Kind::Snooze);
                id.map(About::Record).into_iter().collect()
            }
            [] => Vec::new(),
        }
    }

    fn when(&self) -> When {
        When::Never
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        (key == "officer").then(|| case.officer.name.clone())
    }
}
