//! How the ledger folds entries: the model's fold, and cards by the office in force.

use std::sync::{Arc, Mutex, PoisonError};

use super::office::Office;
use crate::calendar::Day;
use crate::ledger::Fold;
use crate::model::basics::{Basics, span_of};
use crate::model::card::Card;
use crate::model::event::Entry;
use crate::model::id::Id;
use crate::model::row::Row;
use crate::model::state;

/// The office in force, shared by the owner and the fold that makes cards by it.
pub type SharedOffice = Arc<Mutex<Arc<Office>>>;

/// The model's fold.
pub struct OfficeFold {
    office: SharedOffice,
}

impl OfficeFold {
    /// Folds with cards by this office, and keeps it up with the documents it learns.
    pub fn new(office: SharedOffice) -> OfficeFold {
        OfficeFold { office }
    }

    fn office(&self) -> Arc<Office> {
        Arc::clone(&self.office.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Fold for OfficeFold {
    fn row(&self, row: Option<Row>, entry: &Entry) -> Option<Row> {
        state::apply(row, &entry.event, entry.at, &entry.officer)
    }

    fn refold(&self, _id: Id, history: &[Entry]) -> Option<Row> {
        state::refold(history)
    }

    fn card(&self, row: &Row) -> Option<Card> {
        Card::of(row, &self.office().basics)
    }

    /// Documents were checked when they were loaded; one that a later version no longer understands leaves the office as
    /// it was, and `doctor` tells.
    fn learn(&mut self, documents: &[Row]) -> bool {
        let loaded: Vec<_> =
            documents.iter().filter_map(|row| Some((row.id, row.document()?.clone()))).collect();
        let read = if loaded.is_empty() { Office::shipped() } else { Office::of(loaded) };
        let Ok(office) = read else { return false };
        let mut current = self.office.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = looks_different(&current.basics, &office.basics);
        *current = Arc::new(office);
        changed
    }
}

/// Do cards made by one look different by the other? They hold numbers of units, industries, categories, departments,
/// tasks, kinds and stages of a sort, what is settled and lacking by it, and search keys.
fn looks_different(old: &Basics, new: &Basics) -> bool {
    old.units != new.units
        || old.industries != new.industries
        || old.categories != new.categories
        || old.departments != new.departments
        || old.sorts != new.sorts
        || old.settings.name_prefixes != new.settings.name_prefixes
        || places(old) != places(new)
}

/// What a note on a task is numbered by: the days of each plan and its nodes.
fn places(basics: &Basics) -> Vec<((Day, Day), Vec<&str>)> {
    let of = basics.plans.iter().map(|plan| {
        let nodes = plan.nodes.iter().map(|node| node.code.as_str());
        (span_of(plan), nodes.collect())
    });
    of.collect()
}
