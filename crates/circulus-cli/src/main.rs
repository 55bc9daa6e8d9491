//! The program `circulus`; this crate has one verb per file.

use std::process::ExitCode;

/// A small run allocates thousands of times: with a system's own allocator it takes a tenth longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    circulus_cli::main()
}
