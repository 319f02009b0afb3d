//! A field's row of its table, on its way over a socket: as its place in the tables, which both ends have, and whether it must be
//! filled, which a purpose may settle otherwise.

use std::sync::OnceLock;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::field::Spec;
use crate::model::hazard::transitions::TRANSITIONS;
use crate::model::id::Kind;
use crate::model::row::specs_of;

/// Every row of every table, once.
fn catalogue() -> &'static [Spec] {
    static ALL: OnceLock<Vec<Spec>> = OnceLock::new();
    ALL.get_or_init(|| {
        let nouns = Kind::ALL.iter().flat_map(|kind| specs_of(*kind));
        let deeds = TRANSITIONS.iter().flat_map(|way| way.asks()).map(|ask| ask.spec);
        let mut all: Vec<Spec> = Vec::new();
        for spec in nouns.chain(deeds) {
            if !all.iter().any(|known| is_same(known, &spec)) {
                all.push(spec);
            }
        }
        all
    })
}

fn is_same(one: &Spec, other: &Spec) -> bool {
    (one.key, one.label, one.shape) == (other.key, other.label, other.shape)
}

/// Writes the place.
pub fn serialize<S: Serializer>(spec: &Spec, to: S) -> Result<S::Ok, S::Error> {
    let place = catalogue().iter().position(|known| is_same(known, spec));
    let place = place.ok_or_else(|| S::Error::custom(format!("没有“{}”这个栏目", spec.label)))?;
    (place as u32, spec.required).serialize(to)
}

/// Looks it up.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Spec, D::Error> {
    let (place, required) = <(u32, bool)>::deserialize(from)?;
    let known = catalogue().get(place as usize);
    let known = known.ok_or_else(|| D::Error::custom(format!("没有第 {place} 个栏目")))?;
    Ok(Spec { required, ..*known })
}
