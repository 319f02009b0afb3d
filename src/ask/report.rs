//! 报表: forms and papers that go to other people, each as one plain [`Report`]. Numbers come from matrices and standings, or are
//! summed from the same cards and compared with the matrices before they go out (三(二) and 三(四); domain §4.8).
//!
//! - [`paper`]: the value; [`table`]: every report there is, what it takes; `asked`: the same as fields of a form
//! - [`figures`]: what happened, to be summed over any span of days
//! - [`compare`]: what later entries changed in a report that went out
//! - `draft`: what a report is made with; every other file makes one report, or a few of a kind
//!
//! Names stand in a report only of records that the officer may see; totals count everybody's.

mod archive;
mod asked;
pub mod compare;
mod draft;
mod draws;
mod enterprise;
pub mod figures;
mod letters;
mod monthly;
mod outing;
mod owes;
pub mod paper;
mod parts;
mod progress;
mod registers;
mod slips;
mod summary;
mod supervision;
pub mod table;
mod weekly;

pub use asked::{DAY, NUMBER, PERIOD, RECORD, SEED, TOWNSHIP};
pub use paper::{Block, Caliber, Cell, Head, Report, Table};
pub use table::{Entry, Need, REPORTS, Wanted, entry_of};

use super::answer::Answer;
use super::view::View;
use draft::Making;

/// The report asked for, or why there is none.
pub fn answer(view: &View, wanted: &Wanted) -> Answer {
    let Some(entry) = entry_of(&wanted.code) else {
        return Answer::Nothing(format!("没有报表 {}", wanted.code));
    };
    if let Some((_, what, _)) = entry.faults(wanted).into_iter().next() {
        return Answer::Nothing(what);
    }
    let making = Making { view, wanted, entry, facts: view.facts(wanted.day).about(wanted.period) };
    match (entry.make)(&making) {
        Ok(report) => Answer::Report(report),
        Err(why) => Answer::Nothing(why),
    }
}
