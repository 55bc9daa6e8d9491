//! Times one run with its twin, and the parts of one world, for two scenarios: a lesson and a region. `cargo bench
//! --bench year` prints medians with their intervals; `-- classroom/trade` times one of them.
//!
//! A phase changes the world, and needs it as the phases before it left it; and years differ, since the company does
//! not study or build in all of them. So the world is saved before each phase of each year, and a timing runs the
//! phase through all years on fresh copies, which are made outside the timed section. The check of the books is part
//! of the phase, as in a run. Timings are informative only; tests assert nothing about them.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock
#![allow(missing_docs)] // criterion's macros write functions without a word

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use circulus::random::Luck;
use circulus::record::recorder::{Detail, Recorder};
use circulus::region::Region;
use circulus::rules::fortune::Fortune;
use circulus::run::run;
use circulus::scenario::Scenario;
use circulus::world::World;
use circulus::world::found::found;
use circulus::year::agents::OwnRules;
use circulus::year::{YEAR, balance, live};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CASES: [&str; 2] = ["classroom", "sverdlovsk"];

fn year(criterion: &mut Criterion) {
    // One core: work that is large enough to be shared among threads stays on this one.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    for name in CASES {
        let scenario = Scenario::load(Path::new(&format!("configs/{name}.toml")), &[]).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let mut group = criterion.benchmark_group(name);

        group.bench_function("run", |b| {
            let mut replicate = 0; // other draws every time, as in an experiment
            b.iter(|| {
                replicate += 1;
                run(&scenario, replicate, Detail::Years).unwrap()
            });
        });
        group.bench_function("founding", |b| {
            b.iter(|| drop(black_box(found(&Region::new(&scenario, &luck).unwrap(), true))));
        });

        let region = Region::new(&scenario, &luck).unwrap();
        let fortunes: Vec<Fortune> = (0..scenario.years).map(|t| Fortune::of(&region, &luck, t)).collect();
        let story = Story::of(&region, &fortunes);
        group.bench_function("draws", |b| {
            b.iter(|| (0..scenario.years).for_each(|t| drop(black_box(Fortune::of(&region, &luck, t)))));
        });
        for ((phase, step), before) in YEAR.into_iter().zip(&story.before) {
            group.bench_function(phase.name(), |b| {
                b.iter_batched_ref(
                    || before.clone(),
                    |worlds| {
                        for (world, fortune) in worlds.iter_mut().zip(&fortunes) {
                            step(world, fortune, &mut OwnRules);
                            balance::check(world, phase).unwrap();
                        }
                    },
                    BatchSize::PerIteration, // the worlds of all years are large enough, one set at a time
                );
            });
        }
        group.bench_function("recording", |b| {
            b.iter(|| {
                let mut recorder = Recorder::new(Detail::Years);
                story.after.iter().for_each(|world| recorder.see(world, 0).unwrap());
                recorder.record
            });
        });
        group.finish();
    }
}

/// The world with its company, saved year by year.
struct Story {
    /// The world before each phase.
    before: [Vec<World>; 8],
    /// After the last phase.
    after: Vec<World>,
}

impl Story {
    fn of(region: &Arc<Region>, fortunes: &[Fortune]) -> Self {
        let mut world = found(region, true);
        let mut story = Story { before: Default::default(), after: Vec::new() };
        for fortune in fortunes {
            story.before[0].push(world.clone());
            story.before[0][fortune.t].t = fortune.t; // prices are those of the world's year
            live(&mut world, fortune, |phase, world| match story.before.get_mut(phase as usize + 1) {
                Some(next) => next.push(world.clone()),
                None => story.after.push(world.clone()),
            })
            .unwrap();
        }
        story
    }
}

fn short() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}

criterion_group! { name = benches; config = short(); targets = year }
criterion_main!(benches);
