//! REPORTS: every report there is, what it takes, and who makes it. `report --list`, help, completion and docs come from it.

use serde::{Deserialize, Serialize};

use super::asked::{PERIOD, RECORD, SEED, TOWNSHIP};
use super::draft::{Made, Making};
use super::{
    archive, draws, enterprise, letters, monthly, outing, owes, progress, registers, slips, summary,
    supervision, weekly,
};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::id::{Id, Kind};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Code of the report.
    pub code: String,
    /// Seen from; [`Day::NONE`]: today.
    pub day: Day,
    /// Code of the township; empty: none.
    pub township: String,
    /// The period; [`None`]: the one that holds the day.
    pub period: Option<Period>,
    /// The record it is about.
    pub id: Id,
    /// Seed of a draw; [`None`]: the number of the day.
    pub seed: Option<u64>,
    /// How many are drawn; [`None`]: the usual number.
    pub number: Option<u32>,
}

impl Wanted {
    /// A report of the present period, about everybody.
    pub fn new(code: &str) -> Wanted {
        Wanted {
            code: code.to_owned(),
            day: Day::NONE,
            township: String::new(),
            period: None,
            id: Id::NONE,
            seed: None,
            number: None,
        }
    }
}

/// Is something to be named?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is of no use.
    No,
    /// It narrows the report.
    May,
    /// There is no report without it.
    Must,
}

/// A report there is.
pub struct Entry {
    /// What is typed.
    pub code: &'static str,
    /// 名称
    pub name: &'static str,
    /// What it is, in a line.
    pub help: &'static str,
    /// A township.
    pub township: Need,
    /// A period of one of these kinds, the usual one first; empty: none.
    pub periods: &'static [PeriodKind],
    /// A record of one of these kinds; empty: none.
    pub records: &'static [Kind],
    /// Takes a seed and a number.
    pub draws: bool,
    /// Makes it.
    pub(super) make: fn(&Making) -> Made,
}

const MONTH: &[PeriodKind] = &[PeriodKind::Month];
const QUARTER: &[PeriodKind] = &[PeriodKind::Quarter];
const HALF: &[PeriodKind] = &[PeriodKind::Half];
const YEAR: &[PeriodKind] = &[PeriodKind::Year];
const ANY: &[PeriodKind] = &[PeriodKind::Quarter, PeriodKind::Month, PeriodKind::Half, PeriodKind::Year];

const fn entry(
    code: &'static str,
    name: &'static str,
    help: &'static str,
    make: fn(&Making) -> Made,
) -> Entry {
    Entry { code, name, help, township: Need::No, periods: &[], records: &[], draws: false, make }
}

/// Every report, most used first.
pub const REPORTS: &[Entry] = &[
    Entry {
        township: Need::May,
        ..entry("owes", "欠账通报", "各单位欠账的工作提醒，可直接粘贴到微信、OA", owes::make)
    },
    Entry {
        periods: MONTH,
        ..entry("monthly", "月度统计表", "按乡镇、行业统计：本月、本年累计、三年累计", monthly::make)
    },
    Entry {
        township: Need::Must,
        periods: HALF,
        ..entry("supervision", "半年督导报告", "督导一个乡镇用的报告，带签字栏", supervision::make)
    },
    Entry {
        township: Need::Must, ..entry("township", "一乡镇一档", "一个乡镇的全部情况", archive::make)
    },
    Entry {
        records: &[Kind::Enterprise],
        ..entry("enterprise", "一企一档", "一家企业的全部情况", enterprise::make)
    },
    Entry {
        periods: ANY,
        ..entry("progress", "任务进展表", "34 行任务：进展、佐证、问题、下步", progress::make)
    },
    Entry {
        periods: QUARTER, ..entry("quarterly", "季度进展", "一个季度的数字和文字", summary::quarterly)
    },
    Entry { periods: HALF, ..entry("half-year", "半年总结", "半年的数字和文字", summary::half) },
    Entry { periods: YEAR, ..entry("yearly", "年度总结", "一年的数字和文字", summary::yearly) },
    Entry {
        periods: YEAR,
        ..entry(
            "three-year",
            "三年总结",
            "整个方案期的数字和文字（-p 年份 指那一年的方案）",
            summary::three_years,
        )
    },
    Entry {
        records: &[
            Kind::Exhibition,
            Kind::SupportApplication,
            Kind::LicenseReview,
            Kind::Transfer,
            Kind::Hazard,
            Kind::Inspection,
            Kind::InspectionPlan,
            Kind::Training,
        ],
        ..entry(
            "slip",
            "单据",
            "按编号出单：展会查验单、信用核验单、许可初审单、移交函、整改通知、检查记录表、月检查计划表、培训名册",
            slips::make,
        )
    },
    Entry {
        records: &[Kind::Hazard],
        ..entry("major", "重大隐患专报", "一条重大隐患的专报", letters::major)
    },
    Entry {
        township: Need::May,
        periods: ANY,
        ..entry("transfers", "移交登记表", "移交给其他部门的隐患，逐条登记", registers::transfers)
    },
    Entry {
        township: Need::May,
        ..entry("staff", "培训覆盖名册", "乡镇人员逐人：已训、未训", registers::staff)
    },
    entry("four-entry", "四进梳理表", "进规划、政策、法规标准、行政许可的梳理", registers::four_entry),
    Entry {
        periods: ANY, ..entry("ranking", "排名表", "各乡镇排名，供通报表扬参考", draws::ranking)
    },
    Entry {
        township: Need::May,
        periods: ANY,
        draws: true,
        ..entry("lookback", "回头看抽查名单", "已销号隐患抽查，随机种子写在表上", draws::lookback)
    },
    Entry {
        township: Need::May, ..entry("weekly", "周报", "本周的数字和下周要办的事", weekly::make)
    },
    Entry {
        township: Need::May,
        ..entry("outing", "出门清单", "今天要去的企业，按村居，带未闭环隐患", outing::make)
    },
];

/// The report with this code or name.
pub fn entry_of(word: &str) -> Option<&'static Entry> {
    REPORTS.iter().find(|entry| entry.code == word || entry.name == word)
}

impl Entry {
    /// What is wrong with what is asked for: at which of [`Entry::specs`], what, and how the command line is written instead.
    pub fn faults(&self, wanted: &Wanted) -> Vec<(&'static str, String, String)> {
        let name = self.name;
        let mut faults = Vec::new();
        let mut fault = |key, what: String, hint: &str| faults.push((key, what, hint.to_owned()));
        if self.township == Need::Must && wanted.township.is_empty() {
            fault(TOWNSHIP, format!("{name}要写明是哪个乡镇"), "加 --township 万安");
        }
        if self.township == Need::No && !wanted.township.is_empty() {
            fault(TOWNSHIP, format!("{name}不分乡镇"), "去掉 --township");
        }
        match wanted.period.map(Period::kind) {
            Some(_) if self.periods.is_empty() => {
                fault(PERIOD, format!("{name}不分期间"), "去掉 --period");
            }
            Some(kind) if !kind.is_some_and(|kind| self.periods.contains(&kind)) => {
                let kinds = self.periods.iter().map(|kind| kind.label()).collect::<Vec<_>>().join("、");
                let hint = "如 --period 2026-11、2026Q4、2026H2、2026";
                fault(PERIOD, format!("{name}按{kinds}出"), hint);
            }
            _ => {}
        }
        if self.records.is_empty() && wanted.id.is_some() {
            fault(RECORD, format!("{name}不按编号出"), "去掉编号");
        }
        if !self.records.is_empty() && !self.records.contains(&wanted.id.kind()) {
            fault(RECORD, format!("{name}要写明编号"), &format!("编号可以是：{}", self.record_names()));
        }
        if !self.draws && (wanted.seed.is_some() || wanted.number.is_some()) {
            fault(SEED, format!("{name}不用抽签"), "去掉 --seed、--number");
        }
        faults
    }
}
