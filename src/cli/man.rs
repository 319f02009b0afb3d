//! The man page, from the same definitions.

use clap::CommandFactory;

use super::context::Context;
use super::failure::Failure;
use super::{Line, chinese};

/// 生成手册页：zhiben man | man -l -
#[derive(clap::Args, Debug)]
pub struct Args {}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let mut made = Vec::new();
        clap_mangen::Man::new(chinese::spell(Line::command())).render(&mut made)?;
        cx.out.bytes(&made)
    }
}
