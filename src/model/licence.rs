//! 证照（二(四)6）: one paper that an enterprise runs by, with the day it ends; A13 speaks before. An enterprise has as many as its
//! trades ask for; a renewed one is a record of its own, and the one that is good longest counts.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::EvidenceCard;
use super::case::Case;
use super::field::{Field, FieldError, Fields, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 证照种类
pub const KINDS: &[&str] = &[
    "成品油零售经营",
    "危险化学品经营",
    "报废机动车回收拆解",
    "再生资源回收备案",
    "食品经营",
    "特种行业",
    "消防安全检查",
    "其他",
];

/// 证照
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Whose it is.
    pub enterprise: Id,
    /// One of [`KINDS`].
    pub kind: String,
    /// 证号
    pub number: String,
    /// 发证机关
    pub authority: String,
    /// 发证日
    pub date: Day,
    /// 有效期至; empty: for good.
    pub until: Day,
    /// 佐证材料
    pub attachment: String,
    /// 备注
    pub note: String,
}

impl Noun for Licence {
    const KIND: Kind = Kind::Licence;
    const NAME: &'static str = "证照";
    const VARIANTS: &'static [&'static str] = KINDS;
    const FIELDS: &'static [Field<Licence>] = &[
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(! kind "证照种类" Shape::One(KINDS)),
        field!(number "证号" Shape::Text),
        field!(authority "发证机关" Shape::Text),
        field!(date "发证日" Shape::Date),
        field!(until "有效期至" Shape::Ahead),
        field!(attachment "佐证材料" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} {}", self.kind, self.number).trim().to_owned()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn lapses(&self) -> Day {
        self.until
    }

    fn faults(&self) -> Vec<FieldError> {
        let ends = !self.until.is_none() && self.until < self.date;
        ends.then(|| FieldError::at("until", "有效期至", format!("早于发证日 {}", self.date)))
            .into_iter()
            .collect()
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        Self::labels(&[("number", self.number.is_empty()), ("attachment", self.attachment.is_empty())])
    }

    /// It was issued on a day of its own, hardly ever on the day of its entry.
    fn proposal(key: &str, _: &Fields, _: &Case) -> Option<String> {
        (key == "date").then(String::new)
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        Some(EvidenceCard {
            date: self.date,
            subject: self.enterprise,
            variant: Self::variant(&self.kind),
            ..card
        })
    }
}
