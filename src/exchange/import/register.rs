//! What is there already, as an import asks for it.

use crate::calendar::{Day, Workdays};
use crate::model::basics::Basics;
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::rules::duty::Duties;

/// The register and the ledger an import is compared with.
pub trait Register {
    /// Units, industries, categories, departments, settings.
    fn basics(&self) -> &Basics;
    /// Which duties there are, and which of them can be waived.
    fn duties(&self) -> &Duties;
    /// For due days in workdays.
    fn workdays(&self) -> &Workdays;
    /// Every enterprise that is not void.
    fn enterprises(&self) -> Box<dyn Iterator<Item = KnownEnterprise> + '_>;
    /// The hazards of an enterprise that are not void.
    fn hazards_of(&self, enterprise: Id) -> Vec<KnownHazard>;
    /// The records of any other kind that are not void, ascending by number.
    fn records(&self, kind: Kind) -> Vec<KnownRecord>;
    /// The inspections of an enterprise that are not void: number, day.
    fn inspections_of(&self, enterprise: Id) -> Vec<(Id, Day)>;
}

/// 企业 of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEnterprise {
    /// Its number.
    pub id: Id,
    /// Every filled field, canonical.
    pub fields: Fields,
}

/// A record of any other kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRecord {
    /// Its number.
    pub id: Id,
    /// What it is called by.
    pub title: String,
    /// Every filled field, canonical.
    pub fields: Fields,
}

/// 隐患 of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownHazard {
    /// Its number.
    pub id: Id,
    /// 发现日期
    pub found_on: Day,
    /// 隐患描述
    pub text: String,
    /// Where it stands.
    pub state: State,
}
