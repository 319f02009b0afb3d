//! 今日复核（局内约定）: the stamp under a morning's review: who, when, what was left.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted};
use super::case::Role;
use super::field::{Field, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 今日复核
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// 日期
    pub date: Day,
    /// Whose list it was; empty: the whole district.
    pub unit: String,
    /// Lines worked off.
    pub done: Option<u32>,
    /// Lines left.
    pub left: Option<u32>,
    /// 备注
    pub note: String,
}

impl Noun for Review {
    const KIND: Kind = Kind::Review;
    const NAME: &'static str = "今日复核";
    const WHO: &'static [Role] = &Role::ALL;
    const FIELDS: &'static [Field<Review>] = &[
        field!(! date "日期" Shape::Date),
        field!(unit "单位" Shape::Unit),
        field!(done "已办" Shape::Count),
        field!(left "未办" Shape::Count),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 今日复核", self.date)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.unit)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let unit = basics.unit_no(&self.unit);
        Some(EvidenceCard { date: self.date, unit, count: counted(self.left), ..card })
    }
}
