//! 企业 lists.

use std::collections::HashMap;

use super::answer::{EnterpriseLine, EnterprisePage};
use super::page;
use super::query::{EnterpriseFilter, Window};
use super::view::View;
use crate::calendar::Day;
use crate::model::card::{EnterpriseCard, SpanCard, enterprise_flag};
use crate::model::id::Id;
use crate::rules::clock::is_open;
use crate::rules::register::Register;
use crate::text::pinyin;

/// The ids of the enterprises that match, by township and number.
pub fn order(view: &View, filter: &EnterpriseFilter) -> Vec<Id> {
    let townships: Vec<u8> = filter.townships.iter().map(|code| view.basics.unit_no(code)).collect();
    let bit = |code: &String| 1u32 << (view.basics.industry_no(code) & 31);
    let industries = filter.industries.iter().fold(0, |set, code| set | bit(code));
    let query = pinyin::Query::new(filter.text.trim());
    let number = filter.text.trim().parse::<Id>().ok().filter(|id| id.is_some());
    let says = |card: &EnterpriseCard| {
        query.is_empty()
            || Some(card.id) == number
            || query.finds(&card.keys, &card.name)
            || card.principal == filter.text
    };
    let in_place = |span: &SpanCard| {
        (townships.is_empty() || townships.contains(&span.township))
            && (industries == 0 || span.industries & industries != 0)
            && (!filter.key_only || span.is_key)
    };
    let mut found: Vec<(u8, Id)> = view
        .cards
        .enterprises()
        .iter()
        .filter(|card| filter.ids.is_empty() || filter.ids.contains(&card.id))
        .filter_map(|card| card.now().map(|span| (card, span)))
        .filter(|(card, span)| in_place(span) && says(card))
        .filter(|(card, _)| filter.statuses.is_empty() || filter.statuses.contains(&status(view, card)))
        .map(|(card, span)| (span.township, card.id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// The page of a list already [`order`]ed.
pub fn page(view: &View, order: &[Id], window: Window, day: Day) -> EnterprisePage {
    let mut page = page::cut(order, view.cards.enterprises().len(), view.seq, window, |id| line(view, id));
    fill_counts(view, &mut page.rows, view.day(day));
    page
}

fn line(view: &View, id: Id) -> Option<EnterpriseLine> {
    let card = view.cards.enterprise(id)?;
    let span = card.now();
    let key = match (span.is_some_and(|s| s.is_key), card.is(enterprise_flag::KEY_UNKNOWN)) {
        (true, _) => "是",
        (false, true) => "未核",
        (false, false) => "否",
    };
    Some(EnterpriseLine {
        id,
        name: card.name.clone(),
        township: view.unit_short(span.map_or(0, |s| s.township)),
        industries: industries_of(view, card),
        status: status(view, card),
        key: key.into(),
        principal: card.principal.clone(),
        last_visit: Day::NONE,
        open_hazards: 0,
    })
}

/// Names of the industries, the main one first.
pub fn industries_of(view: &View, card: &EnterpriseCard) -> Vec<String> {
    let mask = card.now().map_or(0, |span| span.industries);
    let mut found: Vec<_> =
        view.basics.industries.iter().filter(|i| mask & (1 << (i.no & 31)) != 0).collect();
    found.sort_by_key(|industry| (industry.no != u16::from(card.industry), industry.no));
    found.into_iter().map(|industry| industry.name.clone()).collect()
}

fn status(view: &View, card: &EnterpriseCard) -> String {
    if card.is(enterprise_flag::STUB) {
        return "待补全".into();
    }
    if card.now().is_some_and(|span| span.is_open) {
        return "在营".into();
    }
    let row = view.shelves.row(card.id);
    row.and_then(|row| row.enterprise().map(|e| e.status.clone())).unwrap_or_default()
}

/// Last visit and open hazards of the rows of one page: one pass over the cards for all of them.
fn fill_counts(view: &View, rows: &mut [EnterpriseLine], day: Day) {
    let facts = view.facts(day);
    let register = Register::of(facts.enterprises);
    let last = facts.last_visits(&register);
    for row in rows.iter_mut() {
        row.last_visit = register.find(row.id).and_then(|at| last.get(at)).copied().unwrap_or_default();
    }
    let at: HashMap<Id, usize> = rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    for card in view.cards.hazards().iter().filter(|card| is_open(card, &facts)) {
        if let Some(row) = at.get(&card.enterprise).and_then(|at| rows.get_mut(*at)) {
            row.open_hazards += 1;
        }
    }
}
