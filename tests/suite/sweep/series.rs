//! Indicators of several years as a long table, and indicators of one's own.

use super::{desk, finals, text};

const DESIGN: &str = r#"
[experiment]
name = "s"
scenario = "small.toml"
replicates = 2
indicators = ["total_reused_t", "members@all", "twin_stock_t@last", "cost_per_t = (total_gain - total_capex) / total_reused_t"]

[design]
kind = "grid"

[vary]
"join.bias" = [-1, 1]
"#;

fn rows(path: std::path::PathBuf) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    (head, reader.records().map(|record| row(record.unwrap())).collect())
}

#[test]
fn years_are_rows_of_a_long_table() {
    let desk = desk();
    desk.write("s.toml", DESIGN);
    desk.circulus("sweep s.toml --parquet").well();
    let (head, long) = rows(desk.path("outputs/s/series.csv"));
    assert_eq!(head, ["run", "point", "replicate", "join.bias", "year", "members", "twin_stock_t"]);
    let (wide_head, wide) = rows(desk.path("outputs/s/runs.csv"));
    let place = |name: &str| wide_head.iter().position(|own| own == name).unwrap();
    let years: Vec<&String> = wide_head.iter().filter(|name| name.starts_with("members@")).collect();
    assert_eq!(long.len(), 4 * years.len());
    for row in &long {
        let run: usize = row[0].parse().unwrap();
        assert_eq!(row[5], wide[run][place(&format!("members@{}", row[4]))], "{row:?}");
        let last = format!("members@{}", row[4]) == **years.last().unwrap();
        let stock = if last { wide[run][place(&format!("twin_stock_t@{}", row[4]))].as_str() } else { "" };
        assert_eq!(row[6], stock, "{row:?}");
    }
    assert!(desk.path("outputs/s/series.parquet").exists());
    desk.circulus("verify outputs/s").well();
    // Only some of the years.
    desk.write("few.toml", &DESIGN.replace("members@all", "members@first..2027").replace("\"s\"", "\"few\""));
    desk.circulus("sweep few.toml").well();
    let (few_head, _) = rows(desk.path("outputs/few/runs.csv"));
    let kept: Vec<&String> = few_head.iter().filter(|name| name.starts_with("members@")).collect();
    assert!(kept.len() < years.len() && kept.last().unwrap().as_str() == "members@2027", "{kept:?}");
    for (wrong, told) in [
        ("members@2028..2027", "2028 is after 2027"),
        ("members@2027..2999", "'2999' is no year of the run"),
        ("members@al", "nor first, last or all"),
    ] {
        desk.write("wrong.toml", &DESIGN.replace("members@all", wrong));
        desk.circulus("sweep wrong.toml").refused(2, &[told]);
    }
}

#[test]
fn an_indicator_of_ones_own_is_computed_from_others() {
    let desk = desk();
    // The whole summary beside it.
    let all = "[experiment]\nname = \"all\"\nscenario = \"small.toml\"\nreplicates = 2\n\n[design]\nkind = \"grid\"\n\n[vary]\n\"join.bias\" = [-1, 1]\n";
    desk.write("all.toml", all);
    desk.write("s.toml", DESIGN);
    desk.circulus("sweep all.toml").well();
    desk.circulus("sweep s.toml").well();
    let (head, known) = rows(desk.path("outputs/all/runs.csv"));
    let (own_head, own) = rows(desk.path("outputs/s/runs.csv"));
    let number = |head: &[String], row: &[String], name: &str| -> f64 {
        row[head.iter().position(|column| column == name).unwrap()].parse().unwrap()
    };
    for (known, own) in known.iter().zip(&own) {
        let of = |name: &str| number(&head, known, name);
        let expected = (of("total_gain_rub") - of("total_capex_rub")) / of("total_reused_t");
        assert_eq!(number(&own_head, own, "cost_per_t"), expected);
    }
    // Asking for another one costs no run, as the whole summary is kept.
    let other = DESIGN.replace("cost_per_t = ", "per_member = total_gain / last_members\", \"cost_per_t = ");
    desk.write("s.toml", &other);
    let before = std::fs::read(desk.path("outputs/s/parts/1-of-1.runs")).unwrap();
    desk.circulus("sweep s.toml").well();
    assert_eq!(std::fs::read(desk.path("outputs/s/parts/1-of-1.runs")).unwrap(), before);
    desk.write("fresh.toml", &other.replace("\"s\"", "\"fresh\""));
    desk.circulus("sweep fresh.toml").well();
    let same = |folder: &str| {
        let mut files = finals(&desk, folder);
        files.retain(|name, _| name.ends_with("runs.csv") || name.ends_with("series.csv"));
        files
    };
    assert_eq!(same("outputs/s"), same("outputs/fresh"));
    desk.circulus("verify outputs/s").well();
}

#[test]
fn several_scenarios_are_run_at_every_point() {
    let desk = desk();
    desk.write("eager.toml", "base = \"small.toml\"\n[join]\nw_norm = 6.0\n");
    let design = DESIGN.replace("\"small.toml\"", "[\"small.toml\", \"eager.toml\"]");
    desk.write("s.toml", &design);
    desk.circulus("sweep s.toml").well();
    let (head, runs) = rows(desk.path("outputs/s/runs.csv"));
    let base = head.iter().position(|name| name == "base").unwrap();
    let bases: Vec<&str> = runs.iter().map(|row| row[base].as_str()).collect();
    assert_eq!(bases, ["small", "small", "eager", "eager", "small", "small", "eager", "eager"]);
    desk.circulus("verify outputs/s").well();
    // What one of them cannot take is told before the first run.
    let small = std::fs::read_to_string(desk.path("small.toml")).unwrap();
    let plant = small.split("[[plant]]").nth(1).unwrap().split("id = \"").nth(1).unwrap();
    let id = plant.split('"').next().unwrap().to_owned();
    desk.write("eager.toml", &format!("base = \"small.toml\"\nwithout = [\"plant.{id}\"]\n"));
    desk.write(
        "s.toml",
        &design.replace("\"join.bias\" = [-1, 1]", &format!("\"plant.{id}.cash\" = [1e9, 2e9]")),
    );
    desk.circulus("sweep s.toml --name other").refused(2, &["cannot take point 0"]);
    desk.circulus("new dollars.toml --currency USD --scale 0.01").well();
    desk.write("s.toml", &DESIGN.replace("\"small.toml\"", "[\"small.toml\", \"dollars.toml\"]"));
    desk.circulus("sweep s.toml --name other").refused(2, &["cannot stand in one table"]);
    // An analysis is of one scenario.
    let sobol = design
        .replace("kind = \"grid\"", "kind = \"sobol\"\nsamples = 2")
        .replace("[-1, 1]", "{ from = -1, to = 1 }");
    desk.write("sobol.toml", &sobol);
    desk.circulus("sensitivity sobol.toml").refused(2, &["an analysis is of one"]);
}

/// A number of a plant is the cell of `plants.csv` of that run.
#[test]
fn numbers_of_single_plants_are_kept_on_request() {
    let desk = desk();
    let plant =
        text(&desk, "small.toml").split("[[plant]]").nth(1).unwrap().split('"').nth(1).unwrap().to_owned();
    let wanted = format!(
        "\"plants.{plant}.cash@all\", \"twin_plants.*.stock_t@2028\", \"plants.{plant}.member@last\", \"double = 2 * `plants.{plant}.cash@last`\""
    );
    desk.write(
        "s.toml",
        &DESIGN.replace("\"total_reused_t\", \"members@all\", \"twin_stock_t@last\"", &wanted),
    );
    desk.circulus("sweep s.toml").well();
    let (own_head, own) = rows(desk.path("outputs/s/runs.csv"));
    let bias = "run small.toml --no-pictures --replicate 1 --set join.bias=-1 --name same";
    desk.circulus(bias).well();
    let (head, cells) = rows(desk.path("outputs/same/plants.csv"));
    let at = |name: &str| head.iter().position(|own| own == name).unwrap();
    let same = |world: &str, plant: &str, year: &str, column: &str| -> String {
        let row = cells
            .iter()
            .find(|row| row[at("world")] == world && row[at("plant")] == plant && row[at("year")] == year);
        row.unwrap()[at(column)].clone()
    };
    let kept = |name: &str| -> String {
        let at =
            own_head.iter().position(|own| own == name).unwrap_or_else(|| panic!("{name} in {own_head:?}"));
        own[1][at].clone()
    };
    for year in ["2026", "2029"] {
        assert_eq!(
            kept(&format!("plants.{plant}.cash_rub@{year}")),
            same("cluster", &plant, year, "cash_rub")
        );
    }
    let plants: std::collections::BTreeSet<&String> = cells.iter().map(|row| &row[at("plant")]).collect();
    assert!(plants.len() > 2);
    for other in &plants {
        assert_eq!(
            kept(&format!("twin_plants.{other}.stock_t@2028")),
            same("twin", other, "2028", "stock_t")
        );
    }
    let member = same("cluster", &plant, "2029", "member") == "true";
    assert_eq!(kept(&format!("plants.{plant}.member@2029")), if member { "1" } else { "0" });
    let double: f64 = kept("double").parse().unwrap();
    assert_eq!(double, 2.0 * same("cluster", &plant, "2029", "cash_rub").parse::<f64>().unwrap());
    desk.circulus("verify outputs/s").well();
    for (wrong, told) in [
        ("plants.NOBODY.cash@last", "'NOBODY' is no plant of this scenario"),
        (format!("plants.{plant}.csh@last").as_str(), "'csh' is no number of plants.csv"),
        (format!("plants.{plant}.cash").as_str(), "must be as plants.<id>.<column>@<year>"),
        (format!("plants.{plant}.stage@last").as_str(), "'stage' is no number of plants.csv"),
    ] {
        desk.write("wrong.toml", &DESIGN.replace("members@all", wrong));
        desk.circulus("sweep wrong.toml").refused(2, &[told]);
    }
}
