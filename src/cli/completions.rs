//! Completions of the shell, from the same definitions.

use clap::CommandFactory;
use clap_complete::Shell;

use super::context::Context;
use super::failure::Failure;
use super::{Line, chinese};

/// 生成命令补全脚本：bash、zsh、fish …
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 哪种 shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let mut made = Vec::new();
        clap_complete::generate(self.shell, &mut chinese::spell(Line::command()), "zhiben", &mut made);
        cx.out.bytes(&made)
    }
}
