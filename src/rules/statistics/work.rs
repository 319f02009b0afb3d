//! What is left to do until the plan's last day: open hazards, 欠账, and the cells that fall due until then, unit by unit and
//! week by week, in workdays (the holidays are data).

use serde::{Deserialize, Serialize};

use crate::calendar::{Day, Period, PeriodKind};
use crate::model::basics::{Basis, Unit};
use crate::model::card::HazardCard;
use crate::model::id::Id;
use crate::rules::cadence::{Window, plan_span, windows};
use crate::rules::clock::{due_in_force, is_open, overdue_days};
use crate::rules::coverage::{Sheet, Survey};
use crate::rules::duty::{DueRule, Duties, Duty};
use crate::rules::facts::Facts;
use crate::rules::matrix::{Behind, Cell, CellPage, Head, MatrixId, TOTAL, counts};
use crate::rules::review::Words;
use crate::rules::standing::{Standing, columns, standings, undone_of};

/// Workdays of an ordinary week.
const WEEK: u32 = 5;

/// What is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Seen from.
    pub as_of: Day,
    /// First day of the plan in force then.
    pub first: Day,
    /// Its last day.
    pub last: Day,
    /// Workdays from the day on to the last one, both included; 0 once it is over.
    pub workdays: u32,
    /// 局, the townships, and all of them.
    pub units: Vec<UnitWork>,
    /// The weeks to come, this one first.
    pub weeks: Vec<WeekWork>,
    /// 口径
    pub notes: Vec<String>,
}

/// What is left to one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitWork {
    /// Code of the unit, [`TOTAL`] for all.
    pub key: String,
    /// Its short name.
    pub label: String,
    /// 在办 hazards of its ground.
    pub open: u32,
    /// 逾期 among them.
    pub overdue: u32,
    /// 欠账: 文件规定, 局内约定.
    pub owed: (u32, u32),
    /// 将到期: cells that fall due until the last day and are not met yet.
    pub ahead: u32,
}

impl UnitWork {
    /// Everything that is to be done.
    pub fn all(&self) -> u32 {
        self.open + self.cells()
    }

    /// Cells of it.
    pub fn cells(&self) -> u32 {
        self.owed.0 + self.owed.1 + self.ahead
    }

    fn plus(mut self, other: &UnitWork) -> UnitWork {
        self.open += other.open;
        self.overdue += other.overdue;
        self.owed = (self.owed.0 + other.owed.0, self.owed.1 + other.owed.1);
        self.ahead += other.ahead;
        self
    }
}

/// A week to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekWork {
    /// First day: a Monday, or the day asked for.
    pub from: Day,
    /// Last day: a Sunday, or the plan's last day.
    pub to: Day,
    /// Workdays of it.
    pub workdays: u32,
    /// Open hazards whose due day is in it.
    pub hazards_due: u32,
    /// Cells that fall due in it.
    pub cells_due: u32,
    /// Hazards to close in it, so that none is open after the last week: shared out by workdays.
    pub close: u32,
    /// Hazards that may be open after it.
    pub left: u32,
}

impl Work {
    /// So many spread over the workdays left: how many an ordinary week of five, rounded up. All of them when no workday is left.
    pub fn a_week(&self, number: u32) -> u32 {
        match self.workdays {
            0 => number,
            workdays => (number * WEEK).div_ceil(workdays).min(number),
        }
    }

    /// The same for one workday, in tenths.
    pub fn a_workday(&self, number: u32) -> String {
        super::pace::tenths((number * 10).div_ceil(self.workdays.max(1)))
    }

    /// Calendar days from the day to the last one.
    pub fn days(&self) -> i32 {
        self.as_of.days_until(self.last)
    }
}

/// A window of a duty that falls due and is not met yet.
pub struct AheadCell<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// The window.
    pub window: Window,
    /// What everybody has done in it, of how much.
    pub done: (u32, u32),
    /// Cells undone for each of [`columns`].
    undone: Vec<u32>,
}

/// What is left as of the day of the facts.
pub(super) fn work(facts: &Facts, duties: &Duties) -> Work {
    let (first, last) = plan_span(facts);
    let survey = Survey::new(facts);
    let standings = standings(duties, &survey);
    let cells = cells_ahead(&survey, duties, &standings, last);
    let columns = columns(facts);
    let owed = |at: usize, basis: Basis| {
        let of = standings.iter().filter(|standing| standing.duty.basis == basis);
        of.map(|standing| standing.debts(at)).sum::<u32>()
    };
    let mut units: Vec<UnitWork> = columns
        .iter()
        .enumerate()
        .map(|(at, unit)| UnitWork {
            key: unit.code.clone(),
            label: if unit.is_township() { unit.short.clone() } else { "局".into() },
            owed: (owed(at, Basis::Notice), owed(at, Basis::Office)),
            ahead: cells.iter().filter_map(|cell| cell.undone.get(at)).sum(),
            ..UnitWork::default()
        })
        .collect();
    let mut total = units.iter().fold(UnitWork::default(), UnitWork::plus);
    (total.key, total.label) = (TOTAL.into(), "合计".into());
    let mut weeks = weeks(facts, last);
    for card in facts.hazards.iter().filter(|card| counts(card) && is_open(card, facts)) {
        let is_overdue = u32::from(overdue_days(card, facts) > 0);
        let number = |unit: &&Unit| facts.basics.unit_no(&unit.code) == card.township;
        let own = columns.iter().position(|unit| unit.is_township() && number(unit));
        for unit in own.and_then(|at| units.get_mut(at)).into_iter().chain([&mut total]) {
            unit.open += 1;
            unit.overdue += is_overdue;
        }
        let due = due_in_force(card, facts);
        if let Some(week) = week_of(&mut weeks, due) {
            week.hazards_due += 1;
        }
    }
    for cell in &cells {
        if let Some(week) = week_of(&mut weeks, cell.window.due) {
            week.cells_due += cell.undone.iter().sum::<u32>();
        }
    }
    share_out(&mut weeks, total.open);
    units.push(total);
    let workdays = weeks.iter().map(|week| week.workdays).sum();
    Work { as_of: facts.as_of, first, last, workdays, units, weeks, notes: notes(last) }
}

fn notes(last: Day) -> Vec<String> {
    [
        format!("在办为还没有销号的隐患；欠账与 M9 同数；将到期为到{last}为止应办而还没有办齐的格子，按义务归口记在局或乡镇"),
        "每周按 5 个工作日计，工作日照放假安排扣除；应销是把现在在办的按工作日摊到各周，到末周为零".into(),
        "格子只按方案和局内约定的周期计，今后新发现的隐患不在内".into(),
    ]
    .into()
}

fn week_of(weeks: &mut [WeekWork], day: Day) -> Option<&mut WeekWork> {
    weeks.iter_mut().find(|week| week.from <= day && day <= week.to)
}

/// This week from the day on, and the weeks after it up to the last day.
fn weeks(facts: &Facts, last: Day) -> Vec<WeekWork> {
    let next = |from: Day| from.plus(7 - i32::from(from.weekday_index()));
    let starts = std::iter::successors(Some(facts.as_of), |from| Some(next(*from)));
    let week = |from: Day| {
        let to = next(from).plus(-1).min(last);
        let workdays = facts.workdays.between(from.plus(-1), to).try_into().unwrap_or(0);
        WeekWork { from, to, workdays, hazards_due: 0, cells_due: 0, close: 0, left: 0 }
    };
    starts.take_while(|from| *from <= last && !from.is_none()).map(week).take(LONGEST).collect()
}

/// Weeks that are listed at most: a plan of three years and some.
const LONGEST: usize = 200;

/// Shares the open hazards out by workdays, so that the last week ends at none.
fn share_out(weeks: &mut [WeekWork], open: u32) {
    let all: u32 = weeks.iter().map(|week| week.workdays).sum();
    let (mut passed, mut closed) = (0, 0);
    let number = weeks.len();
    for (at, week) in weeks.iter_mut().enumerate() {
        passed += week.workdays;
        let until = (u64::from(open) * u64::from(passed)).div_ceil(u64::from(all.max(1))) as u32;
        // Where no workday is left at all, the last week has everything.
        let until = if at + 1 == number { open } else { until };
        week.close = until - closed;
        closed = until;
        week.left = open - closed;
    }
}

/// Every cell that falls due from the day on to the last one and is not met yet. Duties on events are not: their hazards are
/// counted themselves. A window that is worked on now is looked up in `standings`, where they are at hand.
pub fn cells_ahead<'a>(
    survey: &Survey,
    duties: &'a Duties,
    standings: &[Standing],
    last: Day,
) -> Vec<AheadCell<'a>> {
    let facts = &survey.facts;
    let mut cells = Vec::new();
    for duty in duties.iter().filter(|duty| !duty.runs_on()) {
        let is_due = |window: &Window| facts.as_of <= window.owed_after && window.due <= last;
        let mut due = windows(duty, facts, begin(duty, facts), last);
        due.retain(is_due);
        let mut take = |sheet: &Sheet, at: usize, window: Window| {
            let undone = undone_of(sheet, at, survey);
            if undone.iter().any(|number| *number > 0) {
                let sum = sheet
                    .sums(at)
                    .iter()
                    .fold((0, 0), |(done, need), sum| (done + sum.done, need + sum.need));
                cells.push(AheadCell { duty, window, done: sum, undone });
            }
        };
        let known = standings.iter().find(|standing| standing.duty.code == duty.code && !standing.is_over);
        if let Some((standing, now)) = known.and_then(|standing| Some((standing, *standing.window()?)))
            && let Some(at) = due.iter().position(|window| *window == now)
        {
            due.remove(at);
            take(&standing.sheet, standing.at(), now);
        }
        if due.is_empty() {
            continue;
        }
        let sheet = Sheet::of(duty, due, survey);
        for (at, window) in sheet.windows.iter().enumerate() {
            take(&sheet, at, *window);
        }
    }
    cells
}

/// From which day windows may still fall due: of duties that are settled in the next period, from the period before.
fn begin(duty: &Duty, facts: &Facts) -> Day {
    match (duty.due.rule, duty.period.kind(&facts.basics.settings)) {
        (DueRule::IntoNext, Some(kind)) => Period::containing(kind, facts.as_of).prev().start(),
        (_, Some(PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month) | None) => {
            facts.as_of
        }
    }
}

/// What falls due to a unit until the plan's last day, or from one day to another: cells, and open hazards; [`None`]: there is
/// no such unit.
pub(super) fn ahead(
    facts: &Facts,
    duties: &Duties,
    unit: &str,
    week: Option<(Day, Day)>,
    words: &dyn Words,
) -> Option<CellPage> {
    let (_, last) = plan_span(facts);
    let (from, to) = week.unwrap_or((facts.as_of, last));
    let columns = columns(facts);
    let is_asked = |code: &str| unit == TOTAL || unit == code;
    columns.iter().find(|column| is_asked(&column.code))?;
    let survey = Survey::new(facts);
    let (mut missing, mut number) = (Vec::new(), 0);
    let in_week = |day: Day| week.is_none() || from <= day && day <= to;
    for cell in cells_ahead(&survey, duties, &[], last).iter().filter(|cell| in_week(cell.window.due)) {
        let of_units = columns.iter().zip(&cell.undone).filter(|(column, _)| is_asked(&column.code));
        for (column, undone) in of_units.filter(|(_, undone)| **undone > 0) {
            number += undone;
            missing.push(line(cell, column, *undone));
        }
    }
    missing.sort_by_key(|line| line.day);
    let township = |no: u8| facts.basics.unit_of_no(no).map_or("", |unit| unit.code.as_str());
    let due = |card: &&HazardCard| {
        let day = due_in_force(card, facts);
        from <= day && day <= to && is_open(card, facts) && is_asked(township(card.township))
    };
    let hazards = facts.hazards.iter().filter(|card| counts(card)).filter(due).map(|card| card.id);
    let hazards: Vec<Id> = hazards.filter(|id| words.sees(*id)).collect();
    let who =
        columns.iter().find(|column| column.code == unit).map_or("全区", |column| column.short.as_str());
    let totals = (0, missing.len() as u32);
    missing.truncate(CellPage::LIMIT);
    Some(CellPage {
        title: format!("统计 {from}至{to} {who} 到期"),
        cell: Cell::count(number),
        why: format!("{who}{from}至{to}还有 {number} 格到期而没有办齐，按期限先后列在下面。"),
        clause: String::new(),
        evidence: Vec::new(),
        missing,
        totals,
        hazards,
    })
}

fn line(cell: &AheadCell, unit: &Unit, undone: u32) -> Behind {
    let times = if undone > 1 { format!(" {undone}格") } else { String::new() };
    Behind {
        id: Id::NONE,
        text: format!("{} {}（{}）{times}", unit.short, cell.duty.heading(), cell.window.label()),
        day: cell.window.due,
        entry: None,
        cell: Some((MatrixId::M9, cell.duty.code.clone(), unit.code.clone())),
    }
}

/// Head of a row of [`Work::units`].
impl From<&UnitWork> for Head {
    fn from(unit: &UnitWork) -> Head {
        Head::new(&unit.key, &unit.label)
    }
}
