//! Action plans and the office's own documents as data: check, load, list.

use std::fs;
use std::path::PathBuf;

use super::context::{Context, basics, ticket};
use super::failure::Failure;
use super::output::note;
use crate::desk::office::{Office, built_in};
use crate::model::basics::Basics;
use crate::model::command::Command;
use crate::model::id::Id;
use crate::model::row;

/// 行动方案：检查、装入、列出
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand, Debug)]
enum What {
    /// 检查方案（或单位、行业、设置文档），列出全部问题，不写任何东西
    Check {
        /// TOML 文件；互相引用的一起写
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
    },
    /// 检查后装入；同文号、同代码的以新的为准
    Load {
        /// TOML 文件；互相引用的一起写
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
    },
    /// 列出已装入的方案，现行的在前
    List {
        /// 打印 JSON
        #[arg(long)]
        json: bool,
    },
}

impl Args {
    pub fn run(self, cx: &mut Context) -> Result<(), Failure> {
        match self.what {
            What::Check { files } => {
                let said = check(&read(&files)?)?;
                cx.out.line(format!("没有问题：{said}"))
            }
            What::Load { files } => load(cx, read(&files)?),
            What::List { json } => list(cx, json),
        }
    }
}

/// A file's name and text.
type Document = (String, String);

fn load(cx: &mut Context, documents: Vec<Document>) -> Result<(), Failure> {
    let said = check(&documents)?;
    let (desk, _) = cx.entering()?;
    let loads = documents.into_iter().map(|(name, text)| Command::Load { name, text });
    desk.submit(ticket(), Command::Group(loads.collect()))?;
    note(format!("已装入：{said}"));
    Ok(())
}

fn list(cx: &mut Context, json: bool) -> Result<(), Failure> {
    let (_, status) = cx.seated()?;
    if json {
        return cx
            .out
            .json(&status.plans.iter().map(|(doc_no, title)| Plan { doc_no, title }).collect::<Vec<_>>());
    }
    let heads = ["文号", "方案"].map(str::to_owned).to_vec();
    let rows = status.plans.iter().map(|(doc_no, title)| vec![doc_no.clone(), title.clone()]);
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
}

#[derive(serde::Serialize)]
struct Plan<'a> {
    doc_no: &'a str,
    title: &'a str,
}

fn read(files: &[PathBuf]) -> Result<Vec<Document>, Failure> {
    let document = |file: &PathBuf| {
        let text = fs::read_to_string(file).map_err(|error| Failure::io("读不了", file, &error))?;
        Ok((file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()), text))
    };
    let mut documents: Vec<Document> = files.iter().map(document).collect::<Result<_, Failure>>()?;
    // A plan refers to units: what describes the office is loaded first.
    documents.sort_by_key(|(_, text)| text.lines().any(|line| line.trim_end() == "[plan]"));
    Ok(documents)
}

/// Every problem at once, each on its line; or what good documents hold, in words. Judged as they would stand over what comes
/// with the program: plans, units, settings, duties and holidays alike.
fn check(documents: &[Document]) -> Result<String, Failure> {
    let before = basics()?;
    let mut all = built_in();
    for (name, text) in documents {
        all.retain(|other| other.name != *name);
        all.push(row::Document { name: name.clone(), text: text.clone() });
    }
    match Office::of(all.into_iter().map(|document| (Id::NONE, document)).collect()) {
        Ok(after) => Ok(measure(&before, &after.basics)),
        Err(problems) => {
            for problem in &problems {
                note(problem.to_string());
            }
            Err(Failure::failed(format!("有 {} 处问题，没有装入", problems.len())).hint("照上面各行改好再试"))
        }
    }
}

fn measure(before: &Basics, after: &Basics) -> String {
    let fresh = after.plans.iter().filter(|plan| !before.plans.contains(plan));
    let fresh = fresh.map(|plan| format!("方案 {}，{} 行任务", plan.heading.doc_no, plan.rows().len()));
    let office = [
        ("单位", before.units.len(), after.units.len()),
        ("行业", before.industries.len(), after.industries.len()),
        ("清单", before.catalog.len(), after.catalog.len()),
    ];
    let office = office.into_iter().map(|(what, old, new)| format!("{what} {new}（原 {old}）"));
    fresh.chain(office).collect::<Vec<_>>().join("，")
}
