//! Dates in digits, with or without 年月日, and what is wrong with them.

use super::{Asked, DateError, Loose, certain};
use crate::calendar::{Day, PeriodKind};

impl Asked<'_> {
    /// 2026-11-10, 2026年7月8日, 20261110, 9.24, 7月8日, 23日, 45000.
    pub(super) fn numbers(&self, plain: &str) -> Result<Loose, DateError> {
        if plain.ends_with(['年', '月']) {
            return Err(if plain.starts_with(|c: char| c.is_ascii_digit()) {
                DateError::NoDay(self.text.to_owned())
            } else {
                self.unknown()
            });
        }
        let day_said = plain.ends_with(['日', '号']);
        let digits = plain.trim_end_matches(['日', '号']).replace(['年', '月', '/', '.'], "-");
        let parts: Vec<&str> = digits.split('-').collect();
        if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
            return Err(self.unknown());
        }
        let number = |part: &str| part.parse::<u32>().map_err(|_| self.unknown());
        match parts.as_slice() {
            [day] if day_said && day.len() <= 2 => self.day_of_month(number(day)?),
            [all] if all.len() == 8 => {
                let (year, rest) = all.split_at(4);
                let (month, day) = rest.split_at(2);
                self.full(year, number(month)?, number(day)?)
            }
            [serial] | [serial, _] if serial.len() == 5 && !day_said => self.serial(number(serial)?),
            [year, _] if year.len() == 4 => Err(DateError::NoDay(self.text.to_owned())),
            [month, day] if !plain.contains('年') => self.without_year(number(month)?, number(day)?),
            [year, month, day] => self.full(year, number(month)?, number(day)?),
            _ => Err(self.unknown()),
        }
    }

    fn full(&self, year: &str, month: u32, day: u32) -> Result<Loose, DateError> {
        let full = self.full_year(year).ok_or_else(|| self.unknown())?;
        if !(2001..=2178).contains(&full) {
            return Err(DateError::FarYear { text: self.text.to_owned(), year: full });
        }
        self.check(month, day, Some(full))?;
        let day = Day::ymd(full, month, day).ok_or_else(|| self.unknown())?;
        Ok(Loose { day, assumed: year.len() == 2 })
    }

    /// Four digits as they stand; two within ten years of today, so that `11/10/26` is not taken for 2011.
    pub(super) fn full_year(&self, digits: &str) -> Option<i32> {
        let year: i32 = digits.parse().ok()?;
        match digits.len() {
            4 => Some(year),
            2 => Some(2000 + year).filter(|year| (year - self.hint.today.year()).abs() <= 10),
            _ => None,
        }
    }

    fn without_year(&self, month: u32, day: u32) -> Result<Loose, DateError> {
        self.check(month, day, None)?;
        self.pick(PeriodKind::Year, |year| Day::ymd(year.start().year(), month, day))
            .ok_or_else(|| self.unknown())
    }

    fn day_of_month(&self, day: u32) -> Result<Loose, DateError> {
        self.pick(PeriodKind::Month, |month| Day::ymd(month.start().year(), month.start().month(), day))
            .ok_or_else(|| DateError::NoSuchDay {
                text: self.text.to_owned(),
                month: "一个月".into(),
                day,
                last: 31,
            })
    }

    /// Days since 1899-12-30, as spreadsheets count.
    fn serial(&self, number: u32) -> Result<Loose, DateError> {
        /// The serial number of 2000-01-01.
        const EPOCH: u32 = 36526;
        let day = number
            .checked_sub(EPOCH)
            .and_then(|days| u16::try_from(days).ok())
            .and_then(|days| Day(days).opt());
        day.map(certain).ok_or_else(|| self.unknown())
    }

    /// Whether there is such a day, in this year or in any.
    fn check(&self, month: u32, day: u32, year: Option<i32>) -> Result<(), DateError> {
        // A leap year, where the year is open.
        let first = Day::ymd(year.unwrap_or(2024), month, 1);
        let Some(first) = first else {
            return Err(DateError::NoSuchMonth { text: self.text.to_owned(), month });
        };
        let last = first.end_of_month().day();
        if (1..=last).contains(&day) {
            return Ok(());
        }
        let month = year.map_or(format!("{month}月"), |year| format!("{year}年{month}月"));
        Err(DateError::NoSuchDay { text: self.text.to_owned(), month, day, last })
    }
}
