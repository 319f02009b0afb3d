//! Where a transition leads when that depends on the answers, what follows from them and must be kept with the fact
//! (applying a fact looks at no basics), and what is worth a remark.

use super::super::case::Role;
use super::super::field::Fields;
use super::changes as change;
use super::defaults::{days, first_due};
use super::guards::{JUDGES, import_closed_on, only_changed, state_after_failure};
use super::scene::Scene;
use super::{Hazard, State};
use crate::calendar::Day;

/// Writes into the answers what follows from them.
pub(super) type Settle = fn(&Scene, &mut Fields);

/// Says what an officer should know although nothing was refused; the answers are settled.
pub(super) type Remark = fn(&Scene) -> Option<String>;

pub(super) fn nothing_follows(_: &Scene, _: &mut Fields) {}

pub(super) fn no_remark(_: &Scene) -> Option<String> {
    None
}

/// Ruling 8: with a level it is judged in the same step, unless the description may be 重大 or somebody else has to judge.
/// To be handed over it need not be judged here (#6).
pub(super) fn registered(s: &Scene) -> State {
    let level = s.fields.get("level");
    if level.is_empty() || is_held(s) || (s.is_major() && !is_assigned(s) && !judges_major(s)) {
        return State::Registered;
    }
    match s.fields.get("track") {
        "移交" => State::TransferPending,
        "立行立改" if !s.is_major() && s.fields.has("done_on") => State::PendingRecheck,
        _ => State::Rectifying,
    }
}

pub(super) fn imported(s: &Scene) -> State {
    State::of_name(s.fields.get("state")).unwrap_or(State::Registered)
}

pub(super) fn failed(s: &Scene) -> State {
    state_after_failure(s.hazard)
}

/// A level that somebody has yet to judge is not kept as judged; 五落实 and a provisional due day begin to run.
pub(super) fn settle_registration(s: &Scene, f: &mut Fields) {
    match f.get("to") == State::Registered.name() {
        true if is_held(s) => {
            for key in ["level", "track", "due"] {
                f.clear(key);
            }
        }
        true if s.is_major() => {
            f.clear("track");
            settle_major(s, f);
        }
        true => {}
        false => settle_major(s, f),
    }
    if f.get("to") != State::TransferPending.name() {
        f.put("department", "");
        f.put("basis", "");
    }
    if f.get("to") != State::PendingRecheck.name() {
        f.put("done_on", "");
        f.put("how", "");
    }
}

/// Ruling 9: 五落实 within so many workdays (局内约定); a due day nobody chose is provisional.
pub(super) fn settle_major(s: &Scene, f: &mut Fields) {
    if !s.is_major() {
        return;
    }
    if s.hazard.five_due.is_none() {
        let within = days(s.case.basics.settings.major_plan_workdays);
        f.put("five_due", s.case.workdays.add(s.case.today, within).to_string());
    }
    let due = f.day("due");
    if !due.is_none() && due == first_due(s) {
        f.put("due_proposed", "是");
    }
}

/// What is granted is judged 重大 from then on, as [`settle_major`] says.
pub(super) fn settle_regrading(s: &Scene, f: &mut Fields) {
    let asked = s.hazard.pending_regrading().filter(|_| s.fields.yes("granted"));
    if let Some(asked) = asked {
        let answered = f.clone().with("level", asked.level.as_str());
        settle_major(&s.with(&answered), f);
    }
}

pub(super) fn settle_import(s: &Scene, f: &mut Fields) {
    settle_major(s, f);
    if f.get("due").is_empty() && f.get("state") == State::Rectifying.name() {
        let within = days(s.case.basics.settings.due_days_unstated);
        f.put("due", s.fields.day("found_on").plus(within).to_string());
        f.put("due_proposed", "是");
    }
    if f.get("state") == State::Closed.name() {
        f.put("closed_on", import_closed_on(s).to_string());
    }
}

/// The fact says only the days that change.
pub(super) fn settle_dates(s: &Scene, f: &mut Fields) {
    only_changed(s, f);
}

/// What counts by months moves with its day: 整改 with 完成日 (销号日 where there is none), 销号 with 销号日 (口径 of M10).
pub(super) fn dates_remark(s: &Scene) -> Option<String> {
    let mut after = s.hazard.clone();
    super::dates::correct(&mut after, s.fields);
    let fixed = |hazard: &Hazard| hazard.put_right_on().opt().unwrap_or(hazard.closed_on);
    let counted = |hazard: &Hazard| [("整改完成数", fixed(hazard)), ("销号数", hazard.closed_on)];
    let month = |day: Day| (day.year(), day.month());
    let pairs = counted(s.hazard).into_iter().zip(counted(&after));
    let moves = pairs.filter(|((_, old), (_, new))| !new.is_none() && month(*old) != month(*new));
    let told = moves.map(|((what, old), (_, new))| {
        format!("{what}从 {}年{}月 改计入 {}年{}月", old.year(), old.month(), new.year(), new.month())
    });
    Some(told.collect::<Vec<_>>().join("；")).filter(|words| !words.is_empty())
}

/// 抄告 keeps the department in words.
pub(super) fn settle_inform(s: &Scene, f: &mut Fields) {
    let code = f.get("department").to_owned();
    f.put("words", s.case.basics.department(&code).map_or(code, |d| d.short.clone()));
}

pub(super) fn registration_remark(s: &Scene) -> Option<String> {
    let (level, is_left) = (s.fields.get("level"), s.fields.get("to") == State::Registered.name());
    let codes: Vec<_> = matches(s).into_iter().take(3).collect();
    let what = format!("描述可能属重大隐患（{}）", codes.join("、"));
    match () {
        () if is_left && !codes.is_empty() && level.is_empty() => {
            Some(format!("{what}，已停在待定性，请核对后定性"))
        }
        () if is_left && s.is_major() => {
            Some("重大隐患已登记为待定性，请股室负责人写明判定依据后定性".into())
        }
        () if is_assigned(s) && may_be_major(s) => Some(format!("{what}，已按一般列入待移交，请核对等级")),
        () => None,
    }
}

pub(super) fn return_remark(s: &Scene) -> Option<String> {
    let before = s.hazard.legs.iter().filter(|l| !l.returned_on.is_none()).count();
    (before >= 1).then(|| format!("第 {} 次退回，请报局分管领导协调", before + 1))
}

pub(super) fn urge_remark(s: &Scene) -> Option<String> {
    let times = s.hazard.leg().map_or(0, |l| l.urged.len()) + 1;
    let limit = s.case.basics.settings.transfer_urges_before_leader as usize;
    (times >= limit).then(|| format!("已催办 {times} 次，请报局分管领导，可提请区安办协调"))
}

pub(super) fn extension_remark(s: &Scene) -> Option<String> {
    let late = !s.hazard.due_proposed && s.fields.day("asked_on") > s.hazard.due;
    late.then(|| "逾期后申请：批准后完成的也不计按期".into())
}

pub(super) fn refusal_remark(_: &Scene) -> Option<String> {
    Some("可改派移交执法部门；符合条件的列为失信名单候选".into())
}

/// 五落实 may be filled point by point: says what is still missing.
pub(super) fn secured_remark(s: &Scene) -> Option<String> {
    let mut after = s.hazard.clone();
    change::secure(&mut after, s.fields, s.case.today, &s.case.officer.name);
    let lacks = after.lacks_of_five();
    Some(if lacks.is_empty() {
        "五落实已齐".into()
    } else {
        format!("五落实还缺：{}", lacks.join("、"))
    })
}

pub(super) fn merge_remark(s: &Scene) -> Option<String> {
    let row = s.case.records.row(s.link("target")?)?;
    let closed = row.hazard()?.state == State::Closed;
    closed.then(|| format!("{} 已销号，本条随之不再督促", row.id))
}

/// Stops before it is judged; what goes to another department does not (ruling 8).
fn is_held(s: &Scene) -> bool {
    !is_assigned(s) && may_be_major(s)
}

fn is_assigned(s: &Scene) -> bool {
    s.fields.get("track") == "移交"
}

/// The description may be a 重大 hazard, the level says 一般, and no criterion says that somebody has looked.
fn may_be_major(s: &Scene) -> bool {
    s.fields.get("level") == "一般" && s.fields.get("criterion").is_empty() && !matches(s).is_empty()
}

fn matches(s: &Scene) -> Vec<String> {
    let industry = s.fields.get("industry");
    let industry = Some(industry).filter(|code| !code.is_empty());
    let found = s.case.basics.catalog_match(s.fields.get("description"), industry);
    found.into_iter().map(|item| item.code.clone()).collect()
}

fn judges_major(s: &Scene) -> bool {
    let roles: &[Role] = JUDGES;
    !s.fields.get("criterion").is_empty() && s.is_any(roles)
}
