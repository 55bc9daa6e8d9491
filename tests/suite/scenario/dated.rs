//! Opening and closing, dated changes and paths of prices in scenario files [N6].

use circulus::ids::{InfrastructureId, PlantId};
use circulus::scenario::{Amount, Change, Changed};

use super::*;

/// `SMALL` with a change in 2024.
fn changing(set: &str) -> String {
    format!("{SMALL}[[change]]\nyear = 2024\nset = {set}\n")
}

fn loaded(text: &str) -> Scenario {
    let loaded = scenario::from_toml(text, &[]).unwrap();
    assert_eq!(Scenario::from_toml(&loaded.as_meant).unwrap(), loaded.scenario, "{}", loaded.as_meant);
    loaded.scenario.check().unwrap();
    loaded.scenario
}

#[test]
fn opening_and_closing_are_read_and_printed() {
    let scenario = loaded(&with("id = \"POWER\"", "id = \"POWER\"\nopens = 2023\ncloses = 2030"));
    let times: Vec<_> = scenario.plants.iter().map(|plant| (plant.opens, plant.closes)).collect();
    assert_eq!(times, [(Some(2023), Some(2030)), (None, None)]);
    let early = with("id = \"POWER\"", "id = \"POWER\"\nopens = 2023\ncloses = 2023");
    let told = refused(&early);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("47:10: plant.POWER.closes = 2023: must be later than opens, 2023; leave"),
        "{}",
        told[0]
    );
}

#[test]
fn every_key_that_may_change_is_read_in_every_form() {
    let at = |at, key, to: f64| Change { year: 2024, at, key, to: Amount::Number(to) };
    let (product, waste) = (Changed::Product(ProductId::new(0)), Changed::Waste(WasteId::new(0)));
    let stream = Changed::Stream(PlantId::new(0), WasteId::new(0));
    let management = |key, to| Change { year: 2024, at: Changed::Management, key, to };
    let wanted = [
        at(product, "price", 5.0),
        at(product, "demand", 6.0),
        at(waste, "disposal_fee", 7.0),
        at(waste, "placement_cost", 8.0),
        at(Changed::Mode(0), "fixed", 9.0),
        at(Changed::Mode(0), "per_km", 10.0),
        at(stream, "t_per_year", 11.0),
        at(stream, "own_reuse", 0.5),
        management("study_every", Amount::Whole(2)),
        management("rule", Amount::Word("shares".into())),
        at(Changed::Share(InfrastructureId::new(0)), "shares", 0.25),
    ];
    let paths = "\"product.pozzolan.price\" = 5, \"product.pozzolan.demand\" = 6, \"waste.ash.disposal_fee\" = 7, \
        \"waste.ash.placement_cost\" = 8, \"transport.mode.road.fixed\" = 9, \"transport.mode.road.per_km\" = 10, \
        \"plant.POWER.stream.ash.t_per_year\" = 11, \"plant.POWER.stream.ash.own_reuse\" = 0.5, \
        \"management.study_every\" = 2, \"management.rule\" = \"shares\", \"management.shares.safety\" = 0.25, \
        \"policy.subsidy_per_t\" = 12, \"policy.fee_factor_class.IV\" = 13";
    let nested = "product.pozzolan = { price = 5, demand = 6 }, waste.ash.disposal_fee = 7, \
        waste.ash.placement_cost = 8, transport.mode.road = { fixed = 9, per_km = 10 }, \
        plant.POWER.stream.ash = { t_per_year = 11, own_reuse = 0.5 }, \
        management = { study_every = 2, rule = \"shares\", shares = { safety = 0.25 } }, \
        policy = { subsidy_per_t = 12, fee_factor_class = { IV = 13 } }";
    for text in [
        changing(&format!("{{ {paths} }}")),
        changing(&format!("{{ {nested} }}")),
        format!("{SMALL}[[change]]\nyear = 2024\n[change.set]\n{}\n", paths.replace(", ", "\n")),
    ] {
        let scenario = loaded(&text);
        assert_eq!(scenario.changes, wanted, "{text}");
        for (t, policy) in scenario.policy.iter().enumerate() {
            let (subsidy, factor) = if t < 3 { (0.0, 1.0) } else { (12.0, 13.0) };
            assert_eq!((policy.subsidy_per_t, policy.fee_factor_class[HazardClass::IV]), (subsidy, factor));
        }
    }
}

#[test]
fn the_table_says_which_keys_may_change() {
    let marked = |table: &str| -> Vec<&str> {
        let keys = parameters::table(table).unwrap().keys.iter();
        keys.filter(|key| key.dated).map(|key| key.key).collect()
    };
    assert_eq!(marked("policy").len(), parameters::table("policy").unwrap().keys.len());
    let management: Vec<&str> =
        parameters::table("management").unwrap().keys.iter().map(|key| key.key).collect();
    let stay: Vec<&str> = management.into_iter().filter(|key| !marked("management").contains(key)).collect();
    assert_eq!(stay, ["enabled", "budget", "study_limit", "horizon"]);
    let others: Vec<String> = parameters::tables()
        .iter()
        .filter(|table| !["policy", "management"].contains(&table.path))
        .flat_map(|table| marked(table.path).into_iter().map(|key| format!("{}.{key}", table.path)))
        .collect();
    let wanted = [
        "transport.mode.fixed",
        "transport.mode.per_km",
        "waste.<id>.disposal_fee",
        "waste.<id>.placement_cost",
        "product.<id>.price",
        "product.<id>.demand",
        "plant.stream.t_per_year",
        "plant.stream.own_reuse",
    ];
    assert_eq!(others, wanted);
}

#[test]
fn policy_changes_apply_first_and_the_later_change_in_the_file_holds() {
    let text = format!(
        "{SMALL}[[change]]\nyear = 2024\nset = {{ \"policy.subsidy_per_t\" = 2 }}\n\
         [[policy.change]]\nyear = 2024\nsubsidy_per_t = 1\ncapex_subsidy = 0.5\n\
         [[change]]\nyear = 2024\nset = {{ \"policy.carbon_price\" = 3 }}\n\
         [[change]]\nyear = 2025\nset = {{ \"policy.subsidy_per_t\" = 4, \"policy.capex_subsidy\" = 0.1 }}\n\
         [[change]]\nyear = 2025\nset = {{ \"policy.subsidy_per_t\" = 5 }}\n"
    );
    let policy = loaded(&text).policy;
    let at = |t: usize| (policy[t].subsidy_per_t, policy[t].capex_subsidy, policy[t].carbon_price_per_t);
    assert_eq!([2, 3, 4].map(at), [(0.0, 0.0, 0.0), (2.0, 0.5, 3.0), (5.0, 0.1, 3.0)]);
}

#[test]
fn arguments_set_changes_by_year() {
    let text = changing("{ \"policy.subsidy_per_t\" = 2, \"product.pozzolan.price\" = 5 }");
    let sets = [
        "change.2024.set.product.pozzolan.price=50",
        "change.2024.set.\"waste.ash.disposal_fee\"=7",
        "change.2026.set.policy.subsidy_per_t=9",
    ];
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let scenario = scenario::from_toml(&text, &sets).unwrap().scenario;
    let at = |year, at, key, to| Change { year, at, key, to: Amount::Number(to) };
    let wanted = [
        at(2024, Changed::Product(ProductId::new(0)), "price", 50.0),
        at(2024, Changed::Waste(WasteId::new(0)), "disposal_fee", 7.0),
    ];
    assert_eq!(scenario.changes, wanted);
    assert_eq!([3, 5].map(|t: usize| scenario.policy[t].subsidy_per_t), [2.0, 9.0]);
    let (table, key) = parameters::find("change.2024.set.waste.ash.disposal_fee").unwrap();
    assert_eq!((table.path, key.key), ("waste.<id>", "disposal_fee"));
    assert!(parameters::find("change.2024.set.waste.ash.reclaim_cost").is_none(), "it may not change");
}

#[test]
fn a_mode_may_have_dots_in_its_name() {
    let text = with("name = \"road\"", "name = \"by road, v. 2\"")
        + "[[change]]\nyear = 2024\nset = { \"transport.mode.by road, v. 2.per_km\" = 3 }\n";
    assert_eq!(loaded(&text).changes[0].at, Changed::Mode(0));
}

#[test]
fn generated_plants_may_change() {
    let plants = SMALL.find("[[plant]]").unwrap();
    let text = format!(
        "{}[generate]\nn = 3\n[generate.kind.power]\nstage = \"power\"\n[[generate.kind.power.stream]]\nwaste = \"ash\"\nt_per_year = 1e6\n\
         [[change]]\nyear = 2024\nset = {{ \"plant.G000002.stream.ash.own_reuse\" = 1 }}\n",
        &SMALL[..plants]
    );
    assert_eq!(loaded(&text).changes[0].at, Changed::Stream(PlantId::new(1), WasteId::new(0)));
}

#[test]
fn what_may_not_change_is_refused_with_its_place_and_a_remedy() {
    const KEY: bool = false;
    const VALUE: bool = true;
    let line = SMALL.lines().count() + 3;
    for (set, at, said) in [
        (
            "\"trade.min_t\" = 5",
            KEY,
            "'trade.min_t' is no key that may change during a run; docs/model/parameters.md",
        ),
        ("\"management.budget\" = 5", KEY, "'management.budget' is no key that may change"),
        ("\"management.enabled\" = false", KEY, "or the scenario itself sets the others from the start"),
        ("\"management.horizon\" = 5", KEY, "'management.horizon' is no key that may change"),
        ("\"policy.change.2026.subsidy_per_t\" = 5", KEY, "is no key that may change"),
        ("\"policy.fee_factor_class\" = 5", KEY, "is no key that may change"),
        ("\"product.pozzolan.pirce\" = 5", KEY, "did you mean 'product.pozzolan.price'?"),
        (
            "\"product.pozzolana.price\" = 5",
            KEY,
            "there is no product 'pozzolana' to change; did you mean 'pozzolan'?",
        ),
        ("\"waste.asch.disposal_fee\" = 5", KEY, "there is no waste 'asch' to change; did you mean 'ash'?"),
        ("\"management.shares.safty\" = 0.5", KEY, "there is no infrastructure 'safty' to change"),
        (
            "\"plant.POWR.stream.ash.own_reuse\" = 0.5",
            KEY,
            "there is no plant 'POWR' to change; did you mean 'POWER'?",
        ),
        (
            "\"transport.mode.raod.fixed\" = 5",
            VALUE,
            "there is no transport.mode 'raod' to change; did you mean 'road'?",
        ),
        (
            "\"plant.CEMENT.stream.ash.own_reuse\" = 0.5",
            VALUE,
            "the plant is given no [[plant.stream]] of 'ash'",
        ),
        (
            "\"product.pozzolan.price\" = -5",
            VALUE,
            "change.2024.set.product.pozzolan.price = -5: must be a number from 0 to 1e11, money/t",
        ),
        ("\"policy.fee_factor_class.IV\" = \"x\"", VALUE, "must be a number from 0 to 1e6"),
        (
            "\"management.study_every\" = 0",
            VALUE,
            "change.2024.set.management.study_every = 0: must be a whole number from 1 to 300",
        ),
        ("\"management.rule\" = \"greed\"", VALUE, "must be one of greedy, shares, none"),
        ("\"management.shares.safety\" = 1.5", VALUE, "must be a number from 0 to 1"),
    ] {
        let column = if at == VALUE { 9 + set.find(" = ").unwrap() + 3 } else { 9 };
        let told = refused(&changing(&format!("{{ {set} }}")));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].starts_with(&format!("{line}:{column}: ")) && told[0].contains(said),
            "{set}: {}",
            told[0]
        );
    }
    let outside = changing("{}").replace("2024", "2031");
    assert_eq!(
        refused(&outside),
        [format!("{}:8: change.2031.year = 2031: must lie within the run, 2021 to 2030", line - 1)]
    );
}

#[test]
fn changes_may_not_raise_the_sum_of_shares_above_one() {
    let two = with("[risk.accident]", "[infrastructure.roads]\ncapex = 1\nupkeep = 1\n[risk.accident]");
    let year = |year: i32, set: &str| format!("[[change]]\nyear = {year}\nset = {{ {set} }}\n");
    let (safety, roads) = ("\"management.shares.safety\" = 0.8", "\"management.shares.roads\" = 0.2");
    loaded(&(two.clone() + &year(2024, safety) + &year(2024, roads)));
    let told = refused(&(two + &year(2024, safety) + &year(2025, roads)));
    assert!(
        told[0].contains("change.2024.set.management.shares.safety = 0.8: must not bring the sum"),
        "{told:?}"
    );
}

#[test]
fn changes_made_in_code_are_checked() {
    let change = |at, key, to| Change { year: 2024, at, key, to };
    let number = Amount::Number;
    let cases = [
        (change(Changed::Management, "budget", number(1.0)), "no key that may change"),
        (change(Changed::Management, "overhead", Amount::Whole(1)), "must be a number from 0 to 1e15"),
        (change(Changed::Management, "shares", number(0.5)), "must be a table"),
        (change(Changed::Management, "rule", Amount::Word("greed".into())), "one of greedy"),
        (change(Changed::Product(ProductId::new(7)), "price", number(1.0)), "less than 1"),
        (change(Changed::Waste(WasteId::new(0)), "disposal_fee", number(f64::NAN)), "from 0 to 1e9"),
        (change(Changed::Mode(3), "fixed", number(1.0)), "less than 1"),
        (change(Changed::Stream(PlantId::new(1), WasteId::new(0)), "own_reuse", number(0.5)), "is given no"),
        (change(Changed::Share(InfrastructureId::new(0)), "shares", number(1.5)), "must be a table"),
    ];
    for (change, said) in cases {
        let mut scenario = small();
        scenario.changes.push(change.clone());
        let told = scenario.check().unwrap_err().to_string();
        assert!(told.contains(said), "{change:?}: {told}");
    }
    let mut scenario = small();
    scenario.changes.push(Change { year: 2031, ..change(Changed::Management, "overhead", number(1.0)) });
    assert!(scenario.check().unwrap_err().to_string().contains("within the run, 2021 to 2030"));
    let mut scenario = small();
    scenario.products.raw[0].path = vec![(2022, 1.0)];
    assert!(scenario.check().unwrap_err().to_string().contains("must begin in 2021"));
    scenario.products.raw[0].path = vec![(2020, 1.0)];
    scenario.check().unwrap();
    scenario.changes.push(change(Changed::Product(ProductId::new(0)), "price", number(1.0)));
    assert!(scenario.check().unwrap_err().to_string().contains("has a path of prices"));
    let mut scenario = small();
    (scenario.plants.raw[0].opens, scenario.plants.raw[0].closes) = (Some(2023), Some(2022));
    assert!(scenario.check().unwrap_err().to_string().contains("must be later than opens"));
}

const PATH: [(i32, f64); 3] = [(2020, 100.0), (2023, 120.5), (2040, 90.0)];

#[test]
fn a_path_is_found_from_the_folder_of_the_file_that_names_it() {
    let csv = "year,price\n2020,100\n2040,90\n2023,120.5\n";
    let own = with("price = 700", "path = \"prices.csv\"");
    for texts in [
        vec![("a/own.toml", own.as_str()), ("a/prices.csv", csv)],
        vec![("own.toml", own.as_str()), ("prices.csv", csv)],
        vec![
            ("b/over.toml", "base = \"../a/own.toml\""),
            ("b/../a/own.toml", &own),
            ("b/../a/prices.csv", csv),
        ],
        vec![
            ("b/over.toml", "base = \"../own.toml\"\n[product.pozzolan]\npath = \"c/p.csv\""),
            ("b/../own.toml", &own),
            ("b/../prices.csv", "2000,1"),
            ("b/c/p.csv", csv),
        ],
    ] {
        let found = files(&texts).unwrap();
        let product = &found.scenario.products.raw[0];
        assert_eq!((&product.path[..], product.price_per_t), (&PATH[..], 100.0));
        let csvs = texts.iter().filter(|(name, _)| name.ends_with(".csv")).count();
        assert_eq!(
            found.files.iter().filter(|file| file.extension().is_some_and(|e| e == "csv")).count(),
            csvs
        );
        // The complete text, which a run leaves, needs no other file.
        assert!(
            found.as_meant.contains("path = [[2020, 100.0], [2023, 120.5], [2040, 90.0]]"),
            "{}",
            found.as_meant
        );
        assert_eq!(Scenario::from_toml(&found.as_meant).unwrap(), found.scenario);
        let opened = scenario::open_with(
            &|path: &Path| match texts.iter().find(|(name, _)| Path::new(name) == path) {
                Some((_, text)) => Ok(text.as_bytes().to_vec()),
                None => Err(std::io::ErrorKind::NotFound.into()),
            },
            Path::new(texts[0].0),
        );
        let again = Scenario::from_toml(&opened.unwrap().merged()).unwrap();
        assert_eq!(again, found.scenario, "the files as one text");
    }
}

#[test]
fn a_path_may_be_given_in_the_scenario_and_an_empty_one_is_ignored() {
    let inline = with("price = 700", "path = [[2040, 90], [2020, 100], [2023, 120.5]]");
    assert_eq!(loaded(&inline).products.raw[0].path, PATH);
    let both = with("price = 700", "price = 700\npath = [[2000, 1.0]]");
    assert_eq!(loaded(&both).products.raw[0].price_per_t, 700.0);
    let none = scenario::from_toml(&both, &["product.pozzolan.path=[]".into()]).unwrap().scenario;
    assert_eq!(none, small());
    let set = scenario::from_toml(SMALL, &["product.pozzolan.path=[[2021, 5]]".into()]).unwrap().scenario;
    assert_eq!(set.products.raw[0].path, [(2021, 5.0)]);
}

#[test]
fn an_invalid_path_is_refused_with_its_place_and_a_remedy() {
    let path = |value: &str| with("price = 700", &format!("path = {value}"));
    for (value, said) in [
        (
            "[[2022, 1]]",
            "30:8: product.pozzolan.path = [[2022, 1]]: must begin in 2021, the first year of the run, or before, not in 2022",
        ),
        ("[[2020, 1], [2020, 2]]", "30:21: product.pozzolan.path = 2020: 2020 occurs twice"),
        ("[[2020, -1]]", "30:16: product.pozzolan.path = -1: must be a price, a number from 0 to 1e11"),
        ("[[2020.5, 1]]", "30:10: product.pozzolan.path = 2020.5: must be a calendar year"),
        ("[2020, 1]", "each must be a year and a price"),
        ("[[2020, 1, 2]]", "each must be a year and a price"),
        ("5", "must be the name of a CSV file, or a list of [year, price]"),
        (
            "\"nowhere.csv\"",
            "30:8: product.pozzolan.path = \"nowhere.csv\": nowhere.csv cannot be read: there is no such file",
        ),
    ] {
        let told = refused(&path(value));
        assert!(told[0].contains(said), "{value}: {told:?}");
    }
    assert_eq!(
        refused(&with("price = 700\n", "")),
        [
            "29:10: 'price' is missing in [product.pozzolan]: must be a number from 0 to 1e11, money/t, or give a path"
        ]
    );
    let told = told(set(&["product.pozzolan.path=prices.csv"]));
    assert!(told[0].contains("is read only where a scenario file names it; give prices instead"), "{told:?}");
    let change = path("[[2020, 1]]") + "[[change]]\nyear = 2024\nset = { \"product.pozzolan.price\" = 5 }\n";
    assert!(
        refused(&change)[0]
            .contains("change.2024.set.product.pozzolan.price = 5: cannot change: the product has a path")
    );
}

#[test]
fn faults_of_a_file_of_prices_tell_its_name_and_line() {
    let own = with("price = 700", "path = \"prices.csv\"");
    for (csv, wanted) in [
        ("year,price\n2020,100\n2021,x\n", "prices.csv:3:1: must be a year and a price, such as 2030,1500"),
        ("2020,100\n2021,-5\n", "prices.csv:2:6: product.pozzolan.path = -5: must be a price"),
        ("2020,100\n2020,5\n", "prices.csv:2:1: product.pozzolan.path = 2020: 2020 occurs twice"),
        ("", "prices.csv:1:1: has no prices"),
        ("2025,100\n", "own.toml:30:8: product.pozzolan.path = \"prices.csv\": must begin in 2021"),
    ] {
        let faults = files(&[("own.toml", &own), ("prices.csv", csv)]).unwrap_err().to_string();
        assert!(faults.starts_with(wanted), "{csv:?}: {faults}");
    }
}
