//! Forms: what is asked for a new record, for a correction, for a transition; with everything known filled in.

use super::answer::{Answer, Asked, Form, FormWish};
use super::query::FormFor;
use super::view::View;
use super::words::shown;
use crate::model::case::Case;
use crate::model::field::{Fields, Shape, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions;
use crate::model::id::{Id, Kind};
use crate::model::row::{name_of, specs_of};

/// The form for a purpose, or why there is none.
pub fn form(view: &View, case: &Case, purpose: &FormFor) -> Answer {
    match purpose {
        FormFor::New(Kind::Hazard, fields) => Answer::Form(new_hazard(view, case, fields)),
        FormFor::New(kind, fields) => Answer::Form(Form {
            title: format!("新{}", name_of(*kind)),
            wish: FormWish::Enter(*kind),
            asks: specs_of(*kind)
                .into_iter()
                .map(|spec| asked(view, spec, default(view, spec, fields)))
                .collect(),
        }),
        FormFor::Edit(id) => edit(view, *id),
        FormFor::Act(ids, deed) => act(view, case, ids, *deed),
    }
}

fn new_hazard(view: &View, case: &Case, fields: &Fields) -> Form {
    let row = transitions::transition(Deed::Register);
    let mut known = row.prefilled(case, None, fields);
    for ask in row.asks() {
        if !known.has(ask.spec.key) {
            known.put(ask.spec.key, default(view, ask.spec, fields));
        }
    }
    let asks =
        row.asks().iter().map(|ask| asked(view, ask.spec, known.get(ask.spec.key).to_owned())).collect();
    Form { title: "新隐患".into(), wish: FormWish::NewHazard, asks }
}

/// What a field of a new record starts with: what the caller knows; else today for its own day, me for who went.
fn default(view: &View, spec: Spec, fields: &Fields) -> String {
    let given = fields.get(spec.key);
    if !given.is_empty() {
        return given.to_owned();
    }
    match (spec.key, spec.shape) {
        ("date" | "found_on" | "sent_on" | "submitted_on", Shape::Date) => view.today.to_string(),
        ("inspectors" | "finders", Shape::People) => view.officer.name.clone(),
        ("township" | "unit" | "by", Shape::Unit) => view.officer.unit.clone(),
        _ => String::new(),
    }
}

fn edit(view: &View, id: Id) -> Answer {
    let Some(row) = view.shelves.row(id) else { return Answer::Nothing(format!("没有 {id}")) };
    let specs = specs_of(id.kind());
    Answer::Form(Form {
        title: format!("更正 {id} {}", row.body.title()),
        wish: FormWish::Amend(id, row.version),
        asks: specs
            .into_iter()
            .map(|spec| asked(view, spec, row.body.get(spec.key).unwrap_or_default()))
            .collect(),
    })
}

fn act(view: &View, case: &Case, ids: &[Id], deed: Deed) -> Answer {
    let row = transitions::transition(deed);
    let first = ids.first().and_then(|id| view.shelves.row(*id));
    let Some(hazard) = first.as_ref().and_then(|row| row.hazard()) else {
        return Answer::Nothing("没有选中隐患".into());
    };
    let title = match ids {
        [id] => format!("{} {id} {}", row.name, hazard.description),
        many => format!("{} 选中的 {} 条", row.name, many.len()),
    };
    let known = row.prefilled(case, first.as_ref(), &Fields::default());
    let asks =
        row.asks().iter().map(|ask| asked(view, ask.spec, known.get(ask.spec.key).to_owned())).collect();
    Answer::Form(Form { title, wish: FormWish::Act(ids.to_vec(), deed), asks })
}

fn asked(view: &View, spec: Spec, canonical: String) -> Asked {
    Asked {
        spec,
        value: shown(view, spec.shape, &canonical),
        choices: choices(view, spec.shape),
        hint: hint(spec),
    }
}

/// Words to choose from, where the shape has a short list of them.
fn choices(view: &View, shape: Shape) -> Vec<String> {
    match shape {
        Shape::One(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Shape::Flag => vec!["是".into(), "否".into()],
        Shape::Unit => view.basics.units.iter().map(|unit| unit.short.clone()).collect(),
        Shape::Department => view.basics.departments.iter().map(|d| d.short.clone()).collect(),
        Shape::Industry | Shape::Industries => {
            view.basics.industries.iter().map(|i| i.name.clone()).collect()
        }
        _ => Vec::new(),
    }
}

fn hint(spec: Spec) -> String {
    match spec.shape {
        Shape::Date => "如 11-20、昨天、周五、月底",
        Shape::Month => "如 2026-11",
        Shape::People => "几人用顿号隔开",
        Shape::Link(Kind::Enterprise) => "名称的一部分、拼音或编号",
        Shape::Link(_) | Shape::Links(_) => "编号，如 H2611-0042",
        Shape::Money => "元",
        Shape::Task => "如 T16、T18.3",
        _ if spec.key == "category" => "如 消防、燃气、用电",
        _ => "",
    }
    .to_owned()
}
