//! Days, periods, workdays, and dates as officers write them. No clock: the day of today is always handed in.
//!
//! - [`Day`] — a calendar day in two bytes
//! - [`Period`] — month, quarter, half-year, year: the spans in which the notice counts duties

mod day;
mod period;

pub use day::Day;
pub use period::{BadPeriod, Period, PeriodKind};
