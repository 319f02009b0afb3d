//! 月度检查计划（三(二)）: one a township and month, filed by the third workday (OR-01).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag};
use super::field::{Field, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When, first_of};
use crate::calendar::Day;

/// 月度检查计划
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionPlan {
    /// Code of the township.
    pub township: String,
    /// `2026-11`
    pub month: String,
    /// Day it was filed; none: a draft.
    pub submitted_on: Day,
    /// Who looked it over.
    pub reviewed_by: Vec<String>,
    /// 备注
    pub note: String,
}

impl Noun for InspectionPlan {
    const KIND: Kind = Kind::InspectionPlan;
    const NAME: &'static str = "月度检查计划";
    const FIELDS: &'static [Field<InspectionPlan>] = &[
        field!(! township "乡镇" Shape::Unit),
        field!(! month "月份" Shape::Month),
        field!(submitted_on "报送日" Shape::Date),
        field!(reviewed_by "审阅" Shape::People),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 检查计划", self.month)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township)]
    }

    fn when(&self) -> When {
        When::On(first_of(&self.month))
    }

    fn goes_on(&self, _: &Basics) -> bool {
        self.submitted_on.is_none()
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: first_of(&self.month),
            filed_on: self.submitted_on,
            unit: basics.unit_no(&self.township),
            ..card
        };
        Some(card.marked(&[(flag::FILED, !self.submitted_on.is_none())]))
    }
}
