//! Cards: what lists, queues, matrices and searches need to know of a record, small enough to keep all of them in memory.
//!
//! A card is derived from its row alone; the store keeps cards beside the rows in packed blocks so that opening reads
//! little. Units and industries stand on cards by their stable small numbers (`no` in the basics), 0 for unknown.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::enterprise::Enterprise;
use super::field::Value;
use super::hazard::{Hazard, State};
use super::id::Id;
use super::person::Person;
use super::row::{Body, Row};
use super::snooze::Snooze;
use super::waiver::Waiver;
use crate::calendar::Day;

/// A record at a glance, as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Card {
    /// 隐患, with the text it is searched by: the description, and after [`WORDS_END`] what else it is found by.
    Hazard(HazardCard, String),
    /// 企业
    Enterprise(EnterpriseCard),
    /// Everything that is evidence for a duty.
    Evidence(EvidenceCard),
    /// 人员
    Person(Id, Person),
    /// 豁免
    Waiver(Id, Waiver),
    /// 暂缓
    Snooze(Id, Snooze),
}

/// Bits of [`HazardCard::flags`].
pub mod hazard_flag {
    /// 重大
    pub const MAJOR: u16 = 1;
    /// Level judged at all.
    pub const JUDGED: u16 = 1 << 1;
    /// 期限待补: not overdue until confirmed.
    pub const DUE_PROPOSED: u16 = 1 << 2;
    /// 延期申请中
    pub const EXTENSION_ASKED: u16 = 1 << 3;
    /// 挂牌督办
    pub const LISTED: u16 = 1 << 4;
    /// 暂停营业: the clock stands.
    pub const SUSPENDED: u16 = 1 << 5;
    /// 拒不整改
    pub const REFUSED: u16 = 1 << 6;
    /// 群众身边
    pub const NEAR_PUBLIC: u16 = 1 << 7;
    /// 重复隐患
    pub const REPEATED: u16 = 1 << 8;
    /// 路径 移交, now or before.
    pub const TRANSFERRED: u16 = 1 << 9;
    /// 期初导入
    pub const IMPORTED: u16 = 1 << 10;
    /// 缺佐证: an old ledger left fields 不详.
    pub const LACKING: u16 = 1 << 11;
    /// 举报
    pub const COMPLAINT: u16 = 1 << 12;
    /// 重大, and the five points do not stand yet.
    pub const UNSECURED: u16 = 1 << 13;
    /// 已回头看
    pub const LOOKED_BACK: u16 = 1 << 14;
    /// Not yet entered in the province or city platform.
    pub const OFF_PLATFORM: u16 = 1 << 15;
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
    pub flags: u16,
    /// 发现日期
    pub found_on: Day,
    /// 期限 in force.
    pub due: Day,
    /// 完成日 of the last round.
    pub done_on: Day,
    /// 销号日
    pub closed_on: Day,
    /// 停留自
    pub state_since: Day,
    /// 发出日 of the transfer in force.
    pub sent_on: Day,
    /// 签收日
    pub accepted_on: Day,
    /// 反馈期限
    pub feedback_due: Day,
    /// 五落实限期
    pub five_due: Day,
    /// Day it was entered (created_at).
    pub entered_on: Day,
    /// CRC of 督促责任人, to find "mine" without keeping names.
    pub watcher: u32,
}

impl HazardCard {
    /// Is this bit of [`hazard_flag`] set?
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// 重大
    pub fn is_major(&self) -> bool {
        self.is(hazard_flag::MAJOR)
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

/// A span of an enterprise at a glance, see [`super::enterprise::Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanCard {
    /// First day.
    pub from: Day,
    /// `no` of the township.
    pub township: u8,
    /// Bit `no` for each industry.
    pub industries: u32,
    /// 重点
    pub is_key: bool,
    /// 大型商业综合体
    pub is_complex: bool,
    /// 在营
    pub is_open: bool,
}

/// Bits of [`EnterpriseCard::flags`].
pub mod enterprise_flag {
    /// 待补全
    pub const STUB: u16 = 1;
    /// 人员密集
    pub const CROWDED: u16 = 1 << 1;
    /// 经营性自建房
    pub const SELF_BUILT: u16 = 1 << 2;
    /// 个体户
    pub const SOLE_TRADER: u16 = 1 << 3;
    /// 自查自改机制已核实
    pub const SELF_CHECK: u16 = 1 << 4;
    /// 全员责任制已核实
    pub const RESPONSIBILITY: u16 = 1 << 5;
    /// 标准化已达标
    pub const STANDARD: u16 = 1 << 6;
    /// 监测接入
    pub const MONITORED: u16 = 1 << 7;
    /// 是否重点 未核
    pub const KEY_UNKNOWN: u16 = 1 << 8;
}

/// 企业 at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseCard {
    /// Its number.
    pub id: Id,
    /// Registered name.
    pub name: String,
    /// What it is found by: pinyin keys of name and aliases without 洛江区 and the town, see [`crate::text::pinyin`].
    pub keys: String,
    /// Aliases, separated by `、`.
    pub aliases: String,
    /// 主要负责人
    pub principal: String,
    /// `no` of the main industry.
    pub industry: u8,
    /// 规模: index in [`super::enterprise::SIZES`] + 1, 0 unknown.
    pub size: u8,
    /// See [`enterprise_flag`].
    pub flags: u16,
    /// What it counted as, oldest first; never empty.
    pub spans: Vec<SpanCard>,
    /// 许可有效期至
    pub licence_until: Day,
    /// 标准化有效期至
    pub standard_until: Day,
}

impl EnterpriseCard {
    /// What it counted as on `day`; [`None`] before it was known.
    pub fn on(&self, day: Day) -> Option<&SpanCard> {
        self.spans.iter().rev().find(|s| s.from <= day)
    }

    /// What it counts as by its latest span.
    pub fn now(&self) -> Option<&SpanCard> {
        self.spans.last()
    }

    /// Is this bit of [`enterprise_flag`] set?
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

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

impl Card {
    /// The record it is of.
    pub fn id(&self) -> Id {
        match self {
            Card::Hazard(card, _) => card.id,
            Card::Enterprise(card) => card.id,
            Card::Evidence(card) => card.id,
            Card::Person(id, _) | Card::Waiver(id, _) | Card::Snooze(id, _) => *id,
        }
    }

    /// The card of a row; [`None`] for nouns that no list needs (documents) and for void records of small nouns.
    pub fn of(row: &Row, basics: &Basics) -> Option<Card> {
        let small = !row.is_void();
        match &row.body {
            Body::Hazard(hazard) => Some(Card::Hazard(hazard_card(row, hazard, basics), search_text(hazard))),
            Body::Enterprise(enterprise) => enterprise_card(row, enterprise, basics).map(Card::Enterprise),
            Body::Person(person) => small.then(|| Card::Person(row.id, (**person).clone())),
            Body::Waiver(waiver) => small.then(|| Card::Waiver(row.id, (**waiver).clone())),
            Body::Snooze(snooze) => small.then(|| Card::Snooze(row.id, (**snooze).clone())),
            Body::Document(_) => None,
            _ => evidence_card(row, basics).map(Card::Evidence),
        }
    }
}

/// The number names are kept by on cards.
pub fn name_crc(name: &str) -> u32 {
    if name.is_empty() { 0 } else { crc32fast::hash(name.as_bytes()) }
}

/// Stands between the description and the other words that a hazard is searched by.
pub const WORDS_END: char = '\u{1f}';

fn search_text(hazard: &Hazard) -> String {
    let more = [&hazard.location, &hazard.rectifier].into_iter().filter(|part| !part.is_empty());
    more.fold(hazard.description.clone(), |text, part| format!("{text}{WORDS_END}{part}"))
}

fn hazard_card(row: &Row, hazard: &Hazard, basics: &Basics) -> HazardCard {
    use hazard_flag::*;
    let leg = hazard.leg();
    let bits = [
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
        (COMPLAINT, hazard.source == "举报"),
        (UNSECURED, hazard.is_major() && !hazard.lacks_of_five().is_empty()),
        (LOOKED_BACK, hazard.lookback_on != Day::NONE),
        (OFF_PLATFORM, hazard.platform_no.is_empty()),
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
        flags: bits.iter().filter(|(_, set)| *set).map(|(bit, _)| bit).sum(),
        found_on: hazard.found_on,
        due: hazard.due,
        done_on: hazard.done_on(),
        closed_on: hazard.closed_on,
        state_since: hazard.state_since,
        sent_on: leg.map_or(Day::NONE, |l| l.sent_on),
        accepted_on: leg.map_or(Day::NONE, |l| l.accepted_on),
        feedback_due: leg.map_or(Day::NONE, |l| l.feedback_due),
        five_due: hazard.five_due,
        entered_on: Day::from_date(row.entered.0.date_naive()).unwrap_or_default(),
        watcher: name_crc(&hazard.watcher),
    }
}

fn enterprise_card(row: &Row, enterprise: &Enterprise, basics: &Basics) -> Option<EnterpriseCard> {
    use enterprise_flag::*;
    if row.is_void() {
        return None;
    }
    let bits = [
        (STUB, enterprise.is_stub()),
        (CROWDED, enterprise.is_crowded == Some(true)),
        (SELF_BUILT, enterprise.self_built == Some(true)),
        (SOLE_TRADER, enterprise.body == "个体户"),
        (SELF_CHECK, enterprise.self_check_on != Day::NONE),
        (RESPONSIBILITY, enterprise.responsibility_on != Day::NONE),
        (STANDARD, enterprise.standard == "已达标"),
        (MONITORED, enterprise.monitored_on != Day::NONE),
        (KEY_UNKNOWN, enterprise.is_key.is_none()),
    ];
    let mask =
        |codes: &[String]| codes.iter().map(|c| 1u32 << (basics.industry_no(c) & 31)).fold(0, |a, b| a | b);
    Some(EnterpriseCard {
        id: row.id,
        name: enterprise.name.clone(),
        keys: basics.search_keys(&enterprise.name, &enterprise.aliases, &enterprise.township),
        aliases: enterprise.aliases.join("、"),
        principal: enterprise.principal.clone(),
        industry: enterprise.industries.first().map_or(0, |c| basics.industry_no(c)),
        size: index_in(super::enterprise::SIZES, &enterprise.size),
        flags: bits.iter().filter(|(_, set)| *set).map(|(bit, _)| bit).sum(),
        spans: enterprise
            .spans
            .iter()
            .map(|s| SpanCard {
                from: s.from,
                township: basics.unit_no(&s.township),
                industries: mask(&s.industries),
                is_key: s.is_key,
                is_complex: s.is_complex,
                is_open: s.is_open,
            })
            .collect(),
        licence_until: enterprise.licence_until,
        standard_until: enterprise.standard_until,
    })
}

/// Position of `word` in `list`, from 1; 0 when it is not there.
fn index_in(list: &[&str], word: &str) -> u8 {
    list.iter().position(|w| *w == word).map_or(0, |i| i as u8 + 1)
}

fn month_start(text: &str) -> Day {
    let mut day = Day::NONE;
    let _ = day.read(&format!("{text}-01"));
    day
}

fn evidence_card(row: &Row, basics: &Basics) -> Option<EvidenceCard> {
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
    let flags =
        |bits: &[(u16, bool)]| void | bits.iter().filter(|(_, set)| *set).map(|(bit, _)| bit).sum::<u16>();
    let small = |n: Option<u32>| n.unwrap_or(0).min(u32::from(u16::MAX)) as u16;
    Some(match &row.body {
        Body::Inspection(visit) => EvidenceCard {
            date: visit.date,
            subject: visit.enterprise,
            parent: visit.plan_item,
            unit: basics.unit_no(&visit.township),
            industry: basics.industry_no(&visit.industry),
            variant: index_in(super::inspection::MODES, &visit.mode),
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
            variant: index_in(super::drill::KINDS, &drill.kind),
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
            variant: index_in(super::training::KINDS, &session.kind),
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
