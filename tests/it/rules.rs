//! What follows from the records today: queues, duties, matrices, the morning's review.

mod alerts;
mod counted;
mod coverage;
mod duty;
mod each_duty;
mod morning;
mod naive;
mod naive_cases;
mod queue;
pub mod world;
