//! A real terminal around the real program: a PTY, a screen, keys. It waits for what should be seen, never for a time.

use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{Winsize, tcsetwinsize};

/// Longest wait for something that must come; generous, since a slow machine is no failure.
const PATIENCE: Duration = Duration::from_secs(40);

/// Somebody sitting at a terminal.
pub struct Seat {
    /// The terminal's end of the line; [`None`] once it is lost.
    line: Option<Arc<OwnedFd>>,
    watcher: Option<Watcher>,
    child: Box<dyn Child + Send + Sync>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
}

/// The thread that takes what the program sends, until it is woken.
struct Watcher {
    thread: JoinHandle<()>,
    wake: UnixStream,
}

struct Shown {
    screen: vt100::Parser<Answers>,
    /// Everything that came.
    taken: Vec<u8>,
    ended: bool,
}

impl Shown {
    /// No frame has begun that has not ended.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.taken.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }
}

/// Columns behind `─` and behind `中文`, as the terminal says when it is asked where its cursor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widths {
    /// What they are on the screen.
    Own,
    /// Those of another terminal, in turn.
    Of(u16, u16),
    /// It does not answer.
    Silent,
}

/// What the terminal says by itself.
struct Answers {
    widths: Widths,
    asked: usize,
    said: Vec<u8>,
}

impl vt100::Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        _: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        if (c, params) != ('n', &[&[6]]) {
            return;
        }
        let (row, column) = screen.cursor_position();
        let column = match (self.widths, self.asked) {
            (Widths::Silent, _) => return,
            (Widths::Of(line, _), 0) => line,
            (Widths::Of(_, chinese), 1) => chinese,
            _ => column,
        };
        self.asked += 1;
        write!(self.said, "\x1b[{};{}R", row + 1, column + 1).unwrap();
    }
}

/// A program to start in a terminal: arguments and environment, nothing inherited but PATH.
pub fn program(exe: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(exe);
    command.env_clear();
    command.env("PATH", std::env::var("PATH").unwrap_or_default());
    command.env("HOME", home);
    // Named, so that the service of an office that happens to run on this machine is not meant.
    command.env("ZHIBEN_DATA", home.join("data/zhiben"));
    command.env("XDG_DATA_HOME", home.join("data"));
    command.env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_STATE_HOME", home.join("state"));
    command.env("XDG_RUNTIME_DIR", home.join("run"));
    // Whoever keeps the ledger does not stay long after its last seat.
    command.env("ZHIBEN_LINGER", "0.5");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.cwd(home);
    command
}

impl Seat {
    /// Starts a program in a terminal of this size (columns, rows).
    pub fn start(command: CommandBuilder, size: (u16, u16)) -> Seat {
        Seat::at(command, size, Widths::Own)
    }

    /// The same at a terminal with other widths.
    pub fn at(command: CommandBuilder, (columns, rows): (u16, u16), widths: Widths) -> Seat {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        // The library's own writer types an end of file when it goes, which no lost line does.
        // SAFETY: the master lives to the end of the statement.
        let line = unsafe { BorrowedFd::borrow_raw(pty.master.as_raw_fd().unwrap()) }.try_clone_to_owned();
        let line = Arc::new(line.unwrap());
        drop(pty.master);
        let answers = Answers { widths, asked: 0, said: Vec::new() };
        let screen = vt100::Parser::new_with_callbacks(rows, columns, 0, answers);
        let shown = Arc::new((Mutex::new(Shown { screen, taken: Vec::new(), ended: false }), Condvar::new()));
        let watcher = Some(Watcher::start(Arc::clone(&line), Arc::clone(&shown)));
        Seat { line: Some(line), watcher, child, shown }
    }

    /// Types. `<Enter> <Esc> <Tab> <Up> <Down> <Left> <Right> <F1> … <C-r>` stand for keys.
    pub fn keys(&mut self, keys: &str) -> &mut Seat {
        self.send(&bytes_of(keys));
        self
    }

    /// Pastes a text as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Seat {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        self
    }

    fn send(&self, bytes: &[u8]) {
        send(self.line.as_ref().unwrap(), bytes);
    }

    /// Waits until `words` stand on the screen.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Seat {
        self.until(&format!("“{words}” 出现"), |screen| screen.contents().contains(words))
    }

    /// Waits until `words` do not stand on the screen any more.
    #[track_caller]
    pub fn sees_no(&mut self, words: &str) -> &mut Seat {
        self.until(&format!("“{words}” 消失"), |screen| !screen.contents().contains(words))
    }

    /// Waits until the program has taken the whole screen; nothing needs to stand on it yet.
    #[track_caller]
    pub fn sees_it_full_screen(&mut self) -> &mut Seat {
        self.until("全屏", vt100::Screen::alternate_screen)
    }

    /// Waits until the cursor is shown in a column, counted from 0.
    #[track_caller]
    pub fn sees_cursor_in(&mut self, column: u16) -> &mut Seat {
        self.until(&format!("光标到第 {column} 列"), |screen| {
            screen.cursor_position().1 == column && !screen.hide_cursor()
        })
    }

    #[track_caller]
    fn until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &mut Seat {
        if let Err(why) = self.wait(|shown| holds(shown.screen.screen())) {
            panic!("{why}，仍未等到{what}：\n{}", self.screen());
        }
        self
    }

    /// Waits until something holds; why it was given up.
    fn wait(&self, holds: impl Fn(&Shown) -> bool) -> Result<(), &'static str> {
        let (state, bell) = &*self.shown;
        let start = Instant::now();
        let mut state = state.lock().unwrap();
        loop {
            if holds(&state) {
                return Ok(());
            }
            if state.ended {
                return Err("程序已退出");
            }
            if start.elapsed() > PATIENCE {
                return Err("等了很久");
            }
            state = bell.wait_timeout(state, Duration::from_millis(200)).unwrap().0;
        }
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.looking(vt100::Screen::contents)
    }

    /// Looks at the screen of this moment.
    pub fn looking<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shown.0.lock().unwrap().screen.screen())
    }

    /// The row in which `words` stand, and its text.
    pub fn row_with(&self, words: &str) -> Option<(u16, String)> {
        let columns = self.looking(|screen| screen.size().1);
        let rows: Vec<String> = self.looking(|screen| screen.rows(0, columns).collect());
        rows.into_iter().zip(0..).find(|(text, _)| text.contains(words)).map(|(text, row)| (row, text))
    }

    /// Where the cursor stands (row, column), and whether it is shown.
    pub fn cursor(&self) -> ((u16, u16), bool) {
        self.looking(|screen| (screen.cursor_position(), !screen.hide_cursor()))
    }

    /// Process number of the program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Changes the size of the terminal (columns, rows), between two frames: the emulator fails at the rest of one that was
    /// made for more columns.
    #[track_caller]
    pub fn resize(&mut self, (columns, rows): (u16, u16)) -> &mut Seat {
        if let Err(why) = self.wait(Shown::is_whole) {
            panic!("{why}，画面仍不完整：\n{}", self.screen());
        }
        let mut shown = self.shown.0.lock().unwrap();
        shown.screen.screen_mut().set_size(rows, columns);
        // The emulator stumbles over wide characters that the new edge cut in half; the program repaints anyway.
        shown.screen.process(b"\x1b[2J");
        drop(shown);
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(self.line.as_ref().unwrap(), size).unwrap();
        self
    }

    /// Takes the line away, as a lost connection does, and waits until the program has ended; its exit code.
    pub fn hang_up(&mut self) -> u32 {
        self.look_away();
        self.line = None;
        self.child.wait().unwrap().exit_code()
    }

    /// Takes nothing any more of what the program sends, as a client that was stopped.
    pub fn look_away(&mut self) {
        if let Some(Watcher { thread, mut wake }) = self.watcher.take() {
            // A watcher of a program that has ended is gone already.
            let _ = wake.write_all(b"!");
            let _ = thread.join();
        }
    }

    /// Bytes that the program has written so far; stands still while a write waits for somebody to take it.
    pub fn written(&self) -> u64 {
        let counts = std::fs::read_to_string(format!("/proc/{}/io", self.pid())).unwrap();
        let count = counts.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap();
        count.parse().unwrap()
    }

    /// The program has ended.
    pub fn is_gone(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for the program to end; its exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        if let Err(why) = self.wait(|shown| shown.ended) {
            panic!("{why}，程序仍未退出：\n{}", self.screen());
        }
        self.child.wait().unwrap().exit_code()
    }
}

impl Watcher {
    fn start(line: Arc<OwnedFd>, shown: Arc<(Mutex<Shown>, Condvar)>) -> Watcher {
        let (wake, woken) = UnixStream::pair().unwrap();
        let thread = std::thread::spawn(move || watch(&line, &woken, &shown));
        Watcher { thread, wake }
    }
}

fn watch(line: &OwnedFd, woken: &UnixStream, (shown, bell): &(Mutex<Shown>, Condvar)) {
    let mut bytes = [0; 8192];
    loop {
        let mut watched = [PollFd::new(line, PollFlags::IN), PollFd::new(woken, PollFlags::IN)];
        if poll(&mut watched, None).is_err() {
            continue;
        }
        if !watched[1].revents().is_empty() {
            return;
        }
        // A line whose program is gone fails instead of ending.
        let n = rustix::io::read(line, &mut bytes).unwrap_or(0);
        let mut state = shown.lock().unwrap();
        match n {
            0 => state.ended = true,
            n => {
                state.screen.process(&bytes[..n]);
                state.taken.extend(&bytes[..n]);
            }
        }
        let said = std::mem::take(&mut state.screen.callbacks_mut().said);
        drop(state);
        bell.notify_all();
        if n == 0 {
            return;
        }
        send(line, &said);
    }
}

fn send(line: impl AsFd, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let sent = rustix::io::write(line.as_fd(), bytes).unwrap();
        bytes = &bytes[sent..];
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.child.kill();
        self.look_away();
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
        "F8" => b"\x1b[19~",
        _ => return None,
    };
    Some(bytes.to_vec())
}
