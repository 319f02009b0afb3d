//! A pasted block: lines of the grammar, a 接龙, or rows of a spreadsheet. Each becomes a line of its own, so that the
//! preview marks every problem where it stands.

use std::collections::HashMap;

use super::reading::as_target;
use super::register::{Context, Register};
use super::value::find_spec;
use super::{common_of, roll, understand};
use crate::ask::answer::Understood;
use crate::model::enterprise::Enterprise;
use crate::model::field::Spec;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::Id;
use crate::model::noun::Noun;
use crate::text::clean;

/// A line of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// From 1, blank lines counted.
    pub number: usize,
    /// The line as it is understood; a spreadsheet's row as the line that says the same.
    pub line: String,
    /// How.
    pub understood: Understood,
}

/// The lines of a pasted text, each with its number in it (from 1, blank lines counted): the heading of a 接龙 left out,
/// rows under a known head as the lines of the grammar that say the same, other cells as words.
pub fn lines_of(text: &str) -> Vec<(usize, String)> {
    if let Some(lines) = table(text) {
        return lines;
    }
    let is_roll = roll::is_roll(text);
    let lines = numbered_lines(text).filter(|(_, line)| !(is_roll && roll::is_heading(line)));
    lines.map(|(number, line)| (number, clean(line).trim().to_owned())).collect()
}

/// How a block is understood, line by line. `..` lines hold for the lines behind them; `^` names nothing in a block but
/// what was entered before it.
pub fn understand_block(text: &str, register: &dyn Register, context: &Context) -> Vec<Pasted> {
    let mut common = context.common.to_owned();
    let mut last = context.last;
    let mut pasted = Vec::new();
    for (number, line) in lines_of(text) {
        let understood = understand(&line, register, &Context { common: &common, last, ..*context });
        if let Some(text) = common_of(&line) {
            text.clone_into(&mut common);
        } else {
            // What this line enters has no number yet that `^` could stand for.
            last = Id::NONE;
        }
        pasted.push(Pasted { number, line, understood });
    }
    remark_repeated(&mut pasted);
    pasted
}

fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.trim().is_empty())
}

/// What a column of a pasted table stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Town,
    Name,
    Industry,
    Description,
    Due,
    Found,
    People,
    Level,
    /// Any other field, by its name.
    Named(&'static str),
    Nothing,
}

/// Rows under a head become lines of the grammar: 隐患 where there is a description, else 企业. [`None`]: no head that
/// names an enterprise.
fn table(text: &str) -> Option<Vec<(usize, String)>> {
    let mut lines = numbered_lines(text);
    let (_, head) = lines.next().filter(|(_, head)| head.contains('\t'))?;
    let heads: Vec<&str> = head.split('\t').map(str::trim).collect();
    let is_hazard =
        heads.iter().any(|head| head.contains("隐患描述") || *head == "描述" || head.contains("问题"));
    let specs = if is_hazard { hazard_specs() } else { Enterprise::specs() };
    let columns: Vec<Column> = heads.iter().map(|head| column(head, is_hazard, &specs)).collect();
    columns
        .contains(&Column::Name)
        .then(|| lines.map(|(number, row)| (number, as_line(row, &columns, is_hazard))).collect())
}

fn hazard_specs() -> Vec<Spec> {
    transition(Deed::Register).asks().into_iter().map(|ask| ask.spec).collect()
}

fn column(head: &str, is_hazard: bool, specs: &[Spec]) -> Column {
    match head {
        _ if head.contains("乡镇") || head.contains("街道") => Column::Town,
        _ if head.contains("企业")
            || head.contains("单位名称")
            || head.contains("场所")
            || head == "名称" =>
        {
            Column::Name
        }
        _ if head.contains("行业") => Column::Industry,
        _ if is_hazard && (head.contains("描述") || head.contains("问题")) => Column::Description,
        _ if is_hazard && head.contains("期限") => Column::Due,
        _ if is_hazard && (head.contains("日期") || head.contains("时间")) => Column::Found,
        _ if is_hazard && (head.contains("检查人") || head.contains("发现人")) => Column::People,
        _ if is_hazard && head.contains("等级") => Column::Level,
        _ => find_spec(specs, head).map_or(Column::Nothing, |spec| Column::Named(spec.label)),
    }
}

/// The row as the line that says the same. Words are quoted so that no cell is taken for a token.
fn as_line(row: &str, columns: &[Column], is_hazard: bool) -> String {
    let cells: Vec<String> =
        row.split('\t').map(|cell| clean(cell.trim().trim_matches('"')).trim().to_owned()).collect();
    let of = |wanted: Column| {
        let found = columns.iter().zip(&cells).find(|(column, cell)| **column == wanted && !cell.is_empty());
        found.map(|(_, cell)| cell.as_str()).unwrap_or_default()
    };
    let dotted = Some(of(Column::Industry))
        .filter(|text| !text.is_empty())
        .map_or(String::new(), |text| format!(".{text}"));
    let verb = if is_hazard { 'h' } else { 'c' };
    let mut line =
        format!("{verb} {}{dotted}/{}", of(Column::Town).replace(' ', ""), as_target(of(Column::Name)));
    let mut add = |word: String| {
        line.push(' ');
        line.push_str(&word);
    };
    for (column, cell) in columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
        match column {
            Column::Description => cell.split_whitespace().for_each(|word| add(format!("\\{word}"))),
            Column::Due => add(format!("+{}", cell.replace(' ', ""))),
            Column::Found => add(format!("={}", cell.split_whitespace().next().unwrap_or_default())),
            Column::People => add(format!("@{}", cell.split_whitespace().collect::<Vec<_>>().join("、"))),
            Column::Level if cell.contains("重大") => add("!!".into()),
            Column::Named(label) => {
                add(format!("{label}:{}", cell.split_whitespace().collect::<Vec<_>>().join("，")))
            }
            Column::Level | Column::Town | Column::Name | Column::Industry | Column::Nothing => {}
        }
    }
    line
}

/// The same wish twice in one block is a slip more often than not.
fn remark_repeated(pasted: &mut [Pasted]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for one in pasted.iter_mut() {
        if one.understood.command.is_none() {
            continue;
        }
        let words = roll::behind_number(&one.line).unwrap_or(&one.line);
        match first.get(words) {
            Some(earlier) => {
                let remark = format!("与第 {earlier} 行相同");
                one.understood.remarks.push(remark.clone());
                one.understood.repeats.push(remark);
            }
            None => {
                first.insert(words.to_owned(), one.number);
            }
        }
    }
}
