//! What follows from the records today: queues, duties, matrices, the morning's review.

mod coverage;
mod queue;
mod world;
