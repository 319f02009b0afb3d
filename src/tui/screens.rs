//! The screens, one file each. Adding one: its file and its line in [`super::screen::SCREENS`].

pub mod as_of;
mod coded;
pub mod coverage;
pub mod enterprises;
pub mod hazards;
pub mod records;
mod spreadsheet;
pub mod statistics;
pub mod tasks;
pub mod today;
