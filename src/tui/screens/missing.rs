//! Stands in the place of a screen that is not there yet.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::action::{Action, Scope};
use crate::tui::effect::Effects;
use crate::tui::layer::{Cx, Layer};
use crate::tui::widgets::paint;

/// Its name.
pub struct Missing(pub &'static str);

impl Layer for Missing {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Global]
    }

    fn act(&mut self, _cx: &Cx, _action: Action) -> Effects {
        Vec::new()
    }

    fn place(&self, _cx: &Cx) -> String {
        self.0.to_owned()
    }

    fn view(&self, cx: &Cx, area: Rect, buf: &mut Buffer) -> Option<Position> {
        paint::put(buf, area.x + 1, area.y, area.width.saturating_sub(1), "此画面尚未就绪", cx.theme.faint);
        None
    }
}
