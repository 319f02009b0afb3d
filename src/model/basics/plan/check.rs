//! What a plan must be to be loaded: every node in its place, every row once, every date within the plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Deadline, DeadlineKind, Heading, Lead, Level, Node, Plan};
use crate::model::basics::document::{Document, Place, Placed, Problem};
use crate::model::basics::office::Unit;

/// Reads a plan and checks it against the units it names. All problems come at once, in the order of the file.
pub fn check_plan(file_name: &str, text: &str, units: &[Unit]) -> Result<Plan, Vec<Problem>> {
    let mut document = Document::open(file_name, text);
    let heading = document.one::<Heading>("plan");
    let leads = document.many::<Lead>("lead");
    let nodes = document.many::<Node>("node");
    let torn = document.is_torn();
    let mut problems = document.finish();
    if !torn {
        let found = PlanCheck { heading: heading.as_ref(), leads: &leads, nodes: &nodes, units };
        found.run(file_name, &mut problems);
    }
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

/// Duties that a plan names and that none of the tables of duties (the texts of `duties.toml` and of a bureau's own) knows. A task
/// that names them would look as if nothing were owed for it. One that is switched off is known.
pub fn unknown_duties(file_name: &str, plan: &str, duties: &[&str]) -> Vec<Problem> {
    let tables = duties.iter().map(|text| toml::from_str::<toml::Table>(text).unwrap_or_default());
    let codes = |table: toml::Table| {
        let rows = table.get("duty").and_then(toml::Value::as_array).cloned().unwrap_or_default();
        rows.into_iter().filter_map(|row| row.get("code")?.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let known: BTreeSet<String> = tables.flat_map(codes).collect();
    let nodes = Document::open(file_name, plan).many::<Node>("node");
    nodes
        .iter()
        .flat_map(|Placed { value, place }| {
            let numbered = value.duties.iter().enumerate().filter(|(_, code)| !known.contains(code.as_str()));
            let hint = "核对编号；新的义务先写进 duties.toml，一起装入";
            numbered.filter_map(move |(n, code)| {
                place.problem(&format!("duties[{n}]"), format!("没有 {code} 这项义务"), hint)
            })
        })
        .collect()
}

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
        problems.extend(self.leads.iter().flat_map(|lead| self.lead_problems(lead)));
        let keys = self.leads.iter().map(|lead| (lead.value.key.as_str(), &lead.place));
        problems.extend(repeated("key", keys));
        let codes = self.nodes.iter().map(|node| (node.value.code.as_str(), &node.place));
        problems.extend(repeated("code", codes));
        self.nodes.iter().for_each(|node| self.node_problems(node, problems));
        problems.extend(self.row_problems());
    }

    fn lead_problems(&self, lead: &Placed<Lead>) -> Vec<Problem> {
        let known: BTreeSet<_> = self.units.iter().map(|unit| unit.code.as_str()).collect();
        unknown(&lead.place, "units", "单位", &lead.value.units, &known)
    }

    fn node_problems(&self, node: &Placed<Node>, problems: &mut Vec<Problem>) {
        problems.extend(self.parent_problem(node));
        let Placed { value, place } = node;
        let mut say =
            |field: &str, what: String, hint: &str| problems.extend(place.problem(field, what, hint));
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
        for (n, code) in value.duties.iter().enumerate().filter(|(_, code)| !is_duty_code(code)) {
            say(&format!("duties[{n}]"), format!("履职项编号 {code} 写法不对"), "应如 OR-05 或 OR-08a");
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
                    problems.extend(place.problem(
                        "row",
                        format!("序号 {row} 重复"),
                        "序号应从 1 起，一行一号",
                    ));
                }
                None if in_table => {
                    problems.extend(place.problem(
                        "row",
                        "任务没有序号",
                        "请填 row；表中没有的写 body_only = true",
                    ));
                }
                _ => {}
            }
        }
        // A row whose number could not be read may be the one that seems to be missing.
        let unread = self.nodes.iter().any(|node| node.place.is_broken("row"));
        let expected = 1..;
        let gap = seen.iter().zip(expected).find(|((row, _), wanted)| **row != *wanted);
        if let Some(((row, place), wanted)) = gap.filter(|_| !unread) {
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
pub(in crate::model::basics) fn repeated<'a>(
    field: &str,
    values: impl Iterator<Item = (&'a str, &'a Place)>,
) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    values
        .filter(|(value, _)| !seen.insert(*value))
        .filter_map(|(value, place)| place.problem(field, format!("“{value}”重复"), "每条须各不相同"))
        .collect()
}

/// Codes of `field` that nothing known bears.
pub(in crate::model::basics) fn unknown<'a>(
    place: &Place,
    field: &str,
    noun: &str,
    codes: impl IntoIterator<Item = &'a String>,
    known: &BTreeSet<&str>,
) -> Vec<Problem> {
    let numbered = codes.into_iter().enumerate().filter(|(_, code)| !known.contains(code.as_str()));
    let told = numbered.filter_map(|(n, code)| {
        let part = format!("{field}[{n}]");
        let field = if place.holds(&part) { &part } else { field };
        place.problem(field, format!("没有代码为 {code} 的{noun}"), "请核对代码，或先登记")
    });
    told.collect()
}

/// `OR-` and two digits, then perhaps a letter.
fn is_duty_code(code: &str) -> bool {
    let Some(rest) = code.strip_prefix("OR-") else { return false };
    let digits = rest.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit()) && rest.len() - digits.len() <= 1
}
