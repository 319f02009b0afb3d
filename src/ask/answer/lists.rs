//! Pages of lists, and the lines on them.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::model::hazard::State;
use crate::model::id::Id;
use crate::rules::queue::Band;

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

impl<T> Page<T> {
    /// The same page of other rows.
    pub fn map<U>(self, row: impl FnMut(T) -> U) -> Page<U> {
        let Page { rows, first, at, matched, total, seq } = self;
        Page { rows: rows.into_iter().map(row).collect(), first, at, matched, total, seq }
    }
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
    /// 期限; of what waits for 回头看 the day by which that is due.
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
