//! What the rules look at: all cards, the basics and the days. Borrowed, so that asking costs no copy.

use super::register::Register;
use crate::calendar::{Day, Period, Workdays};
use crate::model::basics::{Basics, Plan, span_of};
use crate::model::card::{EnterpriseCard, EvidenceCard, HazardCard, evidence_flag, name_crc};
use crate::model::id::{Id, Kind};
use crate::model::person::Person;
use crate::model::snooze::Snooze;
use crate::model::waiver::Waiver;

/// Everything known, seen from a day. Every slice is sorted by id.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// 基础数据
    pub basics: &'a Basics,
    /// 工作日
    pub workdays: &'a Workdays,
    /// 隐患
    pub hazards: &'a [HazardCard],
    /// 企业
    pub enterprises: &'a [EnterpriseCard],
    /// Everything that is evidence, all kinds together.
    pub evidence: &'a [EvidenceCard],
    /// 人员
    pub persons: &'a [(Id, Person)],
    /// 豁免
    pub waivers: &'a [(Id, Waiver)],
    /// 暂缓
    pub snoozes: &'a [(Id, Snooze)],
    /// The day the questions are asked for.
    pub as_of: Day,
    /// The plan whose duties are asked for, where it is another one than that in force on the day.
    pub under: Option<&'a Plan>,
    /// 启用日: cells of periods before it are 未录, never 欠.
    pub start_on: Day,
}

impl<'a> Facts<'a> {
    /// The same facts seen from another day.
    #[must_use]
    pub fn seen_from(self, as_of: Day) -> Facts<'a> {
        Facts { as_of, ..self }
    }

    /// The same day, asked about the duties of a plan that is in force on another one.
    #[must_use]
    pub fn under(self, plan: &'a Plan) -> Facts<'a> {
        Facts { under: Some(plan), ..self }
    }

    /// The same day, asked about a period: one that has ended is judged by the plan that was in force then.
    #[must_use]
    pub fn about(self, period: Option<Period>) -> Facts<'a> {
        let ended = period.map(Period::end).filter(|last| *last < self.as_of);
        let then = ended.and_then(|last| self.basics.plan_on(last)).filter(|plan| self.plan() != Some(*plan));
        then.map_or(self, |plan| self.under(plan))
    }

    /// The plan whose duties are asked for: the one in force on the day, unless another one is meant.
    pub fn plan(&self) -> Option<&'a Plan> {
        self.under.or_else(|| self.basics.plan_on(self.as_of))
    }

    /// The plans that have ended by the day and are not sealed, the one in force left out: what is still owed under them is told
    /// until they are (局内约定).
    pub fn plans_to_close(&self) -> impl Iterator<Item = &'a Plan> + use<'a> {
        let (as_of, in_force) = (self.as_of, self.basics.plan_on(self.as_of));
        let seals = self.evidence_of(Kind::Closing).iter();
        let stands = |card: &&EvidenceCard| !card.is(evidence_flag::VOID) && card.date <= as_of;
        let sealed: Vec<u32> = seals.filter(stands).map(|card| card.named).collect();
        let has_ended = move |plan: &&Plan| span_of(plan).1 < as_of && in_force != Some(*plan);
        let plans = self.basics.plans.iter().filter(has_ended);
        plans.filter(move |plan| !sealed.contains(&name_crc(&plan.heading.doc_no)))
    }

    /// The evidence of one kind, void records included (see their flag), sorted by id.
    pub fn evidence_of(&self, kind: Kind) -> &'a [EvidenceCard] {
        let from = self.evidence.partition_point(|c| c.id < Id::new(kind, 0, 0));
        let to = self.evidence.partition_point(|c| c.id <= Id::new(kind, u16::MAX, u32::MAX));
        self.evidence.get(from..to).unwrap_or_default()
    }

    /// The visits that had been made by the day, void ones left out.
    pub fn visits(&self) -> impl Iterator<Item = &'a EvidenceCard> + use<'a> {
        let as_of = self.as_of;
        let visits = self.evidence_of(Kind::Inspection).iter();
        visits.filter(move |card| !card.is(evidence_flag::VOID) && !card.date.is_none() && card.date <= as_of)
    }

    /// The day on which each enterprise was visited last, in their order; none: never. One pass over all visits: ask once a
    /// question, with the register at hand.
    pub fn last_visits(&self, register: &Register) -> Vec<Day> {
        let mut last = vec![Day::NONE; self.enterprises.len()];
        for visit in self.visits() {
            if let Some(day) = register.find(visit.subject).and_then(|at| last.get_mut(at)) {
                *day = visit.date.max(*day);
            }
        }
        last
    }

    /// Number of the industry that a piece of evidence stands for: the one named, else the main one of its enterprise; 0: none.
    pub fn trade_of(&self, piece: &EvidenceCard) -> u8 {
        match piece.industry {
            0 => self.enterprise(piece.subject).map_or(0, |premises| premises.industry),
            named => named,
        }
    }

    /// The hazard with this number.
    pub fn hazard(&self, id: Id) -> Option<&'a HazardCard> {
        self.hazards.binary_search_by_key(&id, |c| c.id).ok().and_then(|i| self.hazards.get(i))
    }

    /// The enterprise with this number.
    pub fn enterprise(&self, id: Id) -> Option<&'a EnterpriseCard> {
        self.enterprises.binary_search_by_key(&id, |c| c.id).ok().and_then(|i| self.enterprises.get(i))
    }

    /// The piece of evidence with this number.
    pub fn piece(&self, id: Id) -> Option<&'a EvidenceCard> {
        self.evidence.binary_search_by_key(&id, |c| c.id).ok().and_then(|i| self.evidence.get(i))
    }
}
