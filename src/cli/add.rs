//! Quick entry from the shell: the line that the workbench takes, each line whole or not at all. From standard input also
//! what is pasted there: a 接龙, rows of a spreadsheet under their head.

use std::io::{self, Read};

use super::context::{Context, ticket};
use super::failure::{Failure, io_words};
use super::output::{note, remark};
use crate::ask::answer::{Answer, Understood};
use crate::ask::query::Query;
use crate::desk::Desk;
use crate::entry::{common_of, lines_of};
use crate::model::id::Id;

/// 速录：一句话登记检查、隐患、自查、演练 …
#[derive(clap::Args, Debug)]
#[command(after_help = "例：
  zhiben add 'i 1.cy/阿芬 @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok'
  zhiben add r '#42' ok 已更换金属软管
  zhiben add - < 今天.txt
  zhiben add - < 微信接龙.txt
第一个参数里没有空格时，各参数合成一句；有空格时，每个参数是一句。以 .. 开头的一句给后面各句定下共同的部分。
标准输入里可以是一行一句，也可以是微信接龙，或表格里带表头复制出来的几行（制表符分隔）。逐行存入，编号打印在标准输出；
没有存入的行（与登记不同的也不直接改）连同行号和原因打印在标准错误，退出码为 1，其余各行照常存入。")]
pub struct Args {
    /// 速录句；- 表示从标准输入读
    #[arg(value_name = "句子", required = true, allow_hyphen_values = true)]
    lines: Vec<String>,
    /// 标准输入里与登记不同的，以读进来的为准（写在 - 前面）
    #[arg(long)]
    accept_changes: bool,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let Lines { each, unit, is_pasted } = lines(self.lines)?;
        let (desk, _) = cx.entering()?;
        let overwrites = !is_pasted || self.accept_changes;
        let mut entry = Entry { desk, common: String::new(), last: Id::NONE, overwrites };
        let mut refused = 0;
        for (number, line) in &each {
            let place = if each.len() == 1 { String::new() } else { format!("第{number}{unit} ") };
            match entry.take(line, &place) {
                Ok(ids) => ids.iter().try_for_each(|id| cx.out.line(id.to_string()))?,
                Err(why) if each.len() == 1 => return Err(why),
                Err(why) => {
                    refused += 1;
                    note(format!("{place}没有存入：{line}"));
                    why.report();
                }
            }
        }
        match refused {
            0 => Ok(()),
            n => {
                cx.out.flush()?;
                Err(Failure::failed(format!("{n}{unit}没有存入，其余已存入"))
                    .hint(format!("改好这几{unit}再录；已存入的不要重录")))
            }
        }
    }
}

/// What is to be entered, each line with its number as the person counts, and what they call it.
struct Lines {
    each: Vec<(usize, String)>,
    unit: &'static str,
    is_pasted: bool,
}

fn lines(args: Vec<String>) -> Result<Lines, Failure> {
    let sentences = |all: Vec<String>| Lines {
        each: all.into_iter().enumerate().map(|(n, line)| (n + 1, line)).collect(),
        unit: "句",
        is_pasted: false,
    };
    match args.as_slice() {
        [dash] if dash == "-" => Ok(Lines { each: lines_of(&pasted()?), unit: "行", is_pasted: true }),
        [first, _, ..] if !first.trim().contains(char::is_whitespace) => Ok(sentences(vec![args.join(" ")])),
        _ => Ok(sentences(args)),
    }
}

fn pasted() -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text).map_err(|error| {
        Failure::failed(format!("标准输入读不了：{}", io_words(&error))).hint("要 UTF-8 文本，一行一句")
    })?;
    Ok(text)
}

/// What carries over from line to line.
struct Entry {
    desk: Desk,
    common: String,
    last: Id,
    /// What the register says otherwise is changed; else such a line is refused.
    overwrites: bool,
}

impl Entry {
    /// Enters a line; gives the records that it made or changed. Remarks name its place.
    fn take(&mut self, line: &str, place: &str) -> Result<Vec<Id>, Failure> {
        if let Some(common) = common_of(line) {
            common.clone_into(&mut self.common);
            return Ok(Vec::new());
        }
        let (line, common, last) = (line.to_owned(), self.common.clone(), self.last);
        let understood = match self.desk.ask(&Query::Understand { line, common, last }) {
            Answer::Understood(understood) => understood,
            other => return Err(Failure::unanswered(other)),
        };
        remark(place, &understood.remarks);
        let is_settled = understood.says_nothing_new();
        let Some(command) = understood.command else {
            return if is_settled { Ok(Vec::new()) } else { Err(not_understood(&understood)) };
        };
        if !self.overwrites && !understood.overwrites.is_empty() {
            let differences: Vec<String> = understood.overwrites.iter().map(ToString::to_string).collect();
            return Err(Failure::failed(format!("与登记不同：{}", differences.join("；")))
                .hint("以读进来的为准：zhiben add --accept-changes - < 文件"));
        }
        let receipt = self.desk.submit(ticket(), command)?;
        remark(place, &receipt.remarks);
        self.last = receipt.ids.last().copied().unwrap_or(self.last);
        Ok(receipt.ids)
    }
}

fn not_understood(understood: &Understood) -> Failure {
    let wrong: Vec<String> = understood.errors.iter().map(ToString::to_string).collect();
    let choices: Vec<String> =
        understood.choices.iter().map(|choice| format!("{}（写 {}）", choice.text, choice.value)).collect();
    let text = match (wrong.is_empty(), choices.is_empty()) {
        (false, _) => wrong.join("；"),
        (true, false) => "有几种可能，没有替您猜".into(),
        (true, true) => "看不懂这一句".into(),
    };
    let read =
        understood.lines.iter().map(|(label, text)| format!("{label} {text}")).collect::<Vec<_>>().join("，");
    Failure::failed(text)
        .hint(if choices.is_empty() { String::new() } else { format!("可以是：{}", choices.join("，")) })
        .hint(if read.is_empty() { String::new() } else { format!("已看懂：{read}") })
}
