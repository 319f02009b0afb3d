//! 督导（三(二)、表31）: the bureau's half-yearly visit to a township office (OR-04).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag, name_crc};
use super::case::Role;
use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};
use crate::calendar::Day;

/// 督导
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// Day of the visit.
    pub date: Day,
    /// Code of the township supervised.
    pub township: String,
    /// Who led.
    pub lead: Vec<String>,
    /// Who came along.
    pub members: Vec<String>,
    /// Papers looked at.
    pub papers: String,
    /// Enterprises sampled.
    pub sampled: Vec<Id>,
    /// What was found.
    pub findings: String,
    /// By when the findings are to be answered.
    pub due: Day,
    /// What the township answered.
    pub reply: String,
    /// Day the answer was checked.
    pub rechecked_on: Day,
    /// Opinion.
    pub opinion: String,
    /// Number of the report.
    pub report_no: String,
    /// 备注
    pub note: String,
}

impl Noun for Supervision {
    const KIND: Kind = Kind::Supervision;
    const NAME: &'static str = "督导";
    const WHO: &'static [Role] = &[Role::Section, Role::SectionLead, Role::Leader, Role::Head, Role::Admin];
    const FIELDS: &'static [Field<Supervision>] = &[
        field!(! date "日期" Shape::Date),
        field!(! township "乡镇" Shape::Unit),
        field!(lead "组长" Shape::People),
        field!(members "成员" Shape::People),
        field!(papers "查阅材料" Shape::Prose),
        field!(sampled "抽查企业" Shape::Links(Kind::Enterprise)),
        field!(findings "发现问题" Shape::Prose),
        field!(due "整改期限" Shape::Ahead),
        field!(reply "整改回复" Shape::Prose),
        field!(rechecked_on "复核日" Shape::Date),
        field!(opinion "意见" Shape::Prose),
        field!(report_no "报告文号" Shape::Text),
        field!(note "备注" Shape::Prose),
    ];

    fn title(&self) -> String {
        format!("{} 督导", self.date)
    }

    fn about(&self) -> Vec<About<'_>> {
        let sampled = self.sampled.iter().map(|id| About::Record(*id));
        [About::Unit(&self.township)].into_iter().chain(sampled).collect()
    }

    fn when(&self) -> When {
        When::On(self.date)
    }

    fn goes_on(&self, _: &Basics) -> bool {
        !self.findings.is_empty() && self.rechecked_on.is_none()
    }

    fn lacks(&self, _: &Basics) -> Vec<String> {
        Self::labels(&[("report_no", self.report_no.is_empty())])
    }

    fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
        let card = EvidenceCard {
            date: self.date,
            filed_on: self.due,
            due: self.due,
            unit: basics.unit_no(&self.township),
            named: name_crc(self.lead.first().map_or("", String::as_str)),
            ..card
        };
        Some(card.marked(&[
            (flag::FOUND, !self.findings.is_empty()),
            (flag::DONE, !self.goes_on(basics)),
            (flag::BEGUN, self.is_begun()),
        ]))
    }
}

impl Supervision {
    /// Nothing is written of it yet but where, when and what is to be looked at: the sheet was drawn, nobody has reported.
    pub fn is_begun(&self) -> bool {
        let said = [&self.papers, &self.findings, &self.opinion, &self.report_no];
        self.lead.is_empty() && self.members.is_empty() && said.iter().all(|words| words.is_empty())
    }
}
