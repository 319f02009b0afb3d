//! Without a command: the workbench; without a terminal, today's review as plain text.

use super::context::Context;
use super::failure::Failure;
use super::today;

/// Opens the workbench where there is somebody to look at it.
pub fn run(cx: &mut Context) -> Result<(), Failure> {
    today::Args::default().run(cx)
}
