//! 收官: what a plan leaves open is listed and kept, and the plan is sealed (局内约定). `--today` moves a list that is only looked
//! at, never a seal: the owner's clock judges that.

use std::fs;
use std::path::PathBuf;

use super::super::context::{Context, past_day, ticket};
use super::super::failure::Failure;
use super::super::output::note;
use crate::ask::answer::{Answer, PlanLine, Status};
use crate::ask::planning::{Closing, Planned, Planning};
use crate::ask::query::Query;
use crate::calendar::{Day, Hint, understand_date};
use crate::desk::{Desk, SubmitError};
use crate::file::{self, Readers};
use crate::model::command::Command;
use crate::model::field::Fields;
use crate::model::id::Kind;

#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben plan close --dry-run > 收官清单.txt
方案最后一天或以后、由局领导或管理员封存；未闭环的隐患转下一方案续办。封存当天可撤销，补录期可在该条记录上更正。")]
pub struct Args {
    /// 方案文号；不写则为到期还没有封存的，没有到期的为现行方案
    #[arg(long, value_name = "文号", default_value = "")]
    plan: String,
    /// 补录到哪天为止；不写则按设置 backfill_days
    #[arg(long, value_name = "日期")]
    until: Option<String>,
    /// 只列清单，不封存；方案没到期也可以看
    #[arg(long)]
    dry_run: bool,
    /// 清单存到这个文件；封存时不写则存为 收官清单-文号.txt，已有这个文件的另存一份
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = if self.dry_run { cx.seated()? } else { cx.entering()? };
        let until = self.until.as_deref().map(|text| ahead(text, status.today)).transpose()?;
        let day = if self.dry_run { cx.today } else { Day::NONE };
        let plan = match self.plan.as_str() {
            "" => expired(&desk, &status, day)?,
            plan => plan.to_owned(),
        };
        let closing = closing(&desk, &plan, day)?;
        let (hazards, owed, records) = closing.counts;
        let text = closing.paper.text();
        let said = if self.dry_run {
            if let Some(file) = &self.out {
                file::whole_of(file, Readers::Usual, text.as_bytes())
                    .map_err(|error| Failure::io("写不了", file, &error))?;
                note(format!("清单已存 {}", file.display()));
            }
            match closing.sealed {
                Some((id, on, until)) => format!("这个方案 {on} 已封存（{id}），补录到 {until}"),
                None => "只是清单，没有封存；去掉 --dry-run 即封存".to_owned(),
            }
        } else {
            let fields = Fields::of([
                ("plan", closing.doc_no.clone()),
                ("until", until.map(|day| day.to_string()).unwrap_or_default()),
                ("open_hazards", hazards.to_string()),
                ("owed", owed.to_string()),
                ("unsettled", records.to_string()),
                ("list", closing.list.clone()),
                // So that the file of that day can be told from one that was changed since.
                ("note", format!("清单文件校验 {}", blake3::hash(text.as_bytes()).to_hex())),
            ]);
            // Before the seal, and over no other file: what cannot be kept is not sealed.
            let wanted = self.out.unwrap_or_else(|| default_name(&closing.doc_no));
            let file = file::fresh(&wanted, Readers::Usual, text.as_bytes()).map_err(|error| {
                Failure::io("写不了", &wanted, &error).hint("没有封存；用 --out 写一个能写的文件名")
            })?;
            let sealed = desk.submit(ticket(), Command::Enter { kind: Kind::Closing, fields });
            if !matches!(sealed, Ok(_) | Err(SubmitError::Unanswered(_))) {
                // Nothing was sealed: the list of no seal is of no use, and its name is free again.
                let _ = fs::remove_file(&file);
            }
            let receipt = sealed?;
            note(format!("清单已存 {}", file.display()));
            let id = receipt.ids.first().map(ToString::to_string).unwrap_or_default();
            format!(
                "已封存 {}（{id}）；隐患 {hazards} 条转下一方案续办，欠账 {owed}、未办结记录 {records} 已列入清单",
                closing.doc_no
            )
        };
        if self.json {
            cx.out.json(&closing)?
        } else {
            cx.out.text(&text)?
        }
        cx.out.flush()?;
        note(said);
        Ok(())
    }
}

/// `收官清单-泉洛商务〔2024〕19号.txt`: a 文号 may have signs that no file's name has.
fn default_name(doc_no: &str) -> PathBuf {
    PathBuf::from(format!("收官清单-{}.txt", doc_no.replace(['/', '\\'], "-")))
}

/// The first plan that was over before the day and is not sealed; said where another might be meant. Empty: none, the one in force.
fn expired(desk: &Desk, status: &Status, day: Day) -> Result<String, Failure> {
    let today = day.opt().unwrap_or(status.today);
    let mut over: Vec<&PlanLine> = status.plans.iter().filter(|plan| plan.to < today).collect();
    over.sort_by_key(|plan| plan.to);
    for plan in over {
        if closing(desk, &plan.doc_no, day)?.sealed.is_none() {
            if status.plans.len() > 1 {
                let PlanLine { title, doc_no, to, .. } = plan;
                note(format!(
                    "取已到期、还没有封存的方案：{title}（{doc_no}，{to} 止）；要别的写 --plan 文号"
                ));
            }
            return Ok(plan.doc_no.clone());
        }
    }
    Ok(String::new())
}

fn closing(desk: &Desk, plan: &str, day: Day) -> Result<Box<Closing>, Failure> {
    match desk.ask(&Query::Planning(Planning::Closing { plan: plan.to_owned() }, day)) {
        Answer::Planned(Planned::Closing(closing)) => Ok(closing),
        other => Err(Failure::unanswered(other)),
    }
}

/// A day ahead, in any writing.
fn ahead(text: &str, today: Day) -> Result<Day, Failure> {
    let understood = understand_date(text, &Hint::from(today, today));
    understood.map(|loose| loose.day).or_else(|_| past_day(text))
}
