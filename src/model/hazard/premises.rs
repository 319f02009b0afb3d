//! Guards about the premises that a hazard belongs to, and about corrections that other fields hang on.

use super::scene::{Guard, early, late, unless};

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
