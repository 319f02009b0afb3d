//! A real sshd on this machine, with a port and keys of its own. Needs root and openssh.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::seat::Seat;

const SSHD: &str = "/usr/sbin/sshd";

/// A server that lets in whom it was told to, by one key.
pub struct Server {
    dir: TempDir,
    port: u16,
}

impl Server {
    /// Starts it.
    pub fn start() -> Server {
        assert!(Path::new(SSHD).exists(), "没有 {SSHD}：apt-get install openssh-server openssh-client");
        let dir = TempDir::new().unwrap();
        // Whoever logs in reads the own file of keys under the own account.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { dir, port };
        fs::create_dir_all("/run/sshd").unwrap();
        for key in ["hostkey", "id"] {
            let file = server.path(key);
            done(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file));
        }
        let public = fs::read_to_string(server.path("hostkey.pub")).unwrap();
        fs::write(server.path("known_hosts"), format!("[127.0.0.1]:{port} {public}")).unwrap();
        fs::write(server.path("sshd_config"), server.config()).unwrap();
        done(Command::new(SSHD).arg("-f").arg(server.path("sshd_config")).arg("-E").arg(server.path("log")));
        server
    }

    fn config(&self) -> String {
        let at = |name: &str| self.path(name).display().to_string();
        format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {}\nPidFile {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             MaxStartups 100\nAcceptEnv LANG LC_*\nPrintMotd no\nPrintLastLog no\n",
            self.port,
            at("hostkey"),
            at("sshd.pid"),
            at("%u.keys"),
        )
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Lets an account in.
    pub fn admit(&self, account: &str) {
        fs::copy(self.path("id.pub"), self.path(&format!("{account}.keys"))).unwrap();
    }

    /// Logs in with a terminal and runs a line of shell there.
    pub fn log_in(&self, account: &str, line: &str) -> Seat {
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(["-F", "/dev/null", "-tt", "-p", &self.port.to_string(), "-i"]);
        ssh.arg(self.path("id"));
        for option in ["IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "BatchMode=yes", "LogLevel=ERROR"] {
            ssh.args(["-o", option]);
        }
        ssh.args(["-o", &format!("UserKnownHostsFile={}", self.path("known_hosts").display())]);
        ssh.env("TERM", "xterm-256color");
        ssh.args(["-l", account, "127.0.0.1", line]);
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

/// Runs something that must go well.
#[track_caller]
pub fn done(command: &mut Command) {
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ran.stderr));
}
