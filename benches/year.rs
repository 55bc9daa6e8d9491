//! Times one run with its twin, and what it is made of, for the two scenarios that stand for a lesson and a region.
//! `cargo bench --bench year` prints medians with their intervals; `-- classroom/trade` times one of them.
//!
//! A phase needs the world as the phases before it leave it, and changes it. So year 10 is lived once, the world
//! is kept as each phase finds it, and every timing has a fresh copy, made while the clock stands. The check of
//! the books belongs to the phase, as it does in a run. Timings are for looking at; tests assert only what is exact.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock
#![allow(missing_docs)] // criterion's macros write functions without a word

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use circulus::random::Luck;
use circulus::record::Record;
use circulus::record::recorder::{Detail, record};
use circulus::rules::fortune::Fortune;
use circulus::run::run;
use circulus::scenario::Scenario;
use circulus::world::World;
use circulus::world::found::found;
use circulus::world::region::Region;
use circulus::year::{YEAR, balance, live, run_year};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const CASES: [&str; 2] = ["classroom", "sverdlovsk"];

/// The year of which phases are timed: the cluster lives, contracts run, units stand.
const YEAR_TIMED: usize = 10;

fn year(criterion: &mut Criterion) {
    for name in CASES {
        let scenario = Scenario::load(Path::new(&format!("configs/{name}.toml")), &[]).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let mut group = criterion.benchmark_group(name);

        group.bench_function("run", |b| {
            let mut replicate = 0; // another luck every time, as in an experiment
            b.iter(|| {
                replicate += 1;
                run(&scenario, replicate, Detail::Years).unwrap()
            });
        });
        group.bench_function("founding", |b| {
            b.iter(|| drop(black_box(found(&Region::new(&scenario, &luck), true))));
        });

        let region = Region::new(&scenario, &luck);
        let fortune = Fortune::of(&region, &luck, YEAR_TIMED);
        let worlds = as_each_phase_finds_it(&region, &luck);
        group.bench_function("draws", |b| b.iter(|| Fortune::of(&region, &luck, YEAR_TIMED)));
        for ((phase, step), before) in YEAR.into_iter().zip(&worlds) {
            group.bench_function(phase.name(), |b| {
                b.iter_batched_ref(
                    || before.clone(),
                    |world| {
                        step(world, &fortune);
                        balance::check(world, phase).unwrap();
                    },
                    BatchSize::SmallInput,
                );
            });
        }
        let after = worlds.last().unwrap();
        group.bench_function("recording", |b| {
            b.iter(|| {
                let mut rows = Record::default();
                record(&mut rows, after, Detail::Years, 0);
                rows
            });
        });
        group.finish();
    }
}

/// The world before each phase of the year, and after the last.
fn as_each_phase_finds_it<'r>(region: &'r Region<'r>, luck: &Luck) -> Vec<World<'r>> {
    let mut world = found(region, true);
    for t in 0..YEAR_TIMED {
        run_year(&mut world, luck, t, |_, _| {}).unwrap();
    }
    let mut worlds = vec![world.clone()];
    worlds[0].t = YEAR_TIMED; // prices are those of the world's year
    live(&mut world, &Fortune::of(region, luck, YEAR_TIMED), |_, world| worlds.push(world.clone())).unwrap();
    worlds
}

fn short() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group! { name = benches; config = short(); targets = year }
criterion_main!(benches);
