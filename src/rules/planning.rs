//! What comes next, and what is left: pure functions of the facts, like everything here.
//!
//! - [`closing`]: what a plan leaves open on its last day, and what goes over into the next one
//! - [`proposal`]: whom a township should visit in a month, and why
//! - [`sample`]: a random sample that its seed alone decides
//! - [`memory`]: which department took such a hazard last

pub mod closing;
pub mod memory;
pub mod proposal;
pub mod sample;
