//! 政策支持申请（二(二)2、三(三)）: an application for public support. It cannot pass while the applicant stands on a list, and not
//! before somebody has looked (OR-27).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag, name_crc};
use super::case::{Case, Role};
use super::field::{Field, FieldError, Fields, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use super::state::in_force;
use crate::calendar::Day;

/// 结论
pub const RESULTS: &[&str] = &["通过", "不通过"];

/// 政策支持申请
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportApplication {
    /// 申请日
    pub date: Day,
    /// 申请单位
    pub applicant: String,
    /// 统一社会信用代码
    pub uscc: String,
    /// The enterprise, where it is on record.
    pub enterprise: Id,
    /// 政策、项目
    pub policy: String,
    /// 元
    pub amount: Option<u32>,
    /// 核验日
    pub checked_on: Day,
    /// 核验人
    pub checked_by: Vec<String>,
    /// What the check found: entries that were in force that day, in words.
    pub hits: String,
    /// One of [`RESULTS`].
    pub result: String,
    /// 决定日
    pub decided_on: Day,
    /// 备注
    pub note: String,
}

impl Noun for SupportApplication {
    const KIND: Kind = Kind::SupportApplication;
    const NAME: &'static str = "政策支持申请";
    const IS_CASE: bool = true;
    const WHO: &'static [Role] = &[Role::Section, Role::SectionLead, Role::Admin];
    const VARIANTS: &'static [&'static str] = RESULTS;
    const FIELDS: &'static [Field<SupportApplication>] = &[
        field!(! date "申请日" Shape::Date),
        field!(! applicant "申请单位" Shape::Text),
        field!(uscc "统一社会信用代码" Shape::Text),
        field!(enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(! policy "政策项目" Shape::Text),
        field!(amount "金额" Shape::Money),
        field!(checked_on "核验日" Shape::Date),
        field!(checked_by "核验人" Shape::People),
        field!(hits "命中名单" Shape::Text),
        field!(result "结论" Shape::One(RESULTS)),
        field!(decided_on "决定日" Shape::Date),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} {}", self.applicant, self.policy)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn goes_on(&self, _: &Basics) -> bool {
        self.result.is_empty()
    }

    fn proposal(key: &str, fields: &Fields, case: &Case) -> Option<String> {
        let hits = || in_force(fields.link("enterprise"), fields.get("uscc"), case.today, case);
        let said = || hits().iter().map(|(id, entry)| format!("{id} {}", entry.list)).collect::<Vec<_>>();
        (key == "hits").then(|| said().join("、"))
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.checked_on,
            due: self.decided_on,
            subject: self.enterprise,
            variant: Self::variant(&self.result),
            named: name_crc(&self.uscc),
            ..card
        };
        let is_checked = !self.checked_on.is_none();
        Some(card.marked(&[(flag::DONE, is_checked), (flag::CHECKED, is_checked)]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if self.checked_on.is_none() != self.checked_by.is_empty() {
            faults.push(FieldError::at("checked_by", "核验人", "核验日和核验人须同时填写"));
        }
        if !self.result.is_empty() && self.checked_on.is_none() {
            faults.push(FieldError::at("result", "结论", "还没有做信用核验，先填核验日和核验人"));
        }
        if !self.decided_on.is_none() && self.result.is_empty() {
            faults.push(FieldError::at("decided_on", "决定日", "还没有结论"));
        }
        if !self.decided_on.is_none() && self.decided_on < self.date {
            faults.push(FieldError::at("decided_on", "决定日", format!("早于申请日 {}", self.date)));
        }
        if !self.decided_on.is_none() && self.checked_on > self.decided_on {
            let what = format!("晚于决定日 {}，应先核验再决定", self.decided_on);
            faults.push(FieldError::at("checked_on", "核验日", what));
        }
        if self.enterprise == Id::NONE && self.uscc.is_empty() {
            faults.push(FieldError::at("uscc", "统一社会信用代码", "填企业或信用代码，才能核验名单"));
        }
        faults
    }
}
