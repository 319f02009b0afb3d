//! A page of records: moved through by anchor, drawn by columns.
//!
//! The list holds a few screens of rows around the selected one. Moving inside them asks nothing; moving out asks for the
//! next window. When rows come or go the selected record keeps its line on the screen.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint;
use crate::ask::answer::{EnterpriseLine, HazardLine, Page, RecordLine};
use crate::ask::query::Window;
use crate::model::id::Id;
use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// A line of a list that is somebody.
pub trait Record {
    /// Its number.
    fn id(&self) -> Id;
}

impl Record for HazardLine {
    fn id(&self) -> Id {
        self.id
    }
}

impl Record for EnterpriseLine {
    fn id(&self) -> Id {
        self.id
    }
}

impl Record for RecordLine {
    fn id(&self) -> Id {
        self.id
    }
}

/// A list of records, one page of it in hand.
pub struct List<T> {
    page: Page<T>,
    /// Rank of the selected row among the matching ones.
    rank: u32,
    /// Rank of the first row on the screen.
    top: u32,
    /// Marked records.
    pub marks: BTreeSet<Id>,
    /// The record last marked: where a range begins.
    mark_from: Id,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        let page = Page { rows: Vec::new(), first: 0, at: 0, matched: 0, total: 0, seq: 0 };
        List { page, rank: 0, top: 0, marks: BTreeSet::new(), mark_from: Id::NONE }
    }
}

impl<T: Record> List<T> {
    /// The selected row.
    pub fn selected(&self) -> Option<&T> {
        self.page.rows.get(self.rank.checked_sub(self.page.first)? as usize)
    }

    /// Number of the selected row; [`Id::NONE`] when the list is empty.
    pub fn selected_id(&self) -> Id {
        self.selected().map_or(Id::NONE, Record::id)
    }

    /// What a deed is done to: the marked records, or the selected one when none is marked.
    pub fn chosen(&self) -> Vec<Id> {
        match self.selected_id().opt() {
            _ if !self.marks.is_empty() => self.marks.iter().copied().collect(),
            Some(id) => vec![id],
            None => Vec::new(),
        }
    }

    /// Those of [`List::chosen`] that are in hand.
    pub fn chosen_rows(&self) -> impl Iterator<Item = &T> {
        let marked = self.page.rows.iter().filter(|row| self.marks.contains(&row.id()));
        marked.chain(self.selected().filter(|_| self.marks.is_empty()))
    }

    /// The rows in hand.
    pub fn rows(&self) -> &[T] {
        &self.page.rows
    }

    /// Rows that match, and rows there are.
    pub fn counts(&self) -> (u32, u32) {
        (self.page.matched, self.page.total)
    }

    /// The window to ask for again after a change: around the selected record.
    pub fn window(&self, height: u16) -> Window {
        Window {
            anchor: self.selected_id(),
            rank: self.rank,
            step: 0,
            above: reach(height),
            below: reach(height),
        }
    }

    /// The window that has this record selected.
    pub fn window_at(&self, id: Id, height: u16) -> Window {
        Window { anchor: id, ..self.window(height) }
    }

    /// Moves. Answers with the window to ask for when the rows in hand do not reach.
    pub fn go(&mut self, action: Action, height: u16) -> Option<Window> {
        let page = i32::from(height.max(2)) - 1;
        match action {
            Action::Down => self.step(1, height),
            Action::Up => self.step(-1, height),
            Action::PageDown => self.step(page, height),
            Action::PageUp => self.step(-page, height),
            Action::First => self.step(i32::MIN / 2, height),
            Action::Last => self.step(i32::MAX / 2, height),
            _ => None,
        }
    }

    fn step(&mut self, by: i32, height: u16) -> Option<Window> {
        let last = self.page.matched.saturating_sub(1);
        let target = i64::from(self.rank).saturating_add(i64::from(by)).clamp(0, i64::from(last)) as u32;
        if target == self.rank {
            return None;
        }
        let step = target as i32 - self.rank as i32;
        let window = Window { step, ..self.window(height) };
        let top = self.top_for(target, height);
        if !self.holds(top, height) {
            return Some(window);
        }
        (self.rank, self.top) = (target, top);
        None
    }

    /// Takes the rows that were asked for; the selected record stays on its line of the screen as far as that is possible.
    pub fn take(&mut self, page: Page<T>, height: u16) {
        let line = self.rank.saturating_sub(self.top);
        let moved_off = page.rows.get(page.at as usize).map(Record::id) != self.selected().map(Record::id);
        let rank = page.first + page.at;
        // A step away from a line in view scrolls only as far as it must; a record that was pushed aside takes its line along.
        let top = if moved_off { self.top } else { rank.saturating_sub(line) };
        self.page = page;
        (self.rank, self.top) = (rank, top);
        self.top = self.top_for(rank, height);
    }

    /// First row of the screen when `rank` is selected: the present one, moved as little as possible.
    fn top_for(&self, rank: u32, height: u16) -> u32 {
        let height = u32::from(height.max(1));
        let highest = self.page.matched.saturating_sub(height);
        self.top.clamp((rank + 1).saturating_sub(height), rank).min(highest)
    }

    fn holds(&self, top: u32, height: u16) -> bool {
        let end = (top + u32::from(height)).min(self.page.matched);
        top >= self.page.first && end <= self.page.first + self.page.rows.len() as u32
    }

    /// Marks the selected row, or takes its mark away.
    pub fn mark(&mut self) {
        let id = self.selected_id();
        if id.is_some() && !self.marks.remove(&id) {
            self.marks.insert(id);
            self.mark_from = id;
        }
    }

    /// Marks from the row last marked to the selected one, as far as they are in hand.
    pub fn mark_range(&mut self) {
        let here = self.rank.saturating_sub(self.page.first) as usize;
        let from = self.page.rows.iter().position(|row| row.id() == self.mark_from).unwrap_or(here);
        let rows = self.page.rows.get(from.min(here)..=from.max(here)).unwrap_or_default();
        self.marks.extend(rows.iter().map(Record::id));
    }

    /// Draws the rows under a line of heads, and says nothing when there are none.
    pub fn view(&self, columns: &[Column<T>], theme: &Theme, area: Rect, buf: &mut Buffer) {
        self.view_pane(columns, true, theme, area, buf);
    }

    /// The same beside another pane, which has the keys unless `has_keys`: the selected row is marked only where they go.
    pub fn view_pane(
        &self,
        columns: &[Column<T>],
        has_keys: bool,
        theme: &Theme,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let columns = fitted(columns, area.width.saturating_sub(MARKERS));
        let mut x = area.x + MARKERS;
        for (column, cells) in &columns {
            paint::put(buf, x, area.y, *cells, column.title, theme.faint);
            x += cells + 1;
        }
        let skipped = self.top.saturating_sub(self.page.first) as usize;
        let lines = usize::from(area.height.saturating_sub(1));
        for (n, row) in self.page.rows.iter().skip(skipped).take(lines).enumerate() {
            let y = area.y + 1 + n as u16;
            self.view_row(
                &columns,
                row,
                has_keys && self.top + n as u32 == self.rank,
                theme,
                Rect { y, height: 1, ..area },
                buf,
            );
        }
    }

    fn view_row(
        &self,
        columns: &[(&Column<T>, u16)],
        row: &T,
        is_selected: bool,
        theme: &Theme,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let is_marked = self.marks.contains(&row.id());
        let markers = [if is_selected { ">" } else { " " }, if is_marked { "*" } else { " " }].concat();
        paint::put(
            buf,
            area.x,
            area.y,
            MARKERS,
            &markers,
            if is_marked { theme.marked } else { theme.plain },
        );
        let mut x = area.x + MARKERS;
        for (column, cells) in columns {
            let (text, style) = (column.cell)(row, theme);
            paint::put(buf, x, area.y, *cells, &text, style);
            x += cells + 1;
        }
        if is_selected {
            buf.set_style(area, theme.selected);
        }
    }
}

/// The marker column: `>` the selected row, `*` a marked one.
const MARKERS: u16 = 2;

/// Rows held before and after the selected one.
fn reach(height: u16) -> u16 {
    height.saturating_mul(3)
}

/// A column.
pub struct Column<T> {
    /// Its head.
    pub title: &'static str,
    /// Cells at least; what is over goes to the columns by `share`.
    pub cells: u16,
    /// Part of the spare cells.
    pub share: u16,
    /// Left out below this width of the list.
    pub from: u16,
    /// Text and style of a row.
    pub cell: fn(&T, &Theme) -> (Cow<'static, str>, Style),
}

/// The columns that have room in `width` cells, with the cells each gets; one blank between them.
fn fitted<T>(columns: &[Column<T>], width: u16) -> Vec<(&Column<T>, u16)> {
    let mut needed = 0;
    let has_room = |column: &&Column<T>| {
        let with = needed + column.cells + u16::from(needed > 0);
        let fits = width >= column.from && with <= width;
        needed = if fits { with } else { needed };
        fits
    };
    let shown: Vec<&Column<T>> = columns.iter().filter(has_room).collect();
    let shares: u16 = shown.iter().map(|column| column.share).sum();
    let mut spare = width.saturating_sub(needed);
    let mut shares_left = shares;
    shown
        .into_iter()
        .map(|column| {
            let extra = (spare * column.share).checked_div(shares_left).unwrap_or(0);
            spare -= extra;
            shares_left -= column.share;
            (column, column.cells + extra)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::Kind;

    struct Line(Id);

    impl Record for Line {
        fn id(&self) -> Id {
            self.0
        }
    }

    fn id(n: u32) -> Id {
        Id::new(Kind::Hazard, 322, n)
    }

    /// What the desk would answer for the records `1..=n`.
    fn answer(records: std::ops::RangeInclusive<u32>, window: Window) -> Page<Line> {
        let all: Vec<u32> = records.collect();
        let last = all.len() as i64 - 1;
        let rank =
            all.iter().position(|n| id(*n) == window.anchor).map_or(i64::from(window.rank), |r| r as i64);
        let rank = (rank + i64::from(window.step)).clamp(0, last) as usize;
        let first = rank.saturating_sub(window.above.into());
        let end = (rank + usize::from(window.below) + 1).min(all.len());
        Page {
            rows: all[first..end].iter().map(|n| Line(id(*n))).collect(),
            first: first as u32,
            at: (rank - first) as u32,
            matched: all.len() as u32,
            total: all.len() as u32,
            seq: 1,
        }
    }

    fn go(list: &mut List<Line>, action: Action) -> u32 {
        if let Some(window) = list.go(action, 10) {
            list.take(answer(1..=1000, window), 10);
        }
        list.selected_id().number()
    }

    #[test]
    fn moving_reaches_every_row_and_stops_at_both_ends() {
        let mut list = List::default();
        list.take(answer(1..=1000, list.window(10)), 10);
        assert_eq!((1..100).map(|_| go(&mut list, Action::Down)).last(), Some(100));
        assert_eq!((list.rank - list.top, go(&mut list, Action::Last)), (9, 1000));
        assert_eq!((go(&mut list, Action::Down), list.top), (1000, 990));
        assert_eq!((go(&mut list, Action::PageUp), go(&mut list, Action::First), list.top), (991, 1, 0));
    }

    #[test]
    fn the_selected_record_keeps_its_line_when_rows_come_before_it() {
        let mut list = List::default();
        list.take(answer(100..=1000, list.window(10)), 10);
        (0..30).for_each(|_| {
            list.go(Action::Down, 10)
                .map(|window| list.take(answer(100..=1000, window), 10))
                .unwrap_or_default()
        });
        let (selected, line) = (list.selected_id(), list.rank - list.top);
        list.take(answer(1..=1000, list.window(10)), 10);
        assert_eq!((list.selected_id(), list.rank - list.top), (selected, line));
    }

    #[test]
    fn spare_cells_go_to_the_columns_by_share() {
        let column = |cells, share, from| Column::<Line> {
            title: "",
            cells,
            share,
            from,
            cell: |_, theme| ("".into(), theme.plain),
        };
        let columns = [column(10, 0, 0), column(10, 1, 0), column(10, 3, 0), column(8, 0, 60)];
        let cells = |width| fitted(&columns, width).iter().map(|(_, cells)| *cells).collect::<Vec<_>>();
        assert_eq!(cells(52), [10, 15, 25]);
        assert_eq!(cells(61), [10, 15, 25, 8]);
    }
}
