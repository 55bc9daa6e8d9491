//! `circulus explore`: it finds the patterns that there are, grows, and is verified.

use std::fs;

use crate::common::{Desk, root};

fn file(generations: usize) -> String {
    format!(
        "[experiment]\nname = \"patterns\"\nscenario = \"classroom.toml\"\nset = [\"scenario.years=6\"]\nreplicates = 2\n\
         [explore]\ncandidates = 8\ngenerations = {generations}\n\
         [vary]\n\"policy.subsidy_per_t\" = {{ from = 0, to = 200 }}\n\"join.bias\" = {{ from = -6, to = 6 }}\n\
         [[pattern]]\nname = \"rate\"\nindicator = \"last_use_rate\"\nfrom = 0\nto = 0.6\ncells = 6\n\
         [[pattern]]\nname = \"members\"\nindicator = \"last_members\"\nfrom = 0\nto = 8\ncells = 8\n"
    )
}

fn desk() -> Desk {
    let desk = Desk::new();
    fs::copy(root().join("configs/classroom.toml"), desk.path("classroom.toml")).unwrap();
    desk
}

fn results(desk: &Desk, folder: &str) -> Vec<(String, Vec<u8>)> {
    desk.files(folder).into_iter().filter(|(name, _)| !name.starts_with("parts/")).collect()
}

#[test]
fn patterns_are_found_with_examples_and_more_generations_go_on() {
    let desk = desk();
    desk.write("patterns.toml", &file(3));
    let said = desk.circulus("explore patterns.toml --threads 2").well().out;
    assert!(said.contains("24 points, 48 runs") && said.contains("patterns were found"), "{said}");
    desk.circulus("verify outputs/patterns").well();
    // Each example is in its cell, and each point in one cell.
    let mut reader = csv::Reader::from_path(desk.path("outputs/patterns/cells.csv")).unwrap();
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let at = |name: &str| head.iter().position(|own| own == name).unwrap();
    let (mut hits, mut cells) = (0, 0);
    for row in reader.records().map(Result::unwrap) {
        for name in ["rate", "members"] {
            let value: f64 = row[at(name)].parse().unwrap();
            let end = |end: &str, open: f64| row[at(&format!("{name}_{end}"))].parse().unwrap_or(open);
            assert!(end("from", f64::NEG_INFINITY) <= value && value < end("to", f64::INFINITY), "{row:?}");
        }
        hits += row[at("hits")].parse::<usize>().unwrap();
        cells += 1;
    }
    assert_eq!(hits, 24);
    let generations = fs::read_to_string(desk.path("outputs/patterns/generations.csv")).unwrap();
    assert!(generations.ends_with(&format!("3,8,0,{cells}\n")), "{generations}");
    // The examples are a design like any other table.
    desk.write(
        "again.toml",
        "[experiment]\nname = \"again\"\nscenario = \"classroom.toml\"\nset = [\"scenario.years=6\"]\n\
         indicators = [\"last_members\"]\n[design]\nkind = \"points\"\nfile = \"outputs/patterns/cells.csv\"\n",
    );
    let again = desk.circulus("sweep again.toml").well().out;
    assert!(again.contains(&format!("{cells} points with 1 replicate each")), "{again}");
    // Grown, at another number of threads, it is the fresh one of five generations.
    desk.write("patterns.toml", &file(5));
    desk.circulus("explore patterns.toml --threads 1").well();
    desk.circulus("explore patterns.toml --threads 2 --name fresh").well();
    let [grown, fresh] = ["patterns", "fresh"].map(|name| results(&desk, &format!("outputs/{name}")));
    assert_eq!(grown.len(), fresh.len());
    for ((name, grown), (_, fresh)) in grown.iter().zip(&fresh) {
        assert!(grown == fresh, "{name}");
    }
    let altered = fs::read_to_string(desk.path("outputs/fresh/cells.csv")).unwrap().replacen('1', "2", 1);
    desk.write("outputs/fresh/cells.csv", &altered);
    let found = desk.circulus("verify outputs/fresh");
    assert!(
        found.code == Some(1) && found.err.contains("cells.csv was altered"),
        "{}{}",
        found.out,
        found.err
    );
}

#[test]
fn what_is_no_grid_is_refused() {
    let desk = desk();
    let whole = file(2);
    for (from, to, said) in [
        ("to = 0.6", "to = 0", "must be above from"),
        ("cells = 6\n", "", "needs cells"),
        ("\"last_members\"", "\"last_membrs\"", "last_members"),
        ("name = \"members\"", "name = \"rate\"", "two of [[pattern]] are called 'rate'"),
        ("candidates = 8", "candidats = 8", "candidates"),
    ] {
        assert!(whole.contains(from));
        desk.write("patterns.toml", &whole.replacen(from, to, 1));
        desk.circulus("explore patterns.toml").refused(2, &[said]);
    }
    let one = whole.rsplit_once("[[pattern]]").unwrap().0;
    desk.write("patterns.toml", one);
    desk.circulus("explore patterns.toml").refused(2, &["a grid over 2 to 4 indicators"]);
    assert!(!desk.path("outputs").exists());
}
