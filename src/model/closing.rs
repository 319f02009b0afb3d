//! 方案封存（局内约定）: a plan whose last day is over is sealed with what was left open. From then on, and after a window for
//! 补录, nothing is entered or corrected on its days; hazards still open go on.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted, evidence_flag as flag, name_crc};
use super::case::{Case, Role};
use super::field::{Field, FieldError, Fields, Shape, Value, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 方案封存
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The day it was sealed.
    pub date: Day,
    /// 文号 of the plan.
    pub plan: String,
    /// Last day on which its days may still be entered and corrected.
    pub until: Day,
    /// Hazards open on its last day.
    pub open_hazards: Option<u32>,
    /// Cells in debt on its last day.
    pub owed: Option<u32>,
    /// Records of its days that nobody settled.
    pub unsettled: Option<u32>,
    /// The list as it was read when the plan was sealed.
    pub list: String,
    /// 备注
    pub note: String,
}

impl Noun for Closing {
    const KIND: Kind = Kind::Closing;
    const NAME: &'static str = "方案封存";
    const WHO: &'static [Role] = &[Role::Leader, Role::Head, Role::Admin];
    // It keeps the list of what was left open, which somebody has to have read.
    const MADE_BY: &'static str = "运行 zhiben plan close：先列未了事项，看过再封存";
    const FIELDS: &'static [Field<Closing>] = &[
        field!(! date "封存日" Shape::Date),
        field!(! plan "方案文号" Shape::Text),
        field!(! until "补录至" Shape::Ahead),
        field!(open_hazards "未闭环隐患" Shape::Count),
        field!(owed "欠账" Shape::Count),
        field!(unsettled "未办结记录" Shape::Count),
        field!(list "未了事项" Shape::Prose),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 封存", self.plan)
    }

    fn about(&self) -> Vec<About<'_>> {
        Vec::new()
    }

    fn when(&self) -> When {
        When::Never
    }

    fn proposal(key: &str, _: &Fields, case: &Case) -> Option<String> {
        let days = i32::try_from(case.basics.settings.backfill_days).unwrap_or(i32::MAX);
        let plan = || case.basics.plan_on(case.today).map(|plan| plan.heading.doc_no.clone());
        match key {
            "until" => Some(case.today.plus(days).show()),
            "plan" => plan(),
            _ => None,
        }
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        let count = counted(self.open_hazards);
        let named = name_crc(&self.plan);
        let card = EvidenceCard { date: self.date, filed_on: self.until, named, count, ..card };
        Some(card.marked(&[(flag::DONE, true)]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let early = !self.until.is_none() && self.until < self.date;
        let fault =
            FieldError { key: "until".into(), label: "补录至".into(), what: "早于封存日".into() };
        early.then_some(fault).into_iter().collect()
    }
}
