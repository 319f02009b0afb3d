//! How the rows of the plan stand: fixed and phased ones by their dates, continuous ones by their duties.
//!
//! 持续推进 is never 完成 before the plan's last day: its state is 本期已落实 or 本期欠账; after it, it is what all of its periods
//! left: 已完成, 欠账, or 未见进展 where nobody ever did anything of it. A milestone is reached when a progress
//! note names it, or when the duty that stands for it is done everywhere.

use std::collections::{BTreeSet, HashMap};

use super::coverage::Survey;
use super::duty::{Cadence, Duties, Duty};
use super::facts::Facts;
use super::matrix::CellState;
use super::standing::{Standing, standings_now};
use crate::calendar::Day;
use crate::model::basics::{Milestone, Node, Plan, span_of};
use crate::model::card::evidence_flag;
use crate::model::id::Kind;

/// How a node of the plan stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskState {
    /// 已完成, 本期已落实, 进行中, 未见进展, 临期, 未录, 本期欠账, 欠账 (once the plan is over), 逾期.
    pub text: String,
    /// The same, for colours and filters.
    pub cell: CellState,
    /// 欠 cells, and cells in all, of its duties in the current period; once the plan is over all debts, and the cells that were asked
    /// of the last one.
    pub owed: (u32, u32),
}

impl Default for TaskState {
    fn default() -> Self {
        TaskState::of(CellState::Pending, "进行中", (0, 0))
    }
}

impl TaskState {
    fn of(cell: CellState, text: &str, owed: (u32, u32)) -> TaskState {
        TaskState { text: text.into(), cell, owed }
    }
}

/// The state of every node of a plan, by its code.
pub fn states(facts: &Facts, duties: &Duties, plan: &Plan) -> HashMap<String, TaskState> {
    states_by(facts, duties, &standings_now(duties, &Survey::new(facts)), plan)
}

/// The same from duties that were evaluated already.
pub fn states_by(
    facts: &Facts,
    duties: &Duties,
    now: &[Standing],
    plan: &Plan,
) -> HashMap<String, TaskState> {
    let tree = Tree::of(facts, plan, duties, now);
    plan.nodes.iter().map(|node| (node.code.clone(), tree.state(node))).collect()
}

/// A milestone of a row that is not reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMilestone<'p> {
    /// The row.
    pub node: &'p Node,
    /// Its number, from 1.
    pub number: u32,
    /// What must stand.
    pub milestone: &'p Milestone,
    /// 截止
    pub due: Day,
}

/// Milestones of the rows that are not reached on the day of the facts, by their day; none from before the 启用日.
pub fn open_milestones<'p>(
    facts: &Facts,
    duties: &Duties,
    now: &[Standing],
    plan: &'p Plan,
) -> Vec<OpenMilestone<'p>> {
    let tree = Tree::of(facts, plan, duties, now);
    let mut open: Vec<_> = plan
        .rows()
        .into_iter()
        .flat_map(|node| tree.milestones(node).map(move |stone| (node, stone)))
        .filter(|(node, (number, _, due))| *due >= facts.start_on && !tree.is_reached(node, *number, *due))
        .map(|(node, (number, milestone, due))| OpenMilestone { node, number, milestone, due })
        .collect();
    open.sort_by_key(|open| open.due);
    open
}

/// A plan with what is known about it.
struct Tree<'t, 'p> {
    facts: &'t Facts<'t>,
    plan: &'p Plan,
    duties: &'t Duties,
    now: &'t [Standing],
    /// Number of the task and of the milestone of every note that names one.
    reached: BTreeSet<(u16, u32)>,
    /// Numbers of the tasks that any note is about.
    noted: BTreeSet<u16>,
}

impl<'t, 'p> Tree<'t, 'p> {
    fn of(facts: &'t Facts<'t>, plan: &'p Plan, duties: &'t Duties, now: &'t [Standing]) -> Tree<'t, 'p> {
        let notes = facts.evidence_of(Kind::Progress).iter();
        let counted: Vec<_> = notes
            .filter(|note| note.date <= facts.as_of && note.count != 0 && !note.is(evidence_flag::VOID))
            .filter(|note| facts.basics.plan_on(note.date) == Some(plan))
            .collect();
        let stones = counted.iter().filter(|note| note.year > 0);
        Tree {
            facts,
            plan,
            duties,
            now,
            reached: stones.map(|note| (note.count, u32::from(note.year))).collect(),
            noted: counted.iter().map(|note| note.count).collect(),
        }
    }

    fn state(&self, node: &Node) -> TaskState {
        let below: Vec<&Node> = self.plan.children(&node.code).collect();
        if node.row.is_none() && !below.is_empty() {
            return self.together(node, &below);
        }
        match self.plan.deadline_of(node).filter(|deadline| !deadline.milestones.is_empty()) {
            Some(_) => self.by_dates(node),
            None => self.by_duties(node),
        }
    }

    /// A section or a clause stands as the worst of what is in it.
    fn together(&self, node: &Node, below: &[&Node]) -> TaskState {
        const WORST_FIRST: [CellState; 5] =
            [CellState::Owed, CellState::DueSoon, CellState::Pending, CellState::Unrecorded, CellState::Done];
        let states = below.iter().map(|node| self.state(node));
        let worst = states.min_by_key(|state| {
            let rank = WORST_FIRST.iter().position(|cell| *cell == state.cell);
            (rank, state.text != "逾期")
        });
        let mut codes = Vec::new();
        self.duties_within(node, &mut codes);
        TaskState { owed: self.owed(&codes), ..worst.unwrap_or_default() }
    }

    /// Duties of a node and of everything below it.
    fn duties_within<'n>(&'n self, node: &'n Node, codes: &mut Vec<&'n str>) {
        codes.extend(node.duties.iter().map(String::as_str));
        for child in self.plan.children(&node.code) {
            self.duties_within(child, codes);
        }
    }

    fn owed(&self, codes: &[&str]) -> (u32, u32) {
        let asked = self.now.iter().filter(|standing| codes.contains(&standing.duty.code.as_str()));
        let owed = |standing: &Standing| match self.is_over() {
            true => (standing.all_debts(), standing.owed().1),
            false => standing.owed(),
        };
        asked.map(owed).fold((0, 0), |(owed, all), (o, a)| (owed + o, all + a))
    }

    fn is_over(&self) -> bool {
        self.facts.as_of > span_of(self.plan).1
    }

    fn own(&self, node: &Node) -> (u32, u32) {
        self.owed(&node.duties.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn by_duties(&self, node: &Node) -> TaskState {
        let owed = self.own(node);
        let of_node = self.now.iter().filter(|standing| node.duties.contains(&standing.duty.code));
        let cells: Vec<CellState> =
            of_node.flat_map(|standing| standing.cells.iter().map(|cell| cell.state)).collect();
        let is_met = cells.iter().any(|cell| matches!(cell, CellState::Done | CellState::DoneLate));
        if self.is_over() {
            let was_done = self.has_notes(node) || self.standings(node).any(|standing| standing.was_done);
            return match (owed.0, was_done) {
                (0, true) => TaskState::of(CellState::Done, "已完成", owed),
                (0, false) => TaskState::of(CellState::Pending, "未见进展", owed),
                _ => TaskState::of(CellState::Owed, "欠账", owed),
            };
        }
        if owed.0 > 0 {
            TaskState::of(CellState::Owed, "本期欠账", owed)
        } else if cells.contains(&CellState::DueSoon) {
            TaskState::of(CellState::DueSoon, "临期", owed)
        } else if is_met && !cells.iter().any(|cell| is_unmet(*cell)) {
            TaskState::of(CellState::Done, "本期已落实", owed)
        } else if cells.iter().any(|cell| is_unmet(*cell)) || self.has_notes(node) {
            TaskState::of(CellState::Pending, "进行中", owed)
        } else {
            TaskState::of(CellState::Pending, "未见进展", owed)
        }
    }

    /// Notes on the node itself or on a part of it.
    fn has_notes(&self, node: &Node) -> bool {
        let is_noted = |node: &Node| self.noted.contains(&self.plan.place_of(&node.code));
        is_noted(node) || self.plan.children(&node.code).any(is_noted)
    }

    fn by_dates(&self, node: &Node) -> TaskState {
        let owed = self.own(node);
        let open = self.milestones(node).filter(|(number, _, due)| !self.is_reached(node, *number, *due));
        let open: Vec<Day> = open.map(|(_, _, due)| due).collect();
        let is_past = |due: &&Day| **due < self.facts.as_of;
        let lead = i32::try_from(self.facts.basics.settings.lead_days_phase).unwrap_or(i32::MAX);
        if open.iter().filter(is_past).any(|due| *due >= self.facts.start_on) {
            return TaskState::of(CellState::Owed, "逾期", owed);
        }
        // What goes on beside the phases (联合督导检查) is judged by its period.
        let beside = self.standings(node).filter(|standing| !is_by_date(&standing.duty));
        let debts =
            |standing: &Standing| if self.is_over() { standing.all_debts() } else { standing.owed().0 };
        if beside.map(debts).sum::<u32>() > 0 {
            let text = if self.is_over() { "欠账" } else { "本期欠账" };
            return TaskState::of(CellState::Owed, text, owed);
        }
        if open.is_empty() {
            return TaskState::of(CellState::Done, "已完成", owed);
        }
        match open.iter().find(|due| !is_past(due)) {
            Some(due) if self.facts.as_of.days_until(*due) <= lead => {
                TaskState::of(CellState::DueSoon, "临期", owed)
            }
            Some(_) => TaskState::of(CellState::Pending, "进行中", owed),
            None => TaskState::of(CellState::Unrecorded, "未录", owed),
        }
    }

    /// Number (from 1), milestone and day of each milestone of a node, its own or those it stands under.
    fn milestones(&self, node: &Node) -> impl Iterator<Item = (u32, &'p Milestone, Day)> + use<'p> {
        let own = self.plan.node(&node.code);
        let deadline = own.and_then(|node| self.plan.deadline_of(node));
        let milestones = deadline.map(|deadline| deadline.milestones.as_slice()).unwrap_or_default();
        milestones.iter().zip(1..).map(|(milestone, number)| {
            (number, milestone, Day::from_date(milestone.due).unwrap_or(Day::LAST))
        })
    }

    /// Reached by a note on the node, or because its duty is done.
    fn is_reached(&self, node: &Node, number: u32, due: Day) -> bool {
        let noted =
            |node: &Node, number: u32| self.reached.contains(&(self.plan.place_of(&node.code), number));
        let by_row = self.plan.node(&node.parent).is_some_and(|row| match row.row {
            // A phase of a row is the milestone of the row with the same number; of a row with one milestone a part is reached with it.
            Some(_) if self.milestones(row).count() > 1 => noted(row, self.place_among_siblings(node)),
            Some(_) => noted(row, 1),
            None => false,
        });
        // A row of phases is noted on the row or on its sub-task of that number.
        let part = self.plan.children(&node.code).nth(number.saturating_sub(1) as usize);
        let by_part = part.is_some_and(|part| self.milestones(node).count() > 1 && noted(part, 1));
        noted(node, number) || by_row || by_part || self.is_done(node, due)
    }

    /// Number from 1 of a node among the parts of its parent.
    fn place_among_siblings(&self, node: &Node) -> u32 {
        let mut siblings = self.plan.children(&node.parent).zip(1..);
        siblings.find(|(sibling, _)| sibling.code == node.code).map_or(0, |(_, number)| number)
    }

    /// Where a row has several milestones, the phase that ends on the day of this one; where it has one, all of its duties by date.
    /// One that is switched off is nobody's.
    fn is_done(&self, node: &Node, due: Day) -> bool {
        let is_only = self.milestones(node).count() == 1;
        let known = node.duties.iter().filter_map(|code| self.duties.get(code));
        let mut asked =
            known.filter(|duty| is_by_date(duty) && (is_only || duty.effective_to == due)).peekable();
        asked.peek().is_some()
            && asked.all(|duty| {
                self.standing(&duty.code).is_some_and(|standing| {
                    standing.owed().1 > 0 && !standing.cells.iter().any(|cell| is_unmet(cell.state))
                })
            })
    }

    fn standing(&self, code: &str) -> Option<&'t Standing> {
        self.now.iter().find(|standing| standing.duty.code == code)
    }

    /// The duties of a node as they stand.
    fn standings<'n>(&'n self, node: &'n Node) -> impl Iterator<Item = &'n Standing> {
        self.now.iter().filter(|standing| node.duties.contains(&standing.duty.code))
    }
}

/// Does a duty stand for a milestone, and not for what goes on in every period?
fn is_by_date(duty: &Duty) -> bool {
    matches!(duty.period, Cadence::Phase | Cadence::Once)
}

fn is_unmet(state: CellState) -> bool {
    matches!(
        state,
        CellState::Pending
            | CellState::Partial
            | CellState::Ahead
            | CellState::Owed
            | CellState::DueSoon
            | CellState::Unrecorded
    )
}
