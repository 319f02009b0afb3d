//! Why a cell, a duty or a row of the plan is as it is: clause, basis, subjects, evidence.

use super::context::{Context, townships};
use super::failure::Failure;
use super::matrix::{matrix_id, period};
use crate::ask::answer::{Answer, Status, TaskNode};
use crate::ask::query::Query;
use crate::calendar::{Day, Period};
use crate::desk::Desk;
use crate::rules::matrix::{Behind, Cell, CellPage, CellState, Head, Matrix, MatrixId};

/// 一个格子为什么是这样：条款、依据、对象、佐证
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 如 M9/OR-01/350504001、OR-05 万安 2026Q4、M3/万安/2026H2、T18
    #[arg(value_name = "格子", required = true)]
    cell: Vec<String>,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

/// What was pointed at.
struct Spot {
    matrix: MatrixId,
    row: String,
    column: String,
    period: Option<Period>,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let words: Vec<&str> = self
            .cell
            .iter()
            .flat_map(|arg| arg.split(['/', ' ', '　']))
            .filter(|word| !word.is_empty())
            .collect();
        let (desk, status) = cx.seated()?;
        match words.as_slice() {
            [task] if task.starts_with(['T', 't']) => explain_task(cx, &desk, task, self.json),
            [duty, rest @ ..] if duty.to_uppercase().starts_with("OR-") => {
                let asked = [&["M9", duty], rest].concat();
                explain_cell(cx, &desk, &status, &asked, self.json)
            }
            asked => explain_cell(cx, &desk, &status, asked, self.json),
        }
    }
}

fn explain_cell(
    cx: &mut Context,
    desk: &Desk,
    status: &Status,
    words: &[&str],
    json: bool,
) -> Result<(), Failure> {
    let cell = pointed_at(cx, desk, status, words)?;
    let Spot { matrix: id, row, column, period } = cell;
    match desk.ask(&Query::Cell { id, day: cx.today, period, row, column }) {
        Answer::Cell(page) if json => cx.out.json(&page),
        Answer::Cell(page) => print(cx, &page),
        other => Err(Failure::unanswered(other)),
    }
}

fn pointed_at(cx: &Context, desk: &Desk, status: &Status, words: &[&str]) -> Result<Spot, Failure> {
    let [matrix, rest @ ..] = words else {
        return Err(Failure::usage("要写明是哪个格子").hint("如 M9/OR-01/万安"));
    };
    let id = matrix_id(matrix)?;
    let period = rest.get(2).map(|text| period(text)).transpose()?;
    let matrix = match desk.ask(&Query::Matrix { id, day: cx.today, period }) {
        Answer::Matrix(matrix) => matrix,
        other => return Err(Failure::unanswered(other)),
    };
    let row = head_of("行", rest.first(), &matrix.rows, (desk, status), &matrix)?;
    let column = head_of("列", rest.get(1), &matrix.columns, (desk, status), &matrix)?;
    Ok(Spot { matrix: id, row, column, period })
}

/// The key of the head that a word means; without a word, or with a strange one, the heads are listed.
fn head_of(
    what: &str,
    word: Option<&&str>,
    heads: &[Head],
    (desk, status): (&Desk, &Status),
    matrix: &Matrix,
) -> Result<String, Failure> {
    let found = word.and_then(|word| {
        let town = townships(desk, status, &[(*word).to_owned()]).ok().and_then(|mut codes| codes.pop());
        let is = |head: &&Head| head.key.eq_ignore_ascii_case(word) || head.label == **word;
        heads.iter().find(is).or_else(|| heads.iter().find(|head| Some(&head.key) == town.as_ref()))
    });
    found.map(|head| head.key.clone()).ok_or_else(|| {
        let known: Vec<String> = heads
            .iter()
            .map(|head| match head.key == head.label {
                true => head.key.clone(),
                false => format!("{} {}", head.key, head.label),
            })
            .collect();
        let said = word.map_or_else(|| format!("还缺一{what}"), |word| format!("没有“{word}”这一{what}"));
        Failure::usage(format!("{} {}：{said}", matrix.matrix.code(), matrix.title))
            .hint(format!("可以是：{}", known.join("，")))
    })
}

fn print(cx: &mut Context, page: &CellPage) -> Result<(), Failure> {
    let cell = &page.cell;
    cx.out.line(format!("{}：{}", page.title, stands(cell)))?;
    if cell.due.opt().is_some() {
        cx.out.line(format!("期限  {}", cell.due))?;
    }
    cx.out.line(format!("条款  {}", page.clause))?;
    cx.out.line(format!("缘由  {}", page.why))?;
    behind(cx, "佐证", &page.evidence, page.totals.0)?;
    behind(cx, "还缺", &page.missing, page.totals.1)?;
    if !page.hazards.is_empty() {
        cx.out.line(format!("\n隐患（{}）", page.hazards.len()))?;
        for id in &page.hazards {
            cx.out.line(format!("  {id}"))?;
        }
    }
    Ok(())
}

/// How a cell stands: a sign with what is there of what is needed; a count or a rate by itself.
fn stands(cell: &Cell) -> String {
    match (cell.state, cell.need) {
        (CellState::Count, 0) => cell.text.clone(),
        (CellState::Count, need) => format!("{}（{}/{need}）", cell.text, cell.have),
        (state, need) => format!("{} {}/{need}", state.name(), cell.have),
    }
}

fn behind(cx: &mut Context, heading: &str, lines: &[Behind], total: u32) -> Result<(), Failure> {
    if lines.is_empty() {
        return Ok(());
    }
    cx.out.line(format!("\n{heading}（{total}）"))?;
    let rows: Vec<Vec<String>> =
        lines.iter().map(|line| vec![line.id.to_string(), line.day.to_string(), line.text.clone()]).collect();
    cx.out.table(&rows)
}

fn explain_task(cx: &mut Context, desk: &Desk, code: &str, json: bool) -> Result<(), Failure> {
    let tree = match desk.ask(&Query::Tasks { day: cx.today, plan: String::new() }) {
        Answer::Tasks(tree) => tree,
        other => return Err(Failure::unanswered(other)),
    };
    let node = tree.nodes.iter().find(|node| node.code.eq_ignore_ascii_case(code));
    let node =
        node.ok_or_else(|| Failure::nothing(format!("方案里没有 {code}")).hint("看全部：zhiben tasks"))?;
    if json { cx.out.json(node) } else { print_task(cx, node) }
}

fn print_task(cx: &mut Context, node: &TaskNode) -> Result<(), Failure> {
    let dates: Vec<String> = node.deadlines.iter().map(Day::to_string).collect();
    let row = node.row.map_or_else(String::new, |row| format!("（表第{row}行）"));
    cx.out.line(format!("{} {}{row}：{}", node.code, node.title, node.state))?;
    let lines = [
        ("条款", node.clause.clone()),
        ("要求", node.summary.clone()),
        ("责任", node.lead.clone()),
        ("参与", node.participants.join("、")),
        ("乡镇", node.township_mode.clone()),
        ("时限", format!("{} {}", node.deadline_kind, dates.join("、")).trim_end().to_owned()),
        ("义务", node.duties.join("、")),
        ("欠账", if node.owed.1 == 0 { String::new() } else { format!("{}/{}", node.owed.0, node.owed.1) }),
        ("存疑", node.doubt.clone()),
    ];
    let filled = lines.into_iter().filter(|(_, text)| !text.is_empty());
    cx.out.table(&filled.map(|(label, text)| vec![label.to_owned(), text]).collect::<Vec<_>>())?;
    for (day, unit, text) in &node.progress {
        cx.out.line(format!("  {day} {unit} {text}"))?;
    }
    Ok(())
}
