//! `circulus sensitivity`, run on a small scenario, and its pictures.

use circulus_experiment::sensitivity::Estimate;
use circulus_experiment::sensitivity::sobol::{Indices, Sobol};
use circulus_experiment::sensitivity::table::{Finding, Found};
use circulus_plot::sheet::Area;
use circulus_plot::tornado::{About, draw};

use crate::common::{Desk, text};

const VARY: &str = r#"
[vary]
"policy.disposal_fee_factor" = { from = 0.5, to = 5 }
"management.overhead" = { from = 0, to = 50e6 }
"scenario.title" = ["a", "b"]
"#;

/// A desk with this design; the third key, the title, changes no number.
fn desk(design: &str) -> Desk {
    let desk = Desk::new();
    let head = "[experiment]\nscenario = \"small.toml\"\nreplicates = 3\n\
                indicators = [\"total_disposal_bill_rub\", \"last_members\", \"dissolved_year\"]\n";
    desk.write("design.toml", &format!("{head}[design]\n{design}\n{VARY}"));
    desk
}

/// Cells of the table by indicator and key.
fn cells(desk: &Desk, indicator: &str, key: &str, columns: &[&str]) -> Vec<Option<f64>> {
    let table = std::fs::read_to_string(desk.path("outputs/design/sensitivity.csv")).unwrap();
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let row = lines.find(|row| row[0] == indicator && row[2] == key).expect(indicator);
    let cell = |column: &&str| row[header.iter().position(|name| name == column).expect(column)];
    columns.iter().map(|column| cell(column).parse().ok()).collect()
}

#[test]
fn sobol_tells_what_moves_the_bill() {
    let desk = desk("kind = \"sobol\"\nsamples = 16");
    let said = desk.circulus("sensitivity design.toml --parquet --threads 2");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("80 points with 3 replicates each. 0 failed."), "{}", said.out);
    assert!(
        said.out.contains("with policy.disposal_fee_factor")
            || said.out.contains("Only policy.disposal_fee_factor")
    );
    let columns = ["first", "total", "total_low", "total_high", "samples", "left_out"];
    let fee = cells(&desk, "total_disposal_bill_rub", "policy.disposal_fee_factor", &columns);
    let [Some(_), Some(total), Some(low), Some(high), Some(16.0), Some(0.0)] = fee[..] else {
        panic!("{fee:?}")
    };
    let overhead = cells(&desk, "total_disposal_bill_rub", "management.overhead", &columns)[1].unwrap();
    assert!(low > 0.1 && total < high && total > 2.0 * overhead, "{fee:?} {overhead}");
    let title = cells(&desk, "total_disposal_bill_rub", "scenario.title", &columns[..2]);
    assert!(title.iter().all(|index| index.unwrap().abs() < 1e-9), "{title:?}");
    // No cluster was dissolved: the indicator is missing everywhere, and so are its indices.
    let dissolved = cells(&desk, "dissolved_year", "management.overhead", &columns);
    assert_eq!(dissolved, [None, None, None, None, Some(0.0), Some(16.0)]);
    let names = desk.names("outputs/design");
    for name in ["sensitivity.csv", "sensitivity.parquet", "runs.csv", "manifest.json"] {
        assert!(names.iter().any(|n| n == name), "{names:?}");
    }
    assert_eq!(names.iter().filter(|name| name.starts_with("tornado_")).count(), 6);
}

#[test]
fn sweep_first_and_any_thread_count_give_the_same_bytes() {
    let design = "kind = \"morris\"\nsamples = 6";
    let (once, twice) = (desk(design), desk(design));
    assert_eq!(once.circulus("sensitivity design.toml --threads 1").code, Some(0));
    assert_eq!(twice.circulus("sweep design.toml --threads 2").code, Some(0));
    let resumed = twice.circulus("sensitivity design.toml --threads 2");
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
    let files = |desk: &Desk| {
        let mut files = desk.files("outputs/design");
        files.retain(|name, _| !name.starts_with("parts/"));
        files
    };
    assert!(files(&once) == files(&twice));
    let mu_star = cells(&once, "total_disposal_bill_rub", "scenario.title", &["mu_star", "sigma"]);
    assert_eq!(mu_star, [Some(0.0), Some(0.0)]);
}

#[test]
fn any_sample_tells_what_moves_the_bill() {
    let desk = desk("kind = \"latin_hypercube\"\nsamples = 60");
    let said = desk.circulus("sensitivity design.toml --threads 2").well();
    assert!(
        said.out.contains("What moves its distribution most: policy.disposal_fee_factor ("),
        "{}",
        said.out
    );
    let columns = ["index", "index_low", "index_high", "index_max", "floor", "samples", "left_out"];
    let fee = cells(&desk, "total_disposal_bill_rub", "policy.disposal_fee_factor", &columns);
    let [Some(index), Some(low), Some(high), Some(max), Some(floor), Some(60.0), Some(0.0)] = fee[..] else {
        panic!("{fee:?}")
    };
    assert!(floor < low && low < index && index < high && index < max, "{fee:?}");
    // Words are told apart, and change nothing.
    let title = cells(&desk, "total_disposal_bill_rub", "scenario.title", &columns);
    assert!(title[0] < title[4] && title[0] > Some(0.0), "{title:?}");
    assert_eq!(cells(&desk, "dissolved_year", "management.overhead", &columns)[5..], [Some(0.0), Some(60.0)]);
    assert_eq!(desk.names("outputs/design").iter().filter(|name| name.starts_with("tornado_")).count(), 6);
    desk.circulus("verify outputs/design").well();
    // The same points from a file: the same indices, to the byte.
    let table = |folder: &str| std::fs::read(desk.path(&format!("{folder}/sensitivity.csv"))).unwrap();
    let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
    let head = design.split("[design]").next().unwrap();
    desk.write(
        "again.toml",
        &format!("{head}[design]\nkind = \"points\"\nfile = \"outputs/design/points.csv\"\n"),
    );
    desk.circulus("sensitivity again.toml").well();
    assert!(table("outputs/design") == table("outputs/again"));
}

/// Keys of a family move together and have one index; an empty cell is the scenario's own value.
#[test]
fn a_family_is_one_factor() {
    let desk = desk("kind = \"latin_hypercube\"\nsamples = 20");
    let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
    let family = "[correlate]\nboth = [\"policy.*\", \"management.*\"]\n";
    desk.write("design.toml", &format!("{design}{family}"));
    desk.circulus("sensitivity design.toml").well();
    let table = std::fs::read_to_string(desk.path("outputs/design/sensitivity.csv")).unwrap();
    let keys: Vec<&str> = table.lines().skip(1).map(|line| line.split(',').nth(2).unwrap()).collect();
    assert_eq!(keys, ["both", "scenario.title"].repeat(3));
    let mut points = "policy.disposal_fee_factor\n".to_owned();
    (0..20).for_each(|point| points.push_str(if point % 2 == 0 { "\"\"\n" } else { "5\n" }));
    desk.write("points.csv", &points);
    let head = design.split("[design]").next().unwrap();
    desk.write("given.toml", &format!("{head}[design]\nkind = \"points\"\nfile = \"points.csv\"\n"));
    desk.circulus("sensitivity given.toml").well();
    let table = std::fs::read_to_string(desk.path("outputs/given/sensitivity.csv")).unwrap();
    // Two values, half of the points each: every distance is one half.
    assert!(table.lines().nth(1).unwrap().contains(",policy.disposal_fee_factor,0.5,"), "{table}");
}

/// Both keys of the company are one factor; pairs have a table of their own.
#[test]
fn groups_and_pairs() {
    let desk = desk("kind = \"sobol\"\nsamples = 8\nsecond_order = true");
    let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
    let more = "\"management.cover\" = { from = 0, to = 1 }\n[group]\ncompany = [\"management.*\"]\n";
    desk.write("design.toml", &format!("{design}{more}"));
    let said = desk.circulus("sensitivity design.toml --parquet").well();
    assert!(
        said.out.contains("64 points with 3 replicates each") && said.out.contains("pairs.csv"),
        "{}",
        said.out
    );
    let named = |file: &str, column: usize| -> Vec<String> {
        let table = std::fs::read_to_string(desk.path(&format!("outputs/design/{file}.csv"))).unwrap();
        table.lines().skip(1).take(3).map(|line| line.split(',').nth(column).unwrap().to_owned()).collect()
    };
    assert_eq!(named("sensitivity", 2), ["policy.disposal_fee_factor", "company", "scenario.title"]);
    assert_eq!(named("pairs", 2), ["policy.disposal_fee_factor", "policy.disposal_fee_factor", "company"]);
    assert_eq!(named("pairs", 3), ["company", "scenario.title", "scenario.title"]);
    assert!(desk.names("outputs/design").contains(&"pairs.parquet".to_owned()));
    desk.circulus("verify outputs/design").well();
    // Keys of a group have shares of their own.
    let points = std::fs::read_to_string(desk.path("outputs/design/points.csv")).unwrap();
    let place = |name: &str| points.lines().next().unwrap().split(',').position(|cell| cell == name).unwrap();
    let (overhead, cover) = (place("management.overhead"), place("management.cover"));
    let cell = |line: &str, at: usize| line.split(',').nth(at).unwrap().parse::<f64>().unwrap();
    assert!(points.lines().skip(1).any(|line| (cell(line, overhead) / 50e6 - cell(line, cover)).abs() > 0.1));
}

#[test]
fn shapley_effects_add_up_to_one() {
    let desk = desk("kind = \"shapley\"\nsamples = 16");
    let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
    desk.write("design.toml", &format!("{design}[group]\nrest = [\"scenario.title\"]\n"));
    let said = desk.circulus("sensitivity design.toml").well();
    assert!(said.out.contains("64 points with 3 replicates each"), "{}", said.out);
    let effect = |key: &str| cells(&desk, "total_disposal_bill_rub", key, &["effect"])[0].unwrap();
    let (fee, overhead) = (effect("policy.disposal_fee_factor"), effect("management.overhead"));
    assert!((fee + overhead + effect("rest") - 1.0).abs() < 1e-9 && fee > 0.5, "{fee} {overhead}");
    assert!(effect("rest").abs() < 1e-12);
    desk.circulus("verify outputs/design").well();
    desk.write("outputs/design/sensitivity.csv", "indicator\n");
    assert_eq!(desk.circulus("verify outputs/design").code, Some(1));
}

/// The bill rises with the fee at every quantile; words have no slope unless there are two.
#[test]
fn quantiles_of_any_sample() {
    let desk = desk("kind = \"latin_hypercube\"\nsamples = 60");
    let said = desk.circulus("sensitivity design.toml --quantile-regression --parquet").well();
    assert!(said.out.contains("quantiles in outputs/design/quantile_regression.csv"), "{}", said.out);
    assert!(said.out.contains("values are moved most by"), "{}", said.out);
    let table = std::fs::read_to_string(desk.path("outputs/design/quantile_regression.csv")).unwrap();
    let row = |indicator: &str, key: &str| {
        let mut lines = table.lines();
        let line = lines.find(|line| line.starts_with(indicator) && line.contains(key)).unwrap();
        line.split(',').map(|cell| cell.parse::<f64>().ok()).collect::<Vec<_>>()
    };
    let fee = row("total_disposal_bill_rub", ",policy.disposal_fee_factor,");
    assert!([4, 7, 10].iter().all(|low| fee[*low].unwrap() > 0.0), "{fee:?}");
    assert_eq!(fee[12..], [Some(60.0), Some(0.0)]);
    let none = row("dissolved_year", ",management.overhead,");
    assert!(none[3..12].iter().all(Option::is_none), "{none:?}");
    let names = desk.names("outputs/design");
    assert!(names.contains(&"quantile_regression.parquet".to_owned()));
    assert!(names.iter().any(|name| name.starts_with("quantiles_") && name.ends_with(".svg")), "{names:?}");
    desk.circulus("verify outputs/design").well();
    let sobol = self::desk("kind = \"sobol\"\nsamples = 4");
    sobol
        .circulus("sensitivity design.toml --quantile-regression")
        .refused(2, &["--quantile-regression needs kind = \"latin_hypercube\", or points"]);
}

#[test]
fn groups_are_refused_where_they_say_nothing() {
    for (kind, group, said) in [
        (
            "morris",
            "a = [\"management.overhead\"]",
            "[group] has no use in a design of kind morris: groups of keys are factors of a design of kind sobol or shapley",
        ),
        ("latin_hypercube", "a = [\"management.overhead\"]", "[correlate] keeps keys of a sample together"),
        ("sobol", "a = []", "a has no keys"),
        ("sobol", "a = [\"management.overheat\"]", "no varied key is 'management.overheat'"),
        ("sobol", "a = \"management.overhead\"", "must be a list of varied keys"),
        (
            "sobol",
            "a = [\"management.*\"]\nb = [\"management.overhead\"]",
            "holds together with others already",
        ),
        (
            "sobol",
            "\"scenario.title\" = [\"management.overhead\"]",
            "a varied key is called scenario.title as well",
        ),
    ] {
        let desk = desk(&format!("kind = \"{kind}\"\nsamples = 16"));
        let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
        desk.write("design.toml", &format!("{design}[group]\n{group}\n"));
        desk.circulus("sensitivity design.toml").refused(2, &[said]);
    }
    let desk = desk("kind = \"sobol\"\nsamples = 4\nsecond_order = true");
    let design = std::fs::read_to_string(desk.path("design.toml")).unwrap();
    desk.write("design.toml", &format!("{design}[group]\nall = [\"**\"]\n"));
    desk.circulus("sensitivity design.toml").refused(2, &["is of pairs of keys or groups, and there is one"]);
}

#[test]
fn what_cannot_be_done_is_refused_with_its_remedy() {
    let faults = [
        ("kind = \"sobol\"\nsamples = 100", "", "such as 128"),
        ("kind = \"shapley\"\nsamples = 100", "", "such as 128"),
        (
            "kind = \"shapley\"\nsamples = 4\nsecond_order = true",
            "",
            "has no use in a design of kind shapley",
        ),
        ("kind = \"morris\"\nsamples = 10\nlevels = 5", "", "must be even"),
        ("kind = \"latin_hypercube\"\nsamples = 9", "", "need at least 10, one for each slice of a key"),
        ("kind = \"morris\"\nsamples = 10\nsecond_order = true", "", "has no use in a design of kind morris"),
        ("kind = \"sobol\"\nsamples = 4\nsecond_order = 1", "", "must be true or false"),
        ("kind = \"morris\"\nsamples = 10", " --picture last_member", "last_members"),
    ];
    for (design, arguments, said) in faults {
        desk(design).circulus(&format!("sensitivity design.toml{arguments}")).refused(2, &[said]);
    }
    let desk = Desk::new();
    desk.write(
        "grid.toml",
        "[experiment]\nscenario = \"small.toml\"\n[design]\nkind = \"grid\"\n[vary]\njoin.w_norm = [0, 1]\n",
    );
    desk.circulus("sensitivity grid.toml")
        .refused(2, &["is a design of kind grid; sensitivity needs a sample"]);
}

#[test]
fn the_examples_are_read_and_have_the_runs_that_they_state() {
    use circulus_experiment::file::Experiment;
    for (file, runs) in [("screening", "5,200 runs"), ("sensitivity", "7,168 runs"), ("pairs", "5,120 runs")]
    {
        let path = format!("configs/experiments/{file}.toml");
        let plan = Experiment::load(&crate::common::root().join(&path)).unwrap().plan;
        assert_eq!(plan.runs().to_string(), runs.replace([',', 'r', 'u', 'n', 's', ' '], ""));
        assert!(text(&path).contains(runs));
    }
}

/// Whatever the names and numbers, no text leaves the page or covers another.
#[test]
fn a_tornado_is_readable() {
    let long = "infrastructure.information_and_everything_else_that_one_could_name.effects.reach";
    let estimate = |value: f64, half: f64| {
        Some(Estimate { value, interval: (half > 0.0).then_some((value - half, value + half)) })
    };
    for count in [1, 2, 7, 16, 40] {
        let keys: Vec<String> = (0..count).map(|key| format!("{long}_{key}")).collect();
        let indices = |key: usize| Indices {
            first: estimate(0.1, 3.0),
            total: if key == 0 { None } else { estimate(0.9 / key as f64, if key == 1 { 0.0 } else { 0.2 }) },
        };
        let found = Found::Sobol(Sobol {
            keys: (0..count).map(indices).collect(),
            pairs: Vec::new(),
            luck: Some(0.3),
            blocks: 8,
            left_out: 0,
        });
        let finding = Finding {
            indicator: "y".into(),
            unit: "t".into(),
            meaning: "A rather long meaning of an indicator, over all years and plants: and more".into(),
            found,
            quantiles: None,
        };
        let about = About { world: "A world with a name", currency: "RUB", sentence: long, origin: "here" };
        let sheet = draw(&finding, &keys, &about);
        let areas: Vec<(Area, &str)> = sheet.texts().map(|text| (text.area(), text.text.as_str())).collect();
        for (at, (area, words)) in areas.iter().enumerate() {
            assert!(Area::PAGE.contains(area), "{count}: {words}");
            let tight = area.inset(0.0, 0.1 * area.height(), 0.0, 0.1 * area.height());
            for (other, others) in &areas[at + 1..] {
                assert!(!tight.overlaps(other), "{count}: '{words}' covers '{others}'");
            }
        }
    }
}
