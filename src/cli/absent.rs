//! No ledger where one is looked for: who only reads or enters makes none, a directory that was typed wrong least of all. A
//! ledger begins with the first screen of the workbench, `init`, `demo`, `restore` and `serve`.

use std::env;
use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process;

use super::config::directories;
use super::context::{Context, UTC_OFFSET_MINUTES};
use super::failure::{Failure, Kind};
use crate::desk::clock::Clock;
use crate::desk::{Desk, Opening};

use etcetera::BaseStrategy;

/// Of a ledger there is one of these at least, as long as anything is left of it.
const PARTS: [&str; 2] = ["journal", "sled"];

/// Is there a ledger, or what is left of one?
fn holds_ledger(data: &Path) -> bool {
    PARTS.iter().any(|part| data.join(part).is_dir())
}

/// Is there surely none? Of a directory that this account may not look into nobody can say so.
fn holds_none(data: &Path) -> bool {
    let is_missing = |part| matches!(fs::metadata(data.join(part)), Err(error) if error.kind() != ErrorKind::PermissionDenied);
    PARTS.into_iter().all(is_missing)
}

/// Is no ledger there, and nobody about to begin one?
pub fn is_absent(cx: &Context) -> Result<bool, Failure> {
    Ok(cx.place()?.is_own && holds_none(&cx.data) && cx.kept()?.is_none())
}

/// That there is none, `so` behind it, with the ways out: the ledger that was probably meant, or how one begins.
pub fn failure(cx: &Context, kind: Kind, so: &str) -> Failure {
    let near = near(&cx.data).into_iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    Failure::new(kind, format!("{} 里没有台账{so}", cx.data.display()))
        .hint(match near.as_slice() {
            [] => "台账在别处的，用 --data 写明它的目录".into(),
            near => format!("目录写错了的，用 --data 写明台账的目录：{}", near.join("、")),
        })
        .hint("第一次用：直接运行 zhiben，或 zhiben init --start 启用日；先看看：zhiben --demo")
}

/// Ledgers inside of a directory, beside it and at the usual place, a few of them.
fn near(data: &Path) -> Vec<PathBuf> {
    const FEW: usize = 3;
    let inside = |dir: &Path| {
        let found = fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut found: Vec<PathBuf> = found.filter(|path| holds_ledger(path)).collect();
        found.sort();
        found
    };
    let usual = directories().map(|own| own.data_dir().join("zhiben")).ok().filter(|path| holds_ledger(path));
    let mut all: Vec<PathBuf> = usual.into_iter().chain(inside(data)).collect();
    for path in data.parent().map(inside).unwrap_or_default() {
        if !all.contains(&path) {
            all.push(path);
        }
    }
    all.truncate(FEW);
    all
}

/// A ledger with nothing in it, for a look at what one would say; gone with its desk.
pub struct Nothing {
    /// Sits at it.
    pub desk: Desk,
    /// Behind the desk, so that it goes after it.
    _place: Place,
}

struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        // What stays in a directory for such things harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Nothing {
    pub fn of(cx: &Context) -> Result<Nothing, Failure> {
        let place = Place(env::temp_dir().join(format!("zhiben-review-{}", process::id())));
        // Refused where it is there: it may be somebody else's.
        DirBuilder::new()
            .mode(0o700)
            .create(&place.0)
            .map_err(|error| Failure::io("用不了", &place.0, &error))?;
        let opening = Opening {
            data: place.0.clone(),
            officer: cx.officer.clone(),
            clock: Clock::Machine(UTC_OFFSET_MINUTES),
            today: cx.today,
        };
        Ok(Nothing { desk: Desk::open(opening)?, _place: place })
    }
}
