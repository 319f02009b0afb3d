//! A record as the store keeps it: who touched it when, and the noun itself.

use serde::{Deserialize, Serialize};

use super::basics::{Basics, Sort};
use super::card::EvidenceCard;
use super::case::{Case, Role};
use super::event::Stamp;
use super::field::{FieldError, Fields, Spec};
use super::id::{Id, Kind};
use super::noun::{About, Noun, When, nouns};
use crate::calendar::Day;

/// A record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number.
    pub id: Id,
    /// Counts its facts; a form remembers the one it saw.
    pub version: u32,
    /// When and by whom it was entered.
    pub entered: (Stamp, String),
    /// When and by whom it was last changed.
    pub touched: (Stamp, String),
    /// Why it was declared void; empty: it was not.
    pub voided: String,
    /// The noun.
    pub body: Body,
}

/// 基础数据文档: the text of a loaded TOML file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// File name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Everything that must treat each noun derives from their one table.
macro_rules! bodies {
    ($($module:ident $noun:ident $letter:literal)*) => {
        $(use super::$module::$noun;)*

        /// The noun of a row.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Body {
            /// 基础数据文档
            Document(Box<Document>),
            $(#[doc = stringify!($noun)] $noun(Box<$noun>),)*
        }

        /// Typed access where a kind is known; [`None`] when the row is of another kind.
        impl Row {
            $(#[doc = concat!("The row as ", stringify!($noun), ".")]
            pub fn $module(&self) -> Option<&$noun> {
                match &self.body {
                    Body::$noun(noun) => Some(noun),
                    _ => None,
                }
            })*
        }

        impl Body {
            /// An empty record of `kind`.
            pub fn blank(kind: Kind) -> Body {
                match kind {
                    $(Kind::$noun => Body::$noun(Box::default()),)*
                    Kind::Document => Body::Document(Box::default()),
                }
            }

            /// Which noun it is.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Body::$noun(_) => Kind::$noun,)*
                    Body::Document(_) => Kind::Document,
                }
            }

            /// The words it is called by.
            pub fn title(&self) -> String {
                match self {
                    $(Body::$noun(noun) => noun.title(),)*
                    Body::Document(document) => document.name.clone(),
                }
            }

            /// Canonical text of a field; [`None`] when there is no such field.
            pub fn get(&self, key: &str) -> Option<String> {
                match self {
                    $(Body::$noun(noun) => noun.get(key),)*
                    Body::Document(_) => None,
                }
            }

            /// Every filled field.
            pub fn fields(&self) -> Fields {
                match self {
                    $(Body::$noun(noun) => noun.fields(),)*
                    Body::Document(_) => Fields::default(),
                }
            }

            /// Sets fields; all problems at once.
            pub fn fill(&mut self, fields: &Fields) -> Vec<FieldError> {
                match self {
                    $(Body::$noun(noun) => noun.fill(fields),)*
                    Body::Document(_) => Vec::new(),
                }
            }

            /// What is wrong with the record as a whole.
            pub fn faults(&self) -> Vec<FieldError> {
                match self {
                    $(Body::$noun(noun) => noun.faults(),)*
                    Body::Document(_) => Vec::new(),
                }
            }

            /// Everything it is about.
            pub fn about(&self) -> Vec<About<'_>> {
                match self {
                    $(Body::$noun(noun) => noun.about(),)*
                    Body::Document(_) => Vec::new(),
                }
            }

            /// The day that it says something about.
            pub fn when(&self) -> When {
                match self {
                    $(Body::$noun(noun) => noun.when(),)*
                    Body::Document(_) => When::Never,
                }
            }

            /// Does it wait for somebody to settle it?
            pub fn goes_on(&self, basics: &Basics) -> bool {
                match self {
                    $(Body::$noun(noun) => noun.goes_on(basics),)*
                    Body::Document(_) => false,
                }
            }

            /// The last day it is good for.
            pub fn lapses(&self) -> Day {
                match self {
                    $(Body::$noun(noun) => noun.lapses(),)*
                    Body::Document(_) => Day::NONE,
                }
            }

            /// 缺佐证: labels of what it lacks; of hazards an old ledger's 不详 fields, by their keys.
            pub fn lacks(&self, basics: &Basics) -> Vec<String> {
                match self {
                    $(Body::$noun(noun) => noun.lacks(basics),)*
                    Body::Document(_) => Vec::new(),
                }
            }

            /// Worth saying when it is entered.
            pub fn remarks(&self, case: &Case) -> Vec<String> {
                match self {
                    $(Body::$noun(noun) => noun.remarks(case),)*
                    Body::Document(_) => Vec::new(),
                }
            }

            /// Its card, begun from `card`; [`None`] where it is evidence of nothing.
            pub(super) fn glance(&self, card: EvidenceCard, basics: &Basics) -> Option<EvidenceCard> {
                match self {
                    $(Body::$noun(noun) => noun.glance(card, basics),)*
                    Body::Document(_) => None,
                }
            }
        }

        /// 中文名 of a kind.
        pub fn name_of(kind: Kind) -> &'static str {
            match kind {
                $(Kind::$noun => $noun::NAME,)*
                Kind::Document => "基础数据",
            }
        }

        /// Every 中文名, in the order of the table.
        pub const NAMES: &[&str] = &[$($noun::NAME,)*];

        /// The kind of this 中文名.
        pub fn kind_called(name: &str) -> Option<Kind> {
            Kind::TABLE.iter().copied().find(|kind| name_of(*kind) == name)
        }

        /// May each record of a kind be a case of its own that a duty is owed for?
        pub fn is_case(kind: Kind) -> bool {
            match kind {
                $(Kind::$noun => $noun::IS_CASE,)*
                Kind::Document => false,
            }
        }

        /// Who may enter and change records of a kind.
        pub fn who_of(kind: Kind) -> &'static [Role] {
            match kind {
                $(Kind::$noun => $noun::WHO,)*
                Kind::Document => &[Role::Admin],
            }
        }

        /// The words that cards of a kind number as 类型.
        pub fn variants_of(kind: Kind) -> &'static [&'static str] {
            match kind {
                $(Kind::$noun => $noun::VARIANTS,)*
                Kind::Document => &[],
            }
        }

        /// What is proposed for a field of a new record of a kind, beside the day and the township.
        pub fn proposal_of(kind: Kind, key: &str, fields: &Fields, case: &Case) -> Option<String> {
            match kind {
                $(Kind::$noun => $noun::proposal(key, fields, case),)*
                Kind::Document => None,
            }
        }

        /// How a record of a kind is made where that is not by filling its form; empty: by its form.
        pub fn made_by(kind: Kind) -> &'static str {
            match kind {
                $(Kind::$noun => $noun::MADE_BY,)*
                Kind::Document => "用 zhiben plan load 载入",
            }
        }

        /// The fields of a kind, in the order of its table.
        pub fn specs_of(kind: Kind) -> Vec<Spec> {
            match kind {
                $(Kind::$noun => $noun::specs(),)*
                Kind::Document => Vec::new(),
            }
        }
    };
}

nouns!(bodies);

/// May records of a kind show that a duty was done: do they leave a card, or are they counted by themselves?
pub fn is_proof(kind: Kind, basics: &Basics) -> bool {
    let card = || Body::blank(kind).glance(EvidenceCard::blank(Id::NONE), basics);
    matches!(kind, Kind::Hazard | Kind::Enterprise) || card().is_some()
}

/// The fields of a kind; of 工作记录 those of the sort with this code or name (every one there is, where there is no such sort).
pub fn specs_for(kind: Kind, sort: &str, basics: &Basics) -> Vec<Spec> {
    match kind {
        Kind::Evidence => basics.sort_by(sort).one().map_or_else(|| specs_of(kind), Sort::specs),
        kind => specs_of(kind),
    }
}

impl Body {
    /// The fields that this very record has.
    pub fn specs(&self, basics: &Basics) -> Vec<Spec> {
        match self {
            Body::Evidence(record) => specs_for(Kind::Evidence, &record.sort, basics),
            body => specs_of(body.kind()),
        }
    }

    /// 中文名 of this very record: of 工作记录 that of its sort.
    pub fn name(&self, basics: &Basics) -> String {
        match self {
            Body::Evidence(record) => {
                basics.sort(&record.sort).map_or(Evidence::NAME, |sort| &sort.name).to_owned()
            }
            body => name_of(body.kind()).to_owned(),
        }
    }
}

impl Row {
    /// The row as a document.
    pub fn document(&self) -> Option<&Document> {
        match &self.body {
            Body::Document(document) => Some(document),
            _ => None,
        }
    }

    /// Was it declared void?
    pub fn is_void(&self) -> bool {
        !self.voided.is_empty()
    }
}
