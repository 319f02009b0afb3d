//! Many officers at one ledger: who may what, who sees what, what everybody is told, and what becomes of lost lines.
//!
//! - [`bureau`]: the bureau of these tests and its service, in this process; [`line`]: the bare line of a seat
//! - [`wishes`]: every wish × every role × own and other ground; [`sight`]: the same for every question
//! - [`live`]: entries told at once, one record changed by two; [`strangers`]: who does not behave;
//!   [`lines`]: owners killed, started at once, of another build

mod bureau;
mod line;
mod lines;
mod live;
mod sight;
mod strangers;
mod wishes;
