//! Lines of before, and the half-typed line that they stand in the place of: it is kept as a draft, and comes back.

use super::Entry;
use crate::tui::drafts::Draft;
use crate::tui::effect::{Effect, Effects};
use crate::tui::layer::Cx;
use crate::tui::overlays::form::kept;

impl Entry {
    /// Up and Down over the lines of this sitting. What is only recalled is no draft.
    pub(super) fn recall(&mut self, cx: &Cx, older: bool) -> Effects {
        let to = if older { self.recalled + 1 } else { self.recalled.saturating_sub(1) };
        if to == 0 {
            return self.bring_back();
        }
        let Some(line) = cx.lines.iter().rev().nth(to - 1) else { return Vec::new() };
        if self.recalled == 0 {
            self.set_aside();
        }
        (self.recalled, self.round) = (to, None);
        self.field.set(line);
        vec![self.understand()]
    }

    /// What stands in the line gives way to another and keeps its draft.
    pub(super) fn set_aside(&mut self) {
        let line = self.field.text().to_owned();
        if !line.trim().is_empty() {
            let key = std::mem::replace(&mut self.key, Draft::new_key());
            self.aside = Some((key, line));
        }
        self.field.set("");
    }

    /// The half-typed line stands there again; an empty one when there was none. What was changed in a recalled line stays a
    /// draft.
    pub(super) fn bring_back(&mut self) -> Effects {
        let (key, line) = self.aside.take().unwrap_or_else(|| (Draft::new_key(), String::new()));
        (self.key, self.recalled, self.round) = (key, 0, None);
        self.field.set(line);
        vec![self.understand()]
    }

    /// Esc: what was half typed is a draft, and that is said.
    pub(super) fn left(&self, cx: &Cx) -> Effects {
        let aside = self.aside.as_ref().map(|(key, _)| key);
        let is_kept = |draft: &Draft| draft.key == self.key || Some(&draft.key) == aside;
        let said = cx.drafts.iter().any(is_kept).then(|| kept(cx).into());
        [Effect::Close].into_iter().chain(said).collect()
    }
}
