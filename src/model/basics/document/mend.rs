//! Takes out or fills in the part of an entry that could not be read, so that the rest of it can be.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Stand-ins for required fields that are missing, each with a span of its own beyond the text.
pub(super) struct Fillings {
    next_start: usize,
    tried: BTreeMap<usize, usize>,
}

impl Fillings {
    pub(super) fn after(length: usize) -> Self {
        Self { next_start: length + 1, tried: BTreeMap::new() }
    }

    /// Puts a stand-in for `name` into the table at `span`; gives the path of the field.
    pub(super) fn insert(
        &mut self,
        entry: &mut Spanned<DeValue<'_>>,
        span: &Range<usize>,
        name: &str,
    ) -> Option<String> {
        let start = self.next_start;
        self.next_start += 1;
        self.tried.insert(start, 0);
        let (path, table) = table_at(entry, span, "")?;
        let key = Spanned::new(start..start, name.to_owned().into());
        table.insert(key, Spanned::new(start..start, stand_in(0)?));
        Some(join(&path, name))
    }

    /// The stand-in at `span` had the wrong type: tries the next one, or the `word` that was asked for.
    pub(super) fn next(
        &mut self,
        entry: &mut Spanned<DeValue<'_>>,
        span: &Range<usize>,
        word: Option<&str>,
    ) -> bool {
        let Some(tried) = self.tried.get_mut(&span.start) else { return false };
        let Some(value) = value_at(entry, span.start) else { return false };
        *tried += 1;
        let wanted = word.map(|word| DeValue::String(word.to_owned().into()));
        match wanted.or_else(|| stand_in(*tried)) {
            Some(next) => *value.get_mut() = next,
            None => return false,
        }
        true
    }
}

fn stand_in(n: usize) -> Option<DeValue<'static>> {
    let value = |text: &'static str| DeValue::parse(text).ok().map(Spanned::into_inner);
    match n {
        0 => value("''"),
        1 => value("'2000-01-01'"),
        2 => value("1"),
        3 => value("false"),
        4 => value("[]"),
        5 => value("{}"),
        _ => None,
    }
}

/// Takes out the innermost part that stands at byte `at`; gives its path.
pub(super) fn take_out(value: &mut Spanned<DeValue<'_>>, at: usize, path: &str) -> Option<String> {
    let here = |span: Range<usize>| span.contains(&at) || span.start == at;
    match value.get_mut() {
        DeValue::Table(table) => {
            for (key, item) in table.iter_mut() {
                if let Some(found) = take_out(item, at, &join(path, key.get_ref())) {
                    return Some(found);
                }
            }
            let key = table.iter().find(|(key, item)| here(key.span()) || here(item.span()));
            let key = key.map(|(key, _)| key.get_ref().clone())?;
            table.remove(key.as_ref());
            Some(join(path, &key))
        }
        DeValue::Array(items) => {
            for (n, item) in items.iter_mut().enumerate() {
                if let Some(found) = take_out(item, at, &format!("{path}[{n}]")) {
                    return Some(found);
                }
            }
            let n = items.iter().position(|item| here(item.span()))?;
            *items =
                items.iter().enumerate().filter(|(k, _)| *k != n).map(|(_, item)| item.clone()).collect();
            Some(format!("{path}[{n}]"))
        }
        _ => None,
    }
}

fn table_at<'v, 'i>(
    value: &'v mut Spanned<DeValue<'i>>,
    span: &Range<usize>,
    path: &str,
) -> Option<(String, &'v mut DeTable<'i>)> {
    let found = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) => {
            if found {
                return Some((path.to_owned(), table));
            }
            table.iter_mut().find_map(|(key, item)| table_at(item, span, &join(path, key.get_ref())))
        }
        DeValue::Array(items) => {
            items.iter_mut().enumerate().find_map(|(n, item)| table_at(item, span, &format!("{path}[{n}]")))
        }
        _ => None,
    }
}

fn value_at<'v, 'i>(
    value: &'v mut Spanned<DeValue<'i>>,
    start: usize,
) -> Option<&'v mut Spanned<DeValue<'i>>> {
    if value.span().start == start {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().find_map(|(_, item)| value_at(item, start)),
        DeValue::Array(items) => items.iter_mut().find_map(|item| value_at(item, start)),
        _ => None,
    }
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
