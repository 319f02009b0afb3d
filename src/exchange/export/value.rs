//! What stands in a cell of a table that goes out.

use crate::ask::words::in_words;
use crate::calendar::Day;
use crate::model::basics::Basics;
use crate::model::field::Shape;

/// A cell. A workbook keeps its type, csv its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Nothing,
    /// Words.
    Text(String),
    /// A number that may be added up.
    Number(u32),
    /// A day.
    Day(Day),
}

impl Value {
    /// Of a field's canonical text: days and numbers as such, codes as names.
    pub fn of_field(basics: &Basics, shape: Shape, text: &str) -> Value {
        match shape {
            _ if text.is_empty() => Value::Nothing,
            Shape::Date | Shape::Term | Shape::Ahead | Shape::Validity => {
                text.parse::<Day>().map_or_else(|_| text.into(), Value::from)
            }
            Shape::Count | Shape::Money => text.parse().map_or_else(|_| text.into(), Value::Number),
            _ => in_words(basics, shape, text).into(),
        }
    }

    /// As csv and the widths of columns see it.
    pub fn words(&self) -> String {
        match self {
            Value::Nothing => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => day.to_string(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        if text.is_empty() { Value::Nothing } else { Value::Text(text.to_owned()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        if text.is_empty() { Value::Nothing } else { Value::Text(text) }
    }
}

impl From<&[String]> for Value {
    fn from(list: &[String]) -> Value {
        list.join("、").into()
    }
}

impl From<Day> for Value {
    fn from(day: Day) -> Value {
        if day.is_none() { Value::Nothing } else { Value::Day(day) }
    }
}

impl From<Option<u32>> for Value {
    fn from(number: Option<u32>) -> Value {
        number.map_or(Value::Nothing, Value::Number)
    }
}

/// Csv is opened by programs that calculate what starts so; they show an apostrophe in front as plain words. A dash that stands
/// for nothing and a number below zero are no formula.
pub fn harmless(words: String) -> String {
    let is_formula = match words.strip_prefix('-') {
        Some(rest) => rest.parse::<f64>().is_err() && !rest.chars().all(|c| c == '-' || c == ' '),
        None => words.starts_with(['=', '+', '@', '\t', '\r']),
    };
    if is_formula { format!("'{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_would_calculate_stands_behind_an_apostrophe() {
        for words in ["=1+1", "+86 138", "-2+3", "-SUM(A1)", "-无", "@sum", "\t=1"] {
            assert_eq!(harmless(words.into()), format!("'{words}"));
        }
    }

    #[test]
    fn a_dash_a_number_and_plain_words_are_left_as_they_are() {
        for words in ["-", "--", "-12", "-0.5", "2026-11-23", "软管=老化", "—"] {
            assert_eq!(harmless(words.into()), words);
        }
    }
}
