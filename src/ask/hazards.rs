//! 隐患 lists: which ones, in which order, and the line of each.

use std::collections::HashSet;

use super::answer::{HazardLine, HazardPage};
use super::page;
use super::query::{HazardFilter, HazardOrder, Window};
use super::view::View;
use crate::calendar::Day;
use crate::model::card::{HazardCard, hazard_flag};
use crate::model::id::Id;
use crate::rules::clock::{overdue_days, state_on};
use crate::rules::facts::Facts;
use crate::rules::planning::closing::is_carried;
use crate::rules::queue::{self, LATE_EXTENDED, Queue, Urgency};
use crate::text::{half_width, pinyin};

/// The page of a list already [`order`]ed.
pub fn page(view: &View, order: &[Id], window: Window, day: Day) -> HazardPage {
    let facts = view.facts(day);
    page::cut(order, view.cards.hazards().len(), view.seq, window, |id| line(view, &facts, id))
}

/// The ids of the hazards that match, in their order.
pub fn order(view: &View, filter: &HazardFilter, order: HazardOrder, day: Day) -> Vec<Id> {
    let facts = view.facts(day);
    let mut found = matching(view, &facts, filter);
    match order {
        HazardOrder::Urgency => {
            let urgency = Urgency::new(&facts);
            found.sort_by_cached_key(|card| urgency.place(card));
        }
        HazardOrder::Found => found.sort_by_key(|card| (std::cmp::Reverse(card.found_on), card.id)),
        HazardOrder::Due => found.sort_by_key(|card| {
            let due = queue::shown_due(card, &facts);
            (due.is_none(), due, card.id)
        }),
        HazardOrder::Enterprise => found.sort_by_key(|card| (card.township, card.enterprise, card.id)),
        HazardOrder::Number => found.sort_by_key(|card| std::cmp::Reverse(card.id)),
    }
    found.iter().map(|card| card.id).collect()
}

/// The line of one hazard.
pub fn line(view: &View, facts: &Facts, id: Id) -> Option<HazardLine> {
    let card = view.cards.hazard(id)?;
    Some(HazardLine {
        id,
        township: view.unit_short(card.township),
        called: view.enterprise_called(card.enterprise),
        enterprise: view.enterprise_name(card.enterprise),
        industry: view.industry_name(card.industry),
        description: view.cards.description_of(id).to_owned(),
        level: level(card).to_owned(),
        state: state_on(card, facts).unwrap_or(card.state),
        found_on: card.found_on,
        due: queue::shown_due(card, facts),
        overdue_days: overdue_days(card, facts),
        band: queue::band(card, facts),
        marks: marks(card)
            .into_iter()
            .chain(is_late_extended(card, facts).then(|| LATE_EXTENDED.to_owned()))
            .chain(queue::waits_for_look_back(card, facts).then(|| Queue::ToLookBack.name().to_owned()))
            .chain(is_carried(card, facts).then(|| CARRIED.to_owned()))
            .collect(),
    })
}

/// Overdue by a day that an extension, asked for too late, has taken away.
fn is_late_extended(card: &HazardCard, facts: &Facts) -> bool {
    !card.missed_due.is_none() && overdue_days(card, facts) > 0
}

fn level(card: &HazardCard) -> &'static str {
    match (card.is(hazard_flag::JUDGED), card.is_major()) {
        (false, _) => "",
        (true, true) => "重大",
        (true, false) => "一般",
    }
}

/// The overlay of one that an earlier plan left open.
pub const CARRIED: &str = "结转";

/// The overlay of a due day that nobody has settled yet.
pub const DUE_OPEN: &str = "期限待补";

/// The overlays of a hazard, in words.
pub fn marks(card: &HazardCard) -> Vec<String> {
    use hazard_flag::*;
    const WORDS: &[(u32, &str)] = &[
        (LISTED, "挂牌"),
        (REFUSED, "拒不整改"),
        (EXTENSION_ASKED, "延期申请中"),
        (REGRADE_ASKED, "调级申请中"),
        (SUSPENDED, "暂停营业"),
        (DUE_PROPOSED, DUE_OPEN),
        (REPEATED, "重复"),
        (UNSECURED, "五落实未齐"),
        (LACKING, "缺佐证"),
    ];
    let ended = |bit: u32| !card.state.is_open() && bit != REPEATED && bit != LACKING;
    WORDS
        .iter()
        .filter(|(bit, _)| card.is(*bit) && !ended(*bit))
        .map(|(_, word)| (*word).to_owned())
        .collect()
}

fn matching<'a>(view: &View<'a>, facts: &Facts<'a>, filter: &HazardFilter) -> Vec<&'a HazardCard> {
    if !filter.ids.is_empty() {
        let rest = HazardFilter { ids: Vec::new(), ..filter.clone() };
        let sieve = Sieve::new(view, &rest);
        return filter
            .ids
            .iter()
            .filter_map(|id| facts.hazard(*id))
            .filter(|card| sieve.lets_pass(card, facts, view))
            .collect();
    }
    let sieve = Sieve::new(view, filter);
    facts.hazards.iter().filter(|card| sieve.lets_pass(card, facts, view)).collect()
}

/// A filter with its words looked up once: enterprises by pinyin, hazards by a scan of the arena.
struct Sieve<'f> {
    filter: &'f HazardFilter,
    townships: Vec<u8>,
    industries: Vec<u8>,
    category: u8,
    text: Option<Saying>,
}

struct Saying {
    enterprises: HashSet<Id>,
    hazards: HashSet<Id>,
}

impl<'f> Sieve<'f> {
    fn new(view: &View, filter: &'f HazardFilter) -> Sieve<'f> {
        Sieve {
            filter,
            townships: filter.townships.iter().map(|code| view.basics.unit_no(code)).collect(),
            industries: filter.industries.iter().map(|code| view.basics.industry_no(code)).collect(),
            category: view.basics.category_no(&filter.category),
            text: (!filter.text.trim().is_empty()).then(|| Saying::of(view, filter.text.trim())),
        }
    }

    fn lets_pass(&self, card: &HazardCard, facts: &Facts, view: &View) -> bool {
        let filter = self.filter;
        (self.townships.is_empty() || self.townships.contains(&card.township))
            && (self.industries.is_empty() || self.industries.contains(&card.industry))
            && (filter.states.is_empty()
                || filter.states.contains(&state_on(card, facts).unwrap_or(card.state)))
            && (filter.level.is_empty() || filter.level == level(card))
            && (filter.category.is_empty() || card.category == self.category)
            && (filter.enterprise == Id::NONE || filter.enterprise == card.enterprise)
            && filter.found.is_none_or(|(from, to)| (from..=to).contains(&card.found_on))
            && self.text.as_ref().is_none_or(|saying| saying.is_about(card))
            && (!filter.overdue || overdue_days(card, facts) > 0)
            && filter.queue.is_none_or(|queue| queue.holds(card, facts, &view.officer.name))
    }
}

impl Saying {
    fn of(view: &View, text: &str) -> Saying {
        let query = pinyin::Query::new(text);
        let called = view.cards.enterprises().iter().filter(|card| query.finds(&card.keys, &card.name));
        let mut hazards: HashSet<Id> = HashSet::new();
        let all = view.cards.hazards();
        hazards.extend(
            view.cards.hazards_saying(text).iter().filter_map(|at| all.get(*at as usize)).map(|c| c.id),
        );
        if let Ok(id) = half_width(text).parse::<Id>() {
            hazards.insert(id);
        }
        Saying { enterprises: called.map(|card| card.id).collect(), hazards }
    }

    fn is_about(&self, card: &HazardCard) -> bool {
        self.enterprises.contains(&card.enterprise) || self.hazards.contains(&card.id)
    }
}
