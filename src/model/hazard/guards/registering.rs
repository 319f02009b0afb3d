//! 登记 and 定性: what must be known of a hazard, and what may be settled on the spot.

use super::{JUDGES, between, distinct, enterprise_of, not_after_today, not_rectifier};
use crate::calendar::Day;
use crate::model::hazard::State;
use crate::model::hazard::scene::{Guard, early, late, unless};

pub(in crate::model::hazard) const FOUND: Guard = late("发现日期", |s| {
    let (found, today) = (s.day("found_on"), s.case.today);
    unless(found <= today, "found_on", format!("发现日期 {found} 晚于今天 {today}"), "改为实际发现的日期")?;
    let start = s.case.basics.plans.iter().filter_map(|p| Day::from_date(p.heading.valid_from)).min();
    let start = start.unwrap_or(Day::FIRST);
    let is_new = matches!(s.hazard.state, State::Draft);
    let hint = "方案开始前的隐患请用期初导入登记为计划前遗留";
    unless(!is_new || found >= start, "found_on", format!("发现日期 {found} 早于方案起始日 {start}"), hint)
});

pub(in crate::model::hazard) const IMPORT_FOUND: Guard =
    late("发现日期", |s| not_after_today(s, "found_on", "发现日期"));

pub(in crate::model::hazard) const SAME_PREMISES: Guard = late("检查与企业一致", |s| {
    let Some(visit) = s.inspection() else { return Ok(()) };
    let hint = "改正企业，或另选该企业的检查";
    unless(
        s.link("enterprise") == visit.enterprise.opt(),
        "enterprise",
        "隐患的企业与所选检查的企业不一致",
        hint,
    )
});

pub(in crate::model::hazard) const REPEAT: Guard = late("重复隐患", |s| {
    let Some(earlier) = s.link("repeat_of") else { return Ok(()) };
    unless(earlier != s.id(), "repeat_of", "不能与自身重复", "填以前那条隐患的编号")?;
    unless(
        enterprise_of(s, earlier) == s.link("enterprise"),
        "repeat_of",
        "重复隐患须属同一企业",
        "改正编号或留空",
    )
});

pub(in crate::model::hazard) const MAJOR_INTERIM: Guard = late("重大隐患须有临时防范措施", |s| {
    let holds = !s.is_major() || !s.says("interim").is_empty();
    unless(holds, "interim", "重大隐患登记时须写明临时防范措施", "写明已采取的措施，如停用、警戒、专人值守")
});

pub(in crate::model::hazard) const TRACK: Guard = late("路径与移交部门", |s| {
    let holds = s.fields.get("track") != "移交" || !s.fields.get("department").is_empty();
    unless(holds, "department", "路径为移交，须填职责部门", "填部门，如 消防、住建")
});

pub(in crate::model::hazard) const NOT_COMMERCE: Guard = late("职责在其他部门", |s| {
    let department = s.case.basics.department(s.fields.get("department"));
    let holds = department.is_none_or(|d| !d.commerce);
    unless(holds, "department", "该部门属商务系统，不必移交", "定性为限期整改，由本系统督促整改")
});

pub(in crate::model::hazard) const ON_SPOT_DATES: Guard = late("完成日期", |s| {
    if s.fields.day("done_on").is_none() {
        return Ok(());
    }
    between(s, "done_on", "完成日", s.day("found_on"), "发现日期")
});

pub(in crate::model::hazard) const DUE_AFTER_FOUND: Guard = late("期限不早于发现", |s| {
    let (due, found) = (s.fields.day("due"), s.day("found_on"));
    unless(due.is_none() || due >= found, "due", format!("期限 {due} 早于发现日期 {found}"), "改正期限")
});

pub(in crate::model::hazard) const HAS_DUE: Guard = late("限期整改须有期限", |s| {
    unless(!s.fields.day("due").is_none(), "due", "须填整改期限", "填日期，如 2026-12-05")
});

pub(in crate::model::hazard) const MAJOR_JUDGED: Guard = late("重大隐患定性", |s| {
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

pub(in crate::model::hazard) const GENERAL: Guard = late("限一般隐患", |s| {
    unless(!s.is_major(), "level", "重大隐患不能立行立改销号", "定性为限期整改，落实五项要求后复查销号")
});

pub(in crate::model::hazard) const IS_GENERAL: Guard = early("限一般隐患", |s| {
    unless(!s.hazard.is_major(), "", "重大隐患不适用此办法", "按完成、复查、批准的程序销号")
});

pub(in crate::model::hazard) const IS_MAJOR: Guard = early("限重大隐患", |s| {
    unless(s.hazard.is_major(), "", "只有重大隐患适用", "一般隐患不需办理；确属重大的先调级")
});

pub(in crate::model::hazard) const SAME_DAY: Guard = late("当日整改", |s| {
    let (done, found) = (s.fields.day("done_on"), s.day("found_on"));
    let text = format!("当场销号须当日完成：发现 {found}，完成 {done}");
    unless(done == found, "done_on", text, "不是当日完成的，用立行立改登记，之后复查销号")
});

pub(in crate::model::hazard) const TWO_INSPECTORS: Guard = early("两人以上检查", |s| {
    let party = s.case.records.inspectors_of(s.hazard.inspection);
    let count = if party.is_empty() { distinct(&s.hazard.finders) } else { distinct(&party) };
    let least = s.case.basics.settings.inspectors_min as usize;
    let hint = "补登检查人，或用立行立改登记后另行复查";
    unless(count >= least, "", format!("当场销号须 {least} 人以上检查，现有 {count} 人"), hint)
});

pub(in crate::model::hazard) const SECOND_PERSON: Guard = late("核实人不是唯一发现人", |s| {
    let verifiers = s.fields.names("verifier");
    let holds = match s.hazard.finders.as_slice() {
        [sole] => verifiers.iter().any(|v| v != sole),
        _ => true,
    };
    unless(holds, "verifier", "发现人只有一人时，须由另一人核实", "填同去的另一人")?;
    not_rectifier(s, "verifier")
});
