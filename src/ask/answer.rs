//! What is answered: words to show, not codes to look up. JSON names are those the command line promises. Answers travel over
//! a socket too, in a form without names: no field may be left out or be written in another way than it is read.

use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::calendar::Day;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt};
use crate::model::field::{FieldError, Fields, Spec};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::model::row::{Document, Row};
use crate::rules::matrix::{CellPage, CellState, Matrix};
use crate::rules::queue::Band;
use crate::rules::review::TodayPage;
use crate::rules::statistics::Told;

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
    /// To `Report`.
    Report(Report),
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

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of the window.
    pub rows: Vec<T>,
    /// Rank (from 0) of the first of them among the matching rows.
    pub first: u32,
    /// Index in `rows` of the anchor.
    pub at: u32,
    /// Rows that match the filter.
    pub matched: u32,
    /// Rows there are.
    pub total: u32,
    /// True at this entry.
    pub seq: u64,
}

/// 隐患 page.
pub type HazardPage = Page<HazardLine>;
impl<T> Page<T> {
    /// The same page of other rows.
    pub fn map<U>(self, row: impl FnMut(T) -> U) -> Page<U> {
        let Page { rows, first, at, matched, total, seq } = self;
        Page { rows: rows.into_iter().map(row).collect(), first, at, matched, total, seq }
    }
}

/// 企业 page.
pub type EnterprisePage = Page<EnterpriseLine>;
/// Records page.
pub type RecordPage = Page<RecordLine>;

/// 隐患 in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardLine {
    /// Its number.
    pub id: Id,
    /// Township's short name.
    pub township: String,
    /// Enterprise's name.
    pub enterprise: String,
    /// The same without the district and the town that every name begins with: for narrow columns.
    pub called: String,
    /// Industry's name.
    pub industry: String,
    /// 隐患描述
    pub description: String,
    /// 一般, 重大 or empty.
    pub level: String,
    /// Where it stands.
    pub state: State,
    /// 发现日期
    pub found_on: Day,
    /// 期限
    pub due: Day,
    /// Days over the due day, 0 when not overdue.
    pub overdue_days: u32,
    /// 急重轻缓
    pub band: Band,
    /// Words of its overlays: 挂牌 延期申请中 暂停 期限待补 拒不整改 重复 …
    pub marks: Vec<String>,
}

/// 企业 in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseLine {
    /// Its number.
    pub id: Id,
    /// Registered name.
    pub name: String,
    /// Township's short name.
    pub township: String,
    /// Industries' names.
    pub industries: Vec<String>,
    /// 状态
    pub status: String,
    /// 重点: 是, 否, 未核.
    pub key: String,
    /// 主要负责人
    pub principal: String,
    /// Last visit.
    pub last_visit: Day,
    /// Hazards not yet brought to an end.
    pub open_hazards: u32,
}

/// A record of another kind in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLine {
    /// Its number.
    pub id: Id,
    /// 中文名 of its kind.
    pub kind: String,
    /// Its day.
    pub date: Day,
    /// Short name of the unit.
    pub unit: String,
    /// Name of the enterprise or person; may be empty.
    pub subject: String,
    /// The words it is called by.
    pub text: String,
}

/// One line of a record's detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailLine {
    /// 标签; empty: a continuation or a heading.
    pub label: String,
    /// Words.
    pub text: String,
    /// What Enter opens.
    pub link: Id,
}

/// One line of a history; without an entry it says why there is nothing to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// Entry.
    pub seq: u64,
    /// When, `2026-11-23 08:31`.
    pub at: String,
    /// Who.
    pub officer: String,
    /// Which record.
    pub id: Id,
    /// What, in a sentence.
    pub text: String,
    /// Why; may be empty.
    pub why: String,
    /// Taken back since.
    pub undone: bool,
}

/// What can be done to a record now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The transition.
    pub deed: Deed,
    /// Its letter.
    pub key: char,
    /// Its name.
    pub name: String,
}

/// What the state of a hazard allows and its record or the officer's role forbids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// The transition.
    pub deed: Deed,
    /// Why not.
    pub why: String,
    /// What to do instead.
    pub hint: String,
}

/// A thing whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// Its number.
    pub id: Id,
    /// 中文名 of its kind.
    pub kind: String,
    /// The words it is called by.
    pub title: String,
    /// State in a word; may be empty.
    pub state: String,
    /// Its version, for a later [`Command::Amend`].
    pub version: u32,
    /// Fields and parts, in the order of the ledger.
    pub lines: Vec<DetailLine>,
    /// Canonical text of every filled field.
    pub fields: Fields,
    /// Lists that belong to it: 隐患, 检查, 自查, 演练, 培训 …, each with its lines.
    pub related: Vec<(String, Vec<DetailLine>)>,
    /// The duties that it counts for, or that its subject still lacks, in words.
    pub duties: Vec<String>,
    /// Its history, newest first.
    pub history: Vec<HistoryLine>,
    /// What can be done now (hazards).
    pub offers: Vec<Offer>,
    /// What its state would allow, and why it is not offered (hazards).
    pub barred: Vec<Barred>,
}

/// A form to fill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// 标题
    pub title: String,
    /// The wish that filling it makes; its fields are replaced by what is filled in.
    pub wish: FormWish,
    /// What is asked, in order.
    pub asks: Vec<Asked>,
}

/// What a filled form submits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormWish {
    /// A new record.
    Enter(Kind),
    /// Change of a record seen in this version.
    Amend(Id, u32),
    /// A transition of one or several hazards.
    Act(Vec<Id>, Deed),
    /// A hazard that is not there yet.
    NewHazard,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Key, label, shape, required.
    #[serde(with = "super::spec")]
    pub spec: Spec,
    /// What it starts with, as somebody would type it (names, not codes).
    pub value: String,
    /// Words to choose from; empty: free.
    pub choices: Vec<String>,
    /// What helps to fill it.
    pub hint: String,
}

/// A completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is put in.
    pub value: String,
    /// What is shown.
    pub text: String,
    /// The record, when it is one.
    pub id: Id,
}

/// What may stand at a place of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Byte range of the line that a choice replaces.
    pub range: (usize, usize),
    /// Best first.
    pub choices: Vec<Choice>,
}

/// How a line was understood, field by field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// What saving would submit; [`None`] while something is missing, wrong or open.
    pub command: Option<Command>,
    /// 标签 and what was understood, in words, in order.
    pub lines: Vec<(String, String)>,
    /// Numbered choices to pick from (`1` … `9`, `0` 新建), with what the pick puts in place of the fragment.
    pub choices: Vec<Choice>,
    /// Byte range of the fragment in the line that the choices are about.
    pub fragment: (usize, usize),
    /// What is missing or wrong.
    pub errors: Vec<FieldError>,
    /// Remarks that do not stand in the way: duplicate today, one inspector, holiday.
    pub remarks: Vec<String>,
    /// The form that asks for what is missing, with everything understood filled in.
    pub form: Option<Box<Form>>,
    /// Kind of the record it makes or changes.
    pub kind: Option<Kind>,
    /// What the register says otherwise, field by field. Typed, the line itself is the word for it; pasted, it is taken
    /// only when somebody says so.
    pub overwrites: Vec<Overwrite>,
    /// What seems to be entered already, a remark each; pasted, such a line is taken only when somebody says so.
    pub repeats: Vec<String>,
}

/// A value on the register that would be replaced by another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overwrite {
    /// 标签
    pub label: String,
    /// On the register, in words.
    pub before: String,
    /// What would stand there, in words.
    pub after: String,
}

impl std::fmt::Display for Overwrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} → {}", self.label, self.before, self.after)
    }
}

impl Understood {
    /// Understood whole, and the ledger says all of it already: there is nothing to submit and nothing to mend.
    pub fn says_nothing_new(&self) -> bool {
        self.command.is_none() && self.errors.is_empty() && self.choices.is_empty() && self.kind.is_some()
    }
}

/// The plan's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTree {
    /// 文号
    pub doc_no: String,
    /// 标题
    pub title: String,
    /// Nodes in reading order.
    pub nodes: Vec<TaskNode>,
}

/// A node of the plan's tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskNode {
    /// Code, `T16`, `T18.3`, `二(五)`.
    pub code: String,
    /// Depth: 0 section, 1 clause, 2 row, 3 sub-task.
    pub depth: u8,
    /// Number of the row, when it is one of the table's.
    pub row: Option<u32>,
    /// Section it stands in.
    pub section: String,
    /// 条款
    pub clause: String,
    /// Title.
    pub title: String,
    /// In our own words, or the official wording where the bureau loaded it.
    pub summary: String,
    /// Lead unit, in words.
    pub lead: String,
    /// Participants, in words.
    pub participants: Vec<String>,
    /// 同步 执行 对象 or empty.
    pub township_mode: String,
    /// 固定 分阶段 持续 事件.
    pub deadline_kind: String,
    /// Its dates.
    pub deadlines: Vec<Day>,
    /// Computed: 本期已落实, 本期欠账, 逾期, 未到, 进行中 …
    pub state: String,
    /// The same, for colours and filters.
    pub cell: CellState,
    /// 欠 cells, and cells in all, of its duties in the current period.
    pub owed: (u32, u32),
    /// Codes of its duties.
    pub duties: Vec<String>,
    /// Their titles, in the same order.
    pub duty_titles: Vec<String>,
    /// 存疑
    pub doubt: String,
    /// Progress log, newest first: day, unit, words.
    pub progress: Vec<(Day, String, String)>,
}
