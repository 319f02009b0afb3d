//! Dates as officers write them: in full, without a year, as a serial number that a spreadsheet left behind ([`numbers`]),
//! or in words ([`words`]).

mod numbers;
mod words;

use super::{Day, Period, PeriodKind};
use crate::text::half_width;

pub use words::date_words;

/// What the writer takes for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What 今天 and 下周一 are counted from.
    pub today: Day,
    /// What decides where the text leaves the year (or the month, or the week) open.
    pub rule: Rule,
}

/// Which of all days that fit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The latest one up to this day: when something was found.
    LatestUpTo(Day),
    /// The first one from this day on: when it is due, or was done after it was found.
    FirstFrom(Day),
}

impl Hint {
    /// For the day something happened: never later than today.
    pub fn found(today: Day) -> Hint {
        Hint { today, rule: Rule::LatestUpTo(today) }
    }

    /// For the day something is due or was done: never before `from`.
    pub fn from(from: Day, today: Day) -> Hint {
        Hint { today, rule: Rule::FirstFrom(from) }
    }
}

/// A date as understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loose {
    pub day: Day,
    /// The text left something open that the hint's rule decided; to be shown as 推定.
    pub assumed: bool,
}

/// Why a text is no date; says what is wrong and how to write it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    #[error("没有写日期，{HOW}")]
    Empty,
    #[error("“{0}”看不出是哪一天，{HOW}")]
    Unknown(String),
    #[error("“{text}”不对: 没有{month}月，月份写 1 到 12")]
    NoSuchMonth { text: String, month: u32 },
    #[error("“{text}”不对: {month}没有{day}日，最后一天是{last}日")]
    NoSuchDay { text: String, month: String, day: u32, last: u32 },
    #[error("“{text}”不对: 年份{year}太远，只认2001年到2178年")]
    FarYear { text: String, year: i32 },
    #[error("“{0}”没有写到哪一天，补上日，或写“月底”“年底”")]
    NoDay(String),
}

const HOW: &str = "可写 2026-11-10、11-10、11月10日、今天、周五、月底";

/// Reads one date. Blanks around it, full-width signs, a time of day behind it and 前 or 之前 (the day itself included)
/// do not matter.
pub fn understand_date(text: &str, hint: &Hint) -> Result<Loose, DateError> {
    let plain = half_width(text.trim());
    let plain: String = without_time(&plain).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches(['.', ',', ';']);
    let plain = ["之前", "以前", "前"].iter().find_map(|end| plain.strip_suffix(end)).unwrap_or(plain);
    if plain.is_empty() {
        return Err(DateError::Empty);
    }
    let asked = Asked { text: text.trim(), hint };
    let understood = asked.words(plain).map_or_else(|| asked.numbers(plain), Ok)?;
    understood.day.opt().map(|_| understood).ok_or_else(|| asked.unknown())
}

/// The text up to a time of day, `2026-11-10 08:30:00` or `2026-11-10T08:30`.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => date,
        _ => text,
    }
}

/// What was asked, as typed, for answers and errors.
struct Asked<'a> {
    text: &'a str,
    hint: &'a Hint,
}

impl Asked<'_> {
    fn unknown(&self) -> DateError {
        DateError::Unknown(self.text.to_owned())
    }

    /// The day that the hint's rule chooses among one candidate a period; some periods have none (2月29日).
    fn pick(&self, kind: PeriodKind, candidate: impl Fn(Period) -> Option<Day>) -> Option<Loose> {
        /// Enough years to meet a 2月29日 across 2100.
        const FARTHEST: usize = 12;
        let day = match self.hint.rule {
            Rule::LatestUpTo(day) => {
                std::iter::successors(Some(Period::containing(kind, day)), |p| Some(p.prev()))
                    .take(FARTHEST)
                    .filter_map(candidate)
                    .find(|&found| found <= day)
            }
            Rule::FirstFrom(day) => {
                std::iter::successors(Some(Period::containing(kind, day)), |p| Some(p.next()))
                    .take(FARTHEST)
                    .filter_map(candidate)
                    .find(|&found| found >= day)
            }
        };
        day.map(|day| Loose { day, assumed: true })
    }
}

/// Nothing was left open.
fn certain(day: Day) -> Loose {
    Loose { day, assumed: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::from_date(text.parse().unwrap()).unwrap()
    }

    /// Today is Monday 2026-11-23.
    fn read(text: &str, rule: impl Fn(Day) -> Rule) -> String {
        let today = day("2026-11-23");
        match understand_date(text, &Hint { today, rule: rule(today) }) {
            Ok(loose) => format!("{}{}", loose.day, if loose.assumed { " 推定" } else { "" }),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn found(expected: &[(&str, &str)]) {
        for (text, day) in expected {
            assert_eq!(&read(text, Rule::LatestUpTo), day, "{text}");
        }
    }

    #[track_caller]
    fn due(expected: &[(&str, &str)]) {
        for (text, day) in expected {
            assert_eq!(&read(text, Rule::FirstFrom), day, "{text}");
        }
    }

    #[test]
    fn a_full_date_is_read_however_it_is_written() {
        for text in [
            "2026-3-30",
            "2026/3/30",
            "2026.3.30",
            "2026年3月30日",
            "2026年3月30号",
            "20260330",
            "２０２６．３．３０",
        ] {
            found(&[(text, "2026-03-30")]);
        }
        found(&[
            ("  2026-11-10 08:30:00 ", "2026-11-10"),
            ("2026-11-10T08:30", "2026-11-10"),
            ("2026 年 7 月 8 日。", "2026-07-08"),
        ]);
        found(&[("26.2.28", "2026-02-28 推定"), ("26年2月28日", "2026-02-28 推定")]);
    }

    #[test]
    fn without_a_year_what_was_found_lies_behind_and_what_is_due_ahead() {
        for text in ["9.24", "9/24", "9-24", "9月24日", "9月24", "９。２４"] {
            found(&[(text, "2026-09-24 推定")]);
            due(&[(text, "2027-09-24 推定")]);
        }
        found(&[
            ("11-23", "2026-11-23 推定"),
            ("11-24", "2025-11-24 推定"),
            ("23日", "2026-11-23 推定"),
            ("31号", "2026-10-31 推定"),
        ]);
        due(&[("11-23", "2026-11-23 推定"), ("11-22", "2027-11-22 推定"), ("5日", "2026-12-05 推定")]);
    }

    #[test]
    fn the_twenty_ninth_of_february_waits_for_a_leap_year() {
        found(&[("2月29日", "2024-02-29 推定")]);
        due(&[("2月29日", "2028-02-29 推定")]);
    }

    #[test]
    fn a_serial_number_that_excel_left_behind_is_a_date() {
        found(&[("45000", "2023-03-15"), ("46349", "2026-11-23"), ("46349.5", "2026-11-23")]);
    }

    #[test]
    fn days_in_words_are_counted_from_today() {
        found(&[
            ("今天", "2026-11-23"),
            ("昨天", "2026-11-22"),
            ("前天", "2026-11-21"),
            ("明天", "2026-11-24"),
            ("后天前", "2026-11-25"),
        ]);
    }

    #[test]
    fn weekdays_without_a_week_go_by_the_hint_and_with_one_by_today() {
        found(&[
            ("周五", "2026-11-20 推定"),
            ("周一", "2026-11-23 推定"),
            ("上周五", "2026-11-20"),
            ("本周日", "2026-11-29"),
        ]);
        due(&[
            ("周五", "2026-11-27 推定"),
            ("星期一", "2026-11-23 推定"),
            ("下周一", "2026-11-30"),
            ("下个礼拜天", "2026-12-06"),
        ]);
    }

    #[test]
    fn ends_of_months_quarters_and_years() {
        due(&[
            ("月底", "2026-11-30 推定"),
            ("季末", "2026-12-31 推定"),
            ("年底", "2026-12-31 推定"),
            ("年底前", "2026-12-31 推定"),
        ]);
        found(&[
            ("月底", "2026-10-31 推定"),
            ("季度末", "2026-09-30 推定"),
            ("年底", "2025-12-31 推定"),
            ("8月底", "2026-08-31 推定"),
        ]);
        due(&[
            ("2026年底前", "2026-12-31"),
            ("2026年11月底前", "2026-11-30"),
            ("26年底", "2026-12-31"),
            ("明年底", "2027-12-31"),
        ]);
        due(&[
            ("下个月底", "2026-12-31"),
            ("本季度末", "2026-12-31"),
            ("2027年二季度末", "2027-06-30"),
            ("第一季度末", "2027-03-31 推定"),
        ]);
        due(&[("今年12月底", "2026-12-31"), ("明年第一季度末", "2027-03-31"), ("2月底", "2027-02-28 推定")]);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_with_what_is_wrong() {
        found(&[
            ("2月30日", "“2月30日”不对: 2月没有30日，最后一天是29日"),
            ("2026-02-29", "“2026-02-29”不对: 2026年2月没有29日，最后一天是28日"),
            ("2026-13-01", "“2026-13-01”不对: 没有13月，月份写 1 到 12"),
            ("0-5", "“0-5”不对: 没有0月，月份写 1 到 12"),
            ("32日", "“32日”不对: 一个月没有32日，最后一天是31日"),
            ("1926-11-10", "“1926-11-10”不对: 年份1926太远，只认2001年到2178年"),
        ]);
    }

    #[test]
    fn a_month_alone_is_not_a_day() {
        for text in ["2026年11月", "11月", "2026.11", "2026年"] {
            assert!(read(text, Rule::FirstFrom).contains("没有写到哪一天"), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_together_with_how_to_write_one() {
        for text in [
            "尽快",
            "立行立改",
            "11/10/26",
            "7年8日",
            "2026-11",
            "123",
            "2026--1",
            "周八",
            "月",
            "-",
            "13812345678",
        ] {
            let said = read(text, Rule::FirstFrom);
            assert!(said.contains(text), "{said}");
            assert!(said.contains("可写 2026-11-10") || said.contains("补上日"), "{said}");
        }
        assert_eq!(read(" ", Rule::FirstFrom), format!("没有写日期，{HOW}"));
    }

    #[test]
    fn every_word_that_is_offered_is_a_day() {
        let today = day("2026-11-23");
        for word in date_words() {
            assert!(understand_date(&word, &Hint::found(today)).is_ok(), "{word}");
        }
    }

    #[test]
    fn without_a_today_there_is_no_tomorrow() {
        assert!(understand_date("明天", &Hint::found(Day::NONE)).is_err());
        assert!(understand_date("周五", &Hint::from(Day::NONE, day("2026-11-23"))).is_err());
    }

    #[test]
    fn a_hint_says_in_words_what_it_is_for() {
        let (found, today) = (day("2026-11-20"), day("2026-11-23"));
        assert_eq!(Hint::found(today), Hint { today, rule: Rule::LatestUpTo(today) });
        assert_eq!(
            understand_date("周五", &Hint::from(found, today)),
            Ok(Loose { day: found, assumed: true })
        );
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_as_it_is_written(number in 366u16..60000, today in 8000u16..11000) {
            let (day, hint) = (Day(number), Hint::found(Day(today)));
            let date = day.date().unwrap();
            for form in ["%Y-%m-%d", "%Y年%-m月%-d日", "%Y/%-m/%-d", "%Y%m%d"] {
                prop_assert_eq!(understand_date(&date.format(form).to_string(), &hint), Ok(certain(day)));
            }
        }

        #[test]
        fn a_day_without_its_year_keeps_to_the_rule(number in 366u16..60000, today in 8000u16..11000) {
            let (day, today) = (Day(number), Day(today));
            let behind = understand_date(&day.md(), &Hint::found(today)).unwrap().day;
            let ahead = understand_date(&day.md(), &Hint::from(today, today)).unwrap().day;
            prop_assert!(behind <= today && today <= ahead);
            prop_assert_eq!((behind.md(), ahead.md()), (day.md(), day.md()));
        }

        #[test]
        fn nothing_typed_here_is_a_panic(text in "[0-9年月日号底末前周下一 ./-]{0,12}|\\PC{0,8}") {
            let _ = understand_date(&text, &Hint::found(Day(9823)));
        }
    }
}
