//! The screens, one file each. Adding one: its file and its line in [`super::screen::SCREENS`].

pub mod hazards;
pub mod missing;
