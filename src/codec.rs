//! Bytes and back: the one place that names bincode, for rows of the store and frames of the socket alike.
//!
//! bincode alone is not enough for data that has been out of our hands: a hostile length can ask for gigabytes, trailing
//! bytes pass unseen, and about half of all damaged values decode to a *wrong value without an error*. So both directions
//! are bounded, the consumed length must be the whole length, and a stored value is *sealed* with its kind, its layout and
//! a checksum.
//!
//! Row types are plain structs without serde tags, skips or zero-sized list elements: bincode has no names to go by.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

use bincode::config::{Config, Configuration, Limit, LittleEndian, Varint};
use bincode::enc::write::Writer;
use bincode::error::{DecodeError, EncodeError};
use serde::{Serialize, de::DeserializeOwned};

/// Longest payload in bytes, in either direction.
pub const LONGEST: usize = 1 << 20;

/// What a decoded payload may claim in memory. bincode counts a number by its width in memory (up to 16 bytes) although
/// it may lie there as a single byte, so this is 16 times [`LONGEST`]: whatever could be encoded can be decoded.
const CLAIM: usize = 16 * LONGEST;

const CONFIG: Configuration<LittleEndian, Varint, Limit<CLAIM>> =
    bincode::config::standard().with_limit::<CLAIM>();

/// Longest frame between an owner and a seat: a wish may bring a whole spreadsheet.
pub const LONGEST_FRAME: usize = 16 << 20;

/// What a frame may claim in memory. Mostly words travel there, which count as what they are.
const FRAME_CLAIM: usize = 2 * LONGEST_FRAME;

const FRAME: Configuration<LittleEndian, Varint, Limit<FRAME_CLAIM>> =
    bincode::config::standard().with_limit::<FRAME_CLAIM>();

/// Room begun with for a sealed value: most rows fit without growing it.
const USUAL: usize = 512;
/// Bytes before the payload of a sealed value: kind and layout.
const HEAD: usize = 2;
/// Bytes after it: CRC-32, little endian.
const TAIL: usize = 4;

/// Why a value could not be turned into bytes, or bytes into a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    #[error("一次的内容太多，超过上限")]
    TooLong,
    #[error("校验和不符，数据已损坏")]
    Checksum,
    #[error("数据种类是{found}，应为{expected}")]
    Kind { expected: u8, found: u8 },
    #[error("数据版式是{found}，本程序只认{expected}")]
    Layout { expected: u8, found: u8 },
    #[error("数据之后还多出{0}字节")]
    Leftover(usize),
    #[error("数据不成形: {0}")]
    Malformed(String),
}

/// Encodes a value. Fails with [`CodecError::TooLong`] past [`LONGEST`] bytes, without having allocated more than that.
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    encode_within(LONGEST, Vec::new(), value)
}

/// The same for a frame, up to [`LONGEST_FRAME`] bytes.
pub fn encode_frame<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    encode_within(LONGEST_FRAME, Vec::new(), value)
}

/// Decodes a value that must fill `bytes` to the last one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    decode_within(LONGEST, CONFIG, bytes)
}

/// The same for a frame, up to [`LONGEST_FRAME`] bytes.
pub fn decode_frame<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    decode_within(LONGEST_FRAME, FRAME, bytes)
}

fn decode_within<T: DeserializeOwned>(
    longest: usize,
    config: impl Config,
    bytes: &[u8],
) -> Result<T, CodecError> {
    if bytes.len() > longest {
        return Err(CodecError::TooLong);
    }
    let (value, consumed) =
        bincode::serde::decode_from_slice(bytes, config).map_err(|error| match error {
            DecodeError::LimitExceeded => CodecError::TooLong,
            other => CodecError::Malformed(other.to_string()),
        })?;
    match bytes.len() - consumed {
        0 => Ok(value),
        more => Err(CodecError::Leftover(more)),
    }
}

/// A value as it is stored: `[kind][layout][payload][CRC-32 over all before, little endian]`.
/// `kind` says which noun it is, `layout` which shape of it; a new shape is a new number and a rebuild.
pub fn seal<T: Serialize + ?Sized>(kind: u8, layout: u8, value: &T) -> Result<Vec<u8>, CodecError> {
    let mut head = Vec::with_capacity(USUAL);
    head.extend([kind, layout]);
    let mut sealed = encode_within(LONGEST, head, value)?;
    sealed.extend(crc32fast::hash(&sealed).to_le_bytes());
    Ok(sealed)
}

/// Opens a sealed value. The checksum is looked at first, so a damaged value is never mistaken for one of another kind.
pub fn unseal<T: DeserializeOwned>(kind: u8, layout: u8, sealed: &[u8]) -> Result<T, CodecError> {
    let (body, crc) = sealed.split_last_chunk::<TAIL>().ok_or(CodecError::Checksum)?;
    if crc32fast::hash(body) != u32::from_le_bytes(*crc) {
        return Err(CodecError::Checksum);
    }
    match body.split_first_chunk::<HEAD>() {
        None => Err(CodecError::Malformed("没有头部".into())),
        Some(([found, _], _)) if *found != kind => Err(CodecError::Kind { expected: kind, found: *found }),
        Some(([_, found], _)) if *found != layout => {
            Err(CodecError::Layout { expected: layout, found: *found })
        }
        Some((_, payload)) => decode(payload),
    }
}

/// Encodes at most `room` bytes behind what `bytes` already holds.
fn encode_within<T: Serialize + ?Sized>(
    room: usize,
    bytes: Vec<u8>,
    value: &T,
) -> Result<Vec<u8>, CodecError> {
    let mut bounded = Bounded { room, bytes };
    bincode::serde::encode_into_writer(value, &mut bounded, CONFIG).map_err(|error| match error {
        EncodeError::UnexpectedEnd => CodecError::TooLong,
        other => CodecError::Malformed(other.to_string()),
    })?;
    Ok(bounded.bytes)
}

/// A growing buffer that stops when its room is used up.
struct Bounded {
    bytes: Vec<u8>,
    room: usize,
}

impl Writer for Bounded {
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.room = self.room.checked_sub(bytes.len()).ok_or(EncodeError::UnexpectedEnd)?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Row {
        id: u64,
        name: String,
        days: Vec<u16>,
        note: Option<String>,
    }

    prop_compose! {
        fn row()(id: u64, name in "\\PC{0,20}", days in prop::collection::vec(any::<u16>(), 0..20),
                 note in prop::option::of("[\\u{4e00}-\\u{9fa5}]{0,8}")) -> Row {
            Row { id, name, days, note }
        }
    }

    proptest! {
        #[test]
        fn what_went_in_comes_out(row in row()) {
            prop_assert_eq!(&decode::<Row>(&encode(&row).unwrap()).unwrap(), &row);
            prop_assert_eq!(&unseal::<Row>(7, 2, &seal(7, 2, &row).unwrap()).unwrap(), &row);
        }

        #[test]
        fn any_flipped_byte_of_a_sealed_value_is_an_error(row in row(), at: prop::sample::Index, flip in 1..=255u8) {
            let mut sealed = seal(7, 2, &row).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert_eq!(unseal::<Row>(7, 2, &sealed), Err(CodecError::Checksum));
        }

        #[test]
        fn a_sealed_value_cut_short_is_an_error(row in row(), at: prop::sample::Index) {
            let sealed = seal(7, 2, &row).unwrap();
            prop_assert!(unseal::<Row>(7, 2, &sealed[..at.index(sealed.len())]).is_err());
        }

        #[test]
        fn garbage_from_the_socket_is_an_answer_and_never_a_panic(bytes: Vec<u8>) {
            let _ = decode::<Row>(&bytes);
            prop_assert!(unseal::<Row>(7, 2, &bytes).is_err());
        }
    }

    #[test]
    fn a_value_of_another_kind_or_layout_is_named_as_such() {
        let sealed = seal(7, 2, &1u64).unwrap();
        assert_eq!(unseal::<u64>(8, 2, &sealed), Err(CodecError::Kind { expected: 8, found: 7 }));
        assert_eq!(unseal::<u64>(7, 3, &sealed), Err(CodecError::Layout { expected: 3, found: 2 }));
    }

    #[test]
    fn bytes_left_over_are_refused() {
        let mut bytes = encode(&(1u8, 2u8)).unwrap();
        bytes.push(0);
        assert_eq!(decode::<(u8, u8)>(&bytes), Err(CodecError::Leftover(1)));
    }

    #[test]
    fn a_hostile_length_is_refused_before_anything_is_allocated() {
        let eight_exabytes = [0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert_eq!(decode::<String>(&eight_exabytes), Err(CodecError::TooLong));
    }

    #[test]
    fn a_list_of_small_numbers_up_to_the_limit_goes_both_ways_and_one_more_is_too_long() {
        let full = vec![1u64; LONGEST - 5];
        assert_eq!(decode::<Vec<u64>>(&encode(&full).unwrap()).unwrap(), full);
        assert_eq!(encode(&vec![1u64; LONGEST]), Err(CodecError::TooLong));
        assert_eq!(decode::<Vec<u8>>(&vec![0; LONGEST + 1]), Err(CodecError::TooLong));
    }
}
