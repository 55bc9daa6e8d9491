//! A sweep killed at any moment is resumed by the same command, and ends with the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use circulus_experiment::dice::Dice;
use circulus_experiment::store::record::{self, About, Key};

use super::{GRID, desk, finals};
use crate::common::Desk;

/// Where each complete record of a part begins, with what it is about.
pub fn places(bytes: &[u8]) -> Vec<(usize, About)> {
    // The header is two lines.
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let mut at = ends.map(|(at, _)| at + 1).nth(1).unwrap_or(bytes.len());
    let mut places = Vec::new();
    while let Some(length) = record::length(&bytes[at..]).filter(|length| at + length <= bytes.len()) {
        places.push((at, record::check(&bytes[at..at + length]).unwrap()));
        at += length;
    }
    places
}

/// The run of every complete record of a part.
pub fn records(desk: &Desk, part: &str) -> Vec<Key> {
    let bytes = fs::read(desk.path(part)).unwrap_or_default();
    let run = |(_, about): (usize, About)| match about {
        About::Values(key, _) | About::Failed(key) => Some(key),
        About::Layout => None,
    };
    places(&bytes).into_iter().filter_map(run).collect()
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
    let at: Vec<usize> = places(&bytes).into_iter().map(|(at, _)| at).collect();
    assert_eq!(at.len(), 37, "the layout, and the runs");
    // Within the header, after it, within the layout, the first, a middle and the last record.
    for length in [0, 1, at[0] - 1, at[0], at[0] + 1, at[1], at[1] + 1, at[18] + 5, bytes.len() - 1] {
        fs::write(&part, &bytes[..length]).unwrap();
        desk.circulus("sweep grid.toml --threads 1").well();
        assert_eq!(fs::read(&part).unwrap(), bytes, "torn at {length}");
        assert_eq!(finals(&desk, "outputs/grid"), whole);
    }
    // A byte changed in the middle: that record and what follows are made again.
    let mut changed = bytes.clone();
    changed[at[21] + 15] ^= 4;
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
    while records(&desk, "outputs/grid/parts/1-of-1.runs").len() < 12 * 5 {
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
    let whole = |replicates: u64| {
        desk.write("grid.toml", &GRID.replace("replicates = 3", &format!("replicates = {replicates}")))
    };
    // What is told so far is of the replicates that every point has.
    if done >= 12 * 4 {
        let told = super::text(&desk, "outputs/grid/partial.txt");
        assert!(told.contains("of 20,000 replicates at 12 of 12 points"), "{told}");
        let rows = super::text(&desk, "outputs/grid/runs.csv").lines().count() - 1;
        assert!(rows.is_multiple_of(12) && rows > 0 && rows <= done, "{rows} of {done}");
        desk.circulus("verify outputs/grid").well();
        // An experiment of that size is whole.
        whole(rows as u64 / 12);
        desk.circulus("sweep grid.toml").well();
        assert!(!desk.path("outputs/grid/partial.txt").exists());
        desk.circulus("sweep grid.toml --name fresh").well();
        assert_eq!(finals(&desk, "outputs/grid"), finals(&desk, "outputs/fresh"));
    }
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
    for words in ["grid: ", " of 240,000 runs, ", " runs/s, ", " left, 0 failed"] {
        assert!(line.contains(words), "{line}");
    }
}
