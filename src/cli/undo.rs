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
    let (desk, _) = cx.entering()?;
    let receipt = desk.submit(ticket(), command)?;
    note(done);
    receipt.ids.iter().try_for_each(|id| cx.out.line(id.to_string()))
}
