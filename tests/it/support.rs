//! What tests stand on.

pub mod screen;
