//! 半年督导: the sheet to take along, with a sample that its seed draws again; with `--enter` the record of the visit begins.

use std::path::{Path, PathBuf};

use super::context::{Context, past_day, ticket};
use super::failure::Failure;
use super::output::note;
use crate::ask::answer::Answer;
use crate::ask::planning::{Planned, Planning};
use crate::ask::query::Query;
use crate::exchange::report::Format;
use crate::file::{self, Readers};

/// 半年督导工作单：乡镇的欠账、待办、隐患，抽查企业和已销号隐患的名单（种子写在单上，可复查）
#[derive(clap::Args, Debug)]
#[command(after_help = "例：zhiben supervise -t 万安 --out 万安督导.txt
同一种子抽到同一份名单；--enter 登记一条督导记录，抽查企业和种子写在里面。")]
pub struct Args {
    /// 乡镇：万安、wa 或 1
    #[arg(long, short = 't', value_name = "乡镇")]
    township: String,
    /// 半年，如 2026H2；不写则为当前半年
    #[arg(long, value_name = "半年", default_value = "")]
    half: String,
    /// 抽样种子；不写则随机取一个
    #[arg(long, value_name = "数")]
    seed: Option<u64>,
    /// 抽查几家企业
    #[arg(long, value_name = "家数", default_value_t = 5)]
    enterprises: u16,
    /// 抽查几条已销号隐患
    #[arg(long, value_name = "条数", default_value_t = 5)]
    hazards: u16,
    /// 另存为文本文件，以 .txt 或 .md 结尾
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
    /// 登记督导记录，日期不写则为今天
    #[arg(long, value_name = "日期", num_args = 0..=1, default_missing_value = "今天")]
    enter: Option<String>,
    /// 打印 JSON
    #[arg(long)]
    json: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        if let Some(file) = &self.out {
            is_text(file)?;
        }
        let (desk, status) = if self.enter.is_some() { cx.entering()? } else { cx.seated()? };
        let on = match self.enter.as_deref() {
            None => None,
            Some("今天") => Some(status.today),
            Some(text) => Some(past_day(text)?),
        };
        let seed = self.seed.unwrap_or_else(|| fastrand::u64(1..1_000_000));
        let (township, half) = (self.township.clone(), self.half.clone());
        let what = Planning::Kit { township, half, seed, counts: (self.enterprises, self.hazards) };
        let kit = match desk.ask(&Query::Planning(what, cx.today)) {
            Answer::Planned(Planned::Kit(kit)) => kit,
            other => return Err(Failure::unanswered(other)),
        };
        let text = kit.paper.text();
        if let Some(file) = &self.out {
            file::whole_of(file, Readers::Usual, text.as_bytes())
                .map_err(|error| Failure::io("写不了", file, &error))?;
        }
        if self.json {
            cx.out.json(&kit)?
        } else {
            cx.out.text(&text)?
        }
        cx.out.flush()?;
        if let Some(day) = on {
            let receipt = desk.submit(ticket(), kit.wish(day))?;
            let id = receipt.ids.first().map(ToString::to_string).unwrap_or_default();
            note(format!("已登记督导 {id}，抽样种子 {seed}"));
        }
        Ok(())
    }
}

/// The sheet is text: a file of another ending would not open as what it is called.
fn is_text(file: &Path) -> Result<(), Failure> {
    match Format::of(file) {
        Some(Format::Txt | Format::Md) => Ok(()),
        _ => Err(Failure::usage(format!("督导工作单是文本，不能存成 {}", file.display()))
            .hint("文件名以 .txt 或 .md 结尾；带签字栏的 docx 是督导报告：zhiben report supervision -t 乡镇 文件.docx")),
    }
}
