//! `circulus search`: it finds the optimum that an exhaustive search finds, and resumes after a kill.

use std::fs;

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;

use crate::common::{Desk, root};

fn desk() -> Desk {
    let desk = Desk::new();
    fs::copy(root().join("configs/classroom.toml"), desk.path("classroom.toml")).unwrap();
    desk
}

const VARIED: &str = "[vary]\n\"policy.subsidy_per_t\" = { from = 0, to = 160, steps = 9 }\n\
    \"management.grant\" = { from = 0, to = 120e6, steps = 5 }\n";

fn file(population: usize, generations: usize) -> String {
    format!(
        "[experiment]\nname = \"cheap\"\nscenario = \"classroom.toml\"\nset = [\"scenario.years=12\"]\nreplicates = 4\n\
         [search]\npopulation = {population}\ngenerations = {generations}\nconfirm = 3\n{VARIED}\
         [cost]\nindicator = \"total_state_spending_rub\"\n\
         [target]\nindicator = \"last_use_rate\"\nleast = 0.4\nrisk = 0.25\n\
         [case.usual]\n[case.dear]\nset = [\"trade.deal_cost=3e6\"]\n"
    )
}

fn results(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    desk.files(folder).into_iter().filter(|(name, _)| !name.starts_with("parts/")).collect()
}

/// The cost of the cheapest of all 45 combinations that reach the target, found by running all of them without the code
/// of the search.
fn cheapest_of_all() -> f64 {
    let mut best = f64::INFINITY;
    for subsidy in 0..9 {
        for grant in 0..5 {
            let (mut cost, mut reached) = (0.0, true);
            for deal_cost in ["1e6", "3e6"] {
                let sets = [
                    "scenario.years=12".to_owned(),
                    format!("policy.subsidy_per_t={}", 20 * subsidy),
                    format!("management.grant={}", 30_000_000 * grant),
                    format!("trade.deal_cost={deal_cost}"),
                ];
                let scenario = Scenario::load(&root().join("configs/classroom.toml"), &sets).unwrap();
                let lives: Vec<_> = (0..4).map(|r| run(&scenario, r, Detail::Years).unwrap()).collect();
                cost += lives
                    .iter()
                    .map(|lived| lived.cluster.years.iter().map(|row| row.state_spending()).sum::<f64>())
                    .sum::<f64>()
                    / 8.0;
                let missed = lives.iter().filter(|lived| lived.cluster.years[11].use_rate() < 0.4).count();
                reached &= missed <= 1;
            }
            if reached {
                best = best.min(cost);
            }
        }
    }
    best
}

#[test]
fn val_the_cheapest_of_all_is_found() {
    let desk = desk();
    desk.write("cheap.toml", &file(16, 9));
    let said = desk.circulus("search cheap.toml --threads 2").well().out;
    assert!(said.contains("circulus run classroom.toml --set scenario.years=12"), "{said}");
    let table = fs::read_to_string(desk.path("outputs/cheap/pareto.csv")).unwrap();
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|column| column.starts_with(name)).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let cost = |row: &Vec<&str>| row[column("cost_mean")].parse::<f64>().unwrap();
    let reaching: Vec<f64> = rows.iter().filter(|row| row[column("reaches")] == "true").map(cost).collect();
    let truth = cheapest_of_all();
    assert_eq!(reaching.len(), 1, "one end of the front reaches the target: {table}");
    assert!((reaching[0] / truth - 1.0).abs() < 1e-9, "{reaching:?} and not {truth}");
    assert!(rows.windows(2).all(|two| cost(&two[0]) < cost(&two[1])), "cost rises along the front: {table}");
    assert!(said.contains("In 3 replicates whose luck the search had not seen"), "{said}");
    assert!(rows.iter().all(|row| row[column("confirmed_cost")].parse::<f64>().is_ok()), "{table}");
    desk.circulus("verify outputs/cheap").well();
}

#[test]
fn a_killed_search_ends_in_the_same_bytes_at_any_number_of_threads() {
    let desk = desk();
    desk.write("cheap.toml", &file(6, 4));
    desk.circulus("search cheap.toml --threads 1 --name whole").well();
    for wait in [40, 120, 250] {
        let mut child = desk.command("search cheap.toml --threads 2 --name killed").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    desk.circulus("search cheap.toml --threads 2 --name killed").well();
    let (whole, killed) = (results(&desk, "outputs/whole"), results(&desk, "outputs/killed"));
    assert!(whole.iter().any(|(name, _)| name == "pareto.svg") && whole.len() > 8);
    assert_eq!(whole, killed);
}

#[test]
fn a_target_out_of_reach_is_reported_and_constraints_apply() {
    let desk = desk();
    desk.write("cheap.toml", &file(4, 1).replace("least = 0.4", "least = 50"));
    let said = desk.circulus("search cheap.toml").well().out;
    assert!(said.contains("No candidate reaches it"), "{said}");
    let narrow = "\n[[constraint]]\nindicator = \"peak_members\"\nmost = -1\n";
    desk.write("cheap.toml", &(file(4, 1).replace("least = 0.4", "least = 0") + narrow));
    let said = desk.circulus("search cheap.toml --force").well().out;
    assert!(said.contains("No candidate reaches it") && said.contains(" 0 on the front"), "{said}");
}

#[test]
fn faults_name_line_key_and_remedy() {
    let desk = desk();
    let good = file(4, 1);
    let refuse = |from: &str, to: &str, said: &[&str]| {
        assert!(good.contains(from), "{from}");
        desk.write("bad.toml", &good.replace(from, to));
        desk.circulus("search bad.toml").refused(2, said);
    };
    refuse("least = 0.4", "", &["bad.toml:", "either least or most"]);
    refuse(
        "total_state_spending_rub",
        "total_state_spendings_rub",
        &["no number of summary.json", "total_state_spending_rub"],
    );
    refuse("[vary]", "[vari]", &["did you mean 'vary'?", "\n1 fault;"]);
    refuse("[vary]", "[else]", &["there is no [vary]"]);
    refuse("[cost]", "[costs]", &["did you mean 'cost'?", "\n1 fault;"]);
    refuse("[cost]", "[else]", &["there is no [cost]"]);
    refuse("population = 4", "population = 1", &["must be a whole number from 4"]);
    refuse("trade.deal_cost=3e6", "trade.deal_costs=3e6", &["deal_cost"]);
}
