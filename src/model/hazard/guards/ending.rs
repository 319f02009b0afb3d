//! 完成, 复查, 销号 and every other end, and what comes after it.

use super::{JUDGES, REPAIRS, between, enterprise_of, holds_role, not_rectifier, state_after_failure};
use crate::calendar::Day;
use crate::model::case::Role;
use crate::model::hazard::State;
use crate::model::hazard::defaults::days;
use crate::model::hazard::scene::{Guard, early, late, unless};
use crate::model::id::Id;

pub(in crate::model::hazard) const DONE_DATES: Guard = late("完成日期", |s| {
    let from = s.hazard.rounds.last().map_or(s.hazard.found_on, |r| r.from);
    between(s, "done_on", "完成日", from, "本轮起始日")
});

pub(in crate::model::hazard) const MEANWHILE_DATES: Guard =
    late("完成日期", |s| between(s, "done_on", "完成日", s.hazard.found_on, "发现日期"));

pub(in crate::model::hazard) const RECHECK_DATES: Guard =
    late("复查不早于完成", |s| between(s, "on", "复查日", s.hazard.done_on(), "完成日"));

pub(in crate::model::hazard) const OTHER_EYES: Guard =
    late("复查人不是整改责任人", |s| not_rectifier(s, "by"));

pub(in crate::model::hazard) const MAJOR_APPROVED: Guard = late("重大隐患复查与批准", |s| {
    if !s.hazard.is_major() {
        return Ok(());
    }
    let (lead, approver, by) = (s.fields.get("led_by"), s.fields.get("approver"), s.fields.names("by"));
    unless(!lead.is_empty(), "led_by", "重大隐患须由股室负责人以上带队复查", "填带队人")?;
    unless(by.contains(&lead), "led_by", "带队人不在复查人之中", "把带队人写进复查人")?;
    holds_role(s, "led_by", "带队人", "股室负责人以上", JUDGES)?;
    unless(!approver.is_empty(), "approver", "重大隐患销号须局分管领导批准", "填批准人")?;
    unless(!by.contains(&approver), "approver", "批准人不能是复查人", "由未参加复查的局领导批准")?;
    holds_role(s, "approver", "批准人", "局领导", Role::LEADERS)
});

pub(in crate::model::hazard) const FIVE_STAND: Guard = early("五落实", |s| {
    let lacks = if s.hazard.is_major() { s.hazard.lacks_of_five() } else { Vec::new() };
    let text = format!("重大隐患五落实尚缺：{}", lacks.join("、"));
    unless(lacks.is_empty(), "", text, "先办“五落实”补齐责任、措施、资金、时限、预案")
});

pub(in crate::model::hazard) const DELISTED: Guard = early("先摘牌后销号", |s| {
    let no = s.hazard.open_order().map(|o| o.no.clone()).unwrap_or_default();
    unless(s.hazard.open_order().is_none(), "", format!("仍在挂牌督办（{no}）"), "先办“摘牌”，再销号")
});

pub(in crate::model::hazard) const NEW_DUE: Guard = late("重新明确期限", |s| {
    if state_after_failure(s.hazard) != State::Rectifying {
        return Ok(());
    }
    let (due, on) = (s.fields.day("due"), s.fields.day("on"));
    unless(!due.is_none(), "due", "须重新明确整改期限", "填新的期限")?;
    unless(due >= on, "due", format!("新期限 {due} 早于复查日 {on}"), "改正期限")
});

pub(in crate::model::hazard) const NEVER_SENT: Guard = early("未曾移交", |s| {
    let sent = s.hazard.legs.iter().any(|l| !l.letter.eq(&Id::NONE) && l.returned_on.is_none());
    unless(!sent, "", "已发函移交，不能作废", "由部门退回后再作废，或办结销号")
});

pub(in crate::model::hazard) const OWN_OR_LEAD: Guard = early("谁可作废", |s| {
    let Some(row) = s.row else { return Ok(()) };
    let (at, by) = &row.entered;
    let mine = *by == s.case.officer.name && Day::from_date(at.date_naive()) == Some(s.case.today);
    unless(
        mine || s.is_any(REPAIRS),
        "",
        "当日可由登记人作废，之后由股室负责人或管理员作废",
        format!("登记人 {by}，请报股室负责人"),
    )
});

pub(in crate::model::hazard) const MERGE_TARGET: Guard = late("并案须同一企业", |s| {
    let Some(target) = s.link("target") else { return Ok(()) };
    unless(target != s.id(), "target", "不能并入自身", "填另一条隐患的编号")?;
    let row = s.case.records.row(target);
    let state = row.as_ref().and_then(|r| r.hazard()).map(|h| h.state);
    let gone = matches!(state, None | Some(State::Voided | State::Merged | State::Draft));
    unless(!gone, "target", format!("{target} 是草稿、已作废或已并案"), "并入仍在办理或已销号的隐患")?;
    unless(enterprise_of(s, target) == s.hazard.enterprise.opt(), "target", "并案须属同一企业", "改正编号")
});

pub(in crate::model::hazard) const REOPEN_WINDOW: Guard = late("反弹限期", |s| {
    between(s, "lookback_on", "回头看日期", s.hazard.closed_on, "销号日")?;
    let window = s.case.basics.settings.reopen_days;
    let last = s.hazard.closed_on.plus(days(window));
    let hint = format!("登记新隐患，“重复隐患”填 {}", s.id());
    unless(
        s.fields.day("lookback_on") <= last,
        "lookback_on",
        format!("销号已超过 {window} 日，属再次发生"),
        hint,
    )?;
    unless(s.fields.day("due") >= s.fields.day("lookback_on"), "due", "新期限早于回头看日期", "改正期限")
});

pub(in crate::model::hazard) const LOOKBACK_DATES: Guard =
    late("回头看日期", |s| between(s, "lookback_on", "回头看日期", s.hazard.closed_on, "销号日"));

pub(in crate::model::hazard) const GONE_DATES: Guard =
    late("现场核实", |s| between(s, "on", "核实日期", s.hazard.found_on, "发现日期"));

pub(in crate::model::hazard) const GONE_APPROVED: Guard = late("场所灭失须批准", |s| {
    let approver = s.fields.get("approver");
    let who = if s.hazard.is_major() { "局分管领导" } else { "股室负责人" };
    unless(!approver.is_empty(), "approver", format!("场所灭失销号须{who}批准"), "填批准人")?;
    let roles = if s.hazard.is_major() { Role::LEADERS } else { JUDGES };
    holds_role(s, "approver", "批准人", who, roles)
});
