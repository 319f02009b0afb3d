//! Does everything agree: rows with their total, tables with each other, with M10 and with the ledger, numbers with the rows
//! behind them? Every difference is told in a sentence; none is good.

use super::{By, FIGURES, Table, Value};
use crate::rules::matrix::{Matrix, TOTAL};

/// Rows that do not add up to the total of their table.
pub fn sums(table: &Table) -> Vec<String> {
    let adding = FIGURES.iter().enumerate().filter(|(_, figure)| figure.adds_up(table.which.by.is_time()));
    let number = |cells: &[Value], at: usize| cells.get(at).map_or(0, |value| value.number);
    let Some(total) = table.total() else { return vec![format!("{}没有合计", name(table))] };
    adding
        .filter_map(|(at, figure)| {
            let sum: u32 = table.parts().map(|(_, cells)| number(cells, at)).sum();
            let all = number(total, at);
            (sum != all).then(|| format!("{} {}：各行相加 {sum}，合计 {all}", name(table), figure.label))
        })
        .collect()
}

/// Totals of two tables of the same period that differ; what one of them cannot say is not compared.
pub fn totals(one: &Table, other: &Table) -> Vec<String> {
    let (Some(a), Some(b)) = (one.total(), other.total()) else { return Vec::new() };
    let pairs = FIGURES.iter().zip(a.iter().zip(b));
    let visits_of = |table: &Table| table.which.by != By::Category;
    pairs
        .filter(|(figure, _)| visits_of(one) && visits_of(other) || !figure.needs_visits())
        .filter(|(_, (a, b))| a != b)
        .map(|(figure, (a, b))| {
            format!("{}：{} {}，{} {}", figure.label, name(one), a.text, name(other), b.text)
        })
        .collect()
}

/// Rows of a table by township, or a row of a table by month, that differ from M10 of the same span.
pub fn with_matrix(table: &Table, matrix: &Matrix, rows: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (row, of_matrix) in rows {
        let place = matrix.rows.iter().position(|head| head.key == *of_matrix);
        let Some(cells) = place.and_then(|at| matrix.cells.get(at)) else {
            found.push(format!("{} 没有 {of_matrix} 这一行", matrix.matrix.code()));
            continue;
        };
        for (head, cell) in matrix.columns.iter().zip(cells) {
            let said = table.value(row, &head.key).map_or("没有", |value| value.text.as_str());
            if said != cell.text {
                found.push(format!(
                    "{} {row} {}：统计 {said}，{} {}",
                    name(table),
                    head.label,
                    matrix.matrix.code(),
                    cell.text
                ));
            }
        }
    }
    found
}

/// Every row of a table by township beside the same row of M10.
pub fn townships<'a>(table: &'a Table, matrix: &'a Matrix) -> Vec<(&'a str, &'a str)> {
    let known = matrix.rows.iter().map(|head| head.key.as_str());
    known.filter(|key| table.rows.iter().any(|head| head.key == *key)).map(|key| (key, key)).collect()
}

/// Numbers with another number of rows behind them. `rows` counts them, by the keys of the row and the figure.
pub fn with_rows(table: &Table, mut rows: impl FnMut(&str, &str) -> Option<u32>) -> Vec<String> {
    let mut found = Vec::new();
    for (head, cells) in table.rows.iter().zip(&table.cells) {
        for (figure, value) in FIGURES.iter().zip(cells) {
            let behind = rows(&head.key, figure.key);
            if behind != Some(figure.rows(value)) {
                let behind = behind.map_or("打不开".into(), |number| format!("{number} 条"));
                found.push(format!(
                    "{} {} {}：数 {}，后面{behind}",
                    name(table),
                    head.label,
                    figure.label,
                    figure.rows(value)
                ));
            }
        }
    }
    found
}

/// Hazards in the ledger that were found up to the day, and the number of them in the total of everything.
pub fn with_ledger(table: &Table, ledger: u32) -> Vec<String> {
    let said = table.value(TOTAL, "found").map_or(0, |value| value.number);
    let differs = said != ledger;
    differs.then(|| format!("{} 发现合计 {said}，台账 {ledger} 条", name(table))).into_iter().collect()
}

fn name(table: &Table) -> String {
    format!("{} {}", table.title, table.period)
}
