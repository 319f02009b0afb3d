//! A copy of the journal that can be trusted.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::output::note;
use crate::ledger::backup;

/// 备份台账到一个新目录，写完后再核对一遍；有人正在使用也可以备份
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 新的或空的目录
    #[arg(value_name = "目录")]
    to: PathBuf,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let manifest = backup::backup(&cx.data, &self.to, cx.now())?;
        note(format!("已备份 {} 条记录，核对无误", manifest.last_seq));
        cx.out.line(self.to.display().to_string())
    }
}
