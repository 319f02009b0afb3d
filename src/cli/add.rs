//! Quick entry from the shell: the line that the workbench takes, each line whole or not at all. From standard input also
//! what is pasted there: a 接龙, rows of a spreadsheet under their head.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use super::context::{Context, ticket};
use super::failure::{Failure, Kind};
use super::output::{note, remark};
use crate::ask::answer::{Answer, Understood};
use crate::ask::query::Query;
use crate::desk::Desk;
use crate::entry::{common_of, lines_of, pick};
use crate::exchange::table::{Decoded, decode};
use crate::file;
use crate::model::id::Id;

/// 速录：一句话登记检查、隐患、自查、演练 …
#[derive(clap::Args, Debug)]
#[command(after_help = "例：
  zhiben add 'i 1.cy/阿芬 @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok'
  zhiben add r '#42' ok 已更换金属软管
  zhiben add - < 今天.txt
  zhiben add - < 微信接龙.txt
第一个参数里没有空格时，各参数合成一句；有空格时，每个参数是一句。以 .. 开头的一句给后面各句定下共同的部分。
标准输入里可以是一行一句，也可以是微信接龙，或表格里带表头复制出来的几行（制表符分隔），UTF-8、GBK 都认。逐行存入，存一行打印一行的编号；
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
        let mut told = Told::default();
        let mut refused = 0;
        let stop = Stop::heeded()?;
        for Line { number, text, garbled } in &each {
            let place = if each.len() == 1 { String::new() } else { format!("第{number}{unit} ") };
            if let Some(signal) = stop.signal() {
                return Err(Failure::new(Kind::Stopped(signal), format!("中断了，{place}起没有存入"))
                    .hint("编号打印出来的已存入，不要重录"));
            }
            let taken = match garbled {
                Some(encoding) => Err(Failure::failed(format!("有认不出的字（按 {encoding} 读）"))
                    .hint("这一行重新打一遍，或把文件另存为 UTF-8")),
                None => entry.take(text, &place),
            };
            match taken {
                Ok(ids) => told.tell(cx, &ids),
                Err(why) if each.len() == 1 => return Err(why),
                Err(why) => {
                    refused += 1;
                    note(format!("{place}没有存入：{text}"));
                    why.report();
                }
            }
        }
        match refused {
            0 => told.end(),
            n => Err(Failure::failed(format!("{n}{unit}没有存入，其余已存入"))
                .hint(format!("改好这几{unit}再录；已存入的不要重录"))),
        }
    }
}

/// Whether the numbers of what was entered could be printed. What they belong to is recorded all the same, so the lines behind are
/// entered as well; the numbers go where messages go.
#[derive(Default)]
struct Told(Option<Failure>);

impl Told {
    fn tell(&mut self, cx: &mut Context, ids: &[Id]) {
        if self.0.is_none() {
            self.0 = cx.out.ids(ids).err();
        }
        if self.0.as_ref().is_some_and(|why| !why.is_closed_pipe()) {
            ids.iter().for_each(|id| note(format!("已存入 {id}")));
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self.0 {
            Some(why) if !why.is_closed_pipe() => Err(Failure::failed(format!("编号{why}；各句都已存入"))
                .hint("编号见上，也可用 zhiben log 看；不要重录")),
            _ => Ok(()),
        }
    }
}

/// INT and TERM, heeded between two lines: the one under way is finished and its number printed.
struct Stop(Arc<AtomicUsize>);

impl Stop {
    fn heeded() -> Result<Stop, Failure> {
        let caught = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register_usize(signal, Arc::clone(&caught), signal as usize)?;
        }
        Ok(Stop(caught))
    }

    fn signal(&self) -> Option<u8> {
        u8::try_from(self.0.load(Ordering::Relaxed)).ok().filter(|signal| *signal > 0)
    }
}

/// What is to be entered, and what the person calls one of it.
struct Lines {
    each: Vec<Line>,
    unit: &'static str,
    is_pasted: bool,
}

/// One of it.
struct Line {
    /// As the person counts.
    number: usize,
    text: String,
    /// Not all of its signs were understood, read by this encoding.
    garbled: Option<&'static str>,
}

fn lines(args: Vec<String>) -> Result<Lines, Failure> {
    let sentences = |all: Vec<String>| Lines {
        each: all
            .into_iter()
            .enumerate()
            .map(|(n, text)| Line { number: n + 1, text, garbled: None })
            .collect(),
        unit: "句",
        is_pasted: false,
    };
    match args.as_slice() {
        [dash] if dash == "-" => pasted(),
        [first, _, ..] if !first.trim().contains(char::is_whitespace) => Ok(sentences(vec![args.join(" ")])),
        _ => Ok(sentences(args)),
    }
}

/// Standard input, in any encoding that a spreadsheet's text may have.
fn pasted() -> Result<Lines, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| {
        Failure::failed(format!("标准输入读不了：{}", file::words(&error))).hint("要文本，一行一句")
    })?;
    let Decoded { text, encoding, garbled } = decode(&bytes);
    let line = |(number, text): (usize, String)| {
        let is_garbled = garbled.contains(&number);
        Line { number, text, garbled: is_garbled.then_some(encoding) }
    };
    Ok(Lines { each: lines_of(&text).into_iter().map(line).collect(), unit: "行", is_pasted: true })
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
        let (common, last) = (self.common.clone(), self.last);
        let asked = Query::Understand { line: line.to_owned(), common, last };
        let understood = match self.desk.ask(&asked) {
            Answer::Understood(understood) => understood,
            other => return Err(Failure::unanswered(other)),
        };
        remark(place, &understood.remarks);
        let is_settled = understood.says_nothing_new();
        let Some(command) = understood.command else {
            return if is_settled { Ok(Vec::new()) } else { Err(not_understood(line, &understood)) };
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

/// What is wrong with a line, and how the whole line is written for each thing that it could mean.
fn not_understood(line: &str, understood: &Understood) -> Failure {
    let wrong: Vec<String> = understood.errors.iter().map(ToString::to_string).collect();
    let text = match (wrong.is_empty(), understood.choices.is_empty()) {
        (false, _) => wrong.join("；"),
        (true, false) => "有几种可能，没有替您猜".into(),
        (true, true) => "看不懂这一句".into(),
    };
    let read =
        understood.lines.iter().map(|(label, text)| format!("{label} {text}")).collect::<Vec<_>>().join("，");
    let meant = understood.choices.iter().enumerate().filter_map(|(at, choice)| {
        Some(format!("{} {}，写成：{}", at + 1, choice.text, pick(line, understood, at)?))
    });
    meant.fold(Failure::failed(text), Failure::hint).hint(if read.is_empty() {
        String::new()
    } else {
        format!("已看懂：{read}")
    })
}
