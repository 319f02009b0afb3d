//! 台账月度确认（三(四)33；月报为局内约定）: a township says that its ledger of a month is complete, be it empty (OR-24, 零报告).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted};
use super::field::{Field, FieldError, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When, first_of};
use crate::calendar::{Day, Period};

/// 台账月度确认
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Code of the township.
    pub township: String,
    /// `2026-11`
    pub month: String,
    /// 确认日
    pub date: Day,
    /// Hazards found in the month, as confirmed.
    pub found: Option<u32>,
    /// 备注
    pub note: String,
}

impl Noun for Confirmation {
    const KIND: Kind = Kind::Confirmation;
    const NAME: &'static str = "台账月度确认";
    const FIELDS: &'static [Field<Confirmation>] = &[
        field!(! township "乡镇" Shape::Unit),
        field!(! month "月份" Shape::Month),
        field!(! date "确认日" Shape::Date),
        field!(found "本月发现" Shape::Count),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 台账确认", self.month)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township)]
    }

    fn when(&self) -> When {
        When::On(first_of(&self.month))
    }

    fn faults(&self) -> Vec<FieldError> {
        let last = self.month.parse::<Period>().map_or(Day::NONE, |month| month.end());
        let early = (self.date <= last).then(|| {
            let what = format!("{} 还没有过完，{} 以后再确认：之后登记的隐患也要算进去", self.month, last);
            FieldError::at("date", "确认日", what)
        });
        early.into_iter().collect()
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        Some(EvidenceCard {
            date: first_of(&self.month),
            filed_on: self.date,
            unit: basics.unit_no(&self.township),
            count: counted(self.found),
            ..card
        })
    }
}
