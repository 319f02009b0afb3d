//! 任务: the plan's tree. JSON has one object for each row of the notice's table.

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use crate::ask::answer::{Answer, TaskNode, TaskTree};
use crate::ask::query::Query;
use crate::calendar::Day;

/// 任务分工：部分、条款、34 行任务、子任务与其落实状态
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 打印 JSON：每行任务一个对象
    #[arg(long)]
    json: bool,
    /// 方案文号；不写则为现行方案
    #[arg(long, value_name = "文号", default_value = "")]
    plan: String,
}

/// A row of the table.
#[derive(Serialize)]
struct Row<'a> {
    row: u32,
    code: &'a str,
    section: &'a str,
    clause: &'a str,
    title: &'a str,
    summary: &'a str,
    lead: &'a str,
    participants: &'a [String],
    township_mode: &'a str,
    deadline: Deadline<'a>,
    state: &'a str,
    duties: &'a [String],
    doubt: &'a str,
    subtasks: Vec<SubTask<'a>>,
}

#[derive(Serialize)]
struct SubTask<'a> {
    code: &'a str,
    clause: &'a str,
    title: &'a str,
    deadline: Deadline<'a>,
    state: &'a str,
    duties: &'a [String],
}

#[derive(Serialize)]
struct Deadline<'a> {
    kind: &'a str,
    dates: &'a [Day],
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, _) = cx.seated()?;
        match desk.ask(&Query::Tasks { day: cx.today, plan: self.plan }) {
            Answer::Tasks(tree) if self.json => cx.out.json(&rows(&tree)),
            Answer::Tasks(tree) => print(cx, &tree),
            other => Err(Failure::unanswered(other)),
        }
    }
}

fn rows(tree: &TaskTree) -> Vec<Row<'_>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut depth = u8::MAX;
    for node in &tree.nodes {
        match (node.row, rows.last_mut()) {
            (Some(row), _) => {
                depth = node.depth;
                rows.push(row_of(row, node));
            }
            (None, Some(under)) if node.depth > depth => under.subtasks.push(subtask_of(node)),
            (None, _) => depth = u8::MAX,
        }
    }
    rows.sort_by_key(|row| row.row);
    rows
}

fn row_of(row: u32, node: &TaskNode) -> Row<'_> {
    Row {
        row,
        code: &node.code,
        section: &node.section,
        clause: &node.clause,
        title: &node.title,
        summary: &node.summary,
        lead: &node.lead,
        participants: &node.participants,
        township_mode: &node.township_mode,
        deadline: deadline_of(node),
        state: &node.state,
        duties: &node.duties,
        doubt: &node.doubt,
        subtasks: Vec::new(),
    }
}

fn subtask_of(node: &TaskNode) -> SubTask<'_> {
    SubTask {
        code: &node.code,
        clause: &node.clause,
        title: &node.title,
        deadline: deadline_of(node),
        state: &node.state,
        duties: &node.duties,
    }
}

fn deadline_of(node: &TaskNode) -> Deadline<'_> {
    Deadline { kind: &node.deadline_kind, dates: &node.deadlines }
}

fn print(cx: &mut Context, tree: &TaskTree) -> Result<(), Failure> {
    cx.out.line(format!("{} {}", tree.doc_no, tree.title))?;
    let heads = ["编号", "条款", "任务", "责任单位", "时限", "状态", "欠账"].map(str::to_owned).to_vec();
    let rows = tree.nodes.iter().map(|node| {
        let dates: Vec<String> = node.deadlines.iter().map(Day::to_string).collect();
        vec![
            node.code.clone(),
            node.clause.clone(),
            format!("{}{}", "  ".repeat(usize::from(node.depth)), node.title),
            node.lead.clone(),
            if dates.is_empty() { node.deadline_kind.clone() } else { dates.join("、") },
            node.state.clone(),
            if node.owed.0 == 0 { String::new() } else { format!("{}/{}", node.owed.0, node.owed.1) },
        ]
    });
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
}
