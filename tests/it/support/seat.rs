//! A real terminal around the real program: a PTY, a screen, keys. It waits for what should be seen, never for a time.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longest wait for something that must come; generous, since a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody sitting at a terminal.
pub struct Seat {
    /// Both [`None`] once the line is taken away.
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
}

struct Shown {
    screen: vt100::Parser,
    ended: bool,
    /// Nobody looks any more: the reader lets go of the line.
    is_cut: bool,
}

/// A program to start in a terminal: arguments and environment, nothing inherited but PATH.
pub fn program(exe: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(exe);
    command.env_clear();
    command.env("PATH", std::env::var("PATH").unwrap_or_default());
    command.env("HOME", home);
    command.env("XDG_DATA_HOME", home.join("data"));
    command.env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_STATE_HOME", home.join("state"));
    command.env("XDG_RUNTIME_DIR", home.join("run"));
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    // This terminal does not answer where the cursor stands.
    command.env("ZHIBEN_AMBIGUOUS", "narrow");
    command.cwd(home);
    command
}

impl Seat {
    /// Starts a program in a terminal of this size (columns, rows).
    pub fn start(command: CommandBuilder, (columns, rows): (u16, u16)) -> Seat {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut from = pty.master.try_clone_reader().unwrap();
        let shown = Arc::new((
            Mutex::new(Shown { screen: vt100::Parser::new(rows, columns, 0), ended: false, is_cut: false }),
            Condvar::new(),
        ));
        let told = Arc::clone(&shown);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let n = from.read(&mut bytes).unwrap_or(0);
                let (state, bell) = &*told;
                let mut state = state.lock().unwrap();
                match n {
                    0 => state.ended = true,
                    n => state.screen.process(&bytes[..n]),
                }
                bell.notify_all();
                if n == 0 || state.is_cut {
                    break;
                }
            }
        });
        let keys = pty.master.take_writer().unwrap();
        Seat { master: Some(pty.master), keys: Some(keys), reader: Some(reader), child, shown }
    }

    /// Types. `<Enter> <Esc> <Tab> <Up> <Down> <Left> <Right> <F1> … <C-r>` stand for keys.
    pub fn keys(&mut self, keys: &str) -> &mut Seat {
        let line = self.keys.as_mut().unwrap();
        line.write_all(&bytes_of(keys)).unwrap();
        line.flush().unwrap();
        self
    }

    /// Pastes a text as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Seat {
        let line = self.keys.as_mut().unwrap();
        write!(line, "\x1b[200~{text}\x1b[201~").unwrap();
        line.flush().unwrap();
        self
    }

    /// Waits until `words` stand on the screen.
    pub fn sees(&mut self, words: &str) -> &mut Seat {
        self.until(&format!("“{words}” 出现"), |screen| screen.contents().contains(words))
    }

    /// Waits until `words` do not stand on the screen any more.
    pub fn sees_no(&mut self, words: &str) -> &mut Seat {
        self.until(&format!("“{words}” 消失"), |screen| !screen.contents().contains(words))
    }

    /// Waits until the cursor is shown in a column, counted from 0.
    pub fn sees_cursor_in(&mut self, column: u16) -> &mut Seat {
        self.until(&format!("光标到第 {column} 列"), |screen| {
            screen.cursor_position().1 == column && !screen.hide_cursor()
        })
    }

    fn until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &mut Seat {
        let (state, bell) = &*self.shown;
        let mut state = state.lock().unwrap();
        let start = Instant::now();
        while !holds(state.screen.screen()) {
            let text = state.screen.screen().contents();
            assert!(!state.ended, "程序已退出，仍未等到{what}：\n{text}");
            assert!(start.elapsed() < PATIENCE, "没有等到{what}：\n{text}");
            state = bell.wait_timeout(state, Duration::from_millis(200)).unwrap().0;
        }
        drop(state);
        self
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.shown.0.lock().unwrap().screen.screen().contents()
    }

    /// Where the cursor stands (row, column), and whether it is shown.
    pub fn cursor(&self) -> ((u16, u16), bool) {
        let state = self.shown.0.lock().unwrap();
        let screen = state.screen.screen();
        (screen.cursor_position(), !screen.hide_cursor())
    }

    /// Process number of the program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Changes the size of the terminal (columns, rows).
    pub fn resize(&mut self, (columns, rows): (u16, u16)) -> &mut Seat {
        self.shown.0.lock().unwrap().screen.screen_mut().set_size(rows, columns);
        self.master
            .as_ref()
            .unwrap()
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .unwrap();
        self
    }

    /// Takes the line away, as a lost connection does, and waits until the program has ended; its exit code. The program
    /// must answer to a change of size by drawing.
    pub fn hang_up(&mut self) -> u32 {
        self.shown.0.lock().unwrap().is_cut = true;
        // What is drawn for the new size wakes the reader, which then lets go of its end.
        self.resize((100, 30));
        self.reader.take().unwrap().join().unwrap();
        (self.keys, self.master) = (None, None);
        self.child.wait().unwrap().exit_code()
    }

    /// Waits for the program to end; its exit code.
    pub fn ends(&mut self) -> u32 {
        let (state, bell) = &*self.shown;
        let mut state = state.lock().unwrap();
        let start = Instant::now();
        while !state.ended {
            assert!(start.elapsed() < PATIENCE, "程序没有退出：\n{}", state.screen.screen().contents());
            state = bell.wait_timeout(state, Duration::from_millis(200)).unwrap().0;
        }
        drop(state);
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The bytes that a terminal sends for keys.
fn bytes_of(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|r| r.split_once('>'))
            .and_then(|(name, after)| Some((named(name)?, after)));
        match named {
            Some((key, after)) => {
                bytes.extend(key);
                rest = after;
            }
            None => {
                bytes.extend(c.to_string().into_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    bytes
}

fn named(name: &str) -> Option<Vec<u8>> {
    if let Some(letter) = name.strip_prefix("C-").and_then(|l| l.bytes().next()) {
        return Some(vec![letter & 0x1f]);
    }
    let bytes: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "BackTab" => b"\x1b[Z",
        "Space" => b" ",
        "BS" => b"\x7f",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PageUp" => b"\x1b[5~",
        "PageDown" => b"\x1b[6~",
        "F1" => b"\x1bOP",
        "F2" => b"\x1bOQ",
        "F4" => b"\x1bOS",
        "F5" => b"\x1b[15~",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        _ => return None,
    };
    Some(bytes.to_vec())
}
