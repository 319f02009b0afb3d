//! Filled fields against their shapes: what a wish carries becomes canonical text, or a problem at the field.

use super::super::basics::Basics;
use super::super::case::Case;
use super::super::field::{FieldError, Fields, Shape, Spec, Value, list};
use super::super::id::{BadId, Id, Kind};
use super::super::row::name_of;
use crate::calendar::{Day, Period, PeriodKind};
use crate::text::clean;

/// Most characters of one line and of several: far below what a stored record can hold.
const LINE: usize = 500;
const PROSE: usize = 5000;

/// Canonical fields and every problem. `made` are the records of the group so far, for `$1`. An empty value passes: it
/// takes a value away; whether that is allowed is not asked here.
pub(super) fn check(specs: &[Spec], given: &Fields, case: &Case, made: &[Id]) -> (Fields, Vec<FieldError>) {
    let (mut fields, mut errors) = (Fields::default(), Vec::new());
    for (key, text) in given.iter() {
        let Some(spec) = specs.iter().find(|s| s.key == key) else {
            errors.push(error(key, key, "没有这一栏，请核对栏目名"));
            continue;
        };
        match canonical(spec.shape, text, case, made) {
            Ok(text) if text.is_empty() => fields.clear(key),
            Ok(text) => fields.put(key, text),
            Err(what) => errors.push(error(key, spec.label, what)),
        }
    }
    (fields, errors)
}

/// Problems of required fields that are empty.
pub(super) fn missing(specs: &[Spec], fields: &Fields) -> Vec<FieldError> {
    let lacking = specs.iter().filter(|s| s.required && fields.get(s.key).is_empty());
    lacking.map(|s| error(s.key, s.label, "须填写")).collect()
}

pub(super) fn error(key: &str, label: &str, what: impl Into<String>) -> FieldError {
    FieldError::at(key, label, what)
}

fn canonical(shape: Shape, text: &str, case: &Case, made: &[Id]) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let basics = case.basics;
    match shape {
        // Which words a sort has is asked of the record as a whole.
        Shape::Text | Shape::Duty | Shape::Variant | Shape::Stage => short(clean(text).into_owned(), LINE),
        Shape::Prose => short(text.split('\n').map(clean).collect::<Vec<_>>().join("\n"), PROSE),
        Shape::Date | Shape::Term | Shape::Ahead | Shape::Validity => read(Day::NONE, text),
        Shape::Month => period(text, PeriodKind::Month, "2026-11"),
        Shape::Half => period(text, PeriodKind::Half, "2026H2"),
        Shape::Count | Shape::Money => read(None::<u32>, text),
        Shape::Flag => read(None::<bool>, text),
        Shape::One(words) => one_of(words, text),
        Shape::Unit => known(basics.unit(text).is_some(), text, "单位"),
        Shape::Department => known(basics.department(text).is_some(), text, "部门"),
        Shape::Industry => known(basics.industry(text).is_some(), text, "行业"),
        Shape::Industries => each(text, |one| known(basics.industry(one).is_some(), one, "行业")),
        Shape::People => short(each(&clean(text), |name| Ok(name.to_owned()))?, LINE),
        Shape::Link(kind) => link(kind, text, case, made),
        Shape::Links(kind) => each(text, |one| link(kind, one, case, made)),
        Shape::Sort => known(basics.sort(text).is_some(), text, "记录种类"),
        Shape::Task => known(has_task(basics, text), text, "任务"),
    }
}

fn short(text: String, most: usize) -> Result<String, String> {
    match text.chars().count() {
        long if long > most => Err(format!("共 {long} 字，最多 {most} 字")),
        _ => Ok(text),
    }
}

fn read<V: Value>(mut value: V, text: &str) -> Result<String, String> {
    value.read(text)?;
    Ok(value.show())
}

fn period(text: &str, kind: PeriodKind, example: &str) -> Result<String, String> {
    let period = text.parse::<Period>().ok().filter(|p| p.kind() == Some(kind));
    period.map(|p| p.to_string()).ok_or_else(|| format!("写法不对：{text}（应如 {example}）"))
}

fn one_of(words: &[&str], text: &str) -> Result<String, String> {
    if words.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("“{text}”不在选项中：{}", words.join("、")))
}

fn known(is_known: bool, text: &str, what: &str) -> Result<String, String> {
    if is_known { Ok(text.to_owned()) } else { Err(format!("没有“{text}”这个{what}")) }
}

fn each(text: &str, one: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    Ok(list(text).map(one).collect::<Result<Vec<_>, _>>()?.join("、"))
}

/// Another record: a number, or `$n` for the n-th of the same group.
fn link(kind: Kind, text: &str, case: &Case, made: &[Id]) -> Result<String, String> {
    let id = placed(text, made)?;
    let what = name_of(kind);
    if id.kind() != kind {
        return Err(format!("{text} 不是{what}的编号"));
    }
    match case.records.row(id) {
        None => Err(format!("没有{what} {id}")),
        Some(row) if row.is_void() => Err(format!("{what} {id} 已作废")),
        Some(_) => Ok(id.to_string()),
    }
}

/// The number that a text stands for: `H2611-0042`, or `$2`.
pub(super) fn placed(text: &str, made: &[Id]) -> Result<Id, String> {
    let Some(place) = text.strip_prefix('$') else {
        return text.parse().map_err(|bad: BadId| bad.to_string());
    };
    let n = place.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let id = n.and_then(|n| made.get(n)).copied();
    id.ok_or_else(|| format!("{text} 指不到本组前面的记录"))
}

fn has_task(basics: &Basics, code: &str) -> bool {
    basics.plans.iter().any(|plan| plan.node(code).is_some())
}
