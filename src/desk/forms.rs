//! Forms: what is asked for a new record, for a correction, for a transition; with everything known filled in.

use crate::ask::answer::{Answer, FormWish};
use crate::ask::query::FormFor;
use crate::ask::view::View;
use crate::ask::whole::absent;
use crate::entry::form::form as made;
use crate::entry::register::Register;
use crate::model::basics::Basics;
use crate::model::case::Case;
use crate::model::field::{Fields, Spec};
use crate::model::hazard::Hazard;
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::{OfRecord, transition};
use crate::model::id::{Id, Kind};
use crate::model::row::{Body, name_of, specs_for};
use crate::model::state::prefilled;

/// The form for a purpose, or why there is none.
pub fn form(view: &View, case: &Case, register: &dyn Register, purpose: &FormFor) -> Answer {
    match purpose {
        FormFor::New(Kind::Hazard, given) => {
            let way = transition(Deed::Register);
            let known = way.prefilled(case, None, given);
            Answer::Form(made("新隐患", FormWish::NewHazard, &asked(Deed::Register), &known, register))
        }
        FormFor::New(kind, given) => {
            // In a draft the sort stands as it was typed.
            let sort = view.basics.sort_by(given.get("sort")).one().filter(|_| *kind == Kind::Evidence);
            let title = format!("新{}", sort.map_or(name_of(*kind), |sort| &sort.name));
            let given = sort.map_or_else(|| given.clone(), |sort| given.clone().with("sort", &sort.code));
            let known = prefilled(*kind, case, &given);
            let specs = specs_for(*kind, given.get("sort"), view.basics);
            Answer::Form(made(&title, FormWish::Enter(*kind), &specs, &known, register))
        }
        FormFor::Edit(id) => {
            let Some(row) = view.shelves.row(*id) else { return Answer::Nothing(absent(view, *id)) };
            let title = format!("更正 {id} {}", row.body.title());
            let wish = FormWish::Amend(*id, row.version);
            Answer::Form(made(&title, wish, &corrected(&row.body, view.basics), &row.body.fields(), register))
        }
        FormFor::Act(ids, deed) => act(view, case, register, ids, *deed),
    }
}

fn act(view: &View, case: &Case, register: &dyn Register, ids: &[Id], deed: Deed) -> Answer {
    let way = transition(deed);
    let Some(first) = ids.first() else { return Answer::Nothing("没有选中隐患".into()) };
    let Some(row) = view.shelves.row(*first) else { return Answer::Nothing(absent(view, *first)) };
    let title = match ids {
        [id] => format!("{} {id} {}", way.name, row.body.title()),
        many => format!("{} 选中的 {} 条", way.name, many.len()),
    };
    // The days of one hazard are not those of the others.
    let of_one = ids.len() == 1 || way.record != OfRecord::Dates;
    let known = way.prefilled(case, of_one.then_some(&row), &Fields::default());
    let own = way.own_specs();
    let is_there = |spec: &Spec| known.has(spec.key) || own.contains(spec);
    let mut asks = asked(deed);
    asks.retain(|spec| way.record != OfRecord::Dates || !of_one || is_there(spec));
    let remembered = register.accepted(*first).filter(|_| [Deed::Assign, Deed::Reassign].contains(&deed));
    // Whoever has it now is not asked again.
    let holds = row.hazard().and_then(|hazard| hazard.leg()).map(|leg| leg.department.clone());
    let remembered = remembered.filter(|(code, _)| holds.as_ref() != Some(code));
    let known = match &remembered {
        Some((code, _)) => known.with("department", code),
        None => known,
    };
    let mut form = made(&title, FormWish::Act(ids.to_vec(), deed), &asks, &known, register);
    if let (Some((_, words)), Some(ask)) =
        (remembered, form.asks.iter_mut().find(|ask| ask.spec.key == "department"))
    {
        ask.hint = words;
    }
    let waits = row.hazard().filter(|_| ids.len() == 1).and_then(|hazard| waiting(deed, hazard));
    if let (Some(words), Some(ask)) = (waits, form.asks.first_mut()) {
        ask.hint = words;
    }
    Answer::Form(form)
}

/// What was asked for, in words, for who decides about it.
fn waiting(deed: Deed, hazard: &Hazard) -> Option<String> {
    let also =
        |what: &str, text: &str| if text.is_empty() { String::new() } else { format!("；{what}：{text}") };
    match deed {
        Deed::DecideExtension => hazard.pending_extension().map(|one| {
            let late = if one.missed.is_none() { "" } else { "（逾期后申请）" };
            let head =
                format!("{} {} 申请由 {} 延至 {}{late}", one.asked_on, one.asked_by, hazard.due, one.new_due);
            head + &also("理由", &one.reason) + &also("期间措施", &one.interim)
        }),
        Deed::DecideRegrade => hazard.pending_regrading().map(|one| {
            let head = format!("{} {} 申请由{}调为{}", one.asked_on, one.asked_by, hazard.level, one.level);
            head + &also("依据", &one.criterion) + &also("理由", &one.reason) + &also("措施", &one.interim)
        }),
        _ => None,
    }
}

/// What may be corrected of a record; of a hazard not what has transitions of its own, and why.
fn corrected(body: &Body, basics: &Basics) -> Vec<Spec> {
    let specs = body.specs(basics);
    if body.kind() != Kind::Hazard {
        return specs;
    }
    let must = |key: &str| specs.iter().any(|spec| spec.key == key && spec.required);
    asked(Deed::Amend).into_iter().map(|spec| Spec { required: must(spec.key), ..spec }).collect()
}

fn asked(deed: Deed) -> Vec<Spec> {
    transition(deed).asks().into_iter().map(|ask| ask.spec).collect()
}
