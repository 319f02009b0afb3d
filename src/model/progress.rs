//! 任务进展（表1–34）: what was done on a row of the plan, in words, beside what the duties count.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted};
use super::case::Case;
use super::field::{Field, Fields, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 任务进展
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Code of the node, `T16`.
    pub task: String,
    /// 日期
    pub date: Day,
    /// Code of the unit that reports.
    pub unit: String,
    /// What was done.
    pub text: String,
    /// Number of the milestone (from 1) that this completes; empty: none.
    pub milestone: Option<u32>,
    /// Papers, photographs, numbers.
    pub evidence: String,
}

impl Noun for Progress {
    const KIND: Kind = Kind::Progress;
    const NAME: &'static str = "任务进展";
    const FIELDS: &'static [Field<Progress>] = &[
        field!(! task "任务" Shape::Task),
        field!(! date "日期" Shape::Date),
        field!(! unit "单位" Shape::Unit),
        field!(! text "内容" Shape::Prose),
        field!(milestone "阶段目标" Shape::Count),
        field!(evidence "佐证" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.text.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.unit)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        (key == "unit").then(|| case.own_unit())
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        Some(EvidenceCard {
            date: self.date,
            unit: basics.unit_no(&self.unit),
            count: basics.task_no(&self.task, self.date),
            year: counted(self.milestone),
            ..card
        })
    }
}
