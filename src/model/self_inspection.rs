//! 企业自查（二(五)7）: the quarterly check of an enterprise by its own people; counts for OR-05 only when the principal led it.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted, evidence_flag as flag};
use super::case::Case;
use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 企业自查
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfInspection {
    /// Day of the check.
    pub date: Day,
    /// Who checked itself.
    pub enterprise: Id,
    /// Who led it.
    pub led_by: Vec<String>,
    /// Was it the principal? Empty: not asked.
    pub is_principal: Option<bool>,
    /// Hazards found.
    pub found: Option<u32>,
    /// Hazards put right.
    pub fixed: Option<u32>,
    /// Day the record came in.
    pub submitted_on: Day,
    /// 备注
    pub note: String,
}

impl Noun for SelfInspection {
    const KIND: Kind = Kind::SelfInspection;
    const NAME: &'static str = "企业自查";
    const FIELDS: &'static [Field<SelfInspection>] = &[
        field!(! date "日期" Shape::Date),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(led_by "带队人" Shape::People),
        field!(is_principal "主要负责人带队" Shape::Flag),
        field!(found "发现数" Shape::Count),
        field!(fixed "整改数" Shape::Count),
        field!(submitted_on "报送日" Shape::Date),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 企业自查", self.date)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn remarks(&self, _: &Case) -> Vec<String> {
        let (found, fixed) = (self.found.unwrap_or(0), self.fixed.unwrap_or(0));
        (fixed > found)
            .then(|| format!("整改 {fixed} 条，多于发现的 {found} 条，请核对"))
            .into_iter()
            .collect()
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        Self::labels(&[("led_by", self.led_by.is_empty())])
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.submitted_on,
            subject: self.enterprise,
            count: counted(self.found),
            ..card
        };
        Some(card.marked(&[(flag::PRINCIPAL, self.is_principal == Some(true))]))
    }
}
