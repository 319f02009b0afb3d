//! Days, periods, workdays, and dates as officers write them. No clock: the day of today is always handed in.
//!
//! - [`Day`] — a calendar day in two bytes
//! - [`Period`] — month, quarter, half-year, year: the spans in which the notice counts duties
//! - [`Workdays`] — weekends, holidays and make-up days from data
//! - [`understand_date`] — "9.24", "下周一", "2026年底前" → a day; [`date_words`] — words to offer

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

mod day;
mod loose;
mod period;
mod workdays;

pub use day::Day;
pub use loose::{DateError, Hint, Loose, Rule, date_words, understand_date};
pub use period::{BadPeriod, Period, PeriodKind};
pub use workdays::{
    CalendarDay, CalendarError, HOLIDAYS, Holiday, Workdays, calendar_laid_over, calendar_text,
    parse_calendar, shipped_calendar,
};
