//! Signals, and the terminal itself. When the line is lost, drafts are written and the process is gone within a moment: signals
//! are waited for on a thread of their own, and another watches the terminal, because crossterm's reading spins for ever once
//! it has hung up.

use std::io;
use std::process;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::terminal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use crate::tui::circle::Msg;
use crate::tui::drafts::Keeper;

/// Starts both watches. From its return on no change of size is missed.
pub fn watch(keeper: Option<Keeper>, tell: Sender<Msg>) -> io::Result<()> {
    // Ctrl-Z and Ctrl-C are keys of ours; a stop or an end from outside would leave the terminal raw.
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH])?;
    let of_signals = keeper.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            match signal {
                SIGTSTP => {}
                SIGWINCH => {
                    if let Ok(size) = terminal::size() {
                        let _ = tell.send(Msg::Resize(Size::from(size)));
                    }
                }
                last => leave(of_signals.as_ref(), last),
            }
        }
    });
    thread::spawn(move || {
        while !hangs_up(None) {}
        leave(keeper.as_ref(), SIGHUP)
    });
    Ok(())
}

/// The terminal has hung up. Every failure at a terminal is first asked this: writing may fail before the signal is heard.
pub fn is_lost() -> bool {
    hangs_up(Some(&Timespec::default()))
}

/// Waits for the terminal to hang up, [`None`] for ever.
fn hangs_up(wait: Option<&Timespec>) -> bool {
    let stdin = rustix::stdio::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
    let woken = poll(&mut watched, wait).is_ok();
    woken && watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

/// Ends the process. What was granted is on the disk already; only the drafts are not.
pub fn leave(keeper: Option<&Keeper>, signal: i32) -> ! {
    if let Some(keeper) = keeper {
        let _ = keeper.flush();
    }
    super::restore();
    process::exit(128 + signal)
}
