//! What a sort of 工作记录 asks of its records, beyond single fields.

use super::super::basics::{Basics, Column, Sort};
use super::super::case::Case;
use super::super::command::Refusal;
use super::super::evidence::Evidence;
use super::super::field::{FieldError, Fields};
use super::super::ground::Ground;
use super::super::id::{Id, Kind};
use super::super::row::Body;
use super::There;
use super::act::by_guard;
use super::field_check::{error, missing};

/// The officer's role may enter and change this sort.
pub(super) fn in_own_role(sort: &str, kind: Kind, case: &Case) -> Result<(), Refusal> {
    let Some(sort) = case.basics.sort(sort).filter(|_| kind == Kind::Evidence) else { return Ok(()) };
    let roles = sort.roles();
    if case.officer.is_any(&roles) {
        return Ok(());
    }
    let who: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    let text = format!("{}由 {} 登记、更正", sort.name, who.join("、"));
    Err(by_guard("权限", text, "请有权限的同志办理"))
}

/// What those whom a record is about may fill in of it: their answer.
const ANSWERS: &[&str] = &["stage", "done_on", "result", "attachment", "note"];

/// Is the record about this officer's own unit and somebody else's to keep?
pub(super) fn is_addressee(id: Id, case: &Case) -> bool {
    let Some(row) = case.records.row(id).filter(|row| !row.is_void()) else { return false };
    let Some(record) = row.evidence() else { return false };
    let to = match Ground::of(case.officer, case.basics) {
        Ground::Township(unit) | Ground::Section(unit) => unit.code == record.rest.get("target"),
        Ground::Everywhere | Ground::Nowhere => false,
    };
    let sort = case.basics.sort(&record.sort).filter(|sort| sort.column == Column::Target);
    to && sort.is_some_and(|sort| record.unit != case.officer.unit || !case.officer.is_any(&sort.roles()))
}

/// An addressee answers and changes nothing else.
pub(super) fn only_answers(fields: &Fields) -> Result<(), Refusal> {
    if fields.iter().all(|(key, _)| ANSWERS.contains(&key)) {
        return Ok(());
    }
    let hint = "只填 状态、办结日、结果、佐证材料、备注；其余请登记的单位更正";
    Err(by_guard("辖区", "这条不是本单位登记的".into(), hint))
}

/// Words that are none of the sort's, what must be there and is not, an answer to a record of the wrong sort.
pub(super) fn problems(record: &Evidence, case: &Case) -> Vec<FieldError> {
    let Some(sort) = case.basics.sort(&record.sort) else {
        return vec![error("sort", "种类", format!("没有“{}”这种记录", record.sort))];
    };
    let fields = crate::model::noun::Noun::fields(record);
    let mut errors = missing(&sort.specs(), &fields);
    errors.extend(unsound(record, sort, case.basics, &|id| case.there(id)));
    errors
}

/// What of it can be told from the record and those it names: words that are none of the sort's, days in the wrong order, an
/// answer to a record of the wrong sort.
pub(super) fn unsound(record: &Evidence, sort: &Sort, basics: &Basics, there: &There) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (key, label, words) in [("variant", "类型", &sort.variants), ("stage", "状态", &sort.stages)] {
        let word = record.rest.get(key);
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            errors.push(error(key, label, format!("“{word}”不在选项中：{}", words.join("、"))));
        }
    }
    let (done, stage) = (record.rest.day("done_on"), record.rest.get("stage"));
    if done.is_none() && sort.has("done_on") && sort.settled.iter().any(|word| word == stage) {
        errors.push(error("done_on", "办结日", format!("状态是{stage}，填{stage}的那天：之前的各期仍算它")));
    }
    if !done.is_none() && done < record.date {
        errors.push(error("done_on", "办结日", format!("早于 {}", record.date)));
    }
    errors.extend(answered(record, sort, basics, there));
    errors
}

fn answered(record: &Evidence, sort: &Sort, basics: &Basics, there: &There) -> Option<FieldError> {
    let about: Id = record.rest.link("about").opt()?;
    let Body::Evidence(other) = there(about)? else { return None };
    if sort.answers.contains(&other.sort) {
        return None;
    }
    let names: Vec<&str> =
        sort.answers.iter().filter_map(|code| basics.sort(code)).map(|sort| sort.name.as_str()).collect();
    let what = match names.as_slice() {
        [] => format!("{}不对应其他记录", sort.name),
        names => format!("{about} 不是{}，{}只对应这些", names.join("、"), sort.name),
    };
    Some(error("about", "对应记录", what))
}
