//! Sweeps: the order of runs, reproducibility, faults, shards, kills.

mod faults;
mod grow;
mod inputs;
mod kill;
mod series;
mod shards;
mod until;
mod verify;

use std::collections::BTreeMap;

use crate::common::Desk;

/// A design of 12 points with 3 replicates on the desk's small scenario.
pub const GRID: &str = r#"
[experiment]
name = "grid"
scenario = "small.toml"
replicates = 3
indicators = ["total_reused_t", "twin_total_reused_t", "last_members", "stock_t@2028"]

[design]
kind = "grid"

[vary]
"policy.disposal_fee_factor" = [0.5, 1, 2]
join.w_norm = { from = 0, to = 0.75, steps = 4 }
"#;

/// A desk with the design in `grid.toml`.
pub fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("grid.toml", GRID);
    desk
}

/// The final files of a folder, without the parts.
pub fn finals(desk: &Desk, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = desk.files(folder);
    files.retain(|name, _| !name.starts_with("parts/"));
    files
}

/// The text of a final file.
pub fn text(desk: &Desk, path: &str) -> String {
    std::fs::read_to_string(desk.path(path)).unwrap()
}

#[test]
fn every_run_is_a_row_in_the_order_of_its_number() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let runs = text(&desk, "outputs/grid/runs.csv");
    let mut lines = runs.lines();
    insta::assert_snapshot!(lines.next().unwrap(), @"run,point,replicate,seed,version,policy.disposal_fee_factor,join.w_norm,total_reused_t,twin_total_reused_t,last_members,stock_t@2028,error,replay");
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 36);
    for (number, row) in rows.iter().enumerate() {
        let fee = ["0.5", "1", "2"][number / 12];
        let norm = ["0", "0.25", "0.5", "0.75"][number / 3 % 4];
        let place = [number, number / 3, number % 3].map(|n| n.to_string());
        assert_eq!(row[..3], [&place[0], &place[1], &place[2]].map(|s| s.as_str()));
        assert_eq!(row[5..7], [fee, norm], "run {number}");
    }
    // A replicate has the same draws at every point, and no plant of the twin joins: `w_norm` changes nothing there.
    for number in 0..36 {
        assert_eq!(rows[number][8], rows[number / 12 * 12 + number % 3][8], "run {number}");
    }
    assert_eq!(
        desk.names("outputs/grid"),
        [
            "experiment.json",
            "manifest.json",
            "parts",
            "plan.json",
            "points.csv",
            "runs.csv",
            "scenario.toml",
            "series.csv"
        ]
    );
}

#[test]
fn a_row_is_what_a_single_run_gives() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let runs = text(&desk, "outputs/grid/runs.csv");
    let row: Vec<&str> = runs.lines().nth(1 + 31).unwrap().split(',').collect();
    let set = format!("--set policy.disposal_fee_factor={} --set join.w_norm={}", row[5], row[6]);
    desk.circulus(&format!("run small.toml {set} --replicate {} --no-pictures --name one", row[2])).well();
    let summary: serde_json::Value = serde_json::from_str(&text(&desk, "outputs/one/summary.json")).unwrap();
    let number = |world: &str, name: &str| summary[world][name].as_f64().unwrap();
    assert_eq!(row[7].parse::<f64>().unwrap(), number("cluster", "total_reused_t"));
    assert_eq!(row[8].parse::<f64>().unwrap(), number("twin", "total_reused_t"));
    assert_eq!(row[9].parse::<f64>().unwrap(), number("cluster", "last_members"));
    let indicators = text(&desk, "outputs/one/indicators.csv");
    let header: Vec<&str> = indicators.lines().next().unwrap().split(',').collect();
    let stock = header.iter().position(|name| *name == "stock_t").unwrap();
    let year = indicators.lines().find(|line| line.starts_with("cluster,2028")).unwrap();
    assert_eq!(row[10], year.split(',').nth(stock).unwrap());
}

#[test]
fn the_same_bytes_at_any_thread_count() {
    let desk = desk();
    for threads in [1, 2, 5] {
        desk.circulus(&format!("sweep grid.toml --parquet --threads {threads} --name t{threads}")).well();
    }
    let one = finals(&desk, "outputs/t1");
    assert_eq!(one.len(), 9);
    assert_eq!(finals(&desk, "outputs/t2"), one);
    assert_eq!(finals(&desk, "outputs/t5"), one);
}

#[test]
fn a_finished_sweep_runs_nothing_again() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let parts = desk.files("outputs/grid/parts");
    let before = finals(&desk, "outputs/grid");
    desk.circulus("sweep grid.toml").well();
    assert_eq!(desk.files("outputs/grid/parts"), parts);
    assert_eq!(finals(&desk, "outputs/grid"), before);
}

#[test]
fn runs_of_another_experiment_are_not_mixed_in() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let before = desk.files("outputs/grid");
    desk.write("grid.toml", &GRID.replace("stock_t@2028\"]", "stock_t@2028\"]\nset = [\"join.bias=1\"]"));
    desk.circulus("sweep grid.toml")
        .refused(1, &["outputs/grid holds runs of another experiment", "--name", "--force"]);
    assert_eq!(desk.files("outputs/grid"), before);
    desk.circulus("sweep grid.toml --force").well();
    assert_eq!(text(&desk, "outputs/grid/runs.csv").lines().count(), 37);
    desk.circulus("run small.toml --no-pictures").well();
    desk.circulus("sweep grid.toml --name small")
        .refused(1, &["outputs/small holds files that no experiment wrote"]);
    desk.circulus("sweep grid.toml --name small --force")
        .refused(1, &["outputs/small holds files that no experiment wrote"]);
}

#[test]
fn a_list_and_a_file_of_points_give_the_same_as_the_grid() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let rows = |name: &str| -> Vec<String> {
        let runs = text(&desk, &format!("outputs/{name}/runs.csv"));
        runs.lines().skip(1).map(str::to_owned).collect()
    };
    let head = GRID.split("[design]").next().unwrap();
    let points = "policy.disposal_fee_factor,join.w_norm\n0.5,0\n1.0,2.5e-1\n";
    desk.write("points.csv", points);
    desk.write("file.toml", &format!("{head}\n[design]\nkind = \"points\"\nfile = \"points.csv\"\n"));
    desk.write(
        "list.toml",
        &format!(
            "{head}\n[design]\nkind = \"list\"\n[[point]]\njoin.w_norm = 0\npolicy.disposal_fee_factor = 0.5\n\
             [[point]]\n\"join.w_norm\" = 0.25\n"
        ),
    );
    desk.circulus("sweep file.toml --name file").well();
    desk.circulus("sweep list.toml --name list").well();
    // Grid points 0 and 5 are these two; the second point of the list leaves the fee as the scenario has it, 1.
    let values = |row: &String| row.split(',').skip(7).map(str::to_owned).collect::<Vec<_>>();
    let grid: Vec<Vec<String>> = rows("grid").iter().map(values).collect();
    for name in ["file", "list"] {
        let found: Vec<Vec<String>> = rows(name).iter().map(values).collect();
        assert_eq!(found[..3], grid[..3], "{name}");
        assert_eq!(found[3..], grid[15..18], "{name}");
    }
}

#[test]
fn a_dated_policy_change_can_vary() {
    let desk = desk();
    let design = GRID
        .replace("join.w_norm = { from = 0, to = 0.75, steps = 4 }", "")
        .replace(
            "policy.disposal_fee_factor\" = [0.5, 1, 2]",
            "policy.change.2027.disposal_fee_factor\" = [1, 3]",
        )
        .replace("\"last_members\"", "\"twin_disposal_bill_rub@2026\", \"twin_disposal_bill_rub@2027\"");
    desk.write("grid.toml", &design);
    desk.circulus("sweep grid.toml").well();
    let runs = text(&desk, "outputs/grid/runs.csv");
    let bill = |run: usize, column: usize| -> f64 {
        runs.lines().nth(1 + run).unwrap().split(',').nth(column).unwrap().parse().unwrap()
    };
    for replicate in 0..3 {
        assert_eq!(bill(3 + replicate, 8), bill(replicate, 8), "before the change");
        assert!(bill(3 + replicate, 9) > bill(replicate, 9), "from then on");
    }
}
