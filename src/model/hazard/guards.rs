//! The conditions of the transitions. Each has a name that refusals and the manual show; what the notice does not state
//! is 局内约定.

use super::super::case::Role;
use super::super::field::list;
use super::super::id::Id;
use super::defaults::days;
use super::scene::{Guard, Scene, Verdict, early, late, unless};
use super::{Hazard, State};
use crate::calendar::Day;

/// Who may judge a 重大 hazard: 股室负责人 and above.
pub(super) const JUDGES: &[Role] = &[Role::SectionLead, Role::Leader, Role::Head];
const LEADERS: &[Role] = &[Role::Leader, Role::Head];
const REPAIRS: &[Role] = &[Role::SectionLead, Role::Admin];

pub(super) const FOUND: Guard = late("发现日期", |s| {
    let (found, today) = (s.day("found_on"), s.case.today);
    unless(found <= today, "found_on", format!("发现日期 {found} 晚于今天 {today}"), "改为实际发现的日期")?;
    let start = s.case.basics.plans.iter().filter_map(|p| Day::from_date(p.heading.valid_from)).min();
    let start = start.unwrap_or(Day::FIRST);
    let is_new = matches!(s.hazard.state, State::Draft);
    let hint = "方案开始前的隐患请用期初导入登记为计划前遗留";
    unless(!is_new || found >= start, "found_on", format!("发现日期 {found} 早于方案起始日 {start}"), hint)
});

pub(super) const IMPORT_FOUND: Guard = late("发现日期", |s| not_after_today(s, "found_on", "发现日期"));

pub(super) const SAME_PREMISES: Guard = late("检查与企业一致", |s| {
    let Some(visit) = s.inspection() else { return Ok(()) };
    let hint = "改正企业，或另选该企业的检查";
    unless(
        s.link("enterprise") == visit.enterprise.opt(),
        "enterprise",
        "隐患的企业与所选检查的企业不一致",
        hint,
    )
});

pub(super) const REPEAT: Guard = late("重复隐患", |s| {
    let Some(earlier) = s.link("repeat_of") else { return Ok(()) };
    unless(earlier != s.id(), "repeat_of", "不能与自身重复", "填以前那条隐患的编号")?;
    unless(
        enterprise_of(s, earlier) == s.link("enterprise"),
        "repeat_of",
        "重复隐患须属同一企业",
        "改正编号或留空",
    )
});

pub(super) const MAJOR_INTERIM: Guard = late("重大隐患须有临时防范措施", |s| {
    let holds = !s.is_major() || !s.says("interim").is_empty();
    unless(holds, "interim", "重大隐患登记时须写明临时防范措施", "写明已采取的措施，如停用、警戒、专人值守")
});

pub(super) const TRACK: Guard = late("路径与移交部门", |s| {
    let holds = s.fields.get("track") != "移交" || !s.fields.get("department").is_empty();
    unless(holds, "department", "路径为移交，须填职责部门", "填部门，如 消防、住建")
});

pub(super) const NOT_COMMERCE: Guard = late("职责在其他部门", |s| {
    let department = s.case.basics.department(s.fields.get("department"));
    let holds = department.is_none_or(|d| !d.commerce);
    unless(holds, "department", "该部门属商务系统，不必移交", "定性为限期整改，由本系统督促整改")
});

pub(super) const ON_SPOT_DATES: Guard = late("完成日期", |s| {
    if s.fields.day("done_on").is_none() {
        return Ok(());
    }
    between(s, "done_on", "完成日", s.day("found_on"), "发现日期")
});

pub(super) const DUE_AFTER_FOUND: Guard = late("期限不早于发现", |s| {
    let (due, found) = (s.fields.day("due"), s.day("found_on"));
    unless(due.is_none() || due >= found, "due", format!("期限 {due} 早于发现日期 {found}"), "改正期限")
});

pub(super) const HAS_DUE: Guard = late("限期整改须有期限", |s| {
    unless(!s.fields.day("due").is_none(), "due", "须填整改期限", "填日期，如 2026-12-05")
});

pub(super) const MAJOR_JUDGED: Guard = late("重大隐患定性", |s| {
    if !s.is_major() {
        return Ok(());
    }
    unless(
        !s.says("criterion").is_empty(),
        "criterion",
        "定为重大须写明判定依据",
        "填清单名称与条目，或从清单选取",
    )?;
    unless(s.is_any(JUDGES), "", "重大隐患由股室负责人定性", "已登记的先报股室负责人，由其定性")
});

pub(super) const GENERAL: Guard = late("限一般隐患", |s| {
    unless(!s.is_major(), "level", "重大隐患不能立行立改销号", "定性为限期整改，落实五项要求后复查销号")
});

pub(super) const IS_GENERAL: Guard = early("限一般隐患", |s| {
    unless(!s.hazard.is_major(), "", "重大隐患不适用此办法", "按完成、复查、批准的程序销号")
});

pub(super) const IS_MAJOR: Guard = early("限重大隐患", |s| {
    unless(s.hazard.is_major(), "", "只有重大隐患适用", "一般隐患不需办理；确属重大的先调级")
});

pub(super) const SAME_DAY: Guard = late("当日整改", |s| {
    let (done, found) = (s.fields.day("done_on"), s.day("found_on"));
    let text = format!("当场销号须当日完成：发现 {found}，完成 {done}");
    unless(done == found, "done_on", text, "不是当日完成的，用立行立改登记，之后复查销号")
});

pub(super) const TWO_INSPECTORS: Guard = early("两人以上检查", |s| {
    let party = s.case.records.inspectors_of(s.hazard.inspection);
    let count = if party.is_empty() { distinct(&s.hazard.finders) } else { distinct(&party) };
    let least = s.case.basics.settings.inspectors_min as usize;
    let hint = "补登检查人，或用立行立改登记后另行复查";
    unless(count >= least, "", format!("当场销号须 {least} 人以上检查，现有 {count} 人"), hint)
});

pub(super) const SECOND_PERSON: Guard = late("核实人不是唯一发现人", |s| {
    let verifiers = s.fields.names("verifier");
    let holds = match s.hazard.finders.as_slice() {
        [sole] => verifiers.iter().any(|v| v != sole),
        _ => true,
    };
    unless(holds, "verifier", "发现人只有一人时，须由另一人核实", "填同去的另一人")?;
    not_rectifier(s, "verifier")
});

pub(super) const MAJOR_HELD: Guard = late("移交重大隐患须有临时防范措施", |s| {
    let holds = !s.is_major() || !s.says("interim").is_empty();
    unless(holds, "interim", "移交重大隐患须先有临时防范措施", "写明移交期间由谁采取什么措施")
});

pub(super) const LETTER_UNIQUE: Guard = late("函号不重复", |s| {
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

pub(super) const LETTER_FITS: Guard = late("移交函与部门一致", |s| {
    let letter = s.link("letter").and_then(|id| s.case.records.row(id));
    let holds =
        letter.is_none_or(|r| r.body.get("department").as_deref() == Some(s.fields.get("department")));
    unless(holds, "department", "移交函的接收部门与所填部门不一致", "改正部门或另选移交函")
});

pub(super) const SENT_DATES: Guard =
    late("发出日期", |s| between(s, "sent_on", "发出日", s.hazard.found_on, "发现日期"));

pub(super) const ACCEPTED_DATES: Guard = late("签收不早于发出", |s| {
    between(s, "accepted_on", "签收日", s.hazard.leg().map_or(Day::NONE, |l| l.sent_on), "发出日")?;
    let (due, accepted) = (s.fields.day("feedback_due"), s.fields.day("accepted_on"));
    unless(due.is_none() || due >= accepted, "feedback_due", "反馈期限早于签收日", "改正反馈期限")
});

pub(super) const RETURNED_DATES: Guard = late("退回日期", |s| {
    between(s, "returned_on", "退回日", s.hazard.leg().map_or(Day::NONE, |l| l.sent_on), "发出日")
});

pub(super) const FEEDBACK_DATES: Guard = late("反馈日期", |s| {
    between(s, "feedback_on", "反馈日", s.hazard.leg().map_or(Day::NONE, |l| l.accepted_on), "签收日")
});

pub(super) const DEPARTMENT_RECHECKED: Guard = late("反馈含部门复查结论", |s| {
    let hint = "没有复查结论的，用反馈登记，之后自行复查销号";
    unless(s.fields.yes("rechecked"), "rechecked", "部门反馈中须有该部门的复查结论才可直接销号", hint)
});

pub(super) const URGE_DUE: Guard = late("限期已过才催办", |s| {
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

pub(super) const DONE_DATES: Guard = late("完成日期", |s| {
    let from = s.hazard.rounds.last().map_or(s.hazard.found_on, |r| r.from);
    between(s, "done_on", "完成日", from, "本轮起始日")
});

pub(super) const MEANWHILE_DATES: Guard =
    late("完成日期", |s| between(s, "done_on", "完成日", s.hazard.found_on, "发现日期"));

pub(super) const RECHECK_DATES: Guard =
    late("复查不早于完成", |s| between(s, "on", "复查日", s.hazard.done_on(), "完成日"));

pub(super) const OTHER_EYES: Guard = late("复查人不是整改责任人", |s| not_rectifier(s, "by"));

pub(super) const MAJOR_APPROVED: Guard = late("重大隐患复查与批准", |s| {
    if !s.hazard.is_major() {
        return Ok(());
    }
    let (lead, approver, by) = (s.fields.get("led_by"), s.fields.get("approver"), s.fields.names("by"));
    unless(!lead.is_empty(), "led_by", "重大隐患须由股室负责人以上带队复查", "填带队人")?;
    unless(by.contains(&lead), "led_by", "带队人不在复查人之中", "把带队人写进复查人")?;
    unless(!approver.is_empty(), "approver", "重大隐患销号须局分管领导批准", "填批准人")?;
    unless(!by.contains(&approver), "approver", "批准人不能是复查人", "由未参加复查的局领导批准")
});

pub(super) const FIVE_STAND: Guard = early("五落实", |s| {
    let lacks = if s.hazard.is_major() { s.hazard.lacks_of_five() } else { Vec::new() };
    let text = format!("重大隐患五落实尚缺：{}", lacks.join("、"));
    unless(lacks.is_empty(), "", text, "先办“五落实”补齐责任、措施、资金、时限、预案")
});

pub(super) const DELISTED: Guard = early("先摘牌后销号", |s| {
    let no = s.hazard.open_order().map(|o| o.no.clone()).unwrap_or_default();
    unless(s.hazard.open_order().is_none(), "", format!("仍在挂牌督办（{no}）"), "先办“摘牌”，再销号")
});

pub(super) const NEW_DUE: Guard = late("重新明确期限", |s| {
    if state_after_failure(s.hazard) != State::Rectifying {
        return Ok(());
    }
    let (due, on) = (s.fields.day("due"), s.fields.day("on"));
    unless(!due.is_none(), "due", "须重新明确整改期限", "填新的期限")?;
    unless(due >= on, "due", format!("新期限 {due} 早于复查日 {on}"), "改正期限")
});

pub(super) const NO_PENDING: Guard = early("没有待批的延期", |s| {
    unless(s.hazard.pending_extension().is_none(), "", "已有一次延期申请待批", "先审批上一次申请")
});

pub(super) const PENDING: Guard = early("有待批的延期", |s| {
    unless(s.hazard.pending_extension().is_some(), "", "没有待批的延期申请", "先申请延期")
});

pub(super) const LATER_DUE: Guard = late("新期限晚于原期限", |s| {
    not_after_today(s, "asked_on", "申请日")?;
    let (new, old) = (s.fields.day("new_due"), s.hazard.due);
    unless(new > old, "new_due", format!("新期限 {new} 不晚于原期限 {old}"), "填晚于原期限的日期")
});

pub(super) const LEVEL_UP: Guard = late("上一级审批", |s| {
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
    let may = !s.hazard.is_major() || s.is_any(LEADERS);
    unless(may, "", "重大隐患延期由局分管领导审批", "报分管领导，由其审批")?;
    let listed = s.hazard.open_order().is_some() && s.fields.yes("granted");
    unless(
        !listed || !s.fields.get("order_no").is_empty(),
        "order_no",
        "挂牌隐患延期须挂牌机关同意",
        "填挂牌机关同意延期的文号",
    )
});

pub(super) const NOT_LISTED: Guard = early("尚未挂牌", |s| {
    unless(s.hazard.open_order().is_none(), "", "已在挂牌督办", "先摘牌，再重新挂牌")
});

pub(super) const LISTED: Guard =
    early("已挂牌", |s| unless(s.hazard.open_order().is_some(), "", "没有挂牌督办", "不需摘牌"));

pub(super) const LISTED_DATES: Guard = late("挂牌日期", |s| {
    between(s, "listed_on", "挂牌日", s.hazard.found_on, "发现日期")?;
    unless(s.fields.day("due") >= s.fields.day("listed_on"), "due", "督办期限早于挂牌日", "改正督办期限")
});

pub(super) const DELISTED_DATES: Guard = late("摘牌日期", |s| {
    between(s, "delisted_on", "摘牌日", s.hazard.open_order().map_or(Day::NONE, |o| o.listed_on), "挂牌日")
});

pub(super) const REFUSES: Guard = late("两轮逾期或书面拒绝", |s| {
    let late = |r: &&super::Round| {
        !r.due.is_none() && (if r.done_on.is_none() { s.case.today } else { r.done_on }) > r.due
    };
    let rounds = s.hazard.rounds.iter().filter(late).count();
    let holds = rounds >= 2 || s.fields.yes("written");
    let hint = "有书面拒绝的，“书面拒绝”填 是；否则再次复查并重新明确期限";
    unless(holds, "written", format!("逾期 {rounds} 轮，不足两轮，也没有书面拒绝"), hint)
});

pub(super) const NOT_REFUSED: Guard = early("尚未标记", |s| {
    unless(s.hazard.refusal.is_empty(), "", "已标记拒不整改", "可改派移交执法部门")
});

pub(super) const NEVER_SENT: Guard = early("未曾移交", |s| {
    let sent = s.hazard.legs.iter().any(|l| !l.letter.eq(&Id::NONE) && l.returned_on.is_none());
    unless(!sent, "", "已发函移交，不能作废", "由部门退回后再作废，或办结销号")
});

pub(super) const OWN_OR_LEAD: Guard = early("谁可作废", |s| {
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

pub(super) const MERGE_TARGET: Guard = late("并案须同一企业", |s| {
    let Some(target) = s.link("target") else { return Ok(()) };
    unless(target != s.id(), "target", "不能并入自身", "填另一条隐患的编号")?;
    let row = s.case.records.row(target);
    let state = row.as_ref().and_then(|r| r.hazard()).map(|h| h.state);
    let gone = matches!(state, None | Some(State::Voided | State::Merged | State::Draft));
    unless(!gone, "target", format!("{target} 是草稿、已作废或已并案"), "并入仍在办理或已销号的隐患")?;
    unless(enterprise_of(s, target) == s.hazard.enterprise.opt(), "target", "并案须属同一企业", "改正编号")
});

pub(super) const REOPEN_WINDOW: Guard = late("反弹限期", |s| {
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

pub(super) const LOOKBACK_DATES: Guard =
    late("回头看日期", |s| between(s, "lookback_on", "回头看日期", s.hazard.closed_on, "销号日"));

pub(super) const JUDGED: Guard =
    early("已定级", |s| unless(!s.hazard.level.is_empty(), "", "尚未定级，无须调级", "先定性"));

pub(super) const REGRADED: Guard = late("调级权限", |s| {
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
        unless(s.is_any(LEADERS), "", "重大调为一般由局分管领导决定", "报分管领导")?;
        unless(!s.fields.get("reason").is_empty(), "reason", "调为一般须写明理由", "写明不再属重大的依据")
    }
});

pub(super) const INFORMED_DATES: Guard =
    late("抄告日期", |s| between(s, "on", "抄告日期", s.hazard.found_on, "发现日期"));

/// A due day that stands is moved by an extension only.
pub(super) const DUE_SETTLED: Guard = late("期限只能由延期变更", |s| {
    let due = s.fields.day("due");
    let holds = due.is_none() || s.hazard.due_proposed || s.hazard.due.is_none() || due == s.hazard.due;
    unless(holds, "due", format!("期限已明确为 {}", s.hazard.due), "要改期限的请申请延期")
});

pub(super) const GONE_DATES: Guard =
    late("现场核实", |s| between(s, "on", "核实日期", s.hazard.found_on, "发现日期"));

pub(super) const GONE_APPROVED: Guard = late("场所灭失须批准", |s| {
    let approver = s.fields.get("approver");
    let who = if s.hazard.is_major() { "局分管领导" } else { "股室负责人" };
    unless(!approver.is_empty(), "approver", format!("场所灭失销号须{who}批准"), "填批准人")?;
    let roles = if s.hazard.is_major() { LEADERS } else { JUDGES };
    let himself = approver == s.case.officer.name;
    unless(!himself || s.is_any(roles), "approver", format!("批准人须是{who}"), format!("填{who}姓名"))
});

pub(super) const OPEN_SHOP: Guard =
    early("营业中", |s| unless(s.hazard.suspended_on.is_none(), "", "已暂停营业", "恢复营业后再办"));

pub(super) const CLOSED_SHOP: Guard =
    early("暂停营业中", |s| unless(!s.hazard.suspended_on.is_none(), "", "没有暂停营业", "不需恢复"));

pub(super) const SUSPENDED_DATES: Guard =
    late("暂停日期", |s| between(s, "suspended_on", "暂停日", s.hazard.found_on, "发现日期"));

pub(super) const RESUMED_DATES: Guard =
    late("恢复日期", |s| between(s, "resumed_on", "恢复日", s.hazard.suspended_on, "暂停日"));

pub(super) const PROPOSED: Guard =
    early("期限待补", |s| unless(s.hazard.due_proposed, "", "期限已经明确", "要改期限的请申请延期"));

pub(super) const SECURES: Guard = late("至少落实一项", |s| {
    let any = super::transitions::SECURED.iter().any(|key| !s.fields.get(key).is_empty());
    unless(any, "measures", "没有填写任何一项", "填责任、措施、资金、时限、预案中已落实的项")
});

pub(super) const IMPORT_ORDER: Guard = late("日期先后", |s| {
    let found = s.day("found_on");
    for (key, what) in [
        ("done_on", "完成日"),
        ("due", "期限"),
        ("on", "复查日"),
        ("sent_on", "发出日"),
        ("accepted_on", "签收日"),
        ("feedback_on", "反馈日"),
        ("closed_on", "销号日"),
    ] {
        let on = s.fields.day(key);
        unless(
            on.is_none() || on >= found,
            key,
            format!("{what} {on} 早于发现日期 {found}"),
            "存疑，核对原台账后再导入",
        )?;
        if key != "due" {
            not_after_today(s, key, what)?;
        }
    }
    Ok(())
});

pub(super) const IMPORT_CLOSED: Guard = late("期初导入限启用日前", |s| {
    if s.fields.get("state") != State::Closed.name() {
        return Ok(());
    }
    let start = s.case.basics.settings.start_on.opt().unwrap_or(s.case.today);
    let closed = import_closed_on(s);
    let text = format!("销号日 {closed} 不早于启用日 {start}，不能按已销号导入");
    unless(
        !closed.is_none(),
        "closed_on",
        "按已销号导入须有销号、复查或完成日期",
        "核对原台账；没有日期的按待复查导入",
    )?;
    unless(closed < start, "closed_on", text, "按待复查导入，再办复查销号")
});

pub(super) const IMPORT_STATE: Guard = late("导入状态", |s| {
    let state = s.fields.get("state");
    let known = super::transitions::IMPORT_STATES.contains(&state);
    unless(known, "state", format!("不能按“{state}”导入"), super::transitions::IMPORT_STATES.join("、"))
});

/// 销号日 of an imported row: given, else the recheck's, else the day it was done.
pub(super) fn import_closed_on(s: &Scene) -> Day {
    ["closed_on", "on", "feedback_on", "done_on"]
        .into_iter()
        .find_map(|k| s.fields.day(k).opt())
        .unwrap_or(Day::NONE)
}

/// Where a failed recheck sends a hazard: back to whose turn it is (#14; ruling 11 for those fixed meanwhile).
pub(super) fn state_after_failure(hazard: &Hazard) -> State {
    match hazard.leg().filter(|l| hazard.track == "移交" && l.returned_on.is_none()) {
        None => State::Rectifying,
        Some(leg) if !leg.accepted_on.is_none() => State::TransferAccepted,
        Some(leg) if leg.letter != Id::NONE || !leg.sent_on.is_none() || hazard.imported => {
            State::TransferSent
        }
        Some(_) => State::TransferPending,
    }
}

/// Last day on which a department need not be urged; the clock of a transfer of unknown day runs from its import.
fn urge_from(s: &Scene) -> Day {
    let Some(leg) = s.hazard.leg() else { return Day::NONE };
    if s.hazard.state == State::TransferAccepted {
        return leg.feedback_due;
    }
    let sent = leg.sent_on.opt().unwrap_or(s.hazard.state_since);
    s.case.workdays.add(sent, days(s.case.basics.settings.transfer_accept_workdays))
}

fn enterprise_of(s: &Scene, hazard: Id) -> Option<Id> {
    s.case.records.row(hazard)?.hazard()?.enterprise.opt()
}

fn not_rectifier(s: &Scene, key: &'static str) -> Verdict {
    let rectifier = s.says("rectifier");
    let met = !rectifier.is_empty() && list(s.fields.get(key)).any(|name| name == rectifier);
    unless(
        !met,
        key,
        format!("{rectifier} 是整改责任人，不能自己复查"),
        "换一人复查；整改责任人登记有误的先更正",
    )
}

fn not_after_today(s: &Scene, key: &'static str, what: &str) -> Verdict {
    let (on, today) = (s.fields.day(key), s.case.today);
    unless(on <= today, key, format!("{what} {on} 晚于今天 {today}"), "改为实际日期")
}

/// The day under `key` lies between `from` (no day: no limit) and today.
fn between(s: &Scene, key: &'static str, what: &str, from: Day, of: &str) -> Verdict {
    let on = s.fields.day(key);
    unless(
        on >= from,
        key,
        format!("{what} {on} 早于{of} {from}"),
        format!("{what}应在 {from} 至 {} 之间", s.case.today),
    )?;
    not_after_today(s, key, what)
}

fn distinct(names: &[String]) -> usize {
    names.iter().collect::<std::collections::BTreeSet<_>>().len()
}
