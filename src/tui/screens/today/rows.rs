//! 今日 as rows: the numbers at the head, then section by section its heading and its lines.

use crate::rules::review::{Section, TodayLine, TodayPage};

/// One row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The numbers of the head line.
    Numbers,
    /// Heading of a section: lines listed, lines there are.
    Heading(Section, usize, u32),
    /// A line, by its index in [`TodayPage::lines`].
    Line(usize),
}

/// Top to bottom.
pub fn rows(page: &TodayPage) -> Vec<Row> {
    let mut rows = vec![Row::Numbers];
    let mut at = 0;
    for section in page.lines.chunk_by(|a, b| a.section == b.section) {
        let Some(first) = section.first() else { continue };
        rows.push(Row::Heading(first.section, section.len(), all_of(page, first.section, section.len())));
        rows.extend((at..at + section.len()).map(Row::Line));
        at += section.len();
    }
    rows
}

fn all_of(page: &TodayPage, section: Section, listed: usize) -> u32 {
    let said = page.totals.iter().find(|(one, _)| *one == section).map_or(0, |(_, all)| *all);
    said.max(listed as u32)
}

/// What a line is known by while the list changes around it.
pub fn key(line: &TodayLine) -> (Section, String) {
    (line.section, line.key.clone())
}
