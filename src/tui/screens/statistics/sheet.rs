//! What a view draws: numbers in rows and columns, each with the length of its bar; and the same as text and as a table file.

use std::collections::BTreeMap;

use crate::calendar::Day;
use crate::exchange::export::ExportError;
use crate::rules::matrix::TOTAL;
use crate::rules::statistics::pace::Pace;
use crate::rules::statistics::work::Work;
use crate::rules::statistics::{Debts, FIGURES, Figure, Group, Table};
use crate::text::{pad, pad_left, width};
use crate::tui::screens::spreadsheet;

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Heads of the columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable key.
    pub key: &'static str,
    /// What is shown.
    pub label: &'static str,
    /// How it is counted, in a sentence.
    pub how: &'static str,
    /// The longest bar there can be; [`None`]: that of the greatest number.
    pub full: Option<u32>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that was counted: a bar of `#`.
    Counted,
    /// Something that is to come: a bar of `=`.
    Ahead,
    /// What the others add up to: no bar, unless it is a share.
    Total,
    /// Heads of the rows under it; the cursor passes it by.
    Heading,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Stable key.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// Numbers by column.
    pub cells: Vec<String>,
    /// Lengths of their bars.
    pub sizes: Vec<u32>,
}

fn column(key: &'static str, label: &'static str, how: &'static str) -> Column {
    Column { key, label, how, full: None }
}

impl Sheet {
    /// The figures of a group.
    pub fn of_table(table: &Table, group: Group) -> Sheet {
        let of_group = || FIGURES.iter().enumerate().filter(move |(_, figure)| figure.group == group);
        let row = |(head, cells): (&crate::rules::matrix::Head, &Vec<_>)| Row {
            key: head.key.clone(),
            label: head.label.clone(),
            kind: if head.key == TOTAL { Kind::Total } else { Kind::Counted },
            cells: of_group().filter_map(|(at, _)| cells.get(at).map(text)).collect(),
            sizes: of_group().filter_map(|(at, figure)| cells.get(at).map(|v| figure.size(v))).collect(),
        };
        let head = |figure: &Figure| Column {
            full: figure.full_size(),
            ..column(figure.key, figure.label, figure.how)
        };
        Sheet {
            columns: of_group().map(|(_, figure)| head(figure)).collect(),
            rows: table.rows.iter().zip(&table.cells).map(row).collect(),
        }
    }

    /// The weeks behind, with the debts that are known, and those ahead.
    pub fn of_weeks(weeks: &Table, work: &Work, debts: &BTreeMap<Day, Debts>) -> Sheet {
        let number = |row: &str, figure: &str| weeks.value(row, figure).map_or(0, |value| value.number);
        let past = weeks.parts().map(|(head, _)| {
            let known = head.key.parse::<Day>().ok().and_then(|day| debts.get(&day));
            let owed = known.map(|debts| debts.notice + debts.office);
            let numbers = ["found", "closed", "open"].map(|figure| number(&head.key, figure));
            let sizes: Vec<u32> = numbers.into_iter().chain([owed.unwrap_or(0)]).collect();
            let owed = owed.map(|number| number.to_string()).unwrap_or_default();
            let cells = numbers.map(|number| number.to_string()).into_iter().chain([owed]).collect();
            Row { key: head.key.clone(), label: head.label.clone(), kind: Kind::Counted, cells, sizes }
        });
        let heading = Row {
            key: String::new(),
            label: "以后各周".into(),
            kind: Kind::Heading,
            cells: ["到期", "应销", "照近4周", "格子到期"].map(str::to_owned).into(),
            sizes: vec![0; 4],
        };
        let open = work.units.iter().find(|unit| unit.key == TOTAL).map_or(0, |unit| unit.open);
        let pace = Pace::of(weeks, 4);
        let ahead = work.weeks.iter().map(|week| {
            let at_pace = pace.map_or(0, |pace| pace.forecast(open, work.as_of.days_until(week.to)));
            let sizes = vec![week.hazards_due, week.close, at_pace, week.cells_due];
            Row {
                key: week.to.to_string(),
                label: format!("{}~{}", week.from.md(), week.to.md()),
                kind: Kind::Ahead,
                cells: sizes.iter().map(u32::to_string).collect(),
                sizes,
            }
        });
        Sheet {
            columns: vec![
                column("found", "发现", "以后各周：期限在这一周的在办隐患"),
                column("closed", "销号", "以后各周：按工作日摊到这一周应销的"),
                column("open", "在办", "周末的数；以后各周：照近4周的快慢推算"),
                column("owed", "欠账", "周末的格数；以后各周：这一周到期的格子"),
            ],
            rows: past.chain((!work.weeks.is_empty()).then_some(heading)).chain(ahead).collect(),
        }
    }

    /// What is left, unit by unit.
    pub fn of_units(work: &Work) -> Sheet {
        let row = |unit: &crate::rules::statistics::work::UnitWork| {
            let sizes = vec![
                unit.open,
                unit.overdue,
                unit.owed.0,
                unit.owed.1,
                unit.ahead,
                work.a_week(unit.open),
                work.a_week(unit.cells()),
            ];
            Row {
                key: unit.key.clone(),
                label: unit.label.clone(),
                kind: if unit.key == TOTAL { Kind::Total } else { Kind::Counted },
                cells: sizes.iter().map(u32::to_string).collect(),
                sizes,
            }
        };
        Sheet {
            columns: vec![
                column("open", "在办", "还没有销号的隐患"),
                column("overdue", "逾期", "在办的里面，已过期限的"),
                column("owed", "欠账", "文件规定的欠账，与 M9 同数"),
                column("owed_office", "局内欠", "局内约定的欠账，与 M9 同数"),
                column("ahead", "将到期", "到方案最后一天为止应办而还没有办齐的格子"),
                column("week_hazards", "周销", "要到零，每周（5个工作日）应销的隐患"),
                column("week_cells", "周办", "要到零，每周应办的格子（欠账和将到期）"),
            ],
            rows: work.units.iter().map(row).collect(),
        }
    }

    /// The greatest number of a column, or the whole of a share.
    pub fn scale(&self, column: usize) -> u32 {
        let full = self.columns.get(column).and_then(|head| head.full);
        let rows = self.rows.iter().filter(|row| matches!(row.kind, Kind::Counted | Kind::Ahead));
        let greatest = rows.filter_map(|row| row.sizes.get(column)).max().copied().unwrap_or(0);
        full.unwrap_or(greatest)
    }

    /// As text without borders, its columns aligned by cells.
    pub fn plain(&self, caption: &str, notes: &[String]) -> String {
        let head = self.rows.iter().map(|row| width(&row.label)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(|at| self.width(at)).collect();
        let line = |label: &str, words: Vec<&str>| {
            let cells: String = words
                .iter()
                .zip(&widths)
                .map(|(word, cells)| format!(" {}", pad_left(word, *cells)))
                .collect();
            format!("{}{cells}", pad(label, head)).trim_end().to_owned()
        };
        let mut lines =
            vec![caption.to_owned(), line("", self.columns.iter().map(|column| column.label).collect())];
        lines.extend(
            self.rows.iter().map(|row| line(&row.label, row.cells.iter().map(String::as_str).collect())),
        );
        lines.extend(notes.iter().map(|note| format!("口径：{note}")));
        lines.join("\n") + "\n"
    }

    /// As CSV, how it was counted under the rows.
    pub fn csv(&self, caption: &str, notes: &[String]) -> Result<String, ExportError> {
        let heads: Vec<&str> =
            std::iter::once("").chain(self.columns.iter().map(|column| column.label)).collect();
        let rows = self.rows.iter().map(|row| {
            std::iter::once(row.label.as_str()).chain(row.cells.iter().map(String::as_str)).collect()
        });
        let notes = notes.iter().map(|note| format!("口径：{note}"));
        spreadsheet::csv(&heads, rows, std::iter::once(caption.to_owned()).chain(notes))
    }

    /// Cells of a column.
    pub fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| width(cell));
        cells.chain([self.columns.get(column).map_or(0, |head| width(head.label))]).max().unwrap_or(0)
    }
}

fn text(value: &crate::rules::statistics::Value) -> String {
    value.text.clone()
}
