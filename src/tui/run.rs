//! The only place that touches the terminal: sets it up, reads keys, draws what changed, and puts it back whatever happens.
//!
//! - [`input`] — keys on a thread of their own; [`seat`] — what the app wants done; [`gone`] — what ends it when the line is lost
//!
//! Everything that comes in is one queue of [`Msg`]; an idle workbench waits on it and costs nothing.

mod gone;
mod input;
mod seat;

use std::io;
use std::iter;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::{cursor, event, execute, terminal};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::app::{App, Own};
use super::backend::Backend;
use super::circle::{Msg, Outside, turn};
use super::drafts::{Draft, Keeper};
use super::effect::{Notice, Setup};
use super::keymap::Keymap;
use super::keymap::own::OwnKeys;
use super::theme::{Colours, Theme};
use super::views;
use crate::desk::Desk;
use crate::desk::seat::SeatError;
use crate::desk::wire::News;
use crate::file;
use seat::Seat;

/// How to sit down.
pub struct Options {
    /// How many colours; NO_COLOR means [`Colours::Mono`].
    pub colours: Colours,
    /// Ambiguous characters are two cells wide; [`None`]: the terminal is asked.
    pub ambiguous_wide: Option<bool>,
    /// Own keys.
    pub keys: Vec<OwnKeys>,
    /// Where drafts and views are kept; [`None`]: nowhere.
    pub state_dir: Option<PathBuf>,
    /// A workbench at which no key was pressed for so long is left, with its drafts kept; [`None`]: never.
    pub idle: Option<Duration>,
}

impl Default for Options {
    /// From the environment: NO_COLOR, and `ZHIBEN_AMBIGUOUS` (`narrow`, `wide`) where the terminal shall not be asked.
    fn default() -> Options {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let ambiguous_wide = match std::env::var("ZHIBEN_AMBIGUOUS").as_deref() {
            Ok("wide") => Some(true),
            Ok("narrow") => Some(false),
            _ => None,
        };
        Options {
            colours: if is_set("NO_COLOR") { Colours::Mono } else { Colours::Sixteen },
            ambiguous_wide,
            keys: Vec::new(),
            state_dir: views::state_dir(),
            idle: None,
        }
    }
}

/// How the officer left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// By q.
    Done,
    /// To begin a new store, which is not for the workbench to do.
    Setup(Setup),
    /// At once: the terminal does not read UTF-8, nothing of this could be read there.
    NotUtf8,
    /// No key was pressed for long.
    Idle,
}

/// Begins a new ledger as [`Setup::Fresh`] says; returns the desk to go on at, or why it was not begun.
pub type Begin<'a> = &'a dyn Fn(&Desk, &Setup) -> Result<Desk, String>;

/// Sits down at a desk; tells how far it is where the store is being built: entries done, entries in all.
pub type Sit<'a> = &'a dyn Fn(&mut dyn FnMut(u64, u64)) -> Result<Desk, SeatError>;

/// Why nobody worked here.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The terminal.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// The desk.
    #[error(transparent)]
    Seat(#[from] SeatError),
    /// What was half typed could not be written; here it is.
    #[error("草稿没有存下：{why}\n{words}")]
    Unkept {
        /// What is wrong with the disk.
        why: String,
        /// What was typed.
        words: String,
    },
}

/// Paints the workbench, sits down at the desk, and stays until the officer leaves. The line is watched from the first moment on:
/// once it is lost the process ends, whatever it is doing.
///
/// # Errors
/// As [`RunError`] says; the terminal is as it was before.
pub fn run(sit: Sit, options: Options, begin: Begin) -> Result<Left, RunError> {
    let (tell, told) = channel();
    let tell_unkept = |tell: Sender<Msg>| Box::new(move |why| drop(tell.send(Msg::Unkept(why))));
    let keeper = options.state_dir.as_ref().map(|dir| Keeper::start(dir, tell_unkept(tell.clone())));
    gone::watch(keeper.clone(), tell.clone())?;
    let left = stay(sit, options, begin, keeper.clone(), (tell, told));
    if left.is_err() && gone::is_lost() {
        // Whatever failed failed because of that, and its code is that of a lost line.
        gone::leave(keeper.as_ref(), signal_hook::consts::SIGHUP);
    }
    if let Some(keeper) = keeper
        && let Err(error) = keeper.flush()
    {
        let words: Vec<String> = keeper.drafts().iter().map(Draft::words).collect();
        return Err(RunError::Unkept { why: file::words(&error), words: words.join("\n") });
    }
    left
}

fn stay(
    sit: Sit,
    options: Options,
    begin: Begin,
    keeper: Option<Keeper>,
    (tell, told): (Sender<Msg>, Receiver<Msg>),
) -> Result<Left, RunError> {
    let (keymap, faults) = Keymap::with(&options.keys);
    let own = Own {
        theme: Some(Theme::of(options.colours)),
        keymap,
        views: options.state_dir.as_ref().map(|dir| views::read(&dir.join("views.json"))).unwrap_or_default(),
        drafts: keeper.as_ref().map(Keeper::drafts).unwrap_or_default(),
        unkept: keeper.is_none().then(|| "不知道主目录在哪里".to_owned()),
        faults: faults.iter().map(ToString::to_string).collect(),
    };
    let mut screen = Screen::open()?;
    let size = terminal::size().map(Size::from)?;
    let mut app = App::new(size, own);
    if options.ambiguous_wide.is_none() {
        input::send_probe()?;
    }
    input::start(tell.clone(), options.ambiguous_wide.is_none());
    let desk = sit_down(sit, &mut app, &mut screen)?;
    forward_news(&desk, tell.clone());
    let mut seat = Seat {
        desk,
        keeper,
        state_dir: options.state_dir,
        begin,
        next: tell,
        left: Left::Done,
        is_dirty: false,
        touched_at: Instant::now(),
        idle: options.idle,
        unanswered: None,
    };
    if let Some(is_wide) = options.ambiguous_wide {
        turn(&mut app, &mut seat, Msg::AmbiguousWide(is_wide));
    }
    for msg in seat.granted_drafts() {
        turn(&mut app, &mut seat, msg);
    }
    for errand in app.start() {
        if let Some(msg) = seat.run(errand) {
            turn(&mut app, &mut seat, msg);
        }
    }
    serve(&mut app, &mut seat, &mut screen, &told)?;
    Ok(seat.left)
}

/// Draws, waits, takes everything that has come, and draws again.
fn serve(app: &mut App, seat: &mut Seat, screen: &mut Screen, told: &Receiver<Msg>) -> io::Result<()> {
    loop {
        if std::mem::take(&mut seat.is_dirty) {
            screen.backend.forget();
        }
        screen.draw(app)?;
        let patience = seat.patience(app.is_lost());
        let first = match told.recv_timeout(patience) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) if app.is_lost() => Msg::News(News::Lost),
            Err(RecvTimeoutError::Timeout) if seat.patience(false).is_zero() => {
                seat.left = Left::Idle;
                Msg::Leave
            }
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        // Keys that were typed faster than they are drawn are drawn once; what comes meanwhile has its turn after that.
        for msg in gathered(iter::once(first).chain(told.try_iter())) {
            seat.touched(&msg);
            match msg {
                Msg::NotUtf8 => seat.left = Left::NotUtf8,
                Msg::AmbiguousWide(_) => screen.backend.trust_widths(),
                // There and back again between two frames, it may have moved lines all the same.
                Msg::Resize(_) => screen.backend.forget(),
                _ => {}
            }
            turn(app, seat, msg);
        }
        if app.is_left() {
            return Ok(());
        }
    }
}

/// What has come so far. Of entries by others only the last one counts: each makes everything on the screen be asked for anew, and
/// a bulk of them would come faster than that is answered.
fn gathered(come: impl Iterator<Item = Msg>) -> Vec<Msg> {
    let mut all: Vec<Msg> = come.collect();
    let is_entry = |msg: &Msg| matches!(msg, Msg::News(News::Changed(_)));
    let last = all.iter().rposition(is_entry);
    let mut at = 0;
    all.retain(|msg| {
        at += 1;
        !is_entry(msg) || Some(at - 1) == last
    });
    all
}

/// The first screen is painted before anybody was asked; a store that is being built says how far it is.
fn sit_down(sit: Sit, app: &mut App, screen: &mut Screen) -> Result<Desk, RunError> {
    app.receive(Msg::Say(Notice::remark("正在打开台账")));
    screen.draw(app)?;
    let desk = sit(&mut |done, all| {
        app.receive(Msg::Say(Notice::remark(format!("重建中 {done}/{all}"))));
        // A terminal that is gone ends the seat by its watch.
        let _ = screen.draw(app);
    })?;
    app.quiet();
    Ok(desk)
}

fn forward_news(desk: &Desk, tell: Sender<Msg>) {
    let changes = desk.changes();
    thread::spawn(move || {
        for news in changes {
            if tell.send(Msg::News(news)).is_err() {
                return;
            }
        }
    });
}

/// The terminal while it is ours.
struct Screen {
    backend: Backend<io::Stdout>,
}

impl Screen {
    fn open() -> io::Result<Screen> {
        terminal::enable_raw_mode()?;
        restore_on_panic();
        // From here on whatever fails puts it back.
        let screen = Screen { backend: Backend::new(io::stdout()) };
        execute!(io::stdout(), terminal::EnterAlternateScreen, event::EnableBracketedPaste, cursor::Hide)?;
        Ok(screen)
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        let size = terminal::size().map(Size::from)?;
        let mut frame = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        let cursor = app.view(&mut frame);
        self.backend.draw(&frame, cursor)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// How long a terminal that takes nothing is waited for.
const PARTING: Duration = Duration::from_millis(200);

/// Puts the terminal back. A terminal that is gone or takes nothing any more cannot be put back; that is no fault of ours and
/// keeps nobody here.
fn restore() {
    let (tell, told) = channel();
    thread::spawn(move || {
        let _ = execute!(
            io::stdout(),
            terminal::EndSynchronizedUpdate,
            event::DisableBracketedPaste,
            terminal::LeaveAlternateScreen,
            cursor::Show
        );
        let _ = tell.send(());
    });
    let _ = told.recv_timeout(PARTING);
    let _ = terminal::disable_raw_mode();
}

fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        restore();
        before(panic);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_bulk_of_entries_the_screen_asks_once_and_no_key_is_lost() {
        let said = |seq| Msg::News(News::Changed(seq));
        let come = [said(1), Msg::Paste("甲".into()), said(2), said(3), Msg::Paste("乙".into())];
        let kept: Vec<String> = gathered(come.into_iter()).iter().map(|msg| format!("{msg:?}")).collect();
        assert_eq!(kept, [r#"Paste("甲")"#, "News(Changed(3))", r#"Paste("乙")"#]);
    }
}
