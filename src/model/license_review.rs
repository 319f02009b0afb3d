//! 许可审查（二(四)6）: the safety side of a licence application, looked at before an opinion is given (OR-26).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag};
use super::case::Role;
use super::field::{Field, FieldError, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 许可类型
pub const KINDS: &[&str] = &["成品油零售经营", "报废机动车回收拆解", "其他"];
/// 审查意见
pub const OPINIONS: &[&str] = &["同意", "补正", "不同意"];

/// 许可审查
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenseReview {
    /// 受理日
    pub date: Day,
    /// One of [`KINDS`].
    pub kind: String,
    /// 申请人
    pub applicant: String,
    /// The enterprise, once it is on record.
    pub enterprise: Id,
    /// Code of the township.
    pub township: String,
    /// 安全管理制度和责任人
    pub has_rules: Option<bool>,
    /// 安全条件、设施
    pub has_conditions: Option<bool>,
    /// 应急预案
    pub has_plan: Option<bool>,
    /// 人员培训和资质
    pub has_training: Option<bool>,
    /// What was found about the items.
    pub findings: String,
    /// One of [`OPINIONS`].
    pub opinion: String,
    /// 审查人
    pub reviewer: Vec<String>,
    /// 办结日
    pub done_on: Day,
    /// 备注
    pub note: String,
}

impl Noun for LicenseReview {
    const KIND: Kind = Kind::LicenseReview;
    const NAME: &'static str = "许可审查";
    const IS_CASE: bool = true;
    const WHO: &'static [Role] = &[Role::Section, Role::SectionLead, Role::Admin];
    const VARIANTS: &'static [&'static str] = KINDS;
    const FIELDS: &'static [Field<LicenseReview>] = &[
        field!(! date "受理日" Shape::Date),
        field!(! kind "许可类型" Shape::One(KINDS)),
        field!(! applicant "申请人" Shape::Text),
        field!(enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(township "乡镇" Shape::Unit),
        field!(has_rules "安全制度和责任人" Shape::Flag),
        field!(has_conditions "安全条件和设施" Shape::Flag),
        field!(has_plan "应急预案" Shape::Flag),
        field!(has_training "人员培训和资质" Shape::Flag),
        field!(findings "审查情况" Shape::Prose),
        field!(opinion "审查意见" Shape::One(OPINIONS)),
        field!(reviewer "审查人" Shape::People),
        field!(done_on "办结日" Shape::Date),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} {}", self.applicant, self.kind)
    }

    fn about(&self) -> Vec<About<'_>> {
        let township = (!self.township.is_empty()).then_some(About::Unit(&self.township));
        [About::Record(self.enterprise)].into_iter().chain(township).collect()
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn goes_on(&self, _: &Basics) -> bool {
        self.done_on.is_none() || !self.unanswered().is_empty()
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        self.unanswered().into_iter().map(str::to_owned).collect()
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.done_on,
            subject: self.enterprise,
            unit: basics.unit_no(&self.township),
            variant: Self::variant(&self.kind),
            ..card
        };
        Some(card.marked(&[(flag::DONE, !self.goes_on(basics))]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let open = self.unanswered();
        if !self.opinion.is_empty() && !open.is_empty() {
            let what = format!("安全项还没有逐项审查：{}（每项填 是 或 否）", open.join("、"));
            faults.push(FieldError::at("opinion", "审查意见", what));
        }
        if self.opinion == "同意" && !self.failed().is_empty() {
            let what = format!("安全项不合格：{}，不能同意；填 补正 或 不同意", self.failed().join("、"));
            faults.push(FieldError::at("opinion", "审查意见", what));
        }
        if !self.done_on.is_none() && self.opinion.is_empty() {
            faults.push(FieldError::at("done_on", "办结日", "还没有审查意见，不能办结"));
        }
        if !self.done_on.is_none() && self.done_on < self.date {
            faults.push(FieldError::at("done_on", "办结日", format!("早于受理日 {}", self.date)));
        }
        faults
    }
}

impl LicenseReview {
    fn items(&self) -> [(&'static str, Option<bool>); 4] {
        [
            ("安全制度和责任人", self.has_rules),
            ("安全条件和设施", self.has_conditions),
            ("应急预案", self.has_plan),
            ("人员培训和资质", self.has_training),
        ]
    }

    /// Safety items that nobody has looked at.
    pub fn unanswered(&self) -> Vec<&'static str> {
        self.items().into_iter().filter(|(_, answer)| answer.is_none()).map(|(item, _)| item).collect()
    }

    /// Safety items that are not in order.
    pub fn failed(&self) -> Vec<&'static str> {
        self.items().into_iter().filter(|(_, answer)| *answer == Some(false)).map(|(item, _)| item).collect()
    }
}
