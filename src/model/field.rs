//! One row says a field: its key in the journal, its label on the screen, what it may hold, how it is read and set.
//!
//! Values travel as *canonical text* (`2026-11-23`, `是`, `E2611-0001`, `350504001`): that is what the journal keeps,
//! what forms, imports and the quick-entry line produce after understanding what somebody typed, and what exports print.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::id::{Id, Kind};
use crate::calendar::Day;

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line of words.
    Text,
    /// Several lines of words.
    Prose,
    /// A day on which something happened, `2026-11-23`: without a year the latest such day up to today.
    Date,
    /// The first or the last day of a term, which may lie on either side: without a year the latest such day up to today.
    Term,
    /// A day that lies ahead (a limit, a plan): without a year the first such day from today on.
    Ahead,
    /// The last day of a validity, read as [`Shape::Ahead`]; what holds for good ([`FOR_GOOD`]) has none.
    Validity,
    /// A month, `2026-11`.
    Month,
    /// A half-year, `2026H2`.
    Half,
    /// A whole number.
    Count,
    /// Money in 元, a whole number.
    Money,
    /// 是, 否, or empty for 未核.
    Flag,
    /// One of these words.
    One(&'static [&'static str]),
    /// Code of one of our own units (township, section, bureau).
    Unit,
    /// Code of an outside department.
    Department,
    /// Code of an industry.
    Industry,
    /// Codes of industries, separated by `、`.
    Industries,
    /// Names of people, separated by `、`.
    People,
    /// Number of another record.
    Link(Kind),
    /// Numbers of other records, separated by `、`.
    Links(Kind),
    /// Code of a node of the plan, `T18.3`.
    Task,
    /// Code of a duty, `OR-05`.
    Duty,
    /// Code of a sort of 工作记录.
    Sort,
    /// 类型: one of the words of the record's sort.
    Variant,
    /// 状态: one of the words of the record's sort.
    Stage,
}

/// What officers write where a [`Shape::Validity`] has no last day; the first is ours.
pub const FOR_GOOD: [&str; 6] = ["长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限"];

/// What stands in a table about a field, without its accessors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Stable key in the journal, in exports and in `do ID ACTION key=value`.
    pub key: &'static str,
    /// 标签
    pub label: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Must be filled before the record is accepted.
    pub required: bool,
}

impl Spec {
    /// A field that may be left empty.
    pub const fn new(key: &'static str, label: &'static str, shape: Shape) -> Spec {
        Spec { key, label, shape, required: false }
    }

    /// A field that must be filled.
    pub const fn must(key: &'static str, label: &'static str, shape: Shape) -> Spec {
        Spec { key, label, shape, required: true }
    }
}

/// A field of the noun `T`: its row in the table with its accessors.
pub struct Field<T: 'static> {
    /// Key, label, shape.
    pub spec: Spec,
    /// Canonical text of the value; empty when there is none.
    pub get: fn(&T) -> String,
    /// Takes canonical text. The error says in Chinese what is wrong with it.
    pub set: fn(&mut T, &str) -> Result<(), String>,
}

/// `field!(name "名称" Shape::Text)`, with `!` before the key when it must be filled.
macro_rules! field {
    (! $key:ident $label:literal $shape:expr) => {
        field!(@ $key, $crate::model::field::Spec::must(stringify!($key), $label, $shape))
    };
    ($key:ident $label:literal $shape:expr) => {
        field!(@ $key, $crate::model::field::Spec::new(stringify!($key), $label, $shape))
    };
    (@ $key:ident, $spec:expr) => {
        $crate::model::field::Field {
            spec: $spec,
            get: |row| $crate::model::field::Value::show(&row.$key),
            set: |row, text| $crate::model::field::Value::read(&mut row.$key, text),
        }
    };
}
pub(crate) use field;

/// A Rust type that a field's canonical text can be kept in.
pub trait Value {
    /// Canonical text; empty when there is none.
    fn show(&self) -> String;
    /// Replaces the value by what the canonical text says.
    fn read(&mut self, text: &str) -> Result<(), String>;
}

impl Value for String {
    fn show(&self) -> String {
        self.clone()
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        text.clone_into(self);
        Ok(())
    }
}

impl Value for Day {
    fn show(&self) -> String {
        self.opt().map_or_else(String::new, |d| d.to_string())
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = if text.is_empty() {
            Day::NONE
        } else {
            text.parse().map_err(|_| format!("日期写法不对：{text}（应如 2026-11-23）"))?
        };
        Ok(())
    }
}

impl Value for Option<u32> {
    fn show(&self) -> String {
        self.map_or_else(String::new, |n| n.to_string())
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = match text {
            "" => None,
            digits => Some(digits.parse().map_err(|_| format!("应为整数：{text}"))?),
        };
        Ok(())
    }
}

impl Value for Option<bool> {
    fn show(&self) -> String {
        match self {
            Some(true) => "是".into(),
            Some(false) => "否".into(),
            None => String::new(),
        }
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = match text {
            "" => None,
            "是" => Some(true),
            "否" => Some(false),
            other => return Err(format!("应为 是 或 否：{other}")),
        };
        Ok(())
    }
}

impl Value for Id {
    fn show(&self) -> String {
        self.to_string()
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = text.parse().map_err(|e: super::id::BadId| e.to_string())?;
        Ok(())
    }
}

impl Value for Vec<String> {
    fn show(&self) -> String {
        self.join("、")
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = list(text).map(str::to_owned).collect();
        Ok(())
    }
}

impl Value for Vec<Id> {
    fn show(&self) -> String {
        self.iter().map(Id::to_string).collect::<Vec<_>>().join("、")
    }
    fn read(&mut self, text: &str) -> Result<(), String> {
        *self = list(text)
            .map(|one| one.parse().map_err(|e: super::id::BadId| e.to_string()))
            .collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// The parts of a `、` list, blanks and empty parts left out.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split('、').map(str::trim).filter(|part| !part.is_empty())
}

/// Filled fields: stable key → canonical text. What a wish carries and a fact keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub BTreeMap<String, String>);

impl Fields {
    /// From pairs; empty values are left out.
    pub fn of<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Fields {
        let mut fields = Fields::default();
        for (key, value) in pairs {
            fields.put(key, value);
        }
        fields
    }

    /// Sets `key`, or removes it when the value is empty.
    pub fn put(&mut self, key: impl Into<String>, value: impl Into<String>) {
        let (key, value) = (key.into(), value.into());
        if value.is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, value);
        }
    }

    /// Sets `key` to nothing: in a correction, "take the value away".
    pub fn clear(&mut self, key: impl Into<String>) {
        self.0.insert(key.into(), String::new());
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Fields {
        self.put(key, value);
        self
    }

    /// The canonical text under `key`; empty when it was not filled.
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// Was `key` filled?
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The day under `key`; [`Day::NONE`] when it was not filled.
    pub fn day(&self, key: &str) -> Day {
        let mut day = Day::NONE;
        let _ = day.read(self.get(key));
        day
    }

    /// The record whose number is under `key`; [`Id::NONE`] when it was not filled.
    pub fn link(&self, key: &str) -> Id {
        self.get(key).parse().unwrap_or(Id::NONE)
    }

    /// The whole number under `key`.
    pub fn number(&self, key: &str) -> Option<u32> {
        self.get(key).parse().ok()
    }

    /// The names under `key`.
    pub fn names(&self, key: &str) -> Vec<&str> {
        list(self.get(key)).collect()
    }

    /// Is 是 under `key`?
    pub fn yes(&self, key: &str) -> bool {
        self.get(key) == "是"
    }

    /// Key and value of every filled field, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }
}

/// What is wrong with one field of a wish, shown at the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Key of the field.
    pub key: String,
    /// 标签
    pub label: String,
    /// What is wrong and what to write instead.
    pub what: String,
}

impl FieldError {
    /// At the field with this key and label.
    pub fn at(key: &str, label: &str, what: impl Into<String>) -> FieldError {
        FieldError { key: key.into(), label: label.into(), what: what.into() }
    }
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{}", self.label, self.what)
    }
}
