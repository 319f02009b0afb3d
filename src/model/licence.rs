//! 证照（二(四)6）: one paper that an enterprise runs by, with the day it ends; A13 speaks before. An enterprise has as many as its
//! trades ask for, of one kind too; a renewed one is a record of its own, and the old one is said to be replaced.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::EvidenceCard;
use super::case::Case;
use super::field::{Field, FieldError, Fields, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use super::row::Row;
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

/// 状态: empty counts as 在用.
pub const STATUSES: &[&str] = &["在用", "已换新证", "已注销"];

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
    /// One of [`STATUSES`].
    pub status: String,
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
        field!(until "有效期至" Shape::Validity),
        field!(status "证照状态" Shape::One(STATUSES)),
        field!(attachment "佐证材料" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        let until = self.until.opt().map_or("长期".to_owned(), |until| format!("至{until}"));
        [self.kind.as_str(), &self.number, &until]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn lapses(&self) -> Day {
        if self.is_in_use() { self.until } else { Day::NONE }
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

    fn remarks(&self, case: &Case) -> Vec<String> {
        let others = case.records.about(self.enterprise).into_iter().filter_map(|id| case.records.row(id));
        let is_older = |one: &Licence| {
            one.is_in_use()
                && one.kind == self.kind
                && !one.lapses().is_none()
                && one.lapses() < self.lapses()
        };
        let older = others.filter(|row| row.licence().is_some_and(is_older));
        let told = |row: Row| {
            format!("另有 {} {}：这张是换的新证，就把那张的状态改为 已换新证", row.id, row.body.title())
        };
        older.map(told).collect()
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

impl Licence {
    /// Neither replaced nor given up.
    pub fn is_in_use(&self) -> bool {
        self.status.is_empty() || self.status == "在用"
    }
}
