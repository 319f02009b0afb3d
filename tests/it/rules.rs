//! What follows from the records today: queues, duties, matrices, the morning's review.

mod coverage;
mod duty;
mod each_duty;
mod morning;
mod naive;
mod queue;
mod world;
