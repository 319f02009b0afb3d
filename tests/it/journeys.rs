//! Officers at real terminals: the program in a PTY, keys in, screen out.
//!
//! - [`first_run`] — an empty place becomes a ledger
//! - [`entering`] — the quick-entry line, blocks, taking back
//! - [`hazard`] — from registration to 已销号 by keys alone
//! - [`importing`] — an office's workbook, then the screens
//! - [`lost_line`] — hang-ups, signals, drafts, the lock
//! - [`terminals`] — sizes, colours, no terminal at all

mod entering;
mod first_run;
mod hazard;
mod importing;
mod lost_line;
mod terminals;

use std::process::{Command, Output, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::Pid;
use tempfile::TempDir;
use zhiben::calendar::Day;
use zhiben::desk::clock::Clock;
use zhiben::desk::{Desk, Opening};
use zhiben::model::case::Officer;

use crate::support::seat::{Seat, program};

const EXE: &str = env!("CARGO_BIN_EXE_zhiben");
/// The smallest terminal that is promised to be comfortable.
const USUAL: (u16, u16) = (80, 24);

/// An account of its own with its own ledger.
struct Account {
    home: TempDir,
}

impl Account {
    /// Nothing there yet.
    fn new() -> Account {
        Account { home: TempDir::new().unwrap() }
    }

    /// 李某 of 万安, whose ledger begins today.
    fn begun() -> Account {
        let account = Account::new();
        account.does(&["init", "--start", "今天", "--name", "李某", "--unit", "万安"]);
        account
    }

    /// What is started in a terminal.
    fn command(&self, args: &[&str]) -> CommandBuilder {
        let mut command = program(EXE, self.home.path());
        command.args(args);
        command
    }

    /// Sits down at the workbench.
    fn sits(&self, size: (u16, u16)) -> Seat {
        Seat::start(self.command(&[]), size)
    }

    /// Runs it as a script does.
    fn runs(&self, args: &[&str]) -> Output {
        self.script(args).output().unwrap()
    }

    fn script(&self, args: &[&str]) -> Command {
        let like = self.command(args);
        let mut command = Command::new(EXE);
        command.env_clear().stdin(Stdio::null()).args(args);
        for (key, value) in like.iter_full_env_as_str() {
            command.env(key, value);
        }
        command
    }

    /// The ledger itself, once nobody keeps it any more.
    fn alone(&self) -> Desk {
        while self.owner().is_some() {
            std::thread::sleep(Duration::from_millis(20));
        }
        let officer = Officer::alone("李某", "350504001");
        let (data, clock) = (self.home.path().join("data/zhiben"), Clock::Machine(480));
        Desk::open(Opening { data, officer, clock, today: Day::NONE }).unwrap()
    }

    /// The process that keeps the ledger, as its lock says.
    fn owner(&self) -> Option<Pid> {
        let lock = std::fs::read_to_string(self.home.path().join("data/zhiben/LOCK")).ok()?;
        Pid::from_raw(lock.lines().next()?.parse().ok()?)
    }

    /// Runs it as a script does; it must go well. What it printed.
    fn does(&self, args: &[&str]) -> String {
        let ran = self.runs(args);
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }
}
