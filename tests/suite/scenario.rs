//! The scenario file: what loads, what is refused, and with which message.

use circulus::ids::{ProductId, RiskId, TechnologyId, WasteId};
use circulus::scenario::{
    self, BudgetRule, Effect, Exposure, Faults, HazardClass, Lever, Loaded, Scenario, Stage,
};
use circulus::scenario::{parameters, sample};
use std::collections::BTreeMap;
use std::path::Path;

mod by_year;
mod changed;
mod dated;
mod doubts;
mod faults;
mod hostile;
mod large;
mod layers;
mod region;
mod stars;
mod table;
mod texts;
mod without;

/// A small world; tests replace a line of it.
const SMALL: &str = r#"[scenario]
name = "small"
years = 10
money_scale = 1
[[transport.mode]]
name = "road"
fixed = 60
per_km = 4.5

[infrastructure.safety]
capex = 1e8
upkeep = 1e6
effects = { "hazard.accident" = 0.5, reach = 1 }

[risk.accident]
exposure = "stock"
effect = "release"
rate = 0.001
loss = 3e8

[waste.ash]
stage = "power"
hazard_class = "V"
disposal_fee = 15.87
placement_cost = 80
upkeep_cost = 0.5
reclaim_cost = 60

[product.pozzolan]
price = 700
demand = 1.5e6

[technology.drying]
waste = "ash"
product = "pozzolan"
yield = 1.0
opex = 300
capex = 2500
reference_size = 2e5
min_size = 1e4
max_size = 8e5
primary_replaced = 150

[[plant]]
id = "POWER"
stage = "power"
lat = 57.12
lon = 61.67
adopts = []
[[plant.stream]]
waste = "ash"
t_per_year = 4e6
stock = 1e8

[[plant]]
id = "CEMENT"
stage = "converter"
lat = 56.91
lon = 62.04
adopts = ["drying"]
[[plant.unit]]
technology = "drying"
capacity = 8e4
age = 5
"#;

fn small() -> Scenario {
    Scenario::from_toml(SMALL).unwrap()
}

/// `SMALL` with one piece of text replaced by another.
fn with(old: &str, new: &str) -> String {
    assert!(SMALL.contains(old), "{old}");
    SMALL.replacen(old, new, 1)
}

/// Faults as `line:column: headline`.
fn told(result: Result<Loaded, Faults>) -> Vec<String> {
    let faults = result.expect_err("refused");
    faults.list.iter().map(|f| format!("{}:{}: {}", f.line, f.column, f.headline())).collect()
}

fn refused(text: &str) -> Vec<String> {
    told(scenario::from_toml(text, &[]))
}

fn set(arguments: &[&str]) -> Result<Loaded, Faults> {
    scenario::from_toml(SMALL, &arguments.iter().map(|a| a.to_string()).collect::<Vec<_>>())
}

fn files(texts: &[(&str, &str)]) -> Result<Loaded, Faults> {
    let map: BTreeMap<String, String> =
        texts.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let read = |path: &Path| match map.get(&path.to_string_lossy().replace('\\', "/")) {
        Some(text) => Ok(text.clone().into_bytes()),
        None => Err(std::io::ErrorKind::NotFound.into()),
    };
    scenario::load_with(&read, Path::new(texts[0].0), &[])
}

#[test]
fn ids_become_indices_and_absent_keys_their_defaults() {
    let s = small();
    assert_eq!(
        (s.name.as_str(), s.title.as_str(), s.start_year, s.years, s.seed),
        ("small", "small", 2021, 10, 1)
    );
    assert_eq!(s.policy.len(), 10);
    assert_eq!((s.trade.min_t, s.join.peers, s.management.study_limit), (1000.0, 5, 1000));
    assert_eq!(s.management.rule, BudgetRule::Greedy);
    assert_eq!(s.infrastructure.raw[0].effects, [(Lever::Hazard(RiskId::new(0)), 0.5), (Lever::Reach, 1.0)]);
    assert_eq!(s.infrastructure.raw[0].budget_share, 1.0);
    assert_eq!(
        (s.risks.raw[0].exposure, s.risks.raw[0].effect, s.risks.raw[0].elasticity),
        (Exposure::Stock, Effect::Release, 1.0)
    );
    assert_eq!((s.wastes.raw[0].stage, s.wastes.raw[0].hazard_class), (Stage::Power, HazardClass::V));
    assert_eq!(
        (
            s.technologies.raw[0].waste,
            s.technologies.raw[0].product,
            s.technologies.raw[0].primary_replaced_t_per_t
        ),
        (WasteId::new(0), ProductId::new(0), 150.0)
    );
    assert_eq!(
        (s.plants.raw[0].name.as_str(), s.plants.raw[0].attitude, s.plants.raw[0].growth),
        ("POWER", 0.5, 0.0)
    );
    assert_eq!(s.plants.raw[1].adopts, [TechnologyId::new(0)]);
    assert_eq!((s.plants.raw[1].units[0].capacity_t, s.plants.raw[1].units[0].age_years), (8e4, 5));
}

#[test]
fn order_of_the_file_is_index_order() {
    let second =
        SMALL.replace("[product.pozzolan]", "[product.zinc]\nprice = 1\ndemand = 1\n[product.pozzolan]");
    let s = Scenario::from_toml(&second).unwrap();
    assert_eq!(s.products.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["zinc", "pozzolan"]);
    assert_eq!(s.technologies.raw[0].product, ProductId::new(1));
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_fine() {
    assert_eq!(Scenario::from_toml(&SMALL.replace('\n', "\r\n")).unwrap(), small());
    assert_eq!(Scenario::from_toml(&format!("\u{feff}{SMALL}")).unwrap(), small());
}
