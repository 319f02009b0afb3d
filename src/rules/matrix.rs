//! Matrices: rows × columns → cell, with what is behind each cell. The values here are what screens, `--json`, csv and
//! reports show; JSON names are those the command line promises.

mod chart;
mod grid;
mod hazards;
mod page;
mod plans;
mod progress;
mod publicity;
mod staff;
mod tasks;
mod visits;
mod why;

pub use chart::OFFICE_TOTAL;
pub(super) use hazards::{COLUMNS as M10_COLUMNS, marks as m10_marks};
pub use hazards::{fixed_on, handed_over_on};
pub use page::counts;
pub(super) use page::{answer, entry};
use serde::{Deserialize, Serialize};

use super::cadence::windows;
use super::coverage::{Sheet, Sum, Survey};
use super::duty::Duties;
use super::facts::Facts;
use super::review::Words;
use super::standing::{columns, owed_by_basis, standings};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::Unit;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// Which matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MatrixId {
    /// 检查覆盖
    M1,
    /// 计划与兑现
    M2,
    /// 半年督导
    M3,
    /// 乡镇人员培训
    M4,
    /// 年度重点培训
    M5,
    /// 疏散演练
    M6,
    /// 季度自查
    M7,
    /// 宣传
    M8,
    /// 欠账总表
    M9,
    /// 隐患
    M10,
    /// 任务
    M11,
    /// 企业制度与技改
    M12,
}

impl MatrixId {
    /// Every matrix, by number.
    pub const ALL: [MatrixId; 12] = [
        MatrixId::M1,
        MatrixId::M2,
        MatrixId::M3,
        MatrixId::M4,
        MatrixId::M5,
        MatrixId::M6,
        MatrixId::M7,
        MatrixId::M8,
        MatrixId::M9,
        MatrixId::M10,
        MatrixId::M11,
        MatrixId::M12,
    ];

    /// `M9`
    pub fn code(self) -> &'static str {
        match self {
            MatrixId::M1 => "M1",
            MatrixId::M2 => "M2",
            MatrixId::M3 => "M3",
            MatrixId::M4 => "M4",
            MatrixId::M5 => "M5",
            MatrixId::M6 => "M6",
            MatrixId::M7 => "M7",
            MatrixId::M8 => "M8",
            MatrixId::M9 => "M9",
            MatrixId::M10 => "M10",
            MatrixId::M11 => "M11",
            MatrixId::M12 => "M12",
        }
    }

    /// 名称
    pub fn name(self) -> &'static str {
        match self {
            MatrixId::M1 => "检查覆盖",
            MatrixId::M2 => "计划与兑现",
            MatrixId::M3 => "半年督导",
            MatrixId::M4 => "乡镇人员培训",
            MatrixId::M5 => "年度重点培训",
            MatrixId::M6 => "疏散演练",
            MatrixId::M7 => "季度自查",
            MatrixId::M8 => "宣传",
            MatrixId::M9 => "欠账总表",
            MatrixId::M10 => "隐患",
            MatrixId::M11 => "任务",
            MatrixId::M12 => "企业制度与技改",
        }
    }

    /// The matrix with this code or name.
    pub fn of_name(name: &str) -> Option<MatrixId> {
        MatrixId::ALL.into_iter().find(|id| id.code().eq_ignore_ascii_case(name) || id.name() == name)
    }
}

/// How a cell stands (domain §4.4, ruling 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CellState {
    /// 不适用: nobody it could concern.
    #[serde(rename = "不适用")]
    NotApplicable,
    /// 无对象: a duty without a subject in its period; wants a note, is never silently done.
    #[serde(rename = "无对象")]
    NoSubject,
    /// 未到: the period has not begun.
    #[serde(rename = "未到")]
    Ahead,
    /// 待办: begun, not met.
    #[serde(rename = "待办")]
    Pending,
    /// 临期: not met, and the due day is near.
    #[serde(rename = "临期")]
    DueSoon,
    /// 部分: some of it.
    #[serde(rename = "部分")]
    Partial,
    /// 已办
    #[serde(rename = "已办")]
    Done,
    /// 补办: met after the due day.
    #[serde(rename = "补办")]
    DoneLate,
    /// 欠账: the due day has passed.
    #[serde(rename = "欠账")]
    Owed,
    /// 免除
    #[serde(rename = "免除")]
    Waived,
    /// 未录: before the 启用日 and not confirmed by anybody.
    #[serde(rename = "未录")]
    Unrecorded,
    /// A plain number, no duty behind it.
    #[serde(rename = "数")]
    Count,
}

impl CellState {
    /// The sign in a cell of a matrix; no ambiguous-width character among them.
    pub fn sign(self) -> &'static str {
        match self {
            CellState::NotApplicable | CellState::NoSubject => "-",
            CellState::Ahead => "未",
            CellState::Pending => "待",
            CellState::DueSoon => "临",
            CellState::Partial => "半",
            CellState::Done => "已",
            CellState::DoneLate => "补",
            CellState::Owed => "欠",
            CellState::Waived => "免",
            CellState::Unrecorded => "未录",
            CellState::Count => "",
        }
    }

    /// The word in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            CellState::NotApplicable => "不适用",
            CellState::NoSubject => "无对象",
            CellState::Ahead => "未到",
            CellState::Pending => "待办",
            CellState::DueSoon => "临期",
            CellState::Partial => "部分",
            CellState::Done => "已办",
            CellState::DoneLate => "补办",
            CellState::Owed => "欠账",
            CellState::Waived => "免除",
            CellState::Unrecorded => "未录",
            CellState::Count => "",
        }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// How it stands.
    pub state: CellState,
    /// Subjects (or pieces) that have it; for [`CellState::Count`] the number itself.
    pub have: u32,
    /// Subjects (or pieces) that need it.
    pub need: u32,
    /// Last day; [`Day::NONE`] when there is none.
    pub due: Day,
    /// What stands in the cell: `已`, `3/7`, `11-05`, `-`.
    pub text: String,
}

/// Head of a row or a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Stable key: unit code, industry code, duty code, period (`2026Q4`), task code, or a word.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// A second line in details: the duty's title, the clause, 文件规定 or 局内约定; may be empty.
    pub note: String,
}

/// A matrix as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// Which.
    pub matrix: MatrixId,
    /// 名称
    pub title: String,
    /// Seen from.
    pub as_of: Day,
    /// The period shown, in words; empty when the columns are periods.
    pub period: String,
    /// Row heads.
    pub rows: Vec<Head>,
    /// Column heads.
    pub columns: Vec<Head>,
    /// `cells[row][column]`
    pub cells: Vec<Vec<Cell>>,
    /// Index of the first row of the second block (局内约定), when there are two.
    pub second_block: Option<usize>,
    /// 口径: how it was counted, one sentence each.
    pub notes: Vec<String>,
}

/// One line behind a cell: a record that counts, or a subject that lacks one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// The record, or the enterprise or person that lacks one; [`Id::NONE`] for a unit.
    pub id: Id,
    /// What is shown.
    pub text: String,
    /// A day that matters: of the evidence, or of the last visit of a missing subject.
    pub day: Day,
    /// For a missing subject: the noun and the fields that its entry starts with.
    pub entry: Option<(Kind, Fields)>,
    /// In what a sum is made of: the cell, by the keys of its row and column.
    pub cell: Option<(MatrixId, String, String)>,
}

/// What is behind a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellPage {
    /// Where: matrix, row, column in words.
    pub title: String,
    /// The cell.
    pub cell: Cell,
    /// Why it stands so, in a sentence that can be read to a township; with the clause and 文件规定 or 局内约定.
    pub why: String,
    /// The clause.
    pub clause: String,
    /// Records that count and that the officer may see, newest first (at most [`CellPage::LIMIT`]).
    pub evidence: Vec<Behind>,
    /// Subjects that lack it and that the officer may see, longest waiting first (at most [`CellPage::LIMIT`]).
    pub missing: Vec<Behind>,
    /// How many there are of each in all.
    pub totals: (u32, u32),
    /// For hazard numbers: the rows behind the number that the officer may see.
    pub hazards: Vec<Id>,
}

impl CellPage {
    /// Lines kept of each list.
    pub const LIMIT: usize = 500;
}

/// The lines that are shown of all there are: evidence with the newest first, what is missing with the longest waiting.
pub(super) fn listed(mut lines: Vec<Behind>, is_newest_first: bool, words: &dyn Words) -> Vec<Behind> {
    lines.retain(|line| line.id == Id::NONE || words.sees(line.id));
    lines.sort_by_key(|line| (line.day, line.id));
    if is_newest_first {
        lines.reverse();
    }
    lines.truncate(CellPage::LIMIT);
    lines
}

/// What a matrix is made from.
struct Ask<'a> {
    survey: Survey<'a>,
    duties: &'a Duties,
    /// The period asked for.
    period: Option<Period>,
}

impl<'a> Ask<'a> {
    /// A period that has ended is judged by the plan that was in force then.
    fn new(facts: &Facts<'a>, duties: &'a Duties, period: Option<Period>) -> Ask<'a> {
        let facts = facts.about(period);
        Ask { survey: Survey::new(&facts), duties, period }
    }

    fn facts(&self) -> &Facts<'a> {
        &self.survey.facts
    }

    /// The period shown: the one asked for, or the one of this kind that holds the day.
    fn shown(&self, usual: PeriodKind) -> Period {
        self.period.unwrap_or_else(|| Period::containing(usual, self.facts().as_of))
    }

    /// A day of the period shown that stands for it: the day asked for, or the last day of a period that does not hold it.
    fn anchor(&self) -> Day {
        let as_of = self.facts().as_of;
        self.period.map_or(as_of, |period| if period.contains(as_of) { as_of } else { period.end() })
    }

    /// The windows of a duty that lie in the year shown.
    fn of_year(&self, code: &str) -> Option<Sheet> {
        let year = Period::containing(PeriodKind::Year, self.anchor());
        self.sheet(code, year.start(), year.end())
    }

    fn sheet(&self, code: &str, from: Day, to: Day) -> Option<Sheet> {
        let duty = self.duties.get(code)?;
        Some(Sheet::of(duty, windows(duty, self.facts(), from, to), &self.survey))
    }

    /// Townships by number, each with it.
    fn townships(&self) -> Vec<(&'a Unit, u8)> {
        let basics = self.facts().basics;
        columns(self.facts())
            .into_iter()
            .filter(|unit| unit.is_township())
            .map(|unit| (unit, basics.unit_no(&unit.code)))
            .collect()
    }
}

/// A matrix as of the day of the facts. `period` is the one shown; [`None`]: the one that holds the day.
pub fn matrix(facts: &Facts, duties: &Duties, id: MatrixId, period: Option<Period>) -> Matrix {
    let ask = Ask::new(facts, duties, period);
    match id {
        MatrixId::M1 => visits::matrix(&ask),
        MatrixId::M2 => plans::matrix(&ask),
        MatrixId::M3 | MatrixId::M5 | MatrixId::M6 | MatrixId::M7 => grid::matrix(&ask, id),
        MatrixId::M4 => staff::matrix(&ask),
        MatrixId::M9 => chart::matrix(&ask),
        MatrixId::M10 => hazards::matrix(&ask),
        MatrixId::M11 => tasks::matrix(&ask),
        MatrixId::M8 => publicity::matrix(&ask),
        MatrixId::M12 => progress::matrix(&ask),
    }
}

/// What is behind a cell of [`matrix`], by the keys of its heads.
pub fn cell_page(
    facts: &Facts,
    duties: &Duties,
    id: MatrixId,
    period: Option<Period>,
    row: &str,
    column: &str,
    words: &dyn Words,
) -> Option<CellPage> {
    let ask = Ask::new(facts, duties, period);
    match id {
        MatrixId::M1 => visits::page(&ask, row, column, words),
        MatrixId::M2 => plans::page(&ask, row, column, words),
        MatrixId::M3 | MatrixId::M5 | MatrixId::M6 | MatrixId::M7 => grid::page(&ask, id, row, column, words),
        MatrixId::M4 => staff::page(&ask, row, column, words),
        MatrixId::M9 => chart::page(&ask, row, column, words),
        MatrixId::M10 => hazards::page(&ask, row, column, words),
        MatrixId::M11 => tasks::page(&ask, row, column, words),
        MatrixId::M8 => publicity::page(&ask, row, column, words),
        MatrixId::M12 => progress::page(&ask, row, column, words),
    }
}

/// 欠账 now, what is still owed from ended periods included: of duties whose period the notice states (文件规定), and of those the
/// bureau settled (局内约定).
pub fn owed_total(facts: &Facts, duties: &Duties) -> (u32, u32) {
    owed_by_basis(&standings(duties, &Survey::new(facts)))
}

/// Key of the row or column that adds up the others.
pub const TOTAL: &str = "total";

impl Head {
    pub(super) fn new(key: impl Into<String>, label: impl Into<String>) -> Head {
        Head { key: key.into(), label: label.into(), note: String::new() }
    }

    pub(super) fn noted(self, note: impl Into<String>) -> Head {
        Head { note: note.into(), ..self }
    }

    pub(super) fn of_unit(unit: &Unit) -> Head {
        Head::new(&unit.code, &unit.short).noted(&unit.name)
    }

    pub(super) fn total() -> Head {
        Head::new(TOTAL, "合计")
    }
}

impl Cell {
    /// Of subjects, or pieces, that have it and need it.
    fn new(state: CellState, have: u32, need: u32, due: Day) -> Cell {
        let part = format!("{have}/{need}");
        let text = match state {
            CellState::Count => have.to_string(),
            CellState::Unrecorded if have > 0 => format!("{}{part}", state.sign()),
            CellState::NotApplicable | CellState::NoSubject | CellState::Ahead => state.sign().into(),
            CellState::Waived | CellState::Unrecorded => state.sign().into(),
            _ if need <= 1 => state.sign().into(),
            CellState::DueSoon | CellState::Owed | CellState::DoneLate => format!("{}{part}", state.sign()),
            CellState::Pending | CellState::Partial | CellState::Done => part,
        };
        Cell { state, have, need, due, text }
    }

    pub(super) fn count(number: u32) -> Cell {
        Cell::new(CellState::Count, number, 0, Day::NONE)
    }

    fn none() -> Cell {
        Cell::new(CellState::NotApplicable, 0, 0, Day::NONE)
    }

    /// How a sum of a sheet's subjects stands.
    fn of(sheet: &Sheet, at: usize, sum: &Sum, as_of: Day) -> Cell {
        let due = sheet.windows.get(at).map_or(Day::NONE, |window| window.due);
        let due = if sheet.duty.is_by_event() { Day::NONE } else { due };
        Cell::new(sheet.state(at, sum, as_of), sum.done, sum.need, due)
    }
}
