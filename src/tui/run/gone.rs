//! When the line is lost: drafts are written and the process is gone within a moment. Signals are waited for on a thread of
//! their own, and another watches the terminal itself, because crossterm's reading spins for ever once it has hung up.

use std::io;
use std::process;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::tui::drafts::Keeper;

/// Starts both watches.
pub fn watch(keeper: Option<Keeper>) -> io::Result<()> {
    // Ctrl-Z is a key of ours; a stop from outside would leave the terminal raw.
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGTSTP])?;
    let of_signals = keeper.clone();
    thread::spawn(move || {
        if let Some(signal) = signals.forever().find(|signal| *signal != SIGTSTP) {
            leave(of_signals.as_ref(), signal);
        }
    });
    thread::spawn(move || {
        let stdin = rustix::stdio::stdin();
        loop {
            let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
            let woken = poll(&mut watched, None).is_ok();
            if woken && watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                leave(keeper.as_ref(), SIGHUP);
            }
        }
    });
    Ok(())
}

/// What was granted is on the disk already; only the drafts are not.
fn leave(keeper: Option<&Keeper>, signal: i32) -> ! {
    if let Some(keeper) = keeper {
        let _ = keeper.flush();
    }
    super::restore();
    process::exit(128 + signal)
}
