//! 月度检查计划的建议: shown, and with `--enter` entered as a plan with its items.

use super::super::context::{Context, ticket};
use super::super::failure::Failure;
use super::super::output::{Column, note};
use crate::ask::answer::Answer;
use crate::ask::planning::{Planned, Planning, Proposed};
use crate::ask::query::Query;
use crate::calendar::Day;

#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben plan propose -t 万安 -m 2026-12
先补行业空白，再按未闭环隐患、从未检查、久未检查、重点企业排；只排工作日，同村的排在一起。家数见设置 plan_items_month。
登记的是一组，可一次撤销：zhiben undo")]
pub struct Args {
    /// 乡镇：万安、wa 或 1；乡镇账户可不写
    #[arg(long, short = 't', value_name = "乡镇", default_value = "")]
    township: String,
    /// 月份，如 2026-12；不写则为下个月
    #[arg(long, short = 'm', value_name = "月份", default_value = "")]
    month: String,
    /// 登记为月度检查计划和条目（草稿，未报送）
    #[arg(long)]
    enter: bool,
    /// 连同报送日一起登记
    #[arg(long, requires = "enter")]
    file: bool,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

const COLUMNS: &[Column<Proposed>] = &[
    ("计划日期", |row| row.day.opt().map(|day| format!("{day} 周{}", day.weekday())).unwrap_or_default()),
    ("村居", |row| row.village.clone()),
    ("企业", |row| format!("{} {}", row.enterprise, row.name)),
    ("行业", |row| row.industry.1.clone()),
    ("理由", |row| row.why.join("、")),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = if self.enter { cx.entering()? } else { cx.seated()? };
        let what = Planning::Proposal { township: self.township.clone(), month: self.month.clone() };
        let proposal = match desk.ask(&Query::Planning(what, cx.today)) {
            Answer::Planned(Planned::Proposal(proposal)) => proposal,
            other => return Err(Failure::unanswered(other)),
        };
        if self.json {
            cx.out.json(&proposal)?;
        } else {
            cx.out.line(format!("{} {} 检查计划建议", proposal.township.1, proposal.month))?;
            cx.out.all(&proposal.items, false, COLUMNS)?;
        }
        cx.out.flush()?;
        for remark in &proposal.remarks {
            note(remark);
        }
        if proposal.items.is_empty() {
            return cx.found(0, &proposal.nothing());
        }
        if self.enter {
            let filed_on = if self.file { status.today } else { Day::NONE };
            let Some(wish) = proposal.wish(filed_on) else { return Ok(()) };
            let receipt = desk.submit(ticket(), wish)?;
            let plan = proposal.plan.opt().or(receipt.ids.first().copied()).unwrap_or_default();
            note(format!(
                "已登记 {plan}，{} 家（撤销整组：zhiben undo --group {}）",
                proposal.items.len(),
                receipt.group
            ));
        }
        Ok(())
    }
}
