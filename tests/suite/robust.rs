//! `circulus robust`: claims over all values that have a range.

use std::collections::BTreeMap;

use crate::common::Desk;
use crate::sweep::finals;
use circulus_experiment::file::robust::{Plain, Robust};

/// Claims whose truth is known of every point.
const CLAIMS: &str = r#"
[change.no_fee]
set = ["policy.disposal_fee_factor=0"]

[[claim]]
id = "always"
text = "There are plants"
holds = ["total_generated_t > 0"]

[[claim]]
id = "never"
text = "More is reused than there is"
holds = ["total_reused_t > total_generated_t + 1e12", "total_generated_t > 0"]

[[claim]]
id = "fee"
text = "The disposal bill is more than that of a fee at twice the law"
holds = ["total_disposal_bill > 2 * no_fee.total_disposal_bill + 0"]

[[claim]]
id = "missing"
text = "The company ended early"
holds = ["dissolved_year < 2000"]
"#;

const DESIGN: &str = r#"
[experiment]
name = "it"
scenario = "doubted.toml"
replicates = 2

[robust]
claims = "claims.toml"

[design]
kind = "latin_hypercube"
samples = 60

[vary]
"**" = "range"

[correlate]
weights = ["join.w_norm", "join.w_trust"]
"#;

/// A desk with a scenario some of whose values have ranges, and claims about it.
fn desk() -> Desk {
    let desk = Desk::new();
    let doubted = "base = \"small.toml\"\n\
        [policy]\ndisposal_fee_factor = { value = 1, low = 0.5, high = 2 }\n\
        [join]\nw_norm = { value = 1, low = 0.5, high = 2, scale = \"log\" }\n\
        w_trust = { value = 0.8, low = 0.4, high = 1.6, scale = \"log\" }\npeers = { value = 4, low = 2, high = 6 }\n";
    desk.write("doubted.toml", doubted);
    desk.write("claims.toml", CLAIMS);
    desk.write("it.toml", DESIGN);
    desk
}

/// The rows of a table, by column.
fn rows(desk: &Desk, table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(desk.path(&format!("outputs/it/{table}.csv"))).unwrap();
    let head = reader.headers().unwrap().clone();
    let row =
        |row: csv::StringRecord| head.iter().zip(row.iter()).map(|(k, v)| (k.into(), v.into())).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn cell(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {row:?}"))
}

#[test]
fn claims_that_are_known_hold_where_they_must() {
    let desk = desk();
    let out = desk.circulus("robust it.toml").well().out;
    assert!(out.contains("60 points over 4 values with a range at once, 2 replicates of each, 1 paired change: 240 runs. 0 failed."), "{out}");
    let claims = rows(&desk, "claims");
    let of = |id: &str| claims.iter().find(|row| row["claim"] == id).unwrap();
    assert_eq!((cell(of("always"), "holds"), cell(of("always"), "surely")), (1.0, 1.0));
    assert_eq!((cell(of("never"), "holds"), cell(of("never"), "surely_not")), (0.0, 1.0));
    // The claim with two conditions has a row for each.
    let conditions: Vec<f64> =
        claims.iter().filter(|row| row["claim"] == "never").map(|row| cell(row, "holds")).collect();
    assert_eq!(conditions, [0.0, 0.0, 1.0]);
    assert_eq!((of("missing")["points"].as_str(), of("missing")["missing"].as_str()), ("0", "60"));
    assert_eq!(of("missing")["holds"], "");
    // What a point says of the claim is what its runs give, and the fee of its points decides it alone.
    let judged = rows(&desk, "judged");
    let points = rows(&desk, "points");
    let holding = judged.iter().filter(|row| row["fee"] == "true").count();
    assert!((cell(of("fee"), "holds") - holding as f64 / 60.0).abs() < 1e-12);
    let fee = |row: usize| cell(&points[row], "policy.disposal_fee_factor");
    let most_failing = (0..60).filter(|row| judged[*row]["fee"] == "false").map(fee).fold(0.0, f64::max);
    let least_holding = (0..60).filter(|row| judged[*row]["fee"] == "true").map(fee).fold(9.0, f64::min);
    assert!(
        holding > 5 && holding < 55 && most_failing < least_holding + 0.1,
        "{most_failing} {least_holding}"
    );
    let odds = rows(&desk, "odds");
    let of_fee =
        odds.iter().find(|row| row["claim"] == "fee" && row["key"] == "policy.disposal_fee_factor").unwrap();
    assert!(cell(of_fee, "low") < 0.1 && cell(of_fee, "high") > 0.9, "{of_fee:?}");
    let decides: Vec<&str> = rows(&desk, "importance")
        .iter()
        .filter(|row| row["claim"] == "fee" && row["decides"] == "true")
        .map(|row| if row["key"] == "policy.disposal_fee_factor" { "fee" } else { "another" })
        .collect();
    assert_eq!(decides, ["fee"]);
    let together = rows(&desk, "together");
    let both = |a: &str, b: &str| {
        let row = together.iter().find(|row| row["claim"] == a && row["other"] == b).unwrap();
        (cell(row, "both"), cell(row, "if_independent"))
    };
    assert_eq!(both("always", "never"), (0.0, 0.0));
    assert_eq!(both("always", "fee"), (holding as f64 / 60.0, holding as f64 / 60.0));
    let story = std::fs::read_to_string(desk.path("outputs/it/robust.md")).unwrap();
    assert!(
        story.contains("It cannot be judged") && story.contains("`policy.disposal_fee_factor`"),
        "{story}"
    );
}

#[test]
fn a_family_stands_at_one_share_of_its_ranges() {
    let desk = desk();
    desk.circulus("robust it.toml").well();
    for row in rows(&desk, "points") {
        // Both ranges are from half to double.
        assert!((cell(&row, "join.w_norm") - cell(&row, "join.w_trust") / 0.8).abs() < 1e-9, "{row:?}");
    }
    let inputs: Vec<String> = rows(&desk, "odds")
        .into_iter()
        .filter(|row| row["claim"] == "fee")
        .map(|row| row["key"].clone())
        .collect();
    assert_eq!(inputs, ["policy.disposal_fee_factor", "weights", "join.peers"]);
}

#[test]
fn a_scenario_needs_no_design() {
    let desk = desk();
    desk.circulus("robust doubted.toml --points 8 --replicates 2 --seed 3 --name plain").well();
    let plan = std::fs::read_to_string(desk.path("outputs/plain/plan.json")).unwrap();
    assert!(plan.contains("\"points\": 8") && plan.contains("\"replicates\": 2"), "{plan}");
    desk.circulus("verify outputs/plain").well();
    desk.circulus("robust it.toml --points 8")
        .refused(2, &["--points is for a scenario", "it.toml is a design file"]);
    std::fs::remove_file(desk.path("claims.toml")).unwrap();
    desk.circulus("robust doubted.toml").refused(2, &["there is no claims.toml", "--claims"]);
}

#[test]
fn threads_shards_and_interruptions_change_no_byte() {
    let desk = desk();
    desk.circulus("robust it.toml --threads 1 --parquet --name whole").well();
    let whole = finals(&desk, "outputs/whole");
    for name in ["matrix.svg", "claims.parquet", "odds_fee.png", "robust.md"] {
        assert!(whole.contains_key(name), "{name}");
    }
    let said = desk.circulus("robust it.toml --shard 2/3 --name parts").well().out;
    assert!(said.contains("When all are done: circulus robust it.toml --name parts"), "{said}");
    desk.circulus("robust it.toml --shard 1/3 --name parts").well();
    // The command without a shard makes what is missing.
    desk.circulus("robust it.toml --threads 3 --parquet --name parts").well();
    assert_eq!(finals(&desk, "outputs/parts"), whole);
    let verified = desk.circulus("verify outputs/parts --share 0.2").well().out;
    assert!(verified.ends_with("all as it should be\n"), "{verified}");
}

/// Every number of the summary is kept of each run, so that another claim about them needs no other run.
#[test]
fn claims_may_change_without_a_run() {
    let desk = desk();
    desk.circulus("robust it.toml").well();
    let runs = desk.files("outputs/it/parts");
    desk.write("claims.toml", &CLAIMS.replace("> 2 *", "> 1.5 *"));
    desk.circulus("robust it.toml").well();
    assert_eq!(desk.files("outputs/it/parts"), runs);
    desk.circulus("verify outputs/it").well();
    desk.circulus("robust it.toml --name fresh").well();
    assert_eq!(finals(&desk, "outputs/it"), finals(&desk, "outputs/fresh"));
}

#[test]
fn what_is_altered_is_found() {
    let desk = desk();
    desk.circulus("robust it.toml").well();
    for name in ["claims.csv", "odds.csv", "robust.md", "experiment.json"] {
        let path = desk.path(&format!("outputs/it/{name}"));
        let before = std::fs::read(&path).unwrap();
        let mut altered = before.clone();
        let at = altered.len() / 2;
        altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
        std::fs::write(&path, altered).unwrap();
        let said = desk.circulus("verify outputs/it");
        assert!(
            said.code == Some(1) && (said.out.clone() + &said.err).contains(name),
            "{name}: {}{}",
            said.out,
            said.err
        );
        std::fs::write(&path, before).unwrap();
    }
    desk.circulus("verify outputs/it").well();
}

#[test]
fn faults_of_claims_have_their_place() {
    let desk = desk();
    let typed = desk.circulus("robust doubted.toml --claims none.toml --points 4");
    let typed = typed.refused(2, &["there is no such file"]);
    assert!(
        typed.err.starts_with("none.toml: cannot be read"),
        "a path is told as it was typed: {}",
        typed.err
    );
    let refused = |claims: &str, said: &[&str]| {
        desk.write("claims.toml", claims);
        desk.circulus("robust it.toml").refused(2, said);
        assert!(!desk.path("outputs/it").exists());
    };
    let claim = |holds: &str| format!("[[claim]]\nid = \"a\"\ntext = \"A\"\nholds = [\"{holds}\"]\n");
    refused(
        &claim("total_reusd_t > 0"),
        &["claims.toml:4:", "'total_reusd_t' is no number", "total_reused_t"],
    );
    refused(&claim("other.total_reused_t > 0"), &["claims.toml:4:", "there is no [change.other]"]);
    refused(&claim("total_reused_t = 0"), &["claims.toml:4:26", "a comparison is wanted"]);
    refused(&claim("total_reused_t > total_gain"), &["claims.toml:4:", "puts t and RUB together"]);
    refused("", &["there is no [[claim]]"]);
    refused("[[claim]]\nid = \"a\"\n", &["lacks the key text", "lacks the key holds"]);
    refused(&(claim("total_reused_t > 0") + &claim("total_reused_t > 0")), &["id of an earlier claim"]);
    let changed = |set: &str| format!("[change.b]\nset = [\"{set}\"]\n{}", claim("b.total_reused_t > 0"));
    refused(&changed("join.w_nrm=1"), &["claims.toml:2:", "w_nrm"]);
    refused(&changed("plant.*.nothing=1"), &["claims.toml:2:", "nothing"]);
    refused(&changed("risk.*.effects.x=1"), &["claims.toml:2:"]);
    refused(&format!("[change.b]\n{}", claim("b.total_reused_t > 0")), &["changes nothing"]);
    desk.write("claims.toml", CLAIMS);
    desk.write("it.toml", &DESIGN.replace("[robust]\nclaims = \"claims.toml\"\n", ""));
    desk.circulus("robust it.toml").refused(2, &["it.toml", "robust"]);
    desk.write("it.toml", &DESIGN.replace("\"latin_hypercube\"\nsamples = 60", "\"sobol\"\nsamples = 8"));
    desk.circulus("robust it.toml").refused(2, &["kind is sobol", "latin_hypercube"]);
    desk.write("it.toml", &DESIGN.replace("\"**\" = \"range\"", "\"trade.*\" = \"range\""));
    desk.circulus("robust it.toml").refused(2, &["no value with a range in the scenario is 'trade.*'"]);
}

#[test]
fn a_sweep_keeps_sums_and_own_ranges() {
    let desk = desk();
    let design = |rest: &str| {
        format!(
            "[experiment]\nname = \"it\"\nscenario = \"doubted.toml\"\nindicators = [\"total_reused_t\"]\n\
             [design]\nkind = \"latin_hypercube\"\nsamples = 40\n[vary]\n\
             \"management.cover\" = {{ from = 0, to = 1 }}\n\"join.inertia\" = {{ from = 0.1, to = 1 }}\n\
             \"join.peers\" = \"range\"\n{rest}"
        )
    };
    desk.write("sum.toml", &design("[simplex]\nshares = [\"management.cover\", \"join.inertia\"]\n"));
    desk.circulus("sweep sum.toml").well();
    let points = rows(&desk, "points");
    assert!(
        points.iter().all(|row| cell(row, "management.cover") + cell(row, "join.inertia") <= 1.0 + 1e-12)
    );
    desk.write(
        "given.toml",
        &design("[simplex]\nshares = { keys = [\"management.cover\", \"join.inertia\"], sum = 1.5 }\n"),
    );
    desk.circulus("sweep given.toml --force").well();
    let sum = |row: &BTreeMap<String, String>| cell(row, "management.cover") + cell(row, "join.inertia");
    assert!(rows(&desk, "points").iter().all(|row| (sum(row) - 1.5).abs() < 1e-12));
    let peers: std::collections::BTreeSet<&str> =
        points.iter().map(|row| row["join.peers"].as_str()).collect();
    assert_eq!(peers.into_iter().collect::<Vec<_>>(), ["2", "3", "4", "5", "6"]);
    for (rest, said) in [
        ("[simplex]\na = [\"join.peers\"]\n", "join.peers must be spread evenly"),
        ("[simplex]\na = { keys = [\"join.inertia\"], most = 0 }\n", "add up to 0.1 already"),
        (
            "[simplex]\na = { keys = [\"join.inertia\", \"management.cover\"], sum = 3 }\n",
            "2 at most, and not to 3",
        ),
        ("[simplex]\na = { keys = [\"join.inertia\"], sum = 1, most = 1 }\n", "only one of them can hold"),
        ("[simplex]\na = [\"join.inertiaa\"]\n", "no varied key is 'join.inertiaa'"),
        ("[correlate]\na = [\"join.*\"]\nb = [\"join.peers\"]\n", "holds together with others already"),
        ("[correlate]\na = \"join.*\"\n", "must be a list of varied keys"),
    ] {
        desk.write("sum.toml", &design(rest));
        desk.circulus("sweep sum.toml --force").refused(2, &[said]);
    }
    desk.write("sum.toml", &design("[correlate]\na = [\"join.*\"]\n").replace("latin_hypercube", "morris"));
    desk.circulus("sensitivity sum.toml --force")
        .refused(2, &["[correlate] has no use in a design of kind morris"]);
}

#[test]
fn the_claims_that_are_shipped_can_be_asked_of_the_regions() {
    let claims = crate::common::root().join("configs/claims.toml");
    for region in ["sverdlovsk", "classroom", "copperbelt", "kalundborg", "synthetic"] {
        let asked = Plain { points: 2, replicates: 1, seed: 1, claims: claims.clone() };
        let path = crate::common::root().join(format!("configs/{region}.toml"));
        let loaded = Robust::of_scenario(&path, &asked).unwrap_or_else(|error| panic!("{region}: {error}"));
        assert!(loaded.claims.len() > 10 && loaded.experiment.plan.bases.len() > 4);
    }
}

/// One page, from the folder's own texts and pictures: no script, and names are never markup.
#[test]
fn a_study_has_a_report() {
    let desk = desk();
    desk.write("claims.toml", &CLAIMS.replace("There are plants", "There are <b>plants</b> & waste"));
    desk.circulus("robust it.toml").well();
    desk.circulus("report outputs/it").well();
    desk.circulus("verify outputs/it").well();
    let page = desk.files("outputs")["it.html"].clone();
    let page = String::from_utf8(page).unwrap();
    for claim in ["always", "never", "fee", "missing"] {
        assert!(page.contains(&format!("\">{claim}: ")), "no section of {claim}");
    }
    let pictures = desk.names("outputs/it").iter().filter(|name| name.ends_with(".svg")).count();
    assert!(pictures >= 2, "{pictures}");
    assert_eq!(page.matches("<figure><svg").count(), pictures);
    assert!(page.contains("always: There are &lt;b&gt;plants&lt;/b&gt; &amp; waste</h2>"));
    for never in ["<b>", "<script", "<img", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(never), "the page has {never}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("Values with a range"));
    let row = page.split("<th scope=\"row\">join.w_norm</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("0.5 to 2") && row.contains("loguniform"), "{row}");
    assert!(page.contains("<td><a href=\"#claim-1\">never</a></td>"));
    desk.circulus("report outputs/it").refused(1, &["it.html exists", "--force"]);
    desk.circulus("report outputs/it --force").well();
    // A part is marked as one.
    desk.write("it.toml", &DESIGN.replace("replicates = 2", "replicates = 3"));
    desk.circulus("robust it.toml --partial").well();
    desk.circulus("report outputs/it --force").well();
    let part = String::from_utf8(desk.files("outputs")["it.html"].clone()).unwrap();
    assert!(part.contains("of a part of the study: 2 of 3 replicates at 60 of 60 points."));
    assert!(!page.contains("of a part of the study"));
    // What was altered is not told.
    desk.write("outputs/it/robust.md", "# Nothing holds\n");
    desk.circulus("report outputs/it --force").refused(1, &["robust.md was altered"]);
    // Other experiments have none.
    desk.write(
        "s.toml",
        "[experiment]\nname = \"s\"\nscenario = \"small.toml\"\n\n[design]\nkind = \"grid\"\n\n[vary]\n\"join.bias\" = [0, 1]\n",
    );
    desk.circulus("sweep s.toml").well();
    desk.circulus("report outputs/s").refused(2, &["an experiment that has no report", "circulus robust"]);
}
