//! Files that are written whole or not at all, and what went wrong with one in words.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whom the account's umask lets.
    Usual,
    /// Its owner only.
    Owner,
}

impl Readers {
    fn mode(self) -> u32 {
        match self {
            Readers::Usual => 0o666,
            Readers::Owner => 0o600,
        }
    }
}

/// Writes a file through `write` in the place of what is there under its name: first beside it, then over it, so that nobody ever
/// sees half of it and a full disk leaves what was there before.
///
/// # Errors
/// Of `write`, and of the disk; what was there is there still.
pub fn whole<T, E: From<io::Error>>(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let part = beside(path);
    let mut options = OpenOptions::new();
    let opened = options.write(true).create(true).truncate(true).mode(readers.mode()).open(&part);
    let written = opened.map_err(E::from).and_then(|mut file| {
        let result = write(&mut file)?;
        file.flush()?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        Ok(result)
    });
    if written.is_err() {
        // What is left of it is of no use; that it cannot be removed either is told by the first error.
        let _ = fs::remove_file(&part);
    }
    written
}

/// The same of bytes.
///
/// # Errors
/// Of the disk; what was there is there still.
pub fn whole_of(path: &Path, readers: Readers, bytes: &[u8]) -> io::Result<()> {
    whole(path, readers, |file| file.write_all(bytes))
}

/// Writes bytes to a file that was not there: where the name is taken `统计-2.csv`, `统计-3.csv` … in its stead. Gives the path it
/// is written under.
///
/// # Errors
/// Of the disk; then there is no such file.
pub fn fresh(path: &Path, readers: Readers, bytes: &[u8]) -> io::Result<PathBuf> {
    for n in 1..=MOST {
        let path = numbered(path, n);
        // The name is taken first, so that of two who write at once neither writes over the other.
        match OpenOptions::new().write(true).create_new(true).mode(readers.mode()).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(_) => {
                return match whole_of(&path, readers, bytes) {
                    Ok(()) => Ok(path),
                    Err(error) => {
                        let _ = fs::remove_file(&path);
                        Err(error)
                    }
                };
            }
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Files of one name at most.
const MOST: usize = 999;

fn numbered(path: &Path, n: usize) -> PathBuf {
    if n == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{n}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

/// What is kept in a file as JSON; one that is not there holds nothing. One that cannot be read is put aside as `views.json.unread`:
/// what stands in it is somebody's, and is not written over.
pub fn kept<T: DeserializeOwned + Default>(path: &Path) -> T {
    let read = fs::read(path).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
    read.unwrap_or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".unread");
            let aside = path.with_file_name(name);
            let free = (1..=MOST).map(|n| numbered(&aside, n)).find(|aside| !aside.exists());
            let _ = fs::rename(path, free.unwrap_or(aside));
        }
        T::default()
    })
}

/// Makes the directory of a file, for its owner only.
///
/// # Errors
/// Of the disk.
pub fn private_dir_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |dir| DirBuilder::new().recursive(true).mode(0o700).create(dir))
}

/// An error of a file in the officers' words.
pub fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或目录".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::AlreadyExists => "已经存在".into(),
        io::ErrorKind::IsADirectory => "这是一个目录".into(),
        io::ErrorKind::NotADirectory => "这不是目录".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        io::ErrorKind::QuotaExceeded => "账户的磁盘限额已满".into(),
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读".into(),
        io::ErrorKind::InvalidData => "内容不是 UTF-8 文本".into(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_of_the_same_name_is_numbered_and_the_first_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("统计.csv");
        let names = ["一", "二", "三"].map(|text| fresh(&path, Readers::Usual, text.as_bytes()).unwrap());
        assert_eq!(names, ["统计.csv", "统计-2.csv", "统计-3.csv"].map(|name| dir.path().join(name)));
        assert_eq!(names.map(|path| fs::read_to_string(path).unwrap()), ["一", "二", "三"]);
    }

    #[test]
    fn what_cannot_be_read_is_put_aside_each_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("views.json");
        assert_eq!(kept::<Vec<u8>>(&path), [0; 0]);
        for text in ["[1", "[2"] {
            fs::write(&path, text).unwrap();
            assert_eq!(kept::<Vec<u8>>(&path), [0; 0]);
        }
        whole_of(&path, Readers::Owner, b"[3]").unwrap();
        assert_eq!(kept::<Vec<u8>>(&path), [3]);
        let aside = ["views.json.unread", "views.json-2.unread"];
        assert_eq!(aside.map(|name| fs::read_to_string(dir.path().join(name)).unwrap()), ["[1", "[2"]);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_the_one_that_was_there_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("views.json");
        whole_of(&path, Readers::Owner, b"[]").unwrap();
        let half = |file: &mut File| {
            file.write_all(b"[{")?;
            Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
        };
        let error = whole(&path, Readers::Owner, half).unwrap_err();
        assert_eq!(words(&error), "磁盘已满");
        assert_eq!(fs::read_to_string(&path).unwrap(), "[]");
        // In the way of the part that is written first.
        fs::create_dir(beside(&dir.path().join("清单.txt"))).unwrap();
        fresh(&dir.path().join("清单.txt"), Readers::Usual, b"1").unwrap_err();
        let left: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!left.contains(&"清单.txt".into()), "{left:?}");
    }
}
