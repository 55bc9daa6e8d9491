//! The number of threads of a command.

use anyhow::Context;

/// Does all the work of a command on this number of threads, by default one per core.
///
/// # Errors
/// When the system cannot start threads, or the work fails.
pub fn within(threads: Option<u16>, work: impl FnOnce() -> anyhow::Result<()> + Send) -> anyhow::Result<()> {
    let Some(threads) = threads else { return work() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).thread_name(name).build();
    pool.with_context(|| format!("cannot start {threads} threads; ask for fewer with --threads"))?
        .install(work)
}

/// The name shown by tools that list threads; Linux shows the first 15 bytes.
fn name(number: usize) -> String {
    format!("worker {number}")
}
