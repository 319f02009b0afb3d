//! A small ledger of cards to ask the rules about.

use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::model::basics::Basics;
use zhiben::model::card::{EnterpriseCard, EvidenceCard, HazardCard, SpanCard};
use zhiben::model::hazard::State;
use zhiben::model::id::{Id, Kind};
use zhiben::model::person::Person;
use zhiben::model::snooze::Snooze;
use zhiben::model::waiver::Waiver;
use zhiben::rules::facts::Facts;

/// `2026-11-23`
pub fn day(text: &str) -> Day {
    Day::from_date(text.parse().unwrap()).unwrap()
}

/// A number of November 2026.
pub fn id(kind: Kind, number: u32) -> Id {
    Id::new(kind, 26 * 12 + 10, number)
}

/// All that is known.
pub struct World {
    pub basics: Basics,
    pub workdays: Workdays,
    pub hazards: Vec<HazardCard>,
    pub enterprises: Vec<EnterpriseCard>,
    pub evidence: Vec<EvidenceCard>,
    pub persons: Vec<(Id, Person)>,
    pub waivers: Vec<(Id, Waiver)>,
    pub snoozes: Vec<(Id, Snooze)>,
    pub as_of: Day,
    pub start_on: Day,
}

impl World {
    /// Nothing recorded yet, in use since the plan's first day.
    pub fn on(as_of: &str) -> World {
        World {
            basics: Basics::built_in().unwrap(),
            workdays: Workdays::new(shipped_calendar()),
            hazards: Vec::new(),
            enterprises: Vec::new(),
            evidence: Vec::new(),
            persons: Vec::new(),
            waivers: Vec::new(),
            snoozes: Vec::new(),
            as_of: day(as_of),
            start_on: day("2024-05-10"),
        }
    }

    pub fn facts(&self) -> Facts<'_> {
        Facts {
            basics: &self.basics,
            workdays: &self.workdays,
            hazards: &self.hazards,
            enterprises: &self.enterprises,
            evidence: &self.evidence,
            persons: &self.persons,
            waivers: &self.waivers,
            snoozes: &self.snoozes,
            as_of: self.as_of,
            start_on: self.start_on,
        }
    }

    /// The next hazard, with what `change` makes of it.
    pub fn hazard(&mut self, change: impl FnOnce(&mut HazardCard)) -> Id {
        let mut card = hazard(self.hazards.len() as u32 + 1);
        change(&mut card);
        self.hazards.push(card);
        card.id
    }

    /// The next enterprise: open, of 餐饮 in 万安, known since the plan's first day.
    pub fn enterprise(&mut self, change: impl FnOnce(&mut EnterpriseCard)) -> Id {
        let number = self.enterprises.len() as u32 + 1;
        let mut card = enterprise(number);
        change(&mut card);
        let id = card.id;
        self.enterprises.push(card);
        id
    }
}

/// A general hazard being put right in 万安, without a due day.
pub fn hazard(number: u32) -> HazardCard {
    HazardCard {
        id: id(Kind::Hazard, number),
        enterprise: id(Kind::Enterprise, 1),
        state: State::Rectifying,
        township: 1,
        industry: 1,
        category: 1,
        department: 0,
        urged_returned: 0,
        flags: zhiben::model::card::hazard_flag::JUDGED,
        found_on: day("2026-11-02"),
        due: Day::NONE,
        done_on: Day::NONE,
        closed_on: Day::NONE,
        state_since: day("2026-11-02"),
        sent_on: Day::NONE,
        accepted_on: Day::NONE,
        feedback_due: Day::NONE,
        five_due: Day::NONE,
        entered_on: day("2026-11-02"),
        watcher: 0,
    }
}

/// An enterprise of 餐饮 in 万安, open since the plan's first day.
pub fn enterprise(number: u32) -> EnterpriseCard {
    EnterpriseCard {
        id: id(Kind::Enterprise, number),
        name: format!("第{number}饭店"),
        keys: String::new(),
        aliases: String::new(),
        principal: String::new(),
        industry: 1,
        size: 3,
        flags: 0,
        spans: vec![span("2024-05-10")],
        licence_until: Day::NONE,
        standard_until: Day::NONE,
    }
}

/// 在营 餐饮 in 万安 from a day on.
pub fn span(from: &str) -> SpanCard {
    SpanCard {
        from: day(from),
        township: 1,
        industries: 1 << 1,
        is_key: false,
        is_complex: false,
        is_open: true,
    }
}
