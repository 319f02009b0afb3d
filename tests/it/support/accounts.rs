//! Accounts of this machine for one test, gone with it. Needs root.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use nix::unistd::{Group, User};
use rustix::process::{Signal, kill_process};

use super::process::{processes, uid_of};
use super::sshd::done;

/// A group, and accounts with homes in a folder of the test's own.
pub struct Accounts {
    homes: PathBuf,
    group: String,
    all: Vec<Account>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name, which no other test has.
    pub name: String,
    /// Its home.
    pub home: PathBuf,
    uid: u32,
    gid: u32,
}

impl Accounts {
    /// The group, and nobody in it yet.
    pub fn new(homes: &Path) -> Accounts {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let group = format!("zbt{}x{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        static SWEPT: Once = Once::new();
        SWEPT.call_once(sweep);
        fs::create_dir_all(homes).unwrap();
        fs::set_permissions(homes, fs::Permissions::from_mode(0o755)).unwrap();
        done(Command::new("groupadd").arg(&group));
        Accounts { homes: homes.to_owned(), group, all: Vec::new() }
    }

    /// The group.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// Somebody in the group.
    pub fn member(&mut self, tag: &str) -> Account {
        let group = self.group.clone();
        self.add(tag, Some(&group))
    }

    /// Somebody who is not.
    pub fn outsider(&mut self, tag: &str) -> Account {
        self.add(tag, None)
    }

    /// The one with this tag.
    #[track_caller]
    pub fn named(&self, tag: &str) -> Account {
        let name = format!("{}{tag}", self.group);
        self.all.iter().find(|account| account.name == name).unwrap().clone()
    }

    fn add(&mut self, tag: &str, group: Option<&str>) -> Account {
        let name = format!("{}{tag}", self.group);
        let home = self.homes.join(tag);
        let mut useradd = Command::new("useradd");
        useradd.args(["-M", "-s", "/bin/sh", "-g", "nogroup", "-d"]).arg(&home);
        useradd.args(group.iter().flat_map(|group| ["-G", group]));
        done(useradd.arg(&name));
        let user = User::from_name(&name).unwrap().unwrap();
        let group = group.and_then(|group| Group::from_name(group).unwrap());
        let gid = group.map_or(user.gid, |group| group.gid).as_raw();
        let account = Account { name, home, uid: user.uid.as_raw(), gid };
        self.all.push(account.clone());
        // Without PAM an account that never had a password counts as locked.
        done(Command::new("usermod").args(["-p", "*"]).arg(&account.name));
        fs::create_dir(&account.home).unwrap();
        chown(&account.home, Some(account.uid), Some(account.gid)).unwrap();
        account
    }
}

impl Account {
    /// A program run by this account, at home, in the group if it is a member.
    pub fn command(&self, exe: &Path) -> Command {
        let mut command = Command::new(exe);
        command.env_clear().uid(self.uid).gid(self.gid).current_dir(&self.home);
        command.env("HOME", &self.home).env("LOGNAME", &self.name).env("LANG", "C.UTF-8");
        command
    }

    /// Gives it something of ours.
    pub fn own(&self, path: &Path) {
        chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }

    /// Number of the account.
    pub fn uid(&self) -> u32 {
        self.uid
    }
}

impl Drop for Accounts {
    fn drop(&mut self) {
        let all: Vec<(&str, u32)> =
            self.all.iter().map(|account| (account.name.as_str(), account.uid)).collect();
        remove(&all, &[&self.group]);
    }
}

/// Ends what the accounts run, and takes them and the groups away.
fn remove(accounts: &[(&str, u32)], groups: &[&str]) {
    let theirs = |uid: u32| accounts.iter().any(|(_, other)| *other == uid);
    let run = || processes(|pid| uid_of(pid).is_some_and(theirs));
    let end = Instant::now() + Duration::from_secs(5);
    while !run().is_empty() && Instant::now() < end {
        run().into_iter().for_each(|pid| {
            let _ = kill_process(pid, Signal::KILL);
        });
        std::thread::sleep(Duration::from_millis(10));
    }
    for (name, _) in accounts {
        let _ = Command::new("userdel").arg(name).output();
    }
    for group in groups {
        let _ = Command::new("groupdel").arg(group).output();
    }
}

/// Removes what runs of the tests left behind that were killed themselves: the names say which process they were of.
fn sweep() {
    let is_left = |name: &str| {
        let rest = name.strip_prefix("zbt").and_then(|rest| rest.split_once('x'));
        let pid = rest.and_then(|(pid, _)| pid.parse::<u32>().ok());
        pid.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists())
    };
    let rows = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let (accounts, groups) = (rows("/etc/passwd"), rows("/etc/group"));
    let accounts: Vec<(&str, u32)> = accounts
        .lines()
        .filter_map(|row| {
            let mut parts = row.split(':');
            Some((parts.next().filter(|name| is_left(name))?, parts.nth(1)?.parse().ok()?))
        })
        .collect();
    let groups: Vec<&str> =
        groups.lines().filter_map(|row| row.split(':').next()).filter(|name| is_left(name)).collect();
    remove(&accounts, &groups);
}
