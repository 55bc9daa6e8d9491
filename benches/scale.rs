//! Times one world, with its company, of configs/million.toml at another number of plants, and its lower bounds
//! (floors). `cargo bench --bench scale -- 100000 30 2`: plants, years, threads. Each size runs in its own process, so
//! that peak memory is measured per size.
//!
//! Prints one line per number: name, tab, value. Two runs with the same digest have the same final state, to the bit.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock

use std::path::Path;
use std::time::Instant;

use circulus::phase::Phase;
use circulus::random::Luck;
use circulus::record::recorder::{Detail, Recorder};
use circulus::region::Region;
use circulus::rules::fortune::Fortune;
use circulus::scenario::Scenario;
use circulus::world::found::found;
use circulus::year::live;

#[path = "scale/digest.rs"]
mod digest;
#[path = "scale/floor.rs"]
mod floor;

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Number of plants in the scenario file.
const WHOLE: f64 = 1e6;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let mut next = |otherwise| arguments.next().map_or(otherwise, |number| number.parse().unwrap());
    let (plants, years) = (next(10_000), next(30));
    let threads = next(std::thread::available_parallelism().unwrap().get());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| measure(plants, years));
}

fn measure(plants: usize, years: usize) {
    let empty = memory("VmHWM");
    let (scenario, loading) = timed(|| scaled(plants, years));
    let luck = Luck::new(scenario.seed, 0);
    let start = Instant::now();
    let region = Region::new(scenario, &luck).unwrap(); // owned, as a run does: a borrowed scenario is cloned
    let mut world = found(&region, true);
    let founding = start.elapsed().as_secs_f64();

    let (mut draws, mut phases, mut recording) = (0.0, [0.0; 8], 0.0);
    let mut recorder = Recorder::new(Detail::Years);
    for t in 0..years {
        let (fortune, spent) = timed(|| Fortune::of(&region, &luck, t));
        draws += spent;
        let mut last = Instant::now();
        live(&mut world, &fortune, |phase, _| {
            phases[phase as usize] += last.elapsed().as_secs_f64();
            last = Instant::now();
        })
        .unwrap();
        recording += timed(|| recorder.see(&world, 0).unwrap()).1;
    }
    let total = start.elapsed().as_secs_f64();
    let peak = memory("VmHWM");

    say("plants", world.len());
    say("links", region.links.len());
    say("deals", world.log.deals.len());
    say("loading_s", loading);
    say("founding_s", founding);
    say("draws_s", draws);
    Phase::ALL.iter().zip(phases).for_each(|(phase, spent)| say(&format!("{}_s", phase.name()), spent));
    say("recording_s", recording);
    say("total_s", total);
    say("plant_years_per_s", (world.len() * years) as f64 / total);
    say("peak_mb", peak / 1e6);
    say("bytes_per_plant", (peak - empty) / world.len() as f64);

    let stream = floor::stream(&world) * (years * Phase::ALL.len()) as f64;
    let (drawn, uniforms) = floor::draw(&world, &luck, years);
    say("state_mb", floor::bytes(&world) / 1e6);
    say("stream_s", stream);
    say("uniforms", uniforms);
    say("uniforms_s", drawn);
    say("floor_s", stream + drawn);
    say("over_floor", total / (stream + drawn));
    say("digest", digest::of(&world, &recorder.record));
}

/// The scenario with this number of plants: same density, same clustering, same demand per plant.
fn scaled(plants: usize, years: usize) -> Scenario {
    let share = plants as f64 / WHOLE;
    let sets = [
        format!("scenario.years={years}"),
        format!("generate.n={plants}"),
        format!("generate.radius_km={}", 3000.0 * share.sqrt()),
        format!("generate.clusters={}", (40_000.0 * share).round().max(1.0)),
    ];
    let mut scenario = Scenario::load(Path::new("configs/million.toml"), &sets).unwrap();
    scenario.products.iter_mut().for_each(|product| product.demand_t *= share);
    scenario
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let made = what();
    (made, start.elapsed().as_secs_f64())
}

/// Bytes of memory according to the system; `VmHWM` is the peak resident size. Linux only.
fn memory(of: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(of)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next())
        .map_or(f64::NAN, |kb| kb.parse::<f64>().unwrap() * 1024.0)
}

fn say(name: &str, value: impl std::fmt::Display) {
    println!("{name}\t{value}");
}
