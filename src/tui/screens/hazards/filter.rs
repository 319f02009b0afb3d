//! The filter of 隐患: the form that asks for it and the words that say it.

use crate::ask::answer::Asked;
use crate::ask::query::{HazardFilter, HazardOrder};
use crate::calendar::Day;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::hazard::{LEVELS, State};
use crate::model::id::Id;
use crate::rules::queue::Queue;
use crate::tui::effect::Notice;
use crate::tui::layer::Cx;
use crate::tui::screens::coded::{Reader, industries, labels, named, townships};

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
    // What is none of the words is told at its field.
    let word = |key, label, value: &str, words: &[&str]| Asked {
        spec: Spec::new(key, label, Shape::One(&[])),
        ..one(key, label, value.to_owned(), words.iter().map(|word| (*word).to_owned()).collect(), "")
    };
    let (from, to) = filter.found.unwrap_or_default();
    vec![
        word("queue", "队列", filter.queue.map_or("", Queue::name), &Queue::ALL.map(Queue::name)),
        one("text", "文字", filter.text.clone(), Vec::new(), "描述里的字，企业名或它的拼音"),
        one("township", "乡镇", named(&townships(cx), &filter.townships), labels(&townships(cx)), ""),
        one("industry", "行业", named(&industries(cx), &filter.industries), labels(&industries(cx)), ""),
        word("state", "状态", filter.states.first().map_or("", |s| s.name()), &State::ALL.map(State::name)),
        word("level", "等级", &filter.level, LEVELS),
        word("overdue", "只看逾期", if filter.overdue { "是" } else { "" }, &["是", "否"]),
        one("category", "类别", filter.category.clone(), Vec::new(), "类别的字"),
        day("from", "发现起", from.to_string()),
        day("to", "发现止", to.to_string()),
    ]
}

/// The filter that was filled in; every name that is none at once.
pub fn read(fields: &Fields, cx: &Cx) -> Result<HazardFilter, Notice> {
    let (from, to) = (fields.day("from"), fields.day("to"));
    let found = (from.opt().is_some() || to.opt().is_some()).then(|| (from, to.opt().unwrap_or(Day::LAST)));
    let mut reader = Reader::default();
    let filter = HazardFilter {
        text: fields.get("text").to_owned(),
        townships: reader.codes(&townships(cx), fields.get("township")),
        industries: reader.codes(&industries(cx), fields.get("industry")),
        states: State::of_name(fields.get("state")).into_iter().collect(),
        level: fields.get("level").to_owned(),
        overdue: fields.yes("overdue"),
        enterprise: Id::NONE,
        category: fields.get("category").to_owned(),
        queue: Queue::of_name(fields.get("queue")),
        found,
        ids: Vec::new(),
    };
    reader.done(filter)
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
        named(&townships(cx), &filter.townships),
        named(&industries(cx), &filter.industries),
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
