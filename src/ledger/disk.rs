//! The disk below the journal: three deeds on a file, three on a directory. Tests bring one that forgets what
//! was not synced, writes half and is full at will.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// Where the journal writes.
pub trait Disk: Send {
    /// Opens a file for writing at its end; makes it when it is not there.
    ///
    /// # Errors
    /// Those of the disk.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;

    /// Takes a file away.
    ///
    /// # Errors
    /// Those of the disk.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    ///
    /// # Errors
    /// Those of the disk.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
}

/// Makes a directory and those above it that are not there, for nobody else to read. Each has a durable name then: what is synced
/// in a directory is found after the power goes only where the directory is.
///
/// # Errors
/// Those of the disk.
pub fn make_dir(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let missing: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.exists()).collect();
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    for above in missing.into_iter().filter_map(Path::parent) {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        match disk.sync_dir(above) {
            // One may enter what is made there and not read it; its disk was asked for more than it lets us.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// A file that grows at its end.
pub trait Handle: Send {
    /// Writes all of `bytes` at byte `end`, which is where the file ends.
    ///
    /// # Errors
    /// Those of the disk; a part may have been written.
    fn write_at(&mut self, end: u64, bytes: &[u8]) -> io::Result<()>;

    /// Returns when everything written is durable.
    ///
    /// # Errors
    /// Those of the disk; what was written since the last success may or may not be durable.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to `len` bytes.
    ///
    /// # Errors
    /// Those of the disk.
    fn cut(&mut self, len: u64) -> io::Result<()>;
}

/// The real disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        Ok(Box::new(file))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }
}

impl Handle for File {
    fn write_at(&mut self, end: u64, bytes: &[u8]) -> io::Result<()> {
        self.seek(SeekFrom::Start(end))?;
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// Is there no room left (of the disk or of the account's share)?
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
