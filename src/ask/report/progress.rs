//! 任务进展表: the rows of the task table with what was done, what shows it, what is wrong, what comes next.

use super::draft::{Made, Making};
use super::paper::{Cell, Table};
use crate::ask::answer::{Answer, TaskNode};
use crate::ask::tasks;
use crate::calendar::{Day, Period};
use crate::rules::matrix::CellState;
use crate::rules::standing::{Standing, columns};

/// Notes of progress written out of one row.
const NOTES: usize = 5;

pub(super) fn make(of: &Making) -> Made {
    let period = of.period();
    let mut report =
        of.draft(format!("治本攻坚行动任务进展表（{}）", period.label()), "全区", period.label());
    let tree = match tasks::tree(of.view, "", of.day()) {
        Answer::Tasks(tree) => tree,
        Answer::Nothing(why) => return Err(why),
        _ => return Err("没有载入方案".into()),
    };
    let now = of.standings();
    let mut table = Table::new(
        tree.doc_no.as_str(),
        ["序号", "任务", "责任单位", "时限", "状态", "本期进展", "佐证", "存在问题", "下步"],
    );
    for node in tree.nodes.iter().filter(|node| node.row.is_some()) {
        let below = tree.nodes.iter().filter(|other| is_below(&other.code, &node.code));
        let progress: Vec<&(Day, String, String)> =
            std::iter::once(node).chain(below).flat_map(|node| &node.progress).collect();
        table.rows.push(row(of, node, &progress, &now, period));
    }
    let (met, all) = (count(&table, "本期已落实") + count(&table, "已完成"), table.rows.len());
    let owed = count(&table, "本期欠账") + count(&table, "逾期");
    report.say(format!("任务共{all}行，已落实或已完成{met}行，欠账或逾期{owed}行。"));
    report.table(table, "方案没有任务行。");
    report.note("佐证为该任务各项义务在当期的已办数/应办数；持续推进的任务在方案结束前不算完成");
    Ok(report)
}

fn is_below(code: &str, row: &str) -> bool {
    code.strip_prefix(row).is_some_and(|rest| rest.starts_with('.'))
}

fn count(table: &Table, state: &str) -> usize {
    table.rows.iter().filter(|row| row.get(4).is_some_and(|cell| cell.words() == state)).count()
}

fn row(
    of: &Making,
    node: &TaskNode,
    progress: &[&(Day, String, String)],
    now: &[Standing],
    period: Period,
) -> Vec<Cell> {
    let number = node.row.map_or(Cell::Nothing, Cell::Number);
    let dates = node.deadlines.iter().map(Day::to_string).collect::<Vec<_>>().join("、");
    let mut notes: Vec<_> = progress.iter().filter(|(day, ..)| period.contains(*day)).collect();
    notes.sort_by_key(|note| std::cmp::Reverse(note.0));
    let said = notes.iter().take(NOTES).map(|(day, unit, text)| format!("{day} {unit}：{text}"));
    let mut said = said.collect::<Vec<_>>().join("\n");
    if notes.len() > NOTES {
        said.push_str(&format!("\n等{}条", notes.len()));
    }
    let duties: Vec<&Standing> =
        now.iter().filter(|standing| node.duties.contains(&standing.duty.code)).collect();
    let proof = duties.iter().filter_map(|standing| {
        let (done, need) = done_of(standing);
        (need > 0).then(|| format!("{} {done}/{need}", standing.duty.code))
    });
    let wrong = duties.iter().filter(|standing| standing.all_debts() > 0).map(|standing| {
        let who = debtors(of, standing);
        format!("{}欠{}格（{who}）", standing.duty.title, standing.all_debts())
    });
    vec![
        number,
        node.title.as_str().into(),
        node.lead.as_str().into(),
        format!("{} {dates}", node.deadline_kind).trim_end().into(),
        node.state.as_str().into(),
        said.into(),
        proof.collect::<Vec<_>>().join("，").into(),
        wrong.collect::<Vec<_>>().join("；").into(),
        next(node, &duties, of.day()).into(),
    ]
}

/// Done and asked in the window worked on, over everybody.
pub(super) fn done_of(standing: &Standing) -> (u32, u32) {
    let sums = standing.sheet.sums(standing.at());
    sums.iter().fold((0, 0), |(done, need), sum| (done + sum.done, need + sum.need))
}

/// Whose debts they are, by short name.
fn debtors(of: &Making, standing: &Standing) -> String {
    let units = columns(&of.facts);
    let owing = units.iter().enumerate().filter(|(at, _)| standing.debts(*at) > 0);
    owing.map(|(_, unit)| unit.short.as_str()).collect::<Vec<_>>().join("、")
}

/// What falls due next: a duty not yet met in its window, else a date of the row.
fn next(node: &TaskNode, duties: &[&Standing], day: Day) -> String {
    let unmet = [CellState::Pending, CellState::Partial, CellState::DueSoon];
    let open = duties.iter().filter(|s| s.cells.iter().any(|cell| unmet.contains(&cell.state)));
    let open = open.filter(|standing| !standing.duty.is_by_event());
    let mut said: Vec<(Day, String)> = open
        .filter_map(|standing| {
            let due = standing.window()?.due;
            Some((due, format!("{due}前：{}", standing.duty.title)))
        })
        .collect();
    said.sort();
    if said.is_empty() && node.state != "已完成" {
        said.extend(
            node.deadlines
                .iter()
                .filter(|due| **due >= day)
                .take(1)
                .map(|due| (*due, format!("{due}前办到"))),
        );
    }
    said.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("；")
}
