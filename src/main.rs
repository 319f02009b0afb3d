//! Parse, run, say what failed, leave with its code.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhiben::ledger::probe_child();
    zhiben::cli::main(std::env::args_os())
}
