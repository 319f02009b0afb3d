//! Takes the latest undo back.

use super::context::Context;
use super::failure::Failure;
use super::undo;
use crate::model::command::Command;

/// 恢复刚才撤销的
#[derive(clap::Args, Debug)]
pub struct Args {}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        undo::submit(cx, Command::Redo, "已恢复")
    }
}
