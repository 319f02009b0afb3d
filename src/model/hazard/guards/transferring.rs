//! 移交: the letter, the receipt, the feedback, the urging (二(五)8).

use super::{between, not_after_today};
use crate::calendar::Day;
use crate::model::hazard::State;
use crate::model::hazard::defaults::days;
use crate::model::hazard::scene::{Guard, Scene, late, unless};

pub(in crate::model::hazard) const MAJOR_HELD: Guard =
    late("移交重大隐患须有临时防范措施", |s| {
        let holds = !s.is_major() || !s.says("interim").is_empty();
        unless(holds, "interim", "移交重大隐患须先有临时防范措施", "写明移交期间由谁采取什么措施")
    });

pub(in crate::model::hazard) const LETTER_UNIQUE: Guard = late("函号不重复", |s| {
    let number = s.fields.get("letter_no");
    if number.is_empty() || s.link("letter").is_some() {
        return Ok(());
    }
    let year = s.fields.day("sent_on").opt().unwrap_or(s.case.today).year();
    let Some(taken) = s.case.records.letter(year, number) else { return Ok(()) };
    unless(
        false,
        "letter_no",
        format!("{year} 年已有函号 {number}（{taken}）"),
        format!("随该函移交的，移交函填 {taken}；否则改函号"),
    )
});

pub(in crate::model::hazard) const LETTER_FITS: Guard = late("移交函与部门一致", |s| {
    let letter = s.link("letter").and_then(|id| s.case.records.row(id));
    let holds =
        letter.is_none_or(|r| r.body.get("department").as_deref() == Some(s.fields.get("department")));
    unless(holds, "department", "移交函的接收部门与所填部门不一致", "改正部门或另选移交函")
});

pub(in crate::model::hazard) const SENT_DATES: Guard =
    late("发出日期", |s| between(s, "sent_on", "发出日", s.hazard.found_on, "发现日期"));

pub(in crate::model::hazard) const ACCEPTED_DATES: Guard = late("签收不早于发出", |s| {
    between(s, "accepted_on", "签收日", s.hazard.leg().map_or(Day::NONE, |l| l.sent_on), "发出日")?;
    let (due, accepted) = (s.fields.day("feedback_due"), s.fields.day("accepted_on"));
    unless(due.is_none() || due >= accepted, "feedback_due", "反馈期限早于签收日", "改正反馈期限")
});

pub(in crate::model::hazard) const RETURNED_DATES: Guard = late("退回日期", |s| {
    between(s, "returned_on", "退回日", s.hazard.leg().map_or(Day::NONE, |l| l.sent_on), "发出日")
});

pub(in crate::model::hazard) const FEEDBACK_DATES: Guard = late("反馈日期", |s| {
    between(s, "feedback_on", "反馈日", s.hazard.leg().map_or(Day::NONE, |l| l.accepted_on), "签收日")
});

pub(in crate::model::hazard) const DEPARTMENT_RECHECKED: Guard = late("反馈含部门复查结论", |s| {
    let hint = "没有复查结论的，用反馈登记，之后自行复查销号";
    unless(s.fields.yes("rechecked"), "rechecked", "部门反馈中须有该部门的复查结论才可直接销号", hint)
});

pub(in crate::model::hazard) const URGE_DUE: Guard = late("限期已过才催办", |s| {
    let on = s.fields.day("on");
    not_after_today(s, "on", "催办日期")?;
    let limit = urge_from(s);
    unless(
        limit.is_none() || on > limit,
        "on",
        format!("期限 {limit} 未过，不必催办"),
        "过限后再催办；沟通情况可记备注",
    )
});

pub(in crate::model::hazard) const INFORMED_DATES: Guard =
    late("抄告日期", |s| between(s, "on", "抄告日期", s.hazard.found_on, "发现日期"));

/// Last day on which a department need not be urged; the clock of a transfer of unknown day runs from its import.
fn urge_from(s: &Scene) -> Day {
    let Some(leg) = s.hazard.leg() else { return Day::NONE };
    if s.hazard.state == State::TransferAccepted {
        return leg.feedback_due;
    }
    let sent = leg.sent_on.opt().unwrap_or(s.hazard.state_since);
    s.case.workdays.add(sent, days(s.case.basics.settings.transfer_accept_workdays))
}
