//! `verify`, for a data directory that nobody holds: chain, checksums, and every row and card folded anew.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::OpenError;
use super::fold::OfficeFold;
use super::office::Office;
use super::owner;
use crate::ask::answer::Verified;
use crate::ledger::Opening;
use crate::ledger::verify::{self, Report};
use crate::model::event::Stamp;

/// Compares everything with everything; tells how far it is (entries done, entries in all).
///
/// # Errors
/// [`OpenError::Held`] while an owner works on it, [`OpenError::Io`] when files cannot be read. What is wrong with them
/// stands in the report.
pub fn verify(
    data: &Path,
    account: &str,
    now: Stamp,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<Verified, OpenError> {
    let office = Office::shipped().map_err(|problems| OpenError::Damaged(owner::told(&problems)))?;
    let mut fold = OfficeFold::new(Arc::new(Mutex::new(Arc::new(office))));
    let opening = Opening::new(data, account, now);
    let report = verify::verify(&opening, &mut fold, &mut |progress| tell(progress.done, progress.total))?;
    Ok(told(&report))
}

/// The report as an answer.
pub(super) fn told(report: &Report) -> Verified {
    Verified {
        measure: (report.segments as u64, report.entries, report.rows),
        damages: report.damages.iter().map(ToString::to_string).collect(),
        differences: report.differences.clone(),
        remarks: report.remarks.clone(),
        distrusts_store: report.distrusts_store(),
    }
}
