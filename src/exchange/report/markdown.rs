//! Markdown.

use super::closing;
use crate::ask::report::{Block, Report, Table};

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut parts = vec![format!("# {}", report.title)];
    for block in &report.blocks {
        parts.push(match block {
            Block::Heading(heading) => format!("## {heading}"),
            Block::Paragraph(words) => words.lines().map(plain).collect::<Vec<_>>().join("  \n"),
            Block::Fields(fields) => {
                let lines = fields.iter().map(|(label, words)| format!("- {label}：{}", in_line(words)));
                lines.collect::<Vec<_>>().join("\n")
            }
            Block::Table(table) => grid(table),
            Block::Signatures(labels) => {
                let lines =
                    labels.iter().map(|label| format!("{label}：\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"));
                lines.collect::<Vec<_>>().join("  \n")
            }
        });
    }
    parts.extend(closing(report).into_iter().map(|line| format!("> {}", plain(&line))));
    format!("{}\n", parts.join("\n\n"))
}

fn grid(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let heads = row(table.heads.iter().map(|head| in_line(&head.words())).collect());
    let rule = format!("|{}", "---|".repeat(table.heads.len()));
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(|cell| in_line(&cell.words())).collect()));
    let title = (!table.title.is_empty()).then(|| format!("**{}**\n", plain(&table.title)));
    title.into_iter().chain([heads, rule]).chain(rows).collect::<Vec<_>>().join("\n")
}

/// Signs that Markdown would read stand for themselves. A number that begins a line is a list either way.
fn plain(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '<' | '#') {
            said.push('\\');
        }
        said.push(c);
    }
    said
}

/// Within a cell: one line, no bar that ends it.
fn in_line(text: &str) -> String {
    plain(text).replace('|', "\\|").replace('\n', "<br>")
}
