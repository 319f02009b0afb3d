//! Tables that come in: a preview first, then everything sound in one group that is undone together.

use std::fs;
use std::path::{Path, PathBuf};

use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::note;
use super::records::kind;
use crate::ask::answer::Status;
use crate::desk::Desk;
use crate::desk::copybook::Known;
use crate::exchange::import::{MapFile, Options, Preview, Severity, understand};
use crate::exchange::table::{Sheet, Unreadable, read_table};
use crate::model::id::Kind;

/// 从表格导入：企业、隐患、检查（xlsx、xls、ods、csv、jsonl；csv 为 UTF-8 或 GB18030）
#[derive(clap::Args, Debug)]
#[command(
    after_help = "有问题的行暂扣并列出，其余作为一组录入，可一次撤销；整张表读不了、或各行都暂扣时一行也不录，退出码为 1。
例：zhiben import 企业 企业名录.xlsx --dry-run"
)]
pub struct Args {
    /// 企业、隐患 或 检查
    #[arg(value_name = "种类")]
    kind: String,
    /// 表格文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 只预览，不录入
    #[arg(long)]
    dry_run: bool,
    /// 对照文件（TOML）：表头指哪个栏目（写栏目名或键名），重名指哪家企业（写编号）
    #[arg(long, value_name = "文件")]
    map: Option<PathBuf>,
    /// 有一行不对就全部不录
    #[arg(long)]
    strict: bool,
    /// 与登记不同的值，以表格为准
    #[arg(long)]
    accept_changes: bool,
    /// 预览打印为 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let kind = kind(&self.kind)?;
        let map = self.map.as_deref().map_or_else(|| Ok(MapFile::default()), map_file)?;
        let sheets = read_table(&self.file).map_err(|unreadable| {
            let Unreadable { what, hint } = unreadable;
            Failure::failed(format!("{}：{what}", self.file.display())).hint(hint)
        })?;
        let (desk, status) = cx.entering()?;
        let preview = self.preview(&desk, &status, kind, sheets, map)?;
        if self.json {
            cx.out.json(&preview)?
        } else {
            cx.out.text(&preview.report())?
        }
        cx.out.flush()?;
        match preview.command() {
            None if preview.is_barred() => Err(barred(&preview)),
            None if preview.counts.held > 0 && preview.counts.held == preview.counts.read => {
                Err(Failure::failed("能录的一行也没有，什么都没有录入")
                    .hint("照上面所列改好暂扣的各行再导入"))
            }
            None => {
                note("没有要录入的行");
                Ok(())
            }
            Some(_) if self.dry_run => {
                note("只是预览，什么都没有录入；去掉 --dry-run 即录入");
                Ok(())
            }
            Some(command) => {
                let receipt = desk.submit(ticket(), command)?;
                note(format!("已录入（撤销整组：zhiben undo --group {}）", receipt.group));
                Ok(())
            }
        }
    }

    fn preview(
        &self,
        desk: &Desk,
        status: &Status,
        kind: Kind,
        sheets: Vec<Sheet>,
        map: MapFile,
    ) -> Result<Preview, Failure> {
        let known = Known::of(desk)?;
        let options = Options {
            file: self.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            today: status.today,
            start_on: status.start_on,
            plan_start: known.plan_start(),
            map,
            accept_changes: self.accept_changes,
            strict: self.strict,
        };
        Ok(understand(kind, sheets, &known, &options))
    }
}

fn map_file(path: &Path) -> Result<MapFile, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io("读不了", path, &error))?;
    MapFile::parse(&text).map_err(Failure::usage)
}

fn barred(preview: &Preview) -> Failure {
    let fatal = preview.of(Severity::Fatal).next();
    match fatal {
        Some(_) => Failure::failed("这张表不能导入，一行也没有录入").hint("照上面所列改好再试"),
        None => Failure::failed("有暂扣的行，一行也没有录入").hint("改好所列各行，或去掉 --strict"),
    }
}
