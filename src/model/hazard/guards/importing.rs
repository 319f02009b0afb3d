//! 期初导入: what an old ledger may bring in.

use super::not_after_today;
use crate::calendar::Day;
use crate::model::hazard::State;
use crate::model::hazard::scene::{Guard, Scene, late, unless};
use crate::model::hazard::transitions::IMPORT_STATES;

pub(in crate::model::hazard) const IMPORT_ORDER: Guard = late("日期先后", |s| {
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

pub(in crate::model::hazard) const IMPORT_CLOSED: Guard = late("期初导入限启用日前", |s| {
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

pub(in crate::model::hazard) const IMPORT_STATE: Guard = late("导入状态", |s| {
    let state = s.fields.get("state");
    let known = IMPORT_STATES.contains(&state);
    unless(known, "state", format!("不能按“{state}”导入"), IMPORT_STATES.join("、"))
});

/// 销号日 of an imported row: given, else the recheck's, else the day it was done.
pub(in crate::model::hazard) fn import_closed_on(s: &Scene) -> Day {
    ["closed_on", "on", "feedback_on", "done_on"]
        .into_iter()
        .find_map(|k| s.fields.day(k).opt())
        .unwrap_or(Day::NONE)
}
