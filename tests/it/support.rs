//! What tests stand on.

pub mod screen;
pub mod staged;
