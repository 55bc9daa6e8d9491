//! Times the whole command beside the engine: `circulus run configs/million.toml` at other numbers of plants, with both
//! worlds and all tables, and the same two worlds without any output. Pictures are left out.
//! `cargo bench --package circulus-cli --bench command -- 30 10000 100000`: years, then numbers of plants.
//!
//! Prints a line per size: seconds and peak memory of engine and command, the ratio of their seconds, and what was
//! written. Engine and command each run in a process of their own. `CIRCULUS=/other/circulus` times another program,
//! `TABLES=indicators` some of the tables alone.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // a bench looks at the clock

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;

/// The program's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Number of plants in the scenario file.
const WHOLE: f64 = 1e6;
const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../configs/million.toml");
/// The first argument of the process that runs the engine.
const ENGINE: &str = "engine-alone";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number = |at: usize, otherwise| arguments.get(at).map_or(otherwise, |text| text.parse().unwrap());
    if arguments.first().is_some_and(|first| first == ENGINE) {
        return engine(number(1, 0), number(2, 0));
    }
    let years = number(0, 30);
    let mut sizes: Vec<usize> = arguments.iter().skip(1).map(|text| text.parse().unwrap()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000];
    }
    println!(
        "plants\tyears\tengine_s\tengine_mb\tcommand_s\tcommand_mb\tratio\twritten_mb\tmb_per_s\tover_size_before"
    );
    let mut before = None;
    for plants in sizes {
        let of_self = std::env::current_exe().unwrap();
        let (engine_s, engine_mb) = timed(
            Command::new(of_self).args([ENGINE, &years.to_string(), &plants.to_string()]).spawn().unwrap(),
        );
        let place = tempfile::tempdir().unwrap();
        let (command_s, command_mb) = timed(command(place.path(), years, plants).spawn().unwrap());
        let mb = written(&place.path().join("million")) / 1e6;
        let growth = before.map_or_else(String::new, |before: f64| format!("{:.2}", command_s / before));
        before = Some(command_s);
        println!(
            "{plants}\t{years}\t{engine_s:.2}\t{engine_mb:.0}\t{command_s:.2}\t{command_mb:.0}\t{:.2}\t{mb:.0}\t{:.0}\t{growth}",
            command_s / engine_s,
            mb / (command_s - engine_s).max(0.01)
        );
    }
}

fn sets(years: usize, plants: usize) -> [String; 4] {
    let share = plants as f64 / WHOLE;
    [
        format!("scenario.years={years}"),
        format!("generate.n={plants}"),
        format!("generate.radius_km={}", 3000.0 * share.sqrt()),
        format!("generate.clusters={}", (40_000.0 * share).round().max(1.0)),
    ]
}

fn engine(years: usize, plants: usize) {
    let scenario = Scenario::load(Path::new(SCENARIO), &sets(years, plants)).unwrap();
    std::hint::black_box(run(scenario, 0, Detail::Years).unwrap());
}

fn command(out: &Path, years: usize, plants: usize) -> Command {
    let program = std::env::var("CIRCULUS").unwrap_or_else(|_| env!("CARGO_BIN_EXE_circulus").to_owned());
    let mut command = Command::new(program);
    command.args(["run", SCENARIO, "--no-pictures", "--out"]).arg(out);
    sets(years, plants).iter().for_each(|set| {
        command.args(["--set", set]);
    });
    if let Ok(tables) = std::env::var("TABLES") {
        command.args(["--tables", &tables]);
    }
    command.stdout(Stdio::null());
    command
}

/// Seconds of a process, and its largest resident size in MB; Linux only.
fn timed(mut child: Child) -> (f64, f64) {
    let (start, mut peak) = (Instant::now(), 0.0_f64);
    let status = loop {
        let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let kb = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
        peak = peak.max(kb.map_or(0.0, |kb| kb.parse::<f64>().unwrap() * 1024.0 / 1e6));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert!(status.success());
    (start.elapsed().as_secs_f64(), peak)
}

fn written(folder: &Path) -> f64 {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len() as f64).sum()
}
