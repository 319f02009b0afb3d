//! 检查计划条目（三(二)）: an enterprise to be visited in a month.

use serde::{Deserialize, Serialize};

use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::Noun;
use crate::calendar::Day;

/// 兑现结果
pub const OUTCOMES: &[&str] = &["已检", "改期", "取消"];

/// 检查计划条目
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    /// The month plan.
    pub plan: Id,
    /// Whom to visit.
    pub enterprise: Id,
    /// Code; empty: the first of the enterprise.
    pub industry: String,
    /// Day planned; none: some day of the month.
    pub planned_on: Day,
    /// Who is to go.
    pub inspectors: Vec<String>,
    /// Name of the special campaign it belongs to.
    pub campaign: String,
    /// One of [`OUTCOMES`]; empty: still to do.
    pub outcome: String,
    /// New day of a moved visit.
    pub moved_to: Day,
    /// Why it was moved or dropped.
    pub reason: String,
    /// The visit that fulfilled it.
    pub inspection: Id,
}

impl Noun for PlanItem {
    const KIND: Kind = Kind::PlanItem;
    const NAME: &'static str = "检查计划条目";
    const FIELDS: &'static [Field<PlanItem>] = &[
        field!(! plan "所属计划" Shape::Link(Kind::InspectionPlan)),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(industry "行业" Shape::Industry),
        field!(planned_on "计划日期" Shape::Ahead),
        field!(inspectors "检查人" Shape::People),
        field!(campaign "专项整治" Shape::Text),
        field!(outcome "结果" Shape::One(OUTCOMES)),
        field!(moved_to "改期至" Shape::Ahead),
        field!(reason "原因" Shape::Text),
        field!(inspection "检查" Shape::Link(Kind::Inspection)),
    ];

    fn title(&self) -> String {
        format!("{} 计划条目", self.planned_on)
    }
}
