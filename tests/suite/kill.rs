//! `run` and `report` write atomically: killed at any moment, they leave a complete result or none, an earlier result
//! unchanged, and nothing that the next command does not clear.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use circulus::output::hash;
use circulus_experiment::dice::Dice;

use crate::common::Desk;

/// The most and the fewest kills of a test; beyond the fewest it goes on no longer than `LONG`.
const KILLS: usize = 40;
const FEWEST: usize = 10;
const LONG: Duration = Duration::from_secs(6);

/// Seconds that a command takes here.
#[allow(clippy::disallowed_methods)] // to know when to kill
fn seconds(desk: &Desk, line: &str) -> f64 {
    let start = Instant::now();
    desk.circulus(line).well();
    start.elapsed().as_secs_f64()
}

/// Starts commands and kills them (SIGKILL) at random moments; `look` sees what each left. Returns how many were
/// started, and how many of them were killed before their end.
#[allow(clippy::disallowed_methods)] // to stop in time
fn kill(
    desk: &Desk,
    seed: u64,
    most: f64,
    line: impl Fn(usize) -> String,
    mut look: impl FnMut(usize),
) -> (usize, usize) {
    let mut dice = Dice::new(seed, "kill", 0);
    let (start, mut turns, mut killed) = (Instant::now(), 0, 0);
    for turn in 0..KILLS {
        if turn >= FEWEST && start.elapsed() > LONG {
            break;
        }
        turns += 1;
        let mut child =
            desk.command(&line(turn)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs_f64(dice.uniform() * most));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        look(turn);
    }
    (turns, killed)
}

/// Number of names in a folder that begin with a dot.
fn hidden(desk: &Desk, folder: &str) -> usize {
    desk.names(folder).iter().filter(|name| name.starts_with('.')).count()
}

/// Asserts that the folder of a run holds what its manifest lists, byte for byte, and nothing else.
fn complete(desk: &Desk, folder: &str) {
    let manifest = fs::read_to_string(desk.path(folder).join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_array().unwrap();
    for file in files {
        let path = desk.path(folder).join(file["path"].as_str().unwrap());
        assert_eq!(file["sha256"], hash::of_file(&path).unwrap(), "{}", path.display());
    }
    assert_eq!(desk.names(folder).len(), files.len() + 1);
}

#[test]
fn a_killed_run_leaves_a_complete_folder_or_none() {
    let desk = Desk::new();
    let most = seconds(&desk, "run small.toml --name earlier");
    let mut left = 0;
    let line = |turn: usize| match turn % 2 {
        0 => "run small.toml --name earlier --force".to_owned(),
        _ => format!("run small.toml --name fresh{turn}"),
    };
    let (turns, killed) = kill(&desk, 1, most, line, |turn| {
        left += hidden(&desk, "outputs").min(1);
        complete(&desk, "outputs/earlier");
        let fresh = format!("outputs/fresh{turn}");
        if desk.path(&fresh).exists() {
            complete(&desk, &fresh);
        }
    });
    println!("{killed} of {turns} runs killed, hidden folders left after {left}");
    assert!(killed >= turns / 2 && left >= turns / 10, "{killed} of {turns} killed, {left} left something");
    desk.circulus("run small.toml --no-pictures --name next").well();
    assert_eq!(hidden(&desk, "outputs"), 0, "{:?}", desk.names("outputs"));
    complete(&desk, "outputs/earlier");
}

#[test]
fn a_killed_report_leaves_a_complete_page_or_none() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures").well();
    let most = seconds(&desk, "report outputs/small --out earlier.html");
    let page = fs::read(desk.path("earlier.html")).unwrap();
    let line = |turn: usize| match turn % 2 {
        0 => "report outputs/small --out earlier.html --force".to_owned(),
        _ => format!("report outputs/small --out fresh{turn}.html"),
    };
    let (turns, killed) = kill(&desk, 2, most, line, |turn| {
        assert!(fs::read(desk.path("earlier.html")).unwrap() == page, "torn");
        if let Ok(fresh) = fs::read(desk.path(&format!("fresh{turn}.html"))) {
            assert!(fresh == page, "torn at {} of {} bytes", fresh.len(), page.len());
        }
    });
    println!("{killed} of {turns} reports killed");
    assert!(killed >= turns / 4, "only {killed} of {turns} were killed before their end");
    desk.circulus("report outputs/small --out next.html").well();
    assert_eq!(hidden(&desk, "."), 0, "{:?}", desk.names("."));
}

/// A sweep killed at each step of moving its final files into place.
#[test]
fn an_interrupted_replacement_is_completed_by_the_same_command() {
    let desk = Desk::new();
    desk.write("grid.toml", crate::sweep::GRID);
    desk.circulus("sweep grid.toml --parquet").well();
    let old = desk.files("outputs/grid");
    desk.circulus("sweep grid.toml").well();
    let new = desk.files("outputs/grid");
    assert_eq!(old.len(), new.len() + 2, "two tables as Parquet");
    let finals: Vec<&String> = new.keys().filter(|name| !name.starts_with("parts/")).collect();
    let by_manifest = |name: &&&String| name.as_str() == "manifest.json";
    let (manifest, others): (Vec<&String>, Vec<&String>) = finals.iter().partition(|name| by_manifest(name));
    let order: Vec<&String> = others.into_iter().chain(manifest).collect();
    for step in 0..=order.len() + 3 {
        let folder = desk.path("outputs/grid");
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir_all(folder.join("parts")).unwrap();
        fs::create_dir_all(folder.join(".ready")).unwrap();
        for (name, bytes) in &old {
            fs::write(folder.join(name), bytes).unwrap();
        }
        order.iter().for_each(|name| fs::write(folder.join(".ready").join(name), &new[*name]).unwrap());
        // First the files that only the earlier sweep made are removed, then the manifest; then the new ones move in.
        for name in ["runs.parquet", "series.parquet", "manifest.json"].into_iter().take(step) {
            fs::remove_file(folder.join(name)).unwrap();
        }
        for name in order.iter().take(step.saturating_sub(3)) {
            fs::rename(folder.join(".ready").join(name), folder.join(name)).unwrap();
        }
        desk.circulus("sweep grid.toml").well();
        assert_eq!(desk.files("outputs/grid"), new, "step {step}");
        assert_eq!(desk.names("outputs/grid").len(), finals.len() + 1, "step {step}");
    }
}
