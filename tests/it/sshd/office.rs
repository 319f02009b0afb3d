//! An office server: the service under an account of its own, officers who log in under theirs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;

use rustix::process::Pid;
use tempfile::TempDir;

use super::EXE;
use crate::support::accounts::{Account, Accounts};
use crate::support::process::{name_of, processes, uid_of};
use crate::support::seat::Seat;
use crate::support::service::Service;
use crate::support::sshd::Server;

/// Account, name, unit, role of everybody in the office.
pub const EIGHT: [(&str, &str, &str, &str); 8] = [
    ("chen", "陈某", "工作专班", "管理员"),
    ("lin", "林某", "商贸流通股", "股室负责人"),
    ("li", "李某", "万安", "乡镇经办"),
    ("he", "何某", "万安", "乡镇分管"),
    ("wang", "王某", "双阳", "乡镇经办"),
    ("zhao", "赵某", "罗溪", "乡镇经办"),
    ("qian", "钱某", "马甲", "乡镇经办"),
    ("sun", "孙某", "河市", "乡镇经办"),
];

/// The office. Its parts go in this order: who sits there, the service, the accounts, the files.
pub struct Office {
    server: Server,
    service: Option<Service>,
    keeper: Account,
    accounts: Accounts,
    dir: TempDir,
}

impl Office {
    /// A ledger in use since the beginning of the month, everybody registered.
    pub fn new() -> Office {
        let dir = TempDir::new().unwrap();
        open_to(dir.path(), 0o755);
        // The build may lie where nobody else may look.
        fs::copy(EXE, dir.path().join("zhiben")).unwrap();
        open_to(&dir.path().join("zhiben"), 0o755);
        let mut accounts = Accounts::new(&dir.path().join("home"));
        let keeper = accounts.member("keeper");
        for (room, mode) in [("ledger", 0o700), ("run", 0o750)] {
            let room = dir.path().join(room);
            fs::create_dir(&room).unwrap();
            keeper.own(&room);
            open_to(&room, mode);
        }
        let mut office = Office { server: Server::start(), service: None, keeper, accounts, dir };
        office.serve();
        office.by_keeper(&["init", "--start", "2026-11-01"]);
        for (tag, name, unit, role) in EIGHT {
            let account = office.accounts.member(tag).name;
            office.server.admit(&account);
            office.by_keeper(&["users", "add", &account, "--name", name, "--unit", unit, "--role", role]);
        }
        office
    }

    /// An account more, which the ledger knows nothing of; in the group or not.
    pub fn stranger(&mut self, tag: &str, is_member: bool) -> Account {
        let account = if is_member { self.accounts.member(tag) } else { self.accounts.outsider(tag) };
        self.server.admit(&account.name);
        account
    }

    /// The group that may connect.
    pub fn group(&self) -> &str {
        self.accounts.group()
    }

    fn exe(&self) -> PathBuf {
        self.dir.path().join("zhiben")
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join("run/sock")
    }

    /// Starts the service, as its unit does.
    pub fn serve(&mut self) {
        let mut serve = self.keeper.command(&self.exe());
        serve
            .arg("--data")
            .arg(self.dir.path().join("ledger"))
            .arg("--socket")
            .arg(self.socket())
            .arg("serve");
        self.service = Some(Service::start(serve, &self.socket()));
    }

    /// Kills the service, as a failing machine does.
    pub fn kill(&mut self) {
        self.service.take().unwrap().kill();
    }

    fn by_keeper(&self, args: &[&str]) -> String {
        self.by(&self.keeper, args)
    }

    /// Runs it as a script of this account does; it must go well. What it printed.
    #[track_caller]
    pub fn by(&self, account: &Account, args: &[&str]) -> String {
        let ran = self.script(account, args);
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// Runs it as a script of this account does.
    pub fn script(&self, account: &Account, args: &[&str]) -> Output {
        account.command(&self.exe()).env("ZHIBEN_SOCKET", self.socket()).args(args).output().unwrap()
    }

    /// An officer's account.
    pub fn account(&self, tag: &str) -> Account {
        self.accounts.named(tag)
    }

    /// Logs in over SSH and opens the workbench.
    pub fn sits(&self, tag: &str) -> Seat {
        let line = format!("ZHIBEN_SOCKET='{}' exec '{}'", self.socket().display(), self.exe().display());
        self.server.log_in(&self.account(tag).name, &line)
    }

    /// Everybody logs in; all see that eight are on line.
    pub fn all_sit(&self) -> Vec<Seat> {
        let mut seats: Vec<Seat> = EIGHT.iter().map(|(tag, ..)| self.sits(tag)).collect();
        seats.iter_mut().for_each(|seat| {
            seat.sees("在线8");
        });
        seats
    }

    /// The only process of an officer's workbench.
    #[track_caller]
    pub fn workbench(&self, tag: &str) -> Pid {
        let uid = self.account(tag).uid();
        let found = processes(|pid| uid_of(pid) == Some(uid) && name_of(pid) == "zhiben");
        let [workbench] = found[..] else { panic!("one workbench of {tag}: {found:?}") };
        workbench
    }
}

fn open_to(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
