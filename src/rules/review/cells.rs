//! Cells of the 欠账总表 that are about to turn 欠 or have turned, and milestones of the plan that are near.

use super::super::alerts::{of_duty, of_section};
use super::super::cadence::Window;
use super::super::coverage::{Subject, subject};
use super::super::duty::{Count, Owner};
use super::super::facts::Facts;
use super::super::ladder::climbed;
use super::super::matrix::{CellState, entry};
use super::super::standing::{Stand, Standing, columns, is_about_townships};
use super::super::task::{OpenMilestone, open_milestones};
use super::reminders::is_below;
use super::{Kind, Morning, Pile, Section, TodayLine};
use crate::calendar::Day;
use crate::model::basics::{Basis, Node, TownshipMode, Unit};
use crate::model::field::Fields;
use crate::model::id::Id;

/// 临期 and 欠 cells of the scope, by their last day; then what is still owed of the last period before, what has just ended
/// first. What is owed case by case has lines of its own. What a plan that is over left owed stays until it is sealed.
pub(super) fn pile(morning: &Morning, pile: &mut Pile) {
    let of_plan = [(Section::Cells, morning.now), (Section::OldPlans, morning.to_close.as_slice())];
    for (section, standings) in of_plan {
        lines(morning, section, standings).into_iter().for_each(|line| pile.add(line));
    }
}

fn lines(morning: &Morning, section: Section, standings: &[Standing]) -> Vec<TodayLine> {
    let units = columns(morning.facts());
    let (mut now, mut before) = (Vec::new(), Vec::new());
    for standing in standings.iter().filter(|standing| !standing.duty.is_by_event()) {
        let asked = units.iter().enumerate().zip(&standing.cells);
        for ((column, unit), cell) in asked.filter(|((_, unit), _)| is_asked(morning, standing, unit)) {
            let line = |at: usize, cell: &Stand| {
                Some(TodayLine { section, ..line(morning, standing, at, unit, cell)? })
            };
            let is_shown = match cell.state {
                CellState::Owed => reached(morning, standing, standing.at()),
                CellState::DueSoon => !morning.rung.is_leader(),
                _ => false,
            };
            if is_shown {
                let lines = if standing.is_over { &mut before } else { &mut now };
                lines.extend(line(standing.at(), cell));
            }
            let arrears =
                standing.arrears_of(column).filter(|(arrear, _)| reached(morning, standing, arrear.at));
            if let Some((arrear, cell)) = { arrears }.next_back() {
                before.extend(line(arrear.at, cell));
            }
        }
    }
    now.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    before.sort_by(|a, b| (b.day, &a.key).cmp(&(a.day, &b.key)));
    now.into_iter().chain(before).collect()
}

/// Has what is owed in a window climbed up to the officer?
fn reached(morning: &Morning, standing: &Standing, at: usize) -> bool {
    let due = standing.sheet.windows.get(at).map_or(Day::NONE, |window| window.owed_after);
    !is_below(morning.rung, climbed(due, morning.facts()))
}

/// Whose work it is: a township works on its own cells; the district on all of them, on what the bureau owes about
/// townships in their cells, not once more in its own.
fn is_asked(morning: &Morning, standing: &Standing, unit: &Unit) -> bool {
    match morning.unit {
        0 => unit.is_township() || !is_about_townships(&standing.duty),
        no => standing.duty.owner == Owner::Township && morning.facts().basics.unit_no(&unit.code) == no,
    }
}

fn line(morning: &Morning, standing: &Standing, at: usize, unit: &Unit, cell: &Stand) -> Option<TodayLine> {
    let (facts, duty, window) = (morning.facts(), &standing.duty, standing.sheet.windows.get(at)?);
    let lacking = cell.sum.need.saturating_sub(cell.sum.done);
    let amount =
        if cell.sum.need > 1 { format!(" {}/{}", cell.sum.done, cell.sum.need) } else { String::new() };
    let days = facts.as_of.days_until(window.due);
    let status = match days {
        ..0 => format!("欠{}天", -days),
        0 => "今日到期".into(),
        _ => format!("剩{days}天"),
    };
    Some(TodayLine {
        section: Section::Cells,
        alert: of_duty(&duty.code).into(),
        id: Id::NONE,
        key: format!("M9/{}/{}/{}", duty.code, unit.code, window.period),
        township: if unit.is_township() { unit.short.clone() } else { "局".into() },
        text: format!("{}{amount}（{}，{}）", duty.title, window.label(), duty.basis.label()),
        status,
        day: window.due,
        major: false,
        state: None,
        entry: if lacking == 1 { missing(morning, standing, at, window, unit) } else { None },
    })
}

/// The entry of the one subject that lacks it, where that is the officer's to see.
fn missing(
    morning: &Morning,
    standing: &Standing,
    at: usize,
    window: &Window,
    unit: &Unit,
) -> Option<(Kind, Fields)> {
    let facts = morning.facts();
    if standing.duty.evidence.count == Count::Every {
        return None;
    }
    let no = facts.basics.unit_no(&unit.code);
    let (slot, _) = standing.sheet.subjects(at, no).find(|(_, sum)| sum.done < sum.need)?;
    let who = subject(&standing.duty.subject, slot, facts)?;
    let is_seen = !matches!(who, Subject::One(id) if !morning.words.sees(id));
    is_seen.then(|| entry(&standing.sheet, window, who, facts)).flatten()
}

/// Debts of the scope, those from before included: of duties whose period the notice states.
pub(super) fn owed(morning: &Morning) -> u32 {
    let stated = morning.now.iter().filter(|standing| standing.duty.basis == Basis::Notice);
    stated.map(|standing| debts(morning, standing)).sum()
}

/// Debts of a duty that are the scope's: a township's own, or everybody's.
pub(super) fn debts(morning: &Morning, standing: &Standing) -> u32 {
    let facts = morning.facts();
    let own = |unit: &&Unit| facts.basics.unit_no(&unit.code) == morning.unit;
    match morning.unit {
        0 => standing.all_debts(),
        _ => columns(facts).iter().position(own).map_or(0, |at| standing.debts(at)),
    }
}

/// Milestones within the lead time of phases, or past: of every row for the district, of those that ask something of the
/// townships for a township.
pub(super) fn pile_milestones(morning: &Morning, pile: &mut Pile) {
    let facts = morning.facts();
    let Some(plan) = facts.basics.plan_on(facts.as_of) else { return };
    let lead = i32::try_from(facts.basics.settings.lead_days_phase).unwrap_or(i32::MAX);
    let near = |due: Day| facts.as_of.days_until(due) <= lead;
    for open in
        open_milestones(facts, morning.duties, morning.now, plan).into_iter().filter(|open| near(open.due))
    {
        let mode = plan.township_mode_of(open.node);
        let asks_townships = matches!(mode, TownshipMode::Alongside | TownshipMode::Carries);
        if morning.unit == 0 || asks_townships {
            pile.add(milestone(morning, &open));
        }
    }
}

/// Where a note on a milestone belongs: on the part of the row that stands for it, where there is one, as its only milestone.
fn noted_on(facts: &Facts, open: &OpenMilestone) -> (String, u32) {
    let plan = facts.basics.plan_on(facts.as_of);
    let mut parts = plan.into_iter().flat_map(|plan| plan.children(&open.node.code));
    let is_it = |part: &&Node| {
        let own = part.deadline.as_ref().map(|deadline| deadline.milestones.as_slice());
        matches!(own, Some([only]) if Day::from_date(only.due) == Some(open.due))
    };
    parts.find(is_it).map_or_else(|| (open.node.code.clone(), open.number), |part| (part.code.clone(), 1))
}

fn milestone(morning: &Morning, open: &OpenMilestone) -> TodayLine {
    let facts = morning.facts();
    let days = facts.as_of.days_until(open.due);
    let unit = facts.basics.unit_of_no(morning.unit).map(|unit| unit.code.clone()).unwrap_or_default();
    let (task, number) = noted_on(facts, open);
    let fields = Fields::of([
        ("task", task),
        ("date", facts.as_of.to_string()),
        ("unit", unit),
        ("milestone", number.to_string()),
    ]);
    TodayLine {
        section: Section::Milestones,
        alert: of_section(Section::Milestones, false, false).into(),
        id: Id::NONE,
        key: format!("M11/{}/{}", open.node.code, open.number),
        township: String::new(),
        text: format!("{} {}：{}", open.node.code, open.node.title, open.milestone.text),
        status: if days < 0 { format!("逾期{}天", -days) } else { format!("剩{days}天") },
        day: open.due,
        major: false,
        state: None,
        entry: Some((Kind::Progress, fields)),
    }
}
