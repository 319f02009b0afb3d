//! The program as a script runs it: a place of its own, a fixed day, what it printed and how it ended.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Directories of an account that nobody else uses.
pub struct Place {
    dir: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1: ended by a signal.
    pub code: i32,
    /// Data.
    pub out: String,
    /// Messages and hints.
    pub err: String,
}

impl Place {
    /// Nothing there yet.
    pub fn new() -> Place {
        Place { dir: TempDir::new().unwrap() }
    }

    /// A ledger that has begun on the plan's first day.
    pub fn begun() -> Place {
        let place = Place::new();
        place.run(&["init", "--start", "2024-05-10"]).ok();
        place
    }

    /// A small sample ledger up to 2026-11-23, made once and copied.
    pub fn sample() -> Place {
        static MADE: OnceLock<Place> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let place = Place::new();
            place.run(&["demo", "--enterprises", "60", "--hazards", "300", "--seed", "3"]).ok();
            place
        });
        let place = Place::new();
        copy(&made.data(), &place.data());
        place
    }

    /// The sample ledger that `zhiben --demo` shows, up to 2026-11-23.
    pub fn demo() -> Place {
        let place = Place::new();
        place.run(&["demo"]).ok();
        place
    }

    /// The data directory.
    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data/zhiben")
    }

    /// Waits until nobody keeps the ledger any more.
    pub fn free(&self) -> &Place {
        let lock = self.data().join("LOCK");
        let end = Instant::now() + Duration::from_secs(20);
        while fs::metadata(&lock).is_ok_and(|about| about.len() > 0) {
            assert!(Instant::now() < end, "somebody still keeps {}", lock.display());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// A path for a test's own files.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program with these arguments, queries for 2026-11-23.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhiben"));
        command.env_clear().current_dir(self.dir.path()).stdin(Stdio::null());
        command.env("HOME", self.dir.path()).env("LOGNAME", "王一").env("LANG", "C.UTF-8");
        // Named, so that the service of an office that happens to run on this machine is not meant.
        command.env("ZHIBEN_DATA", self.data());
        // Whoever keeps the ledger for a run does not stay long.
        command.env("ZHIBEN_LINGER", "0.3");
        for (key, name) in
            [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")]
        {
            command.env(key, self.dir.path().join(name));
        }
        if !args.contains(&"--today") {
            command.args(["--today", "2026-11-23"]);
        }
        command.args(args);
        command
    }

    /// Runs it.
    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// Runs it with this text on standard input.
    pub fn run_with(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(args);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Ran {
    pub fn of(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// It went well; gives the data.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// It ended with this code; gives the messages.
    #[track_caller]
    pub fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        self.err
    }

    /// The data as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
}
