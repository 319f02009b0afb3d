//! What follows from the records today: queues, duties, matrices, the morning's review.

mod alerts;
mod coverage;
mod duty;
mod morning;
mod naive;
mod queue;
pub mod world;
