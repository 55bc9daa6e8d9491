//! `circulus calibrate`: it recovers the parameters that made the data, resumes after a kill, and names faults in its
//! file.

use std::fs;
use std::path::Path;

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;

use crate::common::{Desk, root};

const TAIL: &str = "\n[[target]]\nindicator = \"twin_use_rate_ash@2022\"\nvalue = 0.4\nerror = 0.02\n";

fn desk() -> Desk {
    let desk = Desk::new();
    fs::copy(root().join("configs/classroom.toml"), desk.path("classroom.toml")).unwrap();
    desk
}

/// Every file of a folder except the store of runs, which is no result.
fn results(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    desk.files(folder).into_iter().filter(|(name, _)| !name.starts_with("parts/")).collect()
}

fn file(candidates: usize, generations: usize) -> String {
    format!(
        "[experiment]\nname = \"made_up\"\nscenario = \"classroom.toml\"\nset = [\"scenario.years=4\"]\n\
         [calibration]\ncandidates = {candidates}\ngenerations = {generations}\n\
         [prior]\n\"plant.POWER.stream.ash.own_reuse\" = {{ from = 0, to = 1 }}\n\
         \"join.w_norm\" = {{ from = 0, to = 5 }}\n"
    )
}

/// Cells of a table, row by row, the header first.
fn rows(desk: &Desk, table: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(desk.path(table)).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Data made by runs of the model itself: the share of ash already reused in three years of the twin, and the subsidy
/// per tonne converted in the last year. The third parameter has no influence on them, so its prior must not narrow.
#[test]
fn val_parameters_that_made_the_data_come_back() {
    let truth = ["plant.POWER.stream.ash.own_reuse=0.37", "policy.subsidy_per_t=150", "scenario.years=4"];
    let scenario = Scenario::load(&root().join("configs/classroom.toml"), &truth.map(String::from)).unwrap();
    let desk = desk();
    let mut text = file(300, 9).replace("\"join.w_norm\" = { from = 0, to = 5 }", "\"policy.subsidy_per_t\" = { from = 0, to = 300 }\n\"waste.rock.reclaim_rate\" = { from = 0, to = 0.1 }");
    for year in [2022, 2023, 2024] {
        let mut ash = Vec::new();
        let mut grant = Vec::new();
        for replicate in 0..20 {
            let lived = run(&scenario, replicate, Detail::Years).unwrap();
            let row = lived.twin.years.iter().find(|row| row.year == year).unwrap();
            let waste = scenario.wastes.iter().position(|waste| waste.id == "ash").unwrap();
            ash.push(row.by_waste.raw[waste].already_reused_t / row.by_waste.raw[waste].generated_t);
            let row = lived.cluster.years.iter().find(|row| row.year == year).unwrap();
            grant.push(row.subsidies / row.total().converted_t());
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        text.push_str(&format!(
            "[[target]]\nindicator = \"twin_already_reused_ash_t@{year}\"\nover = \"twin_generated_ash_t@{year}\"\nvalue = {}\nerror = 0.02\n",
            mean(&ash)
        ));
        if year == 2024 {
            text.push_str(&format!(
                "[[target]]\nindicator = \"subsidies_rub@{year}\"\nover = \"converted_t@{year}\"\nvalue = {}\nerror = 10\n",
                mean(&grant)
            ));
        }
    }
    desk.write("made_up.toml", &text);
    desk.circulus("calibrate made_up.toml --threads 2").well();
    let table = rows(&desk, "outputs/made_up/posterior.csv");
    let at = |name: &str| table[0].iter().position(|column| column.starts_with(name)).unwrap();
    let value = |row: usize, name: &str| table[row][at(name)].parse::<f64>().unwrap();
    // Three observations with an error of 0.02: the posterior has an sd of 0.02 / sqrt 3, wider by the tolerance.
    assert!((value(1, "posterior_mean") - 0.37).abs() < 0.02, "{table:?}");
    assert!((0.005..0.05).contains(&value(1, "posterior_sd")), "{table:?}");
    assert!((value(2, "posterior_mean") - 150.0).abs() < 15.0, "{table:?}");
    assert!(value(2, "posterior_q05") < 150.0 && value(2, "posterior_q95") > 150.0, "{table:?}");
    assert!(
        value(1, "narrowed") > 0.8 && value(2, "narrowed") > 0.5 && value(3, "narrowed").abs() < 0.2,
        "{table:?}"
    );
    desk.circulus("verify outputs/made_up").well();
}

#[test]
fn a_killed_calibration_ends_in_the_same_bytes_at_any_number_of_threads() {
    let desk = desk();
    desk.write("made_up.toml", &(file(60, 3) + TAIL));
    desk.circulus("calibrate made_up.toml --threads 1 --name whole").well();
    for wait in [40, 120, 250] {
        let mut child = desk.command("calibrate made_up.toml --threads 2 --name killed").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    desk.circulus("calibrate made_up.toml --threads 2 --name killed").well();
    let (whole, killed) = (results(&desk, "outputs/whole"), results(&desk, "outputs/killed"));
    assert!(whole.iter().any(|(name, _)| name == "posterior.png") && whole.len() > 10);
    assert_eq!(whole, killed);
    // Again with one generation less, then one more: stored runs are used, and the tables are those of the whole again.
    desk.write("made_up.toml", &(file(60, 2) + TAIL));
    desk.circulus("calibrate made_up.toml --name killed").well();
    assert_eq!(rows(&desk, "outputs/killed/generations.csv").len(), 3);
    desk.write("made_up.toml", &(file(60, 3) + TAIL));
    desk.circulus("calibrate made_up.toml --name killed").well();
    assert_eq!(whole, results(&desk, "outputs/killed"));
}

#[test]
fn other_results_are_left_alone() {
    let desk = desk();
    desk.write("made_up.toml", &(file(8, 1) + TAIL));
    desk.circulus("calibrate made_up.toml").well();
    desk.write("made_up.toml", &(file(8, 1).replace("years=4", "years=5") + TAIL));
    desk.circulus("calibrate made_up.toml").refused(1, &["another experiment", "--name", "--force"]);
    desk.circulus("calibrate made_up.toml --force").well();
    fs::create_dir_all(desk.path("outputs/letters")).unwrap();
    desk.write("outputs/letters/letter.txt", "mine");
    desk.circulus("calibrate made_up.toml --name letters")
        .refused(1, &["letter.txt", "nothing there is replaced"]);
}

#[test]
fn faults_name_line_key_and_remedy() {
    let desk = desk();
    let good = file(60, 3) + TAIL;
    let refuse = |from: &str, to: &str, said: &[&str]| {
        assert!(good.contains(from), "{from}");
        desk.write("bad.toml", &good.replace(from, to));
        let mut said = said.to_vec();
        said.push("bad.toml:");
        desk.circulus("calibrate bad.toml").refused(2, &said);
        assert!(!Path::new(&desk.path("outputs")).exists());
    };
    refuse("join.w_norm", "join.w_nrom", &["no key of a scenario", "'join.w_norm'"]);
    refuse("use_rate_ash", "use_rate_ashes", &["no column of indicators.csv", "use_rate_ash"]);
    refuse("@2022", "@2042", &["no year of the run, 2021 to 2024"]);
    refuse("error = 0.02", "error = 0", &["no observation is exact"]);
    refuse("error = 0.02", "", &["lacks error"]);
    refuse("{ from = 0, to = 5 }", "[1, 2]", &["a prior is a range"]);
    refuse("candidates = 60", "candidate = 60", &["no key of [calibration]", "'candidates'"]);
    refuse("[prior]", "[priors]", &["no key of a design file", "'prior'", "\n1 fault;"]);
    refuse("[[target]]", "[[targets]]", &["'targets' is no key of a design file", "'target'"]);
    refuse("[prior]", "[else]", &["there is no [prior]"]);
    refuse("[[target]]", "[[else]]", &["there is no [[target]]"]);
    refuse("{ from = 0, to = 1 }", "{ from = 0, to = 2 }", &["own_reuse"]);
}

/// Three commands: what agrees with the observations, what it means for later years, and what a policy would change.
#[test]
fn a_posterior_is_the_design_of_a_forecast_and_of_a_policy() {
    let desk = desk();
    desk.write("made_up.toml", &(file(40, 2) + TAIL));
    desk.circulus("calibrate made_up.toml").well();
    let forecast = |set: &str| {
        format!(
            "[experiment]\nscenario = \"classroom.toml\"\nset = [{set}]\nreplicates = 2\n\
             indicators = [\"total_reused_t\", \"stock_t@last\"]\n\n\
             [design]\nkind = \"points\"\nfile = \"outputs/made_up/particles.csv\"\nsamples = 30\n"
        )
    };
    desk.write("forecast.toml", &forecast(""));
    desk.write("policy.toml", &forecast("\"policy.disposal_fee_factor=5\""));
    desk.circulus("sweep forecast.toml").well();
    desk.circulus("sweep policy.toml").well();
    let points = |name: &str| fs::read_to_string(desk.path(&format!("outputs/{name}/points.csv"))).unwrap();
    assert_eq!(points("forecast").lines().count(), 31);
    assert_eq!(points("forecast"), points("policy"), "the same points on the same luck");
    let drawn = rows(&desk, "outputs/forecast/points.csv");
    let particles = rows(&desk, "outputs/made_up/particles.csv");
    for point in &drawn[1..] {
        assert!(particles.iter().any(|particle| particle[3..] == point[1..]), "{point:?} is a particle");
    }
}

/// Targets in a table of their own, with a comma or with a semicolon and decimal commas, give the bytes of those in the
/// file; faults name line and column of the table.
#[test]
fn targets_may_stand_in_a_table() {
    let desk = desk();
    let two = "\n[[target]]\nname = \"ash\"\nindicator = [\"twin_already_reused_ash_t@2022\", \"twin_converted_ash_t@2022\"]\n\
               over = \"twin_generated_ash_t@2022\"\nvalue = 0.4\nerror = 0.02\nsource = \"a survey\"\n\
               \n[[target]]\nindicator = \"twin_use_rate_ash@2023\"\nvalue = 0.5\nerror = 0.1\n";
    desk.write("in_file.toml", &(file(20, 2) + two));
    desk.circulus("calibrate in_file.toml --name in_file").well();
    let with_table = file(20, 2).replace("[calibration]", "[calibration]\ntargets = \"observed.csv\"");
    desk.write("with_table.toml", &with_table);
    let table = "name,indicator,over,value,error,source\n\
                 ash,twin_already_reused_ash_t@2022 + twin_converted_ash_t@2022,twin_generated_ash_t@2022,0.4,0.02,a survey\n\
                 ,twin_use_rate_ash@2023,,0.5,0.1,\n";
    let semicolons = table.replace(',', ";").replace("0.", "0,");
    for (name, text) in [("commas", table), ("semicolons", semicolons.as_str())] {
        desk.write("observed.csv", text);
        desk.circulus(&format!("calibrate with_table.toml --name {name}")).well();
        assert_eq!(results(&desk, &format!("outputs/{name}")), results(&desk, "outputs/in_file"), "{name}");
    }
    for (from, to, told) in [
        ("0.02", "0", "observed.csv:2:"),
        ("0.02", "much", "observed.csv:2:"),
        ("twin_use_rate_ash", "twin_use_rate_ashes", "observed.csv:3:2: "),
        (",source\n", ",sorce\n", "did you mean 'source'?"),
        (",0.1,\n", ",0.1\n", "has 5 cells in this line and 6 in the first"),
        ("0.5", "", "lacks value"),
    ] {
        assert!(table.contains(from), "{from}");
        desk.write("observed.csv", &table.replace(from, to));
        desk.circulus("calibrate with_table.toml --name other").refused(2, &[told]);
    }
    desk.write("observed.csv", "indicator,value,error\n");
    desk.circulus("calibrate with_table.toml --name other")
        .refused(2, &["has no target below its first line"]);
    desk.write("with_table.toml", &with_table.replace("observed", "nowhere"));
    desk.circulus("calibrate with_table.toml --name other").refused(2, &["with_table.toml:", "nowhere.csv"]);
}
