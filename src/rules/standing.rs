//! How every duty stands now, unit by unit: what the 欠账总表, the plan's rows and the morning's review are made from.

use std::cell::RefCell;
use std::sync::Arc;

use super::cadence::{self, Window, ended, window_at, window_in};
use super::coverage::{Sheet, Sum, Survey};
use super::duty::{Cadence, Duties, Duty, Owner, SubjectKind, UnitGroup};
use super::facts::Facts;
use super::matrix::CellState;
use crate::calendar::{Day, Period};
use crate::model::basics::{Basis, Unit, UnitKind};

/// The units that have a column: the bureau, then the townships by number.
pub fn columns<'a>(facts: &Facts<'a>) -> Vec<&'a Unit> {
    let basics = facts.basics;
    let bureau = basics.units.iter().find(|unit| unit.kind == UnitKind::Bureau);
    let mut townships: Vec<_> = basics.townships().collect();
    townships.sort_by_key(|unit| unit.no);
    bureau.into_iter().chain(townships).collect()
}

/// One duty in the window it is worked on, and what is still owed from before.
pub struct Standing {
    /// The duty.
    pub duty: Arc<Duty>,
    /// Its subjects over the windows looked at; the one worked on is the last.
    pub sheet: Sheet,
    /// One for each of [`columns`].
    pub cells: Vec<Stand>,
    /// Windows that have ended in which somebody still owes it, oldest first.
    pub arrears: Vec<Arrear>,
    /// Nobody works on it any more: what is shown is its last window.
    pub is_over: bool,
    /// Somebody has done it in one of the windows looked at.
    pub was_done: bool,
}

/// A window that has ended in debt.
pub struct Arrear {
    /// Its place in the sheet.
    pub at: usize,
    /// One for each of [`columns`].
    pub cells: Vec<Stand>,
}

/// How a duty stands in the column of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// How it stands.
    pub state: CellState,
    /// What it stands on.
    pub sum: Sum,
    /// Debts of this unit: of the bureau, one for each township it owes; of a township, one.
    pub owed: u32,
}

impl Standing {
    /// Place of the window worked on.
    pub fn at(&self) -> usize {
        self.sheet.windows.len().saturating_sub(1)
    }

    /// The window worked on.
    pub fn window(&self) -> Option<&Window> {
        self.sheet.windows.last()
    }

    /// The window of an arrear.
    pub fn window_of(&self, arrear: &Arrear) -> Option<&Window> {
        self.sheet.windows.get(arrear.at)
    }

    /// How the unit of a column stands in windows that have ended in debt there, oldest first; whose debt it is says
    /// [`Stand::owed`].
    pub fn arrears_of(&self, column: usize) -> impl DoubleEndedIterator<Item = (&Arrear, &Stand)> {
        let of_column = move |arrear| Some((arrear, Arrear::stand(arrear, column)?));
        self.arrears.iter().filter_map(of_column).filter(|(_, stand)| stand.state == CellState::Owed)
    }

    /// Debts of the unit of a column, those from before included.
    pub fn debts(&self, column: usize) -> u32 {
        let before: u32 = self.arrears_of(column).map(|(_, stand)| stand.owed).sum();
        self.cells.get(column).map_or(0, |cell| cell.owed) + before
    }

    /// Debts of everybody, those from before included.
    pub fn all_debts(&self) -> u32 {
        (0..self.cells.len()).map(|column| self.debts(column)).sum()
    }

    /// Debts of this window, and cells in which somebody owes it or has done it.
    pub fn owed(&self) -> (u32, u32) {
        let none = [CellState::NotApplicable, CellState::NoSubject, CellState::Waived];
        // What the bureau owes about townships stands in their cells; its own column only adds them up.
        let first = usize::from(is_about_townships(&self.duty));
        let asked = self.cells.iter().skip(first).filter(|cell| !none.contains(&cell.state));
        (self.cells.iter().map(|cell| cell.owed).sum(), asked.count() as u32)
    }
}

impl Arrear {
    fn stand(&self, column: usize) -> Option<&Stand> {
        self.cells.get(column)
    }

    /// Debts of everybody in it.
    pub fn owed(&self) -> u32 {
        self.cells.iter().map(|cell| cell.owed).sum()
    }
}

/// Does the bureau owe it to each township?
pub fn is_about_townships(duty: &Duty) -> bool {
    duty.owner == Owner::Bureau && asks_townships(duty)
}

/// Has the duty a cell in the columns of townships?
fn asks_townships(duty: &Duty) -> bool {
    match duty.subject.of {
        SubjectKind::Unit | SubjectKind::Person => duty.subject.asks(UnitGroup::Township),
        SubjectKind::UnitIndustry | SubjectKind::Enterprise | SubjectKind::Hazard => true,
        // Who a record stands with owes what it asks for, unless the bureau owes it for all.
        SubjectKind::Record => {
            let groups = duty.subject.groups();
            duty.owner == Owner::Township && (groups.is_empty() || groups.contains(&UnitGroup::Township))
        }
    }
}

/// Has the duty a cell in the bureau's column?
pub fn asks_bureau(duty: &Duty) -> bool {
    let groups = duty.subject.groups();
    let asks_own = groups.iter().any(|group| *group != UnitGroup::Township);
    let is_own = match duty.subject.of {
        SubjectKind::Unit | SubjectKind::Person => asks_own,
        SubjectKind::UnitIndustry | SubjectKind::Enterprise | SubjectKind::Hazard => false,
        SubjectKind::Record => duty.owner == Owner::Bureau || groups.is_empty() || asks_own,
    };
    is_own || is_about_townships(duty)
}

/// The standings of the ledger as it is, on the day they were asked for last: kept for whoever asks next, since every seat asks again
/// after every entry.
#[derive(Default)]
pub struct Kept(RefCell<Option<Found>>);

/// After which entry, for which day, and what was found.
type Found = (u64, Day, Arc<[Standing]>);

impl Kept {
    /// [`standings`] of the facts after entry `seq`.
    pub fn standings(&self, seq: u64, duties: &Duties, facts: &Facts) -> Arc<[Standing]> {
        if let Some((of, day, known)) = &*self.0.borrow()
            && (*of, *day) == (seq, facts.as_of)
        {
            return Arc::clone(known);
        }
        let found: Arc<[Standing]> = standings(duties, &Survey::new(facts)).into();
        *self.0.borrow_mut() = Some((seq, facts.as_of, Arc::clone(&found)));
        found
    }
}

/// Every duty as it stands on the day of the survey, with what is still owed from windows that have ended, in the order of the
/// table. A duty that is not worked on any more is there as long as it is owed; a phase that is over stays.
pub fn standings(duties: &Duties, survey: &Survey) -> Vec<Standing> {
    let all: Vec<&Arc<Duty>> = duties.iter().collect();
    let every_other = |first: usize| -> Vec<Option<Standing>> {
        all.iter().skip(first).step_by(2).map(|duty| standing(duty, survey)).collect()
    };
    // None needs another, and together they take most of 今日: half of them on a thread of its own.
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| every_other(1));
        (every_other(0), odd.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|even| [even, odd.next().flatten()]).flatten().collect()
}

/// One of them.
pub fn standing(duty: &Arc<Duty>, survey: &Survey) -> Option<Standing> {
    // A phase that is over says for good whether its milestone was reached.
    whole(duty, survey)
        .filter(|standing| !standing.is_over || duty.period == Cadence::Phase || standing.all_debts() > 0)
}

/// A duty over every window it was owed in up to the day of the survey, be nothing of it owed any more.
fn whole(duty: &Arc<Duty>, survey: &Survey) -> Option<Standing> {
    let facts = &survey.facts;
    let now = window_at(duty, facts, facts.as_of);
    let mut windows: Vec<Window> = ended(duty, facts, now.as_ref()).into_iter().chain(now).collect();
    if windows.is_empty() && duty.period == Cadence::Phase && now.is_none() {
        windows = cadence::windows(duty, facts, Day::FIRST, facts.as_of);
    }
    let last = windows.len().checked_sub(1)?;
    let sheet = Sheet::of(duty, windows, survey);
    let units = columns(facts);
    let mut arrears: Vec<Arrear> =
        (0..last).map(|at| Arrear { at, cells: cells(&sheet, at, survey, &units) }).collect();
    let cells = cells(&sheet, last, survey, &units);
    let was_done =
        arrears.iter().flat_map(|arrear| &arrear.cells).chain(&cells).any(|cell| cell.sum.done > 0);
    arrears.retain(|arrear| arrear.owed() > 0);
    Some(Standing { duty: Arc::clone(duty), sheet, cells, arrears, is_over: now.is_none(), was_done })
}

/// What is left of the plans that have ended and are not sealed, where another one is in force: their windows in debt, and those
/// that fall due only now (台账月报 of the last month), and the records of its days that nobody answered. Hazards run on under the
/// plan in force.
pub fn standings_to_close(duties: &Duties, facts: &Facts) -> Vec<Standing> {
    let of_plan = |plan| {
        let survey = Survey::new(&facts.under(plan));
        duties
            .iter()
            .filter(|duty| !duty.runs_on() || duty.subject.of == SubjectKind::Record)
            .filter_map(|duty| standing(duty, &survey))
            .collect::<Vec<_>>()
    };
    facts.plans_to_close().flat_map(of_plan).collect()
}

/// Every duty in the window it is worked on, and every phase, be it over; once the plan is over all windows of every duty. What the
/// rows of the plan stand on.
pub fn standings_now(duties: &Duties, survey: &Survey) -> Vec<Standing> {
    let is_over = survey.facts.as_of > cadence::plan_span(&survey.facts).1;
    let of_duty = |duty: &Arc<Duty>| match duty.period {
        _ if is_over => whole(duty, survey),
        Cadence::Phase => standing(duty, survey),
        _ => standing_in(duty, survey, None, survey.facts.as_of),
    };
    duties.iter().filter_map(of_duty).collect()
}

/// Every duty that is owed in `period`, or at `anchor`, evaluated as of the day of the survey: that window alone.
pub fn standings_in(duties: &Duties, survey: &Survey, period: Option<Period>, anchor: Day) -> Vec<Standing> {
    duties.iter().filter_map(|duty| standing_in(duty, survey, period, anchor)).collect()
}

/// One of them.
pub fn standing_in(
    duty: &Arc<Duty>,
    survey: &Survey,
    period: Option<Period>,
    anchor: Day,
) -> Option<Standing> {
    let window = window_in(duty, &survey.facts, period, anchor)?;
    let sheet = Sheet::of(duty, vec![window], survey);
    let cells = cells(&sheet, 0, survey, &columns(&survey.facts));
    let was_done = cells.iter().any(|cell| cell.sum.done > 0);
    Some(Standing { duty: Arc::clone(duty), sheet, cells, arrears: Vec::new(), is_over: false, was_done })
}

/// How a window of a sheet stands in every column in which a debt would be counted.
pub fn debts_of(sheet: &Sheet, at: usize, survey: &Survey) -> impl Iterator<Item = CellState> {
    let first = usize::from(is_about_townships(&sheet.duty));
    cells(sheet, at, survey, &columns(&survey.facts)).into_iter().skip(first).map(|cell| cell.state)
}

/// What is still to be done in a window of a sheet, for each of [`columns`]: counted where it would become a debt.
pub fn undone_of(sheet: &Sheet, at: usize, survey: &Survey) -> Vec<u32> {
    use CellState::{Ahead, DueSoon, Partial, Pending};
    let is_undone = |state: CellState| matches!(state, Ahead | Pending | DueSoon | Partial);
    cells_that(sheet, at, survey, &columns(&survey.facts), is_undone).iter().map(|cell| cell.owed).collect()
}

fn cells(sheet: &Sheet, at: usize, survey: &Survey, units: &[&Unit]) -> Vec<Stand> {
    cells_that(sheet, at, survey, units, |state| state == CellState::Owed)
}

/// How every unit stands, with `owed` counting what `weighs` says of.
fn cells_that(
    sheet: &Sheet,
    at: usize,
    survey: &Survey,
    units: &[&Unit],
    weighs: impl Fn(CellState) -> bool,
) -> Vec<Stand> {
    let (facts, duty) = (&survey.facts, &sheet.duty);
    let sums = sheet.sums(at);
    let sum_of =
        |unit: &Unit| sums.get(usize::from(facts.basics.unit_no(&unit.code))).copied().unwrap_or_default();
    let stand = |sum: Sum| Stand { state: sheet.state(at, &sum, facts.as_of), sum, owed: 0 };
    let is_owed = |stand: &Stand| u32::from(weighs(stand.state));
    let nobody = Stand { state: CellState::NotApplicable, sum: Sum::default(), owed: 0 };

    let townships: Vec<Stand> = units
        .iter()
        .filter(|unit| unit.is_township())
        .map(|unit| if asks_townships(duty) { stand(sum_of(unit)) } else { nobody })
        .map(|cell| Stand { owed: if duty.owner == Owner::Township { is_owed(&cell) } else { 0 }, ..cell })
        .collect();
    let bureau = if is_about_townships(duty) {
        let all = stand(townships.iter().fold(Sum::default(), |sum, cell| sum.plus(cell.sum)));
        Stand { owed: townships.iter().map(is_owed).sum(), ..all }
    } else if asks_bureau(duty) {
        let all = stand(sums.get(usize::from(survey.bureau())).copied().unwrap_or_default());
        Stand { owed: is_owed(&all), ..all }
    } else {
        nobody
    };
    std::iter::once(bureau).chain(townships).collect()
}

/// Debts of duties of each basis, those from before included: 文件规定, 局内约定.
pub fn owed_by_basis(standings: &[Standing]) -> (u32, u32) {
    let of = |basis: Basis| standings.iter().filter(|s| s.duty.basis == basis).map(Standing::all_debts).sum();
    (of(Basis::Notice), of(Basis::Office))
}
