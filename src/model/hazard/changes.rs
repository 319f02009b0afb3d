//! How a hazard changes when something was done to it. Nothing here may fail, and nothing looks at basics or a clock:
//! what had to be judged stands in the answers.

use super::super::field::{Fields, Value, list};
use super::super::id::Id;
use super::super::noun::Noun;
use super::{Extension, Hazard, Leg, Order, RELAPSED, Recheck, Regrading, Round, State, dates};
use crate::calendar::Day;

/// 销号依据 that no officer words.
pub(super) const ON_SPOT: &str = "立行立改，当场核实";
pub(super) const BY_FEEDBACK: &str = "部门反馈含复查结论";
pub(super) const BY_IMPORT: &str = "期初导入";

/// Changes the hazard by the answers; the day of entry and the officer come along. The state has been set.
pub(super) type Change = fn(&mut Hazard, &Fields, Day, &str);

pub(super) fn draft(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take_record(h, f);
}

pub(super) fn register(h: &mut Hazard, f: &Fields, day: Day, officer: &str) {
    take_record(h, f);
    five_due(h, f);
    match h.state {
        State::Rectifying => first_round(h, f),
        State::TransferPending => assign(h, f, day, officer),
        State::PendingRecheck => fix_on_spot(h, f, day, officer),
        _ => h.due_proposed = f.yes("due_proposed"),
    }
}

pub(super) fn amend(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take_record(h, f);
    if let Ok(letter) = f.get("letter").parse::<Id>()
        && let Some(leg) = h.legs.iter_mut().find(|l| l.letter == letter)
    {
        take_letter(leg, f);
    }
}

pub(super) fn classify(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take_record(h, f);
    five_due(h, f);
    first_round(h, f);
}

pub(super) fn fix_on_spot(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take(&mut h.level, f, "level");
    take(&mut h.rectifier, f, "rectifier");
    take(&mut h.rectifier_unit, f, "rectifier_unit");
    h.track = "立行立改".into();
    h.due = h.found_on;
    let due = h.due;
    h.rounds.push(Round { demand: h.track.clone(), from: h.found_on, due, ..Round::default() });
    finish_round(h, f, f.day("done_on"), f.get("how"));
}

pub(super) fn fix_and_verify(h: &mut Hazard, f: &Fields, day: Day, officer: &str) {
    fix_on_spot(h, f, day, officer);
    let by = names(f, "verifier");
    h.rechecks.push(Recheck {
        on: f.day("done_on"),
        by: by.clone(),
        result: "合格".into(),
        opinion: f.get("how").into(),
    });
    close(h, f.day("done_on"), by, ON_SPOT);
}

pub(super) fn assign(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take(&mut h.level, f, "level");
    take(&mut h.criterion, f, "criterion");
    take(&mut h.interim, f, "interim");
    five_due(h, f);
    h.track = "移交".into();
    h.legs.push(Leg {
        department: f.get("department").into(),
        basis: f.get("basis").into(),
        ..Leg::default()
    });
}

pub(super) fn reassign(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take(&mut h.interim, f, "interim");
    h.track = "移交".into();
    h.legs.push(Leg {
        department: f.get("department").into(),
        basis: f.get("reason").into(),
        ..Leg::default()
    });
}

pub(super) fn send_letter(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if h.legs.is_empty() {
        h.legs.push(Leg::default());
    }
    if let Some(leg) = h.legs.last_mut() {
        take_letter(leg, f);
        leg.letter = f.get("letter").parse().unwrap_or(Id::NONE);
    }
}

pub(super) fn accept(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if let Some(leg) = h.legs.last_mut() {
        take(&mut leg.receiver, f, "receiver");
        leg.accepted_on = f.day("accepted_on");
        leg.feedback_due = f.day("feedback_due");
    }
}

pub(super) fn give_back(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.track.clear();
    if let Some(leg) = h.legs.last_mut() {
        leg.returned_on = f.day("returned_on");
        leg.return_reason = f.get("reason").into();
    }
}

pub(super) fn answer(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let mut from = h.found_on;
    if let Some(leg) = h.legs.last_mut() {
        leg.feedback_on = f.day("feedback_on");
        leg.feedback_no = f.get("feedback_no").into();
        leg.result = f.get("result").into();
        from = leg.accepted_on;
    }
    h.rounds.push(Round { from, ..Round::default() });
    finish_round(h, f, f.day("feedback_on"), f.get("result"));
}

pub(super) fn answer_and_close(h: &mut Hazard, f: &Fields, day: Day, officer: &str) {
    answer(h, f, day, officer);
    close(h, f.day("feedback_on"), vec![officer.to_owned()], BY_FEEDBACK);
}

pub(super) fn withdraw(h: &mut Hazard, _: &Fields, _: Day, _: &str) {
    h.legs.pop();
    h.track.clear();
}

pub(super) fn urge(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if let Some(leg) = h.legs.last_mut() {
        leg.urged.push(f.day("on"));
    }
}

pub(super) fn report_done(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if h.rounds.is_empty() {
        let (from, due) = (h.found_on, h.due);
        h.rounds.push(Round { from, due, ..Round::default() });
    }
    finish_round(h, f, f.day("done_on"), f.get("how"));
}

pub(super) fn fixed_meanwhile(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let from = h.found_on;
    h.rounds.push(Round { from, ..Round::default() });
    finish_round(h, f, f.day("done_on"), f.get("how"));
    h.informed.push(format!("{} {}", f.day("done_on"), f.get("informed")));
}

pub(super) fn pass(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let by = names(f, "by");
    h.rechecks.push(recheck(f, "合格"));
    let approver = names(f, "approver");
    close(h, f.day("on"), by.into_iter().chain(approver).collect(), f.get("basis"));
}

pub(super) fn fail(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.rechecks.push(recheck(f, f.get("result")));
    match h.state {
        State::Rectifying => new_round(h, f.day("on"), f.day("due"), f.get("opinion")),
        State::TransferSent | State::TransferAccepted => urge(h, f, Day::NONE, ""),
        _ => {}
    }
}

pub(super) fn ask_extension(h: &mut Hazard, f: &Fields, _: Day, officer: &str) {
    let asked_on = f.day("asked_on");
    h.extensions.push(Extension {
        asked_on,
        asked_by: officer.into(),
        reason: f.get("reason").into(),
        interim: f.get("interim").into(),
        new_due: f.day("new_due"),
        missed: if !h.due_proposed && asked_on > h.due { h.due } else { Day::NONE },
        round: h.rounds.len(),
        ..Extension::default()
    });
}

pub(super) fn decide_extension(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let Some(asked) = h.extensions.last_mut() else { return };
    asked.decided_by = f.get("decided_by").into();
    asked.decided_on = f.day("decided_on");
    asked.granted = f.yes("granted");
    if asked.granted {
        let due = asked.new_due;
        set_due(h, due);
    }
}

pub(super) fn list_order(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.orders.push(Order {
        no: f.get("no").into(),
        level: f.get("order_level").into(),
        listed_on: f.day("listed_on"),
        due: f.day("due"),
        delisted_on: Day::NONE,
    });
}

pub(super) fn delist(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if let Some(order) = h.orders.iter_mut().rev().find(|o| o.delisted_on.is_none()) {
        order.delisted_on = f.day("delisted_on");
    }
}

pub(super) fn mark_refusal(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.refusal = f.get("evidence").into();
}

pub(super) fn nothing(_: &mut Hazard, _: &Fields, _: Day, _: &str) {}

pub(super) fn merge(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.merged_into = f.get("target").parse().unwrap_or(Id::NONE);
}

pub(super) fn relapse(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    look(h, f, RELAPSED);
    h.closed_on = Day::NONE;
    h.closed_by.clear();
    h.closed_basis.clear();
    if h.track == "移交" {
        h.track = "限期整改".into();
    }
    new_round(h, f.day("lookback_on"), f.day("due"), f.get("opinion"));
}

pub(super) fn look_back(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    look(h, f, "正常");
}

pub(super) fn regrade(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take(&mut h.level, f, "level");
    take(&mut h.criterion, f, "criterion");
    take(&mut h.interim, f, "interim");
    if h.is_major() { five_due(h, f) } else { h.five_due = Day::NONE }
}

pub(super) fn ask_regrade(h: &mut Hazard, f: &Fields, _: Day, officer: &str) {
    h.regradings.push(Regrading {
        asked_on: f.day("asked_on"),
        asked_by: officer.into(),
        level: f.get("level").into(),
        criterion: f.get("criterion").into(),
        reason: f.get("reason").into(),
        interim: f.get("interim").into(),
        ..Regrading::default()
    });
}

pub(super) fn decide_regrade(h: &mut Hazard, f: &Fields, on: Day, officer: &str) {
    let Some(asked) = h.regradings.last_mut() else { return };
    asked.decided_by = f.get("decided_by").into();
    asked.decided_on = f.day("decided_on");
    asked.granted = f.yes("granted");
    if asked.granted {
        let five_due = Some(("five_due", f.get("five_due"))).filter(|(_, day)| !day.is_empty());
        let asked = [("level", &asked.level), ("criterion", &asked.criterion), ("interim", &asked.interim)];
        let asked =
            asked.into_iter().map(|(key, text)| (key, text.as_str())).filter(|(_, text)| !text.is_empty());
        let granted = Fields::of(asked.chain(five_due));
        regrade(h, &granted, on, officer);
    }
}

pub(super) fn site_gone(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let by = names(f, "by").into_iter().chain(names(f, "approver")).collect();
    close(h, f.day("on"), by, &format!("场所灭失：{}", f.get("basis")));
}

pub(super) fn inform(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.informed.push(format!("{} {} {}", f.day("on"), f.get("words"), f.get("channel")).trim_end().to_owned());
}

pub(super) fn suspend(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    h.suspended_on = f.day("suspended_on");
}

/// The clock stood still while the premises were shut: the due day, or the last day of 定性 and 复查, moves by as many days
/// (ruling 12).
pub(super) fn resume(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    let stood = open_again(h, f.day("resumed_on"));
    if h.state != State::PendingRecheck && !h.due.is_none() {
        let proposed = h.due_proposed;
        set_due(h, h.due.plus(stood));
        h.due_proposed = proposed;
    }
}

fn open_again(h: &mut Hazard, on: Day) -> i32 {
    let stood = h.suspended_on.opt().map_or(0, |since| since.days_until(on).max(0));
    h.suspended_on = Day::NONE;
    h.stood = h.stood.saturating_add(u16::try_from(stood).unwrap_or(u16::MAX));
    stood
}

pub(super) fn secure(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    take_record(h, f);
    confirm_due(h, f, Day::NONE, "");
}

pub(super) fn confirm_due(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    if let Some(due) = f.day("due").opt() {
        set_due(h, due);
    }
}

pub(super) fn correct_dates(h: &mut Hazard, f: &Fields, _: Day, _: &str) {
    dates::correct(h, f);
}

pub(super) fn note(h: &mut Hazard, f: &Fields, day: Day, officer: &str) {
    if !h.note.is_empty() {
        h.note.push('\n');
    }
    h.note.push_str(&format!("{day} {officer}：{}", f.get("text")));
}

/// A row of an old ledger, with what it tells of its history (ruling 2).
pub(super) fn import(h: &mut Hazard, f: &Fields, day: Day, _: &str) {
    take_record(h, f);
    five_due(h, f);
    h.imported = true;
    h.missing = names(f, "missing");
    h.inferred = names(f, "inferred");
    h.due_proposed = f.yes("due_proposed");
    if f.has("department") {
        h.track = "移交".into();
        h.legs.push(imported_leg(f));
    }
    if f.has("due") || f.has("done_on") || h.state == State::Rectifying {
        let (from, due) = (h.found_on, h.due);
        h.rounds.push(Round { from, due, ..Round::default() });
        finish_round(h, f, f.day("done_on"), f.get("how"));
    }
    if f.has("on") {
        h.rechecks.push(recheck(f, "合格"));
    }
    if h.state == State::Closed {
        close(h, f.day("closed_on"), names(f, "by"), BY_IMPORT);
    }
    h.state_since = imported_since(h).opt().unwrap_or(day);
}

fn imported_leg(f: &Fields) -> Leg {
    let mut leg =
        Leg { department: f.get("department").into(), basis: f.get("basis").into(), ..Leg::default() };
    take_letter(&mut leg, f);
    leg.accepted_on = f.day("accepted_on");
    leg.feedback_due = f.day("feedback_due");
    leg.feedback_on = f.day("feedback_on");
    leg.feedback_no = f.get("feedback_no").into();
    leg
}

/// Since when an imported hazard stands where it stands; no day: unknown, its clock runs from the import.
fn imported_since(h: &Hazard) -> Day {
    match h.state {
        State::Closed => h.closed_on,
        State::PendingRecheck => h.done_on(),
        State::Rectifying => h.found_on,
        State::TransferSent => h.leg().map_or(Day::NONE, |l| l.sent_on),
        State::TransferAccepted => h.leg().map_or(Day::NONE, |l| l.accepted_on),
        _ => Day::NONE,
    }
}

/// Fields of the record among the answers. They were judged when the wish was granted.
fn take_record(h: &mut Hazard, f: &Fields) {
    for field in Hazard::FIELDS.iter().filter(|field| f.has(field.spec.key)) {
        let _ = (field.set)(h, f.get(field.spec.key));
    }
}

fn take(to: &mut String, f: &Fields, key: &str) {
    if f.has(key) {
        f.get(key).clone_into(to);
    }
}

fn take_letter(leg: &mut Leg, f: &Fields) {
    take(&mut leg.department, f, "department");
    take(&mut leg.letter_no, f, "letter_no");
    take(&mut leg.channel, f, "channel");
    take(&mut leg.receiver, f, "receiver");
    if f.has("sent_on") {
        leg.sent_on = f.day("sent_on");
    }
}

fn five_due(h: &mut Hazard, f: &Fields) {
    if let Some(day) = f.day("five_due").opt() {
        h.five_due = day;
    }
}

fn first_round(h: &mut Hazard, f: &Fields) {
    if h.track.is_empty() {
        h.track = "限期整改".into();
    }
    let (from, due, demand) = (h.found_on, h.due, h.measures.clone());
    h.rounds.push(Round { from, due, demand, ..Round::default() });
    h.due_proposed = f.yes("due_proposed");
}

fn new_round(h: &mut Hazard, from: Day, due: Day, demand: &str) {
    h.due = due;
    h.due_proposed = false;
    h.rounds.push(Round { from, due, demand: demand.into(), ..Round::default() });
}

fn set_due(h: &mut Hazard, due: Day) {
    h.due = due;
    h.due_proposed = false;
    if let Some(round) = h.rounds.last_mut() {
        round.due = due;
    }
}

fn finish_round(h: &mut Hazard, f: &Fields, done_on: Day, how: &str) {
    if let Some(round) = h.rounds.last_mut() {
        round.done_on = done_on;
        how.clone_into(&mut round.how);
        take(&mut round.evidence, f, "evidence");
        if f.has("funds") {
            let _ = round.funds.read(f.get("funds"));
        }
    }
}

fn recheck(f: &Fields, result: &str) -> Recheck {
    Recheck { on: f.day("on"), by: names(f, "by"), result: result.into(), opinion: f.get("opinion").into() }
}

fn close(h: &mut Hazard, on: Day, by: Vec<String>, basis: &str) {
    h.closed_on = on;
    h.closed_by = by;
    h.closed_basis = basis.into();
    open_again(h, on);
}

fn look(h: &mut Hazard, f: &Fields, result: &str) {
    h.lookback_on = f.day("lookback_on");
    h.lookback_result = match f.get("opinion") {
        "" => result.into(),
        opinion => format!("{result}：{opinion}"),
    };
}

fn names(f: &Fields, key: &str) -> Vec<String> {
    list(f.get(key)).map(str::to_owned).collect()
}
