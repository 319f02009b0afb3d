//! 企业: the list of premises.

use super::context::{Context, pick};
use super::failure::Failure;
use super::listing::{Listing, Places};
use super::output::Column;
use crate::ask::answer::{Answer, EnterpriseLine, EnterprisePage};
use crate::ask::query::{EnterpriseFilter, Query};
use crate::model::enterprise::STATUSES;

/// 企业（场所）
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    places: Places,
    /// 状态：在营、停业、关闭、迁出、待补全；可写几次
    #[arg(long, short = 's', value_name = "状态")]
    status: Vec<String>,
    /// 只看重点企业
    #[arg(long)]
    key: bool,
    #[command(flatten)]
    listing: Listing,
}

const COLUMNS: &[Column<EnterpriseLine>] = &[
    ("编号", |row| row.id.to_string()),
    ("企业名称", |row| row.name.clone()),
    ("乡镇", |row| row.township.clone()),
    ("行业", |row| row.industries.join("、")),
    ("状态", |row| row.status.clone()),
    ("重点", |row| row.key.clone()),
    ("主要负责人", |row| row.principal.clone()),
    ("最近检查", |row| row.last_visit.to_string()),
    ("未闭环隐患", |row| row.open_hazards.to_string()),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        let known: Vec<(&str, String)> = STATUSES.iter().map(|word| (*word, (*word).to_owned())).collect();
        let (townships, industries) = self.places.codes(&desk, &status)?;
        let filter = EnterpriseFilter {
            text: self.listing.text.clone(),
            townships,
            industries,
            statuses: self.status.iter().map(|name| pick("状态", name, &known)).collect::<Result<_, _>>()?,
            key_only: self.key,
            ids: Vec::new(),
        };
        let day = cx.today;
        let query = |window| Query::Enterprises { filter: filter.clone(), window, day };
        self.listing.print(cx, &desk, COLUMNS, query, page, "没有符合条件的企业")
    }
}

fn page(answer: Answer) -> Result<EnterprisePage, Failure> {
    match answer {
        Answer::Enterprises(page) => Ok(page),
        other => Err(Failure::unanswered(other)),
    }
}
