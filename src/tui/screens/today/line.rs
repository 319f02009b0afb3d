//! A line of 今日 as fixed columns, and the whole page as text.

use super::rows::{self, Row};
use crate::rules::review::{Section, TodayLine, TodayPage};
use crate::text::{pad, pad_left, width};

/// Cells of the columns of a page, each but the words with its blank: what no line has takes no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    number: usize,
    township: usize,
    major: usize,
    words: usize,
    status: usize,
}

impl Columns {
    /// For the lines of a page in `room` cells.
    pub fn of(page: &TodayPage, room: usize) -> Columns {
        let widest = |words: fn(&TodayLine) -> String| {
            let cells = page.lines.iter().map(|line| width(&words(line))).max().unwrap_or(0);
            if cells == 0 { 0 } else { cells + 1 }
        };
        let number = widest(|line| line.id.to_string());
        let township = widest(|line| line.township.clone());
        let major = widest(|line| major(line).to_owned());
        let status = widest(|line| line.status.clone()).min(room / 4);
        let words = room.saturating_sub(number + township + major + status);
        Columns { number, township, major, words, status }
    }

    /// Number, township, 重大, words, where it stands.
    pub fn text(&self, line: &TodayLine) -> String {
        [
            pad(&line.id.to_string(), self.number),
            pad(&line.township, self.township),
            pad(major(line), self.major),
            pad(&line.text, self.words),
            pad_left(&line.status, self.status),
        ]
        .concat()
    }
}

fn major(line: &TodayLine) -> &'static str {
    if line.major { "重大" } else { "" }
}

/// Heading of a section.
pub fn heading(section: Section, listed: usize, all: u32) -> String {
    let more = if listed < all as usize { format!("（列出 {listed}）") } else { String::new() };
    format!("{} {all}{more}", section.name())
}

/// The page as text to paste: numbers, sections, lines.
pub fn plain(page: &TodayPage) -> String {
    let head: Vec<String> = page.head.iter().map(|(name, count)| format!("{name} {count}")).collect();
    const WIDE: usize = 120;
    let columns = Columns::of(page, WIDE);
    let line = |row: &Row| match row {
        Row::Numbers => format!("{} {}", page.day, head.join(" · ")),
        Row::Heading(section, listed, all) => heading(*section, *listed, *all),
        Row::Line(at) => page.lines.get(*at).map(|line| columns.text(line)).unwrap_or_default(),
    };
    rows::rows(page).iter().map(|row| line(row).trim_end().to_owned() + "\n").collect()
}
