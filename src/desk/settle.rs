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

/// Key under which a correction of a record says from which day on it holds, where that was typed.
const FROM: Spec = Spec::new("effective_on", "生效日", Shape::Date);

/// A field that could not be understood, and the number of its command in the group; 0: the only one.
pub type Misread = (usize, FieldError);

/// The wish with every field brought to canonical text, and all that could not be understood, which is left out of it.
pub fn settle(view: &View, register: &dyn Register, command: Command) -> (Command, Vec<Misread>) {
    let mut wrong = Vec::new();
    let command = match command {
        Command::Group(commands) => {
            let mut each = |(n, one)| {
                let (command, told) = settle(view, register, one);
                wrong.extend(told.into_iter().map(|(_, error)| (n + 1, error)));
                command
            };
            Command::Group(commands.into_iter().enumerate().map(&mut each).collect())
        }
        one => {
            let (command, errors) = alone(view, register, one);
            wrong.extend(errors.into_iter().map(|error| (0, error)));
            command
        }
    };
    (command, wrong)
}

/// What is wrong with a wish of which something was not understood: that, and whatever `judged` finds at other fields of the rest.
/// Who may not do it at all, or not now, is told that alone.
pub fn refusal(wrong: Vec<Misread>, judged: Option<Refusal>) -> Refusal {
    const FIRST: [&str; 2] = ["权限", "状态"];
    let is_one = wrong.iter().all(|(n, _)| *n == 0);
    let judged = match judged {
        Some(refusal) if is_one && FIRST.contains(&refusal.guard.as_str()) => return refusal,
        Some(refusal) if is_one => refusal.fields,
        _ => Vec::new(),
    };
    let text =
        |(n, error): &Misread| if *n == 0 { error.to_string() } else { format!("第 {n} 条：{error}") };
    let read = wrong.iter().map(text);
    let others = judged.into_iter().filter(|other| wrong.iter().all(|(_, error)| error.key != other.key));
    let others: Vec<FieldError> = others.collect();
    let text = read.chain(others.iter().map(ToString::to_string)).collect::<Vec<_>>().join("；");
    let fields = wrong.into_iter().map(|(_, error)| error).chain(others).collect();
    Refusal { text, ..Refusal::of_fields(fields) }
}

fn alone(view: &View, register: &dyn Register, command: Command) -> (Command, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut settled = |specs: &[Spec], fields: Fields| settled(view, register, specs, fields, &mut errors);
    let command = match command {
        Command::Enter { kind, fields } => {
            let specs = specs_for(kind, fields.get("sort"), view.basics);
            Command::Enter { kind, fields: settled(&specs, fields) }
        }
        Command::Amend { id, seen, fields, effective_on, why } => {
            let specs: Vec<Spec> = specs_of(id.kind()).into_iter().chain([FROM]).collect();
            let mut fields = settled(&specs, fields);
            let typed = fields.day(FROM.key);
            fields.0.remove(FROM.key);
            let effective_on = if typed.is_none() { effective_on } else { typed };
            Command::Amend { id, seen, fields, effective_on, why }
        }
        // Old ledgers come as an import has already understood them.
        Command::Act { id, deed, fields } if deed != Deed::Import => {
            Command::Act { id, deed, fields: settled(&specs_for_deed(deed), fields) }
        }
        other => other,
    };
    (command, errors)
}

/// Problems come in the order of the fields.
fn settled(
    view: &View,
    register: &dyn Register,
    specs: &[Spec],
    fields: Fields,
    errors: &mut Vec<FieldError>,
) -> Fields {
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
        } else if typed.starts_with('$') && matches!(spec.shape, Shape::Link(_) | Shape::Links(_)) {
            // A record of the same wish: there is nothing to look for yet.
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
    errors.sort_by_key(|error| specs.iter().position(|spec| spec.key == error.key));
    settled
}
