//! `verify`, for a data directory that nobody holds: chain, checksums, and every row and card folded anew.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::OpenError;
use super::fold::OfficeFold;
use super::office::Office;
use super::owner::told;
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
) -> Result<Report, OpenError> {
    let office = Office::shipped().map_err(|problems| OpenError::Damaged(told(&problems)))?;
    let mut fold = OfficeFold::new(Arc::new(Mutex::new(Arc::new(office))));
    let opening = Opening::new(data, account, now);
    Ok(verify::verify(&opening, &mut fold, &mut |progress| tell(progress.done, progress.total))?)
}
