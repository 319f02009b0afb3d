//! 节假日 come a year at a time: any csv is laid over the days known before, in the one document there is of them.

use super::Document;
use crate::calendar::{CalendarDay, Workdays, calendar_laid_over, calendar_text, parse_calendar};
use crate::desk::office::{HOLIDAYS, row_problem};
use crate::model::basics::Problem;
use crate::model::row;

/// Is it a calendar? Nothing else of 基础数据 is a csv, whatever it is called.
pub fn is_calendar(name: &str) -> bool {
    name.to_lowercase().ends_with(".csv")
}

/// The documents with every calendar among them laid over the days of `before`, as one document; and everything wrong with them.
pub fn gathered(before: &[row::Document], documents: &[Document]) -> (Vec<Document>, Vec<Problem>) {
    let (calendars, mut all): (Vec<_>, Vec<_>) =
        documents.iter().cloned().partition(|(name, _)| is_calendar(name));
    if calendars.is_empty() {
        return (all, Vec::new());
    }
    let known = before.iter().find(|document| document.name == HOLIDAYS);
    let mut days: Vec<CalendarDay> =
        known.and_then(|document| parse_calendar(&document.text).ok()).unwrap_or_default();
    let mut problems = Vec::new();
    let problem = |file: &str, what: String| Problem {
        file: file.into(),
        line: 0,
        field: String::new(),
        what,
        hint: "照 zhiben plan show holidays.csv 的样子写".into(),
    };
    for (file, text) in &calendars {
        match parse_calendar(text) {
            Ok(new) if new.is_empty() => problems.push(problem(file, "一天也没有写".into())),
            Ok(new) => days = calendar_laid_over(days, new),
            Err(errors) => problems.extend(errors.into_iter().map(|error| row_problem(file, error))),
        }
    }
    match calendar_text(&days) {
        Ok(text) => all.push((HOLIDAYS.into(), text)),
        Err(error) => problems.push(problem(HOLIDAYS, error.to_string())),
    }
    (all, problems)
}

/// Which years are known, in words.
pub fn known(workdays: &Workdays) -> String {
    let years: Vec<String> = workdays.known_years().iter().map(i32::to_string).collect();
    format!("节假日 已知 {}年", years.join("、"))
}
