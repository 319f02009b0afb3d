//! The workbench over SSH: a real sshd on this machine, real accounts. Needs root and openssh; `.ci/run` runs it.
//!
//! - here: one account and its own ledger
//! - [`office`]: the service of an office and the accounts that come to it
//! - [`together`]: what eight officers see of each other, and what they may not
//! - [`lost`]: clients and owners that are killed, clients that stand still

mod lost;
mod office;
mod together;

use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::support::process::{has_setting, is_running, name_of, processes};
use crate::support::seat::{Seat, program};
use crate::support::sshd::Server;

const EXE: &str = env!("CARGO_BIN_EXE_zhiben");
/// How soon the program is gone when its client is killed, and how soon others see what was entered.
const SOON: Duration = Duration::from_secs(1);

/// One at a time: they measure how soon things happen.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a shell is to run: the program with the directories of `home`.
fn line(home: &Path, exe: &str) -> String {
    let like = program(exe, home);
    let places = like
        .iter_full_env_as_str()
        .filter(|(key, _)| *key == "HOME" || key.starts_with("XDG_") || key.starts_with("ZHIBEN_"));
    let places: Vec<String> = places.map(|(key, value)| format!("{key}='{value}'")).collect();
    format!("env {} '{exe}'", places.join(" "))
}

/// Runs the program in `home` as a script does; what it printed.
#[track_caller]
fn zhiben(home: &Path, args: &str) -> String {
    let ran = Command::new("sh").arg("-c").arg(format!("{} {args}", line(home, EXE))).output().unwrap();
    assert!(ran.status.success(), "{args}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// The process of the client.
fn client(seat: &Seat) -> Pid {
    Pid::from_raw(seat.pid().try_into().unwrap()).unwrap()
}

/// Kills a client and waits until the program at the other end is gone.
#[track_caller]
fn kill(seat: &Seat, workbench: Pid) {
    kill_process(client(seat), Signal::KILL).unwrap();
    let since = Instant::now();
    while is_running(workbench) {
        assert!(since.elapsed() < SOON, "still there after {:?}", since.elapsed());
        std::thread::yield_now();
    }
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn a_client_that_is_killed_leaves_no_program_and_no_loss() {
    let _alone = alone();
    let server = Server::start();
    server.admit("root");
    let home = TempDir::new().unwrap();
    let home = home.path();
    zhiben(home, "init --start 今天 --name 李某 --unit 万安");
    let mut seat = server.log_in("root", &line(home, EXE));
    seat.sees("万安 李某").keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化<Enter>").sees("已记录").keys("<Esc>4");
    seat.sees("整改中").keys("w").sees("完成情况").keys("已更换金属").sees("已更换金属");
    let at_home = format!("HOME={}", home.display());
    let seats = processes(|pid| {
        name_of(pid) == "zhiben" && has_setting(pid, &at_home) && has_setting(pid, "TERM=xterm-256color")
    });
    let [workbench] = seats[..] else { panic!("one workbench: {seats:?}") };
    kill(&seat, workbench);

    assert!(zhiben(home, "hazards").contains("后厨燃气软管老化"));
    let mut seat = server.log_in("root", &line(home, EXE));
    seat.sees("上次没有交完的").keys("1").sees("完成情况").sees("已更换金属");
}
