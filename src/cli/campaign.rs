//! 专项整治: how far a campaign has come, township by township (检 n/应检 m). 应检 is whom the plans of the months name for it; who
//! was visited without a plan counts as both.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::output::{Column, Shape};
use crate::ask::query::Extract;
use crate::model::id::{Id, Kind};

/// 专项整治进度：各乡镇 检 n/应检 m、发现隐患、已销号
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben campaign 冬季燃气整治；不写名称则列出全部专项
应检＝计划条目里写了这个专项的企业；检查里写了这个专项的也计入。")]
pub struct Args {
    /// 专项名称（检查、计划条目、隐患的“专项整治”栏）
    #[arg(value_name = "专项")]
    name: Option<String>,
    #[command(flatten)]
    shape: Shape,
}

/// A campaign in a township.
#[derive(Serialize)]
struct Line {
    campaign: String,
    township: String,
    visited: usize,
    asked: usize,
    found: usize,
    closed: usize,
}

const COLUMNS: &[Column<Line>] = &[
    ("专项", |row| row.campaign.clone()),
    ("乡镇", |row| row.township.clone()),
    ("检/应检", |row| format!("{}/{}", row.visited, row.asked)),
    ("发现隐患", |row| row.found.to_string()),
    ("已销号", |row| row.closed.to_string()),
];

/// What is gathered for a line.
#[derive(Default)]
struct Tally {
    asked: BTreeSet<Id>,
    visited: BTreeSet<Id>,
    found: usize,
    closed: usize,
}

/// Of each campaign and township (code).
type Tallies = BTreeMap<(String, String), Tally>;

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        let wanted = |name: &str| !name.is_empty() && self.name.as_ref().is_none_or(|wanted| wanted == name);
        let mut tallies = Tallies::new();
        let mut items = Vec::new();
        for row in desk.extract(Extract::Of(Kind::PlanItem), "") {
            let row = row?;
            let item = row.plan_item().filter(|item| wanted(&item.campaign) && item.outcome != "取消");
            items.extend(item.map(|item| (item.campaign.clone(), item.plan, item.enterprise)));
        }
        let mut plans: Vec<Id> = items.iter().map(|(_, plan, _)| *plan).collect();
        plans.sort_unstable();
        plans.dedup();
        let plans = desk.rows(&plans)?;
        for (campaign, plan, enterprise) in items {
            let plan = plans.get(&plan).and_then(|row| row.inspection_plan());
            let Some(plan) = plan else { continue };
            tallies.entry((campaign, plan.township.clone())).or_default().asked.insert(enterprise);
        }
        for row in desk.extract(Extract::Of(Kind::Inspection), "") {
            let row = row?;
            let Some(visit) = row.inspection().filter(|visit| wanted(&visit.campaign)) else { continue };
            let tally = tallies.entry((visit.campaign.clone(), visit.township.clone())).or_default();
            tally.asked.insert(visit.enterprise);
            tally.visited.insert(visit.enterprise);
        }
        for row in desk.extract(Extract::Hazards, "") {
            let row = row?;
            let Some(hazard) = row.hazard().filter(|hazard| wanted(&hazard.campaign)) else { continue };
            let tally = tallies.entry((hazard.campaign.clone(), hazard.township.clone())).or_default();
            tally.found += 1;
            tally.closed += usize::from(!hazard.state.is_open());
        }
        let short = |code: &String| {
            status.townships.iter().find(|(own, ..)| own == code).map_or(code, |(_, short, _)| short).clone()
        };
        let lines: Vec<Line> = tallies
            .into_iter()
            .map(|((campaign, township), tally)| Line {
                campaign,
                township: short(&township),
                visited: tally.visited.len(),
                asked: tally.asked.len(),
                found: tally.found,
                closed: tally.closed,
            })
            .collect();
        cx.out.whole(self.shape, &lines, COLUMNS)?;
        cx.found(lines.len() as u32, "没有写明这个专项的检查、计划条目或隐患")
    }
}
