//! Takes the last entry of this officer back.

use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::note;
use crate::model::command::Command;

/// 撤销自己今天最近的一次登记（留痕，不是删除）
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 撤销这一组（zhiben log 里的序号），不写则为最近一次
    #[arg(long, value_name = "序号")]
    group: Option<u64>,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        submit(cx, Command::Undo { group: self.group }, "已撤销")
    }
}

/// Grants a wish that needs no words and prints the records it touched.
pub fn submit(cx: &mut Context, command: Command, done: &str) -> Result<(), Failure> {
    let (desk, status) = cx.entering()?;
    if let Command::Undo { group: Some(group) } = command
        && !(1..=status.seq).contains(&group)
    {
        return Err(Failure::nothing(format!("没有第 {group} 号登记")).hint("序号见 zhiben log"));
    }
    let receipt = desk.submit(ticket(), command)?;
    note(done);
    cx.out.ids(&receipt.ids)
}
