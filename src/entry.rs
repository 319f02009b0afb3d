//! The quick-entry line: what somebody types in ten seconds, understood field by field. The workbench, `zhiben add` and
//! pasted blocks all read it here. Pure: no clock, no disk; what is in the ledger is asked of a [`Register`].
//!
//! - [`grammar`]: the table of verbs; help, manual and `add --help` are derived from it
//! - [`words`] → [`tokens`] → [`said`]: the line cut up, and what each piece says
//! - [`target`]: town, industry, enterprise, record; several are offered as numbered choices, nothing is guessed
//! - `verbs`: one file for each kind of sentence, building the wish
//! - [`block`], [`roll`]: pasted lines, spreadsheet cells and 接龙
//! - [`complete`]: what Tab offers
//! - [`value`]: typed words ↔ canonical text of a field
//! - [`register`], [`find`]: what is asked of the ledger, and how an enterprise is found by a fragment

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub mod words;
