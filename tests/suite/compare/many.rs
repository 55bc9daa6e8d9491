//! Several alternatives against a baseline.

use std::collections::BTreeMap;

use circulus_experiment::statistics::student;

use crate::common::Desk;

type Row = BTreeMap<String, String>;

fn rows(desk: &Desk, path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(desk.path(path)).unwrap();
    let head = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

const DESIGN: &str = r#"
[experiment]
name = "policies"
scenario = "small.toml"
replicates = 8
baseline = "as it is"
indicators = ["total_reused_t", "total_disposal_bill", "bill_per_t = total_disposal_bill / total_generated_t"]

[design]
kind = "list"

[[point]]
name = "threefold fee"
"policy.disposal_fee_factor" = 3

[[point]]
name = "as it is"

[[point]]
name = "eager"
"join.bias" = 3
"#;

#[test]
fn alternatives_of_a_design_are_compared_with_its_baseline() {
    let desk = Desk::new();
    desk.write("policies.toml", DESIGN);
    let ran = desk.circulus("compare policies.toml").well();
    for told in ["2 alternatives against 'as it is', 8 replicates of each", "threefold fee", "largest in"] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    let runs = rows(&desk, "outputs/policies/runs.csv");
    let of = |name: &str, column: &str| -> Vec<f64> {
        runs.iter().filter(|row| row["name"] == name).map(|row| number(row, column)).collect()
    };
    let differences = rows(&desk, "outputs/policies/differences.csv");
    assert_eq!(differences.len(), 2 * 3, "two alternatives, three indicators");
    for alternative in ["threefold fee", "eager"] {
        let row = differences
            .iter()
            .find(|row| row["alternative"] == alternative && row["indicator"] == "total_disposal_bill_rub")
            .unwrap();
        let pairs = of("as it is", "total_disposal_bill_rub");
        let own = of(alternative, "total_disposal_bill_rub");
        let less: Vec<f64> = own.iter().zip(&pairs).map(|(own, base)| own - base).collect();
        let mean = less.iter().sum::<f64>() / 8.0;
        let error = (less.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 7.0 / 8.0).sqrt();
        let near = |column: &str, known: f64| {
            assert!(
                (number(row, column) - known).abs() <= 1e-9 * known.abs().max(1.0),
                "{column} {known} {row:?}"
            );
        };
        near("difference", mean);
        near("low", mean - student(0.975, 7.0) * error);
        // Two alternatives: each interval at 97.5 %, so that both hold in 95 %.
        near("high_of_all", mean + student(0.9875, 7.0) * error);
        let p = number(row, "p");
        let holm = number(row, "p_holm");
        assert!(holm >= p && holm <= 2.0 * p + 1e-15, "{p} {holm}");
        assert!((number(row, "baseline_mean") - pairs.iter().sum::<f64>() / 8.0).abs() < 1.0);
    }
    desk.circulus("verify outputs/policies").well();
    assert!(desk.path("outputs/policies/differences.png").exists());
}

/// The ranking, counted again from the rows.
#[test]
fn the_order_is_that_of_the_rows() {
    let desk = Desk::new();
    desk.write("policies.toml", DESIGN);
    desk.circulus("compare policies.toml").well();
    let runs = rows(&desk, "outputs/policies/runs.csv");
    let names = ["threefold fee", "as it is", "eager"];
    for indicator in ["total_reused_t", "bill_per_t"] {
        let value = |name: &str, replicate: usize| {
            let own = runs.iter().filter(|row| row["name"] == name).nth(replicate).unwrap();
            number(own, indicator)
        };
        let mut largest: BTreeMap<&str, f64> = BTreeMap::new();
        for replicate in 0..8 {
            let best = names.iter().map(|name| value(name, replicate)).fold(f64::NEG_INFINITY, f64::max);
            let equal: Vec<&str> = names.into_iter().filter(|name| value(name, replicate) == best).collect();
            equal.iter().for_each(|name| *largest.entry(name).or_default() += 0.125 / equal.len() as f64);
        }
        let ranking = rows(&desk, "outputs/policies/ranking.csv");
        let ranking: Vec<&Row> = ranking.iter().filter(|row| row["indicator"] == indicator).collect();
        assert_eq!(ranking.len(), 3);
        assert!(ranking.windows(2).all(|pair| number(pair[0], "mean") >= number(pair[1], "mean")));
        for row in ranking {
            let known = largest.get(row["alternative"].as_str()).copied().unwrap_or(0.0);
            assert!((number(row, "share_largest") - known).abs() < 1e-12, "{known} {row:?}");
        }
    }
}

/// What a tonne costs, from the rows of a run of the same with all indicators.
#[test]
fn the_cost_of_a_tonne_is_money_over_tonnes() {
    let desk = Desk::new();
    desk.circulus("compare small.toml --set policy.subsidy_per_t=300 --replicates 6 --name paid").well();
    let runs = rows(&desk, "outputs/paid/runs.csv");
    let mean = |base: &str, column: &str| {
        let own: Vec<f64> =
            runs.iter().filter(|row| row["base"] == base).map(|row| number(row, column)).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let less = |column: &str| mean("policy.subsidy_per_t=300", column) - mean("small", column);
    let costs = rows(&desk, "outputs/paid/costs.csv");
    assert_eq!(costs.len(), 2);
    for (row, money) in costs.iter().zip(["total_state_balance_rub", "total_net_benefit_with_capital_rub"]) {
        let (tonnes, cost) = (less("total_reused_t"), -less(money));
        assert!((number(row, "additional_t") - tonnes).abs() <= 1e-6 * tonnes.abs());
        assert!((number(row, "additional_cost") - cost).abs() <= 1e-6 * cost.abs());
        assert!((number(row, "cost_per_t") - cost / tonnes).abs() <= 1e-6 * (cost / tonnes).abs());
    }
    assert_eq!(costs[0]["bearer"], "state");
    assert!(number(&costs[0], "cost_per_t") > 0.0, "a subsidy costs the state money: {:?}", costs[0]);
}

#[test]
fn three_scenarios_are_compared_with_the_first() {
    let desk = Desk::new();
    let small = std::fs::read_to_string(desk.path("small.toml")).unwrap();
    for (name, bias) in [("b.toml", 3.0), ("c.toml", -3.0)] {
        desk.write(name, &format!("base = \"small.toml\"\n[join]\nbias = {bias}\n"));
    }
    assert!(small.contains("[scenario]"));
    desk.circulus("compare small.toml b.toml c.toml --replicates 3").well();
    let differences = rows(&desk, "outputs/b_c_against_small/differences.csv");
    let names: std::collections::BTreeSet<&str> =
        differences.iter().map(|row| row["alternative"].as_str()).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["b", "c"]);
    // More replicates and another alternative use what is there.
    desk.write("d.toml", "base = \"small.toml\"\n[join]\nbias = 1.0\n");
    desk.circulus("compare small.toml b.toml c.toml d.toml --replicates 5 --name b_c_against_small").well();
    desk.circulus("compare small.toml b.toml c.toml d.toml --replicates 5 --name fresh").well();
    for name in ["differences.csv", "ranking.csv", "costs.csv", "partings.csv", "runs.csv", "differences.svg"]
    {
        let of = |folder: &str| std::fs::read(desk.path(&format!("outputs/{folder}/{name}"))).unwrap();
        assert_eq!(of("b_c_against_small"), of("fresh"), "{name}");
    }
}

#[test]
fn what_no_comparison_can_be_is_refused_beforehand() {
    let desk = Desk::new();
    for (from, to, told) in [
        ("baseline = \"as it is\"", "baseline = \"as is\"", "is none of the alternatives"),
        ("name = \"eager\"", "name = \"as it is\"", "another point has the name 'as it is' as well"),
        ("name = \"eager\"\n", "", "has no name, and other points have one"),
        ("replicates = 8", "replicates = 1", "so no difference has an interval"),
        ("\"join.bias\" = 3", "\"scenario.seed\" = 3", "the random draws would differ"),
        ("\"join.bias\" = 3", "\"scenario.years\" = 3", "sums over different years"),
        ("bill_per_t = ", "total_gain_rub = ", "is already the name of an indicator"),
        ("/ total_generated_t", "+ total_generated_t", "puts RUB and t together"),
        ("/ total_generated_t", "/ total_generatd_t", "did you mean 'total_generated_t'?"),
        ("/ total_generated_t", "/ ", "at its end"),
    ] {
        assert!(DESIGN.contains(from), "{from}");
        desk.write("wrong.toml", &DESIGN.replace(from, to));
        desk.circulus("compare wrong.toml").refused(2, &[told]);
    }
    desk.write("policies.toml", DESIGN);
    desk.circulus("compare policies.toml --set join.bias=1").refused(2, &["--set is for scenarios"]);
    assert!(!desk.path("outputs").exists());
}
