//! The sentences: one file for each kind, each building the wish that saving submits.
//!
//! - [`inspection`] with chained [`hazard`]s; [`act`]: what is done to a hazard
//! - [`records`]: 自查 演练 培训 督导 进展; [`enterprise`]; [`note`]
//! - [`sorts`]: every sort of 工作记录

pub(super) mod act;
pub(super) mod enterprise;
pub(super) mod hazard;
pub(super) mod inspection;
pub(super) mod note;
pub(super) mod records;
pub(super) mod sorts;
