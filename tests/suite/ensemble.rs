//! Ensembles: bands are the quantiles of the runs, at any number of threads and after an interruption.

use std::collections::BTreeMap;

use crate::common::Desk;

fn cells(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| names.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|found| row(found.unwrap())).collect()
}

fn read(desk: &Desk, path: &str) -> Vec<BTreeMap<String, String>> {
    cells(&std::fs::read_to_string(desk.path(path)).unwrap())
}

#[test]
fn bands_are_the_quantiles_of_the_runs() {
    let desk = Desk::new();
    desk.circulus("ensemble small.toml --replicates 5 --quantiles 0,0.5,1").well();
    let (mut found, mut differences, mut without_haul) = (Vec::new(), Vec::new(), 0);
    for replicate in 0..5 {
        desk.circulus(&format!("run small.toml --replicate {replicate} --no-pictures --name r{replicate}"))
            .well();
        let rows = read(&desk, &format!("outputs/r{replicate}/indicators.csv"));
        let cell = |world: &str, year: &str, column: &str| {
            rows.iter().find(|row| row["world"] == world && row["year"] == year).unwrap()[column].clone()
        };
        let [cluster, twin]: [f64; 2] =
            ["cluster", "twin"].map(|world| cell(world, "2029", "converted_t").parse().unwrap());
        found.push(cluster);
        differences.push(cluster - twin);
        without_haul += usize::from(cell("twin", "2026", "median_haul_km").is_empty());
    }
    found.sort_by(f64::total_cmp);
    differences.sort_by(f64::total_cmp);
    let bands = read(&desk, "outputs/small_ensemble/bands.csv");
    let band = |world: &str, indicator: &str, year: &str| {
        let is = |row: &&BTreeMap<String, String>| {
            row["world"] == world && row["indicator"] == indicator && row["year"] == year
        };
        bands.iter().find(is).unwrap().clone()
    };
    let row = band("cluster", "converted_t", "2029");
    let number = |name: &str| row[name].parse::<f64>().unwrap();
    assert_eq!([number("q00"), number("q50"), number("q100")], [found[0], found[2], found[4]]);
    assert!((number("mean") - found.iter().sum::<f64>() / 5.0).abs() <= 1e-9 * found[4]);
    assert_eq!((row["n"].as_str(), row["missing"].as_str(), row["unit"].as_str()), ("5", "0", "t"));
    // A year without a deal between plants has no haul: such runs are counted as missing.
    let haul = band("twin", "median_haul_km", "2026");
    assert_eq!(haul["missing"], without_haul.to_string());
    assert_eq!(haul["n"], (5 - without_haul).to_string());
    // The median of the differences of each run, which is not the difference of the medians.
    let difference = band("difference", "converted_t", "2029");
    assert_eq!(difference["q50"].parse::<f64>().unwrap(), differences[2]);
}

#[test]
fn the_same_bytes_at_any_thread_count_and_after_an_interruption() {
    let desk = Desk::new();
    for threads in [1, 2] {
        let line =
            format!("ensemble small.toml --replicates 7 --parquet --threads {threads} --name t{threads}");
        desk.circulus(&line).well();
    }
    let finals = |folder: &str| {
        let mut files = desk.files(folder);
        files.retain(|name, _| !name.starts_with("parts/"));
        files
    };
    let one = finals("outputs/t1");
    assert_eq!(
        one.keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "bands.csv",
            "bands.parquet",
            "experiment.json",
            "fan_1.png",
            "fan_1.svg",
            "manifest.json",
            "plan.json",
            "scenario.toml"
        ]
    );
    assert_eq!(finals("outputs/t2").keys().collect::<Vec<_>>(), one.keys().collect::<Vec<_>>());
    // The manifest names the experiment by its scenario, not by its folder.
    assert_eq!(finals("outputs/t2"), one);
    let part = desk.path("outputs/t1/parts/1-of-1.runs");
    let bytes = std::fs::read(&part).unwrap();
    std::fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    desk.circulus("ensemble small.toml --replicates 7 --parquet --name t1").well();
    assert_eq!(finals("outputs/t1"), one);
    desk.circulus("verify outputs/t1 --share 1").well();
}

#[test]
fn wrong_arguments_are_refused_with_a_reason() {
    let desk = Desk::new();
    desk.circulus("ensemble small.toml --quantiles 0.5,0.1").refused(2, &["--quantiles must rise"]);
    desk.circulus("ensemble small.toml --quantiles 1.5").refused(2, &["must be from 0 to 1"]);
    desk.circulus("ensemble small.toml --replicates 2 --draw member")
        .refused(2, &["no such column", "'members'"]);
    desk.circulus("ensemble none.toml").refused(2, &["there is no such file"]);
    assert!(!desk.path("outputs").exists());
}
