//! One plan follows another: which is in force on a day, and what it asks. Enterprises, units, persons and hazards are nobody's
//! plan and go on by themselves.

use super::{Basics, Node, Plan};
use crate::calendar::Day;

/// First and last day of a plan.
pub fn span_of(plan: &Plan) -> (Day, Day) {
    let day = |date, or| Day::from_date(date).unwrap_or(or);
    (day(plan.heading.valid_from, Day::FIRST), day(plan.heading.valid_to, Day::LAST))
}

impl Plan {
    /// Does the plan run on this day?
    pub fn holds(&self, day: Day) -> bool {
        let (first, last) = span_of(self);
        (first..=last).contains(&day)
    }

    /// Position (from 1) of a node; 0 when there is none.
    pub fn place_of(&self, code: &str) -> u16 {
        let at = self.nodes.iter().position(|node| node.code == code);
        at.and_then(|at| u16::try_from(at + 1).ok()).unwrap_or(0)
    }

    /// Does one of its nodes name the duty?
    pub fn names(&self, duty: &str) -> bool {
        self.nodes_with_duty(duty).next().is_some()
    }
}

impl Basics {
    /// The plan in force on a day: the one whose days hold it (of several the one that began first), else the last that had
    /// ended by then, else the first that is to come. [`None`] only while none was loaded.
    pub fn plan_on(&self, day: Day) -> Option<&Plan> {
        let begins = |plan: &&Plan| span_of(plan).0;
        let holding = self.plans.iter().filter(|plan| plan.holds(day)).min_by_key(begins);
        let ended =
            || self.plans.iter().filter(|plan| span_of(plan).1 < day).max_by_key(|plan| span_of(plan).1);
        holding.or_else(ended).or_else(|| self.plans.iter().min_by_key(begins))
    }

    /// Every plan, the one in force on `day` first, the others by their first day.
    pub fn plans_from(&self, day: Day) -> Vec<&Plan> {
        let in_force = self.plan_on(day);
        let mut plans: Vec<&Plan> = self.plans.iter().collect();
        plans.sort_by_key(|plan| (in_force.is_none_or(|other| !std::ptr::eq(*plan, other)), span_of(plan).0));
        plans
    }

    /// The node with this code: of the plan in force on `day`, else of another one.
    pub fn node_on(&self, code: &str, day: Day) -> Option<&Node> {
        self.plans_from(day).into_iter().find_map(|plan| plan.node(code))
    }

    /// Is the duty owed under this plan: does it name the duty, or does no plan, so that it is the office's own?
    pub fn is_asked(&self, duty: &str, plan: &Plan) -> bool {
        self.plans.len() < 2 || plan.names(duty) || !self.plans.iter().any(|other| other.names(duty))
    }

    /// The plan that ran before this one; [`None`] for the first.
    pub fn plan_before(&self, plan: &Plan) -> Option<&Plan> {
        let (first, _) = span_of(plan);
        self.plans.iter().filter(|other| span_of(other).1 < first).max_by_key(|other| span_of(other).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::basics::{BUILT_IN, Source};

    const NEXT: &str = include_str!("../../../tests/fixtures/plans/next.toml");

    fn both() -> Basics {
        let next = Source { file: "plan-2027.toml", text: NEXT };
        Basics::from_documents(&BUILT_IN.iter().copied().chain([next]).collect::<Vec<_>>()).unwrap()
    }

    fn in_force(basics: &Basics, day: &str) -> String {
        basics.plan_on(day.parse().unwrap()).unwrap().heading.doc_no.clone()
    }

    #[test]
    fn a_day_belongs_to_the_plan_that_runs_on_it() {
        let basics = both();
        assert_eq!(in_force(&basics, "2024-01-01"), "泉洛商务〔2024〕19号");
        assert_eq!(in_force(&basics, "2026-12-31"), "泉洛商务〔2024〕19号");
        assert_eq!(in_force(&basics, "2027-01-01"), "泉洛商务〔2026〕58号");
        assert_eq!(in_force(&basics, "2031-01-01"), "泉洛商务〔2026〕58号");
    }

    #[test]
    fn the_last_plan_goes_on_until_the_next_is_there() {
        assert_eq!(in_force(&Basics::built_in().unwrap(), "2027-03-01"), "泉洛商务〔2024〕19号");
    }

    #[test]
    fn a_duty_that_only_the_old_plan_names_is_not_owed_under_the_new_one() {
        let basics = both();
        let next = basics.plan_on("2027-01-01".parse().unwrap()).unwrap();
        assert!(basics.is_asked("OR-01", next));
        assert!(!basics.is_asked("OR-06", next));
        assert!(basics.is_asked("OR-99", next), "nobody's: the office's own");
    }
}
