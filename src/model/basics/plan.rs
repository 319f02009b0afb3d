//! The action plan as data: sections, clauses, the rows of the task table and their sub-tasks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document::{Document, Place, Placed, Problem};
use super::office::Unit;

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

/// Reads a plan and checks it against the units it names. All problems come at once, in the order of the file.
pub fn check_plan(file_name: &str, text: &str, units: &[Unit]) -> Result<Plan, Vec<Problem>> {
    let mut document = Document::open(file_name, text);
    let heading = document.one::<Heading>("plan");
    let leads = document.many::<Lead>("lead");
    let nodes = document.many::<Node>("node");
    let mut problems = document.finish();
    let found = PlanCheck { heading: heading.as_ref(), leads: &leads, nodes: &nodes, units };
    found.run(file_name, &mut problems);
    problems.sort();
    match heading {
        Some(heading) if problems.is_empty() => Ok(Plan {
            heading: heading.value,
            leads: leads.into_iter().map(|lead| lead.value).collect(),
            nodes: nodes.into_iter().map(|node| node.value).collect(),
        }),
        _ => Err(problems),
    }
}

const TITLE_CHARS: usize = 16;

struct PlanCheck<'a> {
    heading: Option<&'a Placed<Heading>>,
    leads: &'a [Placed<Lead>],
    nodes: &'a [Placed<Node>],
    units: &'a [Unit],
}

impl PlanCheck<'_> {
    fn run(&self, file: &str, problems: &mut Vec<Problem>) {
        match self.heading {
            Some(heading) => problems.extend(heading_problem(heading)),
            None if problems.is_empty() => problems.push(no_heading(file)),
            None => {}
        }
        self.leads.iter().for_each(|lead| problems.extend(self.lead_problems(lead)));
        let keys = self.leads.iter().map(|lead| (lead.value.key.as_str(), &lead.place));
        problems.extend(repeated("key", keys));
        let codes = self.nodes.iter().map(|node| (node.value.code.as_str(), &node.place));
        problems.extend(repeated("code", codes));
        self.nodes.iter().for_each(|node| self.node_problems(node, problems));
        problems.extend(self.row_problems());
    }

    fn lead_problems(&self, lead: &Placed<Lead>) -> Option<Problem> {
        let unknown = lead.value.units.iter().find(|code| self.units.iter().all(|unit| unit.code != **code))?;
        lead.place.problem("units", format!("没有代码为 {unknown} 的单位"), "请先在单位表中登记，或改用已有代码")
    }

    fn node_problems(&self, node: &Placed<Node>, problems: &mut Vec<Problem>) {
        problems.extend(self.parent_problem(node));
        let Placed { value, place } = node;
        let mut say = |field: &str, what: String, hint: &str| problems.extend(place.problem(field, what, hint));
        let length = value.title.chars().count();
        if length == 0 {
            say("title", "标题空着".to_owned(), "请填标题");
        }
        if value.level == Level::Task && length > TITLE_CHARS {
            say("title", format!("标题{length}字，超过{TITLE_CHARS}字"), "请缩短");
        }
        if let Some(key) = &value.lead
            && self.leads.iter().all(|lead| lead.value.key != *key)
        {
            say("lead", format!("责任单位“{key}”没有说明"), "请在 [[lead]] 中写明它指哪些单位");
        }
        if value.level == Level::Task && value.lead.is_none() {
            say("lead", "任务没有责任单位".to_owned(), "请填 lead");
        }
        if value.level == Level::Task && value.deadline.is_none() {
            say("deadline", "任务没有完成时限".to_owned(), "请填 deadline");
        }
        if let Some(wrong) = value.duties.iter().find(|code| !is_duty_code(code)) {
            say("duties", format!("履职项编号 {wrong} 写法不对"), "应如 OR-05 或 OR-08a");
        }
        if let Some(deadline) = &value.deadline {
            self.deadline_problems(deadline, place, problems);
        }
    }

    fn parent_problem(&self, node: &Placed<Node>) -> Option<Problem> {
        let Placed { value, place } = node;
        let allowed = value.level.may_stand_under();
        if allowed.is_empty() {
            let what = format!("{}不应有上级", value.level.label());
            return (!value.parent.is_empty()).then(|| place.problem("parent", what, "请删去 parent"))?;
        }
        if value.parent.is_empty() {
            return place.problem("parent", "没有写上级", "请填上级的 code");
        }
        let Some(parent) = self.nodes.iter().find(|other| other.value.code == value.parent) else {
            let what = format!("上级 {} 不存在", value.parent);
            return place.problem("parent", what, "请核对上级的 code");
        };
        if allowed.contains(&parent.value.level) {
            return None;
        }
        let what = format!("{}不能放在{}之下", value.level.label(), parent.value.level.label());
        place.problem("parent", what, "顺序是 部分、条款、任务、子任务")
    }

    fn deadline_problems(&self, deadline: &Deadline, place: &Place, problems: &mut Vec<Problem>) {
        let count = deadline.milestones.len();
        let wrong = match deadline.kind {
            DeadlineKind::Phased if count < 2 => Some("分阶段的任务没有写出各阶段日期"),
            DeadlineKind::Fixed if count != 1 => Some("固定时限应有且只有一个日期"),
            DeadlineKind::Continuous | DeadlineKind::Event if count > 0 => Some("持续或事件类任务不应有日期"),
            DeadlineKind::Event if deadline.trigger.is_empty() => Some("事件类任务没有写由什么引起"),
            _ => None,
        };
        let hint = "固定写一个、分阶段写两个以上 milestones，事件写 trigger";
        problems.extend(wrong.and_then(|what| place.problem("deadline", what, hint)));
        let mut last = None;
        for (n, milestone) in deadline.milestones.iter().enumerate() {
            let field = format!("deadline.milestones[{n}].due");
            problems.extend(self.date_problem(milestone.due, &field, place));
            if last.is_some_and(|last| last >= milestone.due) {
                problems.extend(place.problem(&field, "阶段日期没有依次往后", "请按先后排列"));
            }
            last = Some(milestone.due);
        }
    }

    fn date_problem(&self, date: NaiveDate, field: &str, place: &Place) -> Option<Problem> {
        let heading = &self.heading?.value;
        if (heading.valid_from..=heading.valid_to).contains(&date) {
            return None;
        }
        let hint = format!("方案自 {} 至 {}", heading.valid_from, heading.valid_to);
        place.problem(field, format!("日期 {date} 不在方案期限内"), &hint)
    }

    /// Table rows are 1..n, each once; what the table lacks has no row.
    fn row_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen: BTreeMap<u16, &Place> = BTreeMap::new();
        for Placed { value, place } in self.nodes {
            let in_table = value.level == Level::Task && !value.body_only;
            match value.row {
                Some(_) if !in_table => {
                    problems.extend(place.problem("row", "只有任务分工表中的任务才有序号", "请删去 row"));
                }
                Some(row) if seen.insert(row, place).is_some() => {
                    problems.extend(place.problem("row", format!("序号 {row} 重复"), "序号应从 1 起，一行一号"));
                }
                None if in_table => {
                    problems.extend(place.problem("row", "任务没有序号", "请填 row；表中没有的写 body_only = true"));
                }
                _ => {}
            }
        }
        let expected = 1..;
        let gap = seen.iter().zip(expected).find(|((row, _), wanted)| **row != *wanted);
        if let Some(((row, place), wanted)) = gap {
            let what = format!("序号到 {row} 之前缺第 {wanted} 号");
            problems.extend(place.problem("row", what, "序号应从 1 起连续"));
        }
        problems
    }
}

fn heading_problem(heading: &Placed<Heading>) -> Option<Problem> {
    let Placed { value, place } = heading;
    if value.valid_from <= value.valid_to {
        return None;
    }
    place.problem("valid_to", "截止日早于起始日", "请核对 valid_from 与 valid_to")
}

fn no_heading(file: &str) -> Problem {
    Problem {
        file: file.to_owned(),
        line: 0,
        field: "plan".to_owned(),
        what: "没有方案首页".to_owned(),
        hint: "请以 [plan] 写明文号、标题、起止日期".to_owned(),
    }
}

/// Values that must be unique but are not: a problem at each later one.
pub(super) fn repeated<'a>(field: &str, values: impl Iterator<Item = (&'a str, &'a Place)>) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    values
        .filter(|(value, _)| !seen.insert(*value))
        .filter_map(|(value, place)| place.problem(field, format!("“{value}”重复"), "每条须各不相同"))
        .collect()
}

/// `OR-` and two digits, then perhaps a letter.
fn is_duty_code(code: &str) -> bool {
    let Some(rest) = code.strip_prefix("OR-") else { return false };
    let digits = rest.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit()) && rest.len() - digits.len() <= 1
}
