//! Checksums of files that may be large: all of a small one, pieces of a large one, so that opening does not grow with the
//! ledger. What the pieces miss is found by the seals of single values, the chain and `verify`.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// So much is read whole, in bytes: a ledger of some thousand hazards.
const WHOLE: u64 = 64 << 20;
/// Of more, so many pieces are read, evenly spread, first and last among them …
const PIECES: u64 = 128;
/// … of this size.
const PIECE: u64 = 64 << 10;

/// Pieces to read of each of `files` files that are `len` bytes long together; 0: all.
pub fn pieces_for(len: u64, files: u64) -> u64 {
    if len <= WHOLE { 0 } else { (PIECES / files.max(1)).max(2) }
}

/// CRC-32 of the first `len` bytes of a file, or of so many pieces of them (0: all); read by two threads.
///
/// # Errors
/// Those of the disk; one when the file is shorter.
pub fn checksum(path: &Path, len: u64, pieces: u64) -> io::Result<u32> {
    let file = File::open(path)?;
    let parts = parts_of(len, pieces);
    let (front, back) = parts.split_at(parts.len() / 2);
    let read = |parts: &[(u64, u64)]| {
        let mut hasher = crc32fast::Hasher::new();
        parts.iter().try_for_each(|(at, end)| crc_of(&file, &mut hasher, *at, *end)).map(|()| hasher)
    };
    let (front, back) = std::thread::scope(|scope| {
        let front = scope.spawn(|| read(front));
        let back = read(back);
        (front.join().unwrap_or_else(|_| Err(io::Error::other("interrupted"))), back)
    });
    let mut whole = front?;
    whole.combine(&back?);
    Ok(whole.finalize())
}

/// What is read: from, to.
fn parts_of(len: u64, pieces: u64) -> Vec<(u64, u64)> {
    if pieces < 2 || len <= pieces * PIECE {
        return vec![(0, len / 2), (len / 2, len)];
    }
    let last = len - PIECE;
    (0..pieces - 1).map(|n| last / (pieces - 1) * n).map(|at| (at, at + PIECE)).chain([(last, len)]).collect()
}

fn crc_of(file: &File, hasher: &mut crc32fast::Hasher, mut at: u64, end: u64) -> io::Result<()> {
    let mut buffer = vec![0; usize::try_from(end - at).unwrap_or(usize::MAX).min(1 << 20)];
    while at < end {
        let want = usize::try_from(end - at).unwrap_or(usize::MAX).min(buffer.len());
        let read = file.read_at(buffer.get_mut(..want).unwrap_or_default(), at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
        at += read as u64;
    }
    Ok(())
}
