//! What every noun has: a kind, a name, a FIELDS table and a line to call it by.

use super::case::Role;
use super::field::{Field, FieldError, Fields, Spec};
use super::id::Kind;

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

    /// How one is made where that is not by filling its form; empty: by its form.
    const MADE_BY: &'static str = "";

    /// The words it is called by in a list.
    fn title(&self) -> String;

    /// What is wrong with the record as a whole, beyond single fields.
    fn faults(&self) -> Vec<FieldError> {
        Vec::new()
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
