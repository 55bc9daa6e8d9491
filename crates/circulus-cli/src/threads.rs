//! How many threads a command may use.

use anyhow::Context;

/// Does all the work of a command on so many threads; on all cores where nothing was asked for.
///
/// # Errors
/// When the system starts no threads, or the work fails.
pub fn within(threads: Option<u16>, work: impl FnOnce() -> anyhow::Result<()> + Send) -> anyhow::Result<()> {
    let Some(threads) = threads else { return work() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).thread_name(name).build();
    pool.with_context(|| format!("cannot start {threads} threads; ask for fewer with --threads"))?
        .install(work)
}

/// What tools that list threads show; Linux shows the first 15 bytes.
fn name(number: usize) -> String {
    format!("worker {number}")
}
