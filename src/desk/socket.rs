//! Where an owner is found: one socket for each data directory, or the one of the office's service.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use nix::unistd::{Gid, Group, Uid, User};
use rustix::process::geteuid;

/// Where the service of an office listens.
pub const SERVICE: &str = "/run/zhiben/sock";
/// The account and the group of the service, and where it keeps its ledger, as docs/deploy.md sets them up.
pub const SERVICE_ACCOUNT: &str = "zhiben";
/// See [`SERVICE_ACCOUNT`].
pub const SERVICE_DATA: &str = "/var/lib/zhiben";

/// Longest path that every system takes for a socket, in bytes. A longer one is refused, never cut.
const LONGEST_PATH: usize = 100;

/// A socket, and what to do where nobody answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its path.
    pub path: PathBuf,
    /// Of this account's own data directory: an owner may be started there. Otherwise somebody else keeps it.
    pub is_own: bool,
}

/// The socket to go to: the one that was named, the service's where no data directory was named, this account's own otherwise.
///
/// # Errors
/// In words: a path that is too long, a directory that is somebody else's.
pub fn place(named: Option<&Path>, data: &Path, is_data_named: bool) -> Result<Place, String> {
    let service = Path::new(SERVICE);
    let (path, is_own) = match named {
        Some(path) => (path.to_owned(), false),
        None if !is_data_named && is_office_server() => (service.to_owned(), false),
        None => (own_dir()?.join(name_of(data)), true),
    };
    let len = path.as_os_str().len();
    if len > LONGEST_PATH {
        return Err(format!("套接字路径 {len} 字节，超过 {LONGEST_PATH} 字节：{}", path.display()));
    }
    Ok(Place { path, is_own })
}

/// Is this machine an office's server? The directory of the service's socket says so, also while nobody listens there: an officer
/// must not find a ledger of their own just because the service is being started anew.
pub fn is_office_server() -> bool {
    Path::new(SERVICE).parent().is_some_and(Path::is_dir)
}

/// The account that listens at a socket, as far as its file tells.
pub fn account_of(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok()?;
    Some(User::from_uid(Uid::from_raw(about.uid())).ok()??.name)
}

/// The group whose accounts may connect: that of the socket, or of its directory where that bars the way.
pub fn group_of(path: &Path) -> Option<String> {
    let about = fs::metadata(path).or_else(|_| fs::metadata(path.parent().unwrap_or(path))).ok()?;
    Some(Group::from_gid(Gid::from_raw(about.gid())).ok()??.name)
}

/// The same directory has the same name however it was written.
pub fn name_of(data: &Path) -> String {
    let whole = fs::canonicalize(data).or_else(|_| std::path::absolute(data));
    let whole = whole.unwrap_or_else(|_| data.to_owned());
    let hash = blake3::hash(whole.as_os_str().as_bytes()).to_hex();
    hash.chars().take(16).collect()
}

/// This account's directory for sockets, which nobody else may enter.
fn own_dir() -> Result<PathBuf, String> {
    let of_service = Path::new(SERVICE).ancestors().nth(2);
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    // Of a container without sessions it may be /run itself, where our directory would make the machine an office's server.
    let runtime = runtime.filter(|dir| dir.is_dir() && Some(dir.as_path()) != of_service);
    let uid = geteuid().as_raw();
    let dir = match runtime {
        Some(runtime) => runtime.join("zhiben"),
        None => std::env::temp_dir().join(format!("zhiben-{uid}")),
    };
    let said = |error: io::Error| format!("{}：{error}", dir.display());
    match DirBuilder::new().mode(0o700).create(&dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(said(error)),
        _ => {}
    }
    let about = fs::symlink_metadata(&dir).map_err(said)?;
    match about.is_dir() && about.uid() == uid && about.mode() & 0o077 == 0 {
        true => Ok(dir),
        false => Err(format!("{} 不是本账户独用的目录，不能放套接字", dir.display())),
    }
}

/// A socket that is listened on; its file goes when this is dropped, and the lock beside it.
pub struct Bound {
    /// What listens.
    pub listener: UnixListener,
    path: PathBuf,
    _lock: File,
}

/// Why nobody listens here now.
#[derive(Debug)]
pub enum BindError {
    /// Another owner does already.
    Taken,
    /// What the system says.
    Io(io::Error),
}

/// Listens, in the place of a socket whose owner is gone. Of two that begin at once one is [`BindError::Taken`].
///
/// # Errors
/// As [`BindError`] says.
pub fn bind(path: &Path, mode: u32) -> Result<Bound, BindError> {
    let lock = lock(&beside(path))?;
    let listen = || {
        if let Err(error) = fs::remove_file(path)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        Ok(listener)
    };
    let listener = listen().map_err(BindError::Io)?;
    Ok(Bound { listener, path: path.to_owned(), _lock: lock })
}

impl Drop for Bound {
    fn drop(&mut self) {
        // While the lock is held, so that whoever begins meanwhile finds neither, or finds that it is held.
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(beside(&self.path));
    }
}

/// Takes the lock. One that was taken away by its holder in the same moment is nobody's any more: two that hold a file each would
/// both listen.
fn lock(path: &Path) -> Result<File, BindError> {
    loop {
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
        let lock = lock.map_err(BindError::Io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BindError::Taken),
            Err(TryLockError::Error(error)) => return Err(BindError::Io(error)),
        }
        let held = lock.metadata().map_err(BindError::Io)?.ino();
        if fs::metadata(path).is_ok_and(|there| there.ino() == held) {
            return Ok(lock);
        }
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// Connects; [`None`]: nobody listens there.
///
/// # Errors
/// What the system says otherwise, no right to connect first of all.
pub fn connect(path: &Path) -> io::Result<Option<UnixStream>> {
    match UnixStream::connect(path) {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused].contains(&error.kind()) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_that_was_left_behind_is_taken_over_and_a_live_one_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sock");
        drop(UnixListener::bind(&path).unwrap());
        assert!(connect(&path).unwrap().is_none(), "nobody listens on what was left behind");
        let bound = bind(&path, 0o600).unwrap();
        assert!(matches!(bind(&path, 0o600), Err(BindError::Taken)));
        assert!(connect(&path).unwrap().is_some());
        drop(bound);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing stays behind");
        bind(&path, 0o600).unwrap();
    }

    #[test]
    fn of_many_that_begin_and_go_at_once_no_two_listen_together() {
        use std::sync::atomic::{AtomicU32, Ordering};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sock");
        let (listening, times) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while times.load(Ordering::SeqCst) < 500 {
                        let Ok(bound) = bind(&path, 0o600) else { continue };
                        assert_eq!(listening.fetch_add(1, Ordering::SeqCst), 0);
                        times.fetch_add(1, Ordering::SeqCst);
                        listening.fetch_sub(1, Ordering::SeqCst);
                        drop(bound);
                    }
                });
            }
        });
    }

    #[test]
    fn a_path_that_is_too_long_is_said_so_and_not_cut() {
        let long = PathBuf::from(format!("/tmp/{}", "长".repeat(40)));
        assert!(place(Some(&long), Path::new("/data"), true).unwrap_err().contains("超过 100 字节"));
    }

    #[test]
    fn one_directory_has_one_socket_however_it_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let straight = place(None, dir.path(), true).unwrap();
        assert_eq!(
            place(None, &dir.path().join("../").join(dir.path().file_name().unwrap()), true).unwrap(),
            straight
        );
        assert!(straight.is_own);
    }
}
