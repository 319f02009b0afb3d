//! A node of the plan's tree as one line of fixed columns.

use super::tree::ROW;
use crate::ask::answer::TaskNode;
use crate::calendar::Day;
use crate::text::{pad, pad_left};

/// Cells of the columns; 0: left out for want of room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Number of the row in the notice's table.
    pub row: usize,
    /// Title, with its indent and fold mark.
    pub title: usize,
    /// Lead unit.
    pub lead: usize,
    /// Township mode.
    pub mode: usize,
    /// Next date.
    pub due: usize,
    /// Computed state.
    pub state: usize,
    /// 欠 n/m
    pub owed: usize,
}

/// The columns for `room` cells. What matters least goes first: township mode, lead unit, date.
pub fn columns(room: usize) -> Columns {
    let wanted = Columns { row: 3, title: 0, lead: 12, mode: 5, due: 11, state: 11, owed: 6 };
    let narrower = Columns { mode: 0, lead: 0, ..wanted };
    let narrowest = Columns { due: 0, ..narrower };
    let fitting = match room {
        74.. => wanted,
        50..74 => narrower,
        _ => narrowest,
    };
    Columns { title: room.saturating_sub(fitting.taken()), ..fitting }
}

impl Columns {
    fn taken(&self) -> usize {
        self.row + 1 + self.lead + self.mode + self.due + self.state + self.owed
    }

    /// Sections and clauses have no lead unit and no date: their titles take that room.
    fn of_heads(self) -> Columns {
        Columns { title: self.title + self.lead + self.mode + self.due, lead: 0, mode: 0, due: 0, ..self }
    }

    fn line(&self, words: [&str; 7]) -> String {
        let [row, title, lead, mode, due, state, owed] = words;
        // A blank before each of them, so that a full column does not touch the one before.
        let column = |word: &str, cells: usize| match cells {
            0 => String::new(),
            _ => format!(" {}", pad(word, cells - 1)),
        };
        let title = pad(title, self.title);
        let tail: String =
            [(lead, self.lead), (mode, self.mode), (due, self.due), (state, self.state), (owed, self.owed)]
                .map(|(word, cells)| column(word, cells))
                .concat();
        format!("{} {title}{tail}", pad_left(row, self.row))
    }

    /// Heads of the columns.
    pub fn head(&self) -> String {
        self.line(["行", "任务", "牵头", "乡镇", "时限", "状态", "欠"])
    }

    /// The line of a node standing `indent` levels deep, with the sign that says whether it is folded.
    pub fn text(&self, node: &TaskNode, indent: usize, fold: Fold, today: Day) -> String {
        let row = node.row.map(|row| row.to_string()).unwrap_or_default();
        let title = format!("{:indent$}{} {}", "", fold.sign(), called(node), indent = indent * 2);
        let owed = match node.owed {
            (_, 0) => String::new(),
            (owed, all) => format!("{owed}/{all}"),
        };
        if node.depth < ROW {
            return self.of_heads().line([&row, &title, "", "", "", &node.state, &owed]);
        }
        let due = due(node, today);
        self.line([&row, &title, &node.lead, &node.township_mode, &due, &node.state, &owed])
    }
}

/// Sections and clauses are called by their clause, rows by their title alone: they have a column for their number.
fn called(node: &TaskNode) -> String {
    match node.row {
        None if !node.clause.is_empty() && node.depth < ROW => {
            format!("{} {}", node.clause, node.title)
        }
        _ => node.title.clone(),
    }
}

/// The next date, or the last one when all have passed; the kind of deadline when it has none.
pub fn due(node: &TaskNode, today: Day) -> String {
    let next =
        node.deadlines.iter().filter(|day| **day >= today).min().or_else(|| node.deadlines.iter().max());
    next.map_or_else(|| node.deadline_kind.clone(), Day::to_string)
}

/// How a node stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing under it.
    Leaf,
    /// What is under it is shown.
    Open,
    /// What is under it is hidden.
    Closed,
}

impl Fold {
    fn sign(self) -> &'static str {
        match self {
            Fold::Leaf => " ",
            Fold::Open => "-",
            Fold::Closed => "+",
        }
    }
}
