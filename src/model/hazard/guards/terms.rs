//! 期限 and what holds over a hazard: extensions, orders, levels, suspensions, 五落实.

use super::{between, not_after_today};
use crate::calendar::Day;
use crate::model::case::Role;
use crate::model::hazard::Round;
use crate::model::hazard::scene::{Guard, early, late, unless};
use crate::model::hazard::transitions::SECURED;

pub(in crate::model::hazard) const NO_PENDING: Guard = early("没有待批的延期", |s| {
    unless(s.hazard.pending_extension().is_none(), "", "已有一次延期申请待批", "先审批上一次申请")
});

pub(in crate::model::hazard) const PENDING: Guard = early("有待批的延期", |s| {
    unless(s.hazard.pending_extension().is_some(), "", "没有待批的延期申请", "先申请延期")
});

pub(in crate::model::hazard) const LATER_DUE: Guard = late("新期限晚于原期限", |s| {
    not_after_today(s, "asked_on", "申请日")?;
    let (new, old) = (s.fields.day("new_due"), s.hazard.due);
    unless(new > old, "new_due", format!("新期限 {new} 不晚于原期限 {old}"), "填晚于原期限的日期")
});

pub(in crate::model::hazard) const LEVEL_UP: Guard = late("上一级审批", |s| {
    let asked = s.hazard.pending_extension();
    let by = s.fields.get("decided_by");
    unless(
        asked.is_none_or(|e| e.asked_by != by),
        "decided_by",
        "申请人不能审批自己的申请",
        "填审批人姓名，须是另一人",
    )?;
    let (since, on) = (asked.map_or(Day::NONE, |e| e.asked_on), s.fields.day("decided_on"));
    not_after_today(s, "decided_on", "审批日")?;
    unless(on >= since, "decided_on", format!("审批日 {on} 早于申请日 {since}"), "改正审批日")?;
    let (new, old) = (asked.map_or(Day::NONE, |e| e.new_due), s.hazard.due);
    unless(
        !s.fields.yes("granted") || new > old,
        "granted",
        format!("申请的新期限 {new} 不晚于现在的期限 {old}"),
        "填 否，需要的按现在的期限重新申请",
    )?;
    let may = !s.hazard.is_major() || s.is_any(Role::LEADERS);
    unless(may, "", "重大隐患延期由局分管领导审批", "报分管领导，由其审批")?;
    let listed = s.hazard.open_order().is_some() && s.fields.yes("granted");
    unless(
        !listed || !s.fields.get("order_no").is_empty(),
        "order_no",
        "挂牌隐患延期须挂牌机关同意",
        "填挂牌机关同意延期的文号",
    )
});

pub(in crate::model::hazard) const NOT_LISTED: Guard = early("尚未挂牌", |s| {
    unless(s.hazard.open_order().is_none(), "", "已在挂牌督办", "先摘牌，再重新挂牌")
});

pub(in crate::model::hazard) const LISTED: Guard =
    early("已挂牌", |s| unless(s.hazard.open_order().is_some(), "", "没有挂牌督办", "不需摘牌"));

pub(in crate::model::hazard) const LISTED_DATES: Guard = late("挂牌日期", |s| {
    between(s, "listed_on", "挂牌日", s.hazard.found_on, "发现日期")?;
    unless(s.fields.day("due") >= s.fields.day("listed_on"), "due", "督办期限早于挂牌日", "改正督办期限")
});

pub(in crate::model::hazard) const DELISTED_DATES: Guard = late("摘牌日期", |s| {
    between(s, "delisted_on", "摘牌日", s.hazard.open_order().map_or(Day::NONE, |o| o.listed_on), "挂牌日")
});

pub(in crate::model::hazard) const REFUSES: Guard = late("两轮逾期或书面拒绝", |s| {
    let late =
        |r: &&Round| !r.due.is_none() && (if r.done_on.is_none() { s.case.today } else { r.done_on }) > r.due;
    let rounds = s.hazard.rounds.iter().filter(late).count();
    let holds = rounds >= 2 || s.fields.yes("written");
    let hint = "有书面拒绝的，“书面拒绝”填 是；否则再次复查并重新明确期限";
    unless(holds, "written", format!("逾期 {rounds} 轮，不足两轮，也没有书面拒绝"), hint)
});

pub(in crate::model::hazard) const NOT_REFUSED: Guard = early("尚未标记", |s| {
    unless(s.hazard.refusal.is_empty(), "", "已标记拒不整改", "可改派移交执法部门")
});

pub(in crate::model::hazard) const JUDGED: Guard =
    early("已定级", |s| unless(!s.hazard.level.is_empty(), "", "尚未定级，无须调级", "先定性"));

/// Another level than it has, and why: to 重大 by the list, back with a reason.
pub(in crate::model::hazard) const OTHER_LEVEL: Guard = late("另一等级", |s| {
    let to = s.fields.get("level");
    unless(to != s.hazard.level, "level", format!("等级已是 {to}"), "选另一等级")?;
    if to == "重大" {
        unless(
            !s.fields.get("criterion").is_empty(),
            "criterion",
            "调为重大须写明判定依据",
            "填清单名称与条目",
        )
    } else {
        unless(!s.fields.get("reason").is_empty(), "reason", "调为一般须写明理由", "写明不再属重大的依据")
    }
});

/// Up: 股室负责人; down: 局分管领导 (§4.3 #23).
pub(in crate::model::hazard) const REGRADED: Guard = late("调级权限", |s| {
    let is_up = s.fields.get("level") == "重大";
    unless(is_up || s.is_any(Role::LEADERS), "", "重大调为一般由局分管领导决定", "办“申请调级”，由其审批")
});

pub(in crate::model::hazard) const NO_REGRADING: Guard = early("没有待批的调级", |s| {
    unless(s.hazard.pending_regrading().is_none(), "", "已有一次调级申请待批", "先审批上一次申请")
});

pub(in crate::model::hazard) const REGRADING: Guard = early("有待批的调级", |s| {
    unless(s.hazard.pending_regrading().is_some(), "", "没有待批的调级申请", "先申请调级")
});

pub(in crate::model::hazard) const ASKED_TODAY: Guard =
    late("申请日", |s| not_after_today(s, "asked_on", "申请日"));

pub(in crate::model::hazard) const REGRADE_DECIDED: Guard = late("调级审批", |s| {
    let Some(asked) = s.hazard.pending_regrading() else { return Ok(()) };
    let by_another = asked.asked_by != s.fields.get("decided_by");
    unless(by_another, "decided_by", "申请人不能审批自己的申请", "填审批人姓名，须是另一人")?;
    not_after_today(s, "decided_on", "审批日")?;
    let (since, on) = (asked.asked_on, s.fields.day("decided_on"));
    unless(on >= since, "decided_on", format!("审批日 {on} 早于申请日 {since}"), "改正审批日")?;
    let may = asked.level == "重大" || s.is_any(Role::LEADERS);
    unless(may, "", "重大调为一般由局分管领导决定", "报分管领导，由其审批")
});

/// A due day that stands is moved by an extension only.
pub(in crate::model::hazard) const DUE_SETTLED: Guard = late("期限只能由延期变更", |s| {
    let due = s.fields.day("due");
    let holds = due.is_none() || s.hazard.due_proposed || s.hazard.due.is_none() || due == s.hazard.due;
    unless(holds, "due", format!("期限已明确为 {}", s.hazard.due), "要改期限的请申请延期")
});

pub(in crate::model::hazard) const OPEN_SHOP: Guard =
    early("营业中", |s| unless(s.hazard.suspended_on.is_none(), "", "已暂停营业", "恢复营业后再办"));

pub(in crate::model::hazard) const CLOSED_SHOP: Guard =
    early("暂停营业中", |s| unless(!s.hazard.suspended_on.is_none(), "", "没有暂停营业", "不需恢复"));

pub(in crate::model::hazard) const SUSPENDED_DATES: Guard =
    late("暂停日期", |s| between(s, "suspended_on", "暂停日", s.hazard.found_on, "发现日期"));

pub(in crate::model::hazard) const RESUMED_DATES: Guard =
    late("恢复日期", |s| between(s, "resumed_on", "恢复日", s.hazard.suspended_on, "暂停日"));

pub(in crate::model::hazard) const PROPOSED: Guard =
    early("期限待补", |s| unless(s.hazard.due_proposed, "", "期限已经明确", "要改期限的请申请延期"));

pub(in crate::model::hazard) const SECURES: Guard = late("至少落实一项", |s| {
    let any = SECURED.iter().any(|key| !s.fields.get(key).is_empty());
    unless(any, "measures", "没有填写任何一项", "填责任、措施、资金、时限、预案中已落实的项")
});
