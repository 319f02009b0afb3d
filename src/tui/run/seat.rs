//! What the app wants done is done here: questions and wishes to the desk, files, the clipboard, drafts.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::execute;

use super::{Begin, Left, forward_news};
use crate::ask::answer::Answer;
use crate::ask::query::Query;
use crate::desk::seat::new_ticket;
use crate::desk::{Desk, SubmitError};
use crate::file::{self, Readers};
use crate::model::command::{Command, Receipt, Refusal};
use crate::model::event::Ticket;
use crate::tui::circle::{Errand, Msg, Outside};
use crate::tui::drafts::{Draft, Keeper};
use crate::tui::effect::{Notice, Setup};
use crate::tui::saving::save;
use crate::tui::views;

/// Does what the app wants done.
pub(super) struct Seat<'a> {
    pub(super) desk: Desk,
    pub(super) keeper: Option<Keeper>,
    pub(super) state_dir: Option<PathBuf>,
    pub(super) begin: Begin<'a>,
    pub(super) next: Sender<Msg>,
    pub(super) left: Left,
    pub(super) is_dirty: bool,
    /// When a key was pressed last.
    pub(super) touched_at: Instant,
    /// Nobody sits here any more after so long.
    pub(super) idle: Option<Duration>,
    /// A wish whose answer was lost, and its ticket: the same wish again is the same wish.
    pub(super) unanswered: Option<(Command, Ticket)>,
}

/// How often a lost line is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// Longer than anybody waits.
const EVER: Duration = Duration::from_secs(7 * 24 * 3600);

impl Seat<'_> {
    /// How long to wait for the next message: until somebody counts as gone, or the lost line is tried again.
    pub(super) fn patience(&self, is_lost: bool) -> Duration {
        let idle = self.idle.map_or(EVER, |idle| idle.saturating_sub(self.touched_at.elapsed()));
        if is_lost { idle.min(AGAIN) } else { idle }
    }

    /// Drafts of the last time whose wish had been granted when the line was lost.
    pub(super) fn granted_drafts(&self) -> Vec<Msg> {
        let Some(keeper) = &self.keeper else { return Vec::new() };
        let granted = |draft: Draft| {
            let ticket = keeper.ticket(&draft.key)?;
            match self.desk.ask(&Query::Ticket(ticket)) {
                Answer::Receipt(Some(receipt)) => Some(Msg::Granted(draft.key, receipt)),
                _ => None,
            }
        };
        keeper.drafts().into_iter().filter_map(granted).collect()
    }

    pub(super) fn touched(&mut self, msg: &Msg) {
        if matches!(msg, Msg::Key(_) | Msg::Paste(_)) {
            self.touched_at = Instant::now();
        }
    }

    /// A wish whose answer was lost keeps its ticket, so that it is not granted twice; a draft has one from its beginning.
    fn submit(&mut self, command: Command, key: Option<&str>) -> Result<Receipt, SubmitError> {
        let doubtful = self.unanswered.take();
        if let Some((before, ticket)) = &doubtful
            && *before != command
            && let Answer::Receipt(Some(receipt)) = self.desk.ask(&Query::Ticket(ticket.clone()))
        {
            self.keeper.iter().zip(key).for_each(|(keeper, key)| keeper.renew(key));
            return Err(SubmitError::Refused(Box::new(granted_before(&receipt))));
        }
        let again = doubtful.filter(|(before, _)| *before == command).map(|(_, ticket)| ticket);
        let of_draft = || self.keeper.as_ref().zip(key).and_then(|(keeper, key)| keeper.ticket(key));
        let ticket = again.or_else(of_draft).unwrap_or_else(new_ticket);
        let judged = self.desk.submit(ticket.clone(), command.clone());
        if let Err(SubmitError::Unanswered(_)) = judged {
            self.unanswered = Some((command, ticket));
        }
        judged
    }

    fn copy(&self, text: &str) -> Notice {
        let sent = execute!(io::stdout(), crossterm::clipboard::CopyToClipboard::to_clipboard_from(text));
        let path = self.state_dir.as_ref().map(|dir| dir.join("copy.txt"));
        let write = |path: &PathBuf| {
            file::private_dir_of(path)?;
            file::whole_of(path, Readers::Owner, text.as_bytes())
        };
        let kept = path.as_ref().filter(|path| write(path).is_ok());
        match (sent, kept) {
            (_, Some(path)) => Notice::done(format!("已送往剪贴板（终端支持时），并存入 {}", path.display())),
            (Ok(()), None) => Notice::done("已送往剪贴板（终端支持时）"),
            (Err(error), None) => Notice::wrong(format!("没有复制成：{error}"), ""),
        }
    }

    fn setup(&mut self, setup: Setup) -> Option<Msg> {
        if matches!(setup, Setup::Fresh { .. }) {
            return Some(match (self.begin)(&self.desk, &setup) {
                Ok(desk) => {
                    forward_news(&desk, self.next.clone());
                    self.desk = desk;
                    let _ = self.next.send(Msg::Begun);
                    let _ = self.next.send(Msg::Say(Notice::done("台账已建好")));
                    return None;
                }
                Err(why) => Msg::Say(Notice::wrong(why, "改好再开始")),
            });
        }
        self.left = Left::Setup(setup);
        Some(Msg::Leave)
    }
}

impl Outside for Seat<'_> {
    fn run(&mut self, errand: Errand) -> Option<Msg> {
        match errand {
            Errand::Ask(from, query) => return Some(Msg::Answer(from, self.desk.ask(&query))),
            Errand::Submit(from, command, key) => {
                return Some(Msg::Judged(from, self.submit(command, key.as_deref())));
            }
            Errand::Copy(text) => return Some(Msg::Say(self.copy(&text))),
            Errand::Save(saving) => return Some(save(saving)),
            Errand::Keep(draft) => self.keeper.iter().for_each(|keeper| keeper.keep(draft.clone())),
            Errand::Forget(key) => self.keeper.iter().for_each(|keeper| keeper.forget(&key)),
            Errand::SaveViews(saved) => {
                let written =
                    self.state_dir.as_ref().map(|dir| views::write(&dir.join("views.json"), &saved));
                if let Some(Err(error)) = written {
                    return Some(Msg::Say(Notice::wrong(
                        format!("视图没有存下：{}", file::words(&error)),
                        "",
                    )));
                }
            }
            Errand::Setup(setup) => return self.setup(setup),
            Errand::Redraw => self.is_dirty = true,
            Errand::Leave => {}
        }
        None
    }
}

/// What was typed since stays in the form.
fn granted_before(receipt: &Receipt) -> Refusal {
    let ids: Vec<String> = receipt.ids.iter().map(ToString::to_string).collect();
    let text = format!("断线前提交的已经记录：{}", ids.join("、"));
    Refusal::new(text, "之后改动的内容，到那条记录用更正；另是一条的，再交一次")
}
