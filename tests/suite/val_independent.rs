//! Comparison with an independent program: the model written again in plain Python, `tests/independent/model.py`.
//!
//! It was written from the description of the model alone, without sight of this code. Draws are addressed in the same
//! way in both, so they agree draw for draw. `tests/independent/README.md` says what was compared and found, and how to
//! renew the numbers.
//!
//! Its yearly indicators of five scenarios are stored beside them and compared here. Where there is a Python of at
//! least 3.11, it is run afresh too, and every table is compared in full.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use circulus::output::{Layout, write_tables};
use circulus::record::columns::Names;
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{Loaded, load};

use crate::common::root;

const SCENARIOS: [&str; 5] = ["everything", "aground", "calm", "chains", "valley"];
const TABLES: [&str; 6] = ["decisions", "deals", "events", "indicators", "plants", "projects"];

/// Largest difference that rounding may leave between two numbers, relative to the larger of them.
const TOLERANCE: f64 = 1e-9;
/// The same relative to the largest number of the column: for what is left when large numbers cancel.
const ROUNDING: f64 = 1e-13;

type Row = BTreeMap<String, String>;

fn scenario(name: &str) -> Loaded {
    load(&root().join(format!("tests/independent/{name}.toml")), &[]).unwrap()
}

/// Runs a scenario and leaves its tables in a folder.
fn live(loaded: &Loaded, folder: &Path) {
    let run = run(&loaded.scenario, 0, Detail::Full).unwrap();
    write_tables(folder, &run, &Names::of(&loaded.scenario), &Layout::ALL).unwrap();
}

fn read(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(Result::unwrap).collect()
}

/// The first difference between two tables, in the columns that both have; none when they agree.
fn first_difference(ours: &[Row], theirs: &[Row]) -> Option<String> {
    let mut largest: BTreeMap<&str, f64> = BTreeMap::new();
    for (column, cell) in ours.iter().flatten() {
        if let Ok(value) = cell.parse::<f64>() {
            let most = largest.entry(column).or_default();
            *most = most.max(value.abs());
        }
    }
    let same = |column: &str, a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(x), Ok(y)) => (x - y).abs() <= TOLERANCE * x.abs().max(y.abs()) + ROUNDING * largest[column],
        _ => a == b,
    };
    for (a, b) in ours.iter().zip(theirs) {
        for (column, theirs) in b {
            if let Some(ours) = a.get(column)
                && !same(column, ours, theirs)
            {
                let (world, year) = (&a["world"], &a["year"]);
                return Some(format!(
                    "{year}, {world}, {column}: {ours}, model.py has {theirs}\n{a:?}\n{b:?}"
                ));
            }
        }
    }
    (ours.len() != theirs.len()).then(|| format!("{} rows, model.py has {}", ours.len(), theirs.len()))
}

#[test]
fn val_the_years_of_an_independent_program() {
    for name in SCENARIOS {
        let folder = tempfile::tempdir().unwrap();
        let loaded = scenario(name);
        live(&loaded, folder.path());
        let theirs = read(&root().join(format!("tests/independent/{name}.csv")));
        assert_eq!(theirs.len(), 2 * loaded.scenario.years, "two worlds");
        let ours = read(&folder.path().join("indicators.csv"));
        let missing: Vec<&String> =
            theirs[0].keys().filter(|column| !ours[0].contains_key(*column)).collect();
        assert!(missing.is_empty(), "renamed? {missing:?}");
        if let Some(difference) = first_difference(&ours, &theirs) {
            panic!("{name}: {difference}");
        }
    }
}

#[test]
fn val_every_table_of_an_independent_program_run_afresh() {
    let Some(python) = python() else {
        // Written directly, as the test runner captures what a test prints.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: model.py run afresh; there is no Python of at least 3.11");
        return;
    };
    let answers = root().join("tests/independent/test_model.py");
    let ran = Command::new(python).arg("-B").arg(answers).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    for name in SCENARIOS {
        let folder = tempfile::tempdir().unwrap();
        let (ours, theirs) = (folder.path().join("ours"), folder.path().join("theirs"));
        std::fs::create_dir(&ours).unwrap();
        let loaded = scenario(name);
        live(&loaded, &ours);
        let [program, file] = ["model.py".to_owned(), format!("{name}.toml")]
            .map(|file| root().join("tests/independent").join(file));
        let ran = Command::new(python).arg("-B").args([&program, &file, &theirs]).output().unwrap();
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
        for table in TABLES {
            let [ours, theirs] = [&ours, &theirs].map(|folder| read(&folder.join(format!("{table}.csv"))));
            assert!(!ours.is_empty());
            // circulus has no rates of events that strike products, as there are no plants to divide them by.
            let rate = |column: &str| column.starts_with("events_") && column.ends_with("_per_plant_year");
            let missing: Vec<&String> = theirs
                .iter()
                .take(1)
                .flat_map(BTreeMap::keys)
                .filter(|column| !ours[0].contains_key(*column) && !rate(column))
                .collect();
            assert!(missing.is_empty(), "{name}, {table}: renamed? {missing:?}");
            if let Some(difference) = first_difference(&ours, &theirs) {
                panic!("{name}, {table}: {difference}");
            }
        }
    }
}

/// A Python that can read TOML.
fn python() -> Option<&'static str> {
    let works = |python: &&str| {
        let mut command = Command::new(python);
        command.args(["-c", "import tomllib"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    ["python3", "python"].into_iter().find(works)
}

#[test]
fn a_difference_is_found_and_named() {
    let row = |gain: &str| {
        let cells = [("world", "twin"), ("year", "2030"), ("gain_rub", gain), ("mean_haul_km", "")];
        Row::from(cells.map(|(column, cell)| (column.to_owned(), cell.to_owned())))
    };
    let difference = |a: &str, b: &str| first_difference(&[row("1e9"), row(a)], &[row("1e9"), row(b)]);
    assert_eq!(difference("5e8", "500000000.1"), None);
    assert!(difference("5e8", "500000001").unwrap().starts_with("2030, twin, gain_rub: 5e8, model.py has"));
    assert!(difference("5e8", "").is_some());
    assert_eq!(first_difference(&[row("1")], &[]).unwrap(), "1 rows, model.py has 0");
}
