//! Guards about the premises that a hazard belongs to, and about corrections that other fields hang on.

use super::super::field::Fields;
use super::super::noun::Noun;
use super::scene::{Guard, Scene, early, late, unless};
use crate::calendar::Day;

/// #25: an officer's word that the place is gone is not enough while the register says that it trades.
pub(super) const SHOP_GONE: Guard = early("场所已不存在", |s| {
    let Some(shop) = s.enterprise() else { return Ok(()) };
    let status = if shop.status.is_empty() { "在营" } else { &shop.status };
    let id = s.hazard.enterprise;
    unless(
        shop.is_gone(),
        "",
        format!("{} 登记为{status}，不能按场所灭失销号", shop.name),
        format!(
            "确已关闭、迁出、拆除的，先更正 {id} 的状态（拆除记作关闭）并填生效日、原因；只是歇业的用“暂停营业”"
        ),
    )
});

/// The visit found the place shut, so it was not before that.
pub(super) const GONE_SINCE: Guard = late("现场核实", |s| {
    let since = s.enterprise().and_then(|shop| shop.shut_since());
    let on = s.fields.day("on");
    unless(
        since.is_none_or(|since| on >= since),
        "on",
        format!("核实日期 {on} 早于企业停止经营的 {}", since.unwrap_or_default()),
        "填到现场核实的那天；停止经营的日子登记有误的，先更正企业",
    )
});

/// Ruling 13: who approves is neither who enters it nor who was there.
pub(super) const GONE_BY_TWO: Guard = late("场所灭失须另一人批准", |s| {
    let approver = s.fields.get("approver");
    let who = if s.hazard.is_major() { "局分管领导" } else { "股室负责人" };
    let hint = format!("报{who}批准，填其姓名");
    let text = "经办人不能批准自己经办的场所灭失";
    unless(approver != s.case.officer.name, "approver", text, hint.as_str())?;
    unless(!s.fields.names("by").contains(&approver), "approver", "批准人不能是现场核实人", hint)
});

/// What moves along when the enterprise is corrected: the township and industry it is counted in, and who has to put it right.
/// What was answered otherwise stays, for a guard to look at.
pub(super) fn move_along(s: &Scene, f: &mut Fields) {
    let (Some(shop), Some(old)) = (s.enterprise(), s.case.records.row(s.hazard.enterprise)) else { return };
    if s.link("enterprise") == Some(old.id) {
        return;
    }
    let said = |key: &str| s.hazard.get(key).unwrap_or_default();
    let principal = old.enterprise().map(|old| old.principal.clone()).unwrap_or_default();
    let is_his = !principal.is_empty() && said("rectifier") == principal;
    let heir =
        if shop.principal.is_empty() { &s.case.basics.settings.quick_rectifier } else { &shop.principal };
    let industry = shop.industries.iter().find(|code| **code == said("industry"));
    let moves = [
        ("township", Some(&shop.township)),
        ("industry", industry.or(shop.industries.first())),
        ("rectifier_unit", Some(&shop.name).filter(|_| !said("rectifier_unit").is_empty())),
        ("rectifier", Some(heir).filter(|_| is_his)),
    ];
    for (key, to) in moves {
        match to {
            Some(to) if !f.has(key) || f.get(key) == said(key) => f.put(key, to.as_str()),
            _ => {}
        }
    }
}

/// A hazard is counted where its enterprise is registered, on some day at least.
pub(super) const WHERE_IT_IS: Guard = late("乡镇、行业与企业一致", |s| {
    let Some(shop) = s.enterprise().filter(|_| s.fields.has("enterprise") || s.fields.has("township")) else {
        return Ok(());
    };
    let township = s.says("township");
    let is_its = shop.township == township || shop.spans.iter().any(|span| span.township == township);
    unless(
        is_its,
        "township",
        format!("乡镇不是 {} 登记的乡镇", shop.name),
        "改正乡镇；企业登记的乡镇有误的，先更正企业",
    )?;
    let industry = s.fields.get("industry");
    let is_its =
        industry.is_empty() || shop.industries.is_empty() || shop.industries.iter().any(|i| i == industry);
    let hint = "改正行业；企业登记的行业有误的，先更正企业";
    unless(is_its, "industry", format!("行业不是 {} 登记的行业", shop.name), hint)
});

/// The day it was found comes before everything that was done about it.
pub(super) const FOUND_FIRST: Guard = late("发现在先", |s| {
    if !s.fields.has("found_on") {
        return Ok(());
    }
    let (found, h) = (s.day("found_on"), s.hazard);
    let first = |days: &mut dyn Iterator<Item = Day>| days.filter_map(Day::opt).min();
    let later = [
        ("整改期限", h.due.opt().filter(|_| !h.due_proposed)),
        ("发函日", first(&mut h.legs.iter().map(|leg| leg.sent_on))),
        ("完成日", first(&mut h.rounds.iter().map(|round| round.done_on))),
        ("复查日", first(&mut h.rechecks.iter().map(|recheck| recheck.on))),
        ("销号日", h.closed_on.opt()),
    ];
    for (what, day) in later {
        let text = format!("发现日期 {found} 晚于{what} {}", day.unwrap_or_default());
        unless(day.is_none_or(|day| found <= day), "found_on", text, "核对发现日期；期限只能由延期改")?;
    }
    Ok(())
});

/// 局内约定: what decides where and since when a hazard counts is not changed without a word once its day has passed.
pub(super) const CORRECTED_WITH_REASON: Guard = late("更正须写原因", |s| {
    let weighs = s.fields.has("enterprise") || s.fields.has("found_on");
    let entered = s.row.and_then(|row| Day::from_date(row.entered.0.date_naive()));
    let is_later = entered.is_some_and(|day| day < s.case.today);
    unless(
        !weighs || !is_later || !s.fields.get("reason").is_empty(),
        "reason",
        "登记次日起更正企业或发现日期，须写明更正原因（局内约定）",
        "写明原来错在哪里，如 登记时选错了同名店",
    )
});
