//! What happened, as one list: each thing with its day, its township and its industry. A span of days is a sum over it, so that
//! months add up to their year. Matrices stay the measure: [`Figures::disagreements`] compares with M10 before a number goes out.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ask::records::unit_of;
use crate::ask::view::View;
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::Measure;
use crate::model::card::{EvidenceCard, HazardCard, evidence_flag, hazard_flag};
use crate::model::hazard::{Hazard, Leg};
use crate::model::id::{Id, Kind};
use crate::model::row::Row;
use crate::rules::clock::{is_open, overdue_days};
use crate::rules::facts::Facts;
use crate::rules::matrix::{Matrix, MatrixId, TOTAL, counts, fixed_on, handed_over_on, matrix};

/// Number of the rest that belongs to no township: the bureau's own.
pub const BUREAU: u8 = u8::MAX;

/// Something that happened.
struct Event {
    measure: Measure,
    day: Day,
    unit: u8,
    industry: u8,
    number: u32,
    /// What is counted once a span, however often it happened: the enterprise; else [`Id::NONE`].
    once: Id,
}

/// Whose numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// Everybody's.
    All,
    /// A township's by its number, or [`BUREAU`].
    Unit(u8),
    /// An industry's by its number; 0: of none.
    Industry(u8),
}

/// A span of days with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// 本月, 本年累计 …
    pub name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// Everything that is counted, seen from a day.
pub struct Figures<'a> {
    view: &'a View<'a>,
    facts: Facts<'a>,
    events: Vec<Event>,
}

impl<'a> Figures<'a> {
    /// Gathers it; rows are read only of hazards that a card does not tell enough about. Totals count what the officer may not
    /// see as well.
    pub fn gather(view: &'a View<'a>, day: Day) -> Figures<'a> {
        let mut figures = Figures { view, facts: view.facts(day), events: Vec::new() };
        for card in figures.facts.hazards.iter().filter(|card| counts(card)) {
            figures.hazard(card);
        }
        let stands = |card: &&EvidenceCard| !card.is(evidence_flag::VOID);
        let mut came: HashMap<Id, u32> = HashMap::new();
        for one in figures.facts.evidence_of(Kind::Attendance).iter().filter(stands) {
            *came.entry(one.parent).or_default() += 1;
        }
        for card in figures.facts.evidence.iter().filter(stands) {
            figures.evidence(card, &came);
        }
        figures
    }

    fn put(&mut self, measure: Measure, day: Day, unit: u8, industry: u8, number: u32) {
        self.add(Event { measure, day, unit, industry, number, once: Id::NONE });
    }

    /// Adds what happened by the day seen.
    fn add(&mut self, event: Event) {
        if !event.day.is_none() && event.day <= self.facts.as_of && event.number > 0 {
            self.events.push(event);
        }
    }

    fn hazard(&mut self, card: &HazardCard) {
        use Measure::*;
        let (unit, industry, is_major) = (card.township, card.industry, card.is_major());
        let as_of = self.facts.as_of;
        let mut put = |measure, day| self.put(measure, day, unit, industry, 1);
        let fixed_on = fixed_on(card);
        put(Found, card.found_on);
        put(Fixed, fixed_on);
        put(if is_major { FoundMajor } else { FoundGeneral }, card.found_on);
        if !fixed_on.is_none() && fixed_on <= as_of {
            put(if is_major { FixedMajor } else { FixedGeneral }, card.found_on);
        }
        put(Closed, card.closed_on);
        put(Transferred, handed_over_on(card));
        put(Sent, card.first_sent_on());
        if !is_major && !card.is(hazard_flag::TRANSFERRED) {
            return;
        }
        let Some(hazard) = self.view.eye.shelves.row(card.id) else { return };
        let Some(hazard) = hazard.hazard() else { return };
        // Once a hazard, however often it was sent: 移交登记表 has every time.
        let first = |day: fn(&Leg) -> Day| hazard.legs.iter().filter_map(|leg| day(leg).opt()).min();
        self.put(Accepted, first(|leg| leg.accepted_on).unwrap_or_default(), unit, industry, 1);
        self.put(Answered, first(|leg| leg.feedback_on).unwrap_or_default(), unit, industry, 1);
        if is_major {
            let by = if hazard.source == "企业自查" { FoundMajorSelf } else { FoundMajorVisit };
            self.put(by, card.found_on, unit, industry, 1);
        }
        for order in &hazard.orders {
            self.put(Listed, order.listed_on, unit, industry, 1);
            self.put(Delisted, order.delisted_on, unit, industry, 1);
        }
    }

    /// `came`: people by name at each session.
    fn evidence(&mut self, card: &EvidenceCard, came: &HashMap<Id, u32>) {
        use Measure::*;
        let premises = self.facts.enterprise(card.subject);
        let unit = unit_of(self.view, card);
        let is_township = self.view.basics.unit_of_no(unit).is_some_and(|unit| unit.is_township());
        let unit = if is_township { unit } else { BUREAU };
        let industry = self.facts.trade_of(card);
        let number = u32::from(card.count);
        let flag = |flag: u32| u32::from(card.is(flag));
        let people = came.get(&card.id).copied().unwrap_or_default();
        let basics = self.view.basics;
        let mut put = |measure, number| self.put(measure, card.date, unit, industry, number);
        match card.id.kind() {
            Kind::Inspection if premises.is_some() => {
                put(Visits, 1);
                put(Turnout, number);
                put(Joint, flag(evidence_flag::JOINT));
                put(Led, flag(evidence_flag::LED));
            }
            Kind::Training => {
                put(Trainings, 1);
                put(Trainees, people.max(number));
            }
            Kind::Drill => {
                put(Drills, 1);
                put(DrillPeople, number);
            }
            Kind::SelfInspection => {
                let (measure, day, once) = (SelfChecked, card.date, card.subject);
                self.add(Event { measure, day, unit, industry, number: 1, once });
            }
            Kind::Evidence => match basics.sort_of_no(card.sort).map(|sort| sort.code.as_str()) {
                Some("publicity") => put(Publicity, 1),
                Some("notice") => put(Notices, 1),
                _ => {}
            },
            _ => {}
        }
    }

    /// Everything that happened in a span, added up for everybody in one pass.
    pub fn over(&self, span: &Span) -> Flows {
        let mut flows = Flows::default();
        let mut once: HashSet<(Id, Whose)> = HashSet::new();
        for event in self.events.iter().filter(|event| (span.from..=span.to).contains(&event.day)) {
            for whose in [Whose::All, Whose::Unit(event.unit), Whose::Industry(event.industry)] {
                if event.once == Id::NONE || once.insert((event.once, whose)) {
                    *flows.0.entry((event.measure, whose)).or_default() += event.number;
                }
            }
        }
        flows
    }

    /// Stocks of the last day of a span that has been seen.
    pub fn stocks(&self, span: &Span) -> Stocks {
        let facts = self.facts.seen_from(self.facts.as_of.min(span.to));
        let mut stocks = Stocks::default();
        for card in facts.hazards.iter().filter(|card| counts(card) && is_open(card, &facts)) {
            let hazard = card.is_major().then(|| self.view.eye.shelves.row(card.id)).flatten();
            let is_overdue = overdue_days(card, &facts) > 0;
            for whose in [0, usize::from(card.township)] {
                stocks.units.entry(whose).or_default().add(card, is_overdue, hazard.as_ref());
            }
            stocks.industries.entry(card.industry.into()).or_default().add(card, is_overdue, hazard.as_ref());
        }
        stocks
    }

    /// Where the sums say something else than M10 over the same days, township by township and in all; and where months do not
    /// add up to what their year says. Empty when all agree.
    pub fn disagreements(&self, duties: &crate::rules::duty::Duties, year: Period) -> Vec<String> {
        let mut faults = Vec::new();
        let span = Span::of(year);
        let flows = self.over(&span);
        let m10 = matrix(&self.facts, duties, MatrixId::M10, Some(year));
        let stocks = self.stocks(&span);
        for head in &m10.rows {
            let no = self.view.basics.unit_no(&head.key);
            let whose = if head.key == TOTAL { Whose::All } else { Whose::Unit(no) };
            let stock = stocks.of(whose);
            let ours = [
                ("found", flows.of(Measure::Found, whose)),
                ("fixed", flows.of(Measure::Fixed, whose)),
                ("transferred", flows.of(Measure::Transferred, whose)),
                ("open", stock.open),
                ("overdue", stock.overdue),
                ("major", stock.major),
            ];
            for (key, number) in ours {
                let Some((label, theirs)) = in_matrix(&m10, &head.key, key) else { continue };
                if theirs != number {
                    faults.push(format!(
                        "{} {} {label}：台账 {number}，矩阵 M10 {theirs}",
                        head.label,
                        year.label()
                    ));
                }
            }
        }
        let months = Period::between(PeriodKind::Month, year.start(), year.end()).map(Span::of);
        let sums = months.map(|month| self.over(&month).of(Measure::Found, Whose::All));
        let (sum, whole) = (sums.sum::<u32>(), flows.of(Measure::Found, Whose::All));
        if sum != whole {
            faults.push(format!("{} 发现：各月合计 {sum}，全年 {whole}", year.label()));
        }
        faults
    }
}

/// Sums over a span.
#[derive(Default)]
pub struct Flows(BTreeMap<(Measure, Whose), u32>);

impl Flows {
    /// A flow.
    pub fn of(&self, measure: Measure, whose: Whose) -> u32 {
        self.0.get(&(measure, whose)).copied().unwrap_or_default()
    }

    /// Found in the span, and how many of them were put right by the day seen.
    pub fn found_and_put_right(&self, level: Level, whose: Whose) -> (u32, u32) {
        let general = (self.of(Measure::FoundGeneral, whose), self.of(Measure::FixedGeneral, whose));
        let major = (self.of(Measure::FoundMajor, whose), self.of(Measure::FixedMajor, whose));
        match level {
            Level::General => general,
            Level::Major => major,
            Level::Both => (general.0 + major.0, general.1 + major.1),
        }
    }
}

/// Number and label of a cell of a matrix by the keys of its heads.
pub fn in_matrix(matrix: &Matrix, row: &str, column: &str) -> Option<(String, u32)> {
    let at = matrix.columns.iter().position(|head| head.key == column)?;
    let head = matrix.columns.get(at)?;
    let row = matrix.rows.iter().position(|head| head.key == row)?;
    Some((head.label.clone(), matrix.cells.get(row)?.get(at)?.have))
}

/// 等级 of hazards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 一般, or not yet judged.
    General,
    /// 重大
    Major,
    /// All of them.
    Both,
}

impl Span {
    /// The days of a period.
    pub fn of(period: Period) -> Span {
        Span { name: period.label(), from: period.start(), to: period.end() }
    }

    /// The same days under another name.
    #[must_use]
    pub fn called(self, name: &str) -> Span {
        Span { name: name.to_owned(), ..self }
    }
}

/// What stands on a day, by unit and by industry; place 0 of the units adds up all.
#[derive(Default)]
pub struct Stocks {
    units: BTreeMap<usize, Stock>,
    industries: BTreeMap<usize, Stock>,
}

impl Stocks {
    /// Whose stock.
    pub fn of(&self, whose: Whose) -> Stock {
        let found = match whose {
            Whose::All => self.units.get(&0),
            Whose::Unit(no) => self.units.get(&usize::from(no)),
            Whose::Industry(no) => self.industries.get(&usize::from(no)),
        };
        found.copied().unwrap_or_default()
    }
}

/// What stands on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// 在办
    pub open: u32,
    /// 逾期
    pub overdue: u32,
    /// 重大在账
    pub major: u32,
    /// Of these: 目标任务, 措施, 资金, 责任人, 期限, 预案 are there.
    pub secured: [u32; 6],
    /// 治理资金 of these, 元.
    pub funds: u32,
}

impl Stock {
    fn add(&mut self, card: &HazardCard, is_overdue: bool, row: Option<&Row>) {
        self.open += 1;
        self.overdue += u32::from(is_overdue);
        self.major += u32::from(card.is_major());
        let Some(hazard) = row.and_then(Row::hazard) else { return };
        for (number, is_there) in self.secured.iter_mut().zip(secured(hazard)) {
            *number += u32::from(is_there);
        }
        self.funds = self.funds.saturating_add(hazard.funds.unwrap_or_default());
    }
}

/// 五落实 with the goal in front, as the statistics ask for them.
fn secured(hazard: &Hazard) -> [bool; 6] {
    let lacks = hazard.lacks_of_five();
    let has = |point: &str| !lacks.contains(&point);
    let goal =
        hazard.rounds.last().is_some_and(|round| !round.demand.is_empty()) || !hazard.measures.is_empty();
    [goal, has("措施"), has("资金"), has("责任"), has("时限"), has("预案")]
}
