//! Canonical text → what an officer reads, by the shape of the field. (The other way is `entry::value`'s.)

use super::view::View;
use crate::model::field::{Shape, Spec, list};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::{Hazard, transitions};
use crate::model::id::{Id, Kind};
use crate::model::noun::Noun;

/// What stands on the screen for a canonical value.
pub fn shown(view: &View, shape: Shape, text: &str) -> String {
    match shape {
        Shape::Unit => view.unit_name(text),
        Shape::Department => {
            view.basics.department(text).map_or_else(|| text.to_owned(), |d| d.short.clone())
        }
        Shape::Industry => view.basics.industry(text).map_or_else(|| text.to_owned(), |i| i.name.clone()),
        Shape::Industries => {
            list(text).map(|one| shown(view, Shape::Industry, one)).collect::<Vec<_>>().join("、")
        }
        Shape::Link(_) => linked(view, text),
        Shape::Links(_) => list(text).map(|one| linked(view, one)).collect::<Vec<_>>().join("、"),
        Shape::Task => match view.basics.plans.first().and_then(|plan| plan.node(text)) {
            Some(node) => format!("{} {}", node.code, node.title),
            None => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}

fn linked(view: &View, text: &str) -> String {
    let Ok(id) = text.parse::<Id>() else { return text.to_owned() };
    match id.kind() {
        Kind::Enterprise | Kind::Person | Kind::Hazard => {
            format!("{} {id}", view.called(id)).trim().to_owned()
        }
        _ => id.to_string(),
    }
}

/// The specs that the fields of a wish are read by.
pub fn specs_for_deed(deed: Deed) -> Vec<Spec> {
    let mut specs: Vec<Spec> = transitions::transition(deed).asks().iter().map(|ask| ask.spec).collect();
    let asked: Vec<&str> = specs.iter().map(|spec| spec.key).collect();
    specs.extend(Hazard::specs().into_iter().filter(|spec| !asked.contains(&spec.key)));
    specs
}
