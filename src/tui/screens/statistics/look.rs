//! Where everything stands on the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::views::{Shows, VIEWS};
use super::{Pane, Statistics, chart};
use crate::text::{self, wrap};
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

impl Statistics {
    /// The chooser, and what is chosen to its right.
    pub(super) fn split(&self, area: Rect) -> (Rect, Rect) {
        let chooser = if area.width >= 110 { 16 } else { 12 };
        let x = area.x + chooser + 1;
        (Rect { width: chooser, ..area }, Rect { x, width: area.right().saturating_sub(x), ..area })
    }

    /// Heads and rows, under the caption.
    pub(super) fn rows_area(&self, area: Rect) -> Rect {
        let height = (self.sheet.rows.len() as u16 + 1).min(area.height.saturating_sub(1));
        Rect { y: area.y + 1, height, ..area }
    }

    /// What is left under the rows, where that is enough for the months.
    pub(super) fn chart_area(&self, area: Rect) -> Option<Rect> {
        let rows = self.rows_area(area);
        let y = rows.bottom() + 1;
        let height = area.bottom().saturating_sub(y);
        (height >= chart::LEAST && !self.sheet.rows.is_empty()).then_some(Rect { y, height, ..area })
    }

    pub(super) fn view_chooser(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        for (n, (view, y)) in VIEWS.iter().zip(area.y..area.bottom()).enumerate() {
            let is_here = n == self.chosen.at;
            let marker = if is_here { ">" } else { " " };
            paint::put(buf, area.x, y, area.width, &format!("{marker}{}", view.name), theme.plain);
            if is_here {
                let style = if self.pane == Pane::Chooser { theme.selected } else { theme.strong };
                buf.set_style(Rect { y, height: 1, ..area }, style);
            }
        }
    }

    pub(super) fn view_chart(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let (Shows::Table(by, _), Some(area)) = (self.shows(), self.chart_area(area)) else { return };
        let bars = self.bars();
        if by.is_time() || bars.is_empty() {
            return;
        }
        let label = |at: usize| self.sheet.columns.get(at).map_or("", |column| column.label);
        let row = self.sheet.rows.get(self.cursor.0).map_or("", |row| &row.label);
        let title = format!("{row} {} 按月", label(self.cursor.1));
        let at = bars.iter().position(|bar| bar.key == self.month).filter(|_| self.pane == Pane::Chart);
        chart::view(&bars, &title, at, theme, area, buf);
    }

    /// The sentences over the weeks; says how many lines they take.
    pub(super) fn view_sentences(&self, theme: &Theme, area: Rect, buf: &mut Buffer) -> u16 {
        let sentences = self.outlook();
        let lines = sentences.iter().flat_map(|sentence| wrap(sentence, area.width.into()));
        let mut said = 0;
        for (line, y) in lines.zip(area.y..area.bottom()) {
            paint::put(buf, area.x, y, area.width, &line, theme.plain);
            said += 1;
        }
        said
    }

    /// The weeks to come, under the units.
    pub(super) fn view_weeks(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let Some(work) = &self.work else { return };
        let top = self.rows_area(area).bottom() + 1;
        let head = format!("还有 {} 个工作日，到 {} 为零：", work.workdays, work.last);
        let titles = "周           工作日  隐患到期  格子到期  应销  应剩".to_owned();
        let weeks = work.weeks.iter().map(|week| {
            let numbers = [
                (week.workdays, 6),
                (week.hazards_due, 8),
                (week.cells_due, 8),
                (week.close, 4),
                (week.left, 4),
            ];
            let numbers = numbers.map(|(number, cells)| text::pad_left(&number.to_string(), cells));
            format!("{}~{}  {}", week.from.md(), week.to.md(), numbers.join("  "))
        });
        let lines = [(head, theme.strong), (titles, theme.faint)].into_iter();
        let lines = lines.chain(weeks.map(|line| (line, theme.plain)));
        for ((line, style), y) in lines.zip(top..area.bottom()) {
            paint::put(buf, area.x, y, area.width, &line, style);
        }
    }
}
