//! Every card in memory, sorted by id, and one arena of the text that hazards are searched by.

use memchr::memmem;

use crate::calendar::{Day, Workdays};
use crate::model::basics::Basics;
use crate::model::card::{Card, EnterpriseCard, EvidenceCard, HazardCard, WORDS_END, evidence_flag};
use crate::model::hazard::State;
use crate::model::id::{Id, Kind};
use crate::model::person::Person;
use crate::model::snooze::Snooze;
use crate::model::waiver::Waiver;
use crate::rules::facts::Facts;

/// All cards.
#[derive(Default)]
pub struct Cards {
    hazards: Vec<HazardCard>,
    words: Arena,
    enterprises: Vec<EnterpriseCard>,
    evidence: Vec<EvidenceCard>,
    persons: Vec<(Id, Person)>,
    waivers: Vec<(Id, Waiver)>,
    snoozes: Vec<(Id, Snooze)>,
}

impl Cards {
    /// Puts a card in the place of the one with its id, or adds it.
    pub fn put(&mut self, card: Card) {
        match card {
            Card::Hazard(card, words) => {
                let place = place(&self.hazards, card.id, |c| c.id);
                self.words.put(place, &words);
                set(&mut self.hazards, place, card);
            }
            Card::Enterprise(card) => keep(&mut self.enterprises, card, |c| c.id),
            Card::Evidence(card) => keep(&mut self.evidence, card, |c| c.id),
            Card::Person(id, person) => keep(&mut self.persons, (id, person), |c| c.0),
            Card::Waiver(id, waiver) => keep(&mut self.waivers, (id, waiver), |c| c.0),
            Card::Snooze(id, snooze) => keep(&mut self.snoozes, (id, snooze), |c| c.0),
        }
    }

    /// Takes a card away (its entry was undone, or a small noun declared void).
    pub fn remove(&mut self, id: Id) {
        match id.kind() {
            Kind::Hazard => {
                if let Ok(at) = self.hazards.binary_search_by_key(&id, |c| c.id) {
                    self.hazards.remove(at);
                    self.words.remove(at);
                }
            }
            Kind::Enterprise => drop_from(&mut self.enterprises, id, |c| c.id),
            Kind::Person => drop_from(&mut self.persons, id, |c| c.0),
            Kind::Waiver => drop_from(&mut self.waivers, id, |c| c.0),
            Kind::Snooze => drop_from(&mut self.snoozes, id, |c| c.0),
            _ => drop_from(&mut self.evidence, id, |c| c.id),
        }
    }

    /// The cards as the rules look at them.
    pub fn facts<'a>(
        &'a self,
        basics: &'a Basics,
        workdays: &'a Workdays,
        as_of: Day,
        start_on: Day,
    ) -> Facts<'a> {
        Facts {
            basics,
            workdays,
            hazards: &self.hazards,
            enterprises: &self.enterprises,
            evidence: &self.evidence,
            persons: &self.persons,
            waivers: &self.waivers,
            snoozes: &self.snoozes,
            as_of,
            under: None,
            start_on,
        }
    }

    /// 隐患, by id.
    pub fn hazards(&self) -> &[HazardCard] {
        &self.hazards
    }

    /// 企业, by id.
    pub fn enterprises(&self) -> &[EnterpriseCard] {
        &self.enterprises
    }

    /// Evidence of every kind, by id.
    pub fn evidence(&self) -> &[EvidenceCard] {
        &self.evidence
    }

    /// 人员, by id.
    pub fn persons(&self) -> &[(Id, Person)] {
        &self.persons
    }

    /// Every record of a kind, not void. Of persons, waivers and what was put off there are no cards of void ones.
    pub fn of_kind(&self, kind: Kind) -> Vec<Id> {
        match kind {
            Kind::Person => return self.persons.iter().map(|(id, _)| *id).collect(),
            Kind::Waiver => return self.waivers.iter().map(|(id, _)| *id).collect(),
            Kind::Snooze => return self.snoozes.iter().map(|(id, _)| *id).collect(),
            Kind::Enterprise => return self.enterprises.iter().map(|card| card.id).collect(),
            Kind::Hazard => {
                let live = self.hazards.iter().filter(|card| card.state != State::Voided);
                return live.map(|card| card.id).collect();
            }
            _ => {}
        }
        let from = self.evidence.partition_point(|card| card.id < Id::new(kind, 0, 0));
        let of_kind = self.evidence.iter().skip(from).take_while(|card| card.id.kind() == kind);
        of_kind.filter(|card| !card.is(evidence_flag::VOID)).map(|card| card.id).collect()
    }

    /// The enterprise with this number.
    pub fn enterprise(&self, id: Id) -> Option<&EnterpriseCard> {
        find(&self.enterprises, id, |card| card.id)
    }

    /// The hazard with this number.
    pub fn hazard(&self, id: Id) -> Option<&HazardCard> {
        find(&self.hazards, id, |card| card.id)
    }

    /// The person with this number.
    pub fn person(&self, id: Id) -> Option<&Person> {
        find(&self.persons, id, |one| one.0).map(|(_, person)| person)
    }

    /// The waiver with this number.
    pub fn waiver(&self, id: Id) -> Option<&Waiver> {
        find(&self.waivers, id, |one| one.0).map(|(_, waiver)| waiver)
    }

    /// What was put off under this number.
    pub fn snooze(&self, id: Id) -> Option<&Snooze> {
        find(&self.snoozes, id, |one| one.0).map(|(_, snooze)| snooze)
    }

    /// The piece of evidence with this number.
    pub fn piece(&self, id: Id) -> Option<&EvidenceCard> {
        find(&self.evidence, id, |card| card.id)
    }

    /// The records about an enterprise that were not declared void.
    pub fn about(&self, enterprise: Id) -> Vec<Id> {
        let hazards = self.hazards.iter().filter(|card| card.enterprise == enterprise);
        let hazards = hazards.filter(|card| card.state != State::Voided).map(|card| card.id);
        let evidence = self.evidence.iter().filter(|card| card.subject == enterprise);
        let evidence = evidence.filter(|card| !card.is(evidence_flag::VOID)).map(|card| card.id);
        let waivers = self.waivers.iter().filter(|(_, waiver)| waiver.enterprise == enterprise);
        hazards.chain(evidence).chain(waivers.map(|(id, _)| *id)).collect()
    }

    /// 隐患描述
    pub fn description_of(&self, id: Id) -> &str {
        let words = self.hazards.binary_search_by_key(&id, |c| c.id).map_or("", |at| self.words.get(at));
        words.split(WORDS_END).next().unwrap_or_default()
    }

    /// Positions in [`Cards::hazards`] whose words hold `needle`, ascending.
    pub fn hazards_saying(&self, needle: &str) -> Vec<u32> {
        self.words.find(needle)
    }

    /// How many cards of a kind there are: evidence, 人员, 豁免 or 暂缓.
    pub fn count_of(&self, kind: Kind) -> usize {
        match kind {
            Kind::Person => return self.persons.len(),
            Kind::Waiver => return self.waivers.len(),
            Kind::Snooze => return self.snoozes.len(),
            _ => {}
        }
        let at = |id: Id| self.evidence.partition_point(|c| c.id <= id);
        at(Id::new(kind, u16::MAX, u32::MAX)) - at(Id::new(kind, 0, 0))
    }
}

fn find<C>(cards: &[C], id: Id, id_of: impl Fn(&C) -> Id) -> Option<&C> {
    cards.binary_search_by_key(&id, id_of).ok().and_then(|at| cards.get(at))
}

/// Where the card with `id` stands, or would stand.
fn place<C>(cards: &[C], id: Id, id_of: impl Fn(&C) -> Id) -> Result<usize, usize> {
    match cards.last() {
        Some(last) if id_of(last) >= id => cards.binary_search_by_key(&id, id_of),
        _ => Err(cards.len()),
    }
}

fn set<C>(cards: &mut Vec<C>, place: Result<usize, usize>, card: C) {
    match place {
        Ok(at) => {
            if let Some(old) = cards.get_mut(at) {
                *old = card;
            }
        }
        Err(at) => cards.insert(at, card),
    }
}

fn keep<C>(cards: &mut Vec<C>, card: C, id_of: impl Fn(&C) -> Id) {
    let place = place(cards, id_of(&card), id_of);
    set(cards, place, card);
}

fn drop_from<C>(cards: &mut Vec<C>, id: Id, id_of: impl Fn(&C) -> Id) {
    if let Ok(at) = cards.binary_search_by_key(&id, id_of) {
        cards.remove(at);
    }
}

/// Texts in one run of bytes, each ended by a line feed, so that one scan finds them all. Ends are ascending.
#[derive(Default)]
struct Arena {
    bytes: Vec<u8>,
    /// `ends[i]`: one past the line feed of the i-th text.
    ends: Vec<u32>,
}

impl Arena {
    fn span(&self, at: usize) -> (usize, usize) {
        let from = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let to = self.ends.get(at).copied().unwrap_or(from + 1);
        (from as usize, to as usize)
    }

    fn get(&self, at: usize) -> &str {
        let (from, to) = self.span(at);
        self.bytes.get(from..to.saturating_sub(1)).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// `Err(at)` inserts a text at a place, `Ok(at)` replaces the one there.
    fn put(&mut self, place: Result<usize, usize>, text: &str) {
        let line: Vec<u8> = text.bytes().map(|b| if b == b'\n' { b' ' } else { b }).chain([b'\n']).collect();
        let (at, (from, to)) = match place {
            Ok(at) => (at, self.span(at)),
            Err(at) => {
                let from = self.span(at).0.min(self.bytes.len());
                (at, (from, from))
            }
        };
        let shift = line.len() as i64 - (to - from) as i64;
        self.bytes.splice(from..to, line);
        if place.is_err() {
            self.ends.insert(at, from as u32);
        }
        self.shift(at, shift);
    }

    fn remove(&mut self, at: usize) {
        let (from, to) = self.span(at);
        self.bytes.drain(from..to);
        self.ends.remove(at);
        self.shift(at, from as i64 - to as i64);
    }

    fn shift(&mut self, at: usize, by: i64) {
        if by != 0 {
            self.ends.iter_mut().skip(at).for_each(|end| *end = (i64::from(*end) + by) as u32);
        }
    }

    fn find(&self, needle: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for hit in memmem::find_iter(&self.bytes, needle.as_bytes()) {
            let at = self.ends.partition_point(|end| *end as usize <= hit) as u32;
            if found.last() != Some(&at) {
                found.push(at);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arena_finds_what_was_put_replaced_and_inserted() {
        let mut arena = Arena::default();
        arena.put(Err(0), "软管老化");
        arena.put(Err(1), "安全出口上锁");
        arena.put(Err(1), "配电箱无盖");
        assert_eq!((arena.get(0), arena.get(1), arena.get(2)), ("软管老化", "配电箱无盖", "安全出口上锁"));
        arena.put(Ok(0), "后厨软管老化开裂");
        assert_eq!(arena.get(2), "安全出口上锁");
        assert_eq!(arena.find("软管"), [0]);
        assert_eq!(arena.find("安全"), [2]);
        arena.remove(0);
        assert_eq!(arena.find("配电"), [0]);
        assert_eq!(arena.find("软管"), Vec::<u32>::new());
    }
}
