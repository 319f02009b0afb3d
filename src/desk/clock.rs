//! The owner's clock.

use chrono::{FixedOffset, Offset, Utc};

use crate::calendar::Day;
use crate::model::event::Stamp;

/// Where the owner's moment comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, at this offset from UTC in minutes.
    Machine(i32),
    /// Stands still (tests), or is set forward by hand (sample data).
    Fixed(Stamp),
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Stamp {
        match self {
            Clock::Machine(minutes) => {
                let offset = FixedOffset::east_opt(minutes * 60).unwrap_or_else(|| Utc.fix());
                Utc::now().with_timezone(&offset)
            }
            Clock::Fixed(stamp) => *stamp,
        }
    }
}

/// The day of a moment, where it was stamped.
pub fn day_of(at: Stamp) -> Day {
    Day::from_date(at.date_naive()).unwrap_or_default()
}
