//! A line of 今日 as fixed columns, and the whole page as text.

use super::rows::{self, Row};
use crate::rules::review::{Section, TodayLine, TodayPage};
use crate::text::{pad, pad_left, width};

/// Cells of a number, of a township's short name, of 重大, each with its blank.
const NUMBER: usize = 12;
const TOWNSHIP: usize = 7;
const MAJOR: usize = 5;
/// Cells of where it stands.
const STATUS: usize = 16;

/// Number, township, 重大, words, where it stands; `room` cells in all.
pub fn text(line: &TodayLine, room: usize) -> String {
    let major = if line.major { "重大" } else { "" };
    let fixed = NUMBER + TOWNSHIP + MAJOR + 1 + STATUS;
    let words = pad(&line.text, room.saturating_sub(fixed));
    [
        pad(&line.id.to_string(), NUMBER),
        pad(&line.township, TOWNSHIP),
        pad(major, MAJOR),
        words,
        " ".to_owned(),
        pad_left(&line.status, STATUS),
    ]
    .concat()
}

/// Heading of a section.
pub fn heading(section: Section, listed: usize, all: u32) -> String {
    let more = if listed < all as usize { format!("（列出 {listed}）") } else { String::new() };
    format!("{} {all}{more}", section.name())
}

/// The page as text to paste: numbers, sections, lines.
pub fn plain(page: &TodayPage) -> String {
    let head: Vec<String> = page.head.iter().map(|(name, count)| format!("{name} {count}")).collect();
    let widest = page.lines.iter().map(|line| width(&line.text)).max().unwrap_or(0);
    let room = NUMBER + TOWNSHIP + MAJOR + 1 + STATUS + widest;
    let line = |row: &Row| match row {
        Row::Numbers => format!("{} {}", page.day, head.join(" · ")),
        Row::Heading(section, listed, all) => heading(*section, *listed, *all),
        Row::Line(at) => page.lines.get(*at).map(|line| text(line, room)).unwrap_or_default(),
    };
    rows::rows(page).iter().map(|row| line(row).trim_end().to_owned() + "\n").collect()
}
