//! What follows from the records today: queues, duties, matrices, the morning's review.

mod coverage;
mod naive;
mod queue;
mod world;
