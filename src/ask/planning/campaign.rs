//! 专项整治: how far each campaign has come, township by township (检 n/应检 m). 应检 is whom the plans of the months name for it; who
//! was visited without a plan counts as both. Gathered row by row by whoever asks, since no card names a campaign.

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::query::Extract;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// The parts of the ledger it is gathered from, in this order: an item of a plan is its township's.
pub const PARTS: [Extract; 4] = [
    Extract::Of(Kind::InspectionPlan),
    Extract::Of(Kind::PlanItem),
    Extract::Of(Kind::Inspection),
    Extract::Hazards,
];

/// A campaign in a township.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 应检
    pub asked: BTreeSet<Id>,
    /// 已检
    pub visited: BTreeSet<Id>,
    /// 发现隐患
    pub found: BTreeSet<Id>,
    /// 已销号, how many of these.
    pub closed: usize,
}

impl Tally {
    /// 未检
    pub fn missing(&self) -> Vec<Id> {
        self.asked.difference(&self.visited).copied().collect()
    }

    /// Takes another one in.
    pub fn add(&mut self, other: &Tally) {
        self.asked.extend(&other.asked);
        self.visited.extend(&other.visited);
        self.found.extend(&other.found);
        self.closed += other.closed;
    }
}

/// What was gathered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathering {
    /// The only campaign; [`None`]: every one.
    only: Option<String>,
    /// Townships of plans.
    plans: BTreeMap<Id, String>,
    /// By 专项 and code of the township.
    tallies: BTreeMap<(String, String), Tally>,
}

impl Gathering {
    /// Nothing yet, of this campaign or of every one.
    pub fn of(only: Option<String>) -> Gathering {
        Gathering { only, ..Gathering::default() }
    }

    /// Takes a row of one of the [`PARTS`].
    pub fn take(&mut self, row: &Row) {
        if let Some(plan) = row.inspection_plan() {
            self.plans.insert(row.id, plan.township.clone());
        } else if let Some(item) = row.plan_item().filter(|item| item.outcome != "取消") {
            if let (true, Some(township)) = (self.wants(&item.campaign), self.plans.get(&item.plan).cloned())
            {
                self.tally(&item.campaign, &township).asked.insert(item.enterprise);
            }
        } else if let Some(visit) = row.inspection().filter(|visit| self.wants(&visit.campaign)) {
            let tally = self.tally(&visit.campaign, &visit.township);
            tally.asked.insert(visit.enterprise);
            tally.visited.insert(visit.enterprise);
        } else if let Some(hazard) = row.hazard().filter(|hazard| self.wants(&hazard.campaign)) {
            let tally = self.tally(&hazard.campaign, &hazard.township);
            tally.found.insert(row.id);
            tally.closed += usize::from(!hazard.state.is_open());
        }
    }

    /// By 专项 and code of the township.
    pub fn tallies(&self) -> &BTreeMap<(String, String), Tally> {
        &self.tallies
    }

    fn wants(&self, campaign: &str) -> bool {
        !campaign.is_empty() && self.only.as_ref().is_none_or(|only| only == campaign)
    }

    fn tally(&mut self, campaign: &str, township: &str) -> &mut Tally {
        self.tallies.entry((campaign.to_owned(), township.to_owned())).or_default()
    }
}
