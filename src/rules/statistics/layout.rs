//! The rows of a table: their heads, the spans of days they are about, and in which of them a hazard or a visit counts.

use super::figure::Marker;
use super::{By, Which};
use crate::calendar::{Day, Period, PeriodKind};
use crate::model::card::{EvidenceCard, HazardCard};
use crate::rules::cadence::plan_span;
use crate::rules::facts::Facts;
use crate::rules::matrix::{Head, TOTAL, counts, fixed_on, handed_over_on};
use crate::rules::register::Register;
use crate::rules::standing::columns;

/// Key of the row of what belongs to none of the others.
pub const NONE: &str = "none";
/// Key of the row of what was before the first month.
const BEFORE: &str = "before";

/// Days from and to, both included.
pub(super) type Days = (Day, Day);

/// The rows, as they stand under one another; the total is the last.
pub(super) struct Layout<'a> {
    by: By,
    pub heads: Vec<Head>,
    /// Facts and days of each row; of rows that are no spans of time the same for all.
    seen: Vec<(Facts<'a>, Days)>,
    /// Facts and days of the total.
    all: (Facts<'a>, Days),
    /// Place by number of the township, industry or kind.
    places: Vec<u16>,
    /// What it is cut down to.
    within: Option<Cut<'a>>,
    /// Main industries of enterprises, where visits are told apart by them.
    register: Option<Register>,
    /// The period shown.
    pub period: Period,
}

/// A row of another table.
struct Cut<'a> {
    layout: Box<Layout<'a>>,
    row: usize,
}

impl<'a> Layout<'a> {
    /// [`None`]: what it is to be cut down to is no row.
    pub fn of(facts: &Facts<'a>, which: &Which) -> Option<Layout<'a>> {
        let by = which.by;
        let usual = Period::containing(PeriodKind::Year, facts.as_of);
        let period = if by.is_time() { Period::Once } else { which.period.unwrap_or(usual) };
        let view = |(from, to): Days| (facts.seen_from(facts.as_of.min(to)), (from, to));
        let (mut heads, numbers) = heads(facts, by);
        let spans = match by {
            By::Month => months(facts),
            By::Week => weeks(facts.as_of),
            _ => Vec::new(),
        };
        heads.extend(spans.iter().map(|(head, _)| head.clone()));
        let none = heads.len() as u16;
        let mut places = vec![none; 256];
        for (at, number) in numbers.iter().enumerate() {
            if let Some(place) = places.get_mut(usize::from(*number)) {
                *place = at as u16;
            }
        }
        if !by.is_time() {
            heads.push(Head::new(NONE, if by == By::Category { "未分类" } else { "不详" }));
        }
        let whole = match (by, spans.as_slice()) {
            (By::Week, [(_, (from, _)), .., (_, (_, to))]) => (*from, *to),
            _ => (period.start(), period.end()),
        };
        heads.push(Head::total());
        let within = match &which.within {
            None => None,
            Some((by, _)) if by.is_time() => return None,
            Some((by, key)) => {
                let layout = Layout::of(facts, &Which::all(*by, None))?;
                let row = layout.heads.iter().position(|head| head.key == *key)?;
                Some(Cut { layout: Box::new(layout), row })
            }
        };
        let asks_industry = |cut: &Cut| cut.layout.by == By::Industry;
        let needs_register = by == By::Industry || within.as_ref().is_some_and(asks_industry);
        Some(Layout {
            by,
            heads,
            seen: spans.into_iter().map(|(_, days)| view(days)).collect(),
            all: view(whole),
            places,
            within,
            register: needs_register.then(|| Register::of(facts.enterprises)),
            period,
        })
    }

    /// Place of the total.
    pub fn total(&self) -> usize {
        self.heads.len().saturating_sub(1)
    }

    /// Facts of the last day seen, and the days of the total.
    pub fn whole(&self) -> &(Facts<'a>, Days) {
        &self.all
    }

    /// Facts of the last day seen, and the days of a row.
    pub fn span(&self, row: usize) -> &(Facts<'a>, Days) {
        self.seen.get(row).unwrap_or(&self.all)
    }

    /// Every row in which a hazard counts as something, the total with them: place, hazard, marks. With a row given, that one is
    /// told for certain and others may be left out.
    pub fn sweep(&self, only: Option<usize>, mut see: impl FnMut(usize, &'a HazardCard, u32)) {
        let marker = Marker::new();
        let (whole, days) = &self.all;
        // What stands in a row of time has marks of its own.
        let is_asked = |row: usize| only.is_none_or(|only| only == row);
        for card in whole.hazards.iter().filter(|card| counts(card) && self.has(card)) {
            let needs_all = !self.by.is_time() || is_asked(self.total());
            let marks = if needs_all { marker.marks(card, whole, *days) } else { 0 };
            if marks != 0 {
                see(self.total(), card, marks);
            }
            if !self.by.is_time() {
                if marks != 0 {
                    see(self.place(card), card, marks);
                }
                continue;
            }
            let (first, last) = touched(card);
            let from = self.seen.partition_point(|(_, (_, to))| *to < first);
            let rows = self.seen.iter().enumerate().skip(from);
            let rows = rows.take_while(|(_, (_, days))| days.0 <= last).filter(|(row, _)| is_asked(*row));
            for (row, (facts, days)) in rows {
                let marks = marker.marks(card, facts, *days);
                if marks != 0 {
                    see(row, card, marks);
                }
            }
        }
    }

    /// Every row in which a visit counts, the total with them.
    pub fn visits(&self, mut see: impl FnMut(usize, &'a EvidenceCard)) {
        if self.by == By::Category {
            return;
        }
        let (facts, days) = &self.all;
        for card in facts.visits().filter(|card| self.has_visit(card)) {
            if days.0 <= card.date && card.date <= days.1 {
                see(self.total(), card);
                if !self.by.is_time() {
                    see(self.place_of_visit(card), card);
                }
            }
            if self.by.is_time() {
                let row = self.seen.partition_point(|(_, (_, to))| *to < card.date);
                if self.seen.get(row).is_some_and(|(_, (from, _))| *from <= card.date) {
                    see(row, card);
                }
            }
        }
    }

    /// Label of the row that it is cut down to.
    pub fn within_label(&self) -> Option<&str> {
        let cut = self.within.as_ref()?;
        cut.layout.heads.get(cut.row).map(|head| head.label.as_str())
    }

    fn has(&self, card: &HazardCard) -> bool {
        self.within
            .as_ref()
            .is_none_or(|cut| cut.row == cut.layout.total() || cut.layout.place(card) == cut.row)
    }

    fn has_visit(&self, card: &EvidenceCard) -> bool {
        let Some(cut) = &self.within else { return true };
        let is_of = |cut: &Cut| cut.layout.by != By::Category && cut.layout.place_of_visit(card) == cut.row;
        cut.row == cut.layout.total() || is_of(cut)
    }

    fn place(&self, card: &HazardCard) -> usize {
        self.place_of(match self.by {
            By::Township => card.township,
            By::Industry => card.industry,
            _ => card.category,
        })
    }

    fn place_of_visit(&self, card: &EvidenceCard) -> usize {
        self.place_of(match self.by {
            By::Industry if card.industry == 0 => self.main_industry(card),
            By::Industry => card.industry,
            _ => card.unit,
        })
    }

    fn main_industry(&self, card: &EvidenceCard) -> u8 {
        let at = self.register.as_ref().and_then(|register| register.find(card.subject));
        at.and_then(|at| self.all.0.enterprises.get(at)).map_or(0, |enterprise| enterprise.industry)
    }

    fn place_of(&self, number: u8) -> usize {
        self.places.get(usize::from(number)).copied().unwrap_or_default().into()
    }
}

/// Heads of rows that are no spans of time, and the number each goes by.
fn heads(facts: &Facts, by: By) -> (Vec<Head>, Vec<u8>) {
    let basics = facts.basics;
    let mut rows: Vec<(u8, Head)> = match by {
        By::Township => {
            let units = columns(facts).into_iter().filter(|unit| unit.is_township());
            units.map(|unit| (basics.unit_no(&unit.code), Head::of_unit(unit))).collect()
        }
        By::Industry => {
            let all = basics.industries.iter();
            all.map(|i| (basics.industry_no(&i.code), Head::new(&i.code, &i.short).noted(&i.name))).collect()
        }
        By::Category => {
            let all = basics.categories.iter();
            all.map(|c| (basics.category_no(&c.code), Head::new(&c.code, &c.name))).collect()
        }
        By::Month | By::Week => Vec::new(),
    };
    rows.sort_by_key(|(number, _)| *number);
    rows.into_iter().map(|(number, head)| (head, number)).unzip()
}

/// The months of the plan up to the day, and what was before them.
fn months(facts: &Facts) -> Vec<(Head, Days)> {
    let (first, _) = plan_span(facts);
    let mut months: Vec<_> = Period::between(PeriodKind::Month, first, facts.as_of)
        .map(|month| (Head::new(month.to_string(), month.to_string()), (month.start(), month.end())))
        .collect();
    if let Some(before) = months.first().map(|(_, (from, _))| from.plus(-1)) {
        months.insert(0, (Head::new(BEFORE, "以前"), (Day::FIRST, before)));
    }
    months
}

/// Whole weeks before the one that holds the day, and that one up to the day.
fn weeks(as_of: Day) -> Vec<(Head, Days)> {
    let monday = as_of.plus(-i32::from(as_of.weekday_index()));
    let is_whole = monday.plus(6) == as_of;
    let before = By::WEEKS as i32 - i32::from(is_whole);
    let week = |back: i32| {
        let from = monday.plus(-7 * back);
        let to = from.plus(6).min(as_of);
        (Head::new(to.to_string(), format!("{}~{}", from.md(), to.md())), (from, to))
    };
    (0..=before).rev().map(week).collect()
}

/// The first and the last day on which a hazard may count as something.
fn touched(card: &HazardCard) -> Days {
    let days = [card.found_on, fixed_on(card), handed_over_on(card), card.closed_on, card.rechecked_on];
    let known = days.into_iter().filter_map(Day::opt);
    let first = known.clone().min().unwrap_or(Day::FIRST);
    let last = known.max().unwrap_or(Day::LAST).max(card.state_since);
    (first, if card.state.is_open() { Day::LAST } else { last })
}

/// May the row be left out when nothing counts in it?
pub(super) fn is_rest(head: &Head) -> bool {
    head.key == NONE || head.key == BEFORE
}

/// Is it a row that other rows add up to?
pub(super) fn is_total(head: &Head) -> bool {
    head.key == TOTAL
}
