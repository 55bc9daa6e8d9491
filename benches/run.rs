//! Times one run with its twin, without output: the whole, and phase by phase.
//!
//! `cargo bench --bench run` prints medians over many runs and each phase's share; timings are for
//! looking at, tests assert only what is exact.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock

use std::path::Path;
use std::time::{Duration, Instant};

use circulus::phase::Phase;
use circulus::random::Luck;
use circulus::record::recorder::Detail;
use circulus::run::{run, run_watched};
use circulus::scenario::Scenario;
use circulus::world::region::Region;

/// Scenario, runs timed.
const CASES: [(&str, usize); 3] =
    [("configs/classroom.toml", 400), ("configs/sverdlovsk.toml", 200), ("configs/synthetic.toml", 3)];

fn main() {
    for (path, runs) in CASES {
        let scenario = Scenario::load(Path::new(path), &[]).unwrap();
        println!(
            "{path}: {} plants, {} years, medians of {runs} runs",
            scenario.plants.len(),
            scenario.years
        );
        let whole =
            median((0..runs).map(|replicate| time(|| drop(run(&scenario, replicate as u64, Detail::Years)))));
        let luck = Luck::new(scenario.seed, 0);
        let founding = median((0..runs).map(|_| time(|| drop(Region::new(&scenario, &luck)))));
        println!("  run with twin   {:>10.3} ms", ms(whole));
        println!("  finding links   {:>10.3} ms {:>6.1} %", ms(founding), share(founding, whole));
        let phases: Vec<[Duration; 8]> =
            (0..runs).map(|replicate| by_phase(&scenario, replicate as u64)).collect();
        for (index, phase) in Phase::ALL.into_iter().enumerate() {
            let spent = median(phases.iter().map(|spent| spent[index]));
            println!("  {:<15} {:>10.3} ms {:>6.1} %", phase.name(), ms(spent), share(spent, whole));
        }
    }
}

/// Time of each phase over a run and its twin, the check of the books included; `market` has the recording
/// of the year before and the founding of the world.
fn by_phase(scenario: &Scenario, replicate: u64) -> [Duration; 8] {
    let mut spent = [Duration::ZERO; 8];
    let mut last = Instant::now();
    run_watched(scenario, replicate, Detail::Years, |_, phase, _| {
        spent[phase as usize] += last.elapsed();
        last = Instant::now();
    })
    .unwrap();
    spent
}

fn time(what: impl FnOnce()) -> Duration {
    let start = Instant::now();
    what();
    start.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn share(part: Duration, whole: Duration) -> f64 {
    100.0 * part.as_secs_f64() / whole.as_secs_f64()
}
