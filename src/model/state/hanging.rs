//! What hangs on a record: an enterprise with records is not declared void, one that closes says what is left to do, and a visit
//! with hazards has found some.

use std::collections::BTreeMap;

use super::super::case::Case;
use super::super::command::Refusal;
use super::super::enterprise::Enterprise;
use super::super::field::{FieldError, Fields};
use super::super::id::{Id, Kind};
use super::super::row::{Body, Row, name_of};
use super::act::by_guard;
use super::field_check::error;
use crate::calendar::Day;

/// Numbers named one by one.
const NAMED: usize = 3;

/// Records would be left without their enterprise.
pub(super) fn nothing_hangs_on(row: &Row, case: &Case) -> Result<(), Refusal> {
    if row.enterprise().is_none() {
        return Ok(());
    }
    let about = case.records.about(row.id);
    if about.is_empty() {
        return Ok(());
    }
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    about.iter().for_each(|id| *kinds.entry(id.kind()).or_default() += 1);
    let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{} {n}", name_of(*kind))).collect();
    let text = format!(
        "{} {} 名下还有 {} 条记录（{}），不能作废",
        row.id,
        row.body.title(),
        about.len(),
        kinds.join("、")
    );
    let hint = "登记重复的，先把这些记录的企业更正为留下的那一家；已不经营的，更正状态为关闭或迁出并填生效日";
    Err(by_guard("名下没有记录", text, hint))
}

/// Hazards found in a visit say that something was found.
pub(super) fn found_after_all(id: Id, fields: &Fields, after: &Body, case: &Case) -> Option<FieldError> {
    let Body::Inspection(visit) = after else { return None };
    if fields.get("finding") != "未发现" {
        return None;
    }
    let about = case.records.about(visit.enterprise).into_iter().filter_map(|id| case.records.row(id));
    let found: Vec<Id> =
        about.filter(|row| row.hazard().is_some_and(|h| h.inspection == id)).map(|row| row.id).collect();
    let what = some(&found).map(|ids| format!("这次检查登记有隐患 {ids}，先作废或更正这些隐患的检查"))?;
    Some(error("finding", "结论", what))
}

/// What is left of an enterprise that is gone from `from` on (no day: from today).
pub(super) fn left_behind(id: Id, before: &Body, after: &Body, from: Day, case: &Case) -> Vec<String> {
    let is_gone = |body: &Body| matches!(body, Body::Enterprise(e) if Enterprise::is_gone(e));
    if is_gone(before) || !is_gone(after) {
        return Vec::new();
    }
    let from = from.opt().unwrap_or(case.today);
    let about = case.records.about(id).into_iter().filter_map(|id| case.records.row(id));
    let (mut open, mut later) = (Vec::new(), Vec::new());
    for row in about {
        match &row.body {
            Body::Hazard(hazard) if hazard.state.is_open() => open.push(row.id),
            Body::Inspection(visit) if visit.date > from => later.push(row.id),
            Body::SelfInspection(check) if check.date > from => later.push(row.id),
            Body::Drill(drill) if drill.date > from => later.push(row.id),
            _ => {}
        }
    }
    let open = some(&open)
        .map(|ids| format!("还有未销号的隐患 {ids}：现场核实后办“场所灭失”，已整改的报完成后复查销号"));
    let later =
        some(&later).map(|ids| format!("{from} 之后还有检查、自查或演练 {ids}：核对生效日或这些记录的日期"));
    open.into_iter().chain(later).collect()
}

/// A visit, a self-check or a drill where nobody is any more by the register.
pub(super) fn at_a_lost_place(body: &Body, case: &Case) -> Option<String> {
    let (enterprise, date) = match body {
        Body::Inspection(visit) => (visit.enterprise, visit.date),
        Body::SelfInspection(check) => (check.enterprise, check.date),
        Body::Drill(drill) => (drill.enterprise, drill.date),
        _ => return None,
    };
    let row = case.records.row(enterprise)?;
    let shop = row.enterprise().filter(|shop| shop.is_gone())?;
    let since = shop.shut_since().filter(|since| date > *since)?;
    Some(format!("{} 自 {since} 起登记为{}：核对日期，或更正企业状态", shop.name, shop.status))
}

/// `2 条（H2611-0001、H2611-0002）`
fn some(ids: &[Id]) -> Option<String> {
    let named: Vec<String> = ids.iter().take(NAMED).map(Id::to_string).collect();
    let more = if ids.len() > NAMED { " 等" } else { "" };
    (!ids.is_empty()).then(|| format!("{} 条（{}{more}）", ids.len(), named.join("、")))
}
