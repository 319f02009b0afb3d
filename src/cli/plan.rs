//! Action plans and the office's own documents as data: check, load, list; [`close`]: 收官; [`propose`]: next month's visits.

mod close;
mod holidays;
mod propose;

use std::fs;
use std::path::PathBuf;

use super::absent;
use super::context::{Context, ticket};
use super::failure::Failure;
use super::output::{note, remark};
use crate::ask::answer::{Answer, PlanLine};
use crate::ask::query::Query;
use crate::desk::clock::day_of;
use crate::desk::office::{HOLIDAYS, OFFICE, Office, built_in};
use crate::exchange::table::decode;
use crate::model::basics::{Basics, Plan, Problem, Source, is_duties, is_plan, span_of, unknown_duties};
use crate::model::command::Command;
use crate::model::id::Id;
use crate::model::row;
use crate::rules::cadence::asked_days;
use crate::rules::duty::idle_switches;

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
        /// TOML 文件，或放假安排的 csv；互相引用的一起写
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
    },
    /// 检查后装入；同文号、同代码的以新的为准，放假安排按年加进已有的
    Load {
        /// TOML 文件，或放假安排的 csv；互相引用的一起写
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
    },
    /// 打印程序自带的一份文档，如 duties.toml；不写文件名则列出有哪些
    Show {
        /// 文件名，如 duties.toml、records.toml、plan.toml
        #[arg(value_name = "文件名")]
        name: Option<String>,
    },
    /// 收官：列出方案期满时没办结的，封存方案；此后只在补录期内登记、更正那些日子
    Close(close::Args),
    /// 建议下个月检查哪些企业、为什么；--enter 即登记为月度检查计划
    Propose(propose::Args),
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
                let Checked { said, remarks, .. } = check(cx, &read(&files)?)?;
                remark("", &remarks);
                let found =
                    if remarks.is_empty() { "没有问题" } else { "可以装入，请看上面的注意" };
                cx.out.line(format!("{found}：{said}"))
            }
            What::Load { files } => load(cx, &read(&files)?),
            What::Show { name } => show(cx, name.as_deref()),
            What::Close(args) => args.run(cx),
            What::Propose(args) => args.run(cx),
            What::List { json } => list(cx, json),
        }
    }
}

/// A file's name and text.
type Document = (String, String);

/// Documents that hold together.
struct Checked {
    /// As they are to be loaded.
    documents: Vec<Document>,
    /// What they hold, in words.
    said: String,
    /// What is worth a look although nothing is wrong.
    remarks: Vec<String>,
}

fn load(cx: &mut Context, documents: &[Document]) -> Result<(), Failure> {
    let Checked { documents, said, remarks } = check(cx, documents)?;
    let (desk, _) = cx.entering()?;
    let loads = documents.into_iter().map(|(name, text)| Command::Load { name, text });
    desk.submit(ticket(), Command::Group(loads.collect()))?;
    remark("", &remarks);
    note(format!("已装入：{said}"));
    Ok(())
}

/// A document as it comes with the program: what a ledger that was begun before is renewed from.
fn show(cx: &mut Context, name: Option<&str>) -> Result<(), Failure> {
    let shipped = built_in();
    let names = shipped.iter().map(|document| document.name.as_str()).collect::<Vec<_>>();
    let Some(name) = name else { return cx.out.line(names.join("\n")) };
    match shipped.iter().find(|document| document.name == name) {
        Some(document) => cx.out.line(document.text.trim_end()),
        None => {
            Err(Failure::usage(format!("程序没有自带 {name}")).hint(format!("可以是：{}", names.join("、"))))
        }
    }
}

fn list(cx: &mut Context, json: bool) -> Result<(), Failure> {
    let (_, status) = cx.seated()?;
    if json {
        return cx.out.json(&status.plans);
    }
    let heads = ["文号", "方案", "起", "止", "状态"].map(str::to_owned).to_vec();
    let rows = status.plans.iter().map(|plan| {
        let PlanLine { doc_no, title, from, to, state } = plan.clone();
        vec![doc_no, title, from.to_string(), to.to_string(), state]
    });
    cx.out.table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>())
}

fn read(files: &[PathBuf]) -> Result<Vec<Document>, Failure> {
    let document = |file: &PathBuf| {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let unread = |error| Failure::io("读不了", file, &error);
        // A calendar comes out of a spreadsheet, in whatever encoding that saves.
        let text = match holidays::is_calendar(&name) {
            true => decode(&fs::read(file).map_err(unread)?).text,
            false => fs::read_to_string(file).map_err(unread)?,
        };
        Ok((name, text))
    };
    let mut documents: Vec<Document> = files.iter().map(document).collect::<Result<_, Failure>>()?;
    // A plan refers to units: what describes the office is loaded first.
    documents.sort_by_key(|(_, text)| text.lines().any(|line| line.trim_end() == "[plan]"));
    Ok(documents)
}

/// What the documents are laid over: the ledger's own, and what comes with the program where there is no ledger or nothing was
/// loaded into it.
fn standing(cx: &Context) -> Result<Vec<row::Document>, Failure> {
    if absent::is_absent(cx)? {
        return Ok(built_in());
    }
    let own = match cx.desk()?.ask(&Query::Documents) {
        Answer::Documents(own) => own,
        other => return Err(Failure::unanswered(other)),
    };
    Ok(if own.is_empty() { built_in() } else { own })
}

fn office(documents: Vec<row::Document>) -> Result<Office, Vec<Problem>> {
    Office::of(documents.into_iter().map(|document| (Id::NONE, document)).collect())
}

/// Every problem at once, each on its line; or good documents and what they hold. Judged as they will stand over the ledger's
/// own: plans, units, settings, duties and holidays alike.
fn check(cx: &Context, files: &[Document]) -> Result<Checked, Failure> {
    let mut all = standing(cx)?;
    let before = office(all.clone()).map_err(|problems| Failure::failed(told(&problems)))?;
    let (documents, mut problems) = holidays::gathered(&all, files);
    for (name, text) in &documents {
        // A document loaded again keeps its place in the order.
        match all.iter_mut().find(|other| other.name == *name) {
            Some(other) => other.text.clone_from(text),
            None => all.push(row::Document { name: name.clone(), text: text.clone() }),
        }
    }
    let duties: Vec<String> = all
        .iter()
        .filter(|document| is_duties(&document.text))
        .map(|document| document.text.clone())
        .collect();
    let duties: Vec<&str> = duties.iter().map(String::as_str).collect();
    problems.extend(strange_duties(&documents, &duties));
    problems.extend(documents.iter().flat_map(|(file, text)| idle_switches(file, text, &duties)));
    match office(all) {
        Ok(after) => {
            problems.extend(start_problem(cx, &documents, &after.basics));
            if problems.is_empty() {
                let (said, remarks) = (measure(&before, &after, &documents), asleep(&after, &documents));
                return Ok(Checked { documents, said, remarks });
            }
        }
        Err(told) => problems.extend(told),
    }
    let place = |problem: &Problem| files.iter().position(|(file, _)| *file == problem.file);
    problems.sort_by_key(|problem| (place(problem), problem.line));
    for problem in &problems {
        note(problem.to_string());
    }
    Err(Failure::failed(format!("有 {} 处问题，没有装入", problems.len())).hint("照上面各行改好再试"))
}

/// Plans that name duties of which no day lies within the plan's own: nobody would ever owe them under it. Of plans among the
/// documents; of all where the duties themselves are loaded.
fn asleep(after: &Office, documents: &[Document]) -> Vec<String> {
    let mut sources = documents.iter().map(|(name, text)| Source { file: name, text });
    let is_told = sources.any(|source| is_plan(&source) || is_duties(source.text));
    let of_plan = |plan: &Plan| {
        let named = after.duties.iter().filter(|duty| plan.names(&duty.code));
        let never = named.filter(|duty| {
            let (first, last) = asked_days(duty, plan);
            last < first
        });
        let never: Vec<String> = never.map(|duty| duty.heading()).collect();
        let (first, last) = span_of(plan);
        let words = || {
            format!(
                "方案 {} 点到的义务，{} 项在它的日子里（{first} 至 {last}）一天也没有，谁也不会欠：{}。要接着办的，在 own.toml 里另立编号、写上新的 effective_from、effective_to（改原编号的日子会动到上一个方案的账），方案里改写新编号，两份一并装入",
                plan.heading.doc_no,
                never.len(),
                never.join("、")
            )
        };
        (!never.is_empty()).then(words)
    };
    after.basics.plans.iter().filter(|_| is_told).filter_map(of_plan).collect()
}

fn strange_duties(documents: &[Document], duties: &[&str]) -> Vec<Problem> {
    let sources = documents.iter().map(|(name, text)| Source { file: name, text });
    let plans = sources.filter(is_plan);
    plans.flat_map(|plan| unknown_duties(plan.file, plan.text, duties)).collect()
}

/// The 启用日 stands in office.toml, which takes the place of the one before: one without it closes the ledger.
fn start_problem(cx: &Context, documents: &[Document], after: &Basics) -> Option<Problem> {
    let (file, text) = documents.iter().find(|(name, _)| name == OFFICE)?;
    let line = text.lines().position(|line| line.trim_start().starts_with("start_on")).map_or(0, |at| at + 1);
    let today = day_of(cx.now());
    let (what, hint) = match after.settings.start_on.opt() {
        None => {
            ("没有启用日，装入后台账就不能登记了".into(), "在 [settings] 下写上 start_on = \"启用日\"".into())
        }
        Some(_) => after.start_fault(today)?,
    };
    Some(Problem { file: file.clone(), line, field: "settings.start_on".into(), what, hint })
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
}

fn measure(before: &Office, after: &Office, documents: &[Document]) -> String {
    let fresh = after.basics.plans.iter().filter(|plan| !before.basics.plans.contains(plan));
    let fresh = fresh.map(|plan| format!("方案 {}，{} 行任务", plan.heading.doc_no, plan.rows().len()));
    let (old, new) = (&before.basics, &after.basics);
    let office = [
        ("单位", old.units.len(), new.units.len()),
        ("行业", old.industries.len(), new.industries.len()),
        ("清单", old.catalog.len(), new.catalog.len()),
        ("义务", before.duties.iter().count(), after.duties.iter().count()),
    ];
    let office = office.into_iter().map(|(what, old, new)| format!("{what} {new}（原 {old}）"));
    let years = documents.iter().any(|(name, _)| name == HOLIDAYS).then(|| holidays::known(&after.workdays));
    fresh.chain(office).chain(years).collect::<Vec<_>>().join("，")
}
