//! Reads a TOML document entry by entry and collects *every* problem in it before anybody speaks.
//!
//! serde stops at the first error. Here the part it stumbled over is noted with its line, taken out (or filled in,
//! when it is missing), and the entry is read again, so one pass shows an officer all that is to be mended.

mod explain;
mod mend;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use explain::{explain_shape, explain_syntax, quoted};
use mend::{Fillings, join, take_out};

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
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, " 第{}行", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, " {}", self.field)?;
        }
        write!(f, "：{}。{}", self.what, self.hint)
    }
}

/// Where an entry and its fields stand, so that later checks can point at them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    file: String,
    line: usize,
    fields: BTreeMap<String, usize>,
    broken: BTreeSet<String>,
    /// Of an entry laid over another one: where the fields stand that it does not write itself.
    below: Option<Box<Place>>,
}

impl Place {
    /// The place of an entry laid over another one.
    pub(crate) fn over(self, below: Place) -> Place {
        Place { below: Some(Box::new(below)), ..self }
    }

    /// A problem at `field`; none when the field is already known to be broken, so nothing is said twice.
    pub(crate) fn problem(&self, field: &str, what: impl Into<String>, hint: &str) -> Option<Problem> {
        let whole = field.split(['.', '[']).next().unwrap_or_default();
        if let Some(below) = self.below.as_deref().filter(|below| !self.holds(whole) && below.writes(whole)) {
            return below.problem(field, what, hint);
        }
        if self.broken.iter().any(|broken| is_within(broken, field) || is_within(field, broken)) {
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

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn is_broken(&self, field: &str) -> bool {
        self.broken.contains(field)
    }

    /// Does the entry itself write the field?
    pub(crate) fn holds(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// Does it, or one that it is laid over?
    fn writes(&self, field: &str) -> bool {
        self.holds(field) || self.below.as_ref().is_some_and(|below| below.writes(field))
    }
}

/// True when `inner` is `outer` or a part of it.
fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// A document being read. Take the tables out one by one, then `finish` names what nobody asked for.
pub(crate) struct Document<'a> {
    file: &'a str,
    lines: Lines,
    root: DeTable<'a>,
    problems: Vec<Problem>,
    torn: bool,
}

impl<'a> Document<'a> {
    pub(crate) fn open(file: &'a str, text: &'a str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let torn = !errors.is_empty();
        let mut document =
            Self { file, lines: Lines::of(text), root: root.into_inner(), problems: Vec::new(), torn };
        for error in errors {
            let (what, hint) = explain_syntax(error.message());
            let start = error.span().map_or(0, |span| span.start);
            let line = document.lines.at(start);
            document.problems.push(Problem { file: file.to_owned(), line, field: String::new(), what, hint });
        }
        document
    }

    /// True when the text is no TOML. Then what stands where is a guess, and only the syntax is complained of.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn
    }

    /// The table `[key]`, if it is there.
    pub(crate) fn one<T: DeserializeOwned>(&mut self, key: &str) -> Option<Placed<T>> {
        let value = self.root.remove(key)?;
        self.read(value)
    }

    /// Leaves out what an earlier version asked for in the table `[key]`.
    pub(crate) fn forget(&mut self, key: &str, gone: &[&str]) {
        let table = self.root.get_mut(key).map(Spanned::get_mut);
        if let Some(DeValue::Table(table)) = table {
            gone.iter().for_each(|field| drop(table.remove(*field)));
        }
    }

    /// The tables `[[key]]`, in the order of the file.
    pub(crate) fn many<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Placed<T>> {
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
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        let unknown: Vec<_> =
            self.root.keys().map(|key| (key.span().start, key.get_ref().to_string())).collect();
        for (start, key) in unknown {
            let what = format!("不认识的栏目 {key}");
            self.note(start, &key, what, "请删去，或核对栏目名".to_owned());
        }
        self.problems.sort();
        self.problems
    }

    fn note(&mut self, start: usize, field: &str, what: String, hint: String) {
        if self.torn {
            return;
        }
        let (file, line) = (self.file.to_owned(), self.lines.at(start));
        self.problems.push(Problem { file, line, field: field.to_owned(), what, hint });
    }

    fn read<T: DeserializeOwned>(&mut self, mut entry: Spanned<DeValue<'a>>) -> Option<Placed<T>> {
        dates_to_text(&mut entry);
        let mut place =
            Place { file: self.file.to_owned(), line: self.lines.at(entry.span().start), ..Place::default() };
        note_lines(&self.lines, entry.get_ref(), "", &mut place.fields);
        let mut fillings = Fillings::after(self.lines.length);
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
    fn mend(
        &mut self,
        entry: &mut Spanned<DeValue<'a>>,
        error: &Error,
        fillings: &mut Fillings,
        place: &mut Place,
    ) -> bool {
        let span = error.span().unwrap_or_else(|| entry.span());
        let words = quoted(error.message());
        if error.message().starts_with("missing field") {
            let Some(&name) = words.first() else { return false };
            let Some(path) = fillings.insert(entry, &span, name) else { return false };
            let ours = !self.is_in_text(&span) || place.broken.contains(&path);
            if !ours {
                self.note(span.start, &path, format!("缺少 {name}"), format!("请补上 {name} = …"));
            }
            place.broken.insert(path);
            return true;
        }
        if !self.is_in_text(&span) {
            return fillings.next(entry, &span, words.get(1).copied());
        }
        let (what, hint) = explain_shape(error.message());
        let path = take_out(entry, span.start, "");
        self.note(span.start, path.as_deref().unwrap_or_default(), what, hint);
        let Some(path) = path else { return false };
        place.broken.insert(path);
        true
    }

    fn is_in_text(&self, span: &Range<usize>) -> bool {
        span.start < self.lines.length
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

fn note_lines(lines: &Lines, value: &DeValue<'_>, path: &str, noted: &mut BTreeMap<String, usize>) {
    match value {
        DeValue::Table(table) => {
            for (key, item) in table {
                let path = join(path, key.get_ref());
                noted.insert(path.clone(), lines.at(key.span().start));
                note_lines(lines, item.get_ref(), &path, noted);
            }
        }
        DeValue::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let path = format!("{path}[{n}]");
                noted.insert(path.clone(), lines.at(item.span().start));
                note_lines(lines, item.get_ref(), &path, noted);
            }
        }
        _ => {}
    }
}

/// Turns a byte into the number of its line.
struct Lines {
    starts: Vec<usize>,
    length: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: after_breaks.collect(), length: text.len() }
    }

    fn at(&self, offset: usize) -> usize {
        1 + self.starts.partition_point(|start| *start <= offset)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read, never used")]
    struct Shop {
        name: String,
        opened_on: NaiveDate,
        staff: u16,
        is_key: bool,
        kind: Kind,
        tags: Vec<String>,
        door: Door,
    }

    #[derive(Deserialize)]
    enum Kind {
        #[serde(rename = "店")]
        Shop,
        #[serde(rename = "摊")]
        Stall,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only read, never used")]
    struct Door {
        width: u16,
    }

    fn problems(text: &str) -> Vec<String> {
        let mut document = Document::open("店.toml", text);
        document.many::<Shop>("shop");
        let told = document.finish();
        told.iter().map(|problem| format!("{} {} {}", problem.line, problem.field, problem.what)).collect()
    }

    #[test]
    fn every_missing_field_is_named_whatever_its_type() {
        let names = ["door", "is_key", "kind", "name", "opened_on", "staff", "tags"];
        assert_eq!(problems("[[shop]]\n"), names.map(|name| format!("1 {name} 缺少 {name}")));
    }

    #[test]
    fn every_wrong_field_is_named_down_to_its_part() {
        let text = "[[shop]]\nname = 1\nopened_on = \"去年\"\nstaff = -3\nis_key = \"是\"\nkind = \"棚\"\n\
                    tags = [\"夜市\", 2]\n[shop.door]\nwidth = \"宽\"\n";
        let expected = [
            "2 name 填法不对",
            "3 opened_on 填法不对",
            "4 staff 数值超出范围",
            "5 is_key 填法不对",
            "6 kind 不能填“棚”",
            "7 tags[1] 填法不对",
            "9 door.width 填法不对",
        ];
        assert_eq!(problems(text), expected);
    }

    #[test]
    fn a_sound_entry_has_no_problems_and_a_bare_date_will_do() {
        let text = "[[shop]]\nname = \"甲\"\nopened_on = 2024-05-10\nstaff = 3\nis_key = true\nkind = \"店\"\n\
                    tags = []\ndoor = { width = 2 }\n";
        assert_eq!(problems(text), Vec::<String>::new());
    }
}
