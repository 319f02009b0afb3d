//! 豁免（局内约定）: a duty does not apply to a subject for a time, with a reason and a name.

use serde::{Deserialize, Serialize};

use super::case::Role;
use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::Noun;
use crate::calendar::Day;

/// 豁免
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Code of the duty.
    pub duty: String,
    /// Code of the unit let off; empty: see `enterprise`.
    pub unit: String,
    /// Only this industry; empty: all.
    pub industry: String,
    /// The enterprise let off.
    pub enterprise: Id,
    /// The person let off.
    pub person: Id,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// 理由
    pub reason: String,
    /// 批准人
    pub approved_by: Vec<String>,
}

impl Noun for Waiver {
    const KIND: Kind = Kind::Waiver;
    const NAME: &'static str = "豁免";
    const WHO: &'static [Role] = &[Role::SectionLead, Role::Leader, Role::Head, Role::Admin];
    const FIELDS: &'static [Field<Waiver>] = &[
        field!(! duty "义务" Shape::Duty),
        field!(unit "单位" Shape::Unit),
        field!(industry "行业" Shape::Industry),
        field!(enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(person "人员" Shape::Link(Kind::Person)),
        field!(! from "起" Shape::Date),
        field!(! to "止" Shape::Ahead),
        field!(! reason "理由" Shape::Text),
        field!(! approved_by "批准人" Shape::People),
    ];

    fn title(&self) -> String {
        format!("{} 豁免", self.duty)
    }
}
