//! 检查（二(五)7、三(二)）: a visit to an enterprise; what OR-03 counts and hazards are found in.

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag, name_crc};
use super::case::Case;
use super::field::{Field, Fields, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 检查方式
pub const MODES: &[&str] = &["日常", "专项", "联合", "双随机", "四不两直", "回头看", "第三方"];

/// 检查结论
pub const FINDINGS: &[&str] = &["未发现", "发现"];

/// 检查
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Day of the visit.
    pub date: Day,
    /// Code of the township of the premises.
    pub township: String,
    /// The enterprise visited.
    pub enterprise: Id,
    /// Code of the industry looked at; empty: the first of the enterprise.
    pub industry: String,
    /// One of [`MODES`].
    pub mode: String,
    /// Code of the unit that went; empty: the township.
    pub by: String,
    /// Who led, when a leader did (三(一)).
    pub led_by: Vec<String>,
    /// Who went; fewer than two is worth a remark, not a refusal.
    pub inspectors: Vec<String>,
    /// Departments of a joint visit, in words.
    pub partners: String,
    /// Name of the third party that helped (三(五)).
    pub third_party: String,
    /// Name of the special campaign it belongs to.
    pub campaign: String,
    /// One of [`FINDINGS`].
    pub finding: String,
    /// Who signed for the enterprise.
    pub signed_by: String,
    /// The item of the month plan that it fulfils.
    pub plan_item: Id,
    /// Number in the province or city platform.
    pub platform_no: String,
    /// 是: also counts for the period before (a visit made up for).
    pub extra: Option<bool>,
    /// 备注
    pub note: String,
}

impl Noun for Inspection {
    const KIND: Kind = Kind::Inspection;
    const NAME: &'static str = "检查";
    const VARIANTS: &'static [&'static str] = MODES;
    const FIELDS: &'static [Field<Inspection>] = &[
        field!(! date "日期" Shape::Date),
        field!(! township "乡镇" Shape::Unit),
        field!(! enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(industry "行业" Shape::Industry),
        field!(mode "方式" Shape::One(MODES)),
        field!(by "检查单位" Shape::Unit),
        field!(led_by "带队人" Shape::People),
        field!(inspectors "检查人" Shape::People),
        field!(partners "联合单位" Shape::Text),
        field!(third_party "第三方" Shape::Text),
        field!(campaign "专项整治" Shape::Text),
        field!(finding "结论" Shape::One(FINDINGS)),
        field!(signed_by "被检单位签字人" Shape::Text),
        field!(plan_item "计划条目" Shape::Link(Kind::PlanItem)),
        field!(platform_no "省市平台编号" Shape::Text),
        field!(extra "补计" Shape::Flag),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 检查", self.date)
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Unit(&self.township), About::Industry(&self.industry), About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        Self::labels(&[("inspectors", self.inspectors.is_empty()), ("signed_by", self.signed_by.is_empty())])
    }

    fn remarks(&self, case: &Case) -> Vec<String> {
        let (there, least) = (self.inspectors.len(), case.basics.settings.inspectors_min as usize);
        (there < least).then(|| format!("检查人 {there} 人，不足 {least} 人")).into_iter().collect()
    }

    fn proposal(key: &str, fields: &Fields, case: &Case) -> Option<String> {
        match key {
            "mode" => Some(case.basics.settings.quick_mode.clone()),
            "inspectors" => Some(case.officer.name.clone()),
            "by" => Some(case.officer.unit.clone()),
            "industry" => Some(case.enterprise_of(fields)?.industries.into_iter().next().unwrap_or_default()),
            _ => None,
        }
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            subject: self.enterprise,
            parent: self.plan_item,
            unit: basics.unit_no(&self.township),
            industry: basics.industry_no(&self.industry),
            variant: Self::variant(&self.mode),
            named: name_crc(self.led_by.first().map_or("", String::as_str)),
            count: self.inspectors.len().min(255) as u16,
            ..card
        };
        Some(card.marked(&[
            (flag::JOINT, self.mode == "联合" || !self.partners.is_empty()),
            (flag::LED, !self.led_by.is_empty()),
            (flag::FOUND, self.finding == "发现"),
            (flag::EXTRA, self.extra == Some(true)),
        ]))
    }
}
