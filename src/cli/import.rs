//! Tables that come in: a preview first, then everything sound in one group that is undone together.

use std::fs;
use std::path::{Path, PathBuf};

use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::note;
use super::records::named;
use crate::desk::copybook::Known;
use crate::exchange::import::{MapFile, Options, Preview, Register, Severity, understand};
use crate::exchange::table::{Unreadable, read_table};

/// 从表格导入企业、隐患、检查和各种记录：xlsx、xls、ods、csv、jsonl
#[derive(clap::Args, Debug)]
#[command(
    after_help = "csv 为 UTF-8 或 GB18030。有问题的行暂扣并列出，其余作为一组录入，可一次撤销；整张表读不了、或各行都暂扣时一行也不录，退出码为 1。
例：zhiben import 企业 企业名录.xlsx --dry-run
　　zhiben import 宣传 各乡镇宣传登记.xlsx
　　zhiben import 细化措施 省66项.xlsx --set 日期=2024-05-10 --set 单位=LT"
)]
pub struct Args {
    /// 企业、隐患、检查、演练、展会 …，或工作记录的种类：宣传、会议、细化措施 …（名称、代码或简写）
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
    /// 整张表都一样、表里没有写的：栏目=内容，可写几次
    #[arg(long, value_name = "栏目=内容")]
    set: Vec<String>,
    /// 与登记不同的值，以表格为准；乡镇、行业、重点、状态自今天起变更
    #[arg(long)]
    accept_changes: bool,
    /// 预览打印为 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let set = self.set.iter().map(|said| pair(said)).collect::<Result<Vec<_>, _>>()?;
        let map = self.map.as_deref().map_or_else(|| Ok(MapFile::default()), map_file)?;
        fs::metadata(&self.file).map_err(|error| Failure::io("读不了", &self.file, &error))?;
        let sheets = read_table(&self.file).map_err(|unreadable| {
            let Unreadable { what, hint } = unreadable;
            Failure::failed(format!("{}：{what}", self.file.display())).hint(hint)
        })?;
        let (desk, status) = cx.entering()?;
        let (kind, sort) = named(&self.kind, &desk.office()?.basics)?;
        let known = Known::of(&desk, kind)?;
        let own = known.basics().unit(&status.officer.unit).filter(|unit| unit.is_township());
        let options = Options {
            file: self.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            today: status.today,
            start_on: status.start_on,
            plan_start: known.plan_start(),
            counted_from: known.counted_from(status.today),
            map,
            accept_changes: self.accept_changes,
            strict: self.strict,
            sort,
            set,
            own_township: own.map(|unit| unit.code.clone()).unwrap_or_default(),
            roles: status.officer.roles.clone(),
        };
        let preview = understand(kind, sheets, &known, &options);
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
                note(match preview.counts.differing {
                    0 => "没有要录入的行",
                    _ => "没有要录入的行；与登记不同的，要以表格为准请加 --accept-changes",
                });
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
}

/// `日期=2024-05-10`
fn pair(said: &str) -> Result<(String, String), Failure> {
    let found =
        said.split_once(['=', '＝']).map(|(word, value)| (word.trim().to_owned(), value.trim().to_owned()));
    found.ok_or_else(|| {
        Failure::usage(format!("--set 写成 栏目=内容：{said}")).hint("如 --set 日期=2024-05-10")
    })
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
