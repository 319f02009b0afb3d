//! What opens on top of a screen. The top of the stack has the focus; Esc goes back one level.
//!
//! - [`entry`] — 速录; [`form`] — a form of the desk; [`deeds`] — what can be done to a hazard
//! - [`directive`] — a leader's word about what stands there
//! - [`detail`] — a record whole; [`log`] — the last entries
//! - [`drafts`] — what was left half typed; [`pick`] — choices; [`prompt`] — one line; [`confirm`] — yes or no
//! - [`reports`] — which report, what it takes, how it reads; [`proposal`] — a month's visits, to be changed and filed; [`lacking`] — what has to be made whole; [`campaign`] — how far campaigns have come
//! - [`paper`] — sentences to be read; [`help`], [`palette`] — from the table of actions; [`first_run`] — a new store

pub mod campaign;
pub mod confirm;
pub mod deeds;
pub mod detail;
pub mod directive;
pub mod drafts;
pub mod entry;
pub mod first_run;
pub mod form;
pub mod help;
pub mod lacking;
pub mod log;
pub mod palette;
pub mod paper;
pub mod pick;
pub mod prompt;
pub mod proposal;
pub mod reports;
