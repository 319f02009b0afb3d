//! 到场（二(六)9）: one person at one training session (OR-07, OR-08).

use serde::{Deserialize, Serialize};

use super::basics::Basics;
use super::card::{EvidenceCard, evidence_flag as flag};
use super::field::{Field, FieldError, Shape, field};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When};

/// 到场
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The session.
    pub training: Id,
    /// Who came, when from a township office.
    pub person: Id,
    /// For whom, when from an enterprise.
    pub enterprise: Id,
    /// Name as signed.
    pub name: String,
    /// Is it the principal?
    pub is_principal: Option<bool>,
    /// Is it the one responsible for fire safety?
    pub is_fire_lead: Option<bool>,
    /// Result of the test.
    pub score: String,
}

impl Noun for Attendance {
    const KIND: Kind = Kind::Attendance;
    const NAME: &'static str = "到场";
    const VARIANTS: &'static [&'static str] = super::training::KINDS;
    const FIELDS: &'static [Field<Attendance>] = &[
        field!(! training "培训" Shape::Link(Kind::Training)),
        field!(person "乡镇人员" Shape::Link(Kind::Person)),
        field!(enterprise "企业" Shape::Link(Kind::Enterprise)),
        field!(name "姓名" Shape::Text),
        field!(is_principal "主要负责人" Shape::Flag),
        field!(is_fire_lead "消防安全责任人" Shape::Flag),
        field!(score "考核" Shape::Text),
    ];

    fn title(&self) -> String {
        self.name.clone()
    }

    fn about(&self) -> Vec<About<'_>> {
        vec![About::Record(self.person), About::Record(self.enterprise)]
    }

    fn when(&self) -> When {
        When::Like(self.training)
    }

    fn faults(&self) -> Vec<FieldError> {
        let is_nobody = !self.person.is_some() && !self.enterprise.is_some();
        is_nobody.then(|| FieldError::at("name", "姓名", "须指明乡镇人员或企业")).into_iter().collect()
    }

    fn glance(&self, card: EvidenceCard, _: &Basics) -> Option<EvidenceCard> {
        let subject = self.person.opt().unwrap_or(self.enterprise);
        let card = EvidenceCard { subject, parent: self.training, ..card };
        Some(card.marked(&[
            (flag::PRINCIPAL, self.is_principal == Some(true)),
            (flag::FIRE_LEAD, self.is_fire_lead == Some(true)),
        ]))
    }
}
