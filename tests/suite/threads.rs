//! `--threads` applies to all the work of a command. Which threads used the processor is read from `/proc`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use circulus::parallel::CHUNK;

use crate::common::{Desk, root};

/// A thread as `/proc` shows it.
struct Thread {
    name: String,
    /// Processor time used so far.
    ticks: u64,
}

/// The threads of a process by their number.
fn threads_of(process: u32) -> BTreeMap<u32, Thread> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else { return BTreeMap::new() };
    let read = |task: fs::DirEntry| {
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        // The name, in brackets, may hold blanks; behind it, user and system time are the 12th and 13th field.
        let (name, rest) = stat.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        let name = name.split_once('(')?.1.to_owned();
        Some((task.file_name().to_str()?.parse().ok()?, Thread { name, ticks }))
    };
    tasks.flatten().filter_map(read).collect()
}

/// Every thread that a command had.
fn threads_during(desk: &Desk, line: &str) -> Vec<Thread> {
    let mut child = desk.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut seen: BTreeMap<u32, Thread> = BTreeMap::new();
    while child.try_wait().unwrap().is_none() {
        seen.extend(threads_of(child.id()));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(child.wait().unwrap().success(), "{line}");
    seen.into_values().collect()
}

#[test]
fn as_many_threads_work_as_were_asked_for() {
    if !Path::new("/proc/self/task").is_dir() {
        println!("skipped: without /proc it is not known which threads worked");
        return;
    }
    let desk = Desk::new();
    // Large enough that a year is cut into chunks for threads.
    let plants = 2 * CHUNK + 700;
    let share = plants as f64 / 1e6;
    let large = format!(
        "{} --set generate.n={plants} --set generate.radius_km={} --set generate.clusters={} --set scenario.years=12",
        root().join("configs/million.toml").display(),
        3000.0 * share.sqrt(),
        plants / 25
    );
    for (line, pool) in [
        (format!("run {large} --no-pictures --out run"), "worker "),
        (format!("ensemble {large} --replicates 1 --out ensemble"), "runs "),
    ] {
        for threads in [1, 2] {
            let seen = threads_during(&desk, &format!("{line} --threads {threads} --name t{threads}"));
            let told: Vec<(&str, u64)> = seen.iter().map(|one| (one.name.as_str(), one.ticks)).collect();
            let all: u64 = seen.iter().map(|one| one.ticks).sum();
            assert!(all >= 20, "{line}: {all} ticks are too few to judge");
            // A thread that a worker starts has the worker's name at first, so names are counted and not threads.
            let names = seen.iter().map(|one| one.name.as_str()).filter(|name| name.starts_with(pool));
            let there: BTreeSet<&str> = names.collect();
            assert_eq!(there.len(), threads, "{line} --threads {threads}: {told:?}");
            // On a busy machine one of two threads may find all the work done: fewer may work, but not more. The
            // reading and writing before and after the runs of an experiment has its own thread.
            let working = seen
                .iter()
                .filter(|one| one.name.starts_with(pool) && one.ticks as f64 > 0.03 * all as f64)
                .count();
            assert!((1..=threads).contains(&working), "{line} --threads {threads}: {told:?}");
        }
    }
}
