//! Questions and answers. An answer carries what a screen shows — a page of rows, totals, the `seq` it was true at —
//! never the ledger.
//!
//! - [`query`], [`answer`]: the two enums, plain values that also travel over a socket
//! - [`cards`]: every card in memory, and the text they are searched by
//! - [`view`]: everything an answer is made from; [`sight`]: what of it an officer may see
//! - [`report`]: forms and papers that go to other people
//! - [`hazards`], [`enterprises`], [`records`], [`whole`], [`tasks`], [`statistics`], [`extract`], [`planning`]: one kind of answer each; [`words`]: canonical text → words

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod answer;
pub mod cards;
pub mod enterprises;
pub mod extract;
pub mod hazards;
pub mod page;
pub mod planning;
pub mod query;
pub mod records;
pub mod report;
pub mod sight;
mod spec;
pub mod statistics;
pub mod tasks;
pub mod view;
pub mod whole;
pub mod words;
