//! Canonical text → words, by the shape of the field: as a page says it, as somebody would type it, as a table prints it.
//! (The other way is `entry::value`'s.)

use super::view::View;
use crate::calendar::Period;
use crate::model::basics::Basics;
use crate::model::field::{Shape, Spec, list};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::{Hazard, transitions};
use crate::model::id::{Id, Kind};
use crate::model::noun::Noun;
use crate::model::snooze::record_of;

/// What stands on the screen for a canonical value.
pub fn shown(view: &View, shape: Shape, text: &str) -> String {
    match shape {
        Shape::Link(_) | Shape::Links(_) => each(text, |one| linked(view, one)),
        Shape::Task => match view.basics.node_on(text, view.today) {
            Some(node) => format!("{} {}", node.code, node.title),
            None => text.to_owned(),
        },
        _ => in_words(view.basics, shape, text),
    }
}

/// The words that the basics have for a canonical value: short names of units and departments, names of industries. What
/// they do not know stays as it is.
pub fn in_words(basics: &Basics, shape: Shape, text: &str) -> String {
    match shape {
        Shape::Industry | Shape::Industries => {
            each(text, |code| basics.industry(code).map_or(code, |i| &i.name).to_owned())
        }
        _ => typed(basics, shape, text, |_| None),
    }
}

/// What somebody would type for a canonical value: the shortest name that is understood again. `name` gives that of an
/// enterprise.
pub fn typed(basics: &Basics, shape: Shape, text: &str, name: impl Fn(Id) -> Option<String>) -> String {
    let or = |name: Option<&String>| name.map_or(text, String::as_str).to_owned();
    match shape {
        Shape::Unit => or(basics.unit(text).map(|unit| &unit.short)),
        Shape::Sort => or(basics.sort(text).map(|sort| &sort.name)),
        Shape::Department => or(basics.department(text).map(|department| &department.short)),
        Shape::Industry | Shape::Industries => {
            each(text, |code| basics.industry(code).map_or(code, |i| &i.short).to_owned())
        }
        Shape::Link(Kind::Enterprise) => text.parse().ok().and_then(name).unwrap_or_else(|| text.to_owned()),
        _ => text.to_owned(),
    }
}

/// What may be chosen for a field; empty: free. `sort` is that of the record, where it is a 工作记录.
pub fn choices(basics: &Basics, spec: &Spec, sort: &str) -> Vec<String> {
    match spec.shape {
        Shape::Variant => basics.sort(sort).map(|sort| sort.variants.clone()).unwrap_or_default(),
        Shape::Stage => basics.sort(sort).map(|sort| sort.stages.clone()).unwrap_or_default(),
        Shape::One(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Shape::Flag => vec!["是".into(), "否".into()],
        Shape::Unit => basics.units.iter().map(|unit| unit.short.clone()).collect(),
        Shape::Department => basics.departments.iter().map(|department| department.short.clone()).collect(),
        Shape::Industry | Shape::Industries => basics.industries.iter().map(|i| i.short.clone()).collect(),
        Shape::Sort => basics.sorts.iter().map(|sort| sort.name.clone()).collect(),
        Shape::Text if spec.key == CATEGORY => basics.categories.iter().map(|c| c.name.clone()).collect(),
        _ => Vec::new(),
    }
}

/// 类别 is a word of the basics where it is known, and any other word where it is not.
pub const CATEGORY: &str = "category";

fn each(text: &str, word: impl Fn(&str) -> String) -> String {
    list(text).map(word).collect::<Vec<_>>().join("、")
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

/// What a line of 今日 is about, by the key that a snooze keeps.
pub struct Item {
    /// In words; the key itself where nothing is known by it.
    pub words: String,
    /// `no` of the unit whose line it is; 0: nobody's in particular.
    pub unit: u8,
}

/// The item of a key ([`Snooze::item`](crate::model::snooze::Snooze)).
pub fn item(view: &View, key: &str) -> Item {
    if let Some(id) = record_of(key) {
        let unit = view.cards.hazard(id).map_or(0, |card| card.township);
        // A line may be about a part of a record: which paper of it, or which duty on it.
        let part = key.split('/').nth(1).unwrap_or_default();
        let part = view.duties.get(part).map_or(part, |duty| &duty.title);
        let words = format!("{} {id} {part}", view.called(id));
        return Item { words: words.trim().to_owned(), unit };
    }
    let parts: Vec<&str> = key.split('/').collect();
    let (words, unit) = match parts.as_slice() {
        [_, duty, unit, period] => (cell(view, duty, unit, period), view.basics.unit_no(unit)),
        [_, task, number] => (milestone(view, task, number), 0),
        _ => (None, 0),
    };
    Item { words: words.unwrap_or_else(|| key.to_owned()), unit }
}

fn cell(view: &View, duty: &str, unit: &str, period: &str) -> Option<String> {
    let duty = view.duties.get(duty)?;
    let period = period.parse::<Period>().map_or_else(|_| period.to_owned(), |period| period.label());
    Some(format!("{} {} {period}", duty.title, view.unit_name(unit)))
}

fn milestone(view: &View, task: &str, number: &str) -> Option<String> {
    let plan = view.basics.plans_from(view.today).into_iter().find(|plan| plan.node(task).is_some())?;
    let node = plan.node(task)?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    let milestone = plan.deadline_of(node).and_then(|deadline| deadline.milestones.get(at));
    Some(format!("{} {}", node.code, milestone.map_or(&node.title, |milestone| &milestone.text)))
}

/// Labels of what may be said of a hazard, by their keys: of its own fields and of what an old ledger tells besides.
pub fn labels_of_hazard<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let specs = specs_for_deed(Deed::Import);
    let label = |key: &'k str| specs.iter().find(|spec| spec.key == key).map_or(key, |spec| spec.label);
    keys.map(label).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_old_ledger_does_not_tell_is_named_by_labels() {
        let keys = ["source", "sent_on", "finders", "on", "by"];
        assert_eq!(labels_of_hazard(keys.into_iter()), "来源、发出日、发现人、复查日期、复查人");
    }
}
