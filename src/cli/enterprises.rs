//! 企业: the list of premises.

use super::context::{Context, industries, pick, townships};
use super::failure::Failure;
use super::output::{Column, Shape};
use crate::ask::answer::{Answer, EnterpriseLine};
use crate::ask::query::{EnterpriseFilter, Query};
use crate::model::enterprise::STATUSES;

/// 企业（场所）
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 乡镇：万安、wa 或 1；可写几次
    #[arg(long, short = 't', value_name = "乡镇")]
    township: Vec<String>,
    /// 行业：餐饮燃气、cy …；可写几次
    #[arg(long, short = 'i', value_name = "行业")]
    industry: Vec<String>,
    /// 状态：在营、停业、关闭、迁出、待补全；可写几次
    #[arg(long, short = 's', value_name = "状态")]
    status: Vec<String>,
    /// 只看重点企业
    #[arg(long)]
    key: bool,
    /// 名称的字或拼音
    #[arg(long, value_name = "文字", default_value = "")]
    text: String,
    /// 最多几条
    #[arg(long, short = 'n', value_name = "条数")]
    limit: Option<u32>,
    #[command(flatten)]
    shape: Shape,
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
        let filter = EnterpriseFilter {
            text: self.text,
            townships: townships(&status, &self.township)?,
            industries: industries(&status, &self.industry)?,
            statuses: self.status.iter().map(|name| pick("状态", name, &known)).collect::<Result<_, _>>()?,
            key_only: self.key,
            ids: Vec::new(),
        };
        let day = cx.today;
        let matched = cx.out.list(self.shape, self.limit, COLUMNS, |window| {
            match desk.ask(&Query::Enterprises { filter: filter.clone(), window, day }) {
                Answer::Enterprises(page) => Ok(page),
                other => Err(Failure::unanswered(other)),
            }
        })?;
        cx.found(matched, "没有符合条件的企业")
    }
}
