//! The table of duties, as data: who owes what in which period, what shows it was done, and by when.
//!
//! A duty is a row of `data/duties.toml`, which an office may replace by its own document. [`Basis`] says whether the notice
//! states the *period* (文件规定, counted in the 欠账总表) or the bureau settled it (局内约定, second block). A row works as
//! soon as its evidence is one of the nouns that leave an evidence card, see [`EvidenceNoun`].

mod check;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use crate::calendar::{Day, PeriodKind};
use crate::model::basics::{Basics, Basis, CoveragePeriod, Problem, Settings, Source};
use crate::model::card::evidence_flag;
use crate::model::id::Kind;

/// The rows that come with the program.
pub const BUILT_IN: &str = include_str!("../data/duties.toml");

/// 义务: one row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// `OR-05`; stable, waivers and snoozes name it.
    pub code: String,
    /// 条款, `二(五)7`.
    pub clause: String,
    /// In our own words, a few characters.
    pub title: String,
    /// What is owed, as a sentence goes on after the subject: "每季度带队检查不少于一次".
    pub asks: String,
    /// Who owes it, or about whom it is owed.
    pub subject: SubjectSet,
    /// How often.
    pub period: Cadence,
    /// What shows that it was done.
    pub evidence: Evidence,
    /// Pieces each subject needs in a period.
    #[serde(default = "one")]
    pub need: u16,
    /// Last day.
    pub due: Due,
    /// Calendar days after the last day before it counts as 欠.
    #[serde(default)]
    pub grace: u16,
    /// How many days before the last day it turns 临期; left out: that of its period.
    #[serde(default)]
    pub lead: Option<Limit>,
    /// First day it is owed; left out: the plan's first day.
    #[serde(default)]
    pub effective_from: Day,
    /// Last day it is owed; left out: the plan's last day.
    #[serde(default)]
    pub effective_to: Day,
    /// Is the first period owed when the duty begins in the middle of it?
    #[serde(default)]
    pub first_period: FirstPeriod,
    /// Does the notice state the period?
    pub basis: Basis,
    /// In whose column a debt is counted.
    pub owner: Owner,
    /// May somebody be let off?
    #[serde(default = "yes")]
    pub waivable: bool,
    /// 口径: what of it the bureau settled, in a sentence.
    #[serde(default)]
    pub note: String,
}

fn one() -> u16 {
    1
}

fn yes() -> bool {
    true
}

/// The subjects of a duty: all of a sort, narrowed by filters. A filter left out lets everybody through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectSet {
    /// Which sort.
    pub of: SubjectKind,
    /// Our own units: which; left out: the townships.
    #[serde(default = "townships")]
    pub units: Vec<UnitGroup>,
    /// Enterprises: of one of these industries (codes).
    #[serde(default)]
    pub industries: Vec<String>,
    /// Enterprises: a 大型综合体 counts beside the industries, whatever its own.
    #[serde(default)]
    pub complexes: bool,
    /// Enterprises: only 重点.
    #[serde(default)]
    pub key_only: bool,
    /// Enterprises: only those of the office's 自查对象 filter (主体类型, 规模, 重点).
    #[serde(default)]
    pub self_check: bool,
    /// Persons: of one of these roles; an empty role counts with all of them.
    #[serde(default)]
    pub roles: Vec<String>,
}

fn townships() -> Vec<UnitGroup> {
    vec![UnitGroup::Township]
}

/// A sort of subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SubjectKind {
    /// Our own units.
    #[serde(rename = "单位")]
    Unit,
    /// Township and industry, where an enterprise is open in both.
    #[serde(rename = "乡镇行业")]
    UnitIndustry,
    /// Open enterprises.
    #[serde(rename = "企业")]
    Enterprise,
    /// Staff of the townships in their posts.
    #[serde(rename = "人员")]
    Person,
    /// Hazards, one by one.
    #[serde(rename = "隐患")]
    Hazard,
}

/// A group of our own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitGroup {
    /// The bureau as a whole.
    #[serde(rename = "局")]
    Bureau,
    /// Its sections, brigades and centres.
    #[serde(rename = "股室")]
    Section,
    /// 乡镇（街道）
    #[serde(rename = "乡镇")]
    Township,
}

/// How often a duty falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cadence {
    /// Every month.
    #[serde(rename = "月")]
    Month,
    /// Every quarter.
    #[serde(rename = "季")]
    Quarter,
    /// Every half-year.
    #[serde(rename = "半年")]
    Half,
    /// Every year.
    #[serde(rename = "年")]
    Year,
    /// By the month or by the quarter, as the office reads 行业全覆盖.
    #[serde(rename = "覆盖期")]
    Coverage,
    /// Each June (安全生产月).
    #[serde(rename = "每年六月")]
    June,
    /// Once, by the last day, for everybody who is there then.
    #[serde(rename = "一次")]
    Once,
    /// Once in a stretch of its own, from `effective_from` to `effective_to`.
    #[serde(rename = "阶段")]
    Phase,
    /// Whenever something happens.
    #[serde(rename = "逐案")]
    PerEvent,
    /// At no time longer ago than the office's limit for reminders (`notice_rolling_days`).
    #[serde(rename = "滚动")]
    Rolling,
}

impl Cadence {
    /// The calendar period it goes by; [`None`] where it does not go by the calendar.
    pub fn kind(self, settings: &Settings) -> Option<PeriodKind> {
        match self {
            Cadence::Month | Cadence::June => Some(PeriodKind::Month),
            Cadence::Quarter => Some(PeriodKind::Quarter),
            Cadence::Half => Some(PeriodKind::Half),
            Cadence::Year => Some(PeriodKind::Year),
            Cadence::Coverage => Some(match settings.coverage_period {
                CoveragePeriod::Month => PeriodKind::Month,
                CoveragePeriod::Quarter => PeriodKind::Quarter,
            }),
            Cadence::PerEvent => Some(PeriodKind::Month),
            Cadence::Once | Cadence::Phase | Cadence::Rolling => None,
        }
    }
}

/// What shows that a duty was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Which record.
    pub noun: EvidenceNoun,
    /// It must bear one of these marks; none: any will do.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// It must be of one of these kinds, in the words of the noun; none: any.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// It must serve this year's focus of training; 0: any. A session that names no focus serves that of its own year when
    /// its industry is one of the subjects'.
    #[serde(default)]
    pub focus: u16,
    /// So many of them, or every one there is.
    #[serde(default)]
    pub count: Count,
    /// For hazards: which clocks must be kept.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// What the entry of a missing piece starts with, beside subject and day.
    #[serde(default)]
    pub entry: BTreeMap<String, String>,
}

/// A noun that is evidence for a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EvidenceNoun {
    /// [`Kind::Inspection`]
    #[serde(rename = "检查")]
    Inspection,
    /// [`Kind::InspectionPlan`]
    #[serde(rename = "月度检查计划")]
    Plan,
    /// [`Kind::PlanItem`]
    #[serde(rename = "检查计划条目")]
    PlanItem,
    /// [`Kind::SelfInspection`]
    #[serde(rename = "企业自查")]
    SelfInspection,
    /// [`Kind::Drill`]
    #[serde(rename = "演练")]
    Drill,
    /// [`Kind::Supervision`]
    #[serde(rename = "督导")]
    Supervision,
    /// [`Kind::Training`]
    #[serde(rename = "培训")]
    Training,
    /// [`Kind::Attendance`]
    #[serde(rename = "到场")]
    Attendance,
    /// [`Kind::Confirmation`]
    #[serde(rename = "台账月度确认")]
    Confirmation,
    /// [`Kind::Progress`]
    #[serde(rename = "任务进展")]
    Progress,
    /// [`Kind::Hazard`], by its clocks.
    #[serde(rename = "隐患")]
    Hazard,
}

impl EvidenceNoun {
    /// The kind of its records.
    pub fn kind(self) -> Kind {
        match self {
            EvidenceNoun::Inspection => Kind::Inspection,
            EvidenceNoun::Plan => Kind::InspectionPlan,
            EvidenceNoun::PlanItem => Kind::PlanItem,
            EvidenceNoun::SelfInspection => Kind::SelfInspection,
            EvidenceNoun::Drill => Kind::Drill,
            EvidenceNoun::Supervision => Kind::Supervision,
            EvidenceNoun::Training => Kind::Training,
            EvidenceNoun::Attendance => Kind::Attendance,
            EvidenceNoun::Confirmation => Kind::Confirmation,
            EvidenceNoun::Progress => Kind::Progress,
            EvidenceNoun::Hazard => Kind::Hazard,
        }
    }

    /// The words that its card numbers as `variant`.
    pub fn kinds(self) -> &'static [&'static str] {
        use crate::model::{drill, inspection, training};
        match self {
            EvidenceNoun::Inspection => inspection::MODES,
            EvidenceNoun::Drill => drill::KINDS,
            EvidenceNoun::Training | EvidenceNoun::Attendance => training::KINDS,
            _ => &[],
        }
    }
}

/// A mark on a piece of evidence. Items of a plan and attendances bear those of their plan and session as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// The principal led, chaired or came.
    #[serde(rename = "主要负责人")]
    Principal,
    /// The one responsible for fire safety came.
    #[serde(rename = "消防安全责任人")]
    FireLead,
    /// 联合检查
    #[serde(rename = "联合")]
    Joint,
    /// Led by a leader.
    #[serde(rename = "领导带队")]
    Led,
    /// 已报送
    #[serde(rename = "已报送")]
    Filed,
    /// 已检
    #[serde(rename = "已检")]
    Done,
    /// 改期 with a reason.
    #[serde(rename = "改期")]
    Moved,
    /// Held by the bureau.
    #[serde(rename = "局组织")]
    ByBureau,
}

impl Mark {
    /// Its bit among [`evidence_flag`].
    pub fn bit(self) -> u32 {
        match self {
            Mark::Principal => evidence_flag::PRINCIPAL,
            Mark::FireLead => evidence_flag::FIRE_LEAD,
            Mark::Joint => evidence_flag::JOINT,
            Mark::Led => evidence_flag::LED,
            Mark::Filed => evidence_flag::FILED,
            Mark::Done => evidence_flag::DONE,
            Mark::Moved => evidence_flag::MOVED,
            Mark::ByBureau => evidence_flag::BY_BUREAU,
        }
    }
}

/// How many pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Count {
    /// [`Duty::need`] of them.
    #[default]
    #[serde(rename = "至少")]
    AtLeast,
    /// Every piece of the period must bear a mark.
    #[serde(rename = "全部")]
    Every,
}

/// The last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// By which rule.
    pub rule: DueRule,
    /// The setting that holds the number of workdays.
    #[serde(default)]
    pub limit: Option<Limit>,
}

/// How the last day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DueRule {
    /// Last day of the period; does not move when it falls on a holiday.
    #[serde(rename = "期末")]
    PeriodEnd,
    /// So many workdays into the period.
    #[serde(rename = "本期第几个工作日")]
    IntoPeriod,
    /// So many workdays into the next period.
    #[serde(rename = "下期第几个工作日")]
    IntoNext,
    /// Each event has its own.
    #[serde(rename = "逐案")]
    PerEvent,
}

/// A number that the office settled: the key of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// 月计划报送（当月第几个工作日）
    PlanSubmitWorkday,
    /// 台账月报（次月第几个工作日）
    LedgerConfirmWorkday,
    /// 月度事项临期, days.
    LeadDaysMonth,
    /// 季度事项临期, days.
    LeadDaysQuarter,
    /// 半年事项临期, days.
    LeadDaysHalfYear,
    /// 年度事项临期, days.
    LeadDaysYear,
    /// 阶段目标临期, days.
    LeadDaysPhase,
    /// 提示信息间隔, days.
    NoticeRollingDays,
}

impl Limit {
    /// The number in force.
    pub fn of(self, settings: &Settings) -> i32 {
        let number = match self {
            Limit::PlanSubmitWorkday => settings.plan_submit_workday,
            Limit::LedgerConfirmWorkday => settings.ledger_confirm_workday,
            Limit::LeadDaysMonth => settings.lead_days_month,
            Limit::LeadDaysQuarter => settings.lead_days_quarter,
            Limit::LeadDaysHalfYear => settings.lead_days_half_year,
            Limit::LeadDaysYear => settings.lead_days_year,
            Limit::LeadDaysPhase => settings.lead_days_phase,
            Limit::NoticeRollingDays => settings.notice_rolling_days,
        };
        i32::try_from(number).unwrap_or(i32::MAX)
    }
}

/// A first period that the duty begins in the middle of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FirstPeriod {
    /// Shown as 免 while it is not met: less than a whole period was left.
    #[default]
    #[serde(rename = "免")]
    Spared,
    /// Owed like any other.
    #[serde(rename = "计")]
    Counts,
}

/// In whose column a debt is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// The bureau owes it, even where it is about a township.
    #[serde(rename = "局")]
    Bureau,
    /// The township owes it, for itself or for the enterprises on its ground.
    #[serde(rename = "乡镇")]
    Township,
}

impl Owner {
    /// 局, 乡镇
    pub fn label(self) -> &'static str {
        match self {
            Owner::Bureau => "局",
            Owner::Township => "乡镇",
        }
    }
}

impl Duty {
    /// `OR-05 企业主要负责人季度带队检查`
    pub fn heading(&self) -> String {
        format!("{} {}", self.code, self.title)
    }

    /// `二(五)7 · 文件规定`
    pub fn ground(&self) -> String {
        format!("{} · {}", self.clause, self.basis.label())
    }

    /// Does a piece bear one of the marks that are asked for?
    pub fn marks(&self) -> u32 {
        self.evidence.marks.iter().fold(0, |bits, mark| bits | mark.bit())
    }
}

/// Every duty, in the order of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duties(Vec<Duty>);

impl Duties {
    /// Reads a document of duties.
    ///
    /// # Errors
    /// Every problem at once, with line, field and a way out.
    pub fn parse(file: &str, text: &str, basics: &Basics) -> Result<Duties, Vec<Problem>> {
        check::read(Source { file, text }, basics).map(Duties)
    }

    /// The duty with this code.
    pub fn get(&self, code: &str) -> Option<&Duty> {
        self.0.iter().find(|duty| duty.code == code)
    }

    /// Every duty, in the order of the table.
    pub fn iter(&self) -> std::slice::Iter<'_, Duty> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Duties {
    type Item = &'a Duty;
    type IntoIter = std::slice::Iter<'a, Duty>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
