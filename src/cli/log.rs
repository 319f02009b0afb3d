//! The last entries of the journal.

use super::context::Context;
use super::failure::Failure;
use crate::ask::answer::{Answer, HistoryLine};
use crate::ask::query::Query;

/// 最近的登记：谁、什么时候、做了什么
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 最多几条
    #[arg(long, short = 'n', value_name = "条数", default_value_t = 30)]
    limit: u32,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, _) = cx.seated()?;
        match desk.ask(&Query::Log { limit: self.limit }) {
            Answer::Log(lines) if self.json => cx.out.json(&lines),
            Answer::Log(lines) => print(cx, &lines),
            other => Err(Failure::unanswered(other)),
        }
    }
}

fn print(cx: &mut Context, lines: &[HistoryLine]) -> Result<(), Failure> {
    let heads = ["序号", "时间", "经办", "编号", "事项", "原因"].map(str::to_owned).to_vec();
    let rows = lines.iter().map(|line| {
        let undone = if line.undone { "（已撤销）" } else { "" };
        vec![
            line.seq.to_string(),
            line.at.clone(),
            line.officer.clone(),
            line.id.to_string(),
            format!("{}{undone}", line.text),
            line.why.clone(),
        ]
    });
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
}
