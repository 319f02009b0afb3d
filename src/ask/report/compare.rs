//! A report that went out beside the same one made again: figure by figure, what later entries changed. When it was made and by
//! whom is no difference.

use std::collections::BTreeMap;

use super::paper::{Block, Cell, Report, Table};

/// What is different at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where, in words: table, row, column.
    pub place: String,
    /// What stood there; empty: nothing.
    pub before: String,
    /// What stands there now; empty: nothing.
    pub after: String,
}

/// Everything that is different, in the order of the report that went out, then what is new.
pub fn changes(before: &Report, after: &Report) -> Vec<Change> {
    let (old, new) = (places(before), places(after));
    let known: BTreeMap<&str, &str> =
        new.iter().map(|(place, text)| (place.as_str(), text.as_str())).collect();
    let had: BTreeMap<&str, &str> = old.iter().map(|(place, text)| (place.as_str(), text.as_str())).collect();
    let gone = old.iter().filter_map(|(place, text)| {
        let now = known.get(place.as_str()).copied().unwrap_or_default();
        (now != text).then(|| Change { place: place.clone(), before: text.clone(), after: now.to_owned() })
    });
    let come = new.iter().filter(|(place, text)| !had.contains_key(place.as_str()) && !text.is_empty());
    let come =
        come.map(|(place, text)| Change { place: place.clone(), before: String::new(), after: text.clone() });
    gone.chain(come).collect()
}

/// Every place of a report with what stands there; no place twice.
fn places(report: &Report) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut under = "正文".to_owned();
    let mut sentences = 0;
    for block in &report.blocks {
        match block {
            Block::Heading(text) => {
                under.clone_from(text);
                sentences = 0;
            }
            Block::Paragraph(text) => {
                for line in text.lines() {
                    sentences += 1;
                    found.push((joined(&[&under, &format!("第{sentences}句")]), line.to_owned()));
                }
            }
            Block::Fields(fields) => {
                found.extend(fields.iter().map(|(label, text)| (joined(&[&under, label]), text.clone())));
            }
            Block::Table(table) => cells(&under, table, &mut found),
            Block::Signatures(_) => {}
        }
    }
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for (place, _) in &mut found {
        let times = seen.entry(place.clone()).or_default();
        *times += 1;
        if *times > 1 {
            *place = format!("{place}（{times}）");
        }
    }
    found
}

fn cells(under: &str, table: &Table, found: &mut Vec<(String, String)>) {
    let title = if table.title.is_empty() { under } else { &table.title };
    // A running number says nothing about its row.
    let counts = |label: &str| ["序号", "名次"].contains(&label) && table.heads.len() > 1;
    let named = table.heads.iter().position(|head| !counts(&head.label)).unwrap_or_default();
    for row in &table.rows {
        let name = row.get(named).map(Cell::words).unwrap_or_default();
        for (at, (head, cell)) in table.heads.iter().zip(row).enumerate() {
            if at != named && head.label != "序号" {
                found.push((joined(&[title, &name, &head.words()]), cell.words()));
            }
        }
        if table.heads.len() == 1 {
            found.push((joined(&[title, &name]), name.clone()));
        }
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" / ")
}
