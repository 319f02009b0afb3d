//! The filter of 隐患: the form that asks for it and the words that say it.

use crate::ask::answer::Asked;
use crate::ask::query::{HazardFilter, HazardOrder};
use crate::model::field::{Fields, Shape, Spec};
use crate::model::hazard::{LEVELS, State};
use crate::model::id::Id;
use crate::rules::queue::Queue;
use crate::tui::layer::Cx;

/// The orders and their words.
pub const ORDERS: &[(HazardOrder, &str)] = &[
    (HazardOrder::Urgency, "按急重轻缓"),
    (HazardOrder::Due, "按期限"),
    (HazardOrder::Found, "按发现日期"),
    (HazardOrder::Enterprise, "按企业"),
    (HazardOrder::Number, "按编号"),
];

/// What is shown when nothing was asked for: 未闭环.
pub fn unfiltered() -> HazardFilter {
    HazardFilter { queue: Some(Queue::Open), ..HazardFilter::default() }
}

/// The form, filled with the filter in force.
pub fn asks(filter: &HazardFilter, cx: &Cx) -> Vec<Asked> {
    let one = |key, label, value: String, choices: Vec<String>, hint: &str| Asked {
        spec: Spec::new(key, label, Shape::Text),
        value,
        choices,
        hint: hint.to_owned(),
    };
    let day = |key, label, value: String| Asked {
        spec: Spec::new(key, label, Shape::Date),
        ..one(key, label, value, Vec::new(), "11-1、上月初")
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let (from, to) = filter.found.unwrap_or_default();
    vec![
        one(
            "queue",
            "队列",
            filter.queue.map_or("", Queue::name).into(),
            words(&Queue::ALL.map(Queue::name)),
            "",
        ),
        one("text", "文字", filter.text.clone(), Vec::new(), "描述里的字，企业名或它的拼音"),
        one("township", "乡镇", names(&filter.townships, &townships(cx)), labels(&townships(cx)), ""),
        one("industry", "行业", names(&filter.industries, &industries(cx)), labels(&industries(cx)), ""),
        one(
            "state",
            "状态",
            filter.states.first().map_or("", |s| s.name()).into(),
            words(&State::ALL.map(State::name)),
            "",
        ),
        one("level", "等级", filter.level.clone(), words(LEVELS), ""),
        one("overdue", "只看逾期", if filter.overdue { "是" } else { "" }.into(), words(&["是"]), ""),
        one("category", "类别", filter.category.clone(), Vec::new(), "类别的字"),
        day("from", "发现起", from.to_string()),
        day("to", "发现止", to.to_string()),
    ]
}

/// The filter that was filled in.
pub fn of(fields: &Fields, cx: &Cx) -> HazardFilter {
    let (from, to) = (fields.day("from"), fields.day("to"));
    let found = (from.opt().is_some() || to.opt().is_some())
        .then(|| (from, to.opt().unwrap_or(crate::calendar::Day::LAST)));
    HazardFilter {
        text: fields.get("text").to_owned(),
        townships: codes(fields.get("township"), &townships(cx)),
        industries: codes(fields.get("industry"), &industries(cx)),
        states: State::of_name(fields.get("state")).into_iter().collect(),
        level: fields.get("level").to_owned(),
        overdue: fields.yes("overdue"),
        enterprise: Id::NONE,
        category: fields.get("category").to_owned(),
        queue: Queue::of_name(fields.get("queue")),
        found,
        ids: Vec::new(),
    }
}

/// The filter in words, for the status line.
pub fn words(filter: &HazardFilter, cx: &Cx) -> String {
    let queue = filter.queue.filter(|queue| *queue != Queue::All).map_or("", Queue::name);
    let found = filter.found.map_or_else(String::new, |(from, to)| format!("{} 至 {}", from.md(), to.md()));
    let ids =
        if filter.ids.is_empty() { String::new() } else { format!("选出的 {} 条", filter.ids.len()) };
    let states: Vec<&str> = filter.states.iter().map(|state| state.name()).collect();
    let text = if filter.text.is_empty() { String::new() } else { format!("“{}”", filter.text) };
    [
        names(&filter.townships, &townships(cx)),
        names(&filter.industries, &industries(cx)),
        queue.to_owned(),
        states.join("、"),
        filter.level.clone(),
        if filter.overdue { "逾期".into() } else { String::new() },
        filter.category.clone(),
        if filter.enterprise.is_some() { filter.enterprise.to_string() } else { String::new() },
        found,
        ids,
        text,
    ]
    .into_iter()
    .filter(|word| !word.is_empty())
    .collect::<Vec<_>>()
    .join(" ")
}

/// Code and name of each.
type Coded = Vec<(String, String)>;

fn townships(cx: &Cx) -> Coded {
    let status = cx.status.as_ref();
    status
        .map(|s| s.townships.iter().map(|(code, name, _)| (code.clone(), name.clone())).collect())
        .unwrap_or_default()
}

fn industries(cx: &Cx) -> Coded {
    cx.status.as_ref().map(|status| status.industries.clone()).unwrap_or_default()
}

fn labels(coded: &Coded) -> Vec<String> {
    coded.iter().map(|(_, name)| name.clone()).collect()
}

fn names(codes: &[String], coded: &Coded) -> String {
    let name = |code: &String| {
        coded.iter().find(|(own, _)| own == code).map_or(code.clone(), |(_, name)| name.clone())
    };
    codes.iter().map(name).collect::<Vec<_>>().join("、")
}

fn codes(names: &str, coded: &Coded) -> Vec<String> {
    let code = |name: &str| {
        coded.iter().find(|(_, own)| own == name).map_or(name.to_owned(), |(code, _)| code.clone())
    };
    crate::model::field::list(names).map(code).collect()
}
