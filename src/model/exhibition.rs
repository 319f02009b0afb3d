//! 展会（二(四)6）: an exhibition whose organizer's safety papers are checked before it opens (OR-25): three items always, two
//! more from 1000 people on, where a police permit of the right level is needed too.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted, evidence_flag as flag};
use super::case::{Case, Role};
use super::field::{Field, FieldError, Fields, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 办理方式
pub const PROCEDURES: &[&str] = &["审批", "备案"];
/// 许可机关级别
pub const LEVELS: &[&str] = &["县级", "市级"];
/// 查验结论
pub const OPINIONS: &[&str] = &["合格", "补正", "不合格"];
/// From so many people on a 安全工作方案 and a permit are needed; the number itself is included (二(四)6).
pub const LARGE: u32 = 1000;
/// From so many people on the permit is the city's (大型群众性活动安全管理条例 第十二条).
pub const CITY: u32 = 5000;
/// The permit is applied for so many calendar days ahead (同条例 第十三条).
pub const DAYS_AHEAD: i32 = 20;

/// 展会
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibition {
    /// First day.
    pub date: Day,
    /// Last day.
    pub end_on: Day,
    /// 名称
    pub title: String,
    /// 主办单位
    pub organizer: String,
    /// Code of the township it is held in.
    pub township: String,
    /// 场地
    pub place: String,
    /// 涉外
    pub is_foreign: Option<bool>,
    /// One of [`PROCEDURES`].
    pub procedure: String,
    /// 审批或备案机关
    pub authority: String,
    /// What we do about it.
    pub our_role: String,
    /// 备案日
    pub filed_on: Day,
    /// 预计人数
    pub expected: Option<u32>,
    /// Item 1: 安全生产及应急预案
    pub has_plan: Option<bool>,
    /// Item 2: 安全措施
    pub has_measures: Option<bool>,
    /// Item 3: 安全责任
    pub has_duties: Option<bool>,
    /// Item 4, from [`LARGE`] on: 安全工作方案
    pub has_work_plan: Option<bool>,
    /// Item 5, from [`LARGE`] on: number of the police permit.
    pub permit_no: String,
    /// One of [`LEVELS`].
    pub permit_level: String,
    /// 许可日
    pub permit_on: Day,
    /// Who checked.
    pub checked_by: Vec<String>,
    /// The day they checked.
    pub checked_on: Day,
    /// One of [`OPINIONS`].
    pub opinion: String,
    /// 备注
    pub note: String,
}

impl Noun for Exhibition {
    const KIND: Kind = Kind::Exhibition;
    const NAME: &'static str = "展会";
    const IS_CASE: bool = true;
    const WHO: &'static [Role] = &[Role::Section, Role::SectionLead, Role::Admin];
    const VARIANTS: &'static [&'static str] = PROCEDURES;
    const FIELDS: &'static [Field<Exhibition>] = &[
        field!(! date "开展日" Shape::Ahead),
        field!(end_on "闭展日" Shape::Ahead),
        field!(! title "名称" Shape::Text),
        field!(! organizer "主办单位" Shape::Text),
        field!(! township "乡镇" Shape::Unit),
        field!(place "场地" Shape::Text),
        field!(is_foreign "涉外" Shape::Flag),
        field!(procedure "办理方式" Shape::One(PROCEDURES)),
        field!(authority "审批备案机关" Shape::Text),
        field!(our_role "我方职责" Shape::Text),
        field!(filed_on "备案日" Shape::Date),
        field!(expected "预计人数" Shape::Count),
        field!(has_plan "安全生产及应急预案" Shape::Flag),
        field!(has_measures "安全措施落实" Shape::Flag),
        field!(has_duties "安全责任落实" Shape::Flag),
        field!(has_work_plan "安全工作方案" Shape::Flag),
        field!(permit_no "公安许可号" Shape::Text),
        field!(permit_level "许可机关级别" Shape::One(LEVELS)),
        field!(permit_on "许可日" Shape::Date),
        field!(checked_by "查验人" Shape::People),
        field!(checked_on "查验日" Shape::Date),
        field!(opinion "查验结论" Shape::One(OPINIONS)),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.title.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn goes_on(&self, _: &Basics) -> bool {
        self.checked_on.is_none() || !self.wanting().is_empty()
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        self.wanting().into_iter().map(str::to_owned).collect()
    }

    /// The opening lies ahead: nobody knows the day but who enters it.
    fn proposal(key: &str, _: &Fields, _: &Case) -> Option<String> {
        (key == "date").then(String::new)
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.checked_on,
            due: self.date,
            unit: basics.unit_no(&self.township),
            count: counted(self.expected),
            variant: Self::variant(&self.procedure),
            ..card
        };
        Some(card.marked(&[
            (flag::DONE, !self.goes_on(basics)),
            (flag::CHECKED, !self.checked_on.is_none()),
            (flag::LARGE, self.is_large()),
            (flag::PERMIT, !self.permit_no.is_empty()),
        ]))
    }

    fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut tell = |key: &str, label: &str, what: String| {
            faults.push(FieldError::at(key, label, what));
        };
        if !self.end_on.is_none() && self.end_on < self.date {
            tell("end_on", "闭展日", format!("早于开展日 {}", self.date));
        }
        let lacks = self.wanting();
        if self.opinion == "合格" && !lacks.is_empty() {
            let what = format!("还缺：{}，不能写合格；补齐，或填 补正、不合格", lacks.join("、"));
            tell("opinion", "查验结论", what);
        }
        let level = self.permit_level_due();
        if !self.permit_level.is_empty() && self.is_large() && self.permit_level != level {
            let people = self.expected.unwrap_or_default();
            tell("permit_level", "许可机关级别", format!("预计 {people} 人，应由{level}公安机关许可"));
        }
        faults
    }
}

impl Exhibition {
    /// Expects a thousand people or more (二(四)6).
    pub fn is_large(&self) -> bool {
        self.expected.is_some_and(|people| people >= LARGE)
    }

    /// The level of the police that permits it: 县级 below 5000 people, 市级 from there on.
    pub fn permit_level_due(&self) -> &'static str {
        if self.expected.is_some_and(|people| people >= CITY) { "市级" } else { "县级" }
    }

    /// The items to be checked that are not in order, by their labels; whether it is checked before the opening is the duty's.
    pub fn wanting(&self) -> Vec<&'static str> {
        let yes = |flag: Option<bool>| flag == Some(true);
        let always = [
            ("安全生产及应急预案", yes(self.has_plan)),
            ("安全措施落实", yes(self.has_measures)),
            ("安全责任落实", yes(self.has_duties)),
        ];
        let large = [("安全工作方案", yes(self.has_work_plan)), ("公安许可", !self.permit_no.is_empty())];
        let large = large.into_iter().filter(|_| self.is_large());
        always.into_iter().chain(large).filter(|(_, is_there)| !is_there).map(|(item, _)| item).collect()
    }
}
