//! 急重轻缓: the order in which hazards are worked, and the named queues (domain §4.6).

use serde::{Deserialize, Serialize};

pub use super::clock::overdue_days;
use super::clock::{Clock, due_in_force, is_open, running, state_on};
use super::coverage::look_back_due;
use super::facts::Facts;
use super::register::Register;
use crate::calendar::Day;
use crate::model::card::{HazardCard, enterprise_flag, hazard_flag, name_crc};
use crate::model::hazard::State;
use crate::model::id::Id;

/// The overlay of one whose due day had passed before an extension was asked for: 逾期 until it is put right.
pub const LATE_EXTENDED: &str = "逾期后延期";

/// 档: bands, first match wins; inside a band by days to or over the due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Band {
    /// 重大逾期
    MajorOverdue = 1,
    /// 重大临期或未定性
    MajorSoon,
    /// 逾期
    Overdue,
    /// 移交超时
    TransferLate,
    /// 复查超时
    RecheckLate,
    /// 临期
    Soon,
    /// 待定性
    Unjudged,
    /// 待复查
    ToRecheck,
    /// 整改中
    Rectifying,
    /// 部门办理中
    WithDepartment,
    /// 草稿
    Draft,
    /// 已办结
    Ended,
}

/// 队列
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Queue {
    /// 未闭环
    Open,
    /// 我的待办
    Mine,
    /// 待定性
    Unjudged,
    /// 整改中
    Rectifying,
    /// 逾期
    Overdue,
    /// 待移交
    ToTransfer,
    /// 待签收
    ToAccept,
    /// 待反馈
    ToAnswer,
    /// 待复查
    ToRecheck,
    /// 重大·挂牌
    Major,
    /// 待回头看
    ToLookBack,
    /// 期限待补
    DueToConfirm,
    /// 缺佐证
    Lacking,
    /// 草稿
    Drafts,
    /// 已销号
    Closed,
    /// 全部
    All,
}

impl Band {
    /// Every band, in the order in which hazards are worked.
    pub const ALL: [Band; 12] = [
        Band::MajorOverdue,
        Band::MajorSoon,
        Band::Overdue,
        Band::TransferLate,
        Band::RecheckLate,
        Band::Soon,
        Band::Unjudged,
        Band::ToRecheck,
        Band::Rectifying,
        Band::WithDepartment,
        Band::Draft,
        Band::Ended,
    ];

    /// The word on the screen and in `--json`.
    pub fn name(self) -> &'static str {
        match self {
            Band::MajorOverdue => "重大逾期",
            Band::MajorSoon => "重大临期或未定性",
            Band::Overdue => "逾期",
            Band::TransferLate => "移交超时",
            Band::RecheckLate => "复查超时",
            Band::Soon => "临期",
            Band::Unjudged => "待定性",
            Band::ToRecheck => "待复查",
            Band::Rectifying => "整改中",
            Band::WithDepartment => "部门办理中",
            Band::Draft => "草稿",
            Band::Ended => "已办结",
        }
    }
}

impl Queue {
    /// Every queue, in the order of the chooser.
    pub const ALL: [Queue; 16] = [
        Queue::Open,
        Queue::Mine,
        Queue::Unjudged,
        Queue::Rectifying,
        Queue::Overdue,
        Queue::ToTransfer,
        Queue::ToAccept,
        Queue::ToAnswer,
        Queue::ToRecheck,
        Queue::Major,
        Queue::ToLookBack,
        Queue::DueToConfirm,
        Queue::Lacking,
        Queue::Drafts,
        Queue::Closed,
        Queue::All,
    ];

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Queue::Open => "未闭环",
            Queue::Mine => "我的待办",
            Queue::Unjudged => "待定性",
            Queue::Rectifying => "整改中",
            Queue::Overdue => "逾期",
            Queue::ToTransfer => "待移交",
            Queue::ToAccept => "待签收",
            Queue::ToAnswer => "待反馈",
            Queue::ToRecheck => "待复查",
            Queue::Major => "重大·挂牌",
            Queue::ToLookBack => "待回头看",
            Queue::DueToConfirm => "期限待补",
            Queue::Lacking => "缺佐证",
            Queue::Drafts => "草稿",
            Queue::Closed => "已销号",
            Queue::All => "全部",
        }
    }

    /// The queue with this word.
    pub fn of_name(name: &str) -> Option<Queue> {
        Queue::ALL.into_iter().find(|queue| queue.name() == name)
    }
}

/// In which band the hazard stands on the day the facts are seen from: the first that matches.
pub fn band(card: &HazardCard, facts: &Facts) -> Band {
    judge(card, facts).0
}

/// The band and the day it is ordered by; [`Day::LAST`] without one.
fn judge(card: &HazardCard, facts: &Facts) -> (Band, Day) {
    let state = match state_on(card, facts) {
        None | Some(State::Closed | State::Voided | State::Merged) => return (Band::Ended, card.closed_on),
        Some(State::Draft) => return (Band::Draft, card.state_since),
        Some(state) => state,
    };
    let due = due_in_force(card, facts);
    let overdue = overdue_days(card, facts) > 0;
    let soon = !due.is_none() && facts.workdays.between(facts.as_of, due) <= soon_workdays(facts);
    let clock = running(card, state, facts);
    let limit = clock.map_or(Day::LAST, |(_, last)| last);
    let late =
        |which: &[Clock]| clock.is_some_and(|(clock, last)| which.contains(&clock) && last < facts.as_of);
    let by_due = due.opt().unwrap_or(limit);
    if card.is_major() && overdue {
        (Band::MajorOverdue, due)
    } else if card.is_major() && (soon || state == State::Registered) {
        (Band::MajorSoon, by_due)
    } else if overdue {
        (Band::Overdue, due)
    } else if late(&[Clock::Send, Clock::Accept, Clock::Answer]) {
        (Band::TransferLate, limit)
    } else if late(&[Clock::Recheck]) {
        (Band::RecheckLate, limit)
    } else if soon {
        (Band::Soon, due)
    } else {
        match state {
            State::Registered => (Band::Unjudged, by_due),
            State::PendingRecheck => (Band::ToRecheck, limit),
            State::Rectifying => (Band::Rectifying, by_due),
            _ => (Band::WithDepartment, limit),
        }
    }
}

/// 临期 means so many workdays or fewer are left (局内约定).
fn soon_workdays(facts: &Facts) -> i32 {
    i32::try_from(facts.basics.settings.due_soon_workdays).unwrap_or(i32::MAX)
}

/// Place of a hazard in 急重轻缓: sorts by band, then the day that presses (most over first), then crowded premises or
/// 群众身边, then repeated ones, then number. What has ended comes last: what waits for 回头看 by the day that is due, then the
/// latest closed first. Packed, because a hundred thousand of them are compared at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u128);

impl Place {
    fn of(band: Band, day: Day, is_pressing: bool, is_repeated: bool, id: Id) -> Place {
        let head = (band as u128) << 18 | u128::from(day.0) << 2;
        let behind = u128::from(!is_pressing) << 1 | u128::from(!is_repeated);
        Place((head | behind) << 64 | u128::from(id.to_bits()))
    }
}

/// Places hazards; made once for a list, because it keeps a register of the premises.
pub struct Urgency<'a> {
    facts: &'a Facts<'a>,
    premises: Register,
    /// Of each enterprise by place: 人员密集.
    crowded: Vec<bool>,
}

impl<'a> Urgency<'a> {
    /// By the day the facts are seen from.
    pub fn new(facts: &'a Facts<'a>) -> Urgency<'a> {
        let crowded = facts.enterprises.iter().map(|card| card.is(enterprise_flag::CROWDED)).collect();
        Urgency { facts, premises: Register::of(facts.enterprises), crowded }
    }

    /// The place of one hazard: what to sort by.
    pub fn place(&self, card: &HazardCard) -> Place {
        let (band, day) = judge(card, self.facts);
        let day = match band {
            Band::Ended if waits_for_look_back(card, self.facts) => look_back_due(card, self.facts),
            Band::Ended => Day(u16::MAX - day.0),
            _ => day,
        };
        let premises = self.premises.find(card.enterprise);
        let is_crowded = premises.and_then(|at| self.crowded.get(at)).copied().unwrap_or_default();
        let is_pressing = is_crowded || card.is(hazard_flag::NEAR_PUBLIC);
        Place::of(band, day, is_pressing, card.is(hazard_flag::REPEATED), card.id)
    }
}

impl Queue {
    /// Does the hazard stand in this queue on the day the facts are seen from? `officer` is the full name of who asks, for
    /// [`Queue::Mine`].
    pub fn holds(self, card: &HazardCard, facts: &Facts, officer: &str) -> bool {
        let stands = |wanted: State| state_on(card, facts) == Some(wanted);
        match self {
            Queue::Open => is_open(card, facts),
            Queue::Mine => !officer.is_empty() && card.watcher == name_crc(officer) && is_open(card, facts),
            Queue::Unjudged => stands(State::Registered),
            Queue::Rectifying => stands(State::Rectifying),
            Queue::Overdue => overdue_days(card, facts) > 0,
            Queue::ToTransfer => stands(State::TransferPending),
            Queue::ToAccept => stands(State::TransferSent),
            Queue::ToAnswer => stands(State::TransferAccepted),
            Queue::ToRecheck => stands(State::PendingRecheck),
            Queue::Major => is_open(card, facts) && (card.is_major() || card.is(hazard_flag::LISTED)),
            Queue::ToLookBack => waits_for_look_back(card, facts),
            Queue::DueToConfirm => is_open(card, facts) && card.is(hazard_flag::DUE_PROPOSED),
            Queue::Lacking => !stands(State::Voided) && card.is(hazard_flag::LACKING),
            Queue::Drafts => stands(State::Draft),
            Queue::Closed => stands(State::Closed),
            Queue::All => true,
        }
    }
}

/// Closed, and still to be looked at once more.
pub fn waits_for_look_back(card: &HazardCard, facts: &Facts) -> bool {
    state_on(card, facts) == Some(State::Closed) && wants_look_back(card, facts)
}

/// The day that a list shows as 期限: the due day; of what waits for 回头看 the day by which that is due.
pub fn shown_due(card: &HazardCard, facts: &Facts) -> Day {
    if waits_for_look_back(card, facts) { look_back_due(card, facts) } else { card.due }
}

/// 回头看 (OR-36, 局内约定): every 重大 hazard closed since the 启用日 is looked at once more.
fn wants_look_back(card: &HazardCard, facts: &Facts) -> bool {
    card.is_major() && !card.is(hazard_flag::LOOKED_BACK) && card.closed_on >= facts.start_on
}
