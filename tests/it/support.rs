//! What tests stand on.

pub mod run;
pub mod screen;
pub mod seat;
pub mod staged;
