//! A node of the plan whole, as lines for the pane at the right or for the page of its own.

use super::tree::ROW;
use crate::ask::answer::TaskNode;
use crate::calendar::Day;
use crate::text::{pad, wrap};

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What stands there.
    pub text: String,
    /// Is it a heading?
    pub is_head: bool,
    /// Code of the duty that it names.
    pub duty: String,
}

/// Cells of the labels.
const LABELS: usize = 8;

/// Everything about the node in `cells` cells.
pub fn lines(node: &TaskNode, today: Day, cells: usize) -> Vec<Line> {
    let mut lines = Lines { lines: Vec::new(), cells };
    lines.head(&format!("{} {}", node.code, node.title));
    let row = node.row.map(|row| format!("第{row}行")).unwrap_or_default();
    let owed = if node.owed.1 > 0 { format!(" 欠{}/{}", node.owed.0, node.owed.1) } else { String::new() };
    lines.field("状态", &format!("{}{owed}", node.state));
    lines.field("要点", &node.summary);
    lines.field("条款", &[node.clause.as_str(), &row].join(" "));
    lines.field("牵头", &node.lead);
    lines.field("参与", &node.participants.join("、"));
    lines.field("乡镇", &node.township_mode);
    lines.field("存疑", &node.doubt);
    lines.field("时限", &node.deadline_kind);
    for day in &node.deadlines {
        lines.field("", &format!("{day} {}", nearness(*day, today)));
    }
    if !node.duties.is_empty() {
        lines.head("义务");
        let titles = node.duty_titles.iter().map(String::as_str).chain(std::iter::repeat(""));
        node.duties.iter().zip(titles).for_each(|(duty, title)| lines.duty(duty, title));
    }
    // Progress is noted on a task, not on what stands above it.
    if node.depth < ROW && node.progress.is_empty() {
        return lines.lines;
    }
    lines.head("进展");
    for (day, unit, text) in &node.progress {
        lines.plain(&format!("{day} {unit} {text}"));
    }
    if node.progress.is_empty() {
        lines.plain("还没有记录，按 b 记一条");
    }
    lines.lines
}

/// How far a date is, in words.
fn nearness(day: Day, today: Day) -> String {
    match today.days_until(day) {
        0 => "今日".to_owned(),
        ahead @ 1.. => format!("还有{ahead}天"),
        past => format!("已过{}天", -past),
    }
}

struct Lines {
    lines: Vec<Line>,
    cells: usize,
}

impl Lines {
    fn head(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.push(String::new(), false, "");
        }
        wrap(text, self.cells).into_iter().for_each(|piece| self.push(piece, true, ""));
    }

    fn field(&mut self, label: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let pieces = wrap(text.trim(), self.cells.saturating_sub(LABELS));
        for (n, piece) in pieces.into_iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            self.push(format!("{}{piece}", pad(label, LABELS)), false, "");
        }
    }

    fn plain(&mut self, text: &str) {
        wrap(text, self.cells).into_iter().for_each(|piece| self.push(piece, false, ""));
    }

    fn duty(&mut self, code: &str, title: &str) {
        self.push(format!("{} {title}", pad(code, LABELS - 1)).trim_end().to_owned(), false, code);
    }

    fn push(&mut self, text: String, is_head: bool, duty: &str) {
        self.lines.push(Line { text, is_head, duty: duty.to_owned() });
    }
}
