//! Who owes a duty, or about whom it is owed: all of a sort, narrowed by filters.

use serde::{Deserialize, Serialize};

use crate::model::id::Kind;

/// The subjects of a duty: all of a sort, narrowed by filters. A filter left out lets everybody through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectSet {
    /// Which sort.
    pub of: SubjectKind,
    /// Our own units: which; left out: the townships. Persons: of which units. Records: each of these units owes it for
    /// each record; left out: whoever the record stands with.
    #[serde(default)]
    pub units: Vec<UnitGroup>,
    /// Units left out of them (codes).
    #[serde(default)]
    pub except: Vec<String>,
    /// Records: of this noun.
    #[serde(default, with = "super::evidence::by_name::optional")]
    pub noun: Option<Kind>,
    /// Records: of this sort of 工作记录 (code).
    #[serde(default)]
    pub sort: String,
    /// Records: of one of these kinds, in the words of the noun or the sort.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Enterprises: of one of these industries (codes).
    #[serde(default)]
    pub industries: Vec<String>,
    /// Enterprises: a 大型综合体 counts beside the industries, whatever its own.
    #[serde(default)]
    pub complexes: bool,
    /// Enterprises: only 重点.
    #[serde(default)]
    pub key_only: bool,
    /// Enterprises: only those of the office's 自查对象 filter (主体类型, 规模, 重点).
    #[serde(default)]
    pub self_check: bool,
    /// Persons: of one of these roles; in a township an empty role counts with all of them.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Persons: only those who see to an industry (行业管理人员), and those of whom nothing is said.
    #[serde(default)]
    pub trade_staff: bool,
}

impl SubjectSet {
    /// The groups of units asked; none where a record says by itself who owes it.
    pub fn groups(&self) -> &[UnitGroup] {
        match self.of {
            SubjectKind::Record => &self.units,
            _ if self.units.is_empty() => &[UnitGroup::Township],
            _ => &self.units,
        }
    }

    /// Is a group of units asked?
    pub fn asks(&self, group: UnitGroup) -> bool {
        self.groups().contains(&group)
    }
}

/// A sort of subjects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SubjectKind {
    /// Our own units.
    #[default]
    #[serde(rename = "单位")]
    Unit,
    /// Township and industry, where an enterprise is open in both.
    #[serde(rename = "乡镇行业")]
    UnitIndustry,
    /// Open enterprises.
    #[serde(rename = "企业")]
    Enterprise,
    /// Staff in their posts.
    #[serde(rename = "人员")]
    Person,
    /// Hazards, one by one.
    #[serde(rename = "隐患")]
    Hazard,
    /// Records, one by one: exhibitions, applications, associations, regulations …
    #[serde(rename = "记录")]
    Record,
}

/// A group of our own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitGroup {
    /// The bureau as a whole.
    #[serde(rename = "局")]
    Bureau,
    /// Its sections, brigades and centres.
    #[serde(rename = "股室")]
    Section,
    /// 乡镇（街道）
    #[serde(rename = "乡镇")]
    Township,
}
