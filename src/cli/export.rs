//! Tables that go out. A file appears whole or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::context::{Context, past_day, townships};
use super::failure::Failure;
use super::matrix::{matrix_id, period};
use super::output::note;
use super::records::named;
use crate::ask::answer::Answer;
use crate::ask::query::{Extract, Query};
use crate::ask::report::entry_of;
use crate::desk::Desk;
use crate::desk::copybook::Papers;
use crate::exchange::export::{self, Caliber, ExportError, Format, Names, Setting};
use crate::model::id::Kind;

/// 导出：四个清单、合并台账、企业、各种记录、矩阵、月度统计表（monthly）、全部数据；文件名的结尾决定格式
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// 只导出这个乡镇：万安、wa 或 1
    #[arg(long, short = 't', value_name = "乡镇", global = true)]
    township: Option<String>,
    /// csv 用 GB18030 编码（旧版软件），不写则为带 BOM 的 UTF-8
    #[arg(long, global = true)]
    gbk: bool,
    /// 电话写全，不打星号
    #[arg(long, global = true)]
    phones: bool,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// 四个清单（企业、隐患、整改、责任），一个 xlsx 四张表
    FourLists {
        /// xlsx 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 合并台账，一条隐患一行
    Ledger {
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 企业名录
    Enterprises {
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 一种记录，如 检查、演练、宣传；records 可以不写：zhiben export 宣传 文件
    Records {
        /// 种类：记录的名称、代码，或工作记录的种类
        #[arg(value_name = "种类")]
        kind: String,
        /// xlsx、csv 或 jsonl 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 一个矩阵，如 M9
    Matrix {
        /// 矩阵，如 M9 或 欠账总表
        #[arg(value_name = "矩阵")]
        id: String,
        /// xlsx 或 csv 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 截至某日的情形
        #[arg(long, value_name = "日期")]
        as_of: Option<String>,
        /// 所看的期间，如 2026-11
        #[arg(long, value_name = "期间")]
        period: Option<String>,
    },
    /// 全部记录，一行一条 JSON
    All {
        /// jsonl 文件
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// A kind without `records` before it.
    #[command(external_subcommand)]
    Kind(Vec<String>),
}

/// Where a table goes and whose rows it holds.
struct Target<'a> {
    file: &'a Path,
    /// Code of the only township; empty: all.
    township: &'a str,
    format: Format,
}

impl Args {
    /// The whole line as it is meant where a kind stands without `records` before it; a form by its own name is a report
    /// (`export monthly 文件`). [`None`]: it is written out already.
    pub fn spelled_out(&self, typed: &[OsString]) -> Option<Vec<OsString>> {
        let What::Kind(words) = &self.what else { return None };
        let at = typed.len().checked_sub(words.len())?;
        let mut line = typed.to_vec();
        // Others share their names with records.
        if words.first().and_then(|word| entry_of(word)).is_some_and(|form| form.code == "monthly") {
            let export = typed.iter().take(at).rposition(|word| word == "export")?;
            *line.get_mut(export)? = "report".into();
        } else {
            line.insert(at, "records".into());
        }
        Some(line)
    }

    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let file = self.what.file();
        let format = self.format()?;
        let (desk, status) = cx.seated()?;
        let code = townships(&desk, &status, &Vec::from_iter(self.township.clone()))?.pop();
        let known = status.townships.iter().find(|(known, ..)| Some(known) == code.as_ref());
        let caliber = Caliber {
            as_of: cx.today.opt().unwrap_or(status.today),
            unit: known.map_or("全区".into(), |(_, short, _)| short.clone()),
            maker: status.officer.name.clone(),
            ..Caliber::default()
        };
        let target = Target { file, township: code.as_deref().unwrap_or_default(), format };
        let written = match &self.what {
            What::Matrix { id, as_of, period: of, .. } => {
                let id = matrix_id(id)?;
                let day = as_of.as_deref().map_or(Ok(cx.today), past_day)?;
                let query = Query::Matrix { id, day, period: of.as_deref().map(period).transpose()? };
                matrix(&desk, &query, &target, caliber)?
            }
            what => {
                let papers = Papers::of(&desk)?;
                let kind = match what {
                    What::Records { kind, .. } => Some(named(kind, papers.basics())?),
                    _ => None,
                };
                let setting = Setting { names: &papers, caliber: &caliber, phones: self.phones };
                let written = what.write(&desk, &target, kind, setting);
                written.map_err(|error| failed(file, &error))?
            }
        };
        note(format!("已导出 {written} 行"));
        if format == Format::JsonLines && !self.phones {
            note("电话打了星号；要原样导入别处的，加 --phones 写全");
        }
        cx.out.line(file.display().to_string())
    }

    /// The format is what the file's name ends with, among those that this list has.
    fn format(&self) -> Result<Format, Failure> {
        let (file, has) = (self.what.file(), self.what.formats());
        match Format::of(file).filter(|format| has.contains(format)) {
            Some(Format::Csv) if self.gbk => Ok(Format::CsvGbk),
            Some(format) => Ok(format),
            None => {
                let endings: Vec<String> = has.iter().map(|format| format!(".{}", format.ending())).collect();
                Err(Failure::usage(format!("“{}”不能导出成 {}", self.what.name(), file.display()))
                    .hint(format!("文件名以 {} 结尾", endings.join(" 或 "))))
            }
        }
    }
}

impl What {
    /// The word in the line.
    fn name(&self) -> &'static str {
        match self {
            What::FourLists { .. } => "four-lists",
            What::Ledger { .. } => "ledger",
            What::Enterprises { .. } => "enterprises",
            What::Records { .. } | What::Kind(_) => "records",
            What::Matrix { .. } => "matrix",
            What::All { .. } => "all",
        }
    }

    /// The formats that it can have.
    fn formats(&self) -> &'static [Format] {
        match self {
            What::FourLists { .. } => &[Format::Xlsx],
            What::Ledger { .. } | What::Enterprises { .. } | What::Matrix { .. } => {
                &[Format::Xlsx, Format::Csv]
            }
            What::Records { .. } | What::Kind(_) => &[Format::Xlsx, Format::Csv, Format::JsonLines],
            What::All { .. } => &[Format::JsonLines],
        }
    }

    fn file(&self) -> &Path {
        match self {
            What::FourLists { file }
            | What::Ledger { file }
            | What::Enterprises { file }
            | What::Records { file, .. }
            | What::Matrix { file, .. }
            | What::All { file } => file,
            What::Kind(words) => Path::new(words.get(1).map_or("", String::as_str)),
        }
    }

    fn write(
        &self,
        desk: &Desk,
        target: &Target,
        kind: Option<(Kind, String)>,
        setting: Setting<'_>,
    ) -> Result<u32, ExportError> {
        let rows = |of| {
            let extract = desk.extract(of, target.township);
            extract.map(|row| row.map_err(|error| ExportError::Source(error.to_string())))
        };
        let format = target.format;
        match self {
            What::FourLists { .. } => {
                let (enterprises, hazards) = (rows(Extract::Of(Kind::Enterprise)), rows(Extract::Hazards));
                export::four_lists(target.file, enterprises, hazards, setting).map(|(one, other)| one + other)
            }
            What::Ledger { .. } => export::ledger(target.file, format, rows(Extract::Hazards), setting),
            What::Enterprises { .. } => {
                let kind = Kind::Enterprise;
                export::records(target.file, format, (kind, ""), rows(Extract::Of(kind)), setting)
            }
            What::Records { .. } => {
                let (kind, sort) = kind.unwrap_or((Kind::Inspection, String::new()));
                let of = if kind == Kind::Hazard { Extract::Hazards } else { Extract::Of(kind) };
                export::records(target.file, format, (kind, &sort), rows(of), setting)
            }
            What::All { .. } | What::Matrix { .. } | What::Kind(_) => {
                export::all(target.file, rows(Extract::All), setting)
            }
        }
    }
}

fn matrix(desk: &Desk, query: &Query, target: &Target, caliber: Caliber) -> Result<u32, Failure> {
    let matrix = match desk.ask(query) {
        Answer::Matrix(matrix) => matrix,
        other => return Err(Failure::unanswered(other)),
    };
    let caliber = Caliber { as_of: matrix.as_of, ..caliber };
    let papers = Papers::of(desk)?;
    let setting = Setting { names: &papers, caliber: &caliber, phones: false };
    let written = export::matrix(target.file, target.format, &matrix, setting);
    written.map_err(|error| failed(target.file, &error))
}

fn failed(file: &Path, error: &ExportError) -> Failure {
    Failure::failed(format!("{}：{error}", file.display())).hint(error.hint())
}
