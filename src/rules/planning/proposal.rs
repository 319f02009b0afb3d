//! 月度检查计划的建议: whom a township should visit in a month, on which workday, and why (三(二): every month, every industry).
//!
//! First one enterprise for every industry of the township, those not yet visited in the coverage period before the others; then
//! whoever ranks highest, up to the office's number: open hazards, never visited, longest unvisited, 重点, 人员密集. Nothing is
//! drawn by lot, so that the same records propose the same plan.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Day, Period, Workdays};
use crate::model::card::{EnterpriseCard, enterprise_flag};
use crate::model::id::Id;
use crate::rules::clock::is_open;
use crate::rules::duty::Cadence;
use crate::rules::facts::Facts;
use crate::rules::register::Register;

/// Somebody to visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Whom.
    pub enterprise: Id,
    /// Number of the industry it stands for.
    pub industry: u8,
    /// Why, the weightiest reason first: `有未闭环隐患2`, `久未检查 214天`.
    pub why: Vec<String>,
    /// How much it weighs.
    pub weight: u32,
}

/// Days without a visit that are worth telling.
const LONG: i32 = 60;
/// So soon after a visit nobody goes again without a reason.
const SOON: i32 = 15;

/// Picks for a township (its number) in a month, weightiest first; about `count` of them, more where there are more industries.
/// What is in the month's plan already (`planned`: whom, for which industry) is not picked again.
pub fn picks(facts: &Facts, township: u8, month: Period, count: usize, planned: &[(Id, u8)]) -> Vec<Pick> {
    let of = Candidates::of(facts, township, month);
    let mut chosen: Vec<Pick> = Vec::new();
    let is_planned = |one: &&Candidate| planned.iter().any(|(id, _)| *id == one.card.id);
    let seen_to: BTreeSet<u8> = planned.iter().map(|(_, industry)| *industry).collect();
    let mut industries: Vec<u8> = of.all.iter().flat_map(|one| one.industries.clone()).collect();
    industries.sort_unstable();
    industries.dedup();
    industries.sort_by_key(|industry| (of.visited.contains(industry), *industry));
    for industry in industries {
        if seen_to.contains(&industry) {
            continue;
        }
        // Whoever is visited for another industry already serves only where nobody else is left.
        let is_taken =
            |one: &Candidate| is_planned(&one) || chosen.iter().any(|pick| pick.enterprise == one.card.id);
        let open = of.all.iter().filter(|one| one.industries.contains(&industry));
        let best = open.max_by_key(|one| (!is_taken(one), one.weight, std::cmp::Reverse(one.card.id)));
        let Some(best) = best else { continue };
        chosen.push(best.pick(industry, !of.visited.contains(&industry)));
    }
    let mut rest: Vec<&Candidate> = of.all.iter().filter(|one| !is_planned(one) && one.is_due()).collect();
    rest.retain(|one| chosen.iter().all(|pick| pick.enterprise != one.card.id));
    rest.sort_by_key(|one| (std::cmp::Reverse(one.weight), one.card.id));
    let more = count.saturating_sub(planned.len()).saturating_sub(chosen.len());
    chosen.extend(rest.into_iter().take(more).map(|one| one.pick(one.main_industry(), false)));
    chosen.sort_by_key(|pick| (std::cmp::Reverse(pick.weight), pick.enterprise));
    chosen
}

/// Gives every pick (place, village) a workday of the month from `from` on: those of one village go together, three a day at most,
/// the weightiest village first, spread over the month. The days stand at the places of the picks; none where no workday is left.
pub fn days(picks: &[(Pick, String)], month: Period, from: Day, workdays: &Workdays) -> Vec<Day> {
    const A_DAY: usize = 3;
    let first = month.start().max(from);
    let span = first.days_until(month.end()).max(-1);
    let free: Vec<Day> = (0..=span).map(|n| first.plus(n)).filter(|day| workdays.is_workday(*day)).collect();
    let mut villages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, village)) in picks.iter().enumerate() {
        villages.entry(village).or_default().push(at);
    }
    let weight = |at: &usize| picks.get(*at).map_or(0, |(pick, _)| pick.weight);
    let mut groups: Vec<Vec<usize>> = villages
        .into_values()
        .flat_map(|of| of.chunks(A_DAY).map(<[_]>::to_vec).collect::<Vec<_>>())
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.iter().map(weight).max().unwrap_or(0)));
    let mut days = vec![Day::NONE; picks.len()];
    for (n, group) in groups.iter().enumerate() {
        let day = free.get(n * free.len() / groups.len().max(1)).copied().unwrap_or_default();
        for at in group {
            if let Some(place) = days.get_mut(*at) {
                *place = day;
            }
        }
    }
    days
}

/// An open enterprise of the township, and what speaks for a visit.
struct Candidate<'a> {
    card: &'a EnterpriseCard,
    industries: Vec<u8>,
    is_key: bool,
    open: u32,
    major: u32,
    /// Days since the last visit; [`None`]: never visited.
    unvisited: Option<i32>,
    weight: u32,
}

struct Candidates<'a> {
    all: Vec<Candidate<'a>>,
    /// Industries visited in the coverage period already.
    visited: BTreeSet<u8>,
}

impl<'a> Candidates<'a> {
    fn of(facts: &Facts<'a>, township: u8, month: Period) -> Candidates<'a> {
        let day = month.start().max(facts.as_of);
        let coverage = Cadence::Coverage.kind(&facts.basics.settings);
        let coverage = coverage.map_or(month, |kind| Period::containing(kind, month.start()));
        let last = facts.last_visits(&Register::of(facts.enterprises));
        let of_period =
            facts.visits().filter(|visit| visit.unit == township && coverage.contains(visit.date));
        let visited: BTreeSet<u8> = of_period.map(|visit| facts.trade_of(visit)).collect();
        let mut open: BTreeMap<Id, (u32, u32)> = BTreeMap::new();
        for hazard in facts.hazards.iter().filter(|hazard| is_open(hazard, facts)) {
            let (all, major) = open.entry(hazard.enterprise).or_default();
            *all += 1;
            *major += u32::from(hazard.is_major());
        }
        let candidate = |(card, last): (&'a EnterpriseCard, &Day)| {
            let span = card.on(day)?;
            if !span.is_open || span.township != township || card.is(enterprise_flag::STUB) {
                return None;
            }
            let (all, major) = open.get(&card.id).copied().unwrap_or_default();
            let unvisited = last.opt().map(|last| last.days_until(facts.as_of));
            let mut one = Candidate {
                card,
                industries: (1..32).filter(|no| span.industries & 1u32 << no != 0).collect(),
                is_key: span.is_key,
                open: all,
                major,
                unvisited,
                weight: 0,
            };
            one.weight = one.reasons().into_iter().map(|(weight, _)| weight).sum();
            Some(one)
        };
        Candidates { all: facts.enterprises.iter().zip(&last).filter_map(candidate).collect(), visited }
    }
}

impl Candidate<'_> {
    /// What speaks for a visit, and how much.
    fn reasons(&self) -> Vec<(u32, String)> {
        let mut reasons = Vec::new();
        if self.open > 0 {
            let major = if self.major > 0 { format!("（重大{}）", self.major) } else { String::new() };
            let weight = 100 + 10 * self.open.min(5) + 50 * self.major.min(2);
            reasons.push((weight, format!("有未闭环隐患{}{major}", self.open)));
        }
        match self.unvisited {
            None => reasons.push((90, "从未检查".to_owned())),
            Some(days) if days >= LONG => {
                reasons.push((days.min(400) as u32 / 5, format!("久未检查 {days}天")));
            }
            Some(_) => {}
        }
        if self.is_key {
            reasons.push((20, "重点企业".to_owned()));
        }
        if self.card.is(enterprise_flag::CROWDED) {
            reasons.push((10, "人员密集".to_owned()));
        }
        reasons
    }

    /// Worth a visit beyond what the industries ask for.
    fn is_due(&self) -> bool {
        self.open > 0 || self.unvisited.is_none_or(|days| days > SOON)
    }

    fn main_industry(&self) -> u8 {
        let main = self.card.industry;
        if self.industries.contains(&main) { main } else { self.industries.first().copied().unwrap_or(main) }
    }

    fn pick(&self, industry: u8, is_uncovered: bool) -> Pick {
        let mut reasons = self.reasons();
        reasons.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let gap = is_uncovered.then(|| "行业未覆盖".to_owned());
        let mut why: Vec<String> =
            gap.into_iter().chain(reasons.into_iter().map(|(_, words)| words)).collect();
        if why.is_empty() {
            let days = self.unvisited.unwrap_or(0);
            why.push(format!("上次检查 {days}天前"));
        }
        Pick {
            enterprise: self.card.id,
            industry,
            why,
            weight: self.weight + if is_uncovered { 60 } else { 0 },
        }
    }
}
