//! Wishes come with what somebody typed in a field (`11-20`, `马甲`, `√`); decisions want canonical text. Understood here once,
//! for forms, `do ID ACTION key=value` and pasted cells alike.

use crate::ask::view::View;
use crate::ask::words::specs_for_deed;
use crate::entry::register::Register;
use crate::entry::value::understand_value_of;
use crate::model::command::Command;
use crate::model::field::{FieldError, Fields, Spec};
use crate::model::hazard::deeds::Deed;
use crate::model::row::{specs_for, specs_of};

/// The wish with every field brought to canonical text, and what could not be understood; that is left out of the wish. Of
/// several wishes in one the first that is not understood is told, and stands for all.
pub fn settle(view: &View, register: &dyn Register, command: Command) -> (Command, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut settled = |specs: &[Spec], fields: Fields| {
        let (fields, found) = settled(view, register, specs, fields);
        errors.extend(found);
        fields
    };
    let command = match command {
        Command::Enter { kind, fields } => {
            let specs = specs_for(kind, fields.get("sort"), view.basics);
            Command::Enter { kind, fields: settled(&specs, fields) }
        }
        Command::Amend { id, seen, fields, effective_on, why } => {
            let fields = settled(&specs_of(id.kind()), fields);
            Command::Amend { id, seen, fields, effective_on, why }
        }
        // Old ledgers come as an import has already understood them.
        Command::Act { id, deed, fields } if deed != Deed::Import => {
            Command::Act { id, deed, fields: settled(&specs_for_deed(deed), fields) }
        }
        Command::Group(commands) => {
            let mut all = Vec::new();
            for one in commands {
                let (one, found) = settle(view, register, one);
                if !found.is_empty() {
                    return (one, found);
                }
                all.push(one);
            }
            Command::Group(all)
        }
        other => other,
    };
    (command, errors)
}

fn settled(
    view: &View,
    register: &dyn Register,
    specs: &[Spec],
    fields: Fields,
) -> (Fields, Vec<FieldError>) {
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
            match understand_value_of(sort, spec, typed, register, view.today) {
                Ok(text) => settled.put(spec.key, text),
                Err(what) => errors.push(FieldError { key: spec.key.into(), label: spec.label.into(), what }),
            }
        }
    }
    (settled, errors)
}
