//! One thing whole, with its history.

use super::context::Context;
use super::failure::Failure;
use super::output::note;
use crate::ask::answer::{Answer, DetailLine, Whole};
use crate::ask::query::Query;
use crate::model::id::Id;
use crate::text::clean;

/// 一条记录的全部内容和经过
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 编号，如 H2611-0042，或 #42（最近一条未办结的）
    #[arg(value_name = "编号")]
    id: String,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, _) = cx.seated()?;
        let (id, others) = cx.newest(&desk, &self.id)?;
        match desk.ask(&Query::Record { id, day: cx.today }) {
            Answer::Whole(whole) if self.json => cx.out.json(&whole)?,
            Answer::Whole(whole) => print(cx, &whole)?,
            other => return Err(Failure::unanswered(other)),
        }
        if !others.is_empty() {
            cx.out.flush()?;
            note(format!("同号的还有 {}", others.iter().map(Id::to_string).collect::<Vec<_>>().join("、")));
        }
        Ok(())
    }
}

fn print(cx: &mut Context, whole: &Whole) -> Result<(), Failure> {
    cx.out.line(format!("{} {} {} {}", whole.id, whole.kind, clean(&whole.title), whole.state).trim_end())?;
    details(cx, &whole.lines)?;
    for (heading, lines) in &whole.related {
        cx.out.line(format!("\n{heading}（{}）", lines.len()))?;
        details(cx, lines)?;
    }
    block(cx, "义务", whole.duties.iter().cloned())?;
    block(cx, "现在可办", whole.offers.iter().map(|offer| offer.name.clone()))?;
    block(
        cx,
        "经过",
        whole.history.iter().map(|line| {
            let undone = if line.undone { "（已撤销）" } else { "" };
            let why = if line.why.is_empty() { String::new() } else { format!("：{}", line.why) };
            format!("{} {} {}{why}{undone}", line.at, line.officer, line.text)
        }),
    )
}

fn details(cx: &mut Context, lines: &[DetailLine]) -> Result<(), Failure> {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let link = line.link.opt().filter(|id| !line.text.contains(&id.to_string()));
            let link = link.map_or_else(String::new, |id| format!("  {id}"));
            vec![line.label.clone(), format!("{}{link}", line.text)]
        })
        .collect();
    cx.out.table(&rows)
}

fn block(
    cx: &mut Context,
    heading: &str,
    lines: impl ExactSizeIterator<Item = String>,
) -> Result<(), Failure> {
    if lines.len() > 0 {
        cx.out.line(format!("\n{heading}"))?;
    }
    lines.into_iter().try_for_each(|line| cx.out.line(format!("  {}", clean(&line))))
}
