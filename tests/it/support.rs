//! What tests stand on.

pub mod at_desk;
pub mod run;
pub mod screen;
pub mod seat;
pub mod service;
pub mod staged;
