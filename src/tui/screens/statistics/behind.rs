//! What is behind a number that is not of hazards: the visits, or the cells that fall due. Enter opens one, Esc goes back.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::rules::matrix::{Behind, CellPage};
use crate::text::{pad, wrap};
use crate::tui::action::{Action, Scope};
use crate::tui::effect::{Effect, Effects, Goal};
use crate::tui::layer::{Cx, Layer};
use crate::tui::overlays::detail::Detail;
use crate::tui::screen::ScreenId;
use crate::tui::widgets::paint;
use crate::tui::widgets::scroll::Scroll;

/// The lines under their title.
pub struct Lines {
    page: CellPage,
    place: Scroll,
}

/// Cells of a number with its blank, and of a day with its.
const NUMBER: usize = 12;
const DAY: usize = 11;

impl Lines {
    /// Of these.
    pub fn of(page: CellPage) -> Box<Lines> {
        Box::new(Lines { page, place: Scroll::default() })
    }

    fn items(&self) -> impl Iterator<Item = &Behind> {
        self.page.missing.iter().chain(&self.page.evidence)
    }

    fn open(&self) -> Option<Effect> {
        let item = self.items().nth(self.place.at)?;
        match &item.cell {
            Some((id, row, column)) => {
                let goal = Goal::Cell(*id, row.clone(), column.clone());
                Some(Effect::Go(ScreenId::Coverage, Some(goal)))
            }
            None => item.id.opt().map(|id| Effect::Open(Detail::of(id))),
        }
    }

    fn plain(&self) -> String {
        let line = |item: &Behind| format!("{} {} {}", item.id, item.text, item.day).trim().to_owned();
        let head = [self.page.title.clone(), self.page.why.clone()];
        head.into_iter().chain(self.items().map(line)).collect::<Vec<_>>().join("\n") + "\n"
    }

    /// The sentence over the lines, wrapped, and how many of all are listed.
    fn head(&self, room: usize) -> Vec<String> {
        let (listed, all) = (self.items().count() as u32, self.page.totals.0 + self.page.totals.1);
        let cut = (listed < all).then(|| format!("共 {all} 条，列出 {listed} 条"));
        wrap(&self.page.why, room).into_iter().chain(cut).collect()
    }
}

impl Layer for Lines {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Statistics, Scope::List, Scope::Move]
    }

    fn can(&self, _cx: &Cx, action: Action) -> bool {
        matches!(action, Action::Open | Action::Back | Action::Copy)
    }

    fn act(&mut self, cx: &Cx, action: Action) -> Effects {
        let len = self.items().count();
        let height = cx.body().height.saturating_sub(2);
        if self.place.go(action, len, height) {
            return Vec::new();
        }
        let effect = match action {
            Action::Back => Some(Effect::Close),
            Action::Open => self.open(),
            Action::Copy => Some(Effect::Copy(self.plain())),
            _ => None,
        };
        effect.into_iter().collect()
    }

    fn place(&self, _cx: &Cx) -> String {
        self.page.title.clone()
    }

    fn view(&self, cx: &Cx, _area: Rect, buf: &mut Buffer) -> Option<Position> {
        let (area, theme) = (cx.body(), &cx.theme);
        let room = usize::from(area.width).saturating_sub(3);
        paint::clear(buf, area, theme.plain);
        let mut y = area.y;
        for (line, style) in std::iter::once((self.page.title.clone(), theme.strong))
            .chain(self.head(room).into_iter().map(|line| (line, theme.plain)))
        {
            paint::put(buf, area.x + 1, y, area.width.saturating_sub(1), &line, style);
            y += 1;
        }
        let rows = area.bottom().saturating_sub(y);
        let top = self.place.top(self.items().count(), rows);
        for ((n, item), y) in self.items().enumerate().skip(top).zip(y..area.bottom()) {
            let is_here = n == self.place.at;
            let has_numbers = self.page.missing.is_empty();
            let number = if has_numbers { pad(&item.id.to_string(), NUMBER) } else { String::new() };
            let words = pad(&item.text, room.saturating_sub(crate::text::width(&number) + DAY));
            let line = format!("{}{number}{words} {}", if is_here { "> " } else { "  " }, item.day);
            paint::put(buf, area.x, y, area.width, &line, theme.plain);
            if is_here {
                buf.set_style(Rect { y, height: 1, ..area }, theme.selected);
            }
        }
        None
    }
}
