//! `--threads` holds for all the work of a command. Which threads used the processor is read from `/proc`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use circulus::parallel::CHUNK;

use crate::common::{Desk, root};

/// Ticks of processor time that each thread of a process has used so far.
fn ticks(process: u32) -> BTreeMap<u32, u64> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{process}/task")) else { return BTreeMap::new() };
    let used = |task: fs::DirEntry| {
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        // The name, in brackets, may hold blanks; behind it, user and system time are the 12th and 13th field.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let time = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some((task.file_name().to_str()?.parse().ok()?, time))
    };
    tasks.flatten().filter_map(used).collect()
}

/// The share of the processor time of each thread that worked, the greatest first.
fn shares(desk: &Desk, line: &str) -> Vec<f64> {
    let mut child = desk.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut most: BTreeMap<u32, u64> = BTreeMap::new();
    while child.try_wait().unwrap().is_none() {
        most.extend(ticks(child.id()));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(child.wait().unwrap().success(), "{line}");
    let all: u64 = most.values().sum();
    assert!(all >= 20, "{line}: {all} ticks are too few to judge");
    let mut shares: Vec<f64> = most.values().map(|ticks| *ticks as f64 / all as f64).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    shares
}

#[test]
fn as_many_threads_work_as_were_asked_for() {
    if !Path::new("/proc/self/task").is_dir() {
        println!("skipped: without /proc nobody tells which threads worked");
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
    for line in [
        format!("run {large} --no-pictures --out run"),
        format!("ensemble {large} --replicates 1 --out ensemble"),
    ] {
        for threads in [1, 2] {
            // On a busy machine one of two threads may find all the work done: then it is asked again.
            let (tries, mut seen) = (if threads == 1 { 1 } else { 5 }, Vec::new());
            let as_asked = (0..tries).any(|attempt| {
                seen = shares(&desk, &format!("{line} --threads {threads} --name t{threads}_{attempt}"));
                seen.iter().filter(|share| **share > 0.03).count() == threads
            });
            assert!(as_asked, "--threads {threads}: {seen:?}\n{line}");
        }
    }
}
