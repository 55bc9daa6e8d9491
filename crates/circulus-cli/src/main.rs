//! The program `circulus`: one verb a file in this crate.

use std::process::ExitCode;

/// A small run asks for memory thousands of times: with a system's own allocator it takes a tenth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    circulus_cli::main()
}
