//! Lines that are all in hand: a place among them, scrolled as little as possible.

use crate::tui::action::Action;

/// Which line of so many is selected, and which one is the first on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The selected line.
    pub at: usize,
}

impl Scroll {
    /// Moves among `len` lines of which `height` are on the screen. Says whether the action was a move.
    pub fn go(&mut self, action: Action, len: usize, height: u16) -> bool {
        let page = usize::from(height.max(2)) - 1;
        self.at = match action {
            Action::Down => self.at + 1,
            Action::Up => self.at.saturating_sub(1),
            Action::PageDown => self.at + page,
            Action::PageUp => self.at.saturating_sub(page),
            Action::First => 0,
            Action::Last => len,
            _ => return false,
        }
        .min(len.saturating_sub(1));
        true
    }

    /// Keeps the place inside `len` lines.
    pub fn keep_within(&mut self, len: usize) {
        self.at = self.at.min(len.saturating_sub(1));
    }

    /// The first line on a screen of `height` lines: whole half-screens, so that the lines stand still while one moves.
    pub fn top(&self, len: usize, height: u16) -> usize {
        let height = usize::from(height.max(1));
        if self.at < height {
            return 0;
        }
        let half = (height / 2).max(1);
        (((self.at - height) / half + 1) * half).min(len.saturating_sub(height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_line_is_always_on_the_screen() {
        for height in 1..12u16 {
            for at in 0..100 {
                let top = Scroll { at }.top(100, height);
                assert!(top <= at && at < top + usize::from(height), "{at} of {height}: {top}");
            }
        }
    }
}
