//! What is read from designs and CSV files, in the forms in which other programs write them; and what is refused, with
//! its place, before anything is run.

use std::time::{Duration, Instant};

use super::{GRID, desk, text};
use crate::common::Desk;

/// A design on the points of `p.csv`.
fn on_points() -> Desk {
    let desk = desk();
    let head = GRID.split("[design]").next().unwrap().replace("replicates = 3", "replicates = 1");
    desk.write("points.toml", &format!("{head}[design]\nkind = \"points\"\nfile = \"p.csv\"\n"));
    desk
}

/// The points as they are run, the header first.
fn run(desk: &Desk, csv: &str) -> Vec<String> {
    desk.write("p.csv", csv);
    desk.circulus("sweep points.toml --force").well();
    let points = text(desk, "outputs/grid/points.csv");
    points.lines().map(|line| line.split_once(',').unwrap().1.to_owned()).collect()
}

fn refused(desk: &Desk, csv: &str, said: &[&str]) {
    desk.write("p.csv", csv);
    desk.circulus("sweep points.toml --force").refused(2, said);
}

#[test]
fn csv_is_read_as_spreadsheets_r_and_pandas_write_it() {
    let desk = on_points();
    let expected = [
        "management.enabled,join.w_norm,scenario.seed",
        "true,0.5,3",
        "false,1.5,9007199254740993",
        "true,,7",
    ];
    let forms = [
        "management.enabled,join.w_norm,scenario.seed\nTRUE,0.5,3\nFALSE,1.5,9007199254740993\nTrue,,7.0\n",
        "\u{feff}\"management.enabled\",\"join.w_norm\",\"scenario.seed\"\r\n\"TRUE\",5e-1,3.0\r\nfalse,1.50,9007199254740993\r\ntrue,\"\",7\r\n",
        "management.enabled;join.w_norm;scenario.seed\nTrue;0,5;3\nFalse;1,5;9007199254740993\nTrue;;7,0\n",
        "management.enabled,join.w_norm,scenario.seed\n1,0.5,3\n0,1.5,9007199254740993\n1,,7\n",
        "management.enabled\tjoin.w_norm\tscenario.seed\nTrue\t0.5\t3\nFalse\t1,5\t9007199254740993\n\nTrue\t\t7\n",
    ];
    for form in forms {
        assert_eq!(run(&desk, form), expected, "{form}");
    }
    // Zero has no sign; the largest seed is exact.
    assert_eq!(run(&desk, "join.w_norm,scenario.seed\n-0,9223372036854775807\n")[1], "0,9223372036854775807");
}

#[test]
fn cells_that_are_not_values_are_refused_with_line_and_column() {
    let desk = on_points();
    refused(
        &desk,
        "join.w_norm,management.enabled,scenario.seed\ninf,yes,9007199254740993.0\n1e400,2,9223372036854775808\nNaN,TRUE,-1\n",
        &[
            "p.csv:2:1: join.w_norm = inf: must be a number from -100 to 100",
            "p.csv:2:5: management.enabled = yes: must be true or false",
            "p.csv:2:9: scenario.seed = 9007199254740993.0: is beyond 9007199254740992",
            "p.csv:3:1: join.w_norm = 1e400: must be a number from -100 to 100",
            "p.csv:3:7: management.enabled = 2: must be true or false",
            "p.csv:3:9: scenario.seed = 9223372036854775808: must be a whole number",
            "p.csv:4:1: join.w_norm = NaN: must be a number from -100 to 100",
            "leave it out to keep the scenario's own value",
            "p.csv:4:10: scenario.seed = -1: must be a whole number",
            "8 faults; nothing was run",
        ],
    );
    refused(
        &desk,
        "join.w_norm,scenario.years\n0,5,3\n",
        &["p.csv:2:1: has 3 cells", "a decimal comma needs ;"],
    );
    refused(
        &desk,
        "join.w_norm,scenario.years\n\"0,5\",3\n",
        &["p.csv:2:1: join.w_norm", "a decimal comma needs ; between the cells"],
    );
    refused(
        &desk,
        "management.rule\ngreedi\n",
        &["p.csv:2:1: management.rule = greedi: must be one of", "did you mean 'greedy'?"],
    );
    refused(
        &desk,
        "plant.NOBODY.cash\n1\n",
        &["p.csv:2:1: plant.NOBODY.cash = 1: there is no plant 'NOBODY' to set"],
    );
    refused(&desk, "base\nsmall.toml\n", &["p.csv:1:1: 'base' cannot vary", "[case.<name>]"]);
    desk.write("p.csv", "");
    std::fs::write(desk.path("p.csv"), b"join.w_norm\n0.5\n\xe9\n").unwrap();
    desk.circulus("sweep points.toml").refused(2, &["p.csv:3:1: is not UTF-8 text"]);
}

#[test]
fn one_mistake_in_a_design_gives_one_fault_at_its_place() {
    let desk = desk();
    let one = |design: &str, said: &[&str]| {
        desk.write("bad.toml", design);
        let ran = desk.circulus("sweep bad.toml").refused(2, said);
        assert!(ran.err.ends_with("\n1 fault; nothing was run\n"), "{}", ran.err);
    };
    let head = "[experiment]\nscenario = \"small.toml\"\n";
    one(
        &format!(
            "{head}indicators = [\"total_reusd_t\"]\n[design]\nkind = \"grid\"\n[vary]\njoin.w_norm = [1]\n"
        ),
        &["bad.toml:3:15: "],
    );
    one(&GRID.replace("scenario =", "scenrio ="), &["'scenrio' is no key of [experiment]"]);
    one(&GRID.replace("[design]", "[desing]"), &["'desing' is no key of a design file"]);
    one(&GRID.replace("kind =", "knid ="), &["'knid' is no key of [design]"]);
    one(&GRID.replace("[vary]", "[vray]"), &["'vray' is no key of a design file"]);
    one(&GRID.replace("from = 0", "form = 0"), &["'form' is no key of [join.w_norm]"]);
    let sample =
        |vary: &str| format!("{head}[design]\nkind = \"latin_hypercube\"\nsamples = 4\n[vary]\n{vary}\n");
    one(
        &sample("join.w_nrm = { from = 0, to = 1 }"),
        &["'join.w_nrm' is no key of a scenario", "'join.w_norm'"],
    );
    one(
        &sample("base = [\"small.toml\"]"),
        &["bad.toml:7:1: 'base' cannot vary: the file that a scenario is built on is read once"],
    );
    one(&sample("scenario.seed = { from = 0, to = 9007199254740993.0 }"), &["is not exact"]);
    one(
        &sample("scenario.seed = { from = 0, to = 9223372036854775807, steps = 3 }"),
        &["steps beyond 9007199254740992"],
    );
    one(&sample("join.w_norm = [0, nan]"), &["bad.toml:7:19: join.w_norm = nan: must be a number"]);
    let set = GRID.replace("replicates = 3", "set = [\"join.inertia=1\", \"join.w_nrom=1\"]");
    one(&set, &["bad.toml:5:32: unknown key 'w_nrom' in [join]; did you mean 'w_norm'?"]);
}

#[test]
fn whole_numbers_are_exact_in_a_design() {
    let desk = desk();
    let design = |vary: &str| {
        format!(
            "{}[design]\nkind = \"grid\"\n[vary]\nscenario.seed = {vary}\n",
            GRID.split("[design]").next().unwrap().replace("replicates = 3", "replicates = 1")
        )
    };
    desk.write("seeds.toml", &design("[9007199254740993, 9223372036854775807]"));
    desk.circulus("sweep seeds.toml").well();
    assert_eq!(
        text(&desk, "outputs/grid/points.csv"),
        "point,scenario.seed\n0,9007199254740993\n1,9223372036854775807\n"
    );
    let sampled = design("{ from = 9007199254740993, to = 9007199254740993 }")
        .replace("\"grid\"\n[vary]", "\"latin_hypercube\"\nsamples = 2\n[vary]");
    desk.write("seeds.toml", &sampled);
    desk.circulus("sweep seeds.toml --force").well();
    assert_eq!(
        text(&desk, "outputs/grid/points.csv"),
        "point,scenario.seed\n0,9007199254740993\n1,9007199254740993\n"
    );
}

#[test]
fn a_design_too_large_to_run_is_refused_with_its_size_before_it_is_built() {
    let desk = desk();
    let key = |name: &str| format!("\"join.{name}\" = {{ from = 0, to = 1, steps = 100000 }}\n");
    let design = format!(
        "{}[design]\nkind = \"grid\"\n[vary]\n{}",
        GRID.split("[design]").next().unwrap(),
        key("w_norm")
    );
    desk.write("big.toml", &(design.clone() + &key("w_gain")));
    desk.circulus("sweep big.toml").refused(
        2,
        &["asks for 30000000000 runs, 10000000000 points with 3 replicates each, and at most 1e8"],
    );
    let five = ["w_gain", "w_trust", "w_attitude", "bias"].map(key).concat();
    desk.write("big.toml", &(design + &five));
    desk.circulus("sweep big.toml").refused(2, &["big.toml:9:8: ", "asks for about 3e25 runs"]);
}

#[test]
fn large_designs_are_read_in_proportion_to_their_size() {
    const MANY: usize = 30_000;
    let desk = on_points();
    let head = GRID.split("[design]").next().unwrap();
    let quick = |name: &str, code: i32, said: &str| {
        let start = Instant::now();
        let ran = desk.circulus(&format!("submit {name} --shards 2"));
        assert_eq!(ran.code, Some(code), "{}", ran.err.chars().take(2000).collect::<String>());
        assert!(ran.err.contains(said) && ran.err.len() < 60_000, "{}", ran.err);
        assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
    };
    let each = |one: &dyn Fn(usize) -> String| (0..MANY).map(one).collect::<String>();
    let list = each(&|i| format!("[[point]]\njoin.w_norm = {}\n", i as f64 / 1e6));
    desk.write("list.toml", &format!("{head}[design]\nkind = \"list\"\n{list}"));
    quick("list.toml", 0, "");
    let unknown = each(&|i| format!("\"join.x{i}\" = [1]\n"));
    desk.write("unknown.toml", &format!("{head}[design]\nkind = \"grid\"\n[vary]\n{unknown}"));
    quick("unknown.toml", 2, "and 29900 more");
    desk.write("p.csv", &format!("join.w_norm\n{}", "x\n".repeat(MANY)));
    quick("points.toml", 2, "and 29900 more");
    let wide = vec!["waste.x.stage"; MANY].join(",");
    desk.write("p.csv", &format!("{wide}\n"));
    quick("points.toml", 2, "occurs in two columns");
    desk.write("p.csv", &format!("join.w_norm,join.inertia\n{}", "0.5,1\n".repeat(MANY * 10)));
    quick("points.toml", 0, "");
}

#[test]
fn tables_of_results_are_designs() {
    let desk = on_points();
    desk.write("grid.toml", GRID);
    desk.circulus("sweep grid.toml --name first").well();
    let expected = text(&desk, "outputs/first/points.csv");
    let head = GRID.split("[design]").next().unwrap().replace("replicates = 3", "replicates = 1");
    for table in ["runs", "points"] {
        desk.write(
            "again.toml",
            &format!("{head}[design]\nkind = \"points\"\nfile = \"outputs/first/{table}.csv\"\n"),
        );
        desk.circulus("sweep again.toml --name again --force").well();
        assert_eq!(text(&desk, "outputs/again/points.csv"), expected, "{table}");
    }
    // As pandas writes it, with an indicator of the scenario beside the key.
    let pandas = ",join.w_norm,total_reused_t\n0,0.5,17.5\n1,0.75,\n";
    assert_eq!(run(&desk, pandas), ["join.w_norm", "0.5", "0.75"]);
    // A misspelt key is still one, and a file without keys is none of points.
    refused(&desk, "joinw_norm,join.bias\n1,1\n", &["p.csv:1:1: 'joinw_norm' is no key of a scenario"]);
    refused(&desk, "point,join.w_normm\n1,1\n", &["p.csv:1:7: 'join.w_normm' is no key of a scenario"]);
    refused(&desk, "point,replicate\n1,1\n", &["no column is a key of a scenario"]);
}

/// Each point as often as its weight says, up or down to a whole number.
#[test]
fn points_with_weights_are_drawn_by_them() {
    let desk = on_points();
    let weighted = "point,weight,join.w_norm\n7,3,0.5\n9,0,0.6\n8,1,0.75\n";
    desk.write("p.csv", weighted);
    let design = text(&desk, "points.toml");
    desk.write("points.toml", &(design.clone() + "samples = 8\n"));
    let points = run(&desk, weighted);
    let times = |value: &str| points.iter().filter(|point| *point == value).count();
    assert_eq!((times("0.5"), times("0.6"), times("0.75"), points.len()), (6, 0, 2, 9));
    assert_eq!(run(&desk, weighted), points, "the same draws");
    refused(&desk, "join.w_norm\n1\n", &["points.toml:", "no column weight"]);
    refused(&desk, "weight,join.w_norm\n-1,1\n", &["p.csv:2:1: weight = -1: must be a number of at least 0"]);
    refused(&desk, "weight,join.w_norm\n0,1\n", &["no point with a weight above 0"]);
    desk.write("points.toml", &design);
    assert_eq!(run(&desk, weighted).len(), 4, "as many as there are");
}
