//! Shelves, keys, and values on their way to them.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::LAYOUT;
use crate::codec;
use crate::ledger::fail::{LedgerError, Result};
use crate::model::event::{Stamp, Ticket};
use crate::model::id::Id;

/// Cards in a block, as bits of their numbers.
pub const BLOCK_BITS: u32 = 6;

/// Longest sealed card in bytes, so that a full block stays within the codec's bound.
pub const LONGEST_CARD: usize = codec::LONGEST >> BLOCK_BITS;

/// What the store is divided into. The discriminant is its place in the store and
/// the first byte of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// id → the record
    Rows,
    /// id, seq → where the line stands
    History,
    /// id without its last bits → the cards of up to 64 neighbours
    Cards,
    /// first seq of the group → [`GroupRecord`]
    Groups,
    /// `year/letter number` → id of the transfer
    Letters,
    /// `township/month` → id of the plan
    Plans,
    /// ticket → first seq of its group
    Tickets,
}

/// Their names.
pub const SHELVES: [(Shelf, &str); 7] = [
    (Shelf::Rows, "rows"),
    (Shelf::History, "history"),
    (Shelf::Cards, "cards"),
    (Shelf::Groups, "groups"),
    (Shelf::Letters, "letters"),
    (Shelf::Plans, "plans"),
    (Shelf::Tickets, "tickets"),
];

/// A group of more entries does not keep its ids in the store, where values must stay short; the ledger reads
/// them from the journal then.
pub const IDS_KEPT: u32 = 500;

/// A group of entries as undo and receipts need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRecord {
    /// Sequence number of its first entry.
    pub group: u64,
    /// Number of its entries.
    pub of: u32,
    /// When it was entered.
    pub at: Stamp,
    /// By whom.
    pub officer: String,
    /// The wish it came from.
    pub ticket: Ticket,
    /// The records it touched, in order of first touch.
    pub ids: Vec<Id>,
    /// The group that it took back; 0: none.
    pub undoes: u64,
}

/// A value to be put on a shelf, or taken off it.
#[derive(Clone, Debug)]
pub struct Put {
    /// Where.
    pub shelf: Shelf,
    /// Under which key.
    pub key: Vec<u8>,
    /// The sealed value; [`None`] takes it away.
    pub value: Option<Vec<u8>>,
}

impl Put {
    /// Puts `value` under `key`.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when it is too long to be kept.
    pub fn new<T: Serialize>(shelf: Shelf, key: Vec<u8>, value: &T) -> Result<Put> {
        Ok(Put { shelf, key, value: Some(seal(shelf, value)?) })
    }

    /// Takes away what is under `key`.
    pub fn away(shelf: Shelf, key: Vec<u8>) -> Put {
        Put { shelf, key, value: None }
    }
}

/// A value as it stands on a shelf.
///
/// # Errors
/// [`LedgerError::Store`] when it is too long to be kept.
pub fn seal<T: Serialize>(shelf: Shelf, value: &T) -> Result<Vec<u8>> {
    codec::seal(shelf as u8, LAYOUT, value).map_err(|error| LedgerError::Store(error.to_string()))
}

/// Back from there.
///
/// # Errors
/// [`LedgerError::Store`] when it is damaged.
pub fn unseal<T: DeserializeOwned>(shelf: Shelf, bytes: &[u8]) -> Result<T> {
    let name = SHELVES.get(shelf as usize).map_or("", |(_, name)| name);
    codec::unseal(shelf as u8, LAYOUT, bytes).map_err(|error| LedgerError::Store(format!("{name}：{error}")))
}

/// Does a value's checksum fit?
pub fn is_whole(sealed: &[u8]) -> bool {
    let body = sealed.split_last_chunk::<4>();
    body.is_some_and(|(body, crc)| crc32fast::hash(body) == u32::from_le_bytes(*crc))
}

/// The key of a row, and the beginning of its history's.
pub fn row_key(id: Id) -> [u8; 8] {
    id.to_bits().to_be_bytes()
}

/// The key of an entry in a record's history.
pub fn history_key(id: Id, seq: u64) -> Vec<u8> {
    [row_key(id), seq.to_be_bytes()].concat()
}

/// The key of the block that the card of `id` is in.
pub fn block_key(id: Id) -> [u8; 8] {
    (id.to_bits() >> BLOCK_BITS).to_be_bytes()
}
