//! Reports asked for in the words of a form: understood as the fields of records are, all faults at once.

use crate::ask::report::{DAY, Entry, NUMBER, PERIOD, RECORD, SEED, TOWNSHIP, Wanted, entry_of};
use crate::ask::view::View;
use crate::calendar::Period;
use crate::entry::register::Register;
use crate::entry::value::understand_value;
use crate::model::field::{FieldError, Fields, Shape, Spec};
use crate::model::id::Id;

/// What is wanted of the report with this code, or every field that was not understood.
///
/// # Errors
/// A fault for each field, in words, with what may be written there.
pub fn wanted(
    view: &View,
    register: &dyn Register,
    code: &str,
    typed: &Fields,
) -> Result<Wanted, Vec<FieldError>> {
    let mut wanted = Wanted::new(code);
    let Some(entry) = entry_of(code) else { return Ok(wanted) };
    let mut faults = Vec::new();
    for spec in entry.specs() {
        let text = typed.get(spec.key).trim();
        let read =
            if text.is_empty() { Ok(()) } else { read(&mut wanted, entry, &spec, text, register, view) };
        if let Err(what) = read {
            faults.push(FieldError::at(spec.key, spec.label, what));
        }
    }
    for (key, what, _) in entry.faults(&wanted) {
        let label = entry.specs().iter().find(|spec| spec.key == key).map_or("", |spec| spec.label);
        // What was not understood is missing for that reason.
        if faults.iter().all(|fault| fault.key != key) {
            faults.push(FieldError::at(key, label, what));
        }
    }
    if faults.is_empty() { Ok(wanted) } else { Err(faults) }
}

fn read(
    wanted: &mut Wanted,
    entry: &Entry,
    spec: &Spec,
    text: &str,
    register: &dyn Register,
    view: &View,
) -> Result<(), String> {
    let value = |shape| understand_value(&Spec { shape, ..*spec }, text, register, view.today);
    let number = || value(Shape::Count)?.parse().map_err(|_| format!("应为整数：{text}"));
    match spec.key {
        RECORD => wanted.id = record(entry, text, &value)?,
        TOWNSHIP => wanted.township = value(spec.shape)?,
        PERIOD => wanted.period = Some(text.parse::<Period>().map_err(|error| error.to_string())?),
        DAY => wanted.day = value(spec.shape)?.parse().map_err(|_| format!("不是日期：{text}"))?,
        NUMBER => wanted.number = Some(number()?),
        SEED => wanted.seed = Some(u64::from(number()?)),
        _ => {}
    }
    Ok(())
}

/// The record that is meant, of whichever kind the report is about: by its number or by a part of its name.
fn record(entry: &Entry, text: &str, value: &dyn Fn(Shape) -> Result<String, String>) -> Result<Id, String> {
    let read: Vec<Result<String, String>> =
        entry.records.iter().map(|kind| value(Shape::Link(*kind))).collect();
    let mut found: Vec<Id> = read.iter().flatten().filter_map(|id| id.parse().ok()).collect();
    found.dedup();
    match (found.as_slice(), read.as_slice()) {
        ([one], _) => Ok(*one),
        ([], [Err(why)]) => Err(why.clone()),
        ([], _) => Err(format!("没有“{text}”，写编号或名称的一部分；可以是：{}", entry.record_names())),
        (several, _) => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(format!("“{text}”不止一条，写编号：{}", ids.join("、")))
        }
    }
}
