//! 到场（二(六)9）: one person at one training session (OR-07, OR-08).

use serde::{Deserialize, Serialize};

use super::field::{Field, Shape, field};
use super::id::{Id, Kind};
use super::noun::Noun;

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
}
