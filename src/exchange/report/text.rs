//! Plain text. Where it is pasted letters have no common width, so a row of a table is a line of words and not a grid.

use super::closing;
use crate::ask::report::{Block, Cell, Head, Report, Table};

/// The report as lines, each ended.
pub fn text(report: &Report) -> String {
    let mut lines = vec![report.title.clone(), String::new()];
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => {
                if lines.last().is_some_and(|line| !line.is_empty()) {
                    lines.push(String::new());
                }
                lines.push(heading.clone());
            }
            Block::Paragraph(words) => lines.extend(words.lines().map(str::to_owned)),
            Block::Fields(fields) => {
                lines.extend(fields.iter().map(|(label, words)| format!("{label}：{words}")))
            }
            Block::Table(table) => rows(table, &mut lines),
            Block::Signatures(labels) => {
                lines.push(String::new());
                lines.extend(labels.iter().map(|label| format!("{label}：____________")));
            }
        }
    }
    lines.push(String::new());
    lines.extend(closing(report));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn rows(table: &Table, lines: &mut Vec<String>) {
    if !table.title.is_empty() {
        lines.push(format!("【{}】", table.title));
    }
    lines.extend(table.rows.iter().map(|row| line(&table.heads, row)));
}

/// `万安：检查 12，一般隐患（发现 3，已整改 2）`; a running number in front: `1. H2611-0042：企业 阿芬牛肉店，…`. What is empty is left out.
fn line(heads: &[Head], row: &[Cell]) -> String {
    let mut cells = heads.iter().zip(row).peekable();
    let is_number = |head: &Head| ["序号", "名次"].contains(&head.label.as_str());
    let number = cells.next_if(|(head, _)| is_number(head)).map(|(_, cell)| format!("{}. ", cell.words()));
    let name = cells.next().map(|(_, cell)| cell.words()).unwrap_or_default();
    let filled = cells.map(|(head, cell)| (head, cell.words())).filter(|(_, words)| !words.is_empty());
    let mut said: Vec<String> = Vec::new();
    let mut group = "";
    for (head, words) in filled {
        let words = format!("{} {}", head.label, words.replace('\n', "；"));
        match said.last_mut() {
            Some(last) if !group.is_empty() && group == head.group => {
                last.pop();
                last.push_str(&format!("，{words}）"));
            }
            _ if head.group.is_empty() => said.push(words),
            _ => said.push(format!("{}（{words}）", head.group)),
        }
        group = &head.group;
    }
    let colon = if said.is_empty() { "" } else { "：" };
    format!("{}{}{colon}{}", number.unwrap_or_default(), name.replace('\n', "；"), said.join("，"))
}
