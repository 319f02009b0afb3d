//! A calendar day in two bytes: cards in memory hold several of them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Days since 2000-01-01; reaches to 2179-06-06. The first value is taken for "no date".
///
/// Serialized as its number where bytes count and as `2026-11-23` where people may read it (JSON, TOML; no date is `""`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub u16);

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

impl Day {
    /// No date. Sorts before every day; written as nothing.
    pub const NONE: Day = Day(0);
    /// 2000-01-02, the earliest day there is.
    pub const FIRST: Day = Day(1);
    /// 2179-06-06, the latest.
    pub const LAST: Day = Day(u16::MAX);

    /// The day of a date; `None` outside [`Day::FIRST`]..=[`Day::LAST`].
    pub fn from_date(date: NaiveDate) -> Option<Day> {
        u16::try_from((date - EPOCH).num_days()).ok().and_then(|days| Day(days).opt())
    }

    /// The day of year, month (1–12), day of the month; `None` where the calendar has no such day.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Day::from_date)
    }

    /// The date; `None` for [`Day::NONE`].
    pub fn date(self) -> Option<NaiveDate> {
        self.opt().map(Day::anchor)
    }

    /// `None` for [`Day::NONE`], else the day.
    pub fn opt(self) -> Option<Day> {
        (self != Day::NONE).then_some(self)
    }

    pub fn is_none(self) -> bool {
        self == Day::NONE
    }

    /// So many calendar days later (earlier when negative), within [`Day::FIRST`]..=[`Day::LAST`]. No date stays no date.
    pub fn plus(self, days: i32) -> Day {
        if self.is_none() {
            return self;
        }
        let moved = i32::from(self.0).saturating_add(days).clamp(1, i32::from(u16::MAX));
        Day(moved as u16)
    }

    /// Calendar days from here to `other`, negative when it lies before. Both must be dates.
    pub fn days_until(self, other: Day) -> i32 {
        i32::from(other.0) - i32::from(self.0)
    }

    /// Calendar year; 2000 for [`Day::NONE`], which no plan covers.
    pub fn year(self) -> i32 {
        self.anchor().year()
    }

    /// Month 1–12.
    pub fn month(self) -> u32 {
        self.anchor().month()
    }

    /// Day of the month 1–31.
    pub fn day(self) -> u32 {
        self.anchor().day()
    }

    /// Last day of the month this day is in.
    pub fn end_of_month(self) -> Day {
        self.plus(self.anchor().num_days_in_month() as i32 - self.day() as i32)
    }

    /// So many calendar months earlier; the last day of that month where it has no such day, [`Day::FIRST`] before the calendar begins.
    pub fn months_before(self, months: u32) -> Day {
        let earlier = self.anchor().checked_sub_months(chrono::Months::new(months));
        earlier.and_then(Day::from_date).unwrap_or(Day::FIRST)
    }

    /// Day of the week, 0 for Monday to 6 for Sunday.
    pub fn weekday_index(self) -> u16 {
        // 2000-01-01 was a Saturday.
        (self.0 % 7 + 5) % 7
    }

    /// "一" … "日"; nothing for [`Day::NONE`].
    pub fn weekday(self) -> &'static str {
        const NAMES: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        let name = NAMES.get(usize::from(self.weekday_index())).filter(|_| !self.is_none());
        name.copied().unwrap_or_default()
    }

    /// "11-23"; nothing for [`Day::NONE`].
    pub fn md(self) -> String {
        self.date().map(|date| date.format("%m-%d").to_string()).unwrap_or_default()
    }

    /// "11-23" on a day of the same year, "2027-11-23" on another.
    pub fn md_on(self, today: Day) -> String {
        if self.year() == today.year() { self.md() } else { self.to_string() }
    }

    /// The date of the number itself, the epoch for [`Day::NONE`].
    fn anchor(self) -> NaiveDate {
        EPOCH + Days::new(u64::from(self.0))
    }
}

impl fmt::Display for Day {
    /// "2026-11-23"; nothing for [`Day::NONE`]. Honours the formatter's width.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date().map(|date| date.to_string()).unwrap_or_default())
    }
}

/// The text is not a day like `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("日期写法不对（应如 2026-11-23）")]
pub struct BadDay;

impl FromStr for Day {
    type Err = BadDay;

    /// Reads the canonical form only; what people write goes through [`super::understand_date`].
    fn from_str(text: &str) -> Result<Day, BadDay> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(Day::from_date).ok_or(BadDay)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.collect_str(self) } else { to.serialize_u16(self.0) }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        if !from.is_human_readable() {
            return u16::deserialize(from).map(Day);
        }
        let text = String::deserialize(from)?;
        if text.is_empty() {
            return Ok(Day::NONE);
        }
        let date: NaiveDate = text.parse().map_err(|_| D::Error::custom(format!("{text} 不是日期")))?;
        Day::from_date(date).ok_or_else(|| D::Error::custom(format!("{text} 不在2000年至2179年之间")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::from_date(text.parse().unwrap()).unwrap()
    }

    proptest! {
        #[test]
        fn a_day_and_its_date_are_one(number in 1..=u16::MAX) {
            let day = Day(number);
            let date = day.date().unwrap();
            prop_assert_eq!(Day::from_date(date), Some(day));
            prop_assert_eq!(u32::from(day.weekday_index()), date.weekday().num_days_from_monday());
        }

        #[test]
        fn moving_by_the_distance_arrives(from in 1..=u16::MAX, to in 1..=u16::MAX) {
            let (from, to) = (Day(from), Day(to));
            prop_assert_eq!(from.plus(from.days_until(to)), to);
        }
    }

    #[test]
    fn the_twenty_third_of_november_2026_is_a_monday() {
        let day = day("2026-11-23");
        assert_eq!((day.to_string(), day.md(), day.weekday()), ("2026-11-23".into(), "11-23".into(), "一"));
        assert_eq!((day.year(), day.month(), day.day()), (2026, 11, 23));
        assert_eq!(day.end_of_month().md(), "11-30");
        assert_eq!([day, day.plus(40)].map(|other| other.md_on(day)), ["11-23", "2027-01-02"]);
    }

    #[test]
    fn no_date_is_written_as_nothing_and_stays_no_date() {
        assert_eq!(Day::NONE.to_string() + &Day::NONE.md() + Day::NONE.weekday(), "");
        assert_eq!((Day::NONE.plus(3), Day::NONE.opt(), Day::NONE.date()), (Day::NONE, None, None));
        assert!(Day::NONE < day("2000-01-02"));
    }

    #[test]
    fn days_outside_the_range_are_not_days() {
        assert_eq!((Day::ymd(2000, 1, 1), Day::ymd(1999, 12, 31), Day::ymd(2179, 6, 7)), (None, None, None));
        assert_eq!((Day::ymd(2026, 2, 30), Day::ymd(2179, 6, 6)), (None, Some(Day::LAST)));
        assert_eq!((Day::LAST.plus(1), Day::FIRST.plus(-1)), (Day::LAST, Day::FIRST));
    }

    #[test]
    fn a_day_is_an_iso_date_in_json_and_two_bytes_in_a_row() {
        for day in [day("2026-11-23"), Day::NONE] {
            let json = serde_json::to_string(&day).unwrap();
            assert_eq!(json, format!("\"{day}\""));
            assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day);
            assert_eq!(crate::codec::decode::<Day>(&crate::codec::encode(&day).unwrap()).unwrap(), day);
        }
        assert!(serde_json::from_str::<Day>("\"2026-02-30\"").is_err());
    }
}
