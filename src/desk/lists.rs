//! Lists ordered lately. Moving about in a list asks for the same order again and again; it is good until the next entry.

use std::sync::Arc;

use crate::ask::query::{EnterpriseFilter, HazardFilter, HazardOrder};
use crate::calendar::Day;
use crate::model::id::{Id, Kind};

/// What a list was asked by.
#[derive(Clone, PartialEq)]
pub enum List {
    /// 隐患: filter, order, day, and whose "mine" it is.
    Hazards(HazardFilter, HazardOrder, Day, String),
    /// 企业
    Enterprises(EnterpriseFilter),
    /// Records: kind, text, unit.
    Records(Option<Kind>, String, String),
}

/// The lists kept.
#[derive(Default)]
pub struct Lists {
    seq: u64,
    kept: Vec<(List, Arc<[Id]>)>,
}

impl Lists {
    /// As many as one officer goes back and forth between.
    const KEPT: usize = 8;

    /// The ids of `list` at entry `seq`: kept, or made now.
    pub fn of(&mut self, seq: u64, list: List, make: impl FnOnce() -> Vec<Id>) -> Arc<[Id]> {
        if self.seq != seq {
            self.kept.clear();
            self.seq = seq;
        }
        if let Some((_, ids)) = self.kept.iter().find(|(kept, _)| *kept == list) {
            return Arc::clone(ids);
        }
        let ids: Arc<[Id]> = make().into();
        if self.kept.len() == Lists::KEPT {
            self.kept.remove(0);
        }
        self.kept.push((list, Arc::clone(&ids)));
        ids
    }
}
