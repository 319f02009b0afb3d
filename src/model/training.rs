//! 培训（二(六)9、二(七)11）: a training session; who came is [`super::attendance`].

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, counted, evidence_flag as flag};
use super::field::{Field, Shape, field};
use super::id::Kind;
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 培训类型
pub const KINDS: &[&str] = &["乡镇人员", "企业负责人", "警示教育", "公益讲座", "补充"];

/// 组织方式
pub const ROLES: &[&str] = &["组织", "配合"];

/// 培训
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// Day of the session.
    pub date: Day,
    /// What it was about.
    pub topic: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Code of the unit that held it.
    pub by: String,
    /// Code of the industry it is for.
    pub industry: String,
    /// Year whose focus it serves (2024 餐饮燃气, 2025 成品油与报废车, 2026 综合体).
    pub year_focus: Option<u32>,
    /// One of [`ROLES`].
    pub role: String,
    /// Department that led when we helped.
    pub lead_dept: String,
    /// Hours of 45 minutes.
    pub hours: Option<u32>,
    /// Who taught.
    pub lecturer: String,
    /// 地点
    pub place: String,
    /// People present, when no names are kept.
    pub headcount: Option<u32>,
    /// Name of the third party that taught (三(五)).
    pub third_party: String,
    /// 备注
    pub note: String,
}

impl Noun for Training {
    const KIND: Kind = Kind::Training;
    const NAME: &'static str = "培训";
    const VARIANTS: &'static [&'static str] = KINDS;
    const FIELDS: &'static [Field<Training>] = &[
        field!(! date "日期" Shape::Date),
        field!(! topic "主题" Shape::Text),
        field!(kind "类型" Shape::One(KINDS)),
        field!(! by "主办单位" Shape::Unit),
        field!(industry "行业" Shape::Industry),
        field!(year_focus "年度重点" Shape::Count),
        field!(role "方式" Shape::One(ROLES)),
        field!(lead_dept "牵头部门" Shape::Department),
        field!(hours "课时" Shape::Count),
        field!(lecturer "讲师" Shape::Text),
        field!(place "地点" Shape::Text),
        field!(headcount "人次" Shape::Count),
        field!(third_party "第三方" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        self.topic.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.by), About::Industry(&self.industry)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            unit: basics.unit_no(&self.by),
            industry: basics.industry_no(&self.industry),
            variant: Self::variant(&self.kind),
            count: counted(self.headcount),
            year: counted(self.year_focus),
            ..card
        };
        Some(card.marked(&[(flag::BY_BUREAU, basics.is_bureau(&self.by))]))
    }
}
