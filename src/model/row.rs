//! A record as the store keeps it: who touched it when, and the noun itself.

use serde::{Deserialize, Serialize};

use super::attendance::Attendance;
use super::basics::{Basics, Sort};
use super::case::Role;
use super::closing::Closing;
use super::confirmation::Confirmation;
use super::dishonest_entry::DishonestEntry;
use super::drill::Drill;
use super::enterprise::Enterprise;
use super::event::Stamp;
use super::evidence::Evidence;
use super::exhibition::Exhibition;
use super::field::{FieldError, Fields, Spec};
use super::hazard::Hazard;
use super::id::{Id, Kind};
use super::inspection::Inspection;
use super::inspection_plan::InspectionPlan;
use super::license_review::LicenseReview;
use super::noun::Noun;
use super::person::Person;
use super::plan_item::PlanItem;
use super::progress::Progress;
use super::review::Review;
use super::self_inspection::SelfInspection;
use super::snooze::Snooze;
use super::supervision::Supervision;
use super::support_application::SupportApplication;
use super::training::Training;
use super::transfer::Transfer;
use super::waiver::Waiver;

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

/// One table of the nouns: everything that must treat each of them derives from it.
macro_rules! bodies {
    ($($noun:ident)*) => {
        /// The noun of a row. The order is that of the store: append only, and raise the row layout when it changes.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Body {
            $(#[doc = stringify!($noun)] $noun(Box<$noun>),)*
            /// 基础数据文档
            Document(Box<Document>),
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
        }

        /// 中文名 of a kind.
        pub fn name_of(kind: Kind) -> &'static str {
            match kind {
                $(Kind::$noun => $noun::NAME,)*
                Kind::Document => "基础数据",
            }
        }

        /// Who may enter and change records of a kind.
        pub fn who_of(kind: Kind) -> &'static [Role] {
            match kind {
                $(Kind::$noun => $noun::WHO,)*
                Kind::Document => &[Role::Admin],
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

bodies! {
    Enterprise Hazard Inspection InspectionPlan PlanItem SelfInspection Drill Supervision Training Attendance
    Person Transfer Progress Confirmation Waiver Review Snooze Evidence Exhibition LicenseReview DishonestEntry
    SupportApplication Closing
}

/// Typed access where a kind is known; [`None`] when the row is of another kind.
macro_rules! as_noun {
    ($($fun:ident $noun:ident)*) => {
        impl Row {
            $(#[doc = concat!("The row as ", stringify!($noun), ".")]
            pub fn $fun(&self) -> Option<&$noun> {
                match &self.body {
                    Body::$noun(noun) => Some(noun),
                    _ => None,
                }
            })*
        }
    };
}

as_noun! {
    enterprise Enterprise  hazard Hazard  inspection Inspection  inspection_plan InspectionPlan  plan_item PlanItem
    self_inspection SelfInspection  drill Drill  supervision Supervision  training Training  attendance Attendance
    person Person  transfer Transfer  progress Progress  confirmation Confirmation  waiver Waiver  review Review
    snooze Snooze  document Document  evidence Evidence  exhibition Exhibition  license_review LicenseReview
    dishonest_entry DishonestEntry  support_application SupportApplication
    closing Closing
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
    /// Was it declared void?
    pub fn is_void(&self) -> bool {
        !self.voided.is_empty()
    }
}
