//! The plan's tree, each node with the state that follows from the records.

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::rules::matrix::CellState;

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
