//! What is behind a cell, as rows: why it stands so, the hazards behind a number, who is still missing, what counts.

use crate::rules::matrix::{Behind, CellPage};
use crate::text::{pad, wrap};

/// One row of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A line of the sentence that says why, with its clause.
    Why(String),
    /// The hazards behind the number, so many.
    Hazards(usize),
    /// Heading of a list: its words, lines listed, lines there are.
    Heading(&'static str, usize, u32),
    /// A subject that lacks it, by index.
    Missing(usize),
    /// A record that counts, by index.
    Evidence(usize),
    /// Nobody and nothing stands behind the cell.
    Empty(&'static str),
}

impl Row {
    /// Can the cursor stand on it?
    pub fn is_item(&self) -> bool {
        matches!(self, Row::Hazards(_) | Row::Missing(_) | Row::Evidence(_))
    }
}

/// Top to bottom, in a width of `room` cells. Who is missing comes before what counts: that is what there is to do.
pub fn rows(page: &CellPage, room: usize) -> Vec<Row> {
    let clause = if page.clause.is_empty() { String::new() } else { format!("依据：{}", page.clause) };
    let reasons = [page.why.clone(), clause].into_iter().filter(|text| !text.is_empty());
    let mut rows: Vec<Row> = reasons.flat_map(|text| wrap(&text, room)).map(Row::Why).collect();
    if !page.hazards.is_empty() {
        rows.push(Row::Hazards(page.hazards.len()));
    }
    let (evidence, missing) = page.totals;
    if !page.missing.is_empty() {
        rows.push(Row::Heading("尚缺", page.missing.len(), missing.max(page.missing.len() as u32)));
        rows.extend((0..page.missing.len()).map(Row::Missing));
    }
    if !page.evidence.is_empty() {
        rows.push(Row::Heading("佐证", page.evidence.len(), evidence.max(page.evidence.len() as u32)));
        rows.extend((0..page.evidence.len()).map(Row::Evidence));
    }
    if !rows.iter().any(Row::is_item) {
        rows.push(Row::Empty("没有记录，也没有尚缺的对象。Esc 返回"));
    }
    rows
}

/// The line behind a row.
pub fn item<'a>(page: &'a CellPage, row: &Row) -> Option<&'a Behind> {
    match row {
        Row::Missing(at) => page.missing.get(*at),
        Row::Evidence(at) => page.evidence.get(*at),
        _ => None,
    }
}

/// A row in `room` cells: number, words, day.
pub fn text(page: &CellPage, row: &Row, room: usize) -> String {
    match row {
        Row::Why(text) => text.clone(),
        Row::Hazards(count) => format!("隐患 {count} 条，Enter 看清单"),
        Row::Heading(words, listed, all) if (*listed as u32) < *all => {
            format!("{words} {all}（列出 {listed}）")
        }
        Row::Heading(words, _, all) => format!("{words} {all}"),
        Row::Empty(words) => (*words).to_owned(),
        Row::Missing(_) | Row::Evidence(_) => {
            item(page, row).map(|item| columns(item, room)).unwrap_or_default()
        }
    }
}

/// Cells of a number with its blank, and of a day with its.
const NUMBER: usize = 12;
const DAY: usize = 11;

fn columns(item: &Behind, room: usize) -> String {
    let words = pad(&item.text, room.saturating_sub(NUMBER + DAY));
    format!("{}{words} {}", pad(&item.id.to_string(), NUMBER), item.day)
}

/// The page as text without borders.
pub fn plain(page: &CellPage) -> String {
    const WIDE: usize = 1_000;
    let line = |row: &Row| match item(page, row) {
        Some(item) => words(item),
        None => text(page, row, WIDE),
    };
    let rows = rows(page, WIDE);
    let lines: Vec<String> = std::iter::once(page.title.clone()).chain(rows.iter().map(line)).collect();
    lines.join("\n") + "\n"
}

fn words(behind: &Behind) -> String {
    let parts = [behind.id.to_string(), behind.text.clone(), behind.day.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::model::id::Id;
    use crate::rules::matrix::{Cell, CellState};

    fn page() -> CellPage {
        let behind = |id: &str, text: &str, day| Behind {
            id: id.parse().unwrap_or(Id::NONE),
            text: text.into(),
            day,
            entry: None,
            cell: None,
        };
        let day = Day::ymd(2026, 11, 5).unwrap();
        CellPage {
            title: "季度自查 万安街道 四季".into(),
            cell: Cell { state: CellState::Partial, have: 1, need: 3, due: Day::NONE, text: "1/3".into() },
            why: "四季度应自查 3 家，已报 1 家。".into(),
            clause: "二(五)7（文件规定）".into(),
            evidence: vec![behind("S2611-0001", "明珠海鲜馆", day)],
            missing: vec![behind("E2405-0002", "阿芬牛肉店", Day::NONE), behind("", "商贸流通股", day)],
            totals: (1, 700),
            hazards: Vec::new(),
        }
    }

    #[test]
    fn who_is_missing_comes_first_and_a_cut_list_says_how_many_there_are() {
        let page = page();
        let text: Vec<String> = rows(&page, 40).iter().map(|row| text(&page, row, 40)).collect();
        assert_eq!(
            text,
            [
                "四季度应自查 3 家，已报 1 家。",
                "依据：二(五)7（文件规定）",
                "尚缺 700（列出 2）",
                "E2405-0002  阿芬牛肉店        ",
                "            商贸流通股        2026-11-05",
                "佐证 1",
                "S2611-0001  明珠海鲜馆        2026-11-05",
            ]
        );
    }

    #[test]
    fn a_cell_with_nothing_behind_it_says_so() {
        let page = CellPage { evidence: Vec::new(), missing: Vec::new(), ..page() };
        assert!(matches!(rows(&page, 40).last(), Some(Row::Empty(_))));
        assert!(plain(&page).starts_with("季度自查 万安街道 四季\n四季度应自查"));
    }
}
