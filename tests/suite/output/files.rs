//! The folder of a run: its files, that they are the same each time, and that the manifest is true.

use std::fs;
use std::path::{Path, PathBuf};

use circulus::output::{Layout, Options, Provenance, hash, write_run};

use super::data;

fn write(folder: PathBuf) -> PathBuf {
    let loaded = data::scenario();
    let layout = Layout { parquet: true, ..Layout::ALL };
    let options = Options { folder, force: false, layout };
    let provenance = Provenance::new("circulus run small.toml");
    write_run(&data::run(), &loaded.scenario, &loaded.as_meant, provenance, &options).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_run_leaves_these_files() {
    let place = tempfile::tempdir().unwrap();
    let folder = write(place.path().join("a"));
    insta::assert_snapshot!(names(&folder).join("\n"), @r"
    deals.csv
    deals.parquet
    decisions.csv
    decisions.parquet
    events.csv
    events.parquet
    indicators.csv
    indicators.parquet
    manifest.json
    network.graphml
    plants.csv
    plants.parquet
    projects.csv
    projects.parquet
    provenance.csv
    scenario.toml
    summary.json
    ");
    assert_eq!(names(place.path()), ["a"], "nothing is left beside it");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let (first, second) = (write(place.path().join("a")), write(place.path().join("b")));
    for name in names(&first) {
        let same = fs::read(first.join(&name)).unwrap() == fs::read(second.join(&name)).unwrap();
        assert!(same, "{name} differs");
    }
}

#[test]
fn the_manifest_tells_the_truth() {
    let place = tempfile::tempdir().unwrap();
    let folder = write(place.path().join("a"));
    let text = fs::read_to_string(folder.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), names(&folder).len() - 1, "all but itself");
    for file in files {
        let path = folder.join(file["path"].as_str().unwrap());
        assert_eq!(file["sha256"], hash::of_file(&path).unwrap());
        assert_eq!(file["bytes"], fs::metadata(&path).unwrap().len());
    }
    assert_eq!(manifest["seed"], 7);
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["command"], "circulus run small.toml");
    assert_eq!(manifest["scenario"]["waste"]["slag"]["hazard_class"], "IV");
    let summary = fs::read_to_string(folder.join("summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["results_hash"], manifest["results_hash"]);
    assert_eq!(summary["results_hash"].as_str().unwrap().len(), 12);
}

#[test]
fn sha256_is_the_standard_one() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("abc");
    fs::write(&path, "abc").unwrap();
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash::of_file(&path).unwrap(), expected);
}
