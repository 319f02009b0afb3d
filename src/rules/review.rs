//! 今日: the daily review, worked to zero (domain §4.7).

mod cases;
mod cells;
mod hazards;
mod reminders;
mod visits;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::clock::{is_open, overdue_days};
use super::coverage::Survey;
use super::duty::Duties;
use super::facts::Facts;
use super::ladder::Rung;
use super::standing::{Standing, standings_to_close};
use crate::calendar::Day;
use crate::model::card::{EnterpriseCard, evidence_flag};
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::hazard::deeds::Deed;
use crate::model::id::{Id, Kind};
use crate::model::snooze::Snooze;

pub use visits::planned;

/// 今日各栏, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Section {
    /// 待我审批
    #[serde(rename = "待我审批")]
    Decisions,
    /// 逐级上报
    #[serde(rename = "逐级上报")]
    Escalated,
    /// 重大与逾期
    #[serde(rename = "重大与逾期")]
    MajorAndOverdue,
    /// 今日与近三日到期
    #[serde(rename = "今日与近三日到期")]
    DueSoon,
    /// 待复查
    #[serde(rename = "待复查")]
    ToRecheck,
    /// 待移交、待签收、待反馈
    #[serde(rename = "待移交、待签收、待反馈")]
    Transfers,
    /// 督办与限办
    #[serde(rename = "督办与限办")]
    Directives,
    /// 今日计划与漏检
    #[serde(rename = "今日计划与漏检")]
    Visits,
    /// 将欠账的格子
    #[serde(rename = "将欠账的格子")]
    Cells,
    /// 老方案欠账: of plans that are over and not sealed, where another one is in force.
    #[serde(rename = "老方案欠账")]
    OldPlans,
    /// 临期节点
    #[serde(rename = "临期节点")]
    Milestones,
    /// 提醒
    #[serde(rename = "提醒")]
    Reminders,
    /// 草稿
    #[serde(rename = "草稿")]
    Drafts,
    /// 他人新记录
    #[serde(rename = "他人新记录")]
    Others,
}

/// A line of today's review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayLine {
    /// Which part it stands in.
    pub section: Section,
    /// Which alert it is (`A6`, see [`super::alerts::ALERTS`]); empty: none.
    pub alert: String,
    /// What it is about: a record, or [`Id::NONE`] for a cell or a milestone.
    pub id: Id,
    /// Key that a snooze names: the record's number, or the key of a cell (`M9/OR-01/350504001/2026-11`).
    pub key: String,
    /// Township's short name; may be empty.
    pub township: String,
    /// What it says.
    pub text: String,
    /// Where it stands: `逾期12天`, `今日到期`, `待签收 6工作日`.
    pub status: String,
    /// Its day.
    pub day: Day,
    /// 重大
    pub major: bool,
    /// Of a hazard: where it stands now, which decides what can be done to it.
    pub state: Option<State>,
    /// For a missing cell: the entry that would fill it.
    pub entry: Option<(Kind, Fields)>,
}

/// 今日
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayPage {
    /// The day.
    pub day: Day,
    /// Its lines, section by section, each section in its order.
    pub lines: Vec<TodayLine>,
    /// Lines of each section that are the officer's, where more exist than are listed.
    pub totals: Vec<(Section, u32)>,
    /// Records worked on today by anybody in the scope, visits made and lines put off: of the meter `12/30` the 12.
    pub done: u32,
    /// Lines, listed or not, whose records nobody has worked on today: the rest of the 30.
    pub left: u32,
    /// 较大及以上事故, 重大在账, 逾期, 未闭环, 欠账 of 文件规定 duties: the head line.
    pub head: Vec<(String, u32)>,
    /// 复核已留痕: who and when, of the latest stamp today.
    pub stamped: Option<String>,
    /// Remarks: holiday data missing for next year …
    pub remarks: Vec<String>,
}

impl Section {
    /// Every part, in the order they are shown.
    pub const ALL: [Section; 14] = [
        Section::Decisions,
        Section::Escalated,
        Section::MajorAndOverdue,
        Section::DueSoon,
        Section::ToRecheck,
        Section::Transfers,
        Section::Directives,
        Section::Visits,
        Section::Cells,
        Section::OldPlans,
        Section::Milestones,
        Section::Reminders,
        Section::Drafts,
        Section::Others,
    ];

    /// 栏名
    pub fn name(self) -> &'static str {
        match self {
            Section::Decisions => "待我审批",
            Section::Escalated => "逐级上报",
            Section::MajorAndOverdue => "重大与逾期",
            Section::DueSoon => "今日与近三日到期",
            Section::ToRecheck => "待复查",
            Section::Transfers => "待移交、待签收、待反馈",
            Section::Directives => "督办与限办",
            Section::Visits => "今日计划与漏检",
            Section::Cells => "将欠账的格子",
            Section::OldPlans => "老方案欠账",
            Section::Milestones => "临期节点",
            Section::Reminders => "提醒",
            Section::Drafts => "草稿",
            Section::Others => "他人新记录",
        }
    }
}

/// What is not on cards: who asks, what they may see, and the words of records.
pub trait Words {
    /// May who asks see this record? Numbers count all of them all the same.
    fn sees(&self, id: Id) -> bool;
    /// Full name of the officer who asks.
    fn officer(&self) -> &str;
    /// On which rung of the ladder the officer stands.
    fn rung(&self) -> Rung;
    /// Is it this officer who decides by this deed what was asked about a hazard (延期, 调级; 重大 also 销号)?
    fn decides(&self, deed: Deed, is_major: bool) -> bool;
    /// 信用代码 of an enterprise in the register; empty: none.
    fn code(&self, enterprise: Id) -> String;
    /// The words a record is called by: of a hazard its description.
    fn text(&self, id: Id) -> String;
    /// Who entered a record, by full name, and the same with the time: `李明`, `李明 08:52`.
    fn entered(&self, id: Id) -> (String, String);
}

impl TodayPage {
    /// Lines kept of each part.
    pub const LIMIT: usize = 50;
}

/// What the lines of a page are made from.
struct Morning<'a> {
    survey: Survey<'a>,
    duties: &'a Duties,
    now: &'a [Standing],
    /// What is left of plans that are over and not sealed.
    to_close: Vec<Standing>,
    /// Number of the township whose review it is; 0: everybody's.
    unit: u8,
    /// On which rung of the ladder the officer stands.
    rung: Rung,
    words: &'a dyn Words,
}

impl<'a> Morning<'a> {
    fn facts(&self) -> &Facts<'a> {
        &self.survey.facts
    }

    fn is_mine(&self, township: u8) -> bool {
        self.unit == 0 || self.unit == township
    }

    /// Name of an enterprise without the district and the town, which stand in a column of their own.
    fn called<'n>(&self, premises: &'n EnterpriseCard) -> &'n str {
        let basics = self.facts().basics;
        let township = premises.now().and_then(|span| basics.unit_of_no(span.township));
        basics.bare_name(&premises.name, township.map_or("", |unit| &unit.code))
    }

    fn township(&self, no: u8) -> String {
        self.facts().basics.unit_of_no(no).map(|unit| unit.short.clone()).unwrap_or_default()
    }
}

/// 今日 of the day of the facts, for the officers of a township (code) or, with another unit or none, for the whole district.
/// `now` are the [`standings`](super::standing::standings) of the facts.
pub fn page(facts: &Facts, duties: &Duties, now: &[Standing], unit: &str, words: &dyn Words) -> TodayPage {
    let township = facts.basics.unit(unit).filter(|unit| unit.is_township());
    let survey = Survey::new(facts);
    let unit = township.map_or(0, |unit| facts.basics.unit_no(&unit.code));
    let to_close = standings_to_close(duties, facts);
    let morning = Morning { survey, duties, now, to_close, unit, rung: words.rung(), words };
    let mut pile = Pile::of(&morning);
    hazards::pile(&morning, &mut pile);
    if !morning.rung.is_leader() {
        visits::pile(&morning, &mut pile);
    }
    reminders::pile(&morning, &mut pile);
    cases::pile(&morning, &mut pile);
    cells::pile(&morning, &mut pile);
    cells::pile_milestones(&morning, &mut pile);
    pile.lines.sort_by_key(|line| line.section);
    TodayPage {
        day: facts.as_of,
        done: pile.put_off_today + hazards::worked_on(&morning) + visits::made(&morning),
        left: pile.left,
        lines: pile.lines,
        head: head(&morning),
        stamped: stamp(&morning),
        remarks: remarks(&morning),
        totals: pile.totals.into_iter().collect(),
    }
}

/// The lines as they are piled up: those put off and those of others left out, of each part no more than are shown.
struct Pile<'a> {
    words: &'a dyn Words,
    /// Until when, and since when, by the key of the line.
    put_off: HashMap<&'a str, &'a Snooze>,
    as_of: Day,
    lines: Vec<TodayLine>,
    totals: BTreeMap<Section, u32>,
    put_off_today: u32,
    left: u32,
}

impl<'a> Pile<'a> {
    fn of(morning: &Morning<'a>) -> Pile<'a> {
        let officer = morning.words.officer();
        let snoozes = morning.facts().snoozes.iter().map(|(_, snooze)| snooze);
        let in_force = snoozes.filter(|snooze| {
            let is_mine = snooze.officer.is_empty() || snooze.officer.iter().any(|name| name == officer);
            snooze.until > morning.facts().as_of && is_mine
        });
        Pile {
            words: morning.words,
            put_off: in_force.map(|snooze| (snooze.item.as_str(), snooze)).collect(),
            as_of: morning.facts().as_of,
            lines: Vec::new(),
            totals: BTreeMap::new(),
            put_off_today: 0,
            left: 0,
        }
    }

    /// Adds a line about a record; it is only made when it is shown. Has somebody worked on it today?
    fn add_record(&mut self, section: Section, id: Id, is_worked_on: bool, line: impl FnOnce() -> TodayLine) {
        self.add_part(section, (id, ""), is_worked_on, line);
    }

    /// The same of a part of a record: `/许可`. Both together are the key of the line.
    fn add_part(
        &mut self,
        section: Section,
        (id, part): (Id, &str),
        is_worked_on: bool,
        line: impl FnOnce() -> TodayLine,
    ) {
        if !self.words.sees(id) {
            return;
        }
        let is_put_off = !self.put_off.is_empty() && self.is_put_off(&format!("{id}{part}"), is_worked_on);
        if !is_put_off && self.counts(section, is_worked_on) {
            self.lines.push(line());
        }
    }

    /// Adds a line about a cell or a milestone.
    fn add(&mut self, line: TodayLine) {
        if !self.is_put_off(&line.key, false) && self.counts(line.section, false) {
            self.lines.push(line);
        }
    }

    /// Putting a line off today is work done today, unless its record counts as worked on already.
    fn is_put_off(&mut self, key: &str, is_worked_on: bool) -> bool {
        let snooze = self.put_off.get(key);
        let is_of_today = snooze.is_some_and(|snooze| snooze.date == self.as_of);
        self.put_off_today += u32::from(is_of_today && !is_worked_on);
        snooze.is_some()
    }

    /// Counts one more line of a part; false when it is one too many to be shown. A reminder is nothing to be worked to zero.
    fn counts(&mut self, section: Section, is_worked_on: bool) -> bool {
        self.left += u32::from(!is_worked_on && section != Section::Reminders);
        let number = self.totals.entry(section).or_default();
        *number += 1;
        *number as usize <= TodayPage::LIMIT
    }
}

/// Accidents graver than 一般 since the plan began, in the scope (序: none at all).
fn accidents(morning: &Morning) -> u32 {
    let facts = morning.facts();
    let (sort, (first, _)) = (facts.basics.sort_no("accident"), super::cadence::plan_span(facts));
    let grave = facts.evidence_of(Kind::Evidence).iter().filter(|card| card.sort == sort && card.stage >= 2);
    let counted = grave.filter(|card| (first..=facts.as_of).contains(&card.date));
    counted.filter(|card| !card.is(evidence_flag::VOID) && morning.is_mine(card.unit)).count() as u32
}

/// 较大及以上事故, 重大在账, 逾期, 未闭环 of the scope; 欠账 of duties whose period the notice states.
fn head(morning: &Morning) -> Vec<(String, u32)> {
    let facts = morning.facts();
    let mine = facts.hazards.iter().filter(|card| morning.is_mine(card.township) && is_open(card, facts));
    let (mut major, mut overdue, mut open) = (0, 0, 0);
    for card in mine {
        open += 1;
        major += u32::from(card.is_major());
        overdue += u32::from(overdue_days(card, facts) > 0);
    }
    let numbers = [
        ("较大及以上事故", accidents(morning)),
        ("重大在账", major),
        ("逾期", overdue),
        ("未闭环", open),
        ("欠账", cells::owed(morning)),
    ];
    numbers.map(|(label, number)| (label.to_owned(), number)).into()
}

/// The latest stamp of the day under this scope's review.
fn stamp(morning: &Morning) -> Option<String> {
    let facts = morning.facts();
    let stamps = facts.evidence_of(Kind::Review).iter();
    let today = stamps.filter(|stamp| stamp.date == facts.as_of && !stamp.is(evidence_flag::VOID));
    let of_scope = |no: u8| {
        let is_township = facts.basics.unit_of_no(no).is_some_and(|unit| unit.is_township());
        no == morning.unit || (morning.unit == 0 && !is_township)
    };
    let latest = today.filter(|stamp| of_scope(stamp.unit)).max_by_key(|stamp| stamp.id)?;
    Some(morning.words.entered(latest.id).1)
}

/// What an officer should know beforehand.
fn remarks(morning: &Morning) -> Vec<String> {
    let facts = morning.facts();
    let this_year = facts.as_of.year();
    let guessed = |year: i32| {
        let is_guess = Day::ymd(year, 1, 1).is_some_and(|day| facts.workdays.is_guess(day));
        is_guess.then(|| {
            format!(
                "{year}年节假日安排还没有载入（管理员 zhiben plan load {year}.csv），工作日先按周一至周五计"
            )
        })
    };
    // The State Council announces next year's holidays in November.
    let next = if facts.as_of.month() >= 11 { guessed(this_year + 1) } else { None };
    guessed(this_year).into_iter().chain(next).chain(still_owed(morning)).collect()
}

/// What plans that are over and not sealed left to the scope: it stands among the cells, and in no total of the plan in force.
fn still_owed(morning: &Morning) -> Option<String> {
    let owed: u32 = morning.to_close.iter().map(|standing| cells::debts(morning, standing)).sum();
    let plans: Vec<&str> =
        morning.facts().plans_to_close().map(|plan| plan.heading.doc_no.as_str()).collect();
    let words = || {
        format!(
            "{} 已到期还没有封存，欠账 {owed} 格列在“{}”里，不计入现行方案的欠账",
            plans.join("、"),
            Section::OldPlans.name()
        )
    };
    (owed > 0).then(words)
}
