//! The program `circulus`: one verb a file in `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    circulus::cli::main()
}
