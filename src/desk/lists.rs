//! Lists ordered lately. Moving about in a list asks for the same order again and again; it is good until the next entry.

use std::sync::Arc;

use crate::ask::query::{EnterpriseFilter, Extract, HazardFilter, HazardOrder};
use crate::ask::sight::Sight;
use crate::calendar::Day;
use crate::model::id::{Id, Kind};

/// What a list was asked by.
#[derive(Clone, PartialEq)]
pub enum List {
    /// 隐患: filter, order, day, and whose "mine" it is, where it is.
    Hazards(HazardFilter, HazardOrder, Day, String),
    /// 企业
    Enterprises(EnterpriseFilter),
    /// Records: kind, text, unit.
    Records(Option<Kind>, String, String, String),
    /// Part of the ledger: what, of which township.
    Extract(Extract, String),
}

/// A list, and who sees it.
type Seen = (List, Sight);

/// The lists kept.
#[derive(Default)]
pub struct Lists {
    seq: u64,
    kept: Vec<(Seen, Arc<[Id]>)>,
}

impl Lists {
    /// As many as a few officers go back and forth between.
    const KEPT: usize = 24;
    /// No more numbers than this are kept in all: 16 MiB.
    const ROOM: usize = 4 << 20;

    /// The ids of `list` as it is seen at entry `seq`: kept, or made now.
    pub fn of(&mut self, seq: u64, list: List, sight: Sight, make: impl FnOnce() -> Vec<Id>) -> Arc<[Id]> {
        if self.seq != seq {
            self.kept.clear();
            self.seq = seq;
        }
        let wanted = (list, sight);
        if let Some(at) = self.kept.iter().position(|(kept, _)| *kept == wanted) {
            let found = self.kept.remove(at);
            let ids = Arc::clone(&found.1);
            self.kept.push(found);
            return ids;
        }
        let ids: Arc<[Id]> = make().into();
        self.kept.push((wanted, Arc::clone(&ids)));
        // The one used last stays, however long it is.
        while self.kept.len() > 1 && (self.kept.len() > Lists::KEPT || self.size() > Lists::ROOM) {
            self.kept.remove(0);
        }
        ids
    }

    fn size(&self) -> usize {
        self.kept.iter().map(|(_, ids)| ids.len()).sum()
    }
}
