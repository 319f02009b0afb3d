//! Who there is: units, departments, industries, kinds of hazard, and the catalog that flags a text as possibly 重大.

use serde::{Deserialize, Serialize};

use super::lookup::{Named, plain};
use super::plan::Basis;

/// 单位: the bureau, its sections, the townships, the authorities above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Stable for ever; records refer to it. Townships bear their 区划码.
    pub code: String,
    /// Small stable number; 1–6 are the townships.
    pub no: u16,
    pub name: String,
    pub short: String,
    pub kind: UnitKind,
    /// Code of the unit it belongs to.
    #[serde(default)]
    pub parent: String,
    /// 局安全生产领导小组成员单位.
    #[serde(default)]
    pub member: bool,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub keys: Vec<String>,
    #[serde(default)]
    pub initials: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitKind {
    #[serde(rename = "局")]
    Bureau,
    #[serde(rename = "股室")]
    Section,
    #[serde(rename = "队")]
    Brigade,
    #[serde(rename = "中心")]
    Centre,
    #[serde(rename = "专班")]
    WorkGroup,
    #[serde(rename = "街道")]
    Subdistrict,
    #[serde(rename = "镇")]
    Town,
    #[serde(rename = "乡")]
    RuralTownship,
    #[serde(rename = "协会")]
    Association,
    #[serde(rename = "上级")]
    Above,
}

impl Unit {
    /// 乡镇（街道）, whose 企业办 carries out the plan on the spot.
    pub fn is_township(&self) -> bool {
        matches!(self.kind, UnitKind::Subdistrict | UnitKind::Town | UnitKind::RuralTownship)
    }
}

/// 职责部门 outside commerce that takes transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    pub code: String,
    pub no: u16,
    pub name: String,
    pub short: String,
    /// True for a department of the commerce line itself, to which nothing is transferred.
    #[serde(default)]
    pub commerce: bool,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub keys: Vec<String>,
}

/// 行业 (二(五)7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    pub code: String,
    pub no: u16,
    pub name: String,
    pub short: String,
    /// Code of the section in charge.
    pub section: String,
    #[serde(default)]
    pub is_key: bool,
    #[serde(default)]
    pub licences: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub keys: Vec<String>,
}

/// 隐患类别.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub no: u16,
    pub name: String,
    /// Code of the department proposed for a transfer (局内约定); `None`: commerce's own duty.
    #[serde(default)]
    pub department: Option<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// An item of a list of 重大 hazards, with the words by which a description is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogItem {
    pub code: String,
    pub list: CatalogList,
    /// Codes of the industries it is about; empty: any.
    #[serde(default)]
    pub industries: Vec<String>,
    /// The kind of place in the list's own heading, where it is not one of our industries.
    #[serde(default)]
    pub place: String,
    pub text: String,
    pub category: String,
    #[serde(default)]
    pub department: Option<String>,
    /// A text must hold a word of every group.
    pub words: Vec<Vec<String>>,
    /// … and none of these.
    #[serde(default)]
    pub unless: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CatalogList {
    /// 商务领域安全生产重大隐患排查事项清单 of the ministry.
    #[serde(rename = "商务清单")]
    Ministry,
    /// A reminder of the bureau's own; it is no published criterion.
    #[serde(rename = "局内提示")]
    Office,
}

impl CatalogList {
    pub fn basis(self) -> Basis {
        match self {
            Self::Ministry => Basis::Notice,
            Self::Office => Basis::Office,
        }
    }
}

impl CatalogItem {
    pub fn is_about(&self, industry: &str) -> bool {
        self.industries.is_empty() || self.industries.iter().any(|code| code == industry)
    }

    /// True when the description may be this 重大 hazard and a person has to decide.
    pub fn matches(&self, text: &str) -> bool {
        let text = plain(text);
        let holds = |word: &String| text.contains(&plain(word));
        self.words.iter().all(|group| group.iter().any(holds)) && !self.unless.iter().any(holds)
    }
}

impl Named for Unit {
    fn number(&self) -> u16 {
        self.no
    }

    fn writings(&self) -> Vec<(&'static str, &str)> {
        together(
            &[("code", &self.code), ("name", &self.name), ("short", &self.short)],
            &[("aliases", &self.aliases), ("keys", &self.keys)],
        )
    }

    fn shared_writings(&self) -> &[String] {
        &self.initials
    }
}

impl Named for Department {
    fn number(&self) -> u16 {
        self.no
    }

    fn writings(&self) -> Vec<(&'static str, &str)> {
        together(
            &[("code", &self.code), ("name", &self.name), ("short", &self.short)],
            &[("aliases", &self.aliases), ("keys", &self.keys)],
        )
    }
}

impl Named for Industry {
    /// A bit of a set each: two that shared one would be seen by each other's sections.
    const MOST: u16 = 31;

    fn number(&self) -> u16 {
        self.no
    }

    fn writings(&self) -> Vec<(&'static str, &str)> {
        together(
            &[("code", &self.code), ("name", &self.name), ("short", &self.short)],
            &[("aliases", &self.aliases), ("keys", &self.keys)],
        )
    }
}

impl Named for Category {
    fn number(&self) -> u16 {
        self.no
    }

    fn writings(&self) -> Vec<(&'static str, &str)> {
        together(&[("code", &self.code), ("name", &self.name)], &[("aliases", &self.aliases)])
    }
}

/// All writings of an entry, single fields first.
fn together<'a>(
    names: &[(&'static str, &'a str)],
    lists: &[(&'static str, &'a [String])],
) -> Vec<(&'static str, &'a str)> {
    let listed = lists.iter().flat_map(|(field, list)| list.iter().map(|writing| (*field, writing.as_str())));
    names.iter().copied().chain(listed).collect()
}
