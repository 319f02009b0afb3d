//! A small ledger of cards to ask the rules about.

use std::sync::LazyLock;

use zhiben::calendar::{Day, Workdays, shipped_calendar};
use zhiben::model::basics::Basics;
use zhiben::model::card::{EnterpriseCard, EvidenceCard, HazardCard, SpanCard};
use zhiben::model::hazard::State;
use zhiben::model::hazard::deeds::Deed;
use zhiben::model::id::{Id, Kind};
use zhiben::model::person::Person;
use zhiben::model::snooze::Snooze;
use zhiben::model::waiver::Waiver;
use zhiben::rules::coverage::Survey;
use zhiben::rules::duty::{BUILT_IN, Duties};
use zhiben::rules::facts::Facts;
use zhiben::rules::ladder::Rung;
use zhiben::rules::matrix::{Cell, CellPage, Matrix, MatrixId, cell_page, matrix};
use zhiben::rules::review::Words;
use zhiben::rules::standing::{Standing, standings};

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
    pub duties: Duties,
    pub workdays: Workdays,
    pub hazards: Vec<HazardCard>,
    pub enterprises: Vec<EnterpriseCard>,
    pub evidence: Vec<EvidenceCard>,
    pub persons: Vec<(Id, Person)>,
    pub waivers: Vec<(Id, Waiver)>,
    pub snoozes: Vec<(Id, Snooze)>,
    pub as_of: Day,
    pub start_on: Day,
    /// Who asks decides what waits for a decision.
    pub decides: bool,
    /// On which rung of the ladder who asks stands.
    pub rung: Rung,
}

impl World {
    /// Nothing recorded yet, in use since the plan's first day.
    pub fn on(as_of: &str) -> World {
        // Read once: there are worlds by the hundred.
        static SHIPPED: LazyLock<(Basics, Duties, Workdays)> = LazyLock::new(|| {
            let basics = Basics::built_in().unwrap();
            let duties = Duties::parse("duties.toml", BUILT_IN, &basics).unwrap();
            (basics, duties, Workdays::new(shipped_calendar()))
        });
        let (basics, duties, workdays) = SHIPPED.clone();
        World {
            duties,
            basics,
            workdays,
            hazards: Vec::new(),
            enterprises: Vec::new(),
            evidence: Vec::new(),
            persons: Vec::new(),
            waivers: Vec::new(),
            snoozes: Vec::new(),
            as_of: day(as_of),
            start_on: day("2024-05-10"),
            decides: false,
            rung: Rung::Staff,
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
            under: None,
            start_on: self.start_on,
        }
    }

    /// A piece of evidence, with what `change` makes of it.
    pub fn evidence(&mut self, kind: Kind, on: &str, change: impl FnOnce(&mut EvidenceCard)) -> Id {
        let number = self.evidence.len() as u32 + 1;
        let mut card = evidence(kind, number, on);
        change(&mut card);
        self.evidence.push(card);
        self.evidence.sort_by_key(|card| card.id);
        card.id
    }

    /// A 工作记录 of 万安: its sort and 类型 in words, with what `change` makes of it.
    pub fn record(
        &mut self,
        sort: &str,
        variant: &str,
        on: &str,
        change: impl FnOnce(&mut EvidenceCard),
    ) -> Id {
        let known = self.basics.sort(sort).unwrap_or_else(|| panic!("{sort}"));
        let (no, variant) = (known.no as u8, known.variant_no(variant));
        self.evidence(Kind::Evidence, on, |card| {
            (card.sort, card.variant, card.subject) = (no, variant, Id::NONE);
            change(card);
        })
    }

    /// Number of a unit, by its code.
    pub fn unit(&self, code: &str) -> u8 {
        self.basics.unit_no(code)
    }

    /// A person of a township's office.
    pub fn person(&mut self, change: impl FnOnce(&mut Person)) -> Id {
        let mut person =
            Person {
                name: "李明".into(), unit: WANAN.into(), role: "乡镇经办".into(), ..Person::default()
            };
        change(&mut person);
        let id = id(Kind::Person, self.persons.len() as u32 + 1);
        self.persons.push((id, person));
        id
    }

    /// How every duty stands.
    pub fn standings(&self) -> Vec<Standing> {
        standings(&self.duties, &Survey::new(&self.facts()))
    }

    pub fn matrix(&self, id: MatrixId, period: &str) -> Matrix {
        matrix(&self.facts(), &self.duties, id, period.parse().ok())
    }

    /// A cell by the keys of its heads.
    pub fn cell(&self, id: MatrixId, period: &str, row: &str, column: &str) -> Cell {
        let matrix = self.matrix(id, period);
        let at = |heads: &[zhiben::rules::matrix::Head], key: &str| {
            heads.iter().position(|head| head.key == key).unwrap_or_else(|| panic!("{key} in {heads:?}"))
        };
        matrix.cells[at(&matrix.rows, row)][at(&matrix.columns, column)].clone()
    }

    /// What stands in a cell.
    pub fn text(&self, id: MatrixId, period: &str, row: &str, column: &str) -> String {
        self.cell(id, period, row, column).text
    }

    pub fn page(&self, id: MatrixId, period: &str, row: &str, column: &str) -> CellPage {
        let page = cell_page(&self.facts(), &self.duties, id, period.parse().ok(), row, column, self);
        page.unwrap()
    }

    /// The same world seen from another day.
    pub fn seen_from(&mut self, on: &str) -> &World {
        self.as_of = day(on);
        self
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

impl Words for World {
    fn rung(&self) -> Rung {
        self.rung
    }

    fn sees(&self, _: Id) -> bool {
        true
    }

    fn officer(&self) -> &str {
        "李明"
    }

    fn decides(&self, _deed: Deed, _is_major: bool) -> bool {
        self.decides
    }

    fn code(&self, _: Id) -> String {
        String::new()
    }

    fn text(&self, id: Id) -> String {
        format!("软管老化{}", id.number())
    }

    fn entered(&self, id: Id) -> (String, String) {
        let by = if id.number().is_multiple_of(2) { "李明" } else { "王芳" };
        (by.into(), format!("{by} 08:52"))
    }
}

/// 万安街道
pub const WANAN: &str = "350504001";
/// 区商务局
pub const BUREAU: &str = "JU";
/// 商贸流通股
pub const COMMERCE: &str = "LT";
/// 外资外贸股
pub const FOREIGN: &str = "WZ";
/// 双阳街道
pub const SHUANGYANG: &str = "350504002";

/// A record of 万安 (and, where that matters, of the first enterprise there).
pub fn evidence(kind: Kind, number: u32, on: &str) -> EvidenceCard {
    EvidenceCard {
        date: day(on),
        subject: id(Kind::Enterprise, 1),
        unit: 1,
        ..EvidenceCard::blank(id(kind, number))
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
        missed_due: Day::NONE,
        done_on: Day::NONE,
        closed_on: Day::NONE,
        looked_back_on: Day::NONE,
        state_since: day("2026-11-02"),
        stood: 0,
        sent_on: Day::NONE,
        sent_before_on: Day::NONE,
        reply_due: Day::NONE,
        accepted_on: Day::NONE,
        feedback_due: Day::NONE,
        five_due: Day::NONE,
        entered_on: day("2026-11-02"),
        acted_on: Day::NONE,
        rechecked_on: Day::NONE,
        passed_first: false,
        source: 0,
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
        self_check_on: Day::NONE,
        responsibility_on: Day::NONE,
        monitored_on: Day::NONE,
        gas: 0,
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

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "as of {} in use since {}", self.as_of, self.start_on)?;
        self.enterprises
            .iter()
            .try_for_each(|card| writeln!(f, "{} {:?} {:?}", card.id, card.flags, card.spans))?;
        self.persons
            .iter()
            .try_for_each(|(id, p)| writeln!(f, "{id} {} {}..{}", p.unit, p.since, p.until))?;
        self.waivers.iter().try_for_each(|waiver| writeln!(f, "{waiver:?}"))?;
        self.evidence.iter().try_for_each(|card| writeln!(f, "{card:?}"))
    }
}
