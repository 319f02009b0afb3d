//! The lines that `export all` writes, as the tables an office would send: a sheet for each kind of record, enterprises by
//! name, a hazard with the last step of its history. The number of a row is that of its line.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::lines::of_json;
use super::{Cell, Sheet};

/// Records by kind, as they come.
#[derive(Default)]
pub(super) struct Own {
    sheets: BTreeMap<String, Sheet>,
    /// Names of enterprises by number.
    names: BTreeMap<String, String>,
}

/// What a table says of the last round, recheck and transfer of a hazard: its column, which list, which value there.
const LAST: &[(&str, &str, &str)] = &[
    ("done_on", "rounds", "done_on"),
    ("how", "rounds", "how"),
    ("recheck", "rechecks", "result"),
    ("recheck_on", "rechecks", "on"),
    ("recheck_by", "rechecks", "by"),
    ("department", "legs", "department"),
    ("letter_no", "legs", "letter_no"),
    ("sent_on", "legs", "sent_on"),
];

/// And of the hazard itself.
const OF_HAZARD: &[&str] = &["state", "due_proposed", "closed_on"];

impl Own {
    /// Takes the record of the line at this index (from 0); `false`: it is a line of somebody else's.
    pub(super) fn take(&mut self, at: usize, line: &Map<String, Value>) -> bool {
        let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let (Some(kind), Some(id)) = (line.get("kind").and_then(Value::as_str), line.get("id")) else {
            // The 口径 is of a kind of its own and has no number.
            return line.get("kind").is_some() && line.get("口径").is_some();
        };
        let Some(fields) = line.get("fields").and_then(Value::as_object) else { return false };
        if !text("voided").is_empty() {
            return true;
        }
        if let (Some(id), Some(name)) = (id.as_str(), fields.get("name").and_then(Value::as_str)) {
            self.names.insert(id.to_owned(), name.to_owned());
        }
        let sheet = self.sheets.entry(kind.to_owned()).or_insert_with(|| Sheet {
            name: kind.to_owned(),
            kind: kind.to_owned(),
            rows: vec![Vec::new()],
            ..Sheet::default()
        });
        sheet.rows.resize_with(at + 2, Vec::new);
        put(sheet, at + 1, "id", id);
        for (key, value) in fields {
            put(sheet, at + 1, key, value);
        }
        if let Some(hazard) = line.get("hazard") {
            for key in OF_HAZARD {
                put(sheet, at + 1, key, hazard.get(key).unwrap_or(&Value::Null));
            }
            for (column, list, key) in LAST {
                let last = hazard.get(list).and_then(Value::as_array).and_then(|list| list.last());
                put(sheet, at + 1, column, last.and_then(|last| last.get(key)).unwrap_or(&Value::Null));
            }
        }
        true
    }

    /// A sheet for each kind.
    pub(super) fn sheets(self) -> Vec<Sheet> {
        let names = self.names;
        let mut sheets: Vec<Sheet> = self.sheets.into_values().collect();
        for sheet in &mut sheets {
            let Some(column) = column_of(sheet, "enterprise") else { continue };
            for cell in sheet.rows.iter_mut().skip(1).filter_map(|row| row.get_mut(column)) {
                if let Some(name) = names.get(&cell.words()) {
                    *cell = Cell::Text(name.clone());
                }
            }
        }
        sheets
    }
}

fn column_of(sheet: &Sheet, key: &str) -> Option<usize> {
    sheet.rows.first()?.iter().position(|head| head.words() == key)
}

fn put(sheet: &mut Sheet, row: usize, key: &str, value: &Value) {
    let cell = of_json(value);
    if cell.is_blank() {
        return;
    }
    let column = column_of(sheet, key).unwrap_or_else(|| {
        let Some(heads) = sheet.rows.first_mut() else { return 0 };
        heads.push(Cell::Text(key.to_owned()));
        heads.len() - 1
    });
    if let Some(cells) = sheet.rows.get_mut(row) {
        if cells.len() <= column {
            cells.resize_with(column + 1, Cell::default);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
    }
}
