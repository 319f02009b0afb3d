//! What screens and overlays are made of.
//!
//! - [`paint`] — text and boxes on a buffer, safe with wide characters
//! - [`list`] — a page of records, moved through by anchor; its columns
//! - [`scroll`] — lines that are all in hand
//! - [`field`] — a line being typed; [`form`] — fields to fill
//! - [`whole`] — a record whole; [`meter`] — how much is done

pub mod field;
pub mod form;
pub mod list;
pub mod meter;
pub mod paint;
pub mod scroll;
pub mod whole;
