//! The action plan as data: sections, clauses, the rows of the task table and their sub-tasks.

mod check;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use check::{check_plan, unknown_duties};
pub(super) use check::{repeated, unknown};

/// What a rule or a period rests on. A rule that the notice does not state is 局内约定 and may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Basis {
    #[serde(rename = "文件规定")]
    Notice,
    #[serde(rename = "局内约定")]
    Office,
}

impl Basis {
    pub fn label(self) -> &'static str {
        match self {
            Self::Notice => "文件规定",
            Self::Office => "局内约定",
        }
    }
}

/// A whole plan. `nodes` are in the order of the notice, parents before children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub heading: Heading,
    pub leads: Vec<Lead>,
    pub nodes: Vec<Node>,
}

/// The front page of the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// 文号, which also tells one plan from another.
    pub doc_no: String,
    pub title: String,
    /// A few characters for a status line.
    pub short_title: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
    #[serde(default)]
    pub upstream: Vec<Upstream>,
    #[serde(default)]
    pub copies_to: Vec<String>,
    /// Slips in the printed notice that are recorded, not silently mended.
    #[serde(default)]
    pub defects: Vec<String>,
}

/// A document of a higher authority that the plan carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upstream {
    pub doc_no: String,
    pub issuer: String,
    /// 条 (the ministry's line) or 块 (the district's line), in the words of the office.
    pub line: String,
}

/// How the table's column 责任单位 reads: a short form and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lead {
    /// The short form that nodes use: 全, 相关, 商, 外, 商+.
    pub key: String,
    /// Codes of the units that lead.
    pub units: Vec<String>,
    pub duty: DutyKind,
    /// What a screen shows.
    pub label: String,
}

/// 责任类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DutyKind {
    /// All member units, each in its field.
    #[serde(rename = "全体")]
    All,
    /// The member units concerned.
    #[serde(rename = "相关")]
    Concerned,
    /// One unit alone.
    #[serde(rename = "负责")]
    Alone,
    /// One unit leads, the others follow.
    #[serde(rename = "牵头")]
    Leads,
}

/// 层级 of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Level {
    #[serde(rename = "部分")]
    Section,
    #[serde(rename = "条款")]
    Clause,
    #[serde(rename = "任务")]
    Task,
    #[serde(rename = "子任务")]
    SubTask,
}

impl Level {
    pub fn label(self) -> &'static str {
        match self {
            Self::Section => "部分",
            Self::Clause => "条款",
            Self::Task => "任务",
            Self::SubTask => "子任务",
        }
    }

    fn may_stand_under(self) -> &'static [Level] {
        match self {
            Self::Section => &[],
            Self::Clause => &[Level::Section],
            Self::Task => &[Level::Section, Level::Clause],
            Self::SubTask => &[Level::Task],
        }
    }
}

/// 乡镇方式: what the row asks of the townships.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum TownshipMode {
    /// The unit column asks them to go along at the same time.
    #[serde(rename = "同步")]
    Alongside,
    /// The task itself is theirs to do, the bureau guides.
    #[serde(rename = "执行")]
    Carries,
    /// They are the ones trained or supervised.
    #[serde(rename = "对象")]
    Subject,
    #[default]
    #[serde(rename = "无")]
    None,
}

impl TownshipMode {
    pub fn label(self) -> &'static str {
        match self {
            Self::Alongside => "同步",
            Self::Carries => "执行",
            Self::Subject => "对象",
            Self::None => "无",
        }
    }
}

/// 时限类型.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeadlineKind {
    #[serde(rename = "固定")]
    Fixed,
    #[serde(rename = "分阶段")]
    Phased,
    #[serde(rename = "持续")]
    Continuous,
    #[serde(rename = "事件")]
    Event,
}

impl DeadlineKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Fixed => "固定",
            Self::Phased => "分阶段",
            Self::Continuous => "持续",
            Self::Event => "事件",
        }
    }
}

/// 完成时限. Fixed has one milestone, phased several, the others none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub kind: DeadlineKind,
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// What starts an event-bound duty.
    #[serde(default)]
    pub trigger: String,
}

/// 阶段目标: what must stand by the end of a day. Such dates do not move when they fall on a holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub due: NaiveDate,
    pub text: String,
}

/// How often a continuous duty is looked at, and on what that rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    pub note: String,
    pub basis: Basis,
}

/// A node of the task tree. Fields left out are inherited: ask [`Plan`] for the value in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// `T16` for a row, `T18.3` for a sub-task; stable, quotable.
    pub code: String,
    pub level: Level,
    #[serde(default)]
    pub parent: String,
    /// 表中序号, counted from 1; only table rows have one.
    #[serde(default)]
    pub row: Option<u16>,
    /// 条款号, such as 二(五)7.
    #[serde(default)]
    pub clause: String,
    pub title: String,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub original_text: String,
    /// Key of a [`Lead`].
    #[serde(default)]
    pub lead: Option<String>,
    #[serde(default)]
    pub participants: Vec<String>,
    #[serde(default)]
    pub township_mode: Option<TownshipMode>,
    #[serde(default)]
    pub deadline: Option<Deadline>,
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// Codes of the duties that show whether the node is carried out.
    #[serde(default)]
    pub duties: Vec<String>,
    /// Stated in the body, missing from the table.
    #[serde(default)]
    pub body_only: bool,
    /// What is uncertain about the reading of the printed table.
    #[serde(default)]
    pub doubt: String,
}

impl Plan {
    pub fn node(&self, code: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.code == code)
    }

    /// The node of a table row, counted from 1.
    pub fn row(&self, row: u16) -> Option<&Node> {
        self.nodes.iter().find(|node| node.row == Some(row))
    }

    pub fn at_level(&self, level: Level) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(move |node| node.level == level)
    }

    /// The table rows in order.
    pub fn rows(&self) -> Vec<&Node> {
        let mut rows: Vec<_> = self.nodes.iter().filter(|node| node.row.is_some()).collect();
        rows.sort_by_key(|node| node.row);
        rows
    }

    pub fn children(&self, code: &str) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(move |node| node.parent == code)
    }

    /// The node and what it stands under, innermost first.
    pub fn upward<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        std::iter::successors(Some(node), |node| self.node(&node.parent)).take(4)
    }

    /// The section a node belongs to.
    pub fn section_of<'a>(&'a self, node: &'a Node) -> Option<&'a Node> {
        self.upward(node).find(|node| node.level == Level::Section)
    }

    pub fn lead_of<'a>(&'a self, node: &'a Node) -> Option<&'a Lead> {
        let key = self.upward(node).find_map(|node| node.lead.as_deref())?;
        self.leads.iter().find(|lead| lead.key == key)
    }

    pub fn deadline_of<'a>(&'a self, node: &'a Node) -> Option<&'a Deadline> {
        self.upward(node).find_map(|node| node.deadline.as_ref())
    }

    pub fn township_mode_of(&self, node: &Node) -> TownshipMode {
        self.upward(node).find_map(|node| node.township_mode).unwrap_or_default()
    }

    /// The nodes that a duty serves.
    pub fn nodes_with_duty<'a>(&'a self, duty: &'a str) -> impl Iterator<Item = &'a Node> {
        self.nodes.iter().filter(move |node| node.duties.iter().any(|code| code == duty))
    }
}
