//! Wishes come with what somebody typed in a field (`11-20`, `马甲`, `√`); decisions want canonical text. Understood here once,
//! for forms, `do ID ACTION key=value` and pasted cells alike.

use crate::ask::view::View;
use crate::ask::words::specs_for_deed;
use crate::entry::register::Register;
use crate::entry::value::understand_value_of;
use crate::model::command::{Command, Refusal};
use crate::model::field::{FieldError, Fields, Shape, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::row::{specs_for, specs_of};

/// The wish with every field brought to canonical text; or all that could not be understood, at once.
pub fn settle(view: &View, register: &dyn Register, command: Command) -> Result<Command, Refusal> {
    let settled = |specs: &[Spec], fields: Fields| settled(view, register, specs, fields);
    Ok(match command {
        Command::Enter { kind, fields } => {
            let specs = specs_for(kind, fields.get("sort"), view.basics);
            Command::Enter { kind, fields: settled(&specs, fields)? }
        }
        Command::Amend { id, seen, fields, effective_on, why } => {
            let fields = settled(&specs_of(id.kind()), fields)?;
            Command::Amend { id, seen, fields, effective_on, why }
        }
        // Old ledgers come as an import has already understood them.
        Command::Act { id, deed, fields } if deed != Deed::Import => {
            Command::Act { id, deed, fields: settled(&specs_for_deed(deed), fields)? }
        }
        Command::Group(commands) => {
            let settled: Result<Vec<_>, _> =
                commands.into_iter().map(|one| settle(view, register, one)).collect();
            Command::Group(settled?)
        }
        other => other,
    })
}

fn settled(view: &View, register: &dyn Register, specs: &[Spec], fields: Fields) -> Result<Fields, Refusal> {
    let mut errors = Vec::new();
    let mut settled = Fields::default();
    let sort = view.basics.sort_by(fields.get("sort")).one().map_or("", |sort| &sort.code);
    for (key, typed) in fields.iter() {
        let typed = typed.trim();
        let Some(spec) = specs.iter().find(|spec| spec.key == key || spec.label == key) else {
            settled.put(key, typed);
            continue;
        };
        if typed.is_empty() {
            settled.clear(spec.key);
        } else if typed.starts_with('$') {
            settled.put(spec.key, typed);
        } else {
            let understood = understand_value_of(sort, spec, typed, register, view.today);
            let understood = understood.and_then(|text| match spec.shape {
                Shape::Duty => view.duties.waivable(&text).map(|()| text),
                _ => Ok(text),
            });
            match understood {
                Ok(text) => settled.put(spec.key, text),
                Err(what) => errors.push(FieldError { key: spec.key.into(), label: spec.label.into(), what }),
            }
        }
    }
    if errors.is_empty() { Ok(settled) } else { Err(Refusal::of_fields(errors)) }
}
