//! Keys, on a thread of their own: reading may block or spin once the terminal is gone, and nothing else waits for it.

use std::io::{self, Write};
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::cursor;
use crossterm::event::{self, Event, KeyEventKind};

use crate::tui::circle::Msg;

/// Draws a character of ambiguous width, then Chinese, and asks after each where the cursor stands. The answers are read
/// by the input thread while the first screen is drawn over it.
pub fn send_probe() -> io::Result<()> {
    let mut out = io::stdout();
    write!(out, "\x1b[1;1H\u{2500}\x1b[6n\x1b[1;1H\u{4e2d}\u{6587}\x1b[6n")?;
    out.flush()
}

/// Reads for ever. `probes`: first the answers to [`send_probe`].
pub fn start(tell: Sender<Msg>, probes: bool) {
    thread::spawn(move || {
        if probes {
            read_probe(&tell);
        }
        // Ends with the process: whoever waits for keys has nobody else to tell.
        while let Ok(event) = event::read() {
            if message(event).is_some_and(|msg| tell.send(msg).is_err()) {
                return;
            }
        }
    });
}

/// A terminal that does not answer is taken for a narrow one that reads UTF-8; keys typed meanwhile are kept.
fn read_probe(tell: &Sender<Msg>) {
    let Ok((after_line, _)) = cursor::position() else { return };
    let Ok((after_chinese, _)) = cursor::position() else { return };
    if after_chinese != 4 {
        let _ = tell.send(Msg::NotUtf8);
    } else {
        let _ = tell.send(Msg::AmbiguousWide(after_line == 2));
    }
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        // A change of size is told by its signal, which is heard before the first key is read.
        _ => None,
    }
}
