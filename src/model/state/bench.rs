//! The records as a group has changed them so far, laid over those of the ledger.

use std::collections::BTreeMap;

use super::super::case::{Case, Records};
use super::super::command::Refusal;
use super::super::event::{Entry, Event};
use super::super::hazard::State;
use super::super::id::{Id, Kind};
use super::super::row::{Document, Row, name_of};
use super::fold::apply;

/// Records on the work bench.
pub(super) struct Bench<'a> {
    under: &'a dyn Records,
    rows: BTreeMap<Id, Option<Row>>,
}

impl<'a> Bench<'a> {
    pub(super) fn over(under: &'a dyn Records) -> Bench<'a> {
        Bench { under, rows: BTreeMap::new() }
    }

    /// The case with these records.
    pub(super) fn case<'b>(&'b self, case: &Case<'b>) -> Case<'b> {
        Case { records: self, ..*case }
    }

    /// Applies facts. Refused when a record grows beyond what the store can keep.
    pub(super) fn take(&mut self, events: &[Event], case: &Case) -> Result<(), Refusal> {
        for event in events {
            let row = apply(self.row(event.id), event, case.at, &case.officer.name);
            if crate::codec::encode(&row).is_err() {
                let text = format!("{} {} 的内容过长，存不下", name_of(event.id.kind()), event.id);
                return Err(Refusal::new(text, "删减文字；长材料另存文件并写明出处"));
            }
            self.rows.insert(event.id, row);
        }
        Ok(())
    }

    /// The hazards of a letter that have not been sent.
    pub(super) fn unsent(&self, letter: Id) -> Vec<Id> {
        let state = |id: Id| self.row(id).and_then(|row| row.hazard().map(|h| h.state));
        let hazards = self.row(letter).and_then(|row| row.transfer().map(|t| t.hazards.clone()));
        let mut hazards = hazards.unwrap_or_default();
        hazards.retain(|id| state(*id) == Some(State::TransferPending));
        hazards
    }

    fn changed(&self) -> impl Iterator<Item = &Row> {
        self.rows.values().flatten().filter(|row| !row.is_void())
    }

    /// What the ledger says, unless the group has changed that record.
    fn settled(&self, below: Option<Id>) -> Option<Id> {
        below.filter(|id| !self.rows.contains_key(id))
    }
}

impl Records for Bench<'_> {
    fn row(&self, id: Id) -> Option<Row> {
        self.rows.get(&id).cloned().unwrap_or_else(|| self.under.row(id))
    }

    fn letter(&self, year: i32, letter_no: &str) -> Option<Id> {
        let here = self
            .changed()
            .find(|row| row.transfer().is_some_and(|t| t.letter_no == letter_no && t.sent_on.year() == year));
        here.map(|row| row.id).or_else(|| self.settled(self.under.letter(year, letter_no)))
    }

    fn plan_of(&self, township: &str, month: &str) -> Option<Id> {
        let here = self
            .changed()
            .find(|row| row.inspection_plan().is_some_and(|p| p.township == township && p.month == month));
        here.map(|row| row.id).or_else(|| self.settled(self.under.plan_of(township, month)))
    }

    fn person_at(&self, account: &str) -> Option<Id> {
        let here = self
            .changed()
            .find(|row| row.person().is_some_and(|p| p.account == account && p.until.is_none()));
        here.map(|row| row.id).or_else(|| self.settled(self.under.person_at(account)))
    }

    fn about(&self, enterprise: Id) -> Vec<Id> {
        let name = enterprise.to_string();
        let mut ids = self.under.about(enterprise);
        ids.retain(|id| !self.rows.contains_key(id));
        let here = self.changed().filter(|row| row.body.get("enterprise").is_some_and(|id| id == name));
        ids.extend(here.map(|row| row.id));
        ids
    }

    fn all_of(&self, kind: Kind) -> Vec<Id> {
        let mut ids = self.under.all_of(kind);
        ids.retain(|id| !self.rows.contains_key(id));
        ids.extend(self.changed().filter(|row| row.id.kind() == kind).map(|row| row.id));
        ids
    }

    fn documents(&self) -> Vec<(Id, Document)> {
        let mut all: BTreeMap<Id, Document> = self.under.documents().into_iter().collect();
        all.extend(self.changed().filter_map(|row| row.document().map(|d| (row.id, d.clone()))));
        all.into_iter().collect()
    }

    fn history(&self, id: Id) -> Vec<Entry> {
        self.under.history(id)
    }

    fn each_today(&self, show: &mut dyn FnMut(&Entry)) {
        self.under.each_today(show);
    }
}
