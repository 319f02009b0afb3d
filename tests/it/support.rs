//! What tests stand on.

pub mod accounts;
pub mod at_desk;
pub mod process;
pub mod run;
pub mod screen;
pub mod seat;
pub mod service;
pub mod sshd;
pub mod staged;
