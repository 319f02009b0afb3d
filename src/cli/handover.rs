//! 交接: what one officer has in hand goes to another, with a list that both sign; [`pack`]: everything else the other must know.

mod pack;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::{Column, note};
use super::users::people;
use crate::ask::query::Extract;
use crate::calendar::Day;
use crate::desk::{Desk, SubmitError};
use crate::model::command::{Command, Receipt};
use crate::model::field::Fields;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;

/// 交接：把一位经办手上未办结的隐患、未检的计划条目移交给另一位，并打印签字清单
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben handover 李某 王某 > 交接清单.txt
只看清单用 --dry-run；移交是一组记录，可一次撤销。
交接包：zhiben handover 李某 王某 --dry-run --pack 交接包.txt")]
pub struct Args {
    /// 交出的人
    #[arg(value_name = "交出人")]
    from: String,
    /// 接手的人
    #[arg(value_name = "接手人")]
    to: String,
    /// 只列清单，不移交
    #[arg(long)]
    dry_run: bool,
    /// 另存交接包：在办事项、本单位欠账和待办、联系人（管理员可见全号），文本文件
    #[arg(long, value_name = "文件")]
    pack: Option<PathBuf>,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

/// Something in hand.
#[derive(serde::Serialize)]
struct Item {
    id: Id,
    kind: &'static str,
    enterprise: String,
    text: String,
    state: String,
    due: Day,
    /// The enterprise.
    #[serde(skip)]
    premises: Id,
    #[serde(skip)]
    command: Command,
}

const COLUMNS: &[Column<Item>] = &[
    ("编号", |item| item.id.to_string()),
    ("类别", |item| item.kind.into()),
    ("企业", |item| item.enterprise.clone()),
    ("内容", |item| item.text.clone()),
    ("状态", |item| item.state.clone()),
    ("期限", |item| item.due.to_string()),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.entering()?;
        self.check_names(&desk, status.today)?;
        let items = self.in_hand(&desk)?;
        if let Some(file) = &self.pack {
            pack::write(file, &desk, &status, (&self.from, &self.to), &items)?;
            note(format!("交接包已存 {}", file.display()));
        }
        if items.is_empty() {
            cx.out.all(&items, self.json, COLUMNS)?;
            return cx.found(0, &format!("{}手上没有未办结的事项", self.from));
        }
        // Handed over first, or refused: what is printed is there to be signed.
        let receipt = if self.dry_run { None } else { Some(self.hands_over(&desk, &items)?) };
        cx.out.all(&items, self.json, COLUMNS)?;
        if !self.json {
            let (from, to) = (&self.from, &self.to);
            cx.out.line(format!("\n共 {} 项，{}", items.len(), status.today))?;
            cx.out.line(format!("交出人 {from} ________    接手人 {to} ________    监交人 ________"))?;
        }
        cx.out.flush()?;
        note(match receipt {
            None => "只是清单，没有移交；去掉 --dry-run 即移交".to_owned(),
            Some(receipt) => format!(
                "已把 {} 项由{}移交{}（撤销整组：zhiben undo --group {}）",
                items.len(),
                self.from,
                self.to,
                receipt.group
            ),
        });
        Ok(())
    }

    /// Where it is refused the pack that was written for it goes too.
    fn hands_over(&self, desk: &Desk, items: &[Item]) -> Result<Receipt, Failure> {
        let commands = items.iter().map(|item| item.command.clone()).collect();
        let judged = desk.submit(ticket(), Command::Group(commands));
        if let (Some(file), Err(SubmitError::Refused(_) | SubmitError::Unrecorded(_))) = (&self.pack, &judged)
        {
            let _ = fs::remove_file(file);
        }
        Ok(judged?)
    }

    /// A misspelt name would leave work with nobody.
    fn check_names(&self, desk: &Desk, today: Day) -> Result<(), Failure> {
        if self.from == self.to {
            return Err(Failure::usage("交出人和接手人是同一个人"));
        }
        let people = people(desk)?;
        let serving = people.iter().map(|(_, person)| person).filter(|person| person.is_serving(today));
        let names: Vec<&str> = serving.map(|person| person.name.as_str()).collect();
        if names.is_empty() || names.contains(&self.to.as_str()) {
            return Ok(());
        }
        Err(Failure::failed(format!("名册里没有在岗的“{}”", self.to))
            .hint(format!("在岗的有：{}", names.join("、"))))
    }

    fn in_hand(&self, desk: &Desk) -> Result<Vec<Item>, Failure> {
        let mut rows = Vec::new();
        for row in desk.extract(Extract::Found, "").chain(desk.extract(Extract::Of(Kind::PlanItem), "")) {
            let row = row?;
            if self.has(&row) {
                rows.push(row);
            }
        }
        let mut premises: Vec<Id> = rows.iter().filter_map(enterprise_of).collect();
        premises.sort_unstable();
        premises.dedup();
        let premises = desk.rows(&premises)?;
        let name = |row: &Row| {
            let id = enterprise_of(row)?;
            premises.get(&id)?.enterprise().map(|enterprise| enterprise.name.clone())
        };
        Ok(rows.iter().map(|row| self.item(row, name(row).unwrap_or_default())).collect())
    }

    fn has(&self, row: &Row) -> bool {
        match (row.hazard(), row.plan_item()) {
            (Some(hazard), _) => hazard.state.is_open() && hazard.watcher == self.from,
            (_, Some(item)) => item.outcome.is_empty() && item.inspectors.contains(&self.from),
            _ => false,
        }
    }

    fn item(&self, row: &Row, enterprise: String) -> Item {
        let hazard = row.hazard();
        let fields = match row.plan_item() {
            Some(item) => Fields::of([("inspectors", handed(&item.inspectors, &self.from, &self.to))]),
            None => Fields::of([("watcher", self.to.clone())]),
        };
        let why = format!("{}移交{}", self.from, self.to);
        Item {
            id: row.id,
            kind: if hazard.is_some() { "隐患" } else { "检查计划" },
            enterprise,
            premises: enterprise_of(row).unwrap_or_default(),
            text: hazard.map_or_else(|| "待检查".into(), |hazard| hazard.description.clone()),
            state: hazard.map_or_else(String::new, |hazard| hazard.state.name().into()),
            due: hazard.map_or_else(
                || row.plan_item().map_or(Day::NONE, |item| item.planned_on),
                |hazard| hazard.due,
            ),
            command: Command::Amend { id: row.id, seen: row.version, fields, effective_on: Day::NONE, why },
        }
    }
}

/// The names with `to` in the place of `from`, each once.
fn handed(names: &[String], from: &str, to: &str) -> String {
    let mut seen = BTreeSet::new();
    let names = names.iter().map(|name| if name == from { to } else { name.as_str() });
    names.filter(|name| seen.insert(*name)).collect::<Vec<_>>().join("、")
}

fn enterprise_of(row: &Row) -> Option<Id> {
    let id = row.hazard().map(|hazard| hazard.enterprise).or(row.plan_item().map(|item| item.enterprise));
    id.and_then(Id::opt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_over_stands_among_the_inspectors_once() {
        let names = ["李某", "王某", "赵某"].map(str::to_owned);
        assert_eq!(handed(&names, "李某", "赵某"), "赵某、王某");
        assert_eq!(handed(&names, "王某", "陈某"), "李某、陈某、赵某");
    }
}
