//! The lists that bar support (二(二)2、三(三)): what an entry of the bureau's own list needs, who confirms it, and what an
//! application meets.

use super::super::case::{Case, Role};
use super::super::command::Refusal;
use super::super::dishonest_entry::DishonestEntry;
use super::super::field::FieldError;
use super::super::id::{Id, Kind};
use super::super::row::Body;
use super::super::support_application::SupportApplication;
use super::There;
use super::act::by_guard;
use super::field_check::error;
use crate::calendar::Day;

/// Who confirms an entry of the bureau's own list, and takes it off.
const CONFIRMS: &[Role] = Role::LEADERS;
const LEADERS_DECIDE: &str = "商务黑名单的确认和移出由局领导决定";

/// What an entry of the own list lacks: a penalty, with grave effects, and an accident or a refusal to rectify (三(三)).
pub(super) fn problems(entry: &DishonestEntry, there: &There) -> Vec<FieldError> {
    if !entry.is_own() {
        return Vec::new();
    }
    let record = |id: Id, sort: &str| match there(id.opt()?)? {
        Body::Evidence(record) if record.sort == sort => Some(record),
        _ => None,
    };
    let mut errors = Vec::new();
    let Some(penalty) = record(entry.penalty, "enforcement") else {
        let what = "商务黑名单须有监管执法部门的处罚，填执法结果的编号";
        return vec![error("penalty", "执法结果", what)];
    };
    if entry.enterprise.is_some() && penalty.rest.link("enterprise") != entry.enterprise {
        errors.push(error("penalty", "执法结果", "是另一家企业的"));
    }
    if !penalty.rest.yes("severe") {
        errors.push(error("penalty", "执法结果", "没有注明造成严重不良影响，不符合列入条件"));
    }
    let accident = record(entry.accident, "accident");
    if accident.is_none() && !penalty.rest.yes("refused") {
        errors.push(error("accident", "事故", "须有事故，或执法结果注明拒不整改"));
    }
    if accident.is_some_and(|accident| accident.rest.link("enterprise") != penalty.rest.link("enterprise")) {
        errors.push(error("accident", "事故", "是另一家企业的"));
    }
    errors
}

/// What a new entry says that only a leader may say, where somebody of these `roles` says it.
pub(super) fn undecided(entry: &DishonestEntry, roles: &[Role]) -> Option<FieldError> {
    let is_decided = !entry.confirmed_on.is_none() || !entry.removed_on.is_none();
    let is_leader = CONFIRMS.iter().any(|role| roles.contains(role));
    (entry.is_own() && is_decided && !is_leader).then(|| error("confirmed_on", "确认日", LEADERS_DECIDE))
}

/// Confirming, and taking off, is a leader's (局内约定).
pub(super) fn by_leader(before: &Body, after: &Body, case: &Case) -> Result<(), Refusal> {
    let (Body::DishonestEntry(before), Body::DishonestEntry(after)) = (before, after) else { return Ok(()) };
    let decided = |entry: &DishonestEntry| (entry.confirmed_on, entry.confirmed_by.clone(), entry.removed_on);
    let is_own = before.is_own() || after.is_own();
    if !is_own || decided(before) == decided(after) || case.officer.is_any(CONFIRMS) {
        return Ok(());
    }
    Err(by_guard("权限", LEADERS_DECIDE.into(), "先登记为候选（不填确认日），请局领导确认"))
}

/// Every entry that bars support of a subject on `day`: of this enterprise, or under this 信用代码.
pub fn in_force(enterprise: Id, uscc: &str, day: Day, case: &Case) -> Vec<(Id, DishonestEntry)> {
    let known = enterprise.opt().and_then(|id| case.records.row(id));
    let known = known.and_then(|row| row.enterprise().map(|e| e.uscc.clone())).unwrap_or_default();
    let rows = case.records.all_of(Kind::DishonestEntry).into_iter().filter_map(|id| case.records.row(id));
    let entries = rows.filter_map(|row| row.dishonest_entry().map(|entry| (row.id, entry.clone())));
    entries.filter(|(_, entry)| entry.bars(enterprise, &[uscc, &known], day)).collect()
}

/// An application cannot pass while its subject stands on a list (二(二)2、三(三)); nor may a hit be left unsaid.
pub(super) fn bars(application: &SupportApplication, case: &Case) -> Vec<FieldError> {
    // Whoever decides today looks today: an older check does not stand for it.
    let day = application.decided_on.opt().unwrap_or(case.today);
    let hits = in_force(application.enterprise, &application.uscc, day, case);
    if application.result != "通过" || hits.is_empty() {
        return Vec::new();
    }
    let named: Vec<String> = hits.iter().map(|(id, entry)| format!("{id} {}", entry.list)).collect();
    let what = format!("在名单中：{}，不能通过；移出名单后再办，或结论填 不通过", named.join("、"));
    vec![error("result", "结论", what)]
}
