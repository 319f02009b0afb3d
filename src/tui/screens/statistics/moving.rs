//! Where the cursor, the figures and the period go.

use super::sheet::Kind;
use super::views::{Shows, VIEWS};
use super::{GROUPS, Pane, Statistics};
use crate::calendar::{Day, Period, PeriodKind};
use crate::tui::action::Action;
use crate::tui::effect::Effects;
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::scroll::Scroll;

impl Statistics {
    pub(super) fn move_by(&mut self, cx: &Cx, action: Action) -> Option<Effects> {
        let height = cx.body().height;
        match self.pane {
            Pane::Chooser => {
                let before = self.chosen;
                let moved = self.chosen.go(action, VIEWS.len(), height);
                let effects = if self.chosen == before { Vec::new() } else { self.choose(cx) };
                moved.then_some(effects)
            }
            Pane::Rows => match action {
                Action::CellLeft | Action::CellRight => Some(self.aside(action)),
                _ => {
                    let rows = &self.sheet.rows;
                    let items: Vec<usize> =
                        (0..rows.len()).filter(|at| rows[*at].kind != Kind::Heading).collect();
                    let here = items.iter().position(|at| *at >= self.cursor.0).unwrap_or(0);
                    let mut among = Scroll { at: here };
                    if !among.go(action, items.len(), height.saturating_sub(2)) {
                        return None;
                    }
                    let row = items.get(among.at).copied().unwrap_or(self.cursor.0);
                    if row == self.cursor.0 {
                        return Some(Vec::new());
                    }
                    self.cursor.0 = row;
                    self.settle();
                    Some(self.ask_trend(cx).into_iter().collect())
                }
            },
            Pane::Chart => {
                let bars = self.bars();
                let at = bars.iter().position(|bar| bar.key == self.month).unwrap_or(0);
                let to = match action {
                    Action::CellLeft => at.saturating_sub(1),
                    Action::CellRight => at + 1,
                    Action::First => 0,
                    Action::Last => bars.len(),
                    Action::Up => {
                        self.pane = Pane::Rows;
                        at
                    }
                    _ => return None,
                };
                self.month = bars
                    .get(to.min(bars.len().saturating_sub(1)))
                    .map_or_else(String::new, |bar| bar.key.clone());
                Some(Vec::new())
            }
        }
    }

    /// A column to the left or right; over the edge to the figures before or after.
    pub(super) fn aside(&mut self, action: Action) -> Effects {
        let last = self.sheet.columns.len().saturating_sub(1);
        let is_table = matches!(self.shows(), Shows::Table(..));
        match action {
            Action::CellRight if self.cursor.1 < last => self.cursor.1 += 1,
            Action::CellRight if is_table && self.group + 1 < GROUPS.len() => self.turn_to(self.group + 1, 0),
            Action::CellLeft if self.cursor.1 > 0 => self.cursor.1 -= 1,
            Action::CellLeft if is_table && self.group > 0 => self.turn_to(self.group - 1, usize::MAX),
            Action::CellLeft => self.pane = Pane::Chooser,
            _ => {}
        }
        self.settle();
        Vec::new()
    }

    pub(super) fn turn_to(&mut self, group: usize, column: usize) {
        self.group = group;
        self.keys.1.clear();
        self.cursor.1 = column;
        self.lay_out();
    }

    /// The period before or after; where the rows are spans of time, the end of the month before or after.
    pub(super) fn turn(&mut self, cx: &Cx, by: i32) -> Effects {
        let has_period = matches!(self.shows(), Shows::Table(by, _) if !by.is_time());
        let shown = self.shown(cx);
        if has_period && shown != Period::Once {
            self.period = Some(if by < 0 { shown.prev() } else { shown.next() });
        } else {
            let month = Period::containing(PeriodKind::Month, self.seen_from(cx));
            let day = if by < 0 { month.prev().end() } else { month.next().end() };
            self.day = if day >= cx.today() { Day::NONE } else { day };
        }
        self.load(cx)
    }

    /// 月, 季, 半年, 年, 三年 in turn; the next one holds the last day of this one that was lived through.
    pub(super) fn lengthen(&mut self, cx: &Cx) -> Effects {
        let shown = self.shown(cx);
        let day = shown.end().min(self.seen_from(cx));
        self.period = Some(match shown.kind() {
            Some(PeriodKind::Month) => Period::containing(PeriodKind::Quarter, day),
            Some(PeriodKind::Quarter) => Period::containing(PeriodKind::Half, day),
            Some(PeriodKind::Half) => Period::containing(PeriodKind::Year, day),
            Some(PeriodKind::Year) => Period::Once,
            None => Period::containing(PeriodKind::Month, day),
        });
        self.load(cx)
    }
}
