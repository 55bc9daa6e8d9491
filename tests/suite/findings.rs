//! The numbers of docs/findings.md, held by a smaller sample of the same design.

use std::collections::BTreeMap;

use crate::common::{Desk, root, table, text};

/// Points of the smaller sample.
const POINTS: usize = 48;
/// Standard deviations beyond which a share is no more than luck one time in a thousand.
const WIDE: f64 = 3.29;

/// Shares that the page tells of a region, by claim.
fn told(region: &str) -> BTreeMap<String, f64> {
    let page = text("docs/findings.md");
    let section = page.split("\n## ").find(|section| section.starts_with(region)).expect(region);
    let rows = table(section, "| claim | holds | surely | surely not | what it says |");
    rows.iter()
        .map(|row| (row[0].clone(), row[1].split(' ').next().unwrap().parse::<f64>().unwrap() / 100.0))
        .collect()
}

#[test]
fn a_smaller_sample_agrees_with_the_page() {
    agrees("Sverdlovsk Region", "robust", &["sverdlovsk.toml", "claims.toml"]);
}

#[test]
fn a_smaller_sample_agrees_with_the_page_on_prevention() {
    agrees(
        "Cluster or prevention",
        "prevention",
        &["sverdlovsk.toml", "prevention.toml", "prevention_claims.toml"],
    );
}

/// A smaller sample of a design, whose scenario and claims are these files, against a section of the page.
fn agrees(section: &str, name: &str, files: &[&str]) {
    let told = told(section);
    let desk = Desk::new();
    for file in files {
        std::fs::copy(root().join("configs").join(file), desk.path(file)).unwrap();
    }
    let design = text(&format!("configs/experiments/{name}.toml"));
    let small = design.replace("../", "").replace("samples = 1024", &format!("samples = {POINTS}"));
    // As many replicates as on the page: with fewer a mean is more often on the other side of a limit.
    assert!(small.contains(&format!("samples = {POINTS}")) && small.contains("replicates = 4"));
    desk.write("design.toml", &small);
    desk.circulus(&format!("robust design.toml --name {name} --threads 2 --every 1000")).well();
    let claims = desk.path(&format!("outputs/{name}/claims.csv"));
    let mut reader = csv::Reader::from_path(claims).unwrap();
    let head = reader.headers().unwrap().clone();
    let place = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (claim, condition, holds, points) =
        (place("claim"), place("condition"), place("holds"), place("points"));
    let mut compared = 0;
    let mut before = String::new();
    for row in reader.records().map(Result::unwrap) {
        // The first row of a claim is the claim as a whole.
        if row[claim] == before || (row[condition].is_empty() && row[holds].is_empty()) {
            continue;
        }
        before = row[claim].to_owned();
        let share =
            told.get(&row[claim]).unwrap_or_else(|| panic!("docs/findings.md has no {}", &row[claim]));
        let (found, n): (f64, f64) = (row[holds].parse().unwrap(), row[points].parse().unwrap());
        // Wilson's interval around what was found must hold what the page says.
        let z2 = WIDE * WIDE;
        let middle = (found + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = WIDE / (1.0 + z2 / n) * (found * (1.0 - found) / n + z2 / (4.0 * n * n)).sqrt();
        assert!(
            (share - middle).abs() <= half,
            "{}: {share} on the page, {found} of {n} points here",
            &row[claim]
        );
        compared += 1;
    }
    assert_eq!(compared, told.len(), "every claim of the page is compared");
}

/// The front page says nothing else than the page of findings.
#[test]
fn the_readme_tells_the_same_shares() {
    let told = told("Sverdlovsk Region");
    let readme = text("README.md").replace('\n', " ");
    for (claim, share, words) in [
        ("T2-reuse", told["T2-reuse"], "raises the reuse of waste in {} %"),
        ("T2-net", told["T2-net"], "leaves the region better off in {} %"),
        ("T5", told["T5"], "holds and pays in {} %"),
        ("members", 1.0 - told["members"], "In {} % at least half of its members"),
    ] {
        let words = words.replace("{}", &format!("{:.0}", 100.0 * share));
        assert!(readme.contains(&words), "{claim}: README does not say '{words}'");
    }
}
