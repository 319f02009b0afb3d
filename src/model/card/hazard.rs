//! 隐患 at a glance.

use serde::{Deserialize, Serialize};

use super::{bits, index_in, name_crc};
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::event::Stamp;
use crate::model::hazard::{Hazard, SOURCES, State};
use crate::model::id::Id;
use crate::model::row::Row;

/// Bits of [`HazardCard::flags`].
pub mod hazard_flag {
    /// 重大
    pub const MAJOR: u32 = 1;
    /// Level judged at all.
    pub const JUDGED: u32 = 1 << 1;
    /// 期限待补: not overdue until confirmed.
    pub const DUE_PROPOSED: u32 = 1 << 2;
    /// 延期申请中
    pub const EXTENSION_ASKED: u32 = 1 << 3;
    /// 挂牌督办
    pub const LISTED: u32 = 1 << 4;
    /// 暂停营业: the clock stands.
    pub const SUSPENDED: u32 = 1 << 5;
    /// 拒不整改
    pub const REFUSED: u32 = 1 << 6;
    /// 群众身边
    pub const NEAR_PUBLIC: u32 = 1 << 7;
    /// 重复隐患
    pub const REPEATED: u32 = 1 << 8;
    /// Handed to a department, now or before.
    pub const TRANSFERRED: u32 = 1 << 9;
    /// 期初导入
    pub const IMPORTED: u32 = 1 << 10;
    /// 缺佐证: an old ledger left fields 不详.
    pub const LACKING: u32 = 1 << 11;
    /// 重大, and the five points do not stand yet.
    pub const UNSECURED: u32 = 1 << 13;
    /// 已回头看
    pub const LOOKED_BACK: u32 = 1 << 14;
    /// Not yet entered in the province or city platform.
    pub const OFF_PLATFORM: u32 = 1 << 15;
    /// 调级申请中
    pub const REGRADE_ASKED: u32 = 1 << 16;
    /// With a department and not sent back.
    pub const HANDED_OVER: u32 = 1 << 17;
}

/// 隐患 at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HazardCard {
    /// Its number.
    pub id: Id,
    /// The enterprise.
    pub enterprise: Id,
    /// Stands where.
    pub state: State,
    /// `no` of the township.
    pub township: u8,
    /// `no` of the industry.
    pub industry: u8,
    /// `no` of the category in the basics.
    pub category: u8,
    /// `no` of the department it was handed to last.
    pub department: u8,
    /// Times it was urged, or returned by a department (high and low nibble).
    pub urged_returned: u8,
    /// See [`hazard_flag`].
    pub flags: u32,
    /// 发现日期
    pub found_on: Day,
    /// 期限 in force.
    pub due: Day,
    /// 逾期后延期: the due day that had passed before an extension of this round was asked for.
    pub missed_due: Day,
    /// 完成日, while no recheck has failed since.
    pub done_on: Day,
    /// 销号日
    pub closed_on: Day,
    /// 回头看日; none again once it had come back.
    pub looked_back_on: Day,
    /// 停留自
    pub state_since: Day,
    /// Days that the clock of 定性 or 复查 stood still (暂停营业).
    pub stood: u16,
    /// 发出日 of the transfer in force.
    pub sent_on: Day,
    /// 发出日 of the first transfer, where it was sent again since.
    pub sent_before_on: Day,
    /// 举报答复期限
    pub reply_due: Day,
    /// 签收日
    pub accepted_on: Day,
    /// 反馈期限
    pub feedback_due: Day,
    /// 五落实限期
    pub five_due: Day,
    /// Day it was entered (created_at).
    pub entered_on: Day,
    /// Day on which something was last done to it since; none: nothing, or it was taken back.
    pub acted_on: Day,
    /// Day of the first 复查.
    pub rechecked_on: Day,
    /// Did it pass that one?
    pub passed_first: bool,
    /// 来源: index in [`SOURCES`] + 1, 0 unknown.
    pub source: u8,
    /// CRC of 督促责任人, to find "mine" without keeping names.
    pub watcher: u32,
}

impl HazardCard {
    /// Is this bit of [`hazard_flag`] set?
    pub fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// 重大
    pub fn is_major(&self) -> bool {
        self.is(hazard_flag::MAJOR)
    }

    /// 发出日, of several the first; none: never sent, or an old ledger does not tell.
    pub fn first_sent_on(&self) -> Day {
        self.sent_before_on.opt().unwrap_or(self.sent_on)
    }

    /// Times a department was urged.
    pub fn urged(&self) -> u8 {
        self.urged_returned >> 4
    }

    /// Times a department sent it back.
    pub fn returned(&self) -> u8 {
        self.urged_returned & 15
    }
}

/// Stands between the description and the other words that a hazard is searched by.
pub const WORDS_END: char = '\u{1f}';

fn day_of(at: Stamp) -> Day {
    Day::from_date(at.date_naive()).unwrap_or_default()
}

pub(super) fn search_text(hazard: &Hazard) -> String {
    let more = [&hazard.location, &hazard.rectifier].into_iter().filter(|part| !part.is_empty());
    more.fold(hazard.description.clone(), |text, part| format!("{text}{WORDS_END}{part}"))
}

pub(super) fn card(row: &Row, hazard: &Hazard, basics: &Basics) -> HazardCard {
    use hazard_flag::*;
    let leg = hazard.leg();
    let first_sent = hazard.legs.iter().find_map(|leg| leg.sent_on.opt()).unwrap_or_default();
    let first_recheck = hazard.rechecks.first();
    let set = [
        (MAJOR, hazard.is_major()),
        (JUDGED, !hazard.level.is_empty()),
        (DUE_PROPOSED, hazard.due_proposed),
        (EXTENSION_ASKED, hazard.pending_extension().is_some()),
        (LISTED, hazard.open_order().is_some()),
        (SUSPENDED, hazard.suspended_on != Day::NONE),
        (REFUSED, !hazard.refusal.is_empty()),
        (NEAR_PUBLIC, hazard.near_public == Some(true)),
        (REPEATED, hazard.repeat_of.is_some()),
        (TRANSFERRED, leg.is_some()),
        (IMPORTED, hazard.imported),
        (LACKING, !hazard.missing.is_empty()),
        (UNSECURED, hazard.is_major() && !hazard.lacks_of_five().is_empty()),
        (LOOKED_BACK, hazard.looked_back_on() != Day::NONE),
        (OFF_PLATFORM, hazard.platform_no.is_empty()),
        (REGRADE_ASKED, hazard.pending_regrading().is_some()),
        (HANDED_OVER, hazard.is_handed_over()),
    ];
    let urged: usize = hazard.legs.iter().map(|l| l.urged.len()).sum();
    let returned = hazard.legs.iter().filter(|l| l.returned_on != Day::NONE).count();
    HazardCard {
        id: row.id,
        enterprise: hazard.enterprise,
        state: hazard.state,
        township: basics.unit_no(&hazard.township),
        industry: basics.industry_no(&hazard.industry),
        category: basics.category_no(&hazard.category),
        department: leg.map_or(0, |l| basics.department_no(&l.department)),
        urged_returned: (urged.min(15) as u8) << 4 | returned.min(15) as u8,
        flags: bits(&set),
        found_on: hazard.found_on,
        due: hazard.due,
        missed_due: hazard.missed_due(),
        done_on: hazard.put_right_on(),
        closed_on: hazard.closed_on,
        looked_back_on: hazard.looked_back_on(),
        state_since: hazard.state_since,
        stood: hazard.stood,
        sent_on: leg.map_or(Day::NONE, |l| l.sent_on),
        sent_before_on: if hazard.legs.len() > 1 { first_sent } else { Day::NONE },
        reply_due: hazard.reply_due,
        accepted_on: leg.map_or(Day::NONE, |l| l.accepted_on),
        feedback_due: leg.map_or(Day::NONE, |l| l.feedback_due),
        five_due: hazard.five_due,
        entered_on: day_of(row.entered.0),
        acted_on: if row.touched.0 == row.entered.0 { Day::NONE } else { day_of(row.touched.0) },
        rechecked_on: first_recheck.map_or(Day::NONE, |recheck| recheck.on),
        passed_first: first_recheck.is_some_and(|recheck| recheck.result == "合格"),
        source: index_in(SOURCES, &hazard.source),
        watcher: name_crc(&hazard.watcher),
    }
}
