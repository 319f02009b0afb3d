//! Wishes. A [`Command`] may be refused; then nothing happened and the [`Refusal`] says what to do.

use serde::{Deserialize, Serialize};

use super::event::Stamp;
use super::field::{FieldError, Fields};
use super::hazard::deeds::Deed;
use super::id::{Id, Kind};
use crate::calendar::Day;

/// A wish. In a [`Command::Group`] the text `$1` in a field stands for the record that the first command of the
/// group made or changed, `$2` for the second's …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Enter a new record of a kind that consists of fields (all but hazards and documents).
    Enter {
        /// Which noun.
        kind: Kind,
        /// Its fields.
        fields: Fields,
    },
    /// Change fields of a record.
    Amend {
        /// Which.
        id: Id,
        /// The version the officer saw; refused when the record has moved on since. 0: whatever it is now.
        seen: u32,
        /// New values; an empty one takes the value away.
        fields: Fields,
        /// 生效日 of a change in the world; [`Day::NONE`]: a correction.
        effective_on: Day,
        /// Reason.
        why: String,
    },
    /// Declare a record void. Hazards have their own transition.
    Void {
        /// Which.
        id: Id,
        /// Reason, required.
        why: String,
    },
    /// Do something to a hazard; [`Id::NONE`] with [`Deed::Register`], [`Deed::Draft`] or [`Deed::Import`] makes a new one.
    Act {
        /// Which hazard, as text so that `$1` may stand for one of the same group; empty for a new one.
        id: String,
        /// What.
        deed: Deed,
        /// What the transition asks for.
        fields: Fields,
    },
    /// Load a document of basics.
    Load {
        /// File name, `plan.toml`.
        name: String,
        /// Its text.
        text: String,
    },
    /// Take back a group of one's own of today.
    Undo {
        /// The group; [`None`]: one's latest, or the refusal says why that one stays.
        group: Option<u64>,
    },
    /// Take the latest undo back.
    Redo,
    /// All or nothing, one undo.
    Group(Vec<Command>),
}

/// The answer to a granted wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Sequence number of the last entry.
    pub seq: u64,
    /// Sequence number of the first entry: what an undo names.
    pub group: u64,
    /// One record for each command, in order (the record that it made or changed).
    pub ids: Vec<Id>,
    /// By the owner's clock.
    pub at: Stamp,
    /// Remarks that are no refusal (one inspector only, check digit wrong …).
    pub remarks: Vec<String>,
}

/// Why a wish was not granted. Nothing of it was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{text}")]
pub struct Refusal {
    /// What was refused and why.
    pub text: String,
    /// What to do.
    pub hint: String,
    /// Problems at single fields, all at once.
    pub fields: Vec<FieldError>,
    /// Name of the guard that refused, when one did.
    pub guard: String,
}

impl Refusal {
    /// A refusal with its way out.
    pub fn new(text: impl Into<String>, hint: impl Into<String>) -> Refusal {
        Refusal { text: text.into(), hint: hint.into(), ..Refusal::default() }
    }

    /// Fields are missing or wrong.
    pub fn of_fields(fields: Vec<FieldError>) -> Refusal {
        let text = fields.iter().map(ToString::to_string).collect::<Vec<_>>().join("；");
        Refusal {
            text, hint: "改好标出的栏目再提交，已填内容保留".into(), fields, guard: String::new()
        }
    }
}
