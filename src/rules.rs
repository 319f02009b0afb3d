//! What follows today: duties, coverage, queues, the morning's review, alerts. Pure functions of cards and a day;
//! nothing here is ever stored as truth.
//!
//! - [`facts`]: what the rules look at
//! - [`duty`]: the table of duties, as data; [`cadence`]: their periods
//! - [`coverage`]: duty × subject × period → cell; [`standing`]: every duty now; [`matrix`]: the matrices M1 … M12
//! - [`clock`]: limits of hazards; [`queue`]: 急重轻缓; [`review`]: 今日; [`alerts`], [`ladder`]: what speaks up, and to whom it
//!   climbs; [`task`]: the state of the plan's rows; [`statistics`]: 统计
//! - [`planning`]: what comes next: a month's visits, a supervision, the closing of a plan

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

pub mod alerts;
pub mod cadence;
pub mod clock;
pub mod coverage;
pub mod duty;
pub mod facts;
pub mod ladder;
pub mod matrix;
pub mod planning;
pub mod queue;
pub mod register;
pub mod review;
pub mod standing;
pub mod statistics;
pub mod task;
