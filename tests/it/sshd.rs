//! The workbench over SSH: a real sshd on this machine, with keys and a port of its own. Needs root and openssh.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::support::seat::{Seat, program};

const EXE: &str = env!("CARGO_BIN_EXE_zhiben");
const SSHD: &str = "/usr/sbin/sshd";
/// How soon the program is gone and its lock free when the client is killed.
const SOON: Duration = Duration::from_secs(1);

/// A server that answers one key on one port of this machine.
struct Server {
    dir: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Server {
        assert!(Path::new(SSHD).exists(), "没有 {SSHD}：apt-get install openssh-server openssh-client");
        let dir = TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { dir, port };
        fs::create_dir_all("/run/sshd").unwrap();
        for key in ["hostkey", "id"] {
            let file = server.path(key);
            done(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file));
        }
        fs::copy(server.path("id.pub"), server.path("authorized_keys")).unwrap();
        let public = fs::read_to_string(server.path("hostkey.pub")).unwrap();
        fs::write(server.path("known_hosts"), format!("[127.0.0.1]:{port} {public}")).unwrap();
        let at = |name: &str| server.path(name).display().to_string();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             AcceptEnv LANG LC_*\nPrintMotd no\nPrintLastLog no\n",
            at("hostkey"),
            at("sshd.pid"),
            at("authorized_keys"),
        );
        fs::write(server.path("sshd_config"), config).unwrap();
        done(Command::new(SSHD).arg("-f").arg(server.path("sshd_config")).arg("-E").arg(server.path("log")));
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Logs in and runs the program in `home`.
    fn log_in(&self, home: &Path) -> Seat {
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(["-F", "/dev/null", "-tt", "-p", &self.port.to_string(), "-i"]);
        ssh.arg(self.path("id"));
        ssh.args([
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "BatchMode=yes",
            "-o",
        ]);
        ssh.arg(format!("UserKnownHostsFile={}", self.path("known_hosts").display()));
        ssh.env("TERM", "xterm-256color");
        ssh.args(["127.0.0.1", &line(home, EXE)]);
        Seat::start(ssh, (80, 24))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.path("sshd.pid")).ok().and_then(|pid| pid.trim().parse().ok());
        if let Some(pid) = pid.and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
    }
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

fn done(command: &mut Command) {
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// Runs the program in `home` as a script does; what it printed, or nothing while it is refused.
fn zhiben(home: &Path, args: &str) -> Option<String> {
    let ran = Command::new("sh").arg("-c").arg(format!("{} {args}", line(home, EXE))).output().unwrap();
    ran.status.success().then(|| String::from_utf8(ran.stdout).unwrap())
}

/// Who holds the ledger, as its lock says; nobody: nothing.
fn holder(home: &Path) -> Option<Pid> {
    let lock = fs::read_to_string(home.join("data/zhiben/LOCK")).ok()?;
    lock.lines().next()?.parse().ok().and_then(Pid::from_raw)
}

/// A process that has ended and whom nobody buried yet does not run.
fn is_running(pid: Pid) -> bool {
    let state = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    state.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}

#[test]
#[ignore = "needs root and sshd; .ci/run runs it"]
fn a_client_that_is_killed_leaves_no_program_no_lock_and_no_loss() {
    let server = Server::start();
    let home = TempDir::new().unwrap();
    let home = home.path();
    zhiben(home, "init --start 今天 --name 李某 --unit 万安").unwrap();
    let mut seat = server.log_in(home);
    seat.sees("万安 李某").keys("ah 1.cy/+阿芬牛肉店 后厨燃气软管老化<Enter>").sees("已记录").keys("<Esc>4");
    seat.sees("整改中").keys("w").sees("完成情况").keys("已更换金属").sees("已更换金属");
    let workbench = holder(home).unwrap();
    let client = Pid::from_raw(seat.pid().try_into().unwrap()).unwrap();

    kill_process(client, Signal::KILL).unwrap();
    let since = Instant::now();
    while is_running(workbench) {
        assert!(since.elapsed() < SOON, "still there after {:?}", since.elapsed());
        std::thread::yield_now();
    }

    let listed = zhiben(home, "hazards").expect("the lock is free");
    assert!(listed.contains("后厨燃气软管老化"), "{listed}");
    let mut seat = server.log_in(home);
    seat.sees("上次没有交完的").keys("1").sees("完成情况").sees("已更换金属");
}
