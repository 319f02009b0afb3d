//! What follows from the records today: queues, duties, matrices, the morning's review.

mod queue;
mod world;
