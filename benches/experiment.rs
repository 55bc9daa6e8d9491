//! Times many runs: runs per second on one and two threads, the cost of durable writing and of keeping the whole summary,
//! and how fast a sweep finds where it stopped. `cargo bench --bench experiment`. Variants take turns in rounds of the same process, and ratios
//! are medians over rounds, since machines are noisy.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use circulus::record::columns::Names;
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus_experiment::engine::{How, execute};
use circulus_experiment::indicators::{Indicator, Meter};
use circulus_experiment::plan::{Base, Plan};
use circulus_experiment::points::Points;
use circulus_experiment::store::{Outcome, Shard, Store};

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Number of rounds; odd, so that the median is one of them.
const ROUNDS: usize = 7;
const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../configs/classroom.toml");
const RUNS: u64 = 4000;
const FINISHED: u64 = 1_000_000;

fn main() {
    let plan = plan(RUNS);
    println!("configs/classroom.toml, {RUNS} runs a round, medians of {ROUNDS} rounds that take turns");
    let few = Plan { indicators: plan.indicators[..1].to_vec(), ..plan.clone() };
    let (mut least, mut bare, mut one, mut two) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        least.push(unwritten(&few));
        bare.push(unwritten(&plan));
        one.push(swept(&plan, 1));
        two.push(swept(&plan, 2));
    }
    // Ratios within a round come first: what slows the machine slows both.
    let speedup = median(one.iter().zip(&two).map(|(one, two)| one / two));
    let overhead = median(one.iter().zip(&bare).map(|(one, bare)| 100.0 * (one / bare - 1.0)));
    let summary = median(bare.iter().zip(&least).map(|(bare, least)| 100.0 * (bare / least - 1.0)));
    println!("  without writing, 1 thread  {:>8.0} runs/s", RUNS as f64 / median(bare.into_iter()));
    println!("  sweep, 1 thread            {:>8.0} runs/s", RUNS as f64 / median(one.into_iter()));
    println!("  sweep, 2 threads           {:>8.0} runs/s", RUNS as f64 / median(two.into_iter()));
    println!("  2 threads against 1        {speedup:>8.2}");
    println!("  safe writing               {overhead:>8.1} % of a run");
    println!("  reading the whole summary  {summary:>8.1} % of a run");
    resume();
}

fn plan(replicates: u64) -> Plan {
    let (base, scenario) = Base::open(Path::new(SCENARIO), &[]).unwrap();
    let indicators = Indicator::all(&scenario);
    Plan { bases: vec![base], keys: Vec::new(), points: Points::none(), replicates, indicators }
}

/// Seconds for the same runs in a loop, with nothing written.
fn unwritten(plan: &Plan) -> f64 {
    let scenario = plan.bases[0].scenario(&[]).unwrap();
    let names = Names::of(&scenario);
    let meter = Meter::new(&names, &plan.indicators);
    let start = Instant::now();
    for replicate in 0..plan.runs() {
        std::hint::black_box(meter.read(&run(&scenario, replicate, Detail::Years).unwrap()));
    }
    start.elapsed().as_secs_f64()
}

/// Seconds for a sweep, from the first run to the last record on disk.
fn swept(plan: &Plan, threads: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("sweep"), plan, Shard::WHOLE).unwrap();
    let made = AtomicU64::new(0);
    let watch = |_| {
        made.fetch_add(1, Ordering::Relaxed);
    };
    let start = Instant::now();
    execute(plan, &mut store, How { threads, shard: Shard::WHOLE }, &AtomicBool::new(false), &watch).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(made.into_inner(), plan.runs());
    seconds
}

/// Time to find which of many finished runs exist.
fn resume() {
    let plan = plan(FINISHED);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sweep");
    let store = Store::open(&path, &plan, Shard::WHOLE).unwrap();
    let names = plan.indicators.iter().map(|indicator| indicator.name.clone()).collect();
    let appender = store.appender(Shard::WHOLE, &[names]).unwrap();
    let values = Outcome::Values(vec![1.0; plan.indicators.len()]);
    (0..FINISHED).for_each(|run| appender.append(run, 0, &values).unwrap());
    appender.sync().unwrap();
    drop((appender, store));
    let size: u64 =
        std::fs::read_dir(path.join("parts")).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).sum();
    let seconds = median((0..ROUNDS).map(|_| {
        let start = Instant::now();
        let store = Store::open(&path, &plan, Shard::WHOLE).unwrap();
        assert_eq!(store.done(), FINISHED);
        start.elapsed().as_secs_f64()
    }));
    let (count, size) = (plan.indicators.len(), size as f64 / 1e6);
    println!(
        "  resume scan of {FINISHED} finished runs of {count} indicators ({size:.0} MB): {seconds:.3} s"
    );
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
