//! Matrices: rows × columns → cell, with what is behind each cell. The values here are what screens, `--json`, csv and
//! reports show; JSON names are those the command line promises.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
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
    /// 标准化、瓶改管、监测接入
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
            MatrixId::M12 => "标准化、瓶改管、监测接入",
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
    /// Records that count, newest first (at most [`CellPage::LIMIT`]).
    pub evidence: Vec<Behind>,
    /// Subjects that lack it, longest waiting first (at most [`CellPage::LIMIT`]).
    pub missing: Vec<Behind>,
    /// How many there are of each in all.
    pub totals: (u32, u32),
    /// For hazard numbers: the rows behind the number.
    pub hazards: Vec<Id>,
}

impl CellPage {
    /// Lines kept of each list.
    pub const LIMIT: usize = 500;
}
// STUB
use super::{duty::Duties, facts::Facts};
use crate::calendar::Period;
pub fn matrix(_f: &Facts, _d: &Duties, _i: MatrixId, _p: Option<Period>) -> Option<Matrix> {
    None
}
pub fn cell_page(
    _f: &Facts,
    _d: &Duties,
    _i: MatrixId,
    _p: Option<Period>,
    _r: &str,
    _c: &str,
    _w: &dyn super::review::Words,
) -> Option<CellPage> {
    None
}
