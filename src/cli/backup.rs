//! A copy of the journal that can be trusted.

use std::path::{Path, PathBuf};

use super::absent;
use super::context::Context;
use super::failure::{Failure, Kind};
use super::output::note;
use crate::ledger::backup;

/// 备份台账到一个新目录，写完后再核对一遍；有人正在使用也可以备份
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben backup /备份/2026-11-23
台账由服务保管时：sudo -u zhiben zhiben --data /var/lib/zhiben backup /备份/2026-11-23")]
pub struct Args {
    /// 新的或空的目录
    #[arg(value_name = "目录")]
    to: PathBuf,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let to = std::path::absolute(&self.to)?;
        let data = cx
            .own_data("台账由服务保管，备份在它的数据目录上办", |zhiben| {
                format!("{zhiben} backup {}", to.display())
            })
            .map_err(|failure| failure.hint("服务每天自己备份一次，最近一次见 zhiben doctor"))?;
        if !data.join("journal").is_dir() {
            return Err(absent::failure(cx, Kind::Nothing, "，没有可备份的"));
        }
        if is_inside(&to, data)? {
            return Err(Failure::usage(format!("备份不能放在台账自己的目录 {} 里", data.display()))
                .hint("目录坏了会一起丢失：换一个目录，最好在另一块盘上"));
        }
        let manifest = backup::backup(data, &self.to, cx.now())?;
        note(format!("已备份 {} 条记录，核对无误", manifest.last_seq));
        cx.out.line(self.to.display().to_string())
    }
}

/// Would this place be in that directory, whatever links lead there? The place need not be there yet.
fn is_inside(place: &Path, directory: &Path) -> Result<bool, Failure> {
    let there = place.ancestors().find(|part| part.exists()).unwrap_or(place);
    Ok(there.canonicalize()?.starts_with(directory.canonicalize()?))
}
