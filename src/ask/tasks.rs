//! The plan's tree with what today's records make of each row.

use super::answer::{Answer, TaskNode, TaskTree};
use super::view::View;
use crate::calendar::Day;
use crate::model::basics::{Level, Node, Plan, TownshipMode, span_of};
use crate::model::card::evidence_flag;
use crate::model::id::Kind;
use crate::rules::task;

/// The tree of a plan (文号; empty: the one in force on the day). One that has ended, or is to come, is seen from its own days: as it
/// stood on its last, as it will on its first.
pub fn tree(view: &View, plan: &str, day: Day) -> Answer {
    let in_force = view.basics.plan_on(view.day(day));
    let found = if plan.is_empty() { in_force } else { view.basics.plan(plan) };
    let Some(plan) = found else { return Answer::Nothing(format!("没有载入方案 {plan}")) };
    let (first, last) = span_of(plan);
    let is_in_force = in_force.is_some_and(|other| other.heading.doc_no == plan.heading.doc_no);
    let day = if is_in_force { day } else { view.day(day).clamp(first, last) };
    let facts = view.facts(day);
    let states = task::states(&facts, view.duties, plan);
    let nodes = plan.nodes.iter().map(|node| {
        let state = states.get(&node.code).cloned().unwrap_or_default();
        TaskNode {
            code: node.code.clone(),
            depth: depth(node.level),
            row: node.row.map(u32::from),
            section: plan.section_of(node).map(|section| section.title.clone()).unwrap_or_default(),
            clause: node.clause.clone(),
            title: node.title.clone(),
            summary: if node.original_text.is_empty() {
                node.summary.clone()
            } else {
                node.original_text.clone()
            },
            lead: plan.lead_of(node).map(|lead| lead.label.clone()).unwrap_or_default(),
            participants: node.participants.clone(),
            township_mode: township_mode(plan, node),
            deadline_kind: plan.deadline_of(node).map(|d| d.kind.label().to_owned()).unwrap_or_default(),
            deadlines: deadlines(plan, node),
            state: state.text,
            cell: state.cell,
            owed: state.owed,
            duties: node.duties.clone(),
            duty_titles: node.duties.iter().map(|code| title(view, code)).collect(),
            doubt: node.doubt.clone(),
            progress: progress(view, plan, &node.code, facts.as_of),
        }
    });
    Answer::Tasks(TaskTree {
        doc_no: plan.heading.doc_no.clone(),
        title: plan.heading.title.clone(),
        nodes: nodes.collect(),
    })
}

/// Title of a duty; empty: the office's table has no such duty.
fn title(view: &View, code: &str) -> String {
    view.duties.get(code).map(|duty| duty.title.clone()).unwrap_or_default()
}

fn depth(level: Level) -> u8 {
    match level {
        Level::Section => 0,
        Level::Clause => 1,
        Level::Task => 2,
        Level::SubTask => 3,
    }
}

fn township_mode(plan: &Plan, node: &Node) -> String {
    match plan.township_mode_of(node) {
        TownshipMode::None => String::new(),
        mode => mode.label().to_owned(),
    }
}

fn deadlines(plan: &Plan, node: &Node) -> Vec<Day> {
    let milestones =
        plan.deadline_of(node).map(|deadline| deadline.milestones.as_slice()).unwrap_or_default();
    milestones.iter().filter_map(|milestone| Day::from_date(milestone.due)).collect()
}

/// Notes on a node up to a day that the officer may see, newest first.
fn progress(view: &View, plan: &Plan, code: &str, day: Day) -> Vec<(Day, String, String)> {
    let no = plan.place_of(code);
    let facts = view.facts(day);
    let mut found: Vec<_> = facts
        .evidence_of(Kind::Progress)
        .iter()
        .filter(|card| card.count == no && card.date <= day && !card.is(evidence_flag::VOID))
        .filter(|card| view.basics.plan_on(card.date) == Some(plan))
        .filter(|card| view.sees(card.id))
        .collect();
    found.sort_by_key(|card| std::cmp::Reverse((card.date, card.id)));
    let words = |id| view.shelves.row(id).map(|row| row.body.title()).unwrap_or_default();
    found.into_iter().map(|card| (card.date, view.unit_short(card.unit), words(card.id))).collect()
}
