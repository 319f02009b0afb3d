//! Days to offer: the words that [`understand_date`](crate::calendar::understand_date) reads, numbers of days, days of the
//! calendar that begin as typed. Each shows its date and weekday, a due on a day off says so.

use super::{Part, choice, fitting};
use crate::ask::answer::Choice;
use crate::calendar::{Day, Hint, date_words};
use crate::entry::grammar::CountsFrom;
use crate::entry::reading::Reading;
use crate::entry::register::Cx;
use crate::entry::said::Said;
use crate::entry::target::record_named;
use crate::entry::tokens::{WORKDAYS, date, due_day};
use crate::entry::verbs::act::extends_from;
use crate::model::field::{Shape, Spec};
use crate::model::id::Kind;
use crate::text::half_width;

/// Spans that are usual for a due, in days.
const USUAL: [u32; 6] = [3, 5, 7, 10, 15, 30];
/// How far the calendar is searched for a day that begins as typed, in days.
const REACH: i32 = 92;
/// The farthest that `-` offers, in days.
const LAST_DAYS: i32 = 31;

/// The day that `+7` is counted from, by what the line says so far.
pub(super) fn counted_from(part: &Part, cx: &Cx) -> Day {
    let Some(said) = &part.said else { return cx.today };
    let mut reading = Reading::new(*cx);
    if said.verb.counts_from == CountsFrom::Due {
        let named =
            said.target.as_ref().and_then(|word| record_named(&mut reading, word, Some(Kind::Hazard)));
        let brief = named.flatten().and_then(|id| cx.register.hazard(id));
        return brief.map_or(cx.today, |brief| extends_from(&brief, cx.today));
    }
    Said::of(&mut reading, said.head, said.verb).event_day(&reading)
}

/// `+…`: numbers of days and of workdays, words, days of the calendar.
pub(super) fn due(typed: &str, from: Day, cx: &Cx) -> Vec<Choice> {
    let numbers: Vec<String> = match half_width(typed).parse::<u32>() {
        Ok(days) => vec![days.to_string(), format!("{days}{}", WORKDAYS.first().unwrap_or(&""))],
        Err(_) if typed.is_empty() => USUAL.map(|days| days.to_string()).to_vec(),
        Err(_) => Vec::new(),
    };
    let writings = numbers.into_iter().chain(writings(typed, (0..REACH).map(|days| from.plus(days))));
    offered(typed, writings, cx, |text| due_day(text, from, cx).ok()?.filter(|day| *day >= from))
}

/// `=…`: never after today.
pub(super) fn event(typed: &str, cx: &Cx) -> Vec<Choice> {
    let (today, hint) = (cx.today, Hint::found(cx.today));
    let writings = writings(typed, (0..REACH).map(|days| today.plus(-days)));
    offered(typed, writings, cx, |text| date(text, &hint).ok()?.filter(|day| *day <= today))
}

/// A field that holds a day.
pub(super) fn of_field(spec: &Spec, typed: &str, cx: &Cx) -> Vec<Choice> {
    if spec.shape != Shape::Ahead {
        return event(typed, cx);
    }
    let (today, hint) = (cx.today, Hint::from(cx.today, cx.today));
    let writings = writings(typed, (0..REACH).map(|days| today.plus(days)));
    offered(typed, writings, cx, |text| date(text, &hint).ok()?.filter(|day| *day >= today))
}

/// `-1` … as many days ago.
pub(super) fn ago(typed: &str, cx: &Cx) -> Vec<Choice> {
    let plain = half_width(typed);
    let meant = (1..=LAST_DAYS).filter(|days| days.to_string().starts_with(&plain));
    meant.map(|days| choice(days, format!("-{days}  {}", cx.show_day(cx.today.plus(-days))))).collect()
}

/// Words for days, then days written as `12-05` that begin as typed; where nothing is typed the words are enough.
fn writings(typed: &str, days: impl Iterator<Item = Day>) -> impl Iterator<Item = String> {
    let plain = half_width(typed);
    let begins = move |day: &String| !plain.is_empty() && day.starts_with(&plain);
    fitting(date_words(), |word| word, typed).into_iter().chain(days.map(Day::md).filter(begins))
}

/// Those writings that are a day here, each with it; where nothing was typed, every day once.
fn offered(
    typed: &str,
    writings: impl Iterator<Item = String>,
    cx: &Cx,
    day_of: impl Fn(&str) -> Option<Day>,
) -> Vec<Choice> {
    let mut seen: Vec<Day> = Vec::new();
    let mut choices = Vec::new();
    for (day, text) in writings.filter_map(|text| Some((day_of(&text)?, text))) {
        if typed.is_empty() && seen.contains(&day) {
            continue;
        }
        let is_off = day > cx.today && !cx.register.workdays().is_workday(day);
        let off = if is_off { " 休息日" } else { "" };
        choices.push(choice(&text, format!("{text}  {}{off}", cx.show_day(day))));
        seen.push(day);
    }
    choices
}
