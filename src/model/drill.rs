//! 演练（二(七)12）: an emergency drill; an evacuation drill a year is owed by key enterprises (OR-06).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted};
use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 演练类型
pub const KINDS: &[&str] = &["疏散逃生", "灭火", "综合"];

/// 演练
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    /// Day of the drill.
    pub date: Day,
    /// Who held it.
    pub enterprise: Id,
    /// One of [`KINDS`]; only 疏散逃生 and 综合 count for OR-06.
    pub kind: String,
    /// People who took part.
    pub participants: Option<u32>,
    /// Departments that helped.
    pub partners: String,
    /// What did not go well.
    pub problems: String,
    /// How it was judged.
    pub rating: String,
    /// 备注
    pub note: String,
}

impl Noun for Drill {
    const KIND: Kind = Kind::Drill;
    const NAME: &'static str = "演练";
    const VARIANTS: &'static [&'static str] = KINDS;
    const FIELDS: &'static [Field<Drill>] = &[
        field!(! date "日期" Shape::Date),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(kind "类型" Shape::One(KINDS)),
        field!(participants "参加人数" Shape::Count),
        field!(partners "配合部门" Shape::Text),
        field!(problems "发现问题" Shape::Prose),
        field!(rating "评估" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 演练", self.date)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        Self::labels(&[("participants", self.participants.is_none())])
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        Some(EvidenceCard {
            date: self.date,
            subject: self.enterprise,
            variant: Self::variant(&self.kind),
            count: counted(self.participants),
            ..card
        })
    }
}
