//! 检查计划条目（三(二)）: an enterprise to be visited in a month.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag};
use super::case::Case;
use super::field::{Field, FieldError, Fields, Shape, Value, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 兑现结果
pub const OUTCOMES: &[&str] = &["已检", "改期", "取消"];

/// 检查计划条目
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    /// The month plan.
    pub plan: Id,
    /// Whom to visit.
    pub enterprise: Id,
    /// Code; empty: the first of the enterprise.
    pub industry: String,
    /// Day planned; none: some day of the month.
    pub planned_on: Day,
    /// Who is to go.
    pub inspectors: Vec<String>,
    /// Name of the special campaign it belongs to.
    pub campaign: String,
    /// One of [`OUTCOMES`]; empty: still to do.
    pub outcome: String,
    /// New day of a moved visit.
    pub moved_to: Day,
    /// Why it was moved or dropped.
    pub reason: String,
    /// The visit that fulfilled it.
    pub inspection: Id,
    /// 兑现日: the day of that visit, or the day on which it was moved or dropped.
    pub done_on: Day,
}

impl Noun for PlanItem {
    const KIND: Kind = Kind::PlanItem;
    const NAME: &'static str = "检查计划条目";
    const FIELDS: &'static [Field<PlanItem>] = &[
        field!(! plan "所属计划" Shape::Link(Kind::InspectionPlan)),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(industry "行业" Shape::Industry),
        field!(planned_on "计划日期" Shape::Ahead),
        field!(inspectors "检查人" Shape::People),
        field!(campaign "专项整治" Shape::Text),
        field!(outcome "结果" Shape::One(OUTCOMES)),
        field!(moved_to "改期至" Shape::Ahead),
        field!(reason "原因" Shape::Text),
        field!(inspection "检查" Shape::Link(Kind::Inspection)),
        field!(done_on "兑现日" Shape::Date),
    ];

    fn title(&self) -> String {
        format!("{} 计划条目", self.planned_on)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.plan), About::Industry(&self.industry), About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        self.planned_on.opt().map_or(When::Like(self.plan), When::On)
    }

    fn goes_on(&self, _: &Basics) -> bool {
        self.outcome.is_empty()
    }

    /// The day of the visit; what is moved or dropped is so today.
    fn proposal(key: &str, fields: &Fields, case: &Case) -> Option<String> {
        if key != "done_on" || fields.get("outcome").is_empty() {
            return None;
        }
        let visit = case.records.row(fields.link("inspection"));
        let on = visit.and_then(|row| row.inspection().map(|visit| visit.date));
        Some(on.unwrap_or(case.today).show())
    }

    fn faults(&self) -> Vec<FieldError> {
        let (is_moved, is_dropped) = (self.outcome == "改期", self.outcome == "取消");
        let day = (is_moved && self.moved_to.is_none())
            .then(|| FieldError::at("moved_to", "改期至", "改期须填新的日期"));
        let why = ((is_moved || is_dropped) && self.reason.is_empty())
            .then(|| FieldError::at("reason", "原因", "改期、取消须写明原因"));
        let visit = (self.outcome == "已检" && !self.inspection.is_some()).then(|| {
            FieldError::at("outcome", "结果", "已检须有检查：登记检查时选这个计划条目，或填检查的编号")
        });
        let done = (!self.done_on.is_none() && self.outcome.is_empty())
            .then(|| FieldError::at("done_on", "兑现日", "还没有结果"));
        day.into_iter().chain(why).chain(visit).chain(done).collect()
    }

    fn remarks(&self, case: &Case) -> Vec<String> {
        let month =
            case.records.row(self.plan).and_then(|row| row.inspection_plan().map(|p| p.month.clone()));
        let is_other = |month: &String| {
            !self.planned_on.is_none() && !self.planned_on.to_string().starts_with(month.as_str())
        };
        let remark = |month| format!("计划日期 {} 不在 {month} 的计划里，请核对", self.planned_on);
        month.filter(is_other).map(remark).into_iter().collect()
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.planned_on,
            filed_on: self.moved_to,
            improved_on: self.done_on,
            subject: self.enterprise,
            parent: self.plan,
            industry: basics.industry_no(&self.industry),
            ..card
        };
        Some(card.marked(&[
            (flag::DONE, self.outcome == "已检"),
            (flag::MOVED, self.outcome == "改期" && !self.reason.is_empty()),
            (flag::DROPPED, self.outcome == "取消"),
        ]))
    }
}
