//! Paired comparisons: the same draws, the difference, and where two runs diverge.

mod many;

use circulus::explain::parting::parting;
use circulus::phase::Phase;
use circulus::scenario::{Scenario, from_toml, template};

use crate::common::Desk;

fn changed(set: &str) -> Scenario {
    from_toml(&template(), &[set.to_owned()]).unwrap().scenario
}

#[test]
fn a_scenario_against_itself_does_not_differ_and_never_diverges() {
    let desk = Desk::new();
    let ran = desk.circulus("compare small.toml small.toml --replicates 3").well();
    assert!(ran.out.contains("The two never diverge."), "{}", ran.out);
    let rows = std::fs::read_to_string(desk.path("outputs/small_against_small/differences.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let place = |name: &str, head: &csv::StringRecord| head.iter().position(|own| own == name).unwrap();
    let head = reader.headers().unwrap().clone();
    let (difference, saved) = (place("difference", &head), place("saved_runs", &head));
    for row in reader.records().map(Result::unwrap) {
        assert!(row[difference].is_empty() || row[difference] == *"0", "{row:?}");
        assert!(row[saved].is_empty(), "no runs saved by pairing where nothing varies: {row:?}");
    }
    let template = Scenario::from_toml(&template()).unwrap();
    let found = parting((&template, 0), (&template, 0)).unwrap();
    assert_eq!((found.deed, found.number), (None, None));
}

#[test]
fn differences_are_those_of_the_rows() {
    let desk = Desk::new();
    desk.circulus("compare small.toml --set policy.disposal_fee_factor=3 --replicates 4 --level 0.9").well();
    let folder = desk.path("outputs/small_with_disposal_fee_factor_3");
    let table = |name: &str| -> Vec<csv::StringRecord> {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes())
            .records()
            .map(Result::unwrap)
            .collect()
    };
    let runs = table("runs.csv");
    let column = runs[0].iter().position(|name| name == "total_disposal_bill_rub").unwrap();
    let bill = |base: usize, replicate: usize| runs[1 + base * 4 + replicate][column].parse::<f64>().unwrap();
    assert_eq!((&runs[1][2], &runs[5][2]), ("small", "policy.disposal_fee_factor=3"));
    let differences: Vec<f64> = (0..4).map(|replicate| bill(1, replicate) - bill(0, replicate)).collect();
    let mean = differences.iter().sum::<f64>() / 4.0;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / 3.0;
    let half = 2.3533634348 * (variance / 4.0).sqrt(); // Student, 3 degrees of freedom, 90 %
    let rows = table("differences.csv");
    let row = rows.iter().find(|row| &row[1] == "total_disposal_bill_rub").unwrap();
    let near = |cell: &str, value: f64| (cell.parse::<f64>().unwrap() - value).abs() <= 1e-8 * value.abs();
    assert!(near(&row[6], mean) && near(&row[7], mean - half) && near(&row[8], mean + half), "{row:?}");
    assert!(mean > 0.0, "a dearer fee makes a larger bill");
    assert_eq!((&row[7], &row[8]), (&row[9], &row[10]), "of one alternative the interval of all is its own");
    assert_eq!(table("partings.csv").len(), 5);
}

#[test]
fn a_dated_change_makes_the_runs_diverge_in_its_year_or_later() {
    let (before, after) =
        (changed("policy.disposal_fee_factor=1"), changed("policy.change.2030.disposal_fee_factor=20"));
    for replicate in 0..3 {
        let found = parting((&before, replicate), (&after, replicate)).unwrap();
        let number = found.number.unwrap();
        assert!(number.year >= 2030, "{number:?}");
        if let Some(deed) = found.deed {
            assert!(deed.year >= 2030, "{deed:?}");
        }
    }
}

#[test]
fn the_first_decision_that_differs_is_told_with_phase_and_reason() {
    // A plant that joins in A stays out in B: the first choice makes the two diverge, in the join phase.
    let found = parting((&changed("join.bias=9"), 0), (&changed("join.bias=-9"), 0)).unwrap();
    let deed = found.deed.unwrap();
    assert_eq!(deed.phase, Phase::Join);
    assert!(deed.what.starts_with("membership: joins (probability "), "{}", deed.what);
    assert!(
        deed.what.contains(" in A, stays out (probability ") && deed.what.ends_with(" in B"),
        "{}",
        deed.what
    );
    // Without a company there is nobody to ask.
    let found = parting((&changed("join.bias=9"), 0), (&changed("management.enabled=false"), 0)).unwrap();
    let deed = found.deed.unwrap();
    assert!(deed.what.ends_with("not asked in B"), "{}", deed.what);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let desk = Desk::new();
    desk.circulus("compare small.toml").refused(2, &["a scenario cannot be compared with itself"]);
    desk.circulus("compare small.toml --set join.w_nrm=1").refused(2, &["did you mean 'w_norm'?"]);
    desk.circulus("compare small.toml --set scenario.seed=99")
        .refused(2, &["so their random draws differ", "--both scenario.seed="]);
    desk.circulus("compare small.toml --set scenario.years=3")
        .refused(2, &["so sums over them cannot be compared", "--both scenario.years="]);
    desk.circulus("compare small.toml --set scenario.start_year=2030")
        .refused(2, &["sums over different years", "--both scenario.start_year="]);
    desk.circulus("new dollars.toml --currency USD --scale 0.01").well();
    desk.circulus("compare small.toml dollars.toml --both scenario.years=4")
        .refused(2, &["their money cannot be compared"]);
    desk.circulus("compare small.toml --set join.w_norm=0.5 --replicates 1")
        .refused(2, &["must be a whole number from 2 to 1000000"]);
    assert!(!desk.path("outputs").exists());
}

#[test]
fn the_same_bytes_at_any_thread_count() {
    let desk = Desk::new();
    for threads in [1, 2] {
        let line = format!(
            "compare small.toml --set join.w_norm=0.9 --replicates 4 --threads {threads} --name t{threads}"
        );
        desk.circulus(&line).well();
    }
    let finals = |folder: &str| {
        let mut files = desk.files(folder);
        files.retain(|name, _| !name.starts_with("parts/"));
        files
    };
    assert_eq!(finals("outputs/t1"), finals("outputs/t2"));
    assert!(finals("outputs/t1").contains_key("differences.svg"));
    desk.circulus("verify outputs/t1").well();
}
