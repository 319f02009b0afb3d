//! Tables that come in and go out.
//!
//! - [`table`]: a workbook or a text table as sheets of cells, whatever wrote it
//! - [`import`]: what a table means, what is wrong with it, and the one group of wishes that enters it
//! - [`export`]: the four lists, the ledger, matrices, lists and everything as lines of JSON
//! - [`report`]: a report as docx, xlsx, md, txt
//!
//! Both directions are pure but for the file itself: an import asks a [`import::Register`] what is there already and
//! returns a [`import::Preview`]; an export is given rows and writes them.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod export;
pub mod import;
pub mod report;
pub mod table;
