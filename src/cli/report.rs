//! 报表: forms and papers, printed as text or written by their ending; frozen as they went out, and compared later.

mod frozen;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::context::{Context, day, townships};
use super::failure::Failure;
use super::matrix::period;
use super::output::note;
use crate::ask::answer::{Answer, Status};
use crate::ask::query::Query;
use crate::ask::report::{Entry, Need, REPORTS, Report, Wanted, entry_of};
use crate::desk::Desk;
use crate::exchange::report::{Format, text, write};
use crate::model::id::Kind;
use crate::model::row::name_of;

/// What compares a frozen report instead of making one.
const DIFF: &str = "diff";

/// 报表和单据：欠账通报、月报、督导报告、一档、总结、周报
#[derive(clap::Args, Debug)]
#[command(after_help = listed())]
pub struct Args {
    /// 哪一种（见下）；diff 看冻结以后的变化
    #[arg(value_name = "报表", value_parser = PossibleValuesParser::new(known()), hide_possible_values = true)]
    what: Option<String>,
    /// 要编号的先写编号；文件以 .docx .xlsx .md .txt 结尾，不写就打印文字；diff 写冻结的名字
    #[arg(value_name = "编号或文件", num_args = 0..=2)]
    rest: Vec<String>,
    /// 列出全部报表和已冻结的
    #[arg(long)]
    list: bool,
    /// 乡镇：万安、wa 或 1
    #[arg(long, short = 't', value_name = "乡镇")]
    township: Option<String>,
    /// 期间，如 2026-11、2026Q4、2026H2、2026
    #[arg(long, short = 'p', value_name = "期间")]
    period: Option<String>,
    /// 截至某日的情形
    #[arg(long, value_name = "日期")]
    as_of: Option<String>,
    /// 抽签的随机种子；不写则为制表日
    #[arg(long, value_name = "数")]
    seed: Option<u64>,
    /// 抽几条
    #[arg(long, short = 'n', value_name = "条数")]
    number: Option<u32>,
    /// 冻结：照原样留底，以后用 diff 看变化
    #[arg(long)]
    freeze: bool,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

fn known() -> Vec<PossibleValue> {
    let reports = REPORTS.iter().map(|e| PossibleValue::new(e.code).alias(e.name).help(e.name));
    reports.chain([PossibleValue::new(DIFF).help("冻结以后的变化")]).collect()
}

/// Every report with what it takes, a line each.
fn listed() -> String {
    let lines =
        REPORTS.iter().map(|entry| format!("{}  {}：{}{}", entry.code, entry.name, entry.help, takes(entry)));
    lines
        .chain([format!("{DIFF}  冻结以后的变化：逐个数字对照冻结时与现在（写名字或文件）")])
        .collect::<Vec<_>>()
        .join("\n")
}

/// Is it made of records of this kind?
fn takes_kind(entry: &Entry, kind: Kind) -> bool {
    entry.records.is_empty() || entry.records.contains(&kind)
}

fn takes(entry: &Entry) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !entry.records.is_empty() {
        parts.push("编号".into());
    }
    match entry.township {
        Need::Must => parts.push("--township".into()),
        Need::May => parts.push("[--township]".into()),
        Need::No => {}
    }
    if !entry.periods.is_empty() {
        let kinds: Vec<&str> = entry.periods.iter().map(|kind| kind.label()).collect();
        parts.push(format!("[--period {}]", kinds.join("、")));
    }
    if entry.draws {
        parts.push("[--seed] [--number]".into());
    }
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join(" ")) }
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        if self.list {
            return list(cx);
        }
        match self.what.as_deref() {
            None => Err(Failure::usage("要写明是哪种报表").hint("看有哪些：zhiben report --list")),
            Some(DIFF) => self.diff(cx),
            Some(word) => {
                let entry = entry_of(word).ok_or_else(|| {
                    Failure::usage(format!("没有“{word}”这种报表")).hint("看有哪些：zhiben report --list")
                })?;
                self.make(cx, entry)
            }
        }
    }

    fn make(&self, cx: &mut Context, entry: &'static Entry) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        let (wanted, file) = self.wanted(cx, &desk, &status, entry)?;
        let format = file.as_deref().map(format).transpose()?;
        let report = ask(&desk, &wanted)?;
        if let (Some(file), Some(format)) = (&file, format) {
            let written = write(file, format, &report);
            written.map_err(|error| {
                Failure::failed(format!("{}：{error}", file.display())).hint(error.hint())
            })?;
        }
        if self.freeze {
            let name = frozen::keep(cx, &wanted, &report)?;
            note(format!("已冻结 {name}；以后看变化：zhiben report diff {name}"));
        }
        match file {
            Some(file) => cx.out.line(file.display().to_string())?,
            None if self.json => cx.out.json(&report)?,
            None => cx.out.text(&text(&report))?,
        }
        sound(cx, &report)
    }

    fn wanted(
        &self,
        cx: &Context,
        desk: &Desk,
        status: &Status,
        entry: &Entry,
    ) -> Result<(Wanted, Option<PathBuf>), Failure> {
        let mut rest = self.rest.iter();
        let id = match entry.records.is_empty() {
            true => None,
            false => rest.next().map(|text| cx.id(desk, text)).transpose()?,
        };
        let file = rest.next().map(PathBuf::from);
        if let Some(more) = rest.next() {
            return Err(Failure::usage(format!("多写了“{more}”"))
                .hint(format!("{}不要编号，只写一个文件", entry.name)));
        }
        let wanted = Wanted {
            day: self.as_of.as_deref().map_or(Ok(cx.today), day)?,
            township: townships(desk, status, &Vec::from_iter(self.township.clone()))?
                .pop()
                .unwrap_or_default(),
            period: self.period.as_deref().map(period).transpose()?,
            id: id.unwrap_or_default(),
            seed: self.seed,
            number: self.number,
            ..Wanted::new(entry.code)
        };
        let kind = wanted.id.kind();
        match entry.faults(&wanted).into_iter().next() {
            Some((_, _, hint)) if wanted.id.is_some() && !takes_kind(entry, kind) => {
                Err(Failure::usage(format!("{}没有{}", name_of(kind), entry.name)).hint(hint))
            }
            Some((_, what, hint)) => Err(Failure::usage(what).hint(hint)),
            None => Ok((wanted, file)),
        }
    }

    fn diff(&self, cx: &mut Context) -> Result<(), Failure> {
        let [name] = self.rest.as_slice() else {
            return Err(Failure::usage("要写明是哪份冻结的报表").hint("看有哪些：zhiben report --list"));
        };
        let kept = frozen::read(cx, name)?;
        let (desk, _) = cx.seated()?;
        let now = ask(&desk, &kept.wanted)?;
        frozen::tell(cx, &kept, &now, self.json)?;
        sound(cx, &now)
    }
}

fn list(cx: &mut Context) -> Result<(), Failure> {
    let heads = ["报表", "名称", "说明", "要写明"].map(str::to_owned).to_vec();
    let rows = REPORTS.iter().map(|e| vec![e.code.into(), e.name.into(), e.help.into(), takes(e)]);
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())?;
    let names = frozen::names(cx);
    if !names.is_empty() {
        cx.out.line(format!("\n已冻结（{}）", names.len()))?;
        for name in names {
            cx.out.line(format!("  {name}"))?;
        }
    }
    Ok(())
}

fn ask(desk: &Desk, wanted: &Wanted) -> Result<Report, Failure> {
    match desk.ask(&Query::Report(wanted.clone())) {
        Answer::Report(report) => Ok(report),
        other => Err(Failure::unanswered(other)),
    }
}

fn format(file: &std::path::Path) -> Result<Format, Failure> {
    Format::of(file).ok_or_else(|| {
        Failure::usage(format!("{} 看不出是什么格式", file.display()))
            .hint(format!("文件名以 {} 结尾", Format::ENDINGS.map(|ending| format!(".{ending}")).join("、")))
    })
}

/// A report whose numbers do not agree was given, and says so; the exit code says it too.
fn sound(cx: &mut Context, report: &Report) -> Result<(), Failure> {
    if report.is_sound() {
        return Ok(());
    }
    cx.out.flush()?;
    for fault in &report.faults {
        note(format!("自检不符：{fault}"));
    }
    Err(Failure::failed(format!("{}有 {} 处数字对不上，报表里已写明", report.title, report.faults.len()))
        .hint("先不要报送；看有没有记录的乡镇写成了别的单位，再运行 zhiben verify 核对台账"))
}
