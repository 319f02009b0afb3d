//! Officer-level tests, one file a subject.

mod plan;
