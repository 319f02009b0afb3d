//! Who may see what. A township's officer sees what belongs to that township, a section's officer what belongs to its industries;
//! the bureau, its leaders, its task force (专班) and whoever keeps a store alone see everything. Totals are everybody's: matrices,
//! task states and the head lines of 今日 count all records for all officers.
//!
//! Who may do what stands with the nouns and the transitions (`who`), since a decision is refused there.

use crate::ask::answer::{Answer, Whole};
use crate::ask::view::View;
use crate::calendar::Day;
use crate::model::basics::{Basics, Unit, UnitKind};
use crate::model::case::{Officer, Role};
use crate::model::id::{Id, Kind};

/// What an officer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everything.
    All,
    /// What belongs to the township with this `no`.
    Township(u8),
    /// What belongs to industries of this set (bit `1 << no`), or to none.
    Industries(u32),
}

impl Scope {
    /// Of an officer.
    pub fn of(officer: &Officer, basics: &Basics) -> Scope {
        if officer.is_any(&[Role::Admin, Role::Leader, Role::Head]) {
            return Scope::All;
        }
        let Some(unit) = basics.unit(&officer.unit) else { return Scope::All };
        match unit.kind {
            _ if unit.is_township() => Scope::Township(basics.unit_no(&unit.code)),
            UnitKind::Section | UnitKind::Brigade | UnitKind::Centre => {
                let own = basics.industries.iter().filter(|industry| industry.section == unit.code);
                Scope::Industries(own.fold(0, |set, industry| set | bit(industry.no)))
            }
            _ => Scope::All,
        }
    }

    /// Does the record with this number belong to it? Every id has a card; what has none belongs to nobody.
    pub fn sees(self, view: &View, id: Id) -> bool {
        if self == Scope::All {
            return true;
        }
        match id.kind() {
            Kind::Hazard => {
                view.cards.hazard(id).is_some_and(|card| self.holds(card.township, bit(card.industry.into())))
            }
            Kind::Enterprise => view.cards.enterprise(id).is_some_and(|card| {
                // Those who had it once still see what they did there.
                card.spans.iter().any(|span| self.holds(span.township, span.industries))
            }),
            // Everybody has colleagues; what is private about them is not shown in lists.
            Kind::Person => true,
            _ => self.sees_piece(view, id),
        }
    }

    fn sees_piece(self, view: &View, id: Id) -> bool {
        let Some(card) = view.facts(Day::NONE).piece(id) else { return true };
        let is_of_enterprise = card.subject.opt().is_some() && card.subject.kind() == Kind::Enterprise;
        let is_of_township = view.basics.unit_of_no(card.unit).is_some_and(Unit::is_township);
        match self {
            Scope::All => true,
            // What the bureau holds for everybody is for everybody to see.
            Scope::Township(no) => match is_of_township {
                true => card.unit == no,
                false => !is_of_enterprise || self.sees(view, card.subject),
            },
            Scope::Industries(_) if card.industry != 0 => self.holds(card.unit, bit(card.industry.into())),
            Scope::Industries(_) => !is_of_enterprise || self.sees(view, card.subject),
        }
    }

    fn holds(self, township: u8, industries: u32) -> bool {
        match self {
            Scope::All => true,
            Scope::Township(no) => township == no || township == 0,
            Scope::Industries(set) => industries & !1 == 0 || industries & set != 0,
        }
    }
}

fn bit(no: u16) -> u32 {
    1 << (no & 31)
}

/// The answer without what is not for this officer. Lists have been asked for within the scope already; this is for what stands
/// beside: histories, what is behind a cell, lines of a review.
pub fn within(scope: Scope, view: &View, answer: Answer) -> Answer {
    if scope == Scope::All {
        return answer;
    }
    let sees = |id: Id| id.opt().is_none() || scope.sees(view, id);
    match answer {
        Answer::Whole(whole) if !sees(whole.id) => Answer::Nothing(foreign(whole.id)),
        Answer::Whole(whole) => Answer::Whole(Box::new(Whole {
            related: whole
                .related
                .into_iter()
                .map(|(name, lines)| (name, lines.into_iter().filter(|line| sees(line.link)).collect()))
                .collect(),
            ..*whole
        })),
        Answer::Ids(ids) => Answer::Ids(ids.into_iter().filter(|id| sees(*id)).collect()),
        Answer::Log(lines) => Answer::Log(lines.into_iter().filter(|line| sees(line.id)).collect()),
        Answer::Choices(choices) => Answer::Choices(choices.into_iter().filter(|one| sees(one.id)).collect()),
        Answer::Rows(rows) => Answer::Rows(rows.into_iter().filter(|row| sees(row.id)).collect()),
        Answer::Today(mut page) => {
            page.lines.retain(|line| sees(line.id));
            Answer::Today(page)
        }
        Answer::Cell(mut page) => {
            for lines in [&mut page.evidence, &mut page.missing] {
                lines.retain(|line| sees(line.id));
            }
            page.hazards.retain(|id| sees(*id));
            Answer::Cell(page)
        }
        other => other,
    }
}

/// In words.
pub fn foreign(id: Id) -> String {
    format!("{id} 不在您的辖区或行业内")
}
