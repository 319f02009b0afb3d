//! 失信名单条目（二(二)2、三(三)）: a subject on a list that keeps it from public support. Two lists are kept by others; the bureau's
//! own, 商务黑名单, is one that the notice asks to explore: a candidate needs a penalty, an accident or a refusal, and grave
//! effects, and a leader confirms it.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag, name_crc};
use super::case::{Case, Role};
use super::enterprise::Enterprise;
use super::field::{Field, FieldError, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 名单
pub const LISTS: &[&str] = &["安全生产联合惩戒", "消防安全严重失信", "商务黑名单（探索）"];
/// The bureau's own list.
pub const OWN: &str = "商务黑名单（探索）";

/// 失信名单条目
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DishonestEntry {
    /// 列入日; of the own list the day it was proposed.
    pub date: Day,
    /// One of [`LISTS`].
    pub list: String,
    /// 主体
    pub subject: String,
    /// 统一社会信用代码
    pub uscc: String,
    /// The enterprise, where it is on record.
    pub enterprise: Id,
    /// 列入机关
    pub listed_by: String,
    /// 依据文号
    pub basis: String,
    /// 事由
    pub cause: String,
    /// 执法结果 that it rests on (own list).
    pub penalty: Id,
    /// 事故 that it rests on (own list); none where the enterprise refused to rectify.
    pub accident: Id,
    /// Of the own list: the day a leader confirmed it. Without it the entry is a candidate.
    pub confirmed_on: Day,
    /// The leader.
    pub confirmed_by: String,
    /// 期满日
    pub until: Day,
    /// 移出日
    pub removed_on: Day,
    /// 移出原因
    pub removed_why: String,
    /// 备注
    pub note: String,
}

impl Noun for DishonestEntry {
    const KIND: Kind = Kind::DishonestEntry;
    const NAME: &'static str = "失信名单";
    const WHO: &'static [Role] = &[Role::Section, Role::SectionLead, Role::Leader, Role::Head, Role::Admin];
    const VARIANTS: &'static [&'static str] = LISTS;
    const FIELDS: &'static [Field<DishonestEntry>] = &[
        field!(! date "列入日" Shape::Date),
        field!(! list "名单" Shape::One(LISTS)),
        field!(! subject "主体" Shape::Text),
        field!(uscc "统一社会信用代码" Shape::Text),
        field!(enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(listed_by "列入机关" Shape::Text),
        field!(basis "依据文号" Shape::Text),
        field!(cause "事由" Shape::Prose),
        field!(penalty "执法结果" Shape::Link(Kind::Evidence)),
        field!(accident "事故" Shape::Link(Kind::Evidence)),
        field!(confirmed_on "确认日" Shape::Date),
        field!(confirmed_by "确认人" Shape::Text),
        field!(until "期满日" Shape::Ahead),
        field!(removed_on "移出日" Shape::Date),
        field!(removed_why "移出原因" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} {}", self.subject, self.list)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::Never
    }

    fn remarks(&self, case: &Case) -> Vec<String> {
        let known = case.records.row(self.enterprise).and_then(|row| row.enterprise().cloned());
        let other = known.filter(|e| e.name != self.subject && !e.aliases.contains(&self.subject));
        let told = |e: Enterprise| format!("主体 {} 与所选企业 {} 名称不同，请核对", self.subject, e.name);
        other.map(told).into_iter().collect()
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.begins(),
            due: self.ends(),
            subject: self.enterprise,
            variant: Self::variant(&self.list),
            named: name_crc(&self.uscc),
            ..card
        };
        Some(card.marked(&[(flag::CANDIDATE, self.is_candidate()), (flag::DONE, !self.is_candidate())]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if !self.until.is_none() && self.until < self.date {
            faults.push(FieldError::at("until", "期满日", "早于列入日"));
        }
        if !self.removed_on.is_none() && self.removed_on < self.date {
            faults.push(FieldError::at("removed_on", "移出日", "早于列入日"));
        }
        if !self.is_own() && !self.confirmed_on.is_none() {
            faults.push(FieldError::at(
                "confirmed_on",
                "确认日",
                "只有商务黑名单由本局确认，其他名单以列入日为准",
            ));
        }
        if self.confirmed_on.is_none() != self.confirmed_by.is_empty() {
            faults.push(FieldError::at("confirmed_by", "确认人", "确认日和确认人须同时填写"));
        }
        faults
    }
}

impl DishonestEntry {
    /// Is it of the bureau's own list?
    pub fn is_own(&self) -> bool {
        self.list == OWN
    }

    /// From which day it bars support; [`Day::NONE`] while it is a candidate.
    pub fn begins(&self) -> Day {
        if self.is_own() { self.confirmed_on } else { self.date }
    }

    /// The last day it bars support; [`Day::LAST`] without end.
    pub fn ends(&self) -> Day {
        let removed = self.removed_on.opt().map(|day| day.plus(-1));
        [removed, self.until.opt()].into_iter().flatten().min().unwrap_or(Day::LAST)
    }

    /// Does it bar support on `day`?
    pub fn is_active(&self, day: Day) -> bool {
        let begins = self.begins();
        !begins.is_none() && begins <= day && day <= self.ends()
    }

    /// Does it bar support on `day` of this enterprise, or of whoever has one of these 信用代码? Codes that are not known are blank.
    pub fn bars(&self, enterprise: Id, codes: &[&str], day: Day) -> bool {
        let is_it = (enterprise.is_some() && self.enterprise == enterprise)
            || (!self.uscc.is_empty() && codes.contains(&self.uscc.as_str()));
        is_it && self.is_active(day)
    }

    /// Waits for a leader.
    pub fn is_candidate(&self) -> bool {
        self.is_own() && self.confirmed_on.is_none() && self.removed_on.is_none()
    }
}
