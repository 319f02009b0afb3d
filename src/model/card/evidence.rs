//! Everything that is evidence for a duty, at a glance.

use serde::{Deserialize, Serialize};

use super::{index_in, name_crc, wide_bits as bits};
use crate::calendar::Day;
use crate::model::basics::{Basics, Column};
use crate::model::field::Value;
use crate::model::id::Id;
use crate::model::row::{Body, Row};
use crate::model::{
    dishonest_entry, drill, evidence, exhibition, inspection, license_review, support_application, training,
};

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
    /// Only one inspector.
    pub const ALONE: u32 = 1 << 11;
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
    /// 提升日 (四进)
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

    /// Is this bit of [`evidence_flag`] set?
    pub fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

pub(super) fn card(row: &Row, basics: &Basics) -> Option<EvidenceCard> {
    use evidence_flag::*;
    let void = if row.is_void() { VOID } else { 0 };
    let blank = EvidenceCard { flags: void, ..EvidenceCard::blank(row.id) };
    let flags = |set: &[(u32, bool)]| void | bits(set);
    let lacks = !super::lacking::lacks(row, basics).is_empty();
    let small = |n: Option<u32>| n.unwrap_or(0).min(u32::from(u16::MAX)) as u16;
    Some(match &row.body {
        Body::Inspection(visit) => EvidenceCard {
            date: visit.date,
            subject: visit.enterprise,
            parent: visit.plan_item,
            unit: basics.unit_no(&visit.township),
            industry: basics.industry_no(&visit.industry),
            variant: index_in(inspection::MODES, &visit.mode),
            named: name_crc(visit.led_by.first().map_or("", String::as_str)),
            count: visit.inspectors.len().min(255) as u16,
            flags: flags(&[
                (JOINT, visit.mode == "联合" || !visit.partners.is_empty()),
                (LED, !visit.led_by.is_empty()),
                (FOUND, visit.finding == "发现"),
                (EXTRA, visit.extra == Some(true)),
                (ALONE, visit.inspectors.len() < 2),
                (LACKING, lacks),
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
            flags: flags(&[(PRINCIPAL, check.is_principal == Some(true)), (LACKING, lacks)]),
            ..blank
        },
        Body::Drill(drill) => EvidenceCard {
            date: drill.date,
            subject: drill.enterprise,
            variant: index_in(drill::KINDS, &drill.kind),
            count: small(drill.participants),
            flags: flags(&[(LACKING, lacks)]),
            ..blank
        },
        Body::Supervision(visit) => EvidenceCard {
            date: visit.date,
            filed_on: visit.due,
            due: visit.due,
            unit: basics.unit_no(&visit.township),
            named: name_crc(visit.lead.first().map_or("", String::as_str)),
            flags: flags(&[
                (FOUND, !visit.findings.is_empty()),
                (DONE, visit.findings.is_empty() || visit.rechecked_on != Day::NONE),
                (LACKING, lacks),
                (BEGUN, visit.is_begun()),
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
            count: basics.task_no(&note.task, note.date),
            year: small(note.milestone),
            ..blank
        },
        Body::Review(review) => EvidenceCard {
            date: review.date,
            unit: basics.unit_no(&review.unit),
            count: small(review.left),
            ..blank
        },
        Body::Evidence(record) => {
            let sort = basics.sort(&record.sort);
            let rest = &record.rest;
            let column = match sort.map(|sort| sort.column) {
                Some(Column::Target) if rest.has("target") => rest.get("target"),
                _ => &record.unit,
            };
            let subjects = ["enterprise", "person", "hazard"].map(|key| rest.link(key));
            EvidenceCard {
                date: record.date,
                filed_on: rest.day("done_on").opt().unwrap_or(rest.day("reviewed_on")),
                improved_on: rest.day("improved_on"),
                due: rest.day("due"),
                subject: subjects.into_iter().find(|id| id.is_some()).unwrap_or_default(),
                parent: rest.link("about"),
                unit: basics.unit_no(column),
                industry: basics.industry_no(rest.get("industry")),
                sort: basics.sort_no(&record.sort),
                variant: sort.map_or(0, |sort| sort.variant_no(rest.get("variant"))),
                stage: match rest.get("grade") {
                    "" => sort.map_or(0, |sort| sort.stage_no(rest.get("stage"))),
                    grade => index_in(evidence::GRADES, grade),
                },
                count: small(
                    rest.number("quantity").or(rest.number("audience")).or(rest.number("headcount")),
                ),
                year: small(rest.number("year")),
                named: name_crc(rest.get("chair")),
                flags: flags(&[
                    (PRINCIPAL, rest.yes("is_principal")),
                    (BY_BUREAU, basics.is_bureau(&record.unit)),
                    (DONE, sort.is_none_or(|sort| sort.is_settled(record))),
                    (LACKING, lacks),
                    (SEVERE, rest.yes("severe")),
                    (REFUSED, rest.yes("refused")),
                    (HAS_CLAUSE, rest.yes("has_clause")),
                    (CHECKED, rest.has("reviewed_on")),
                    (IMPROVED, rest.has("improved_on")),
                ]),
                ..blank
            }
        }
        Body::Exhibition(one) => EvidenceCard {
            date: one.date,
            filed_on: one.checked_on,
            due: one.date,
            unit: basics.unit_no(&one.township),
            count: small(one.expected),
            variant: index_in(exhibition::PROCEDURES, &one.procedure),
            flags: flags(&[
                (DONE, one.lacks().is_empty() && !one.checked_on.is_none()),
                (CHECKED, !one.checked_on.is_none()),
                (LARGE, one.is_large()),
                (PERMIT, !one.permit_no.is_empty()),
                (LACKING, lacks),
            ]),
            ..blank
        },
        Body::LicenseReview(one) => EvidenceCard {
            date: one.date,
            filed_on: one.done_on,
            subject: one.enterprise,
            unit: basics.unit_no(&one.township),
            variant: index_in(license_review::KINDS, &one.kind),
            flags: flags(&[(DONE, !one.done_on.is_none() && one.unanswered().is_empty()), (LACKING, lacks)]),
            ..blank
        },
        Body::DishonestEntry(one) => EvidenceCard {
            date: one.date,
            filed_on: one.begins(),
            due: one.ends(),
            subject: one.enterprise,
            variant: index_in(dishonest_entry::LISTS, &one.list),
            named: name_crc(&one.uscc),
            flags: flags(&[(CANDIDATE, one.is_candidate()), (DONE, !one.is_candidate())]),
            ..blank
        },
        Body::SupportApplication(one) => EvidenceCard {
            date: one.date,
            filed_on: one.checked_on,
            due: one.decided_on,
            subject: one.enterprise,
            variant: index_in(support_application::RESULTS, &one.result),
            named: name_crc(&one.uscc),
            flags: flags(&[(DONE, !one.checked_on.is_none()), (CHECKED, !one.checked_on.is_none())]),
            ..blank
        },
        Body::Closing(one) => EvidenceCard {
            date: one.date,
            filed_on: one.until,
            named: name_crc(&one.plan),
            count: small(one.open_hazards),
            flags: flags(&[(DONE, true)]),
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
