//! What a report takes, as fields to be filled: derived from its row of REPORTS.

use super::table::{Entry, Need};
use crate::model::field::{Shape, Spec};
use crate::model::row::name_of;

/// Keys of the fields: the record it is about,
pub const RECORD: &str = "record";
/// the township,
pub const TOWNSHIP: &str = "township";
/// the period,
pub const PERIOD: &str = "period";
/// how many are drawn,
pub const NUMBER: &str = "number";
/// by which seed,
pub const SEED: &str = "seed";
/// and seen from which day.
pub const DAY: &str = "day";

impl Entry {
    /// What it asks for, in order.
    pub fn specs(&self) -> Vec<Spec> {
        let record = match self.records {
            [] => None,
            [kind] => Some(Spec::must(RECORD, "编号", Shape::Link(*kind))),
            // Of one of several kinds: the shape of a field names one only.
            _ => Some(Spec::must(RECORD, "编号", Shape::Text)),
        };
        let township = match self.township {
            Need::No => None,
            Need::May => Some(Spec::new(TOWNSHIP, "乡镇", Shape::Unit)),
            Need::Must => Some(Spec::must(TOWNSHIP, "乡镇", Shape::Unit)),
        };
        let period = (!self.periods.is_empty()).then_some(Spec::new(PERIOD, "期间", Shape::Text));
        let draws = [Spec::new(NUMBER, "条数", Shape::Count), Spec::new(SEED, "种子", Shape::Count)];
        let draws = draws.into_iter().filter(|_| self.draws);
        let day = Spec::new(DAY, "截至", Shape::Date);
        record.into_iter().chain(township).chain(period).chain(draws).chain([day]).collect()
    }

    /// Names of the kinds of record that it may be about.
    pub fn record_names(&self) -> String {
        self.records.iter().map(|kind| name_of(*kind)).collect::<Vec<_>>().join("、")
    }
}
