//! The daily copies: made beside the work, one a day, the first of a day as soon as there is something to copy.

use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::logbook::Logbook;
use super::serve::Keeping;
use crate::calendar::Day;
use crate::ledger::backup::backup_of_the_day;
use crate::model::event::Stamp;

/// Daily copies that are kept (局内约定).
const KEPT: usize = 14;
/// A ledger that was empty at the start is first copied so long after its first entry: by then it is set up.
const SOON: Duration = Duration::from_secs(10 * 60);
/// A stop waits so long for a copy; one that is cut off has no manifest and is made again.
const PATIENCE: Duration = Duration::from_secs(5);
/// After a copy that failed the next one is tried so much later: on a full disk somebody may have made room.
const AGAIN: Duration = Duration::from_secs(3600);

/// When the ledger was copied last, and the copy being made.
#[derive(Default)]
pub struct Copies {
    /// The day whose copy was begun.
    begun: Day,
    /// When the ledger was empty last, once it was seen empty.
    empty_at: Option<Instant>,
    /// When the last copy was found to have failed.
    failed_at: Option<Instant>,
    /// Says whether the day has its copy.
    running: Option<JoinHandle<bool>>,
}

impl Copies {
    /// Between two looks whether it is done.
    pub const PAUSE: Duration = Duration::from_millis(50);

    /// Is it time for the copy of `today`, with `seq` entries in the ledger at the moment `now`?
    pub fn is_due(&mut self, seq: u64, today: Day, now: Instant) -> bool {
        if seq == 0 {
            self.empty_at = Some(now);
        }
        if let Some(copy) = self.running.take_if(|copy| copy.is_finished()) {
            self.failed_at = (!copy.join().unwrap_or(false)).then_some(now);
        }
        let is_again = self.failed_at.is_some_and(|at| now.saturating_duration_since(at) >= AGAIN);
        let is_set_up = self.empty_at.is_none_or(|at| now.saturating_duration_since(at) >= SOON);
        seq > 0 && (self.begun != today || is_again) && is_set_up
    }

    /// Begins it. What becomes of it stands in the log.
    pub fn begin(&mut self, keeping: &Keeping, now: Stamp) {
        self.begun = super::clock::day_of(now);
        let (data, root) = (keeping.data.clone(), keeping.backups.clone());
        let mut log = Logbook::at(&data);
        let copy = move || {
            let made = backup_of_the_day(&data, &root, KEPT, now);
            match &made {
                Ok(None) => {}
                Ok(Some(to)) => log.note(now, &format!("已备份到 {}", to.display())),
                Err(error) => log.note(now, &format!("每日备份没有成：{error}")),
            }
            made.is_ok()
        };
        self.failed_at = None;
        match thread::Builder::new().name("copies".into()).spawn(copy) {
            Ok(running) => self.running = Some(running),
            Err(error) => {
                self.failed_at = Some(Instant::now());
                Logbook::at(&keeping.data).note(now, &format!("每日备份没有成：{error}"));
            }
        }
    }

    /// Is one being made?
    pub fn is_running(&self) -> bool {
        self.running.as_ref().is_some_and(|copy| !copy.is_finished())
    }

    /// Waits for it, but not for ever.
    pub fn end(&mut self) {
        let since = Instant::now();
        while self.is_running() && since.elapsed() < PATIENCE {
            thread::sleep(Copies::PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_with_entries_is_copied_at_once_and_a_new_one_when_it_is_set_up_once_a_day() {
        let (today, start) = ("2026-11-23".parse().unwrap(), Instant::now());
        let mut copies = Copies::default();
        assert!(copies.is_due(7, today, start), "there was something at the start");
        copies.begun = today;
        assert!(!copies.is_due(8, today, start + SOON));
        assert!(copies.is_due(8, today.plus(1), start + SOON), "the next day");

        let done = |is_done: bool| {
            let copy = thread::spawn(move || is_done);
            while !copy.is_finished() {
                thread::yield_now();
            }
            Some(copy)
        };
        copies.running = done(false);
        assert!(!copies.is_due(8, today, start), "the disk is full");
        assert!(!copies.is_due(8, today, start + AGAIN / 2));
        assert!(copies.is_due(8, today, start + AGAIN), "there may be room");
        copies.running = done(true);
        assert!(!copies.is_due(8, today, start + AGAIN), "there was");

        let mut copies = Copies::default();
        assert!(!copies.is_due(0, today, start), "nothing to copy");
        assert!(!copies.is_due(3, today, start + SOON / 2), "still being set up");
        assert!(copies.is_due(90, today, start + SOON), "on its first day all the same");
    }
}
