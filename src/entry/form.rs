//! A form that asks for what a line left open, with everything understood filled in.

use super::register::Register;
use super::value::{show_value, shown, sorts_named};
use crate::ask::answer::{Asked, Form, FormWish};
use crate::ask::words::choices;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::id::Kind;

/// Every field of `specs`, filled with `fields` (canonical) as somebody would type it.
pub fn form(title: &str, wish: FormWish, specs: &[Spec], fields: &Fields, register: &dyn Register) -> Form {
    let asks = specs.iter().map(|spec| Asked {
        spec: *spec,
        value: show_value(spec.shape, fields.get(spec.key), register),
        choices: offered(spec, fields.get("sort"), register),
        hint: hint(spec.shape).to_owned(),
    });
    Form { title: title.to_owned(), wish, asks: asks.collect() }
}

/// Links offered in a form.
const LINKS: usize = 20;

/// What may be chosen: the words of the basics, or the records that are to be named, those with something left to do first.
fn offered(spec: &Spec, sort: &str, register: &dyn Register) -> Vec<String> {
    match spec.shape {
        Shape::Link(kind) if kind != Kind::Enterprise => {
            let sorts = sorts_named(register.basics(), sort, spec);
            register.links(kind, &sorts, "").iter().take(LINKS).map(shown).collect()
        }
        _ => choices(register.basics(), spec, sort),
    }
}

/// How a value of this shape is written.
pub fn hint(shape: Shape) -> &'static str {
    match shape {
        Shape::Date | Shape::Term => "如 11-20、昨天、周五（刚过去的）",
        Shape::Ahead => "如 12-05、周五（将到的）、+4（四天后）、+3w（工作日）、月底",
        Shape::Validity => "如 2028-12-31；长期有效的空着",
        Shape::Month => "如 2026-11",
        Shape::Half => "如 2026H2",
        Shape::Money => "元，如 800、1.2万",
        Shape::People | Shape::Industries => "几个用 、 隔开",
        Shape::Link(Kind::Hazard) => "#42、描述的一部分或编号，Tab 选",
        Shape::Link(Kind::Enterprise) | Shape::Links(_) => "名称的一部分、拼音或编号",
        Shape::Link(_) => "名称的一部分或编号，Tab 选",
        Shape::Task => "如 T16",
        _ => "",
    }
}
