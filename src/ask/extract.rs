//! Much of the ledger at once, for exports and imports: rows part by part, so that nobody waits for it.

use std::collections::BTreeMap;

use super::answer::Visited;
use super::query::Extract;
use super::view::View;
use crate::calendar::Day;
use crate::model::card::{EvidenceCard, HazardCard, evidence_flag};
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::model::row::Row;
use crate::rules::matrix::counts;

/// Most rows of a part, whatever was asked.
const LONGEST: u32 = 500;

/// The ids of an extract, ascending; `township` is a code, empty: all.
pub fn order(view: &View, of: Extract, township: &str) -> Vec<Id> {
    let no = view.basics.unit_no(township);
    let is_here = |other: u8| no == 0 || other == no;
    let mut ids: Vec<Id> = match of {
        Extract::Hazards => hazards(view, counts, &is_here),
        Extract::Found => hazards(view, |card| card.state != State::Voided, &is_here),
        Extract::Of(Kind::Hazard) => hazards(view, |_| true, &is_here),
        Extract::Of(Kind::Enterprise) => {
            let cards = view.cards.enterprises().iter();
            let here = cards.filter(|card| card.now().is_some_and(|span| is_here(span.township)));
            here.map(|card| card.id).collect()
        }
        Extract::Of(kind) => super::records::order(view, Some(kind), "", "", township),
        Extract::All => everything(view),
    };
    ids.sort_unstable();
    ids
}

fn hazards(view: &View, counts: impl Fn(&HazardCard) -> bool, is_here: &dyn Fn(u8) -> bool) -> Vec<Id> {
    let cards = view.cards.hazards().iter();
    cards.filter(|card| counts(card) && is_here(card.township)).map(|card| card.id).collect()
}

fn pieces<'a>(view: &View<'a>, kind: Kind) -> impl Iterator<Item = &'a EvidenceCard> {
    let cards = view.facts(Day::NONE).evidence_of(kind).iter();
    cards.filter(|card| !card.is(evidence_flag::VOID))
}

/// Every record there is a card of.
fn everything(view: &View) -> Vec<Id> {
    let facts = view.facts(Day::NONE);
    let hazards = facts.hazards.iter().map(|card| card.id);
    let enterprises = facts.enterprises.iter().map(|card| card.id);
    let evidence = facts.evidence.iter().map(|card| card.id);
    let persons = facts.persons.iter().map(|(id, _)| *id);
    let waivers = facts.waivers.iter().map(|(id, _)| *id);
    let snoozes = facts.snoozes.iter().map(|(id, _)| *id);
    enterprises.chain(hazards).chain(evidence).chain(persons).chain(waivers).chain(snoozes).collect()
}

/// The rows after `after`, at most `limit`.
pub fn part(view: &View, order: &[Id], after: Id, limit: u32) -> Vec<Row> {
    let from = order.partition_point(|id| after.opt().is_some_and(|after| *id <= after));
    let part = order.iter().skip(from).take(limit.min(LONGEST) as usize);
    part.filter_map(|id| view.shelves.row(*id)).collect()
}

/// What was seen of every enterprise of the officer's that was visited, or where hazards were found.
pub fn visits(view: &View) -> Vec<Visited> {
    let mut seen: BTreeMap<Id, Visited> = BTreeMap::new();
    for card in pieces(view, Kind::Inspection) {
        let one = seen.entry(card.subject).or_default();
        (one.last, one.visit) = (one.last, one.visit).max((card.date, card.id));
    }
    for card in view.cards.hazards().iter().filter(|card| counts(card)) {
        seen.entry(card.enterprise).or_default().hazards += 1;
    }
    seen.into_iter()
        .filter(|(enterprise, _)| view.sees(*enterprise))
        .map(|(enterprise, one)| Visited { enterprise, ..one })
        .collect()
}
