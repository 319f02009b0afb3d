//! The self-test: everything is asked for again, the way an officer would, and compared
//! ([`check`](crate::rules::statistics::check)).

use super::{table, told};
use crate::ask::answer::Answer;
use crate::ask::query::{HazardFilter, HazardOrder, Query, Window};
use crate::calendar::{Day, Period};
use crate::cli::failure::Failure;
use crate::desk::Desk;
use crate::model::hazard::State;
use crate::rules::matrix::{Matrix, MatrixId, TOTAL};
use crate::rules::statistics::check::{sums, totals, townships, with_ledger, with_matrix, with_rows};
use crate::rules::statistics::{Asked, By, FIGURES, Table, Told, Which};

/// What was found.
#[derive(Default)]
pub struct Report {
    /// Numbers that were compared.
    pub compared: usize,
    /// What does not agree, a sentence each.
    pub differences: Vec<String>,
    /// What could not be compared.
    pub remarks: Vec<String>,
}

impl Report {
    fn take(&mut self, compared: usize, differences: Vec<String>) {
        self.compared += compared;
        self.differences.extend(differences);
    }

    /// Tables of one span: each adds up, all have the same total.
    fn compare(&mut self, tables: &[Table]) {
        for table in tables {
            self.take(table.cells.len() * FIGURES.len(), sums(table));
        }
        for pair in tables.windows(2) {
            if let [one, other] = pair {
                self.take(FIGURES.len(), totals(one, other));
            }
        }
    }
}

/// The tables of the year by township, industry and kind, and M10. Says how many numbers were compared.
///
/// # Errors
/// A question that was not answered.
pub fn quickly(desk: &Desk, day: Day) -> Result<(usize, Vec<String>), Failure> {
    let mut report = Report::default();
    year(desk, day, None, &mut report)?;
    Ok((report.compared, report.differences))
}

/// Everything: the year, three years, the months, the weeks; M10 of each; the ledger; every number with the rows behind it.
///
/// # Errors
/// A question that was not answered.
pub fn thoroughly(desk: &Desk, day: Day) -> Result<Report, Failure> {
    let mut report = Report::default();
    let mut tables = year(desk, day, None, &mut report)?;
    let of_plan = year(desk, day, Some(Period::Once), &mut report)?;
    let months = table(desk, Which::all(By::Month, None), day)?;
    report.compare(std::slice::from_ref(&months));
    if let Some(whole) = of_plan.first() {
        report.take(FIGURES.len(), totals(whole, &months));
    }
    for (head, _) in months.parts() {
        if let Ok(period) = head.key.parse::<Period>() {
            let m10 = m10(desk, day, Some(period))?;
            report.take(m10.columns.len(), with_matrix(&months, &m10, &[(&head.key, TOTAL)]));
        }
    }
    let weeks = table(desk, Which::all(By::Week, None), day)?;
    report.compare(std::slice::from_ref(&weeks));
    let (seen, all) = hazards(desk, day, HazardFilter::default())?;
    if seen == all {
        let counted = [State::Draft, State::Voided, State::Merged];
        let states = State::ALL.iter().copied().filter(|state| !counted.contains(state)).collect();
        let found = Some((Day::FIRST, months.as_of));
        let (ledger, _) = hazards(desk, day, HazardFilter { states, found, ..HazardFilter::default() })?;
        report.take(1, with_ledger(&months, ledger));
    } else {
        report.remarks.push("台账只看得见一部分，后面的条数按全部计，不与台账比对".into());
    }
    tables.extend(of_plan);
    tables.extend([months, weeks]);
    for table in &tables {
        let behind = with_rows(table, |row, figure| rows(desk, day, table, row, figure, seen == all));
        report.take(table.cells.len() * FIGURES.len(), behind);
    }
    Ok(report)
}

/// The tables of a period, compared with each other and with M10.
fn year(desk: &Desk, day: Day, period: Option<Period>, report: &mut Report) -> Result<Vec<Table>, Failure> {
    let by = [By::Township, By::Industry, By::Category];
    let tables = by.into_iter().map(|by| table(desk, Which::all(by, period), day));
    let tables = tables.collect::<Result<Vec<_>, Failure>>()?;
    report.compare(&tables);
    let m10 = m10(desk, day, period)?;
    if let Some(table) = tables.first() {
        let rows = townships(table, &m10);
        report.take(rows.len() * m10.columns.len(), with_matrix(table, &m10, &rows));
    }
    Ok(tables)
}

fn m10(desk: &Desk, day: Day, period: Option<Period>) -> Result<Matrix, Failure> {
    match desk.ask(&Query::Matrix { id: MatrixId::M10, day, period }) {
        Answer::Matrix(matrix) => Ok(matrix),
        other => Err(Failure::unanswered(other)),
    }
}

/// Hazards that match and are seen, and hazards there are.
fn hazards(desk: &Desk, day: Day, filter: HazardFilter) -> Result<(u32, u32), Failure> {
    match desk.ask(&Query::Hazards { filter, order: HazardOrder::Number, window: Window::top(1), day }) {
        Answer::Hazards(page) => Ok((page.matched, page.total)),
        other => Err(Failure::unanswered(other)),
    }
}

/// Rows behind a number: those that open, or where some are not for this officer, as many as are said to be there.
fn rows(desk: &Desk, day: Day, table: &Table, row: &str, figure: &str, sees_all: bool) -> Option<u32> {
    let which = table.which.clone();
    let asked = Asked::Rows { which, row: row.to_owned(), figure: figure.to_owned() };
    let Ok(Told::Rows(page)) = told(desk, asked, day) else { return None };
    let open = page.hazards.len() as u32 + page.totals.0;
    Some(if sees_all { open } else { page.cell.have })
}
