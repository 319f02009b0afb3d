//! Forms: what is asked for a new record, for a correction, for a transition; with everything known filled in.

use crate::ask::answer::{Answer, FormWish};
use crate::ask::query::FormFor;
use crate::ask::view::View;
use crate::ask::whole::absent;
use crate::entry::form::form as made;
use crate::entry::register::Register;
use crate::model::case::Case;
use crate::model::field::{Fields, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::hazard::transitions::transition;
use crate::model::id::{Id, Kind};
use crate::model::row::{name_of, specs_of};
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
            let title = format!("新{}", name_of(*kind));
            let known = prefilled(*kind, case, given);
            Answer::Form(made(&title, FormWish::Enter(*kind), &specs_of(*kind), &known, register))
        }
        FormFor::Edit(id) => {
            let Some(row) = view.shelves.row(*id) else { return Answer::Nothing(absent(view, *id)) };
            let title = format!("更正 {id} {}", row.body.title());
            let wish = FormWish::Amend(*id, row.version);
            Answer::Form(made(&title, wish, &specs_of(id.kind()), &row.body.fields(), register))
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
    let known = way.prefilled(case, Some(&row), &Fields::default());
    Answer::Form(made(&title, FormWish::Act(ids.to_vec(), deed), &asked(deed), &known, register))
}

fn asked(deed: Deed) -> Vec<Spec> {
    transition(deed).asks().into_iter().map(|ask| ask.spec).collect()
}
