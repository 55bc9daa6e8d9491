//! A sweep killed at any moment is resumed by the same command, and ends with the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use circulus_experiment::dice::Dice;
use circulus_experiment::store::record;

use super::{GRID, desk, finals};
use crate::common::Desk;

const HEADER: usize = 49;

/// The run of every complete record of a part.
fn records(desk: &Desk, part: &str) -> Vec<u64> {
    let bytes = fs::read(desk.path(part)).unwrap_or_default();
    let mut rest = bytes.get(HEADER..).unwrap_or_default();
    let mut runs = Vec::new();
    while let Some(length) = record::length(rest).filter(|length| *length <= rest.len()) {
        runs.push(record::check(&rest[..length]).unwrap());
        rest = &rest[length..];
    }
    runs
}

/// A sweep of 600 runs, long enough to be killed in the middle.
fn long(desk: &Desk) {
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 50"));
}

#[test]
fn a_sweep_killed_fifty_times_ends_with_the_same_bytes_and_no_run_twice() {
    let desk = desk();
    long(&desk);
    desk.circulus("sweep grid.toml --name whole").well();
    let whole = finals(&desk, "outputs/whole");
    let mut dice = Dice::new(1, "kill", 0);
    let (mut kills, mut sweeps, mut torn) = (0, 0, 0);
    while kills < 50 {
        sweeps += 1;
        let name = format!("killed{sweeps}");
        let mut most = 4.0;
        loop {
            let mut child = desk.command(&format!("sweep grid.toml --name {name}"));
            let mut child = child.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            // From before the first run to the writing of the final files; longer after every kill, so that it ends.
            std::thread::sleep(Duration::from_secs_f64(dice.uniform() * most / 1000.0));
            let finished = child.try_wait().unwrap();
            child.kill().unwrap(); // SIGKILL
            let status = finished.unwrap_or_else(|| child.wait().unwrap());
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            assert_eq!(said, "");
            if status.success() {
                break;
            }
            assert_eq!(status.code(), None, "killed, and not failed");
            kills += 1;
            most += 2.0;
            let runs = records(&desk, &format!("outputs/{name}/parts/1-of-1.runs"));
            assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len(), "a run twice");
            torn += usize::from(!runs.is_empty() && runs.len() < 600);
        }
        let runs = records(&desk, &format!("outputs/{name}/parts/1-of-1.runs"));
        assert_eq!(runs.len(), 600, "each run once");
        assert_eq!(finals(&desk, &format!("outputs/{name}")), whole, "sweep {sweeps}");
    }
    println!("{kills} kills over {sweeps} sweeps, {torn} of them in the middle of the runs");
    assert!(torn >= 10, "only {torn} of {kills} kills fell in the middle of the runs");
}

#[test]
fn a_part_cut_off_at_any_byte_is_completed() {
    let desk = desk();
    desk.circulus("sweep grid.toml --threads 1").well();
    let whole = finals(&desk, "outputs/grid");
    let part = desk.path("outputs/grid/parts/1-of-1.runs");
    let bytes = fs::read(&part).unwrap();
    let record = (bytes.len() - HEADER) / 36;
    // Within the header, after it, within the first, a middle and the last record.
    for length in [0, 1, 48, 49, 50, 49 + record, 49 + 17 * record + 5, bytes.len() - 1] {
        fs::write(&part, &bytes[..length]).unwrap();
        desk.circulus("sweep grid.toml --threads 1").well();
        assert_eq!(fs::read(&part).unwrap(), bytes, "torn at {length}");
        assert_eq!(finals(&desk, "outputs/grid"), whole);
    }
    // A byte changed in the middle: that record and what follows are made again.
    let mut changed = bytes.clone();
    changed[49 + 20 * record + 15] ^= 4;
    fs::write(&part, &changed).unwrap();
    desk.circulus("sweep grid.toml --threads 1").well();
    assert_eq!(fs::read(&part).unwrap(), bytes);
    assert_eq!(finals(&desk, "outputs/grid"), whole);
}

#[test]
fn two_commands_do_not_write_to_one_folder_at_once() {
    let desk = desk();
    fs::create_dir_all(desk.path("outputs/grid/parts")).unwrap();
    let lock = fs::File::create(desk.path("outputs/grid/parts/.lock")).unwrap();
    lock.lock().unwrap();
    desk.circulus("sweep grid.toml").refused(1, &["outputs/grid/parts is in use by another circulus"]);
    drop(lock);
    desk.circulus("sweep grid.toml").well();
}

#[test]
fn an_interrupted_sweep_says_how_to_resume() {
    let desk = desk();
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 20000"));
    let mut child =
        desk.command("sweep grid.toml").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while records(&desk, "outputs/grid/parts/1-of-1.runs").is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
    let done = records(&desk, "outputs/grid/parts/1-of-1.runs").len();
    assert!(said.contains(&format!("interrupted with {done} of 240,000 runs finished")), "{said}");
    assert!(said.contains("the same command goes on"), "{said}");
    assert!(!desk.path("outputs/grid/runs.csv").exists());
}

#[test]
fn without_a_terminal_progress_is_told_in_plain_lines() {
    let desk = desk();
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 20000"));
    let mut child = desk
        .command("sweep grid.toml --every 1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1600));
    child.kill().unwrap();
    child.wait().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let line = said.lines().next().unwrap_or_else(|| panic!("no line"));
    for words in ["grid: ", " of 240000 runs, ", " runs/s, ", " left, 0 failed"] {
        assert!(line.contains(words), "{line}");
    }
}
