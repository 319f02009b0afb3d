//! Quick entry from the shell: the line that the workbench takes, each line whole or not at all.

use std::io::{self, BufRead};

use super::context::{Context, ticket};
use super::failure::{Failure, io_words};
use super::output::note;
use crate::ask::answer::{Answer, Understood};
use crate::ask::query::Query;
use crate::desk::Desk;
use crate::model::id::Id;

/// 速录：一句话登记检查、隐患、自查、演练 …
#[derive(clap::Args, Debug)]
#[command(after_help = "例：
  zhiben add 'i 1.cy/阿芬 @李 ; 后厨软管老化 +3 ; 安全出口堆物 !ok'
  zhiben add r '#42' ok 已更换金属软管
  zhiben add - < 今天.txt
第一个参数里没有空格时，各参数合成一句；有空格时，每个参数是一句。以 .. 开头的一句给后面各句定下共同的部分。")]
pub struct Args {
    /// 速录句；- 表示从标准输入读，一行一句
    #[arg(value_name = "句子", required = true, allow_hyphen_values = true)]
    lines: Vec<String>,
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let lines = lines(self.lines)?;
        let (desk, _) = cx.entering()?;
        let mut entry = Entry { desk, common: String::new(), last: Id::NONE };
        let mut refused = 0;
        for (n, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match entry.take(line) {
                Ok(ids) => {
                    for id in ids {
                        cx.out.line(id.to_string())?;
                    }
                }
                Err(why) if lines.len() == 1 => return Err(why),
                Err(why) => {
                    refused += 1;
                    note(format!("第{}句没有存入：{line}", n + 1));
                    why.report();
                }
            }
        }
        match refused {
            0 => Ok(()),
            n => {
                cx.out.flush()?;
                Err(Failure::failed(format!("{n}句没有存入，其余已存入"))
                    .hint("改好这几句再录；已存入的不要重录"))
            }
        }
    }
}

fn lines(args: Vec<String>) -> Result<Vec<String>, Failure> {
    match args.as_slice() {
        [dash] if dash == "-" => io::stdin().lock().lines().collect::<Result<_, _>>().map_err(|error| {
            Failure::failed(format!("标准输入读不了：{}", io_words(&error))).hint("要 UTF-8 文本，一行一句")
        }),
        [first, _, ..] if !first.trim().contains(char::is_whitespace) => Ok(vec![args.join(" ")]),
        _ => Ok(args),
    }
}

/// What carries over from line to line.
struct Entry {
    desk: Desk,
    common: String,
    last: Id,
}

impl Entry {
    fn take(&mut self, line: &str) -> Result<Vec<Id>, Failure> {
        if let Some(common) = line.trim().strip_prefix("..") {
            common.trim().clone_into(&mut self.common);
            return Ok(Vec::new());
        }
        let (line, common, last) = (line.to_owned(), self.common.clone(), self.last);
        let understood = match self.desk.ask(&Query::Understand { line, common, last }) {
            Answer::Understood(understood) => understood,
            other => return Err(Failure::unanswered(other)),
        };
        for remark in &understood.remarks {
            note(format!("注意：{remark}"));
        }
        let Some(command) = understood.command else { return Err(not_understood(&understood)) };
        let receipt = self.desk.submit(ticket(), command)?;
        for remark in &receipt.remarks {
            note(format!("注意：{remark}"));
        }
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
