//! What the store says about itself: which version built it, where in the journal it stands, what it holds.

use serde::{Deserialize, Serialize};

use super::LAYOUT;
use crate::codec::{self, CodecError};
use crate::ledger::fail::{LedgerError, Result};
use crate::ledger::segment::Position;

/// [`Meta`] is sealed with this tag.
const TAG: u8 = 0xff;

/// Number of values on a shelf and a checksum over all of them, whatever their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Values.
    pub count: u64,
    /// XOR over a hash of each key with its value's checksum.
    pub xor: u64,
}

impl Tally {
    /// One more value.
    pub fn add(&mut self, key: &[u8], value: &[u8]) {
        self.count = self.count.wrapping_add(1);
        self.xor ^= mark(key, value);
    }

    /// The value under `key` was `old` and is `new`.
    pub fn change(&mut self, key: &[u8], old: Option<&[u8]>, new: Option<&[u8]>) {
        if let Some(old) = old {
            self.count = self.count.wrapping_sub(1);
            self.xor ^= mark(key, old);
        }
        if let Some(new) = new {
            self.add(key, new);
        }
    }
}

/// A value ends in its CRC, so that with its key's stands for all of it; spread by the finalizer of
/// splitmix64.
fn mark(key: &[u8], value: &[u8]) -> u64 {
    let crc = value.last_chunk::<4>().map_or(0, |crc| u32::from_le_bytes(*crc));
    let mut x = u64::from(crc32fast::hash(key)) << 32 | u64::from(crc);
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}

/// What the store says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Version of the program that built it: another one may fold differently.
    pub made_by: String,
    /// Being built, or found to differ from the journal: worth nothing.
    pub building: bool,
    /// Cards must be made anew because basics have changed.
    pub recard: bool,
    /// The last entry it holds.
    pub last: Position,
    /// Entries it could not take in because this version does not know them: the first one; 0: none.
    pub unknown: u64,
    /// By shelf.
    pub tallies: [Tally; 7],
}

impl Meta {
    /// Of an empty store that is being built.
    pub fn new() -> Meta {
        Meta {
            made_by: made_by(),
            building: true,
            recard: false,
            last: Position::default(),
            unknown: 0,
            tallies: <[Tally; 7]>::default(),
        }
    }

    /// Was it built by this very version, to the end?
    pub fn is_ours(&self) -> bool {
        self.made_by == made_by() && !self.building
    }

    /// Was it made by another version?
    pub fn is_outdated(&self) -> bool {
        self.made_by != made_by()
    }

    /// As it stands in the store.
    ///
    /// # Errors
    /// None that can happen: it is short.
    pub fn seal(&self) -> Result<Vec<u8>> {
        codec::seal(TAG, LAYOUT, self).map_err(|error| LedgerError::Store(error.to_string()))
    }

    /// From what stood in the store.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when it is damaged, or [`OUTDATED`].
    pub fn unseal(sealed: &[u8]) -> Result<Meta> {
        codec::unseal(TAG, LAYOUT, sealed).map_err(|error| match error {
            CodecError::Layout { .. } => LedgerError::Store(OUTDATED.into()),
            other => LedgerError::Store(other.to_string()),
        })
    }
}

/// Why a store of another version is not read: there is nothing wrong with it.
pub const OUTDATED: &str = "库由另一版本建立";

fn made_by() -> String {
    format!("{}/{LAYOUT}", env!("CARGO_PKG_VERSION"))
}
