//! Tables written while a run goes on are those of the finished run, byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use circulus::output::networks::NETWORKS;
use circulus::output::{Format, Layout, TABLES, hash, live, write_files};
use circulus::parallel::CHUNK;
use circulus::record::recorder::Detail;
use circulus::run::{Run, run};
use circulus::scenario::{Scenario, template};
use circulus_plot::Figure;

use crate::bounds::regimes::country;

/// A region of several chunks, with members, deals, loans, events and decisions. A row group of Parquet holds the rows
/// of plants of one world, but not those of both.
fn region() -> Arc<Scenario> {
    Arc::new(country(2 * CHUNK + 700, &["join.bias=1", "scenario.years=4"]))
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// What [`live`] leaves, with the run and the hash that it returns.
fn lived(scenario: &Arc<Scenario>, layout: &Layout) -> (BTreeMap<String, Vec<u8>>, Run, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut years = 0;
    let (run, hash) =
        live(folder.path(), Arc::clone(scenario), &template(), 0, layout, || years += 1).unwrap();
    assert_eq!(years, scenario.years);
    (files(folder.path()), run, hash)
}

#[test]
fn files_written_year_by_year_are_those_of_the_finished_run() {
    let scenario = region();
    let layout = Layout { parquet: true, networks: true, ..Layout::ALL };
    let folder = tempfile::tempdir().unwrap();
    let whole = run(Arc::clone(&scenario), 0, Detail::Full).unwrap();
    let hash = write_files(folder.path(), &whole, &scenario, &template(), &layout).unwrap();
    let wanted = files(folder.path());
    assert_eq!(wanted.len(), 2 * TABLES.len() + NETWORKS.len() + 4);
    for (name, rows) in [("deals.csv", 1000), ("events.csv", 100), ("decisions.csv", 1000)] {
        let lines = wanted[name].iter().filter(|byte| **byte == b'\n').count();
        assert!(lines > rows, "{name} has {lines} lines");
    }
    assert!(whole.cluster.plants.iter().any(|row| row.debt_service > 0.0), "there are loans");
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (found, lived, again) = pool.install(|| lived(&scenario, &layout));
        assert_eq!(again, hash, "{threads} threads");
        assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        for (name, bytes) in &found {
            assert!(*bytes == wanted[name], "{name} differs, {threads} threads");
        }
        assert!(lived.cluster.plants.is_empty() && lived.cluster.deals.is_empty());
        let plants = scenario.plants.len();
        assert_eq!(*lived.cluster.sums(plants), *whole.cluster.sums(plants));
        for figure in Figure::ALL {
            let same = figure.svg(&lived, &scenario).unwrap() == figure.svg(&whole, &scenario).unwrap();
            assert!(same, "the picture {} differs", figure.name());
        }
    }
}

#[test]
fn only_the_tables_that_are_asked_for_are_written() {
    let scenario = region();
    let (all, _, _) = lived(&scenario, &Layout::ALL);
    let some = Layout::ALL.only(&["deals", "indicators"]).unwrap();
    let (found, run, hash) = lived(&scenario, &some);
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["deals.csv", "indicators.csv", "network.graphml", "provenance.csv", "scenario.toml", "summary.json"]
    );
    for name in ["deals.csv", "indicators.csv", "network.graphml"] {
        assert!(found[name] == all[name], "{name} differs");
    }
    let bytes = [&found["indicators.csv"][..], &found["deals.csv"]].concat();
    assert_eq!(hash, hash::of_text(std::str::from_utf8(&bytes).unwrap())[..12]);
    let whole = circulus::run::run(Arc::clone(&scenario), 0, Detail::Full).unwrap();
    assert_eq!(hash::of_run(&whole, &scenario, &some).unwrap(), hash);
    assert_eq!(run.cluster.years, whole.cluster.years);
}

#[test]
fn parquet_instead_of_csv_is_the_parquet_that_is_written_beside_it() {
    let scenario = region();
    let (beside, _, _) = lived(&scenario, &Layout { parquet: true, ..Layout::ALL });
    let (instead, _, hash) = lived(&scenario, &Layout { instead: true, ..Layout::ALL });
    let tables: Vec<String> =
        TABLES[1..].iter().map(|table| format!("{table}.{}", Format::Parquet.extension())).collect();
    let mut wanted: Vec<&str> = tables.iter().map(String::as_str).collect();
    wanted.extend(["indicators.csv", "network.graphml", "provenance.csv", "scenario.toml", "summary.json"]);
    wanted.sort_unstable();
    assert_eq!(instead.keys().map(String::as_str).collect::<Vec<_>>(), wanted);
    for name in tables.iter().map(String::as_str).chain(["indicators.csv", "network.graphml"]) {
        assert!(instead[name] == beside[name], "{name} differs");
    }
    assert!(String::from_utf8_lossy(&instead["summary.json"]).contains(&hash));
}
