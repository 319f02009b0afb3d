//! What is answered: words to show, not codes to look up. JSON names are those the command line promises. Answers travel over
//! a socket too, in a form without names: no field may be left out or be written in another way than it is read.
//!
//! - [`lists`]: 隐患, 企业, 记录; [`detail`]: one record; [`form`]: forms and lines; [`tree`]: 任务. The rest is about the ledger itself.

pub mod detail;
pub mod form;
pub mod lists;
pub mod tree;

use crate::model::field::FieldError;
use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::calendar::Day;
use crate::model::case::Officer;
use crate::model::command::Receipt;
use crate::model::id::Id;
use crate::model::row::{Document, Row};
use crate::rules::matrix::{CellPage, Matrix};
use crate::rules::review::TodayPage;
use crate::rules::statistics::Told;

pub use detail::{Barred, DetailLine, HistoryLine, Offer, Whole};
pub use form::{Asked, Choice, Completion, Form, FormWish, Overwrite, Understood};
pub use lists::{EnterpriseLine, EnterprisePage, HazardLine, HazardPage, Page, RecordLine, RecordPage};
pub use tree::{TaskNode, TaskTree};

/// An answer, of the variant its question names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// To `Status`.
    Status(Status),
    /// To `Today`.
    Today(TodayPage),
    /// To `Tasks`.
    Tasks(TaskTree),
    /// To `Matrix`.
    Matrix(Matrix),
    /// To `Cell`.
    Cell(CellPage),
    /// To `Statistics`.
    Statistics(Box<Told>),
    /// To `Hazards`.
    Hazards(HazardPage),
    /// To `Enterprises`.
    Enterprises(EnterprisePage),
    /// To `Records`.
    Records(RecordPage),
    /// To `Record`.
    Whole(Box<Whole>),
    /// To `Numbered`.
    Ids(Vec<Id>),
    /// To `Form`.
    Form(Form),
    /// To `Understand`.
    Understood(Understood),
    /// To `UnderstandBlock`: each line, and how it is understood.
    Block(Vec<(String, Understood)>),
    /// To `Complete`, of a fragment.
    Choices(Vec<Choice>),
    /// To `Complete`, of a line.
    Completion(Completion),
    /// To `Log`.
    Log(Vec<HistoryLine>),
    /// To `Ticket`.
    Receipt(Option<Receipt>),
    /// To `Documents`.
    Documents(Vec<Document>),
    /// To `Report` and `ReportOf`.
    Report(Report),
    /// To `ReportOf` and `Check`: what is wrong with what was typed, each at its field.
    Faults(Vec<FieldError>),
    /// To `Extract` and `Rows`.
    Rows(Vec<Row>),
    /// To `Visits`.
    Visits(Vec<Visited>),
    /// To `Planning`.
    Planned(super::planning::Planned),
    /// To `Verify`.
    Verified(Verified),
    /// To `Keeping`.
    Keeping(Kept),
    /// There is no such record, cell or plan; in words.
    Nothing(String),
    /// The question did not reach an owner, or its answer did not come back; why, in words. Only a seat says so.
    Away(String),
}

/// What was seen of an enterprise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visited {
    /// The enterprise.
    pub enterprise: Id,
    /// Day of the last visit.
    pub last: Day,
    /// That visit.
    pub visit: Id,
    /// Hazards found there in all.
    pub hazards: u32,
}

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Files of the journal, entries in it, rows of the store.
    pub measure: (u64, u64, u64),
    /// What does not hang together in the journal, a line each.
    pub damages: Vec<String>,
    /// Where the store says something else than the journal.
    pub differences: Vec<String>,
    /// Worth telling.
    pub remarks: Vec<String>,
    /// The store alone is wrong and is built anew when it is opened next.
    pub distrusts_store: bool,
}

impl Verified {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.damages.is_empty() && self.differences.is_empty()
    }
}

/// By whom the ledger is kept, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// A service for many accounts, and not an owner that one seat started by the way.
    pub is_service: bool,
    /// Version of the owner's program.
    pub version: String,
    /// Its account.
    pub account: String,
    /// The data directory.
    pub data: String,
    /// Where the daily copies go.
    pub backups: String,
    /// Day of the last whole copy there; [`Day::NONE`]: none yet.
    pub copied_on: Day,
    /// The last entry in it.
    pub copied_to: u64,
    /// Seats at a screen, and all of them.
    pub seats: (u32, u32),
}

/// How things stand with the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// The owner's day.
    pub today: Day,
    /// Last entry.
    pub seq: u64,
    /// Who is asking.
    pub officer: Officer,
    /// Short name of the officer's unit; empty: the whole district.
    pub unit: String,
    /// 启用日; [`Day::NONE`]: the store is new and nothing was chosen yet.
    pub start_on: Day,
    /// The plans, the one in force first.
    pub plans: Vec<PlanLine>,
    /// Sample data, not a real ledger.
    pub is_demo: bool,
    /// What an officer should know: 降级, 重建中, 节假日缺 …; empty when all is well.
    pub remarks: Vec<String>,
    /// Townships: code, short name, number.
    pub townships: Vec<(String, String, u8)>,
    /// Industries: code, name.
    pub industries: Vec<(String, String)>,
    /// 记录种类: code, name.
    pub sorts: Vec<(String, String)>,
    /// Codes of those that the officer may enter.
    pub own_sorts: Vec<String>,
    /// How many hazards and enterprises there are.
    pub counts: (u32, u32),
}

/// A plan that was loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    /// 文号
    pub doc_no: String,
    /// 标题
    pub title: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// 现行, 未开始, 已到期 or 已封存.
    pub state: String,
}
