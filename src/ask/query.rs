//! What may be asked.

use serde::{Deserialize, Serialize};

use super::report::Wanted;
use crate::calendar::{Day, Period};
use crate::model::command::Command;
use crate::model::event::Ticket;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::rules::matrix::MatrixId;
use crate::rules::queue::Queue;
use crate::rules::statistics::Asked;

/// A question. `day` is the day it is asked for ([`Day::NONE`]: the owner's today).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// How things stand with the ledger → [`super::answer::Status`].
    Status,
    /// 今日 → [`crate::rules::review::TodayPage`].
    Today {
        /// For which day.
        day: Day,
        /// Code of the township whose review it is; empty: everybody's.
        unit: String,
    },
    /// The plan's tree with computed states → [`super::answer::TaskTree`].
    Tasks {
        /// Seen from.
        day: Day,
        /// 文号 of the plan; empty: the one in force.
        plan: String,
    },
    /// A matrix → [`crate::rules::matrix::Matrix`].
    Matrix {
        /// Which.
        id: MatrixId,
        /// As of.
        day: Day,
        /// The period shown; [`None`]: the one that holds `day`.
        period: Option<Period>,
    },
    /// What is behind a cell → [`crate::rules::matrix::CellPage`].
    Cell {
        /// Which matrix.
        id: MatrixId,
        /// As of.
        day: Day,
        /// The period shown.
        period: Option<Period>,
        /// Key of the row.
        row: String,
        /// Key of the column.
        column: String,
    },
    /// 统计 → [`crate::rules::statistics::Told`].
    Statistics {
        /// Which numbers.
        asked: Asked,
        /// As of.
        day: Day,
    },
    /// 隐患 in an order → [`super::answer::HazardPage`].
    Hazards {
        /// Which.
        filter: HazardFilter,
        /// In which order.
        order: HazardOrder,
        /// Which part.
        window: Window,
        /// Seen from.
        day: Day,
    },
    /// 企业 → [`super::answer::EnterprisePage`].
    Enterprises {
        /// Which.
        filter: EnterpriseFilter,
        /// Which part.
        window: Window,
        /// Seen from.
        day: Day,
    },
    /// Records of a kind, newest first → [`super::answer::RecordPage`].
    Records {
        /// Which noun: evidence, 人员 or 豁免; [`None`]: every kind of evidence.
        kind: Option<Kind>,
        /// Code of the sort of 工作记录; empty: all of them.
        sort: String,
        /// Characters searched for.
        text: String,
        /// Code of the unit; empty: all.
        unit: String,
        /// Which part.
        window: Window,
    },
    /// One thing whole, with its history and what can be done → [`super::answer::Whole`].
    Record {
        /// Which.
        id: Id,
        /// Seen from.
        day: Day,
    },
    /// Hazards with a running number (`#42`), the newest first, open ones where there are any → [`super::answer::Answer::Ids`].
    Numbered {
        /// The number.
        number: u32,
    },
    /// A form to fill → [`super::answer::Form`].
    Form(FormFor),
    /// What would be refused of a wish at its fields, if it were submitted as it stands → [`super::answer::Answer::Faults`].
    Check(Command),
    /// How a quick-entry line is understood → [`super::answer::Understood`].
    Understand {
        /// The line, as typed.
        line: String,
        /// Texts of `..` lines in force before it.
        common: String,
        /// The last record entered, for `^`.
        last: Id,
    },
    /// How a pasted block is understood, line by line → [`super::answer::Answer::Block`].
    UnderstandBlock {
        /// Its text: lines, a 接龙, or rows of a spreadsheet.
        text: String,
        /// Texts of `..` lines in force before it.
        common: String,
        /// The last record entered, for `^`.
        last: Id,
    },
    /// What was typed may become, best first → [`super::answer::Answer::Choices`], of a line
    /// [`super::answer::Answer::Completion`].
    Complete {
        /// What was typed: a fragment, or the whole line.
        text: String,
        /// What it is for.
        shape: CompleteFor,
    },
    /// The last entries of the journal, newest first → [`super::answer::Answer::Log`].
    Log {
        /// How many.
        limit: u32,
    },
    /// Was this wish granted? → [`super::answer::Answer::Receipt`].
    Ticket(Ticket),
    /// The documents in force, those that come with the program where none was loaded → [`super::answer::Answer::Documents`].
    Documents,
    /// A form or a paper that goes out → [`super::report::Report`].
    Report(Wanted),
    /// The same, asked for in the words of a form: the code of the report, what was typed into
    /// [`super::report::Entry::specs`] → [`super::report::Report`], [`super::answer::Answer::Faults`].
    ReportOf {
        /// Code of the report.
        code: String,
        /// What was typed.
        typed: Fields,
    },
    /// Much of the ledger, part by part: rows in the order of their numbers → [`super::answer::Answer::Rows`].
    Extract {
        /// Which.
        of: Extract,
        /// Code of the only township; empty: all.
        township: String,
        /// The last row of the part before; [`Id::NONE`]: from the start.
        after: Id,
        /// Most rows.
        limit: u32,
    },
    /// These rows, as far as they are there → [`super::answer::Answer::Rows`].
    Rows(Vec<Id>),
    /// Last visit and number of hazards of every enterprise that has any → [`super::answer::Answer::Visits`].
    Visits,
    /// What comes next, and what is left, seen from a day → [`super::planning::Planned`].
    Planning(super::planning::Planning, Day),
    /// Compares everything with everything → [`super::answer::Answer::Verified`].
    Verify,
    /// By whom the ledger is kept, and how → [`super::answer::Kept`].
    Keeping,
}

/// What is taken out of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Extract {
    /// 隐患 that stand for themselves: no drafts, none that were declared void or merged.
    Hazards,
    /// 隐患 in every state but void ones: what an import is compared with.
    Found,
    /// Records of a kind that were not declared void.
    Of(Kind),
    /// Every record.
    All,
}

/// What a fragment is to be completed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompleteFor {
    /// An enterprise, of a township (code) when one is given.
    Enterprise {
        /// Code of the township; empty: any.
        township: String,
    },
    /// A person of our own.
    Person,
    /// Whatever the grammar of quick entry expects at a place of the line.
    Line {
        /// Byte of the line where the cursor stands.
        cursor: usize,
        /// Texts of `..` lines in force before it.
        common: String,
        /// The last record entered, for `^`.
        last: Id,
    },
}

/// Which form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormFor {
    /// A new record of a kind, with fields filled already.
    New(Kind, Fields),
    /// The fields of a record.
    Edit(Id),
    /// What a transition asks for, for one hazard or for each of several.
    Act(Vec<Id>, Deed),
}

/// Which hazards. Everything empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HazardFilter {
    /// Characters of the description, or characters or pinyin of the enterprise.
    pub text: String,
    /// Codes of townships.
    pub townships: Vec<String>,
    /// Codes of industries.
    pub industries: Vec<String>,
    /// States.
    pub states: Vec<State>,
    /// 一般 or 重大.
    pub level: String,
    /// Only overdue ones.
    pub overdue: bool,
    /// Of one enterprise.
    pub enterprise: Id,
    /// Word of the category.
    pub category: String,
    /// A named queue.
    pub queue: Option<Queue>,
    /// Found between these days, both included.
    pub found: Option<(Day, Day)>,
    /// Only these (what is behind a number).
    pub ids: Vec<Id>,
}

/// Which enterprises. Everything empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EnterpriseFilter {
    /// Characters or pinyin of the name or an alias.
    pub text: String,
    /// Codes of townships.
    pub townships: Vec<String>,
    /// Codes of industries.
    pub industries: Vec<String>,
    /// Words of the status; empty: all.
    pub statuses: Vec<String>,
    /// Only 重点.
    pub key_only: bool,
    /// Only these.
    pub ids: Vec<Id>,
}

/// 排序 of hazards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HazardOrder {
    /// 急重轻缓
    #[default]
    Urgency,
    /// Newest found first.
    Found,
    /// Nearest due day first.
    Due,
    /// By enterprise.
    Enterprise,
    /// By number, newest first.
    Number,
}

/// Which part of a list: around a record, never by offset, so that the place stays when rows come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The row that must be inside; gone or not in the list: the row now at `rank`.
    pub anchor: Id,
    /// Rank (from 0) that the anchor had when last seen.
    pub rank: u32,
    /// Move the anchor by so many rows, within the list.
    pub step: i32,
    /// Rows wanted before the anchor.
    pub above: u16,
    /// Rows wanted after it.
    pub below: u16,
}

impl Window {
    /// The first `rows` rows.
    pub fn top(rows: u16) -> Window {
        Window { anchor: Id::NONE, rank: 0, step: 0, above: 0, below: rows.saturating_sub(1) }
    }
}
