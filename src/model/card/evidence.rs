//! Everything that is evidence for a duty, at a glance.

use serde::{Deserialize, Serialize};

use super::wide_bits;
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::id::Id;
use crate::model::row::Row;

/// Bits of [`EvidenceCard::flags`].
pub mod evidence_flag {
    /// Declared void: counts for nothing.
    pub const VOID: u32 = 1;
    /// The principal led, chaired or came.
    pub const PRINCIPAL: u32 = 1 << 1;
    /// The one responsible for fire safety came.
    pub const FIRE_LEAD: u32 = 1 << 2;
    /// 联合检查
    pub const JOINT: u32 = 1 << 3;
    /// Led by a leader.
    pub const LED: u32 = 1 << 4;
    /// Hazards were found.
    pub const FOUND: u32 = 1 << 5;
    /// 已报送 (plans)
    pub const FILED: u32 = 1 << 6;
    /// 已检 (plan items)
    pub const DONE: u32 = 1 << 7;
    /// 改期 with a reason (plan items)
    pub const MOVED: u32 = 1 << 8;
    /// 取消 (plan items)
    pub const DROPPED: u32 = 1 << 9;
    /// 补计: also counts for the period before.
    pub const EXTRA: u32 = 1 << 10;
    /// Held by the bureau (trainings).
    pub const BY_BUREAU: u32 = 1 << 12;
    /// Lacks a person, a signature, a number: 缺佐证.
    pub const LACKING: u32 = 1 << 13;
    /// 严重不良影响 (执法结果)
    pub const SEVERE: u32 = 1 << 14;
    /// 拒不整改 (执法结果)
    pub const REFUSED: u32 = 1 << 15;
    /// 含安全要求 (四进)
    pub const HAS_CLAUSE: u32 = 1 << 16;
    /// Somebody looked: 已查验 (展会), 已核验 (申请), 已梳理 (四进).
    pub const CHECKED: u32 = 1 << 17;
    /// A thousand people or more are expected (展会).
    pub const LARGE: u32 = 1 << 18;
    /// 公安许可 is there (展会).
    pub const PERMIT: u32 = 1 << 19;
    /// Waits for a leader to confirm it (商务黑名单).
    pub const CANDIDATE: u32 = 1 << 20;
    /// 已提升 (四进)
    pub const IMPROVED: u32 = 1 << 21;
    /// Begun and nothing of it written yet (督导): shows nothing.
    pub const BEGUN: u32 = 1 << 22;
    /// Waits for somebody to settle it ([`goes_on`](crate::model::noun::Noun::goes_on)).
    pub const OPEN: u32 = 1 << 23;
    /// Good until `due`, and not longer ([`lapses`](crate::model::noun::Noun::lapses)).
    pub const LAPSES: u32 = 1 << 24;
}

/// Inspections, plans, plan items, self-checks, drills, supervisions, trainings, attendances, confirmations, transfers,
/// progress notes and reviews at a glance. What it is tells `id.kind()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceCard {
    /// Its number.
    pub id: Id,
    /// The day it is about (for plans and confirmations: first day of their month).
    pub date: Day,
    /// The day it was filed, settled, looked at or came in, where that differs: submitted_on, date of a confirmation, 办结日,
    /// 梳理日, 查验日.
    pub filed_on: Day,
    /// 提升日 (四进), 兑现日 (plan items)
    pub improved_on: Day,
    /// Enterprise or person it is about; the first hazard of a letter.
    pub subject: Id,
    /// Plan of an item, session of an attendance, inspection of a settled item.
    pub parent: Id,
    /// `no` of the unit it counts for: township visited, supervised, reporting, or holding it; of a letter, `no` of the
    /// department.
    pub unit: u8,
    /// `no` of the industry, 0 none.
    pub industry: u8,
    /// Index in the noun's (or the sort's) list of kinds or modes + 1, 0 none: 演练类型, 检查方式, 培训类型.
    pub variant: u8,
    /// `no` of the sort of a 工作记录, else 0.
    pub sort: u8,
    /// Index in the sort's list of 状态 + 1, of an accident in that of 事故等级 + 1; 0 none.
    pub stage: u8,
    /// Last day on which something is to be done about it: 期限 (工作记录), 整改期限 (督导), 开展日 (展会), 期满日 (名单).
    pub due: Day,
    /// Who led or chaired it, as a name's number ([`super::name_crc`]); of lists and applications the 信用代码's, of a seal the
    /// plan's 文号's.
    pub named: u32,
    /// A number that matters: people of a drill or session, year focus of a training is in `year`.
    pub count: u16,
    /// 年度重点 of a training, else 0.
    pub year: u16,
    /// See [`evidence_flag`].
    pub flags: u32,
}

impl EvidenceCard {
    /// Of a record that says nothing.
    pub fn blank(id: Id) -> EvidenceCard {
        EvidenceCard {
            id,
            date: Day::NONE,
            filed_on: Day::NONE,
            improved_on: Day::NONE,
            due: Day::NONE,
            subject: Id::NONE,
            parent: Id::NONE,
            unit: 0,
            industry: 0,
            variant: 0,
            sort: 0,
            stage: 0,
            named: 0,
            count: 0,
            year: 0,
            flags: 0,
        }
    }

    /// With those of these [`evidence_flag`]s set that hold.
    pub fn marked(self, flags: &[(u32, bool)]) -> EvidenceCard {
        EvidenceCard { flags: self.flags | wide_bits(flags), ..self }
    }

    /// Is this bit of [`evidence_flag`] set?
    pub fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

/// A count as cards keep it.
pub fn counted(count: Option<u32>) -> u16 {
    count.unwrap_or(0).min(u32::from(u16::MAX)) as u16
}

pub(super) fn card(row: &Row, basics: &Basics) -> Option<EvidenceCard> {
    let blank = EvidenceCard::blank(row.id).marked(&[(evidence_flag::VOID, row.is_void())]);
    let card = row.body.glance(blank, basics)?;
    let lapses = row.body.lapses();
    let card = EvidenceCard { due: lapses.opt().unwrap_or(card.due), ..card };
    Some(card.marked(&[
        (evidence_flag::LACKING, !row.body.lacks(basics).is_empty()),
        (evidence_flag::OPEN, row.body.goes_on(basics)),
        (evidence_flag::LAPSES, !lapses.is_none()),
    ]))
}
