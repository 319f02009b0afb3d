//! The table of duties, as data: who owes what in which period, what shows it was done, and by when.
//!
//! A duty is a row of `data/duties.toml`; an office lays documents of its own over it, row by row and field by field.
//! [`Basis`] says whether the notice states the *period* (文件规定, counted in the 欠账总表) or the bureau settled it (局内约定,
//! second block). A row works as soon as its evidence is a noun that leaves an evidence card ([`is_proof`](crate::model::row::is_proof)).
//!
//! - [`subject`]: who owes it; [`due`]: how often and by when; [`evidence`]: what shows that it was done
//! - [`check`]: reading and laying over, with every problem told at once

mod check;
mod due;
mod evidence;
mod subject;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use check::idle_switches;
pub use due::{Cadence, Due, DueRule, Limit, LongHoliday};
pub(super) use evidence::bits_of;
pub use evidence::{Count, ENTERPRISE_FIELDS, Evidence, Mark, kinds_of};
pub use subject::{SubjectKind, SubjectSet, UnitGroup};

use crate::calendar::Day;
use crate::model::basics::{Basics, Basis, Problem, Source};

/// The rows that come with the program.
pub const BUILT_IN: &str = include_str!("../data/duties.toml");

/// 义务: one row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// `OR-05`; stable, waivers and snoozes name it.
    pub code: String,
    /// 条款, `二(五)7`.
    #[serde(default)]
    pub clause: String,
    /// In our own words, a few characters.
    #[serde(default)]
    pub title: String,
    /// What is owed, as a sentence goes on after the subject: "每季度带队检查不少于一次".
    #[serde(default)]
    pub asks: String,
    /// Who owes it, or about whom it is owed.
    #[serde(default)]
    pub subject: SubjectSet,
    /// How often.
    #[serde(default)]
    pub period: Cadence,
    /// What shows that it was done.
    #[serde(default)]
    pub evidence: Evidence,
    /// Other records that show it as well.
    #[serde(default)]
    pub or: Vec<Evidence>,
    /// Pieces each subject needs in a period.
    #[serde(default = "one")]
    pub need: u16,
    /// Last day.
    #[serde(default)]
    pub due: Due,
    /// Calendar days after the last day before it counts as 欠.
    #[serde(default)]
    pub grace: u16,
    /// How many days before the last day it turns 临期; left out: that of its period.
    #[serde(default)]
    pub lead: Option<Limit>,
    /// First day it is owed; left out: the plan's first day.
    #[serde(default)]
    pub effective_from: Day,
    /// Last day it is owed; left out: the plan's last day.
    #[serde(default)]
    pub effective_to: Day,
    /// Is the first period owed when the duty begins in the middle of it?
    #[serde(default)]
    pub first_period: FirstPeriod,
    /// Of a duty before holidays: before which.
    #[serde(default)]
    pub holiday: LongHoliday,
    /// Does the notice state the period?
    #[serde(default = "office")]
    pub basis: Basis,
    /// In whose column a debt is counted.
    #[serde(default)]
    pub owner: Owner,
    /// May somebody be let off?
    #[serde(default = "yes")]
    pub waivable: bool,
    /// 口径: what of it the bureau settled, in a sentence.
    #[serde(default)]
    pub note: String,
    /// Switched off: nobody owes it.
    #[serde(default)]
    pub off: bool,
}

fn one() -> u16 {
    1
}

fn office() -> Basis {
    Basis::Office
}

fn yes() -> bool {
    true
}

/// A first period that the duty begins in the middle of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FirstPeriod {
    /// Shown as 免 while it is not met: less than a whole period was left.
    #[default]
    #[serde(rename = "免")]
    Spared,
    /// Owed like any other.
    #[serde(rename = "计")]
    Counts,
}

/// In whose column a debt is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// The bureau owes it, even where it is about a township.
    #[serde(rename = "局")]
    Bureau,
    /// Each unit owes its own: a township for itself and for the enterprises on its ground, the bureau for itself.
    #[default]
    #[serde(rename = "乡镇")]
    Township,
}

impl Owner {
    /// 局, 乡镇
    pub fn label(self) -> &'static str {
        match self {
            Owner::Bureau => "局",
            Owner::Township => "乡镇",
        }
    }
}

impl Duty {
    /// `OR-05 企业主要负责人季度带队检查`
    pub fn heading(&self) -> String {
        format!("{} {}", self.code, self.title)
    }

    /// `二(五)7 · 文件规定`
    pub fn ground(&self) -> String {
        format!("{} · {}", self.clause, self.basis.label())
    }

    /// Is it owed case by case, each with its own last day, and not by the period?
    pub fn is_by_event(&self) -> bool {
        self.period == Cadence::PerEvent
    }

    /// Does it run on from day to day, without windows that end and stay owed?
    pub fn runs_on(&self) -> bool {
        matches!(self.period, Cadence::PerEvent | Cadence::Rolling)
    }

    /// Everything that shows it.
    pub fn proofs(&self) -> impl Iterator<Item = &Evidence> {
        std::iter::once(&self.evidence).chain(&self.or)
    }

    /// Pieces a subject needs: of each kind one, or so many.
    pub fn needs(&self) -> u16 {
        match self.evidence.count {
            Count::EachKind => self.evidence.kinds.len() as u16,
            Count::AtLeast | Count::Every => self.need,
        }
    }

    /// May the record itself show it (展会 that was checked), and not only another one about it?
    pub fn is_own_proof(&self, proof: &Evidence) -> bool {
        self.subject.of == SubjectKind::Record
            && self.subject.noun == Some(proof.noun)
            && self.subject.sort == proof.sort
    }
}

/// Every duty, in the order of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties(Vec<Arc<Duty>>);

impl Duties {
    /// Reads a document of duties.
    ///
    /// # Errors
    /// Every problem at once, with line, field and a way out.
    pub fn parse(file: &str, text: &str, basics: &Basics) -> Result<Duties, Vec<Problem>> {
        Duties::laid_over(&[Source { file, text }], basics)
    }

    /// Reads several documents: a row of a later one with a code that is known changes the fields it writes, one with a new
    /// code is added, and one that is `off` is nobody's any more.
    ///
    /// # Errors
    /// Every problem of every document at once, with line, field and a way out.
    pub fn laid_over(sources: &[Source<'_>], basics: &Basics) -> Result<Duties, Vec<Problem>> {
        check::read(sources, basics).map(|duties| Duties(duties.into_iter().map(Arc::new).collect()))
    }

    /// The duty with this code.
    pub fn get(&self, code: &str) -> Option<&Arc<Duty>> {
        self.0.iter().find(|duty| duty.code == code)
    }

    /// May somebody be let off the duty with this code? Only what is owed by a period, and is not barred from it, can be waived.
    ///
    /// # Errors
    /// Why not, and what to do instead.
    pub fn waivable(&self, code: &str) -> Result<(), String> {
        let Some(duty) = self.get(code) else {
            let known: Vec<&str> = self.iter().map(|duty| duty.code.as_str()).collect();
            return Err(format!("没有编号为“{code}”的义务，可填 {}", known.join("、")));
        };
        match duty {
            duty if duty.is_by_event() => Err(format!(
                "{} 逐件计期限，不按期豁免；今日里的按“暂缓”，隐患的按“申请延期”",
                duty.heading()
            )),
            duty if !duty.waivable => Err(format!("{} 不能豁免", duty.heading())),
            _ => Ok(()),
        }
    }

    /// Every duty, in the order of the table.
    pub fn iter(&self) -> std::slice::Iter<'_, Arc<Duty>> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Duties {
    type Item = &'a Arc<Duty>;
    type IntoIter = std::slice::Iter<'a, Arc<Duty>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
