//! Frames on a socket: a length of four bytes, little endian, then so many bytes. Whoever reads says how long a frame may be;
//! nothing is allocated for a length that was only claimed.

use std::io::{self, ErrorKind, Read, Write};

use serde::{Serialize, de::DeserializeOwned};

use crate::codec;

/// Longest first word of either side, in bytes.
pub const GREETING: usize = 256;

/// Longest frame from somebody who has not sat down yet.
pub const HELLO: usize = 4096;

/// Longest frame otherwise: a whole spreadsheet in one wish.
pub const LONGEST: usize = codec::LONGEST_FRAME;

/// A page of rows is not longer.
const USUAL: usize = 32 << 10;

/// Reads a frame; [`None`] at the end of the stream.
///
/// # Errors
/// What the stream says; [`ErrorKind::InvalidData`] for a frame longer than `longest`; [`ErrorKind::UnexpectedEof`] for one cut
/// short.
pub fn read(from: &mut impl Read, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; 4];
    match from.read(&mut head[..1]) {
        Ok(0) => return Ok(None),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::Interrupted => return read(from, longest),
        Err(error) => return Err(error),
    }
    from.read_exact(&mut head[1..])?;
    let len = u32::from_le_bytes(head) as usize;
    if len > longest {
        return Err(io::Error::new(
            ErrorKind::InvalidData,
            format!("一帧 {len} 字节，超过 {longest} 字节的上限"),
        ));
    }
    // Room for what is usual, so that it comes in one piece; more only as it comes.
    let mut bytes = Vec::with_capacity(len.min(USUAL));
    from.take(len as u64).read_to_end(&mut bytes)?;
    if bytes.len() < len {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

/// Writes a frame in one write.
///
/// # Errors
/// What the stream says.
pub fn write(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    let len = u32::try_from(payload.len()).map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
    let mut frame = Vec::with_capacity(payload.len() + 4);
    frame.extend(len.to_le_bytes());
    frame.extend(payload);
    to.write_all(&frame)?;
    to.flush()
}

/// Reads a message; [`None`] at the end of the stream.
///
/// # Errors
/// As [`read`]; [`ErrorKind::InvalidData`] for bytes that are no `T`.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read, longest: usize) -> io::Result<Option<T>> {
    let Some(bytes) = read(from, longest)? else { return Ok(None) };
    codec::decode_frame(&bytes).map(Some).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// Writes a message.
///
/// # Errors
/// As [`write()`]; [`ErrorKind::InvalidData`] for a message that is too long.
pub fn send<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes =
        codec::encode_frame(message).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
    write(to, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in(frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5)) {
            let mut stream = Vec::new();
            frames.iter().for_each(|frame| write(&mut stream, frame).unwrap());
            let mut stream = stream.as_slice();
            for frame in frames {
                prop_assert_eq!(read(&mut stream, LONGEST).unwrap(), Some(frame));
            }
            prop_assert_eq!(read(&mut stream, LONGEST).unwrap(), None);
        }

        #[test]
        fn whatever_comes_is_a_frame_an_end_or_an_error(bytes: Vec<u8>) {
            let mut stream = bytes.as_slice();
            while let Ok(Some(frame)) = read(&mut stream, GREETING) {
                prop_assert!(frame.len() <= GREETING);
            }
        }
    }

    #[test]
    fn a_length_that_is_only_claimed_costs_nothing() {
        let claims_four_gigabytes = [0xff, 0xff, 0xff, 0xff, 1, 2, 3];
        let refused = read(&mut claims_four_gigabytes.as_slice(), LONGEST).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidData);
        let cut_short = [200, 0, 0, 0, 1, 2, 3];
        assert_eq!(read(&mut cut_short.as_slice(), LONGEST).unwrap_err().kind(), ErrorKind::UnexpectedEof);
    }
}
