//! Which nodes of the plan's tree stand on the screen: folding and filtering. Indices are those of [`TaskTree::nodes`],
//! which come in reading order, so the children of a node are the deeper ones right behind it.
//!
//! [`TaskTree::nodes`]: crate::ask::answer::TaskTree::nodes

use std::collections::BTreeSet;

use crate::ask::answer::TaskNode;
use crate::rules::matrix::CellState;

/// Depth of the rows of the notice's table.
pub const ROW: u8 = 2;

/// Which rows are wanted. Everything empty: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the lead unit; empty: any.
    pub lead: String,
    /// A year in which something of it is due.
    pub year: Option<i32>,
    /// Its computed state.
    pub state: Option<CellState>,
}

impl Filter {
    /// Nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// The filter in words; empty when it leaves nothing out.
    pub fn words(&self) -> String {
        let year = self.year.map(|year| format!("{year}年"));
        let state = self.state.map(|state| state.name().to_owned());
        let lead = Some(self.lead.clone()).filter(|lead| !lead.is_empty());
        [lead, year, state].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Rows and sub-tasks only: the heads above them come along with what they hold.
    fn takes(&self, node: &TaskNode) -> bool {
        node.depth >= ROW
            && node.lead.contains(&self.lead)
            && self.year.is_none_or(|year| due_in(node, year))
            && self.state.is_none_or(|state| node.cell == state)
    }
}

/// A dated node in the years of its dates and between them, one without dates in every year.
fn due_in(node: &TaskNode, year: i32) -> bool {
    let years = || node.deadlines.iter().map(|day| day.year());
    match (years().min(), years().max()) {
        (Some(first), Some(last)) if node.deadline_kind == "分阶段" => (first..=last).contains(&year),
        (Some(_), Some(_)) if node.deadline_kind == "固定" => years().any(|one| one == year),
        _ => true,
    }
}

/// The nodes to show, top to bottom. While something is filtered for, the heads of what is found stay open.
pub fn shown(nodes: &[TaskNode], folded: &BTreeSet<String>, filter: &Filter) -> Vec<usize> {
    if filter.is_empty() { unfolded(nodes, folded) } else { found(nodes, filter) }
}

fn unfolded(nodes: &[TaskNode], folded: &BTreeSet<String>) -> Vec<usize> {
    let mut hidden_below = u8::MAX;
    let mut shown = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        if node.depth > hidden_below {
            continue;
        }
        hidden_below = if folded.contains(&node.code) { node.depth } else { u8::MAX };
        shown.push(at);
    }
    shown
}

fn found(nodes: &[TaskNode], filter: &Filter) -> Vec<usize> {
    let mut wanted = BTreeSet::new();
    for at in (0..nodes.len()).filter(|&at| filter.takes(&nodes[at])) {
        wanted.insert(at);
        wanted.extend(std::iter::successors(parent(nodes, at), |&above| parent(nodes, above)));
    }
    wanted.into_iter().collect()
}

/// The node that `at` stands under.
pub fn parent(nodes: &[TaskNode], at: usize) -> Option<usize> {
    let depth = nodes.get(at)?.depth;
    (0..at).rev().find(|&above| nodes[above].depth < depth)
}

/// Does something stand under it?
pub fn has_children(nodes: &[TaskNode], at: usize) -> bool {
    nodes.get(at + 1).is_some_and(|next| next.depth > nodes[at].depth)
}

/// Codes of every node with something under it, from `depth` on.
pub fn branches(nodes: &[TaskNode], depth: u8) -> BTreeSet<String> {
    let heads = (0..nodes.len()).filter(|&at| nodes[at].depth >= depth && has_children(nodes, at));
    heads.map(|at| nodes[at].code.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;

    fn node(code: &str, depth: u8, lead: &str, due: &[i32]) -> TaskNode {
        let kind = if due.is_empty() { "持续" } else { "固定" };
        TaskNode {
            code: code.into(),
            depth,
            row: None,
            section: String::new(),
            clause: String::new(),
            title: String::new(),
            summary: String::new(),
            lead: lead.into(),
            participants: Vec::new(),
            township_mode: String::new(),
            deadline_kind: kind.into(),
            deadlines: due.iter().map(|&year| Day::ymd(year, 12, 31).unwrap()).collect(),
            state: String::new(),
            cell: if lead == "股室" { CellState::Owed } else { CellState::Done },
            owed: (0, 0),
            duties: Vec::new(),
            duty_titles: Vec::new(),
            doubt: String::new(),
            progress: Vec::new(),
        }
    }

    fn nodes() -> Vec<TaskNode> {
        vec![
            node("S1", 0, "", &[]),
            node("T1", 2, "局", &[2024]),
            node("T1.1", 3, "局", &[2024]),
            node("S2", 0, "", &[]),
            node("C1", 1, "", &[]),
            node("T2", 2, "股室", &[2025, 2026]),
            node("T3", 2, "局", &[]),
        ]
    }

    fn codes(folded: &[&str], filter: &Filter) -> String {
        let nodes = nodes();
        let folded = folded.iter().map(|&code| code.to_owned()).collect();
        shown(&nodes, &folded, filter)
            .into_iter()
            .map(|at| nodes[at].code.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_folded_node_hides_what_stands_under_it_and_nothing_else() {
        let all = Filter::default();
        assert_eq!(codes(&[], &all), "S1 T1 T1.1 S2 C1 T2 T3");
        assert_eq!(codes(&["T1"], &all), "S1 T1 S2 C1 T2 T3");
        assert_eq!(codes(&["S1", "C1"], &all), "S1 S2 C1");
    }

    #[test]
    fn a_filter_keeps_the_heads_of_what_it_finds_even_when_they_are_folded() {
        assert_eq!(codes(&["S2"], &Filter { lead: "股室".into(), ..Filter::default() }), "S2 C1 T2");
        assert_eq!(codes(&[], &Filter { year: Some(2026), ..Filter::default() }), "S2 C1 T2 T3");
        let owed_in_2024 = Filter { year: Some(2024), state: Some(CellState::Owed), ..Filter::default() };
        assert_eq!((codes(&[], &owed_in_2024).as_str(), owed_in_2024.words().as_str()), ("", "2024年 欠账"));
    }

    #[test]
    fn every_node_knows_its_head() {
        let nodes = nodes();
        assert_eq!((parent(&nodes, 6), parent(&nodes, 2), parent(&nodes, 0)), (Some(4), Some(1), None));
        assert_eq!(branches(&nodes, ROW).into_iter().collect::<Vec<_>>(), ["T1"]);
    }
}
