//! How every duty stands now, unit by unit: what the 欠账总表, the plan's rows and the morning's review are made from.

use super::cadence::{Window, window_at};
use super::coverage::{Sheet, Sum, Survey};
use super::duty::{Duties, Duty, Owner, SubjectKind, UnitGroup};
use super::facts::Facts;
use super::matrix::CellState;
use crate::calendar::Day;
use crate::model::basics::{Basis, Unit, UnitKind};

/// The units that have a column: the bureau, then the townships by number.
pub fn columns<'a>(facts: &Facts<'a>) -> Vec<&'a Unit> {
    let basics = facts.basics;
    let bureau = basics.units.iter().find(|unit| unit.kind == UnitKind::Bureau);
    let mut townships: Vec<_> = basics.townships().collect();
    townships.sort_by_key(|unit| unit.no);
    bureau.into_iter().chain(townships).collect()
}

/// One duty in the window it is worked on.
pub struct Standing<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// Its subjects over that one window.
    pub sheet: Sheet<'a>,
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

impl Standing<'_> {
    /// The window worked on.
    pub fn window(&self) -> Option<&Window> {
        self.sheet.windows.first()
    }

    /// Debts, and cells in which somebody owes it or has done it.
    pub fn owed(&self) -> (u32, u32) {
        let none = [CellState::NotApplicable, CellState::NoSubject, CellState::Waived];
        // What the bureau owes about townships stands in their cells; its own column only adds them up.
        let first = usize::from(is_about_townships(self.duty));
        let asked = self.cells.iter().skip(first).filter(|cell| !none.contains(&cell.state));
        (self.cells.iter().map(|cell| cell.owed).sum(), asked.count() as u32)
    }
}

/// Does the bureau owe it to each township?
pub fn is_about_townships(duty: &Duty) -> bool {
    let to_townships =
        duty.subject.of != SubjectKind::Unit || duty.subject.units.contains(&UnitGroup::Township);
    duty.owner == Owner::Bureau && to_townships
}

/// Has the duty a cell in the bureau's column?
pub fn asks_bureau(duty: &Duty) -> bool {
    let has_own = duty.subject.units.iter().any(|group| *group != UnitGroup::Township);
    is_about_townships(duty) || (duty.subject.of == SubjectKind::Unit && has_own)
}

/// Every duty that is owed at `anchor`, evaluated as of the day of the survey, in the order of the table.
pub fn standings<'d>(duties: &'d Duties, survey: &Survey, anchor: Day) -> Vec<Standing<'d>> {
    duties.iter().filter_map(|duty| standing(duty, survey, anchor)).collect()
}

/// One of them.
pub fn standing<'d>(duty: &'d Duty, survey: &Survey, anchor: Day) -> Option<Standing<'d>> {
    let window = window_at(duty, &survey.facts, anchor)?;
    let sheet = Sheet::of(duty, vec![window], survey);
    let cells = cells(&sheet, 0, survey);
    Some(Standing { duty, sheet, cells })
}

/// How a window of a sheet stands in every column in which a debt would be counted.
pub fn debts_of(sheet: &Sheet, at: usize, survey: &Survey) -> impl Iterator<Item = CellState> {
    let first = usize::from(is_about_townships(sheet.duty));
    cells(sheet, at, survey).into_iter().skip(first).map(|cell| cell.state)
}

fn cells(sheet: &Sheet, at: usize, survey: &Survey) -> Vec<Stand> {
    let (facts, duty) = (&survey.facts, sheet.duty);
    let sums = sheet.sums(at);
    let sum_of =
        |unit: &Unit| sums.get(usize::from(facts.basics.unit_no(&unit.code))).copied().unwrap_or_default();
    let stand = |sum: Sum| Stand { state: sheet.state(at, &sum, facts.as_of), sum, owed: 0 };
    let is_owed = |stand: &Stand| u32::from(stand.state == CellState::Owed);
    let nobody = Stand { state: CellState::NotApplicable, sum: Sum::default(), owed: 0 };

    let asks_townships =
        duty.subject.of != SubjectKind::Unit || duty.subject.units.contains(&UnitGroup::Township);
    let townships: Vec<Stand> = columns(facts)
        .into_iter()
        .filter(|unit| unit.is_township())
        .map(|unit| if asks_townships { stand(sum_of(unit)) } else { nobody })
        .map(|cell| Stand { owed: if duty.owner == Owner::Township { is_owed(&cell) } else { 0 }, ..cell })
        .collect();
    let bureau = if is_about_townships(duty) {
        let all = stand(townships.iter().fold(Sum::default(), |sum, cell| sum.plus(cell.sum)));
        Stand { owed: townships.iter().map(is_owed).sum(), ..all }
    } else if asks_bureau(duty) {
        let own = facts.basics.units.iter().filter(|unit| !unit.is_township()).map(sum_of);
        let all = stand(own.fold(Sum::default(), Sum::plus));
        Stand { owed: is_owed(&all), ..all }
    } else {
        nobody
    };
    std::iter::once(bureau).chain(townships).collect()
}

/// Debts of duties of each basis: 文件规定, 局内约定.
pub fn owed_by_basis(standings: &[Standing]) -> (u32, u32) {
    let of = |basis: Basis| {
        standings.iter().filter(|s| s.duty.basis == basis).map(|standing| standing.owed().0).sum()
    };
    (of(Basis::Notice), of(Basis::Office))
}
