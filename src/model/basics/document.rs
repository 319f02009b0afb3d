//! Reads a TOML document entry by entry and collects *every* problem in it before anybody speaks.
//!
//! serde stops at the first error. Here the part it stumbled over is noted with its line, taken out (or filled in,
//! when it is missing), and the entry is read again, so one pass shows an officer all that is to be mended.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

/// One thing wrong in a document: where, what, and the way out. Shown as it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: String,
    /// Counted from 1; 0 when the problem belongs to no line (something is missing altogether).
    pub line: usize,
    /// The key, dotted inside an entry: `deadline.milestones[1].due`; empty for a syntax error.
    pub field: String,
    pub what: String,
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 第{}行", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(f, " {}", self.field)?;
        }
        write!(f, "：{}。{}", self.what, self.hint)
    }
}

/// Where an entry and its fields stand, so that later checks can point at them.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    file: String,
    line: usize,
    fields: BTreeMap<String, usize>,
    broken: BTreeSet<String>,
}

impl Place {
    /// A problem at `field`; none when the field is already known to be broken, so nothing is said twice.
    pub(super) fn problem(&self, field: &str, what: impl Into<String>, hint: &str) -> Option<Problem> {
        if self.broken.iter().any(|broken| broken == field || field.starts_with(&format!("{broken}."))) {
            return None;
        }
        let line = self.fields.get(field).copied().unwrap_or(self.line);
        Some(Problem {
            file: self.file.clone(),
            line,
            field: field.to_owned(),
            what: what.into(),
            hint: hint.to_owned(),
        })
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn holds(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A document being read. Take the tables out one by one, then `finish` names what nobody asked for.
pub(super) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    root: DeTable<'a>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Document<'a> {
    pub(super) fn open(file: &'a str, text: &'a str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut document = Self { file, text, root: root.into_inner(), problems: Vec::new() };
        for error in errors {
            let (what, hint) = explain_syntax(error.message());
            let start = error.span().map_or(0, |span| span.start);
            let line = line_of(text, start);
            document.problems.push(Problem { file: file.to_owned(), line, field: String::new(), what, hint });
        }
        document
    }

    pub(super) fn holds(&self, key: &str) -> bool {
        self.root.contains_key(key)
    }

    /// The table `[key]`, if it is there.
    pub(super) fn one<T: DeserializeOwned>(&mut self, key: &str) -> Option<Placed<T>> {
        let value = self.root.remove(key)?;
        self.read(value)
    }

    /// The tables `[[key]]`, in the order of the file.
    pub(super) fn many<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Placed<T>> {
        let Some(value) = self.root.remove(key) else { return Vec::new() };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(entries) => entries.into_iter().filter_map(|entry| self.read(entry)).collect(),
            _ => {
                let what = format!("{key} 应是一组条目");
                self.note(span.start, key, what, format!("每条以 [[{key}]] 开头"));
                Vec::new()
            }
        }
    }

    /// All problems met so far, top-level keys that nobody asked for among them, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        let unknown: Vec<_> = self.root.keys().map(|key| (key.span().start, key.get_ref().to_string())).collect();
        for (start, key) in unknown {
            let what = format!("不认识的栏目 {key}");
            self.note(start, &key, what, "请删去，或核对栏目名".to_owned());
        }
        self.problems.sort();
        self.problems
    }

    fn note(&mut self, start: usize, field: &str, what: String, hint: String) {
        let (file, line) = (self.file.to_owned(), line_of(self.text, start));
        self.problems.push(Problem { file, line, field: field.to_owned(), what, hint });
    }

    fn read<T: DeserializeOwned>(&mut self, mut entry: Spanned<DeValue<'a>>) -> Option<Placed<T>> {
        dates_to_text(&mut entry);
        let mut place = Place {
            file: self.file.to_owned(),
            line: line_of(self.text, entry.span().start),
            ..Place::default()
        };
        note_lines(self.text, entry.get_ref(), "", &mut place.fields);
        let mut fillings = Fillings::after(self.text.len());
        // Every round takes out or fills in one part; an entry has far fewer parts than this.
        for _ in 0..1000 {
            let error = match T::deserialize(ValueDeserializer::from(entry.clone())) {
                Ok(value) => return Some(Placed { value, place }),
                Err(error) => error,
            };
            if !self.mend(&mut entry, &error, &mut fillings, &mut place) {
                break;
            }
        }
        None
    }

    /// Notes what `error` says, then takes out or fills in that part. False when the entry is beyond mending.
    fn mend(&mut self, entry: &mut Spanned<DeValue<'a>>, error: &Error, fillings: &mut Fillings, place: &mut Place) -> bool {
        let span = error.span().unwrap_or_else(|| entry.span());
        let words = quoted(error.message());
        if error.message().starts_with("missing field") {
            let Some(&name) = words.first() else { return false };
            let Some((path, filling)) = fillings.insert(entry, &span, name) else { return false };
            let ours = !self.is_in_text(&span) || place.broken.contains(&path);
            if !ours {
                self.note(span.start, &path, format!("缺少 {name}"), format!("请补上 {name} = …"));
            }
            place.broken.insert(path);
            return filling;
        }
        if !self.is_in_text(&span) {
            return fillings.next(entry, &span, words.get(1).copied());
        }
        let Some(path) = take_out(entry, span.start, "") else {
            let (what, hint) = explain_shape(error.message(), &words);
            self.note(span.start, "", what, hint);
            return false;
        };
        let (what, hint) = explain_shape(error.message(), &words);
        self.note(span.start, &path, what, hint);
        place.broken.insert(path);
        true
    }

    fn is_in_text(&self, span: &Range<usize>) -> bool {
        span.start < self.text.len()
    }
}

/// Stand-ins for required fields that are missing, each with a span of its own beyond the text.
struct Fillings {
    next_start: usize,
    tried: BTreeMap<usize, usize>,
}

impl Fillings {
    fn after(length: usize) -> Self {
        Self { next_start: length + 1, tried: BTreeMap::new() }
    }

    /// Puts a stand-in for `name` into the table at `span`; gives the path of the field and whether it was done.
    fn insert(&mut self, entry: &mut Spanned<DeValue<'_>>, span: &Range<usize>, name: &str) -> Option<(String, bool)> {
        let start = self.next_start;
        self.next_start += 1;
        self.tried.insert(start, 0);
        let (path, table) = table_at(entry, span, "")?;
        let key = Spanned::new(start..start, name.to_owned().into());
        table.insert(key, Spanned::new(start..start, stand_in(0)?));
        Some((join(&path, name), true))
    }

    /// The stand-in at `span` had the wrong type: tries the next one, or the `word` that was asked for.
    fn next(&mut self, entry: &mut Spanned<DeValue<'_>>, span: &Range<usize>, word: Option<&str>) -> bool {
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

/// Dates may stand bare (`2024-05-10`) or quoted; the types read text.
fn dates_to_text(value: &mut Spanned<DeValue<'_>>) {
    match value.get_mut() {
        DeValue::Datetime(date) => {
            let text = date.to_string();
            *value.get_mut() = DeValue::String(text.into());
        }
        DeValue::Array(items) => items.iter_mut().for_each(dates_to_text),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, item)| dates_to_text(item)),
        _ => {}
    }
}

fn note_lines(text: &str, value: &DeValue<'_>, path: &str, lines: &mut BTreeMap<String, usize>) {
    match value {
        DeValue::Table(table) => {
            for (key, item) in table {
                let path = join(path, key.get_ref());
                lines.insert(path.clone(), line_of(text, key.span().start));
                note_lines(text, item.get_ref(), &path, lines);
            }
        }
        DeValue::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let path = format!("{path}[{n}]");
                lines.insert(path.clone(), line_of(text, item.span().start));
                note_lines(text, item.get_ref(), &path, lines);
            }
        }
        _ => {}
    }
}

/// Takes out the innermost part that stands at byte `at`; gives its path.
fn take_out(value: &mut Spanned<DeValue<'_>>, at: usize, path: &str) -> Option<String> {
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
            *items = items.iter().enumerate().filter(|(k, _)| *k != n).map(|(_, item)| item.clone()).collect();
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

fn value_at<'v, 'i>(value: &'v mut Spanned<DeValue<'i>>, start: usize) -> Option<&'v mut Spanned<DeValue<'i>>> {
    if value.span().start == start {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().find_map(|(_, item)| value_at(item, start)),
        DeValue::Array(items) => items.iter_mut().find_map(|item| value_at(item, start)),
        _ => None,
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// The words between backquotes in serde's messages.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn explain_shape(message: &str, words: &[&str]) -> (String, String) {
    let (first, rest) = words.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let choices = rest.join("、");
    if message.starts_with("unknown field") {
        return (format!("不认识的字段 {first}"), format!("可用：{choices}"));
    }
    if message.starts_with("unknown variant") {
        return (format!("不能填“{first}”"), format!("可填：{choices}"));
    }
    if let Some((_, wanted)) = message.strip_prefix("invalid type").and_then(|rest| rest.split_once("expected ")) {
        return ("填法不对".to_owned(), format!("应填{}", kind_in_words(wanted)));
    }
    if message.starts_with("invalid value") {
        return ("数值超出范围".to_owned(), "请填合适的数".to_owned());
    }
    ("填法不对".to_owned(), "日期写成 2024-12-31 这样；其他请对照自带的文件".to_owned())
}

fn kind_in_words(wanted: &str) -> &'static str {
    match wanted {
        "a boolean" => " true 或 false",
        "a sequence" => "一组，如 [\"甲\", \"乙\"]",
        _ if wanted.contains("string") => "文字，加引号",
        _ if wanted.starts_with(['u', 'i']) => "整数，不加引号",
        _ if wanted.contains("date") => "日期，如 2024-12-31",
        _ => "一组字段，如 { kind = \"…\" }",
    }
}

fn explain_syntax(message: &str) -> (String, String) {
    if message.contains("duplicate key") {
        return ("同一处写了两遍同名的字段".to_owned(), "请删去一个".to_owned());
    }
    ("写法不合 TOML 格式".to_owned(), format!("看看这一行的引号、括号、等号是否成对（{message}）"))
}
