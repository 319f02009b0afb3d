//! What is answered: words to show, not codes to look up. JSON names are those the command line promises.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::model::case::Officer;
use crate::model::command::{Command, Receipt};
use crate::model::field::{FieldError, Fields, Spec};
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::rules::matrix::{CellPage, CellState, Matrix};
use crate::rules::queue::Band;
use crate::rules::review::TodayPage;

/// An answer, of the variant its question names.
#[derive(Clone, Debug)]
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
    /// To `Complete`.
    Choices(Vec<Choice>),
    /// To `Log`.
    Log(Vec<HistoryLine>),
    /// To `Ticket`.
    Receipt(Option<Receipt>),
    /// There is no such record, cell or plan; in words.
    Nothing(String),
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
    /// 文号 and title of the plans, the one in force first.
    pub plans: Vec<(String, String)>,
    /// Sample data, not a real ledger.
    pub is_demo: bool,
    /// What an officer should know: 降级, 重建中, 节假日缺 …; empty when all is well.
    pub remarks: Vec<String>,
    /// Townships: code, short name, number.
    pub townships: Vec<(String, String, u8)>,
    /// Industries: code, name.
    pub industries: Vec<(String, String)>,
    /// How many hazards and enterprises there are.
    pub counts: (u32, u32),
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
    #[serde(skip)]
    pub called: String,
    /// Industry's name.
    pub industry: String,
    /// 隐患描述
    pub description: String,
    /// 一般, 重大 or empty.
    pub level: String,
    /// Where it stands.
    #[serde(serialize_with = "state_name")]
    pub state: State,
    /// 发现日期
    pub found_on: Day,
    /// 期限
    pub due: Day,
    /// Days over the due day, 0 when not overdue.
    pub overdue_days: u32,
    /// 急重轻缓
    #[serde(serialize_with = "band_name")]
    pub band: Band,
    /// Words of its overlays: 挂牌 延期申请中 暂停 期限待补 拒不整改 重复 …
    pub marks: Vec<String>,
}

fn state_name<S: serde::Serializer>(state: &State, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(state.name())
}

fn band_name<S: serde::Serializer>(band: &Band, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(band.name())
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
}

/// A form to fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// 标题
    pub title: String,
    /// The wish that filling it makes; its fields are replaced by what is filled in.
    pub wish: FormWish,
    /// What is asked, in order.
    pub asks: Vec<Asked>,
}

/// What a filled form submits.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Key, label, shape, required.
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

/// How a line was understood, field by field.
#[derive(Clone, Debug, PartialEq)]
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
    pub form: Option<Form>,
    /// Kind of the record it makes or changes.
    pub kind: Option<Kind>,
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
    /// 存疑
    pub doubt: String,
    /// Progress log, newest first: day, unit, words.
    pub progress: Vec<(Day, String, String)>,
}
