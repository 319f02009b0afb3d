//! What the ledger is told about the nouns: how an entry changes a row, and how a row looks at a glance.

use crate::model::card::Card;
use crate::model::event::Entry;
use crate::model::id::Id;
use crate::model::row::Row;

/// The fold of entries into rows. Pure but for the basics it has [learned](Fold::learn).
pub trait Fold: Send + Sync {
    /// The row after `entry`; [`None`] when there is none any more. Never called for
    /// [`crate::model::event::Fact::Undone`].
    fn row(&self, row: Option<Row>, entry: &Entry) -> Option<Row>;

    /// The row of `id` after its whole history, oldest first, groups taken back left out.
    fn refold(&self, id: Id, history: &[Entry]) -> Option<Row>;

    /// The row at a glance, by the basics learned last.
    fn card(&self, row: &Row) -> Option<Card>;

    /// Takes in the loaded documents of basics as they now are: at opening, and whenever an entry changed
    /// one. True when cards may look different now.
    fn learn(&mut self, documents: &[Row]) -> bool;

    /// Does this version know every key that the entry's fields use? (Facts and deeds it does not know never
    /// get here.)
    fn knows(&self, entry: &Entry) -> bool {
        use crate::model::event::Fact;
        match &entry.event.fact {
            Fact::Entered { fields } | Fact::Amended { fields, .. } => {
                let specs = crate::model::row::specs_of(entry.event.id.kind());
                fields.iter().all(|(key, _)| specs.iter().any(|spec| spec.key == key))
            }
            Fact::Voided | Fact::Acted { .. } | Fact::Loaded { .. } | Fact::Undone { .. } => true,
        }
    }
}
