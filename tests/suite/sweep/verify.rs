//! Verify finds what was altered, and names it.

use std::fs;

use super::{desk, text};

#[test]
fn an_altered_number_is_found_and_named() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let out = desk.circulus("verify outputs/grid").well().out;
    assert!(
        out.contains("4 files, 36 rows compared with their records, 1 runs made again: all as it should be"),
        "{out}"
    );
    let runs = text(&desk, "outputs/grid/runs.csv");
    let line = runs.lines().nth(8).unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[9] = "77";
    fs::write(desk.path("outputs/grid/runs.csv"), runs.replace(line, &cells.join(","))).unwrap();
    let altered = ["runs.csv was altered", "runs.csv, run 7, last_members: is 77 and should be "];
    desk.circulus("verify outputs/grid").refused(1, &altered);
    // Without the records it is found by making the run again.
    fs::remove_dir_all(desk.path("outputs/grid/parts")).unwrap();
    let ran = desk.circulus("verify outputs/grid --share 1");
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("the records of the runs were not compared"), "{}", ran.out);
    assert!(ran.err.contains(altered[1]) && ran.err.contains("36 runs made again"), "{}", ran.err);
}

#[test]
fn the_rerun_alone_finds_what_manifest_and_records_would_not() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    // Someone who alters number and hash, and throws the records away.
    let runs = text(&desk, "outputs/grid/runs.csv");
    let line = runs.lines().nth(1).unwrap();
    let altered = runs.replace(line, &line.replacen("0.1.0", "0.1.1", 1));
    let path = desk.path("outputs/grid/runs.csv");
    let manifest = text(&desk, "outputs/grid/manifest.json");
    let before = circulus::output::hash::of_file(&path).unwrap();
    fs::write(&path, altered).unwrap();
    let after = circulus::output::hash::of_file(&path).unwrap();
    fs::write(desk.path("outputs/grid/manifest.json"), manifest.replace(&before, &after)).unwrap();
    fs::remove_dir_all(desk.path("outputs/grid/parts")).unwrap();
    let ran = desk.circulus("verify outputs/grid --share 1");
    assert!(ran.err.contains("runs.csv, run 0, version: is 0.1.1 and should be 0.1.0"), "{}", ran.err);
}

#[test]
fn a_single_run_is_verified_too() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures --parquet --replicate 3").well();
    desk.circulus("verify outputs/small").well();
    let path = desk.path("outputs/small/plants.csv");
    let plants = fs::read_to_string(&path).unwrap();
    let line = plants.lines().nth(4).unwrap();
    let (before, rest) = line.split_once(',').unwrap();
    fs::write(&path, plants.replace(line, &format!("{before},1{rest}"))).unwrap();
    desk.circulus("verify outputs/small")
        .refused(1, &["plants.csv was altered", "plants.csv, line 5, year: is 1"]);
    fs::remove_file(&path).unwrap();
    let ran = desk.circulus("verify outputs/small");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("plants.csv"), "{}", ran.err);
}

#[test]
fn a_folder_without_manifest_is_told() {
    let desk = desk();
    fs::create_dir(desk.path("empty")).unwrap();
    desk.circulus("verify empty").refused(2, &["empty/manifest.json"]);
    desk.circulus("verify nowhere").refused(2, &["nowhere/manifest.json"]);
}
