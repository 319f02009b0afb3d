//! The spans in which the notice counts duties: 每月, 每季度, 每半年, 每年, and 一次 over the whole plan.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Day;

/// How long a [`Period`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeriodKind {
    #[serde(rename = "月")]
    Month,
    #[serde(rename = "季")]
    Quarter,
    #[serde(rename = "半年")]
    Half,
    #[serde(rename = "年")]
    Year,
}

impl PeriodKind {
    pub const ALL: [PeriodKind; 4] =
        [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Half, PeriodKind::Year];

    /// "月", "季", "半年", "年".
    pub fn label(self) -> &'static str {
        match self {
            PeriodKind::Month => "月",
            PeriodKind::Quarter => "季",
            PeriodKind::Half => "半年",
            PeriodKind::Year => "年",
        }
    }

    /// How many of them make a year.
    fn per_year(self) -> i32 {
        match self {
            PeriodKind::Month => 12,
            PeriodKind::Quarter => 4,
            PeriodKind::Half => 2,
            PeriodKind::Year => 1,
        }
    }
}

/// One calendar span; the numbers count from 1 within their year. Sorts by time within one kind.
///
/// Written and stored as `2026`, `2026H1`, `2026Q3`, `2026-11`, `once`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Period {
    Year(u16),
    Half(u16, u8),
    Quarter(u16, u8),
    Month(u16, u8),
    /// No recurring span: from the first day to the last. Its neighbours are itself.
    Once,
}

impl Period {
    /// The period of this kind that `day` falls into ([`Day::NONE`] falls into 2000, which no plan covers).
    pub fn containing(kind: PeriodKind, day: Day) -> Period {
        let per_year = kind.per_year();
        let within = (day.month() as i32 - 1) * per_year / 12;
        Period::at(kind, day.year() * per_year + within)
    }

    /// First day.
    pub fn start(self) -> Day {
        match self.position() {
            None => Day::FIRST,
            Some((kind, at)) => first_day(kind, at),
        }
    }

    /// Last day.
    pub fn end(self) -> Day {
        match self.position() {
            None => Day::LAST,
            Some((kind, at)) => first_day(kind, at + 1).plus(-1),
        }
    }

    pub fn contains(self, day: Day) -> bool {
        self.start() <= day && day <= self.end()
    }

    /// The period after this one.
    pub fn next(self) -> Period {
        self.moved(1)
    }

    /// The period before this one.
    pub fn prev(self) -> Period {
        self.moved(-1)
    }

    /// All periods of a kind that touch the days `from..=to`, in order; none when `to` lies before `from`.
    pub fn between(kind: PeriodKind, from: Day, to: Day) -> impl Iterator<Item = Period> {
        let last = Period::containing(kind, to);
        std::iter::successors(Some(Period::containing(kind, from)), |period| Some(period.next()))
            .take_while(move |period| from <= to && *period <= last)
    }

    /// `None` for [`Period::Once`].
    pub fn kind(self) -> Option<PeriodKind> {
        self.position().map(|(kind, _)| kind)
    }

    /// "2026年", "2026上半年", "2026年三季度", "2026年11月", "一次".
    pub fn label(self) -> String {
        match self {
            Period::Half(year, _) => format!("{year}{}", self.short_label()),
            Period::Quarter(year, n) => format!("{year}年{}季度", numeral(n)),
            Period::Month(year, n) => format!("{year}年{n}月"),
            Period::Year(_) | Period::Once => self.short_label(),
        }
    }

    /// For a column head under its year: "2026年", "上半年", "三季", "11月", "一次".
    pub fn short_label(self) -> String {
        match self {
            Period::Year(year) => format!("{year}年"),
            Period::Half(_, n) => if n == 1 { "上半年" } else { "下半年" }.into(),
            Period::Quarter(_, n) => format!("{}季", numeral(n)),
            Period::Month(_, n) => format!("{n}月"),
            Period::Once => "一次".into(),
        }
    }

    fn moved(self, by: i32) -> Period {
        match self.position() {
            None => self,
            Some((kind, at)) => Period::at(kind, at + by),
        }
    }

    /// Kind and running number since year 0, so that neighbours differ by one; the inverse of [`Period::at`].
    fn position(self) -> Option<(PeriodKind, i32)> {
        let (kind, year, n) = match self {
            Period::Year(year) => (PeriodKind::Year, year, 1),
            Period::Half(year, n) => (PeriodKind::Half, year, n),
            Period::Quarter(year, n) => (PeriodKind::Quarter, year, n),
            Period::Month(year, n) => (PeriodKind::Month, year, n),
            Period::Once => return None,
        };
        Some((kind, i32::from(year) * kind.per_year() + i32::from(n) - 1))
    }

    fn at(kind: PeriodKind, at: i32) -> Period {
        let year = at.div_euclid(kind.per_year()) as u16;
        let n = (at.rem_euclid(kind.per_year()) + 1) as u8;
        match kind {
            PeriodKind::Year => Period::Year(year),
            PeriodKind::Half => Period::Half(year, n),
            PeriodKind::Quarter => Period::Quarter(year, n),
            PeriodKind::Month => Period::Month(year, n),
        }
    }
}

/// First day of the period at this running number, within the days there are.
fn first_day(kind: PeriodKind, at: i32) -> Day {
    let (year, n) = (at.div_euclid(kind.per_year()), at.rem_euclid(kind.per_year()));
    let month = n * (12 / kind.per_year()) + 1;
    let beyond = if year <= 2000 { Day::FIRST } else { Day::LAST };
    Day::ymd(year, month as u32, 1).unwrap_or(beyond)
}

fn numeral(n: u8) -> &'static str {
    match n {
        0 | 1 => "一",
        2 => "二",
        3 => "三",
        _ => "四",
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Period::Year(year) => format!("{year}"),
            Period::Half(year, n) => format!("{year}H{n}"),
            Period::Quarter(year, n) => format!("{year}Q{n}"),
            Period::Month(year, n) => format!("{year}-{n:02}"),
            Period::Once => "once".into(),
        };
        f.pad(&text)
    }
}

/// The text is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是一个时段；写成 2026、2026H1、2026Q3 或 2026-11")]
pub struct BadPeriod(pub String);

impl FromStr for Period {
    type Err = BadPeriod;

    /// Reads what [`Display`](fmt::Display) and [`Period::label`] write, in either width and case.
    fn from_str(text: &str) -> Result<Period, BadPeriod> {
        let plain = crate::text::half_width(text.trim()).to_uppercase();
        read(&plain).ok_or_else(|| BadPeriod(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Period> {
    if text == "ONCE" || text == Period::Once.label() {
        return Some(Period::Once);
    }
    let (year, rest) = text.split_at_checked(4)?;
    let year: u16 = year.parse().ok().filter(|year| (2001..=2178).contains(year))?;
    let rest = rest.strip_prefix('年').unwrap_or(rest);
    match rest {
        "" => return Some(Period::Year(year)),
        "H1" | "上半年" => return Some(Period::Half(year, 1)),
        "H2" | "下半年" => return Some(Period::Half(year, 2)),
        _ => {}
    }
    if let Some(n) = (1..=4)
        .find(|&n| rest == format!("Q{n}") || rest.trim_end_matches('度') == format!("{}季", numeral(n)))
    {
        return Some(Period::Quarter(year, n));
    }
    let month = rest.strip_prefix('-').or_else(|| rest.strip_suffix('月'))?;
    let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(Period::Month(year, month))
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = BadPeriod;

    fn try_from(text: String) -> Result<Period, BadPeriod> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::from_date(text.parse().unwrap()).unwrap()
    }

    fn span(text: &str) -> String {
        let period: Period = text.parse().unwrap();
        format!("{}..{} {}", period.start(), period.end(), period.label())
    }

    #[test]
    fn each_period_knows_its_first_and_last_day_and_its_name() {
        assert_eq!(span("2026"), "2026-01-01..2026-12-31 2026年");
        assert_eq!(span("2026H1"), "2026-01-01..2026-06-30 2026上半年");
        assert_eq!(span("2026Q3"), "2026-07-01..2026-09-30 2026年三季度");
        assert_eq!(span("2024-02"), "2024-02-01..2024-02-29 2024年2月");
    }

    #[test]
    fn the_twenty_third_of_november_lies_in_one_period_of_each_kind() {
        let at = |kind| Period::containing(kind, day("2026-11-23"));
        assert_eq!(
            PeriodKind::ALL.map(at),
            [Period::Month(2026, 11), Period::Quarter(2026, 4), Period::Half(2026, 2), Period::Year(2026)]
        );
        assert!(PeriodKind::ALL.into_iter().all(|kind| at(kind).contains(day("2026-11-23"))));
    }

    #[test]
    fn periods_follow_each_other_without_gap_or_overlap() {
        for kind in PeriodKind::ALL {
            let mut period = Period::containing(kind, day("2023-12-31"));
            while period.start() < day("2027-06-01") {
                assert_eq!(period.next().start(), period.end().plus(1), "{period}");
                assert_eq!((period.next().prev(), period.kind()), (period, Some(kind)));
                assert!(period < period.next());
                period = period.next();
            }
        }
    }

    #[test]
    fn the_plan_has_six_half_years_and_none_when_the_days_are_turned_round() {
        let halves = |from, to| Period::between(PeriodKind::Half, day(from), day(to)).map(|p| p.to_string());
        assert_eq!(
            halves("2024-03-05", "2026-12-31").collect::<Vec<_>>(),
            ["2024H1", "2024H2", "2025H1", "2025H2", "2026H1", "2026H2"]
        );
        assert_eq!(halves("2026-12-31", "2024-03-05").count(), 0);
    }

    #[test]
    fn what_is_written_can_be_read_again_in_short_and_in_words() {
        let periods = PeriodKind::ALL
            .into_iter()
            .flat_map(|kind| Period::between(kind, day("2024-01-01"), day("2026-12-31")))
            .chain([Period::Once]);
        for period in periods {
            assert_eq!(period.to_string().parse(), Ok(period));
            assert_eq!(period.label().parse(), Ok(period));
            assert_eq!(crate::codec::decode::<Period>(&crate::codec::encode(&period).unwrap()), Ok(period));
        }
        assert_eq!("２０２６ｑ３".parse(), Ok(Period::Quarter(2026, 3)));
        assert_eq!("2026-3".parse(), Ok(Period::Month(2026, 3)));
    }

    #[test]
    fn a_thirteenth_month_is_no_period() {
        for text in ["2026-13", "2026Q5", "2026H0", "26-11", "", "去年", "2026年"] {
            assert_eq!(text.parse::<Period>().is_ok(), text == "2026年", "{text}");
        }
        let error = "2026-13".parse::<Period>().unwrap_err().to_string();
        assert!(error.contains("2026-13") && error.contains("2026-11"), "{error}");
    }
}
