//! 今日: the daily review, worked to zero (domain §4.7).

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};

/// 今日各栏, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Section {
    /// 重大与逾期
    MajorAndOverdue,
    /// 今日与近三日到期
    DueSoon,
    /// 待复查
    ToRecheck,
    /// 待移交、待签收、待反馈
    Transfers,
    /// 今日计划与漏检
    Visits,
    /// 将欠账的格子
    Cells,
    /// 临期节点
    Milestones,
    /// 草稿
    Drafts,
    /// 他人新记录
    Others,
}

/// A line of today's review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayLine {
    /// Which part it stands in.
    pub section: Section,
    /// What it is about: a record, or [`Id::NONE`] for a cell or a milestone.
    pub id: Id,
    /// Key that a snooze names: the record's number, or the key of a cell (`M9/OR-01/350504001/2026-11`).
    pub key: String,
    /// Township's short name; may be empty.
    pub township: String,
    /// What it says.
    pub text: String,
    /// Where it stands: `逾期12天`, `今日到期`, `待签收 6工作日`.
    pub status: String,
    /// Its day.
    pub day: Day,
    /// 重大
    pub major: bool,
    /// For a missing cell: the entry that would fill it.
    pub entry: Option<(Kind, Fields)>,
}

/// 今日
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayPage {
    /// The day.
    pub day: Day,
    /// Its lines, section by section, each section in its order.
    pub lines: Vec<TodayLine>,
    /// Lines of each section in all, where more exist than are listed.
    pub totals: Vec<(Section, u32)>,
    /// Lines worked off or snoozed today (for the meter `12/30`).
    pub done: u32,
    /// 较大及以上事故, 重大在账, 逾期, 未闭环, 欠账 of 文件规定 duties: the head line.
    pub head: Vec<(String, u32)>,
    /// 复核已留痕: who and when, of the latest stamp today.
    pub stamped: Option<String>,
    /// Remarks: holiday data missing for next year …
    pub remarks: Vec<String>,
}

impl Section {
    /// Every part, in the order they are shown.
    pub const ALL: [Section; 9] = [
        Section::MajorAndOverdue,
        Section::DueSoon,
        Section::ToRecheck,
        Section::Transfers,
        Section::Visits,
        Section::Cells,
        Section::Milestones,
        Section::Drafts,
        Section::Others,
    ];

    /// 栏名
    pub fn name(self) -> &'static str {
        match self {
            Section::MajorAndOverdue => "重大与逾期",
            Section::DueSoon => "今日与近三日到期",
            Section::ToRecheck => "待复查",
            Section::Transfers => "待移交、待签收、待反馈",
            Section::Visits => "今日计划与漏检",
            Section::Cells => "将欠账的格子",
            Section::Milestones => "临期节点",
            Section::Drafts => "草稿",
            Section::Others => "他人新记录",
        }
    }
}
// STUB
use super::{duty::Duties, facts::Facts};
pub trait Words {}
pub fn page(_f: &Facts, _d: &Duties, _u: &str, _w: &dyn Words) -> TodayPage {
    TodayPage {
        day: _f.as_of,
        lines: vec![],
        totals: vec![],
        done: 0,
        head: vec![],
        stamped: None,
        remarks: vec![],
    }
}
