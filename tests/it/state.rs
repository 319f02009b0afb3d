//! What wishes become: the rulings about hazards, records that consist of fields, undo, and properties over random deeds.

mod dates;
mod evidence;
mod premises;
mod properties;
mod records;
mod rulings;
mod undo;
mod world;
