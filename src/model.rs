//! What we know: the nouns, the wishes and the facts. Pure: no clock, no disk, no terminal.

pub mod basics;
