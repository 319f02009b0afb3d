//! 月度统计表: its columns as data. The official form of the three-year action was not found, so an office writes the one it is
//! sent as its own `forms.toml`; what may stand in a column is a [`Measure`].

use serde::{Deserialize, Serialize};

/// A column of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// What is counted.
    pub measure: Measure,
    /// Head of the column.
    pub label: String,
    /// Head above it and its neighbours of the same group; empty: none.
    #[serde(default)]
    pub group: String,
}

/// What a column may count. Flows are of the period, by the day they are about; stocks are of its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 在营企业, a stock.
    Enterprises,
    /// 检查企业, 家次.
    Visits,
    /// 出动人次: inspectors over all visits.
    Turnout,
    /// 联合检查, 次.
    Joint,
    /// 领导带队, 次.
    Led,
    /// 发现, both levels.
    Found,
    /// 整改, both levels, whenever found: by the day it was reported done, or closed where no such day is known (as M10 counts).
    Fixed,
    /// Of those found in the period: put right by the last day seen.
    FixedRate,
    /// 一般隐患 发现
    FoundGeneral,
    /// 一般隐患 已整改: of those found in the period, as the rate counts them.
    FixedGeneral,
    /// 一般隐患 整改率
    RateGeneral,
    /// 重大隐患 发现
    FoundMajor,
    /// 重大隐患 发现, by the enterprise itself.
    FoundMajorSelf,
    /// 重大隐患 发现, by anybody else.
    FoundMajorVisit,
    /// 重大隐患 已整改: of those found in the period, as the rate counts them.
    FixedMajor,
    /// 重大隐患 整改率
    RateMajor,
    /// 列入治理计划: 重大 and not closed, a stock (重大在账).
    Planned,
    /// Of these: 目标任务 is written.
    PlannedGoal,
    /// Of these: 治理措施.
    PlannedMeasures,
    /// Of these: 治理资金.
    PlannedFunds,
    /// Of these: 责任人.
    PlannedPerson,
    /// Of these: 治理期限.
    PlannedDue,
    /// Of these: 应急预案.
    PlannedEmergency,
    /// 治理资金 of these, 万元.
    Funds,
    /// 挂牌督办
    Listed,
    /// 摘牌
    Delisted,
    /// 移交; what an old ledger handed over on a day that it does not tell counts on the day of the import (as M10 counts).
    Transferred,
    /// 移交, only what was sent on a day that is known.
    Sent,
    /// 已签收
    Accepted,
    /// 已反馈
    Answered,
    /// 销号
    Closed,
    /// 在办, a stock.
    Open,
    /// 逾期, a stock.
    Overdue,
    /// 培训, 场.
    Trainings,
    /// 培训, 人次.
    Trainees,
    /// 演练, 场.
    Drills,
    /// 演练, 人次.
    DrillPeople,
    /// 宣传, 次.
    Publicity,
    /// 提示信息, 条.
    Notices,
    /// Enterprises that checked themselves.
    SelfChecked,
}
