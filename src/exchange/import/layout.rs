//! Where in a sheet the table stands: its header rows, what each column means, where the rows begin.

use super::heads::{Head, Heads};
use crate::exchange::table::{Cell, Sheet, column_letters};
use crate::model::id::Kind;

/// Title rows above a header are rarely more than three or four.
const DEEPEST: usize = 40;
/// Group, head, unit: a header of more rows is none.
const TALLEST: usize = 3;

/// A table found in a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Column of each of [`Heads::specs`], counted from 0.
    pub columns: Vec<Option<usize>>,
    /// Index of the first row below the header.
    pub first_row: usize,
    /// Heads that mean nothing to us, or the same as a column before: column, head, why.
    pub unknown: Vec<(usize, String, String)>,
    /// How many columns are understood.
    pub known: usize,
    heads: Vec<String>,
}

impl Layout {
    /// The header with the most heads understood, the one with the fewest rows among equals, the topmost then.
    pub fn find(sheet: &Sheet, heads: &Heads) -> Option<Layout> {
        let tops = 0..sheet.rows.len().min(DEEPEST);
        let candidates = (1..=TALLEST)
            .flat_map(|tall| tops.clone().map(move |top| (top, tall)))
            .filter(|(top, tall)| top + tall <= sheet.rows.len());
        let mut best: Option<Layout> = None;
        for (top, tall) in candidates {
            let layout = read(sheet, heads, top, tall);
            if layout.known > best.as_ref().map_or(0, |b| b.known) {
                best = Some(layout);
            }
        }
        let least = if essential(heads.kind).is_empty() { LEAST } else { 1 };
        best.filter(|layout| layout.known >= least && layout.holds(heads, essential(heads.kind)))
    }

    /// Are all columns with these keys there?
    fn holds(&self, heads: &Heads, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.column(heads, key).is_some())
    }

    /// The column of a key, counted from 0.
    pub fn column(&self, heads: &Heads, key: &str) -> Option<usize> {
        heads.index(key).and_then(|index| self.columns.get(index).copied().flatten())
    }

    /// How many columns the header has.
    pub fn width(&self) -> usize {
        self.heads.len()
    }

    /// Columns inside the header that have no head.
    pub fn headless(&self) -> impl Iterator<Item = usize> {
        self.heads.iter().enumerate().filter(|(_, head)| head.is_empty()).map(|(column, _)| column)
    }

    /// `J 整改期限`, for a problem's place.
    pub fn column_name(&self, column: usize) -> String {
        let head = self.heads.get(column).map(String::as_str).unwrap_or_default();
        format!("{} {head}", column_letters(column)).trim_end().to_owned()
    }
}

/// Heads by which a table of a kind without essential columns is known.
const LEAST: usize = 2;

/// Without these columns a table is not one of this kind; none: what is missing is told by name.
pub fn essential(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Hazard => &["enterprise", "description", "found_on"],
        Kind::Inspection => &["enterprise", "date"],
        Kind::Enterprise => &["name"],
        _ => &[],
    }
}

fn read(sheet: &Sheet, heads: &Heads, top: usize, tall: usize) -> Layout {
    let mut layout = Layout {
        columns: vec![None; heads.specs.len()],
        first_row: top + tall,
        unknown: Vec::new(),
        known: 0,
        heads: Vec::new(),
    };
    let width =
        (top..top + tall).filter_map(|row| sheet.rows.get(row)).map(Vec::len).max().unwrap_or_default();
    for column in 0..width {
        let parts = parts_of(sheet, top, tall, column);
        let shown = crate::text::clean(&parts.last().cloned().unwrap_or_default()).replace(' ', "");
        match heads.meaning(&parts) {
            Head::Ignored => {}
            Head::Unknown => layout.unknown.push((column, shown.clone(), "不认识的表头".into())),
            Head::Known(index) => match layout.columns.get_mut(index) {
                Some(Some(before)) => {
                    let why = format!("与{}列是同一栏", column_letters(*before));
                    layout.unknown.push((column, shown.clone(), why));
                }
                Some(free) => {
                    *free = Some(column);
                    layout.known += 1;
                }
                None => {}
            },
        }
        layout.heads.push(shown);
    }
    layout
}

/// The heads over a column from top to bottom. A group stands in the leftmost of its columns, merged or not.
fn parts_of(sheet: &Sheet, top: usize, tall: usize, column: usize) -> Vec<String> {
    let own: Vec<String> = (top..top + tall).map(|row| head_at(sheet, row, column)).collect();
    let mut parts = Vec::new();
    for (at, head) in own.iter().enumerate() {
        let below = own.iter().skip(at + 1).any(|h| !h.is_empty());
        if !head.is_empty() {
            parts.push(head.clone());
        } else if below {
            parts.extend(group_over(sheet, top + at, column));
        }
    }
    parts
}

fn head_at(sheet: &Sheet, row: usize, column: usize) -> String {
    match sheet.cell(row, column) {
        Cell::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    }
}

/// The nearest head to the left in the same row, as far as its merged range reaches where there is one.
fn group_over(sheet: &Sheet, row: usize, column: usize) -> Option<String> {
    let left = (0..column).rev().find(|&left| !sheet.cell(row, left).is_blank())?;
    let merged = sheet.merged.iter().find(|m| m.left == left && (m.top..=m.bottom).contains(&row));
    let reaches = merged.is_none_or(|m| m.right >= column);
    reaches.then(|| head_at(sheet, row, left)).filter(|head| !head.is_empty())
}

/// Gives every row of a vertically merged cell below the header the value that stands in its first.
pub fn unfold_merged(sheet: &mut Sheet, first_row: usize) {
    let merged = std::mem::take(&mut sheet.merged);
    for range in merged.iter().filter(|m| m.top >= first_row && m.bottom > m.top) {
        let value = sheet.cell(range.top, range.left).clone();
        for row in sheet.rows.iter_mut().take(range.bottom + 1).skip(range.top + 1) {
            if row.len() <= range.left && !value.is_blank() {
                row.resize_with(range.left + 1, Cell::default);
            }
            if let Some(cell) = row.get_mut(range.left).filter(|cell| cell.is_blank()) {
                cell.clone_from(&value);
            }
        }
    }
    sheet.merged = merged;
}
