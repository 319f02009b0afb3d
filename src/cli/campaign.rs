//! 专项整治进度, printed; what it counts stands in [`campaign`](crate::ask::planning::campaign).

use serde::Serialize;

use super::context::Context;
use super::failure::Failure;
use super::output::{Column, Shape};
use crate::ask::planning::campaign::{Gathering, PARTS, Tally};

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

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        let mut gathering = Gathering::of(self.name);
        for part in PARTS {
            for row in desk.extract(part, "") {
                gathering.take(&row?);
            }
        }
        let short = |code: &String| {
            status.townships.iter().find(|(own, ..)| own == code).map_or(code, |(_, short, _)| short).clone()
        };
        let line = |((campaign, township), tally): (&(String, String), &Tally)| Line {
            campaign: campaign.clone(),
            township: short(township),
            visited: tally.visited.len(),
            asked: tally.asked.len(),
            found: tally.found.len(),
            closed: tally.closed,
        };
        let lines: Vec<Line> = gathering.tallies().iter().map(line).collect();
        cx.out.whole(self.shape, &lines, COLUMNS)?;
        cx.found(lines.len() as u32, "没有写明这个专项的检查、计划条目或隐患")
    }
}
