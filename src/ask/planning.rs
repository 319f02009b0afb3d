//! What comes next, in words: the list under a closed plan, a month's visits, the sheet of a supervision, what lacks proof.
//!
//! - [`closing`], [`proposal`], [`kit`], [`lacking`]: one question each; [`Planning`] says them, [`Planned`] answers
//! - [`campaign`]: gathered by whoever asks

pub mod campaign;
pub mod closing;
pub mod kit;
pub mod lacking;
pub mod proposal;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::view::View;
use crate::calendar::Day;
use crate::model::basics::Unit;
use crate::model::case::Case;
use crate::model::id::Id;
use crate::rules::planning::closing::Debt;
use crate::rules::planning::memory::{Like, accepted_before};

pub use closing::Closing;
pub use kit::Kit;
pub use lacking::Lacking;
pub use proposal::{Proposal, Proposed};

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planning {
    /// What a plan (文号; empty: the one in force) leaves open → [`Closing`].
    Closing {
        /// 文号
        plan: String,
    },
    /// Whom a township (any writing) should visit in a month (`2026-12`; empty: the next one) → [`Proposal`].
    Proposal {
        /// 乡镇
        township: String,
        /// 月份
        month: String,
    },
    /// The sheet of a half-year's supervision (`2026H2`; empty: the one of the day) → [`Kit`].
    Kit {
        /// 乡镇
        township: String,
        /// 半年
        half: String,
        /// What the sample is drawn by.
        seed: u64,
        /// Enterprises, and closed hazards, of the sample.
        counts: (u16, u16),
    },
    /// Records that lack proof, of a township (any writing; empty: all) → [`Lacking`].
    Lacking {
        /// 乡镇
        township: String,
    },
}

/// What is answered, by the variant its question names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planned {
    /// To `Closing`.
    Closing(Box<Closing>),
    /// To `Proposal`.
    Proposal(Box<Proposal>),
    /// To `Kit`.
    Kit(Box<Kit>),
    /// To `Lacking`.
    Lacking(Vec<Lacking>),
}

/// A sheet to be read or printed: headings, each with its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// 标题
    pub title: String,
    /// 口径: period, day, unit, who made it.
    pub about: String,
    /// The parts.
    pub parts: Vec<Part>,
}

/// A part of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Lines there are; as many as listed, or more.
    pub total: u32,
    /// Those listed.
    pub lines: Vec<String>,
}

/// Most lines of a part that are told at once.
const LONGEST: usize = 5_000;

impl Part {
    fn of(title: impl Into<String>, mut lines: Vec<String>) -> Part {
        let total = lines.len() as u32;
        lines.truncate(LONGEST);
        Part { title: title.into(), total, lines }
    }
}

impl Paper {
    /// As text without borders.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n", self.title, self.about);
        for part in &self.parts {
            text += &format!("\n{}（{}）\n", part.title, part.total);
            for line in &part.lines {
                text += &format!("  {line}\n");
            }
            let more = part.total as usize - part.lines.len().min(part.total as usize);
            if more > 0 {
                text += &format!("  其余 {more} 条见台账\n");
            }
        }
        text
    }
}

/// Answers one of them, seen from `day`.
pub fn answer(view: &View, case: &Case, what: &Planning, day: Day) -> Answer {
    let planned = match what {
        Planning::Closing { plan } => closing::closing(view, case, plan, day).map(Planned::Closing),
        Planning::Proposal { township, month } => {
            proposal::proposal(view, case, township, month, day).map(Planned::Proposal)
        }
        Planning::Kit { township, half, seed, counts } => {
            kit::kit(view, township, half, *seed, *counts, day).map(Planned::Kit)
        }
        Planning::Lacking { township } => lacking::lacking(view, township).map(Planned::Lacking),
    };
    planned.map_or_else(Answer::Nothing, Answer::Planned)
}

/// The township of a writing (empty: the officer's own), if the officer may see what is there.
fn township<'a>(view: &View<'a>, writing: &str) -> Result<&'a Unit, String> {
    let own = view.basics.unit(&view.officer.unit).filter(|unit| unit.is_township());
    let found = match writing.trim() {
        "" => own.ok_or_else(|| "写明哪个乡镇，如 万安、wa 或 1".to_owned())?,
        writing => {
            let one = view.basics.township_by(writing).one();
            one.ok_or_else(|| format!("没有乡镇“{writing}”，或不止一个，写全名或编号"))?
        }
    };
    match view.eye.sight {
        super::sight::Sight::Township(no) if view.basics.unit_no(&found.code) != no => {
            Err(format!("{}的只有本乡镇和局里能看", found.short))
        }
        super::sight::Sight::Nothing => Err("没有可看的范围，请管理员核对账户的单位".into()),
        _ => Ok(found),
    }
}

/// Cells that are not met, a line for each duty of who owes it: `万安 OR-01 月度检查计划（三(二) · 文件规定）：2026年4月 0/1、…`, and of
/// the bureau about townships `局 OR-04 …：万安 2026上半年 0/1、…`.
fn cells(view: &View, debts: &[Debt]) -> Vec<String> {
    let mut lines: Vec<((u8, &str), String)> = Vec::new();
    for debt in debts {
        let key = (debt.owes, debt.duty.code.as_str());
        let (have, need) = debt.have_need;
        let about = if debt.owes == debt.unit { String::new() } else { view.unit_short(debt.unit) + " " };
        let cell = format!("{about}{} {have}/{need}", debt.period);
        match lines.iter_mut().find(|(known, _)| *known == key) {
            Some((_, line)) => *line += &format!("、{cell}"),
            None => {
                let head = format!(
                    "{} {}（{}）",
                    view.unit_short(debt.owes),
                    debt.duty.heading(),
                    debt.duty.ground()
                );
                lines.push((key, format!("{head}：{cell}")));
            }
        }
    }
    lines.sort_by_key(|((unit, _), _)| *unit);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// 职责记忆: code of the department that accepted a hazard like this one last, and what to say of it.
pub fn accepted(view: &View, hazard: Id) -> Option<(String, String)> {
    let card = view.cards.hazard(hazard)?;
    let (category, enterprise, township) = (card.category, card.enterprise, card.township);
    let found = accepted_before(&view.facts(Day::NONE), Like { id: hazard, category, enterprise, township })?;
    let department = view.basics.department_of_no(found.department)?;
    // The hazard itself may be another township's: its number alone says nothing of it.
    let words = format!("{}，上次由其接收 {}（{}）", department.short, found.hazard, found.on);
    Some((department.code.clone(), words))
}
