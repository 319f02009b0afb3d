//! 记录: everything else that is evidence, newest first.

use super::context::{Context, townships};
use super::failure::Failure;
use super::listing::Listing;
use super::output::Column;
use crate::ask::answer::{Answer, RecordLine, RecordPage};
use crate::ask::planning::{Lacking, Planned, Planning};
use crate::ask::query::Query;
use crate::entry::GRAMMAR;
use crate::entry::grammar::Fills;
use crate::model::basics::Basics;
use crate::model::id::Kind;
use crate::model::row::name_of;

/// 记录：检查、企业自查、演练、培训、督导、移交函 …，新的在前
#[derive(clap::Args, Debug)]
pub struct Args {
    /// 哪一种，如 检查、演练；不写则全部
    #[arg(value_name = "种类")]
    kind: Option<String>,
    /// 单位：万安、wa 或 1
    #[arg(long, short = 't', value_name = "乡镇")]
    township: Option<String>,
    /// 缺佐证的：隐患和各种记录，写明缺什么，早的在前
    #[arg(long, conflicts_with_all = ["kind", "text", "limit"])]
    lacking: bool,
    #[command(flatten)]
    listing: Listing,
}

const LACKING: &[Column<Lacking>] = &[
    ("编号", |row| row.id.to_string()),
    ("种类", |row| row.kind.clone()),
    ("日期", |row| row.date.to_string()),
    ("单位", |row| row.unit.clone()),
    ("对象", |row| row.subject.clone()),
    ("缺", |row| row.lacks.clone()),
];

/// Kinds that have a list of their own, and the command that prints it.
const ELSEWHERE: &[(Kind, &str)] =
    &[(Kind::Enterprise, "enterprises"), (Kind::Hazard, "hazards"), (Kind::Document, "plan list")];

const COLUMNS: &[Column<RecordLine>] = &[
    ("编号", |row| row.id.to_string()),
    ("种类", |row| row.kind.clone()),
    ("日期", |row| row.date.to_string()),
    ("单位", |row| row.unit.clone()),
    ("对象", |row| row.subject.clone()),
    ("内容", |row| row.text.clone()),
];

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        let (desk, status) = cx.seated()?;
        if self.lacking {
            let what = Planning::Lacking { township: self.township.unwrap_or_default() };
            return match desk.ask(&Query::Planning(what, cx.today)) {
                Answer::Planned(Planned::Lacking(lines)) => {
                    cx.out.whole(self.listing.shape, &lines, LACKING)?;
                    cx.found(lines.len() as u32, "没有缺佐证的记录")
                }
                other => Err(Failure::unanswered(other)),
            };
        }
        let (kind, sort) = match self.kind.as_deref() {
            Some(name) => {
                let (kind, sort) = named(name, &desk.office()?.basics)?;
                (Some(kind), sort)
            }
            None => (None, String::new()),
        };
        if let Some((kind, command)) = kind.and_then(|kind| ELSEWHERE.iter().find(|(of, _)| *of == kind)) {
            return Err(Failure::usage(format!("{}另有命令列出", name_of(*kind)))
                .hint(format!("zhiben {command}，筛选见 zhiben {command} --help")));
        }
        let unit = townships(&desk, &status, &Vec::from_iter(self.township))?.pop().unwrap_or_default();
        let text = &self.listing.text;
        let query = |window| Query::Records {
            kind,
            sort: sort.clone(),
            text: text.clone(),
            unit: unit.clone(),
            window,
        };
        self.listing.print(cx, &desk, COLUMNS, query, page, "没有符合条件的记录")
    }
}

fn page(answer: Answer) -> Result<RecordPage, Failure> {
    match answer {
        Answer::Records(page) => Ok(page),
        other => Err(Failure::unanswered(other)),
    }
}

/// A kind of record, or a sort of 工作记录 by its name, its code or a short writing of it.
pub fn named(text: &str, basics: &Basics) -> Result<(Kind, String), Failure> {
    let is_number = text.chars().all(|c| c.is_ascii_digit());
    if let Some(sort) = basics.sort_by(text).one().filter(|_| !is_number) {
        return Ok((Kind::Evidence, sort.code.clone()));
    }
    let verb = GRAMMAR.iter().find(|verb| verb.name == text || verb.also.contains(&text));
    if let Some(Fills::Record(kind)) = verb.map(|verb| verb.fills) {
        return Ok((kind, String::new()));
    }
    let sorts = basics.sorts.iter().map(|sort| sort.name.as_str()).collect::<Vec<_>>().join("、");
    kind(text)
        .map(|kind| (kind, String::new()))
        .map_err(|failure| failure.hint(format!("工作记录可以是：{sorts}")))
}

/// A kind of record by its name, its letter or its key, in the plural too (`检查`, `I`, `inspection`, `inspections`).
fn kind(text: &str) -> Result<Kind, Failure> {
    let singular = text.strip_suffix('s').unwrap_or(text);
    let is = |kind: &Kind| {
        name_of(*kind) == text
            || kind.letter().to_string().eq_ignore_ascii_case(text)
            || [text, singular].iter().any(|word| format!("{kind:?}").eq_ignore_ascii_case(word))
    };
    Kind::ALL.into_iter().find(is).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.into_iter().map(name_of).collect();
        Failure::usage(format!("没有“{text}”这种记录")).hint(format!("可以是：{}", known.join("、")))
    })
}
