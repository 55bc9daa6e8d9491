//! Bad designs are refused before the first run, each fault with its place; a run that fails is a row of the table.

use super::{GRID, desk, text};
use crate::common::Desk;

fn refused(design: &str, said: &[&str]) {
    let desk = desk();
    desk.write("bad.toml", design);
    desk.circulus("sweep bad.toml").refused(2, said);
    assert!(!desk.path("outputs").exists(), "nothing is written");
}

#[test]
fn faults_of_a_design_are_told_with_line_and_remedy() {
    refused(
        &GRID.replace("w_norm", "w_nrom"),
        &["bad.toml:13:6: 'join.w_nrom' is no key", "did you mean 'join.w_norm'?"],
    );
    refused(
        &GRID.replace("[0.5, 1, 2]", "[0.5, -1]"),
        &["bad.toml:12:38: policy.disposal_fee_factor = -1: must be a number from 0 to 1e6"],
    );
    refused(&GRID.replace("from = 0,", "from = 9,"), &["must not be above to"]);
    refused(
        &GRID.replace("kind = \"grid\"", "kind = \"gird\""),
        &["must be one of grid, list", "did you mean 'grid'?"],
    );
    refused(
        &GRID.replace("replicates = 3", "replicates = 0"),
        &["experiment.replicates = 0: must be a whole number from 1"],
    );
    refused(
        &GRID.replace("replicates", "replicats"),
        &["'replicats' is no key of [experiment]", "did you mean 'replicates'?"],
    );
    refused(
        &GRID.replace("\"last_members\"", "\"last_member\""),
        &["'last_member' is no number of summary.json", "did you mean 'last_members'?"],
    );
    refused(&GRID.replace("stock_t@2028", "stock_t@1999"), &["'1999' is no year of the run"]);
    refused(
        &GRID.replace("small.toml", "none.toml"),
        &["bad.toml:4:12: none.toml cannot be read: there is no such file"],
    );
    refused(&GRID.replace(", steps = 4", ""), &["join.w_norm needs steps in a grid"]);
    refused(&GRID.replace("[design]\nkind = \"grid\"", ""), &["there is no [design]"]);
    refused(&GRID.replace("from = 0,", "from = nan,"), &["join.w_norm.from = nan: must be a finite number"]);
    refused(&GRID.replace("from = 0,", ""), &["needs both from and to"]);
    for asked in
        ["\"normal\"", "{ from = 0, to = 1, distribution = \"triangular\" }", "{ mean = 0.5, sd = 0.1 }"]
    {
        refused(
            &GRID.replace("{ from = 0, to = 0.75, steps = 4 }", asked),
            &["a distribution stands with the value in the scenario", "\"join.w_norm\" = \"range\""],
        );
    }
    refused(
        &GRID.replace("small.toml", "folder\\case.toml"),
        &["bad.toml:4:", "write a path with /, or in single quotes"],
    );
    refused(&(GRID.to_owned() + "\"join.w_norm\" = [0, 1]\n"), &["'join.w_norm' occurs here twice"]);
    refused(&GRID.replace("join.w_norm", "plant.NOBODY.cash"), &["there is no plant 'NOBODY' to set"]);
    refused("", &["there is no [experiment]"]);
    refused("[experiment", &["bad.toml:1:", "not TOML"]);
    refused(&GRID.replace("name = \"grid\"", "name = \"../grid\""), &["must be a plain name"]);
    refused(
        &GRID.replace("replicates = 3", "replicates = 100000000"),
        &[
            "bad.toml:9:8: design.kind = \"grid\": asks for 1200000000 runs, 12 points with 100000000 replicates each, and at most 1e8",
        ],
    );
}

#[test]
fn faults_of_a_file_of_points_are_told_with_line_and_cell() {
    let head = GRID.split("[design]").next().unwrap();
    let desk = desk();
    desk.write("bad.toml", &format!("{head}[design]\nkind = \"points\"\nfile = \"p.csv\"\n"));
    let check = |points: &str, said: &[&str]| {
        desk.write("p.csv", points);
        desk.circulus("sweep bad.toml").refused(2, said);
    };
    check(
        "join.w_norm,scenario.years\n0.5,3.0\nx,3\n0.1,3.5\n",
        &[
            "p.csv:3:1: join.w_norm = x: must be a number from",
            "p.csv:4:5: scenario.years = 3.5: must be a whole number",
        ],
    );
    check("join.w_nrm\n0.5\n", &["'join.w_nrm' is no key of a scenario", "did you mean 'join.w_norm'?"]);
    check("join.w_norm,join.w_norm\n0.5,1\n", &["occurs in two columns"]);
    check(
        "join.w_norm,join.inertia\n0.5\n",
        &["p.csv:2:", "has 1 cell in this line and 2 keys in the first"],
    );
    check("join.w_norm\n", &["has no point"]);
    std::fs::remove_file(desk.path("p.csv")).unwrap();
    desk.circulus("sweep bad.toml").refused(2, &["p.csv cannot be read: there is no such file"]);
}

/// A design that varies the number of years, with a policy change in 2028 that only long runs reach.
fn some_fail() -> Desk {
    let desk = Desk::new();
    desk.write(
        "fail.toml",
        "[experiment]\nscenario = \"small.toml\"\nset = [\"policy.change.2028.subsidy_per_t=5\"]\nreplicates = 2\n\
         indicators = [\"total_reused_t\"]\n[design]\nkind = \"points\"\nfile = \"years.csv\"\n",
    );
    desk.write("years.csv", "scenario.years\n4\n1\n3\n");
    desk
}

#[test]
fn a_run_that_fails_is_a_row_with_its_replay_and_the_rest_goes_on() {
    let desk = some_fail();
    let ran = desk.circulus("sweep fail.toml");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(
        ran.err.contains("2 of 6 runs failed") && ran.err.contains("outputs/fail/runs.csv"),
        "{}",
        ran.err
    );
    let runs = text(&desk, "outputs/fail/runs.csv");
    let mut reader = csv::Reader::from_reader(runs.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for (number, row) in rows.iter().enumerate() {
        let failed = number == 2 || number == 3;
        assert_eq!(row[6].is_empty(), failed, "run {number}");
        assert_eq!(!row[7].is_empty(), failed, "run {number}");
    }
    assert!(rows[2][7].contains("2028"), "{}", &rows[2][7]);
    // The replay reports the same fault.
    let replay = rows[3][8].strip_prefix("circulus ").unwrap();
    assert!(replay.contains("--replicate 1") && replay.contains("scenario.years=1"), "{replay}");
    desk.circulus(replay).refused(2, &["2028"]);
    // The replay of a run that succeeded succeeds.
    desk.circulus(&replay.replace("years=1", "years=3")).well();
    // The failures are reported again when nothing is left to run.
    assert_eq!(desk.circulus("sweep fail.toml").code, Some(3));
}

#[test]
fn a_disk_that_is_full_stops_the_sweep_and_it_resumes() {
    // A limit on the size of files stands in for a full disk: the write fails in the middle of a record.
    let desk = desk();
    desk.circulus("sweep grid.toml --name whole").well();
    let limited = "ulimit -f 1; trap '' XFSZ; exec \"$0\" sweep grid.toml --name grid --threads 2";
    let ran = std::process::Command::new("bash")
        .args(["-c", limited, env!("CARGO_BIN_EXE_circulus")])
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(
        said.contains("outputs/grid/parts/1-of-1.runs") && said.contains("the same command goes on"),
        "{said}"
    );
    let size = std::fs::metadata(desk.path("outputs/grid/parts/1-of-1.runs")).unwrap().len();
    assert!(size > 49 && size <= 1024, "what was finished stays: {size}");
    desk.circulus("sweep grid.toml").well();
    assert_eq!(
        super::finals(&desk, "outputs/grid")["runs.csv"],
        super::finals(&desk, "outputs/whole")["runs.csv"]
    );
}
