//! What every noun has: a kind, a name, a FIELDS table, a line to call it by, and what its own rules say of it.
//!
//! A noun is one file and its line in [`nouns!`]: kinds, rows, numbers, forms, lists, imports, exports, rights and cards follow.

use super::basics::Basics;
use super::card::{EvidenceCard, index_in};
use super::case::{Case, Role};
use super::field::{Field, FieldError, Fields, Spec};
use super::id::{Id, Kind};
use crate::calendar::Day;

/// The one table of the nouns: the module it stands in, the noun, the letter of its numbers.
///
/// Append only: the store numbers rows by the order of this table and keys by the letters, so that a letter is never used again for
/// something else. `Document` (`B`, 基础数据文档) is no noun: it has no fields.
macro_rules! nouns {
    ($then:ident) => {
        $then! {
            enterprise Enterprise b'E'
            hazard Hazard b'H'
            inspection Inspection b'I'
            inspection_plan InspectionPlan b'P'
            plan_item PlanItem b'J'
            self_inspection SelfInspection b'S'
            drill Drill b'D'
            supervision Supervision b'V'
            training Training b'T'
            attendance Attendance b'A'
            person Person b'R'
            transfer Transfer b'X'
            progress Progress b'K'
            confirmation Confirmation b'C'
            waiver Waiver b'W'
            review Review b'Y'
            snooze Snooze b'Z'
            evidence Evidence b'M'
            exhibition Exhibition b'G'
            license_review LicenseReview b'L'
            dishonest_entry DishonestEntry b'N'
            support_application SupportApplication b'F'
            closing Closing b'U'
            licence Licence b'Q'
        }
    };
}
pub(crate) use nouns;

/// Something that a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// A unit, by code; empty: the district as a whole.
    Unit(&'a str),
    /// An industry, by code; empty: whichever.
    Industry(&'a str),
    /// Industries, by code; none: whichever.
    Industries(&'a [String]),
    /// Another record, and whatever that one is about; [`Id::NONE`]: nothing.
    Record(Id),
}

/// The day that a record says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// That day; [`Day::NONE`] where it is not known.
    On(Day),
    /// That of another record.
    Like(Id),
    /// None that is a plan's: enterprises, persons, lists; of hazards the transitions say it.
    Never,
}

/// The first day of a month like `2026-11`; [`Day::NONE`] for other text.
pub fn first_of(month: &str) -> Day {
    format!("{month}-01").parse().unwrap_or(Day::NONE)
}

/// A record that consists of fields. Its table is the one list that forms, details, columns, imports, exports,
/// quick entry and the history are derived from.
pub trait Noun: Default + 'static {
    /// The letter of its numbers.
    const KIND: Kind;
    /// 中文名
    const NAME: &'static str;
    /// Its fields in the order of the paper ledger.
    const FIELDS: &'static [Field<Self>];

    /// Who may enter and change it (局内约定), each for their own township or industry.
    const WHO: &'static [Role] = Role::STAFF;

    /// The words that its card numbers as 类型, from 1 on.
    const VARIANTS: &'static [&'static str] = &[];

    /// May each of its records be a case of its own that a duty is owed for (逐案)?
    const IS_CASE: bool = false;

    /// How one is made where that is not by filling its form; empty: by its form.
    const MADE_BY: &'static str = "";

    /// The words it is called by in a list.
    fn title(&self) -> String;

    /// Everything it is about: whose ground it lies on (辖区) follows from it.
    fn about(&self) -> Vec<About<'_>>;

    /// The day that it says something about, which a sealed plan keeps.
    fn when(&self) -> When;

    /// Does it wait for somebody to settle it? What does may be settled after its plan was sealed.
    fn goes_on(&self, _basics: &Basics) -> bool {
        false
    }

    /// What is wrong with the record as a whole, beyond single fields.
    fn faults(&self) -> Vec<FieldError> {
        Vec::new()
    }

    /// The last day it is good for (A13); [`Day::NONE`]: it does not lapse.
    fn lapses(&self) -> Day {
        Day::NONE
    }

    /// 缺佐证 (局内约定): labels of what it lacks to stand before an assessment.
    fn lacks(&self, _basics: &Basics) -> Vec<String> {
        Vec::new()
    }

    /// Worth saying when it is entered, no reason to refuse.
    fn remarks(&self, _case: &Case) -> Vec<String> {
        Vec::new()
    }

    /// What is proposed for a field of a new record that was not given, beside the day and the township; `fields` are those known.
    fn proposal(_key: &str, _fields: &Fields, _case: &Case) -> Option<String> {
        None
    }

    /// Its card, begun from one that has its number; [`None`] where it is evidence of nothing.
    fn glance(&self, _card: EvidenceCard, _basics: &Basics) -> Option<EvidenceCard> {
        None
    }

    /// The number of a word of [`Noun::VARIANTS`]; 0 for any other.
    fn variant(word: &str) -> u8 {
        index_in(Self::VARIANTS, word)
    }

    /// The labels of the keys that are marked.
    fn labels(marked: &[(&str, bool)]) -> Vec<String> {
        let label = |key: &str| Self::FIELDS.iter().find(|f| f.spec.key == key).map_or("", |f| f.spec.label);
        marked.iter().filter(|(_, is_marked)| *is_marked).map(|(key, _)| label(key).to_owned()).collect()
    }

    /// Canonical text of the field `key`; [`None`] when the noun has no such field.
    fn get(&self, key: &str) -> Option<String> {
        Self::FIELDS.iter().find(|f| f.spec.key == key).map(|f| (f.get)(self))
    }

    /// Sets every field that `fields` names; all problems at once. Fields before a problem are set all the same.
    fn fill(&mut self, fields: &Fields) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (key, text) in fields.iter() {
            let error = match Self::FIELDS.iter().find(|f| f.spec.key == key) {
                Some(field) => (field.set)(self, text).err().map(|what| (field.spec.label, what)),
                None => Some((Self::NAME, format!("没有“{key}”这个字段"))),
            };
            if let Some((label, what)) = error {
                errors.push(FieldError { key: key.to_owned(), label: label.to_owned(), what });
            }
        }
        errors
    }

    /// Every filled field.
    fn fields(&self) -> Fields {
        Fields::of(Self::FIELDS.iter().map(|f| (f.spec.key, (f.get)(self))))
    }

    /// The table without the accessors.
    fn specs() -> Vec<Spec> {
        Self::FIELDS.iter().map(|f| f.spec).collect()
    }
}
