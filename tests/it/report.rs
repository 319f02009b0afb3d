//! Reports in an officer's words: a small ledger, the report as it would be pasted, and its files opened again.

mod command;
mod files;
mod papers;
mod tables;
mod world;
