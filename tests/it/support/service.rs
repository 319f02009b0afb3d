//! The service of an office: an owner in the foreground at a socket of its own, as an administrator's unit runs it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use zhiben::desk::socket;

/// Longest wait for a service to begin or to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A service that runs until it is stopped, killed or dropped.
pub struct Service {
    child: Child,
}

impl Service {
    /// Starts what serves at `socket`, and waits until somebody listens there.
    pub fn start(mut serve: Command, socket: &Path) -> Service {
        let mut child = serve.stderr(Stdio::null()).spawn().unwrap();
        let since = Instant::now();
        while socket::connect(socket).unwrap().is_none() {
            assert!(child.try_wait().unwrap().is_none(), "the service did not begin: {serve:?}");
            assert!(since.elapsed() < PATIENCE, "nobody listens at {}", socket.display());
            std::thread::sleep(Duration::from_millis(10));
        }
        Service { child }
    }

    /// Its process.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().try_into().unwrap()).unwrap()
    }

    /// Stops it in order, as `systemctl stop` does.
    pub fn stop(mut self) {
        kill_process(self.pid(), Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }

    /// Kills it, as a failing machine does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
