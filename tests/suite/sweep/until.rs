//! Replicates until an interval is narrow enough.

use std::collections::BTreeMap;

use circulus_experiment::statistics::{moments, student};

use super::kill::records;
use super::{desk, finals};
use crate::common::Desk;

fn design(desk: &Desk, half_width: f64, most: u32) {
    desk.write(
        "u.toml",
        &format!(
            "[experiment]\nscenario = \"small.toml\"\nindicators = [\"total_reused_t\"]\n\
             until = {{ indicator = \"total_reused_t\", half_width = {half_width}, most = {most} }}\n\n\
             [design]\nkind = \"grid\"\n\n[vary]\n\"join.bias\" = [-1, 1]\n"
        ),
    );
}

/// Half of the widest 95 % interval of the points in the table, and the replicates of each.
fn widest(desk: &Desk) -> (f64, usize) {
    let mut reader = csv::Reader::from_path(desk.path("outputs/u/runs.csv")).unwrap();
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (point, reused) = (at("point"), at("total_reused_t"));
    let mut points: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        points.entry(row[point].to_owned()).or_default().push(row[reused].parse().unwrap());
    }
    let half = |values: &Vec<f64>| {
        let n = values.len() as f64;
        student(0.975, n - 1.0) * (moments(values.iter().copied()).variance.unwrap() / n).sqrt()
    };
    (points.values().map(half).fold(0.0, f64::max), points["0"].len())
}

#[test]
fn replicates_are_made_until_the_interval_is_narrow_enough() {
    let desk = desk();
    design(&desk, 1e15, 500);
    let out = desk.circulus("sweep u.toml").well().out;
    assert!(
        out.starts_with(
            "10 replicates were enough: the widest 95 % interval of the mean of total_reused_t is ± "
        ),
        "{out}"
    );
    let (half, n) = widest(&desk);
    assert_eq!(n, 10);
    // Half as wide takes about four times as many, and those that are there are used.
    design(&desk, half / 2.0, 500);
    desk.circulus("sweep u.toml").well();
    let (narrow, many) = widest(&desk);
    assert!(narrow <= half / 2.0 && (15..120).contains(&many), "{narrow} {half} {many}");
    assert_eq!(records(&desk, "outputs/u/parts/1-of-1.runs").len(), 2 * many, "no run twice");
    desk.circulus("verify outputs/u").well();
    desk.circulus("sweep u.toml --name fresh").well();
    assert_eq!(finals(&desk, "outputs/u"), finals(&desk, "outputs/fresh"));
    // The most is told.
    design(&desk, half / 1e6, 14);
    let out = desk.circulus("sweep u.toml").well().out;
    assert!(out.starts_with("14 replicates were the most and not enough: "), "{out}");
    assert_eq!(widest(&desk).1, 14);
}

#[test]
fn a_comparison_counts_the_interval_of_its_difference() {
    let desk = desk();
    let compare = "compare small.toml --set policy.subsidy_per_t=50 --name c --until";
    let out = desk.circulus(&format!("{compare} total_gain=1e15")).well().out;
    assert!(
        out.starts_with(
            "30 replicates were enough: the widest 95 % interval of the mean difference of total_gain_rub"
        ),
        "{out}"
    );
    // A change that changes nothing has no width at all, however wide the runs are.
    desk.circulus("compare small.toml --set scenario.title=same --name same --until total_gain=1e-3").well();
    desk.circulus(&format!("{compare} total_gainn=1"))
        .refused(2, &["--until total_gainn=1", "did you mean 'total_gain"]);
    desk.circulus(&format!("{compare} total_gain")).refused(2, &["write INDICATOR=HALF"]);
    desk.circulus(&format!("{compare} stock_t@2026=1")).refused(2, &["a single year"]);
    let out =
        desk.circulus("ensemble small.toml --replicates 10 --until total_gain=1e15 --name e").well().out;
    assert!(out.starts_with("10 replicates were enough"), "{out}");
}

#[test]
fn faults_of_until_have_their_place() {
    let desk = desk();
    let with = |until: &str| {
        let design = "[experiment]\nscenario = \"small.toml\"\nUNTIL\n[design]\nkind = \"grid\"\n[vary]\n\"join.bias\" = [0, 1]\n";
        desk.write("u.toml", &design.replace("UNTIL", until));
    };
    for (until, said) in [
        ("until = 5", "u.toml:3:9: must be a table"),
        ("until = { indicator = \"total_gainn\", half_width = 1 }", "u.toml:3:23: "),
        ("until = { indicator = \"total_gain\" }", "needs half_width"),
        ("until = { indicator = \"total_gain\", half_width = -1 }", "half_width"),
        ("until = { indicator = \"total_gain\", half_width = 1, least = 3 }", "least"),
    ] {
        with(until);
        desk.circulus("sweep u.toml").refused(2, &[said]);
    }
    with("until = { indicator = \"total_gain\", half_width = 1e15 }");
    desk.circulus("sweep u.toml --shard 1/2").refused(2, &["cannot be made in shards"]);
    desk.circulus("merge u.toml").refused(2, &["cannot be made in shards"]);
}
