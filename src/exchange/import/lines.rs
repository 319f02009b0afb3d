//! The rows of a table, one after the other: which are records, and what is carried down from the row above.

use super::cells::{CellReader, Misread, Taken, squeezed};
use super::heads::Heads;
use super::layout::Layout;
use super::preview::Preview;
use super::problem::{Place, Severity};
use crate::exchange::table::{Cell, Sheet};
use crate::model::field::{Fields, Spec};

/// A table in its sheet.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    /// The sheet, merged cells unfolded.
    pub sheet: &'a Sheet,
    /// Where the table stands in it.
    pub layout: &'a Layout,
    /// What the heads mean.
    pub heads: &'a Heads,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    table: Table<'a>,
    row: usize,
}

/// Day, town and name: blank all three together, they are those of the row above.
#[derive(Clone, Copy)]
pub struct RowHead<'a> {
    /// The row they are written in.
    pub from: Line<'a>,
}

impl<'a> RowHead<'a> {
    pub fn of(line: &Line<'a>, above: Option<RowHead<'a>>) -> RowHead<'a> {
        let goes_on = ["found_on", "date", "township", "enterprise"].iter().all(|key| line.is_blank(key));
        above.filter(|_| goes_on).unwrap_or(RowHead { from: *line })
    }
}

/// Words that begin a row of totals.
const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "累计", "汇总", "本页小计", "本月合计"];
/// Words that begin a remark below a table.
const REMARKS: &[&str] = &[
    "口径:",
    "注:",
    "注.",
    "备注:",
    "说明:",
    "填表",
    "制表",
    "审核",
    "填报",
    "负责人:",
    "单位(盖章)",
    "联系人:",
    "填写说明",
];

/// Hands every record of the tables to `row`, with the row that its day, town and name are written in; `row` says by
/// [`None`] that it is held. How many were read, and how many of them held.
pub(super) fn each<'a>(
    tables: &[Table<'a>],
    mut row: impl FnMut(&Line<'a>, RowHead<'a>) -> Option<()>,
) -> (u32, u32) {
    let (mut read, mut held) = (0, 0);
    for table in tables {
        let mut above = None;
        for line in table.records() {
            let head = RowHead::of(&line, above);
            above = Some(head);
            read += 1;
            held += u32::from(row(&line, head).is_none());
        }
    }
    (read, held)
}

impl<'a> Table<'a> {
    /// The rows that are records: no blank ones, no totals, no second header on a new page, no remarks below.
    pub fn records(self) -> impl Iterator<Item = Line<'a>> {
        (self.layout.first_row..self.sheet.rows.len())
            .map(move |row| Line { table: self, row })
            .filter(move |line| !self.sheet.is_broken(line.row) && line.is_record())
    }
}

impl<'a> Line<'a> {
    /// Number of the row in its program.
    pub fn number(&self) -> u32 {
        self.table.sheet.number(self.row)
    }

    /// The row as a place.
    pub fn place(&self) -> Place {
        Place { sheet: self.table.sheet.name.clone(), row: self.number(), column: String::new() }
    }

    /// The columns its table may have.
    pub fn specs(&self) -> &'a [Spec] {
        &self.table.heads.specs
    }

    /// Name of its sheet.
    pub fn sheet_name(&self) -> &'a str {
        &self.table.sheet.name
    }

    /// Does it stand in lines that this program wrote?
    pub fn is_own(&self) -> bool {
        !self.table.sheet.kind.is_empty()
    }

    /// The cell of a key as a place.
    pub fn place_of(&self, key: &str) -> Place {
        let column = self.table.layout.column(self.table.heads, key);
        let column = column.map(|column| self.table.layout.column_name(column)).unwrap_or_default();
        Place { column, ..self.place() }
    }

    /// The cell of a key; an empty one where the table has no such column.
    pub fn cell(&self, key: &str) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.table
            .layout
            .column(self.table.heads, key)
            .map_or(EMPTY, |column| self.table.sheet.cell(self.row, column))
    }

    /// The words of a key's cell.
    pub fn words(&self, key: &str) -> String {
        self.cell(key).words()
    }

    /// Is the key's cell blank, or is there no such column?
    pub fn is_blank(&self, key: &str) -> bool {
        self.cell(key).is_blank()
    }

    /// Reads the cells of these keys into fields. Faults become problems that hold the row; says whether there were any.
    pub fn take(&self, keys: &[&str], reader: &CellReader<'_>, preview: &mut Preview) -> (Fields, bool) {
        let mut fields = Fields::default();
        let mut whole = true;
        for spec in self.table.heads.specs.iter().filter(|spec| keys.contains(&spec.key)) {
            let cell = self.cell(spec.key);
            match reader.field(cell, spec) {
                Ok(Taken { text, .. }) => fields.put(spec.key, text),
                Err(misread) => {
                    whole = false;
                    self.misread(preview, spec.key, cell, misread);
                }
            }
        }
        (fields, whole)
    }

    /// Holds the row for what stands under the key.
    pub fn hold(&self, preview: &mut Preview, key: &str, what: impl Into<String>, hint: impl Into<String>) {
        preview.say(Severity::Held, self.place_of(key), self.words(key), what, hint);
    }

    /// Holds the row for what a cell says that belongs under the key.
    pub fn misread(&self, preview: &mut Preview, key: &str, cell: &Cell, misread: Misread) {
        preview.say(Severity::Held, self.place_of(key), cell.words(), misread.what, misread.hint);
    }

    fn is_record(&self) -> bool {
        let cells = self.table.sheet.rows.get(self.row).map_or(&[][..], Vec::as_slice);
        let mut filled = cells.iter().filter(|cell| !cell.is_blank());
        let Some(first) = filled.next() else { return false };
        let first = squeezed(&first.words());
        let is_formula = cells.iter().any(|cell| squeezed(&cell.words()).to_uppercase().starts_with("=SUM("));
        let lone = filled.count() < 3;
        let begins = |words: &[&str]| words.iter().any(|word| first.starts_with(word));
        let is_total = TOTALS.contains(&first.as_str()) || is_formula || (lone && begins(TOTALS));
        !(is_total || (lone && begins(REMARKS)) || self.repeats_header())
    }

    /// The header again, as printed at the top of every page: what stands in a column is one of its own names.
    fn repeats_header(&self) -> bool {
        let heads = self.table.heads;
        let columns =
            self.table.layout.columns.iter().enumerate().filter_map(|(index, c)| Some((index, (*c)?)));
        let mut again = columns.filter(|(index, column)| {
            let Cell::Text(text) = self.table.sheet.cell(self.row, *column) else { return false };
            heads.meaning(&[text.trim().to_owned()]) == super::heads::Head::Known(*index)
        });
        again.nth(1).is_some()
    }
}
