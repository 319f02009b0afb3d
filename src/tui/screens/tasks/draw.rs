//! How the tree and a node are drawn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::line::Fold;
use super::{Tasks, line, tree};
use crate::ask::answer::TaskNode;
use crate::rules::matrix::CellState;
use crate::tui::layer::Cx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

impl Tasks {
    pub(super) fn view_tree(&self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let columns = line::columns(usize::from(area.width).saturating_sub(2));
        paint::put(buf, area.x + 2, area.y, area.width.saturating_sub(2), &columns.head(), cx.theme.faint);
        let shown = self.shown();
        let height = area.height.saturating_sub(1);
        let top = self.place.top(shown.len(), height);
        for (n, at) in shown.iter().enumerate().skip(top).take(usize::from(height)) {
            let row = Rect { y: area.y + 1 + (n - top) as u16, height: 1, ..area };
            self.view_line(cx, &columns, *at, n == self.place.at, row, buf);
        }
        if shown.is_empty() {
            let words = if self.nodes.is_empty() {
                self.title.as_str()
            } else {
                "没有这样的任务，Esc 清除筛选"
            };
            paint::put(buf, area.x + 2, area.y + 1, area.width.saturating_sub(2), words, cx.theme.faint);
        }
    }

    fn view_line(
        &self,
        cx: &Cx,
        columns: &line::Columns,
        at: usize,
        is_here: bool,
        row: Rect,
        buf: &mut Buffer,
    ) {
        let node = &self.nodes[at];
        let indent =
            std::iter::successors(tree::parent(&self.nodes, at), |up| tree::parent(&self.nodes, *up)).count();
        let fold = match (tree::has_children(&self.nodes, at), self.folded().contains(&node.code)) {
            (false, _) => Fold::Leaf,
            (true, true) if self.filter.is_empty() => Fold::Closed,
            (true, _) => Fold::Open,
        };
        let text = columns.text(node, indent, fold, self.seen_from(cx));
        let marker = paint::marker(is_here, self.open.is_none());
        paint::put(buf, row.x, row.y, row.width, &format!("{marker} {text}"), style(node, &cx.theme));
        if is_here {
            buf.set_style(row, cx.theme.selected);
        }
    }

    pub(super) fn view_node(&self, cx: &Cx, area: Rect, buf: &mut Buffer) {
        let lines = self.lines(cx);
        let place = self.open.unwrap_or_default();
        let top = place.top(lines.len(), area.height);
        for (n, line) in lines.iter().enumerate().skip(top).take(usize::from(area.height)) {
            let y = area.y + (n - top) as u16;
            let is_here = self.open.is_some() && n == place.at;
            let marker = if is_here { "> " } else { "  " };
            let style = if line.is_head { cx.theme.strong } else { cx.theme.plain };
            paint::put(buf, area.x, y, area.width, &format!("{marker}{}", line.text), style);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, cx.theme.selected);
            }
        }
    }
}

fn style(node: &TaskNode, theme: &Theme) -> Style {
    match node.cell {
        _ if node.depth < tree::ROW => theme.strong,
        CellState::Owed => theme.wrong,
        CellState::DueSoon => theme.warning,
        CellState::Done | CellState::DoneLate => theme.good,
        _ => theme.plain,
    }
}
