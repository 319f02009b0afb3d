//! How often a duty falls due, and by which day.

use serde::{Deserialize, Serialize};

use crate::calendar::PeriodKind;
use crate::model::basics::{CoveragePeriod, Settings};

/// How often a duty falls due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cadence {
    /// Every month.
    #[default]
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
    /// Before every long statutory holiday, see [`LongHoliday`].
    #[serde(rename = "长假前")]
    BeforeHoliday,
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
            Cadence::Once | Cadence::Phase | Cadence::Rolling | Cadence::BeforeHoliday => None,
        }
    }
}

/// Which holidays a duty comes before, and how long before (局内约定).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongHoliday {
    /// Days off in a row from which on a holiday is long.
    pub days_off: u16,
    /// From so many calendar days before it until its eve.
    pub days_before: u16,
}

impl Default for LongHoliday {
    fn default() -> Self {
        LongHoliday { days_off: 5, days_before: 14 }
    }
}

/// The last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// By which rule.
    pub rule: DueRule,
    /// The setting that holds the number of workdays.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// The number of workdays itself, where no setting holds it.
    #[serde(default)]
    pub days: Option<u16>,
}

impl Due {
    /// The number of workdays; 0 where none is written.
    pub fn workdays(&self, settings: &Settings) -> i32 {
        let written = self.days.map(i32::from);
        self.limit.map(|limit| limit.of(settings)).or(written).unwrap_or(0)
    }
}

/// How the last day is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DueRule {
    /// Last day of the period; does not move when it falls on a holiday.
    #[default]
    #[serde(rename = "期末")]
    PeriodEnd,
    /// So many workdays into the period.
    #[serde(rename = "本期第几个工作日")]
    IntoPeriod,
    /// So many workdays into the next period.
    #[serde(rename = "下期第几个工作日")]
    IntoNext,
    /// Each clock of a hazard has its own.
    #[serde(rename = "逐案")]
    PerEvent,
    /// So many workdays after the day of the record, and not later than its own last day where it has one.
    #[serde(rename = "事后第几个工作日")]
    AfterEvent,
    /// The day before that of the record (展会 before it opens).
    #[serde(rename = "前一日")]
    DayBefore,
    /// The last day that the record sets for itself (期限, 决定日); while it sets none, none.
    #[serde(rename = "自身期限")]
    OwnDay,
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
    /// 事件后发风险提示, workdays.
    RiskNoticeWorkdays,
    /// 新法规出台后宣贯, workdays.
    RegulationPublicityWorkdays,
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
            Limit::RiskNoticeWorkdays => settings.risk_notice_workdays,
            Limit::RegulationPublicityWorkdays => settings.regulation_publicity_workdays,
        };
        i32::try_from(number).unwrap_or(i32::MAX)
    }
}
