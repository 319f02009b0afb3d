//! What a decision is made from: the basics, the records, the day, the officer. No clock, no disk.

use serde::{Deserialize, Serialize};

use super::basics::{Basics, UnitKind};
use super::enterprise::Enterprise;
use super::event::{Entry, Stamp};
use super::field::Fields;
use super::id::{Id, Kind};
use super::person::ROLES;
use super::row::{Body, Document, Row};
use crate::calendar::{Day, Workdays};

/// 角色 of the rights table (domain §4.3): T, TL, K, KL, L, G, A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 乡镇企业办经办
    Township,
    /// 乡镇分管负责人
    TownshipLead,
    /// 股室经办
    Section,
    /// 股室负责人
    SectionLead,
    /// 局分管领导
    Leader,
    /// 局主要负责人
    Head,
    /// 管理员（专班）
    Admin,
}

impl Role {
    /// Every role; in single-account use one person holds all of them.
    pub const ALL: [Role; 7] = [
        Role::Township,
        Role::TownshipLead,
        Role::Section,
        Role::SectionLead,
        Role::Leader,
        Role::Head,
        Role::Admin,
    ];

    /// Whose work entering is: everybody but the leaders, who decide and read.
    pub const STAFF: &[Role] =
        &[Role::Township, Role::TownshipLead, Role::Section, Role::SectionLead, Role::Admin];

    /// The bureau's leaders, who decide about what is 重大.
    pub const LEADERS: &[Role] = &[Role::Leader, Role::Head];

    /// Who sees to people and to what the bureau itself does.
    pub const LEADS: &[Role] = &[Role::TownshipLead, Role::SectionLead, Role::Admin];

    /// The role that a person's entry in the register names (角色); [`None`] for a blank or unknown word.
    pub fn of_word(word: &str) -> Option<Role> {
        ROLES.iter().zip(Role::ALL).find(|(known, _)| **known == word).map(|(_, role)| role)
    }

    /// Its word there.
    pub fn word(self) -> &'static str {
        ROLES.iter().zip(Role::ALL).find(|(_, role)| *role == self).map_or("", |(word, _)| word)
    }
}

/// 经办: who wishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// 姓名; guards that ask for two people compare it.
    pub name: String,
    /// Code of the unit; empty: the whole district.
    pub unit: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// Number in the register (人员) where the account names one; [`Id::NONE`]: whoever keeps the store.
    pub person: Id,
}

impl Officer {
    /// The one officer of a single-account store, with every role.
    pub fn alone(name: impl Into<String>, unit: impl Into<String>) -> Officer {
        Officer { name: name.into(), unit: unit.into(), roles: Role::ALL.to_vec(), person: Id::NONE }
    }

    /// Holds one of `roles`.
    pub fn is_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|r| self.roles.contains(r))
    }
}

/// The records a decision may look at.
pub trait Records {
    /// The record with this number.
    fn row(&self, id: Id) -> Option<Row>;
    /// The transfer of this year with this letter number, not a void one.
    fn letter(&self, year: i32, letter_no: &str) -> Option<Id>;
    /// The plan of this township (code) and month (`2026-11`), not a void one.
    fn plan_of(&self, township: &str, month: &str) -> Option<Id>;
    /// The person who sits under this account and has not left.
    fn person_at(&self, account: &str) -> Option<Id>;
    /// The loaded documents of basics with their numbers, in the order they were first loaded.
    fn documents(&self) -> Vec<(Id, Document)>;
    /// Every entry of this record, oldest first.
    fn history(&self, id: Id) -> Vec<Entry>;
    /// Shows every entry of the owner's day, oldest first: all that an undo has to look at, since it takes back nothing older.
    fn each_today(&self, show: &mut dyn FnMut(&Entry));
    /// Every record, not void, that is about this enterprise.
    fn about(&self, enterprise: Id) -> Vec<Id>;
    /// Every record of a kind of which there are few, not void: the lists that bar support are everybody's to ask.
    fn all_of(&self, kind: Kind) -> Vec<Id>;
    /// The hazard's inspection had at least two inspectors, and who they were.
    fn inspectors_of(&self, inspection: Id) -> Vec<String> {
        self.row(inspection).and_then(|r| r.inspection().map(|i| i.inspectors.clone())).unwrap_or_default()
    }
}

/// Everything a decision knows.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// 基础数据
    pub basics: &'a Basics,
    /// 工作日
    pub workdays: &'a Workdays,
    /// The records.
    pub records: &'a dyn Records,
    /// The owner's day.
    pub today: Day,
    /// The owner's moment.
    pub at: Stamp,
    /// Who wishes.
    pub officer: &'a Officer,
}

impl Case<'_> {
    /// Code of the officer's unit; of one who sees to the whole district the bureau's.
    pub fn own_unit(&self) -> String {
        let own = Some(self.officer.unit.clone()).filter(|unit| !unit.is_empty());
        let bureau = || self.basics.units.iter().find(|unit| unit.kind == UnitKind::Bureau);
        own.or_else(|| bureau().map(|unit| unit.code.clone())).unwrap_or_default()
    }

    /// The enterprise that fields name.
    pub fn enterprise_of(&self, fields: &Fields) -> Option<Enterprise> {
        self.records.row(fields.link("enterprise"))?.enterprise().cloned()
    }

    /// The record with this number, where it is there and not void.
    pub fn there(&self, id: Id) -> Option<Body> {
        self.records.row(id).filter(|row| !row.is_void()).map(|row| row.body)
    }
}
