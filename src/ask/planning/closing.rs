//! 收官清单: what a plan leaves open, by its last day, to be read before it is sealed and kept with the seal.

use serde::{Deserialize, Serialize};

use super::{Paper, Part, cells};
use crate::ask::answer::PlanLine;
use crate::ask::hazards;
use crate::ask::records;
use crate::ask::view::View;
use crate::calendar::Day;
use crate::model::basics::{Plan, span_of};
use crate::model::case::Case;
use crate::model::id::{Id, Kind};
use crate::rules::planning::closing::left;

/// What a plan leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// 文号
    pub doc_no: String,
    /// First and last day of the plan.
    pub span: (Day, Day),
    /// Open hazards, cells not met, records not settled.
    pub counts: (u32, u32, u32),
    /// The list in words.
    pub paper: Paper,
    /// The same by numbers and cells alone, without names: what is kept with the seal, for everybody to read.
    pub list: String,
    /// The seal, the day it was set, and the last day of its window; [`None`]: not sealed.
    pub sealed: Option<(Id, Day, Day)>,
}

/// Characters of the list that a record keeps at most: what a field of several lines takes, with room to spare.
const KEPT: usize = 4_500;

/// Of a plan (文号; empty: the one in force on the day), as of a day; [`Day::NONE`]: the owner's, by which it is sealed.
pub(super) fn closing(view: &View, case: &Case, plan: &str, day: Day) -> Result<Box<Closing>, String> {
    let today = day.opt().unwrap_or(case.today);
    let found = if plan.is_empty() { view.basics.plan_on(today) } else { view.basics.plan(plan) };
    let plan = found.ok_or_else(|| format!("没有装入方案 {plan}"))?;
    let (first, last) = span_of(plan);
    let facts = view.facts(today);
    let left = left(&facts, view.duties, plan);
    let then = facts.seen_from(today.clamp(first, last));
    let seen = |ids: &[Id]| ids.iter().copied().filter(|id| view.sees(*id)).collect::<Vec<_>>();
    let hazards =
        seen(&left.hazards).into_iter().filter_map(|id| hazards::line(view, &then, id)).map(|row| {
            let due = row.due.opt().map(|due| format!("期限 {due}")).unwrap_or_default();
            let words =
                [row.township, row.enterprise, row.level, row.description, row.state.name().into(), due];
            format!("{} {}", row.id, joined(words))
        });
    let (owed, ahead, later) = (left.debts.len(), left.ahead.len(), cells(view, &left.later));
    let debts = cells(view, &left.debts);
    let records = seen(&left.unsettled).into_iter().filter_map(|id| records::line(view, id)).map(|row| {
        format!("{} {}", row.id, joined([row.kind, row.date.to_string(), row.unit, row.subject, row.text]))
    });
    let counts = (left.hazards.len() as u32, owed as u32, left.unsettled.len() as u32);
    let list = kept(&left.hazards, &debts, &left.unsettled);
    let paper = Paper {
        title: format!("{} 收官清单", plan.heading.title),
        about: format!(
            "文号 {}；方案 {first} 至 {last}；截至 {}；制表 {}",
            plan.heading.doc_no, then.as_of, view.officer.name
        ),
        parts: vec![
            Part::of("未闭环隐患，转下一方案续办", hazards.collect()),
            Part::of(format!("欠账：方案期内未落实 {owed} 格"), debts),
            Part::of(format!("未到期：当期未落实 {ahead} 格"), cells(view, &left.ahead)),
            Part::of("期后才到期", later),
            Part::of("未办结的记录", records.collect()),
        ],
    };
    let doc_no = plan.heading.doc_no.clone();
    let sealed = seal(view, &doc_no);
    Ok(Box::new(Closing { doc_no, span: (first, last), counts, paper, list, sealed }))
}

/// The seal of a plan.
pub fn seal(view: &View, doc_no: &str) -> Option<(Id, Day, Day)> {
    let seals = view.cards.of_kind(Kind::Closing).into_iter();
    seals.filter_map(|id| view.shelves.row(id)).find_map(|row| {
        let closing = row.closing().filter(|closing| closing.plan == doc_no)?;
        Some((row.id, closing.date, closing.until))
    })
}

/// A plan in a list: its days, and how it stands today.
pub fn plan_line(view: &View, plan: &Plan) -> PlanLine {
    let (from, to) = span_of(plan);
    let is_in_force = view.basics.plan_on(view.today) == Some(plan);
    let state = match seal(view, &plan.heading.doc_no) {
        Some((_, on, _)) => format!("{on} 封存"),
        None if view.today > to => "已到期，未封存".to_owned(),
        None if view.today < from => "未开始".to_owned(),
        None if is_in_force => "现行".to_owned(),
        None => String::new(),
    };
    PlanLine { doc_no: plan.heading.doc_no.clone(), title: plan.heading.title.clone(), from, to, state }
}

fn joined(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// By numbers alone, cut where the record would grow too long.
fn kept(hazards: &[Id], debts: &[String], records: &[Id]) -> String {
    let ids = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>().join("、");
    let parts = [("隐患", ids(hazards)), ("欠账", debts.join("；")), ("记录", ids(records))];
    let mut text = String::new();
    for (name, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        text += &format!("{name}：{part}。");
    }
    match text.char_indices().nth(KEPT) {
        None => text,
        Some((end, _)) => {
            text.truncate(end);
            text + "……其余见封存时存下的清单文件"
        }
    }
}
