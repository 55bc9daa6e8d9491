//! The program that `benches/instructions.sh` counts: some runs with their twins, and nothing else that varies. `cargo
//! bench --bench instructions -- classroom 20` makes 20 replicates of configs/classroom.toml.
//!
//! Everything runs on the single thread of a pool, so that no time spent waiting for other threads is counted.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench may panic

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let name = arguments.first().map_or("classroom", String::as_str);
    let replicates = arguments.get(1).map_or(1, |number| number.parse().unwrap());
    let scenario = Arc::new(Scenario::load(Path::new(&format!("configs/{name}.toml")), &[]).unwrap());
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    alone.install(|| (0..replicates).for_each(|replicate| live(&scenario, replicate)));
}

/// A separate function, so that the counts of a run are found by its name. Replicates share the scenario, as in a design.
#[inline(never)]
fn live(scenario: &Arc<Scenario>, replicate: u64) {
    black_box(run(Arc::clone(scenario), replicate, Detail::Years).unwrap());
}
