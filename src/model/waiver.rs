//! 豁免（局内约定）: a duty does not apply to a subject for a time, with a reason and a name.

use serde::{Deserialize, Serialize};

use super::case::Role;
use super::field::{Field, FieldError, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
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
        field!(! from "起" Shape::Term),
        field!(! to "止" Shape::Ahead),
        field!(! reason "理由" Shape::Text),
        field!(! approved_by "批准人" Shape::People),
    ];

    fn title(&self) -> String {
        format!("{} 豁免", self.duty)
    }

    fn about(&self) -> Vec<About<'_>> {
        let unit = (!self.unit.is_empty()).then_some(About::Unit(&self.unit));
        let others =
            [About::Record(self.person), About::Record(self.enterprise), About::Industry(&self.industry)];
        others.into_iter().chain(unit).collect()
    }

    fn when(&self) -> When {
        When::On(self.from)
    }

    fn faults(&self) -> Vec<FieldError> {
        let ends = (self.to < self.from).then(|| FieldError::at("to", "止", "早于起始日"));
        let is_nobody = self.unit.is_empty() && !self.enterprise.is_some() && !self.person.is_some();
        let who = is_nobody.then(|| FieldError::at("unit", "单位", "须指明单位、企业或人员"));
        ends.into_iter().chain(who).collect()
    }
}
