//! Everything that is evidence for a duty, at a glance.

use serde::{Deserialize, Serialize};

use super::{bits, index_in};
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::field::Value;
use crate::model::id::Id;
use crate::model::row::{Body, Row};
use crate::model::{drill, inspection, training};

/// Bits of [`EvidenceCard::flags`].
pub mod evidence_flag {
    /// Declared void: counts for nothing.
    pub const VOID: u16 = 1;
    /// The principal led, chaired or came.
    pub const PRINCIPAL: u16 = 1 << 1;
    /// The one responsible for fire safety came.
    pub const FIRE_LEAD: u16 = 1 << 2;
    /// 联合检查
    pub const JOINT: u16 = 1 << 3;
    /// Led by a leader.
    pub const LED: u16 = 1 << 4;
    /// Hazards were found.
    pub const FOUND: u16 = 1 << 5;
    /// 已报送 (plans)
    pub const FILED: u16 = 1 << 6;
    /// 已检 (plan items)
    pub const DONE: u16 = 1 << 7;
    /// 改期 with a reason (plan items)
    pub const MOVED: u16 = 1 << 8;
    /// 取消 (plan items)
    pub const DROPPED: u16 = 1 << 9;
    /// 补计: also counts for the period before.
    pub const EXTRA: u16 = 1 << 10;
    /// Only one inspector.
    pub const ALONE: u16 = 1 << 11;
    /// Held by the bureau (trainings).
    pub const BY_BUREAU: u16 = 1 << 12;
    /// Lacks a person, a signature, a number: 缺佐证.
    pub const LACKING: u16 = 1 << 13;
}

/// Inspections, plans, plan items, self-checks, drills, supervisions, trainings, attendances, confirmations, transfers,
/// progress notes and reviews at a glance. What it is tells `id.kind()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceCard {
    /// Its number.
    pub id: Id,
    /// The day it is about (for plans and confirmations: first day of their month).
    pub date: Day,
    /// The day it was filed, settled or came in, where that differs: submitted_on, date of a confirmation.
    pub filed_on: Day,
    /// Enterprise or person it is about; the first hazard of a letter.
    pub subject: Id,
    /// Plan of an item, session of an attendance, inspection of a settled item.
    pub parent: Id,
    /// `no` of the unit it counts for: township visited, supervised, reporting, or holding it; of a letter, `no` of the
    /// department.
    pub unit: u8,
    /// `no` of the industry, 0 none.
    pub industry: u8,
    /// Index in the noun's list of kinds or modes + 1, 0 none: 演练类型, 检查方式, 培训类型.
    pub variant: u8,
    /// A number that matters: people of a drill or session, year focus of a training is in `year`.
    pub count: u16,
    /// 年度重点 of a training, else 0.
    pub year: u16,
    /// See [`evidence_flag`].
    pub flags: u16,
}

impl EvidenceCard {
    /// Is this bit of [`evidence_flag`] set?
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

pub(super) fn card(row: &Row, basics: &Basics) -> Option<EvidenceCard> {
    use evidence_flag::*;
    let void = if row.is_void() { VOID } else { 0 };
    let blank = EvidenceCard {
        id: row.id,
        date: Day::NONE,
        filed_on: Day::NONE,
        subject: Id::NONE,
        parent: Id::NONE,
        unit: 0,
        industry: 0,
        variant: 0,
        count: 0,
        year: 0,
        flags: void,
    };
    let flags = |set: &[(u16, bool)]| void | bits(set);
    let small = |n: Option<u32>| n.unwrap_or(0).min(u32::from(u16::MAX)) as u16;
    Some(match &row.body {
        Body::Inspection(visit) => EvidenceCard {
            date: visit.date,
            subject: visit.enterprise,
            parent: visit.plan_item,
            unit: basics.unit_no(&visit.township),
            industry: basics.industry_no(&visit.industry),
            variant: index_in(inspection::MODES, &visit.mode),
            count: visit.inspectors.len().min(255) as u16,
            flags: flags(&[
                (JOINT, visit.mode == "联合" || !visit.partners.is_empty()),
                (LED, !visit.led_by.is_empty()),
                (FOUND, visit.finding == "发现"),
                (EXTRA, visit.extra == Some(true)),
                (ALONE, visit.inspectors.len() < 2),
                (LACKING, visit.inspectors.is_empty() || visit.signed_by.is_empty()),
            ]),
            ..blank
        },
        Body::InspectionPlan(plan) => EvidenceCard {
            date: month_start(&plan.month),
            filed_on: plan.submitted_on,
            unit: basics.unit_no(&plan.township),
            flags: flags(&[(FILED, plan.submitted_on != Day::NONE)]),
            ..blank
        },
        Body::PlanItem(item) => EvidenceCard {
            date: item.planned_on,
            filed_on: item.moved_to,
            subject: item.enterprise,
            parent: item.plan,
            industry: basics.industry_no(&item.industry),
            flags: flags(&[
                (DONE, item.outcome == "已检"),
                (MOVED, item.outcome == "改期" && !item.reason.is_empty()),
                (DROPPED, item.outcome == "取消"),
            ]),
            ..blank
        },
        Body::SelfInspection(check) => EvidenceCard {
            date: check.date,
            filed_on: check.submitted_on,
            subject: check.enterprise,
            count: small(check.found),
            flags: flags(&[
                (PRINCIPAL, check.is_principal == Some(true)),
                (LACKING, check.led_by.is_empty()),
            ]),
            ..blank
        },
        Body::Drill(drill) => EvidenceCard {
            date: drill.date,
            subject: drill.enterprise,
            variant: index_in(drill::KINDS, &drill.kind),
            count: small(drill.participants),
            flags: flags(&[(LACKING, drill.participants.is_none())]),
            ..blank
        },
        Body::Supervision(visit) => EvidenceCard {
            date: visit.date,
            filed_on: visit.due,
            unit: basics.unit_no(&visit.township),
            flags: flags(&[
                (FOUND, !visit.findings.is_empty()),
                (DONE, visit.findings.is_empty() || visit.rechecked_on != Day::NONE),
                (LACKING, visit.report_no.is_empty()),
            ]),
            ..blank
        },
        Body::Training(session) => EvidenceCard {
            date: session.date,
            unit: basics.unit_no(&session.by),
            industry: basics.industry_no(&session.industry),
            variant: index_in(training::KINDS, &session.kind),
            count: small(session.headcount),
            year: small(session.year_focus),
            flags: flags(&[(BY_BUREAU, basics.is_bureau(&session.by))]),
            ..blank
        },
        Body::Attendance(one) => EvidenceCard {
            subject: if one.person.is_some() { one.person } else { one.enterprise },
            parent: one.training,
            flags: flags(&[
                (PRINCIPAL, one.is_principal == Some(true)),
                (FIRE_LEAD, one.is_fire_lead == Some(true)),
            ]),
            ..blank
        },
        Body::Confirmation(month) => EvidenceCard {
            date: month_start(&month.month),
            filed_on: month.date,
            unit: basics.unit_no(&month.township),
            count: small(month.found),
            ..blank
        },
        Body::Transfer(letter) => EvidenceCard {
            date: letter.sent_on,
            subject: letter.hazards.first().copied().unwrap_or_default(),
            unit: basics.department_no(&letter.department),
            count: letter.hazards.len().min(usize::from(u16::MAX)) as u16,
            ..blank
        },
        Body::Progress(note) => EvidenceCard {
            date: note.date,
            unit: basics.unit_no(&note.unit),
            count: basics.task_no(&note.task),
            year: small(note.milestone),
            ..blank
        },
        Body::Review(review) => EvidenceCard {
            date: review.date,
            unit: basics.unit_no(&review.unit),
            count: small(review.left),
            ..blank
        },
        _ => return None,
    })
}

fn month_start(text: &str) -> Day {
    let mut day = Day::NONE;
    let _ = day.read(&format!("{text}-01"));
    day
}
