//! The rows behind a number of a table: the hazards themselves, or the visits.

use super::figure::{Figure, Make};
use super::layout::Layout;
use super::table::words as period_words;
use super::visits::found_nothing;
use super::{By, Which, layout};
use crate::model::id::Id;
use crate::rules::facts::Facts;
use crate::rules::matrix::{Behind, Cell, CellPage, listed};
use crate::rules::review::Words;

/// What is behind a figure in a row; [`None`]: there is no such row or figure.
pub(super) fn page(
    facts: &Facts,
    which: &Which,
    row: &str,
    figure: &str,
    words: &dyn Words,
) -> Option<CellPage> {
    let figure = Figure::of_key(figure)?;
    let layout = Layout::of(facts, which)?;
    let at = layout.heads.iter().position(|head| head.key == row)?;
    let head = layout.heads.get(at)?;
    let (mut hazards, mut visits) = (Vec::new(), Vec::new());
    if which.by == By::Category && figure.needs_visits() {
        // Nothing is shown there, and nothing is behind it.
    } else if figure.is_of_visits() {
        let counts = |card| figure.make == Make::Visits || found_nothing(card);
        layout.visits(|row, card| {
            if row == at && counts(card) {
                visits.push(Behind {
                    id: card.id,
                    text: words.text(card.subject),
                    day: card.date,
                    entry: None,
                    cell: None,
                });
            }
        });
    } else {
        let bit = figure.bit();
        layout.sweep(Some(at), |row, card, marks| {
            if row == at && marks & bit != 0 {
                hazards.push(card.id);
            }
        });
    }
    let (number, records) = (hazards.len().max(visits.len()) as u32, visits.len() as u32);
    let (seen, _) = layout.span(at);
    let who = if layout::is_total(head) { "全区" } else { &head.label };
    let within = layout.within_label().map(|label| format!("{label} ")).unwrap_or_default();
    let period = period_words(which.by, layout.period, facts);
    hazards.retain(|id: &Id| words.sees(*id));
    Some(CellPage {
        title: format!("统计 {period} {within}{who} {}", figure.label),
        cell: Cell::count(number),
        why: format!("{within}{who} {period} {} {number}，截至{}。{}", figure.label, seen.as_of, figure.how),
        clause: String::new(),
        evidence: listed(visits, true, words),
        missing: Vec::new(),
        totals: (records, 0),
        hazards,
    })
}
