//! The filter of the list of enterprises: its form, its words, and what was filled in.

use crate::ask::answer::Asked;
use crate::ask::query::EnterpriseFilter;
use crate::model::enterprise::STATUSES;
use crate::model::field::{Fields, Shape, Spec, list};
use crate::tui::effect::{Effect, Notice, Topic};
use crate::tui::layer::Cx;
use crate::tui::overlays::form::FormLayer;
use crate::tui::screens::coded::{Coded, Reader, industries, labels, named, townships};

const TEXT: Spec = Spec::new("text", "名称", Shape::Text);
const TOWNSHIP: Spec = Spec::new("township", "乡镇", Shape::Text);
const INDUSTRY: Spec = Spec::new("industry", "行业", Shape::Text);
const STATUS: Spec = Spec::new("status", "状态", Shape::One(STATUSES));
const KEY: Spec = Spec::new("key", "只看重点", Shape::Flag);

/// The form, with the filter in force filled in.
pub fn form(cx: &Cx, filter: &EnterpriseFilter) -> Effect {
    let ask = |spec, value: String, choices: Coded, hint: &str| Asked {
        spec,
        value,
        choices: labels(&choices),
        hint: hint.into(),
    };
    let key = if filter.key_only { "是" } else { "" };
    let asks = vec![
        ask(TEXT, filter.text.clone(), Vec::new(), "汉字或拼音的一部分，或编号"),
        ask(TOWNSHIP, named(&townships(cx), &filter.townships), townships(cx), "几个用顿号隔开"),
        ask(INDUSTRY, named(&industries(cx), &filter.industries), industries(cx), "几个用顿号隔开"),
        ask(STATUS, filter.statuses.first().cloned().unwrap_or_default(), Vec::new(), ""),
        ask(KEY, key.to_owned(), Vec::new(), ""),
    ];
    Effect::Open(FormLayer::tell(Topic::Filter, "筛选企业", asks))
}

/// What was filled in; every name that is none at once.
pub fn read(cx: &Cx, fields: &Fields) -> Result<EnterpriseFilter, Notice> {
    let mut reader = Reader::default();
    let filter = EnterpriseFilter {
        text: fields.get(TEXT.key).to_owned(),
        townships: reader.codes(&townships(cx), fields.get(TOWNSHIP.key)),
        industries: reader.codes(&industries(cx), fields.get(INDUSTRY.key)),
        statuses: list(fields.get(STATUS.key)).map(str::to_owned).collect(),
        key_only: fields.yes(KEY.key),
        ids: Vec::new(),
    };
    reader.done(filter)
}

/// The filter in words; empty when it leaves nothing out.
pub fn words(cx: &Cx, filter: &EnterpriseFilter) -> String {
    let ids =
        if filter.ids.is_empty() { String::new() } else { format!("指定的 {} 家", filter.ids.len()) };
    let text = if filter.text.is_empty() { String::new() } else { format!("“{}”", filter.text) };
    let key = if filter.key_only { "重点" } else { "" };
    let towns = named(&townships(cx), &filter.townships);
    let trades = named(&industries(cx), &filter.industries);
    let parts = [towns, trades, filter.statuses.join("、"), key.to_owned(), text, ids];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
