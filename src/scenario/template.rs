//! A scenario to start from: a small region, every key commented from the table of parameters.

use super::parameters::{Parameter, find};
use std::collections::BTreeSet;

/// The text for a new scenario, in roubles. It loads and runs as it stands; its figures are made up.
pub fn template() -> String {
    template_in(TEMPLATE_NAME, "RUB", 1.0)
}

/// Name of a new scenario that is given none.
pub const TEMPLATE_NAME: &str = "my_region";

/// The same under another name and in another currency; `scale` is what a rouble is worth in it, and must be more than 0.
pub fn template_in(name: &str, currency: &str, scale: f64) -> String {
    let mut text = String::from(
        "# A small region to start from. Its figures are round and made up: replace them, and note the source beside each.\n\
         # Keys that are not given have the defaults of docs/model/parameters.md; `circulus check` prints the complete scenario.\n",
    );
    let mut table = "";
    let mut told = BTreeSet::new();
    for line in REGION.lines() {
        match line.split_once('=') {
            Some((key, value)) => {
                let path = format!("{table}.{}", key.trim());
                let line = &meant(line, &path, key, value, (name, currency, scale));
                // Once per kind of table is enough.
                let note = find(&path).filter(|(t, p)| told.insert((t.path, p.key))).map(|(_, p)| comment(p));
                text.push_str(format!("{line:<34}  {}", note.unwrap_or_default()).trim_end());
            }
            None => {
                if line.starts_with('[') {
                    table = address(line);
                }
                text.push_str(line);
            }
        }
        text.push('\n');
    }
    text
}

/// A line with the name, the currency or a sum of money as wanted; other lines as they are.
fn meant(
    line: &str,
    path: &str,
    key: &str,
    value: &str,
    (name, currency, scale): (&str, &str, f64),
) -> String {
    let is_money = find(path).is_some_and(|(_, parameter)| parameter.unit.starts_with("money"));
    match value.trim().parse::<f64>() {
        _ if path == "scenario.name" => format!("{key}= {}", toml::Value::from(name)),
        _ if path == "scenario.currency" => format!("{key}= {}", toml::Value::from(currency)),
        Ok(roubles) if is_money && scale != 1.0 => format!("{key}= {}", round_sum(roubles * scale)),
        _ => line.to_owned(),
    }
}

/// A sum of money to four digits, as TOML writes a float.
fn round_sum(money: f64) -> String {
    let digits: f64 = format!("{money:.3e}").parse().unwrap_or(money);
    format!("{digits:?}")
}

/// A header as the path that describes it: lists take any id.
fn address(header: &str) -> &str {
    match header {
        "[[plant]]" => "plant.any",
        "[[plant.stream]]" => "plant.any.stream.any",
        "[[plant.unit]]" => "plant.any.unit.any",
        "[[transport.mode]]" => "transport.mode.any",
        _ => header.trim_matches(['[', ']']),
    }
}

fn comment(p: &Parameter) -> String {
    if p.unit == "-" { format!("# {}", p.meaning) } else { format!("# {}: {}", p.unit, p.meaning) }
}

const REGION: &str = r#"
[scenario]
name = ""
title = "A mine, a steelworks, a power station and a cement works"
start_year = 2026
years = 20
currency = "RUB"
seed = 1

[policy]
disposal_fee_growth = 0.04
subsidy_per_t = 0.0
capex_subsidy = 0.0

[[transport.mode]]
name = "road"
fixed = 60.0
per_km = 4.5
[[transport.mode]]
name = "rail"
fixed = 225.0
per_km = 0.75

[trade]
deal_cost = 1e6
tolerance = 50.0

[join]
bias = 0.0
inertia = 0.6
temperature = 0.3
credibility = 0.8
evidence_members = 4
entry_cost = 1e6
gain_scale = 1e7

[invest]
insolvency_limit = 3e8

[management]
enabled = true
budget = 3e8
overhead = 1e7
fee_flat = 5e5
fee_share = 0.1
grant = 4e7
grant_years = 5
reserve = 5e7
retained = 5e8
credit = 3e8
rule = "greedy"

[infrastructure.information]
name = "Waste register and exchange platform"
capex = 2e7
upkeep = 1e6
step = 1.0
effects = { reach = 1.0, deal_cost = 0.6 }
[infrastructure.logistics]
name = "Sidings, silos, blending yards"
capex = 8e7
upkeep = 3e6
step = 0.5
effects = { transport_cost = 0.35 }
[infrastructure.environmental]
name = "Dump and dam safety"
capex = 5e7
upkeep = 2e6
effects = { "hazard.accident" = 0.5, "severity.accident" = 0.4 }

[risk.accident]
name = "Accident at a dump or ash pond"
exposure = "stock"
rate = 0.0005
elasticity = 0.35
effect = "release"
loss = 3e8
spread = 1.2
share = 0.005
[risk.outage]
name = "Long outage of a conversion line"
exposure = "capacity"
rate = 0.055
elasticity = 0.3
effect = "outage"
loss = 1.5e7
share = 0.4

[waste.rock]
name = "Host rock"
stage = "mining"
hazard_class = "V"
disposal_fee = 1.8
placement_cost = 15.0
upkeep_cost = 0.05
reclaim_cost = 20.0
reclaim_rate = 0.02
[waste.slag]
name = "Steel slag"
stage = "metallurgy"
hazard_class = "IV"
disposal_fee = 320.0
placement_cost = 60.0
upkeep_cost = 0.3
reclaim_cost = 40.0
reclaim_rate = 0.05
[waste.ash]
name = "Ash of the power station"
stage = "power"
hazard_class = "V"
disposal_fee = 20.0
placement_cost = 80.0
upkeep_cost = 0.5
reclaim_cost = 60.0
reclaim_rate = 0.03
[waste.fines]
name = "Fines of crushing"
stage = "mining"
hazard_class = "V"
disposal_fee = 1.8
placement_cost = 15.0
upkeep_cost = 0.05
reclaim_cost = 20.0
reclaim_rate = 0.02
[waste.coarse_ash]
name = "Coarse ash"
stage = "power"
hazard_class = "V"
disposal_fee = 20.0
placement_cost = 80.0
upkeep_cost = 0.5
reclaim_cost = 60.0
reclaim_rate = 0.03

[product.crushed_stone]
name = "Crushed stone"
price = 450.0
demand = 2e6
[product.pozzolan]
name = "Dry ash for cement"
price = 800.0
demand = 3e5

[technology.stone_from_rock]
name = "Crushing of host rock"
waste = "rock"
product = "crushed_stone"
yield = 0.9
residue = "fines"
opex = 200.0
capex = 700.0
reference_size = 2e6
min_size = 5e4
max_size = 4e6
co2_avoided = 0.005
[technology.stone_from_slag]
name = "Crushing and sorting of slag"
waste = "slag"
product = "crushed_stone"
yield = 1.0
opex = 330.0
capex = 700.0
reference_size = 4e5
min_size = 2e4
max_size = 1.6e6
co2_avoided = 0.02
[technology.pozzolan_from_ash]
name = "Drying and sorting of ash"
waste = "ash"
product = "pozzolan"
yield = 0.95
residue = "coarse_ash"
opex = 300.0
capex = 1200.0
reference_size = 2e5
min_size = 1e4
max_size = 8e5
co2_avoided = 0.75

[[plant]]
id = "MINE"
name = "Iron mine"
stage = "mining"
lat = 57.90
lon = 59.90
cash = 2e8
budget = 3e7
[[plant.stream]]
waste = "rock"
t_per_year = 3e6
own_reuse = 0.4
stock = 6e7

[[plant]]
id = "STEEL"
name = "Steelworks"
stage = "metallurgy"
lat = 57.92
lon = 60.05
cash = 2e8
budget = 3e7
[[plant.stream]]
waste = "slag"
t_per_year = 4e5
own_reuse = 0.5
stock = 5e6

[[plant]]
id = "POWER"
name = "Power station"
stage = "power"
lat = 57.75
lon = 60.20
cash = 2e8
budget = 3e7
[[plant.stream]]
waste = "ash"
t_per_year = 6e5
own_reuse = 0.05
stock = 2e7

[[plant]]
id = "CEMENT"
name = "Cement and stone works"
stage = "converter"
lat = 57.80
lon = 60.10
cash = 2e8
budget = 3e7
adopts = ["pozzolan_from_ash", "stone_from_slag", "stone_from_rock"]
[[plant.unit]]
technology = "pozzolan_from_ash"
capacity = 8e4
age = 5
"#;
