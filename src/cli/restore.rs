//! The way back from a backup, into a directory of its own.

use std::path::PathBuf;

use super::context::Context;
use super::failure::Failure;
use super::output::note;
use crate::ledger::backup;

/// 从备份恢复到数据目录（须是新的或空的）；链不完整的备份不予恢复
#[derive(clap::Args, Debug)]
#[command(after_help = "例：台账坏了，先改名，再恢复，并接上备份之后的完好记录：
  mv ~/.local/share/zhiben ~/.local/share/zhiben.old
  zhiben restore /备份/2026-11-22 --rest ~/.local/share/zhiben.old")]
pub struct Args {
    /// 备份目录
    #[arg(value_name = "目录")]
    from: PathBuf,
    /// 损坏的旧数据目录：接上其中备份之后的完好记录
    #[arg(long, value_name = "目录")]
    rest: Option<PathBuf>,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let from = std::path::absolute(&self.from)?;
        let data = cx.own_data("台账由服务保管，恢复在它的数据目录上办", |zhiben| {
            format!("停服务、旧目录改名，再 {zhiben} restore {}，步骤见 docs/deploy.md", from.display())
        })?;
        let restored = backup::restore(&self.from, self.rest.as_deref(), data)?;
        let joined = restored.last_seq - restored.from_backup.min(restored.last_seq);
        let more = if joined == 0 { String::new() } else { format!("，接上其后 {joined} 条") };
        note(format!("已恢复备份中的 {} 条记录{more}", restored.from_backup));
        cx.out.line(cx.data.display().to_string())
    }
}
