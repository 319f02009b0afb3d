//! What quick entry looks up, answered from cards; a row is read only where a card does not say it.

use crate::ask::answer::{Answer, Choice, Understood};
use crate::ask::planning::accepted;
use crate::ask::query::CompleteFor;
use crate::ask::view::View;
use crate::calendar::{Day, Workdays};
use crate::entry;
use crate::entry::find::{self, Match};
use crate::entry::register::{Context, EnterpriseBrief, HazardBrief, Linked, Register, says_the_same};
use crate::model::basics::Basics;
use crate::model::card::{EvidenceCard, HazardCard, enterprise_flag, evidence_flag, hazard_flag};
use crate::model::field::Fields;
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::text::{pinyin, similar};

/// Two descriptions of one day at one enterprise are taken for the same from this likeness on (局内约定).
const ALIKE: f32 = 0.6;

/// The ledger as one officer's line or form sees it: what is not theirs is not there.
pub struct Seen<'a, 'v>(pub &'a View<'v>);

impl<'v> Seen<'_, 'v> {
    fn brief(&self, card: &HazardCard) -> HazardBrief {
        let department = self.0.basics.department_of_no(card.department);
        HazardBrief {
            id: card.id,
            enterprise: card.enterprise,
            description: self.0.cards.description_of(card.id).to_owned(),
            state: card.state,
            is_major: card.is_major(),
            due: card.due,
            extension_asked: card.is(hazard_flag::EXTENSION_ASKED),
            department: department.map(|d| d.code.clone()).unwrap_or_default(),
        }
    }

    fn pieces(&self, kind: Kind) -> impl Iterator<Item = &'v EvidenceCard> {
        let all = self.0.facts(Day::NONE).evidence_of(kind);
        all.iter().filter(|card| !card.is(evidence_flag::VOID))
    }

    /// The first of these that is called nearly so. Void and merged ones are nobody's double.
    fn similar_of<'c>(&self, cards: impl Iterator<Item = &'c HazardCard>, text: &str) -> Option<HazardBrief> {
        let mut seen =
            cards.filter(|card| !matches!(card.state, State::Voided | State::Merged) && self.0.sees(card.id));
        seen.find(|card| similar(self.0.cards.description_of(card.id), text) >= ALIKE)
            .map(|card| self.brief(card))
    }

    fn seen(&self, id: Id) -> Option<Id> {
        id.opt().filter(|id| self.0.sees(*id))
    }
}

impl Register for Seen<'_, '_> {
    fn basics(&self) -> &Basics {
        self.0.basics
    }

    fn workdays(&self) -> &Workdays {
        self.0.workdays
    }

    fn enterprises(&self, fragment: &str, township: &str, industry: &str) -> Vec<Match> {
        let seen = self.0.cards.enterprises().iter().filter(|card| self.0.eye.sees_enterprise(card));
        find::enterprises(seen, self.0.basics, fragment, township, industry)
    }

    fn enterprise(&self, id: Id) -> Option<EnterpriseBrief> {
        let card = self.0.cards.enterprise(self.seen(id)?)?;
        let span = card.now()?;
        let mut industries: Vec<_> =
            self.0.basics.industries.iter().filter(|i| span.industries & (1 << (i.no & 31)) != 0).collect();
        industries.sort_by_key(|i| (i.no != u16::from(card.industry), i.no));
        Some(EnterpriseBrief {
            id,
            name: card.name.clone(),
            township: self.0.basics.unit_of_no(span.township).map(|u| u.code.clone()).unwrap_or_default(),
            industries: industries.into_iter().map(|i| i.code.clone()).collect(),
            principal: card.principal.clone(),
            is_open: span.is_open || card.is(enterprise_flag::STUB),
        })
    }

    fn hazard(&self, id: Id) -> Option<HazardBrief> {
        self.0.cards.hazard(self.seen(id)?).map(|card| self.brief(card))
    }

    fn newest_open(&self, number: u32) -> Vec<Id> {
        let cards = self.0.cards.hazards().iter().rev();
        let open = cards.filter(|card| card.id.number() == number && card.state.is_open());
        open.filter_map(|card| self.seen(card.id)).collect()
    }

    fn open_hazards(&self, enterprise: Id) -> Vec<HazardBrief> {
        let cards = self.0.cards.hazards().iter().rev();
        let open = cards.filter(|card| card.enterprise == enterprise && card.state.is_open());
        // Of a shop that has moved, those found elsewhere are not this officer's.
        let seen = open.filter(|card| self.0.sees(card.id));
        seen.map(|card| self.brief(card)).collect()
    }

    fn persons(&self, fragment: &str) -> Vec<String> {
        let query = pinyin::Query::new(fragment);
        let people = self.0.cards.persons().iter();
        let here = people.filter(|(id, person)| person.until.is_none() && self.0.sees(*id));
        let mut names: Vec<String> = here
            .filter(|(_, person)| query.finds(&pinyin::key(&person.name), &person.name))
            .map(|(_, person)| person.name.clone())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn links(&self, kind: Kind, sorts: &[String], fragment: &str) -> Vec<Linked> {
        let query = pinyin::Query::new(fragment);
        let is_it = |linked: &Linked| {
            fragment.is_empty()
                || linked.title.contains(fragment)
                || query.finds(&pinyin::key(&linked.title), &linked.title)
        };
        let seen = newest(self.0, kind, sorts).into_iter().filter_map(|id| self.linked(id));
        seen.filter(is_it).take(find::MOST).collect()
    }

    fn linked(&self, id: Id) -> Option<Linked> {
        self.seen(id)
            .map(|id| Linked { id, title: self.0.called(id) })
            .filter(|linked| !linked.title.is_empty())
    }

    fn similar_today(&self, enterprise: Id, text: &str) -> Option<HazardBrief> {
        let cards = self.0.cards.hazards().iter().rev().take_while(|card| card.entered_on >= self.0.today);
        self.similar_of(cards.filter(|card| card.enterprise == enterprise), text)
    }

    fn similar_on(&self, enterprise: Id, day: Day, text: &str) -> Option<HazardBrief> {
        let cards = self.0.cards.hazards().iter().rev();
        self.similar_of(cards.filter(|card| card.enterprise == enterprise && card.found_on == day), text)
    }

    fn visit_on(&self, enterprise: Id, day: Day) -> Id {
        let mut visits = self.pieces(Kind::Inspection);
        let is_it = |card: &&EvidenceCard| card.subject == enterprise && card.date == day;
        visits.find(|card| is_it(card) && self.0.sees(card.id)).map_or(Id::NONE, |card| card.id)
    }

    fn same_as(&self, kind: Kind, fields: &Fields) -> Id {
        let (day, enterprise) = (fields.day("date"), fields.get("enterprise"));
        let subject = enterprise.parse::<Id>().ok();
        if day.is_none() || subject.is_none() && !enterprise.is_empty() {
            return Id::NONE;
        }
        let sort = self.0.basics.sort_no(fields.get("sort"));
        let mut met = self.pieces(kind).filter(|card| {
            card.date == day && card.sort == sort && subject.is_none_or(|id| card.subject == id)
        });
        let is_it = |id: Id| {
            let row = self.0.shelves.row(id).filter(|_| self.0.sees(id));
            row.is_some_and(|row| says_the_same(fields, &row.body.fields()))
        };
        met.find(|card| is_it(card.id)).map_or(Id::NONE, |card| card.id)
    }

    fn planned(&self, enterprise: Id, day: Day) -> Id {
        let settled = evidence_flag::DONE | evidence_flag::DROPPED;
        let month = |day: Day| (day.year(), day.month());
        let plan_month = |item: &EvidenceCard| {
            let plan = self.0.facts(Day::NONE).piece(item.parent);
            plan.map_or(item.date, |plan| plan.date)
        };
        let mut items = self
            .pieces(Kind::PlanItem)
            .filter(|card| card.subject == enterprise && card.flags & settled == 0 && self.0.sees(card.id));
        items.find(|item| month(plan_month(item)) == month(day)).map_or(Id::NONE, |card| card.id)
    }

    fn subject(&self, id: Id) -> Id {
        let Some(id) = self.seen(id) else { return Id::NONE };
        match id.kind() {
            Kind::Enterprise => id,
            Kind::Hazard => self.0.cards.hazard(id).map_or(Id::NONE, |card| card.enterprise),
            _ => {
                let piece = self.0.facts(Day::NONE).piece(id);
                piece.map(|card| card.subject).filter(|id| id.kind() == Kind::Enterprise).unwrap_or_default()
            }
        }
    }

    fn accepted(&self, hazard: Id) -> Option<(String, String)> {
        accepted(self.0, hazard)
    }

    fn record(&self, id: Id) -> Option<(u32, Fields)> {
        self.0.shelves.row(id).map(|row| (row.version, row.body.fields()))
    }
}

/// Records among which the one that a link names is looked for.
const LOOKED_AT: usize = 2000;

/// Numbers of the records that a link may name: with something left to do first, of each the newest first.
fn newest(view: &View, kind: Kind, sorts: &[String]) -> Vec<Id> {
    let mut found: Vec<(bool, Day, Id)> = match kind {
        Kind::Hazard => {
            let cards = view.cards.hazards().iter();
            cards.map(|card| (!card.state.is_open(), card.found_on, card.id)).collect()
        }
        Kind::Person => {
            let people = view.cards.persons().iter();
            people.map(|(id, person)| (!person.until.is_none(), person.since, *id)).collect()
        }
        _ => {
            let numbers: Vec<u8> = sorts.iter().map(|sort| view.basics.sort_no(sort)).collect();
            let all = view.facts(Day::NONE).evidence_of(kind).iter();
            let meant = all
                .filter(|card| !card.is(evidence_flag::VOID))
                .filter(|card| numbers.is_empty() || numbers.contains(&card.sort));
            meant.map(|card| (card.is(evidence_flag::DONE), card.date, card.id)).collect()
        }
    };
    found.sort_by_key(|(is_done, day, id)| (*is_done, std::cmp::Reverse(*day), std::cmp::Reverse(*id)));
    found.into_iter().take(LOOKED_AT).map(|(.., id)| id).collect()
}

/// How a quick-entry line is understood.
pub fn understand(view: &View, line: &str, common: &str, last: Id) -> Understood {
    let context = Context { today: view.today, officer: view.officer, last, common };
    entry::understand(line, &Seen(view), &context)
}

/// How a pasted block is understood, line by line.
pub fn understand_block(view: &View, text: &str, common: &str, last: Id) -> Vec<(String, Understood)> {
    let context = Context { today: view.today, officer: view.officer, last, common };
    let pasted = entry::understand_block(text, &Seen(view), &context);
    pasted.into_iter().map(|line| (line.line, line.understood)).collect()
}

/// What a fragment, or a line at the cursor, may be completed to, best first.
pub fn complete(view: &View, text: &str, shape: &CompleteFor) -> Answer {
    const SHOWN: usize = 20;
    match shape {
        CompleteFor::Enterprise { township } => {
            let found = Seen(view).enterprises(text, township, "").into_iter().take(SHOWN);
            let choice = |m: Match| Choice { text: format!("{} {}", m.name, m.id), value: m.name, id: m.id };
            Answer::Choices(found.map(choice).collect())
        }
        CompleteFor::Person => {
            let names = Seen(view).persons(text).into_iter().take(SHOWN);
            let choice = |name: String| Choice { value: name.clone(), text: name, id: Id::NONE };
            Answer::Choices(names.map(choice).collect())
        }
        CompleteFor::Line { cursor, common, last } => {
            let context = Context { today: view.today, officer: view.officer, last: *last, common };
            Answer::Completion(entry::complete(text, *cursor, &Seen(view), &context))
        }
    }
}
