//! The filter of the list of enterprises: its form, its words, and what was filled in.

use crate::ask::answer::Asked;
use crate::ask::query::EnterpriseFilter;
use crate::model::enterprise::STATUSES;
use crate::model::field::{Fields, Shape, Spec, list};
use crate::tui::effect::{Effect, Notice, Topic};
use crate::tui::layer::Cx;
use crate::tui::overlays::form::FormLayer;

const TEXT: Spec = Spec::new("text", "名称", Shape::Text);
const TOWNSHIP: Spec = Spec::new("township", "乡镇", Shape::Text);
const INDUSTRY: Spec = Spec::new("industry", "行业", Shape::Text);
const STATUS: Spec = Spec::new("status", "状态", Shape::One(STATUSES));
const KEY: Spec = Spec::new("key", "只看重点", Shape::Flag);

/// Codes and names of something with both.
type Names = Vec<(String, String)>;

fn townships(cx: &Cx) -> Names {
    let status = cx.status.as_ref();
    status
        .map(|s| s.townships.iter().map(|(code, name, _)| (code.clone(), name.clone())).collect())
        .unwrap_or_default()
}

fn industries(cx: &Cx) -> Names {
    cx.status.as_ref().map(|status| status.industries.clone()).unwrap_or_default()
}

/// The form, with the filter in force filled in.
pub fn form(cx: &Cx, filter: &EnterpriseFilter) -> Effect {
    let ask = |spec, value: String, choices: Names, hint: &str| Asked {
        spec,
        value,
        choices: choices.into_iter().map(|(_, name)| name).collect(),
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
    let (towns, unknown_towns) = coded(&townships(cx), fields.get(TOWNSHIP.key));
    let (trades, unknown_trades) = coded(&industries(cx), fields.get(INDUSTRY.key));
    let unknown = [unknown_towns, unknown_trades].concat();
    if !unknown.is_empty() {
        return Err(Notice::wrong(format!("没有 {}", unknown.join("、")), "用 Tab 从名单里选"));
    }
    Ok(EnterpriseFilter {
        text: fields.get(TEXT.key).to_owned(),
        townships: towns,
        industries: trades,
        statuses: list(fields.get(STATUS.key)).map(str::to_owned).collect(),
        key_only: fields.yes(KEY.key),
        ids: Vec::new(),
    })
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

fn named(names: &Names, codes: &[String]) -> String {
    let name = |code: &String| {
        names.iter().find(|(one, _)| one == code).map_or_else(|| code.clone(), |(_, name)| name.clone())
    };
    codes.iter().map(name).collect::<Vec<_>>().join("、")
}

/// Codes of the names in a `、` list, and the names that are none. A part of a name is enough where it means one.
fn coded(names: &Names, typed: &str) -> (Vec<String>, Vec<String>) {
    let code = |typed: &str| {
        let exact = names.iter().find(|(_, name)| name == typed);
        let mut near = names.iter().filter(|(_, name)| name.contains(typed));
        let only = exact.or_else(|| near.next().filter(|_| near.next().is_none()));
        only.map(|(code, _)| code.clone()).ok_or_else(|| typed.to_owned())
    };
    let (found, unknown): (Vec<_>, Vec<_>) = list(typed).map(code).partition(Result::is_ok);
    (found.into_iter().flatten().collect(), unknown.into_iter().filter_map(Result::err).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_codes_and_what_is_no_name_is_told_all_at_once() {
        let names: Names =
            [("1", "万安"), ("2", "双阳"), ("3", "双溪")].map(|(c, n)| (c.to_owned(), n.to_owned())).to_vec();
        assert_eq!(coded(&names, "万、双阳"), (vec!["1".into(), "2".into()], vec![]));
        assert_eq!(coded(&names, "双、晋江"), (vec![], vec!["双".into(), "晋江".into()]));
        assert_eq!(named(&names, &["2".into(), "9".into()]), "双阳、9");
    }
}
