//! Canonical text as people read it: names for codes, nothing else changed.

use crate::model::basics::Basics;
use crate::model::field::{Shape, list};

/// The words for a field's canonical text: short names of units and departments, names of industries. What is not known
/// stays as it is.
pub fn in_words(basics: &Basics, shape: Shape, text: &str) -> String {
    let name_or = |name: Option<&str>| name.map_or(text, |name| name).to_owned();
    match shape {
        Shape::Unit => name_or(basics.unit(text).map(|unit| unit.short.as_str())),
        Shape::Department => name_or(basics.department(text).map(|department| department.short.as_str())),
        Shape::Industry => name_or(basics.industry(text).map(|industry| industry.name.as_str())),
        Shape::Industries => {
            list(text).map(|code| in_words(basics, Shape::Industry, code)).collect::<Vec<_>>().join("、")
        }
        _ => text.to_owned(),
    }
}
