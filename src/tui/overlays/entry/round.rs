//! What Tab puts in the place of a fragment, one after the other.

use ratatui::style::Style;

use super::Entry;
use crate::ask::answer::{Choice, Completion, Understood};
use crate::ask::query::{CompleteFor, Query};
use crate::tui::effect::{Effect, Effects, Notice};
use crate::tui::layer::Cx;
use crate::tui::widgets::scroll::Scroll;

/// What Tab puts in the place of a fragment, one after the other; a list of it stands above the line.
pub(super) struct Round {
    pub start: usize,
    /// What stood there before.
    pub typed: String,
    pub choices: Vec<Choice>,
    pub at: usize,
}

impl Round {
    fn value(&self) -> &str {
        self.choices.get(self.at).map_or("", |choice| &choice.value)
    }

    fn turn(&mut self, back: bool) {
        let steps = if back { self.choices.len() - 1 } else { 1 };
        self.at = (self.at + steps) % self.choices.len();
    }
}

/// Rows of the list of choices.
pub(super) const LISTED: u16 = 8;

impl Entry {
    /// Tab and Shift-Tab: what stands at the cursor becomes the next thing it may mean.
    pub(super) fn complete(&mut self, back: bool) -> Effects {
        let Some(round) = &mut self.round else {
            let (common, last) = (self.common.clone(), self.last);
            let shape = CompleteFor::Line { cursor: self.field.cursor(), common, last };
            return vec![Effect::Ask(Query::Complete { text: self.field.text().to_owned(), shape })];
        };
        let (start, end) = (round.start, round.start + round.value().len());
        round.turn(back);
        self.field.replace(start, end, round.value());
        self.changed()
    }

    /// The only one is put in and that is all; several are listed, the first of them stands in the line.
    pub(super) fn take_completion(&mut self, found: Completion) -> Effects {
        let numbered = |understood: &Understood| Completion {
            range: understood.fragment,
            choices: understood.choices.clone(),
        };
        let open = self.understood.as_ref().filter(|understood| !understood.choices.is_empty()).map(numbered);
        // An answer for a place that the cursor has left is no answer.
        let here =
            Some(found).filter(|found| !found.choices.is_empty() && found.range.1 == self.field.cursor());
        let Some(Completion { range: (start, end), choices }) = here.or(open) else {
            return vec![Notice::remark("这里没有可补全的").into()];
        };
        let typed = self.field.text().get(start..end).unwrap_or_default().to_owned();
        let is_only = choices.len() == 1;
        let round = Round { start, typed, choices, at: 0 };
        self.field.replace(start, end, round.value());
        self.round = Some(round).filter(|_| !is_only);
        self.changed()
    }

    /// Esc over a list: what was typed stands there again.
    pub(super) fn untake(&mut self, round: &Round) -> Effects {
        self.field.replace(round.start, round.start + round.value().len(), &round.typed);
        self.changed()
    }

    /// The choices around the one that stands in the line.
    pub(super) fn list(&self, cx: &Cx) -> Vec<(String, Style)> {
        let Some(round) = &self.round else { return Vec::new() };
        let top = Scroll { at: round.at }.top(round.choices.len(), LISTED);
        let rows = round.choices.iter().enumerate().skip(top).take(usize::from(LISTED));
        let row = |(n, choice): (usize, &Choice)| match n == round.at {
            true => (format!("> {}", choice.text), cx.theme.selected),
            false => (format!("  {}", choice.text), cx.theme.key),
        };
        rows.map(row).collect()
    }
}
