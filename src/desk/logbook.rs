//! What the owner has to tell whoever looks after it: one line each in `owner.log` of the data directory, without names of
//! enterprises and without telephones.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::model::event::Stamp;
use crate::text::clean;

/// Where the book is closed and another begun, in bytes; the one before is kept.
const FULL: u64 = 1 << 20;

/// `owner.log`
pub struct Logbook {
    path: PathBuf,
}

impl Logbook {
    /// Of a data directory.
    pub fn at(data: &Path) -> Logbook {
        Logbook { path: data.join("owner.log") }
    }

    /// Writes a line. A log that cannot be written keeps nobody from work.
    pub fn note(&mut self, at: Stamp, text: &str) {
        if fs::metadata(&self.path).is_ok_and(|about| about.len() >= FULL) {
            let _ = fs::rename(&self.path, self.path.with_extension("log.1"));
        }
        // Whatever strangers called themselves, it is a line of plain text.
        let text = text.replace('\n', " / ");
        let line = format!("{} {}\n", at.format("%Y-%m-%d %H:%M:%S"), clean(&text));
        let opened = OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path);
        let _ = opened.and_then(|mut file| file.write_all(line.as_bytes()));
    }
}
