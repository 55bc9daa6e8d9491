//! The valley: a small region in which everything happens, and runs of it.

use circulus::record::Record;
use circulus::record::recorder::Detail;
use circulus::run::{Run, run};
use circulus::scenario::Scenario;
use rayon::prelude::*;

/// A small region in which everything happens.
pub fn valley() -> Scenario {
    Scenario::from_toml(include_str!("valley.toml")).unwrap()
}

/// A run of a scenario with all its rows.
pub fn run_of(scenario: &Scenario, replicate: u64) -> Run {
    run(scenario, replicate, Detail::Full).unwrap()
}

/// Mean over replicates of a number of a run, in parallel.
pub fn mean(scenario: &Scenario, replicates: u64, number: impl Fn(&Run) -> f64 + Sync) -> f64 {
    let runs = (0..replicates).into_par_iter();
    let numbers: Vec<f64> =
        runs.map(|replicate| number(&run(scenario, replicate, Detail::Years).unwrap())).collect();
    numbers.iter().sum::<f64>() / replicates as f64
}

/// Tonnes reused in all years of a record.
pub fn reused_t(record: &Record) -> f64 {
    record.years.iter().map(|year| year.total().reused_t()).sum()
}
