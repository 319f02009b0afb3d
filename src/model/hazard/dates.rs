//! 更正日期: the days that transitions wrote of a hazard. When such a day was entered wrongly and the day of entry is
//! over, it is corrected here: what hangs on it moves along, the state stays, and all days must stand in order again
//! (局内约定; 发现日期 and the other fields of the record are corrected by 更正).

use super::super::event::Fact;
use super::super::field::{Fields, Shape, Spec};
use super::deeds::Deed;
use super::{Hazard, Leg, Recheck, Round, State};
use crate::calendar::Day;

/// A day that transitions wrote.
pub struct Dated {
    /// Key, label.
    pub spec: Spec,
    /// The day on record that may be corrected; [`Day::NONE`]: there is none, or it is the same as another one.
    pub get: fn(&Hazard) -> Day,
    set: fn(&mut Hazard, Day),
    /// The deeds that write it.
    by: &'static [Deed],
}

/// Every such day, in the order in which they come to be.
pub const DATED: &[Dated] = &[
    Dated {
        spec: date("accepted_on", "签收日"),
        get: |h| leg(h).map_or(Day::NONE, |leg| leg.accepted_on),
        set: set_accepted_on,
        by: &[Deed::Accept, Deed::Import],
    },
    Dated {
        spec: date("returned_on", "退回日"),
        get: |h| leg(h).map_or(Day::NONE, |leg| leg.returned_on),
        set: |h, day| {
            if let Some(leg) = h.legs.last_mut() {
                leg.returned_on = day;
            }
        },
        by: &[Deed::Return],
    },
    Dated {
        spec: date("feedback_on", "反馈日"),
        get: |h| leg(h).map_or(Day::NONE, |leg| leg.feedback_on),
        set: set_feedback_on,
        by: &[Deed::Answer, Deed::AnswerAndClose, Deed::Import],
    },
    Dated {
        spec: date("done_on", "完成日"),
        get: |h| done(h).filter(|_| !is_answered(h)).map_or(Day::NONE, |round| round.done_on),
        set: set_done_on,
        by: &[
            Deed::Register,
            Deed::FixOnSpot,
            Deed::FixAndVerify,
            Deed::ReportDone,
            Deed::FixedMeanwhile,
            Deed::Import,
        ],
    },
    Dated {
        spec: date("on", "复查日期"),
        get: |h| recheck(h).filter(|_| !is_verified_on_spot(h)).map_or(Day::NONE, |recheck| recheck.on),
        set: set_rechecked_on,
        by: &[Deed::PassRecheck, Deed::FailRecheck, Deed::Import],
    },
    Dated {
        spec: date("closed_on", "销号日"),
        get: |h| if closes_by_itself(h) { h.closed_on } else { Day::NONE },
        set: |h, day| h.closed_on = day,
        by: &[Deed::SiteGone, Deed::Import],
    },
    Dated {
        spec: date("lookback_on", "回头看日期"),
        get: |h| h.lookback_on,
        set: set_lookback_on,
        by: &[Deed::LookBack, Deed::Relapse],
    },
];

const fn date(key: &'static str, label: &'static str) -> Spec {
    Spec::new(key, label, Shape::Date)
}

impl Dated {
    /// Does this fact say the day?
    pub(super) fn is_said_by(&self, fact: &Fact) -> bool {
        let Fact::Acted { deed, fields } = fact else { return false };
        let is_correction = *deed == Deed::CorrectDates && fields.has(self.spec.key);
        is_correction || self.by.contains(deed)
    }
}

/// The day under a key as it stands on record.
pub fn on_record(h: &Hazard, key: &str) -> Day {
    DATED.iter().find(|dated| dated.spec.key == key).map_or(Day::NONE, |dated| (dated.get)(h))
}

/// Puts the corrected days in the place of those on record. The state stays; since when it holds may move.
pub(super) fn correct(h: &mut Hazard, f: &Fields) {
    let before = since(h);
    for dated in DATED {
        if let (Some(day), Some(_)) = (f.day(dated.spec.key).opt(), (dated.get)(h).opt()) {
            (dated.set)(h, day);
            h.inferred.retain(|key| key != dated.spec.key);
        }
    }
    if let Some(since) = since(h).opt().filter(|_| h.state_since == before) {
        h.state_since = since;
    }
}

/// A day with its key and label; the key is empty where it is not corrected here.
pub type Known = (&'static str, &'static str, Day);

/// Two days in their order, and what is wrong when they are not.
struct Order {
    earlier: Known,
    later: Known,
}

impl Order {
    fn is_kept(&self) -> bool {
        let (earlier, later) = (self.earlier.2, self.later.2);
        earlier.is_none() || later.is_none() || earlier <= later
    }
}

/// The first two days, earlier and later, that stood in order and no longer do. Only what a correction itself puts out of order
/// counts: an old ledger may have come in with worse.
pub fn newly_broken(before: &Hazard, after: &Hazard) -> Option<(Known, Known)> {
    let was_kept: Vec<bool> = orders(before).iter().map(Order::is_kept).collect();
    let broken = orders(after).into_iter().zip(was_kept).find(|(order, kept)| *kept && !order.is_kept());
    broken.map(|(order, _)| (order.earlier, order.later))
}

/// Which day must not be before which.
fn orders(h: &Hazard) -> Vec<Order> {
    let day = |key: &'static str, label: &'static str, day: Day| (key, label, day);
    let found = day("", "发现日期", h.found_on);
    let of_leg = |pick: fn(&Leg) -> Day| leg(h).map_or(Day::NONE, pick);
    let sent = day("", "发出日", of_leg(|leg| leg.sent_on));
    let accepted = day("accepted_on", "签收日", of_leg(|leg| leg.accepted_on));
    let returned = day("returned_on", "退回日", of_leg(|leg| leg.returned_on));
    let feedback = day("feedback_on", "反馈日", of_leg(|leg| leg.feedback_on));
    let begun = day("", "本轮起始日", done(h).map_or(Day::NONE, |round| round.from));
    let done = day("done_on", "完成日", done(h).map_or(Day::NONE, |round| round.done_on));
    let rechecked = day("on", "复查日期", recheck(h).map_or(Day::NONE, |recheck| recheck.on));
    let closed = day("closed_on", "销号日", h.closed_on);
    let looked = day("lookback_on", "回头看日期", h.lookback_on);
    let (before, after) = if is_rechecked(h) { (done, rechecked) } else { (rechecked, done) };
    let mut pairs = vec![
        (found, sent),
        (found, accepted),
        (found, returned),
        (found, feedback),
        (found, done),
        (found, rechecked),
        (found, closed),
        (sent, accepted),
        (sent, returned),
        (accepted, feedback),
        (begun, done),
        (before, after),
        (done, closed),
        (rechecked, closed),
        (closed, looked),
    ];
    // A relapse comes after everything that closed the hazard before.
    if h.rounds.last().is_some_and(|round| round.done_on.is_none() && round.from == h.lookback_on) {
        pairs.extend([(done, looked), (rechecked, looked)]);
    }
    // Put right and verified on the spot is the day it was found and no other.
    if is_verified_on_spot(h) {
        pairs.push((done, found));
    }
    pairs.into_iter().map(|(earlier, later)| Order { earlier, later }).collect()
}

fn leg(h: &Hazard) -> Option<&Leg> {
    h.legs.last()
}

/// The last round that was brought to an end.
fn done(h: &Hazard) -> Option<&Round> {
    h.rounds.iter().rev().find(|round| !round.done_on.is_none())
}

fn recheck(h: &Hazard) -> Option<&Recheck> {
    h.rechecks.last()
}

/// 立行立改，当场核实 (#5): done, rechecked and closed on one day.
fn is_verified_on_spot(h: &Hazard) -> bool {
    h.state == State::Closed && h.closed_basis == super::changes::ON_SPOT
}

/// The department's feedback is what says that it is done (#10, #11).
fn is_answered(h: &Hazard) -> bool {
    let (Some(leg), Some(round)) = (leg(h), done(h)) else { return false };
    !leg.feedback_on.is_none() && leg.feedback_on == round.done_on
}

fn is_closed_by_feedback(h: &Hazard) -> bool {
    h.state == State::Closed && h.closed_basis == super::changes::BY_FEEDBACK
}

fn is_closed_by_recheck(h: &Hazard) -> bool {
    let passed = recheck(h).filter(|recheck| recheck.result == "合格");
    h.state == State::Closed && passed.is_some_and(|recheck| recheck.on == h.closed_on)
}

/// 场所灭失 and old ledgers: the day of the end is nobody else's.
fn closes_by_itself(h: &Hazard) -> bool {
    h.state == State::Closed && !is_closed_by_feedback(h) && !is_closed_by_recheck(h)
}

/// Was the last round that was done rechecked? Else the last recheck came before it.
fn is_rechecked(h: &Hazard) -> bool {
    match h.state {
        State::PendingRecheck => false,
        State::Closed => is_closed_by_recheck(h),
        _ => true,
    }
}

/// The day that brought the hazard where it stands; no day: none of those that may be corrected.
fn since(h: &Hazard) -> Day {
    match h.state {
        State::Closed => h.closed_on,
        State::PendingRecheck => done(h).map_or(Day::NONE, |round| round.done_on),
        State::Rectifying => recheck(h).map_or(Day::NONE, |recheck| recheck.on).max(h.lookback_on),
        State::TransferAccepted | State::TransferSent => {
            let accepted = leg(h).map_or(Day::NONE, |leg| leg.accepted_on);
            recheck(h).map_or(Day::NONE, |recheck| recheck.on).max(accepted)
        }
        State::Registered => leg(h).map_or(Day::NONE, |leg| leg.returned_on),
        _ => Day::NONE,
    }
}

fn set_accepted_on(h: &mut Hazard, day: Day) {
    let is_answered = is_answered(h);
    let Some(leg) = h.legs.last_mut() else { return };
    let old = std::mem::replace(&mut leg.accepted_on, day);
    if is_answered {
        begin_last_round(h, old, day);
    }
}

fn set_feedback_on(h: &mut Hazard, day: Day) {
    let (answers, closes) = (is_answered(h), is_closed_by_feedback(h));
    if let Some(leg) = h.legs.last_mut() {
        leg.feedback_on = day;
    }
    if answers {
        finish_done_round(h, day);
    }
    if closes {
        h.closed_on = day;
    }
}

fn set_done_on(h: &mut Hazard, day: Day) {
    let on_spot = is_verified_on_spot(h);
    finish_done_round(h, day);
    if on_spot {
        h.closed_on = day;
        h.rechecks.last_mut().into_iter().for_each(|recheck| recheck.on = day);
    }
}

/// A failed recheck is where the next round begins, and where the department was urged.
fn set_rechecked_on(h: &mut Hazard, day: Day) {
    let closes = is_closed_by_recheck(h);
    let Some(recheck) = h.rechecks.last_mut() else { return };
    let old = std::mem::replace(&mut recheck.on, day);
    let failed = recheck.result != "合格";
    if closes {
        h.closed_on = day;
    }
    if failed {
        begin_last_round(h, old, day);
        let urged = h.legs.last_mut().and_then(|leg| leg.urged.iter_mut().rev().find(|on| **on == old));
        urged.into_iter().for_each(|on| *on = day);
    }
}

fn set_lookback_on(h: &mut Hazard, day: Day) {
    let old = std::mem::replace(&mut h.lookback_on, day);
    if h.state != State::Closed {
        begin_last_round(h, old, day);
    }
}

fn begin_last_round(h: &mut Hazard, old: Day, day: Day) {
    if let Some(round) = h.rounds.last_mut().filter(|round| round.from == old) {
        round.from = day;
    }
}

fn finish_done_round(h: &mut Hazard, day: Day) {
    if let Some(round) = h.rounds.iter_mut().rev().find(|round| !round.done_on.is_none()) {
        round.done_on = day;
    }
}
