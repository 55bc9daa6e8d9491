//! The scenario file: what loads, what is refused and in which words.

use circulus::scenario::{self, BudgetRule, Effect, Exposure, Faults, HazardClass, Lever, Loaded, Scenario, Stage};
use circulus::scenario::{parameters, sample};
use std::collections::BTreeMap;
use std::path::Path;

/// A small world; tests replace a line of it.
const SMALL: &str = r#"[scenario]
name = "small"
years = 10

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
yield = 0.95
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
    let faults = result.expect_err("refused").0;
    faults.iter().map(|f| format!("{}:{}: {}", f.line, f.column, f.headline())).collect()
}

fn refused(text: &str) -> Vec<String> {
    told(scenario::from_toml(text, &[]))
}

fn set(arguments: &[&str]) -> Result<Loaded, Faults> {
    scenario::from_toml(SMALL, &arguments.iter().map(|a| a.to_string()).collect::<Vec<_>>())
}

fn files(texts: &[(&str, &str)]) -> Result<Loaded, Faults> {
    let map: BTreeMap<String, String> = texts.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let read = |path: &Path| match map.get(&path.to_string_lossy().replace('\\', "/")) {
        Some(text) => Ok(text.clone().into_bytes()),
        None => Err(std::io::ErrorKind::NotFound.into()),
    };
    scenario::load_with(&read, Path::new(texts[0].0), &[])
}

#[test]
fn ids_become_indices_and_absent_keys_their_defaults() {
    let s = small();
    assert_eq!((s.name.as_str(), s.title.as_str(), s.start_year, s.years, s.seed), ("small", "small", 2021, 10, 1));
    assert_eq!(s.policy.len(), 10);
    assert_eq!((s.trade.min_t, s.join.peers, s.management.study_limit), (1000.0, 5, 1000));
    assert_eq!(s.management.rule, BudgetRule::Greedy);
    assert_eq!(s.infrastructure[0].effects, [(Lever::Hazard(0), 0.5), (Lever::Reach, 1.0)]);
    assert_eq!(s.infrastructure[0].budget_share, 1.0);
    assert_eq!((s.risks[0].exposure, s.risks[0].effect, s.risks[0].elasticity), (Exposure::Stock, Effect::Release, 1.0));
    assert_eq!((s.wastes[0].stage, s.wastes[0].hazard_class), (Stage::Power, HazardClass::V));
    assert_eq!((s.technologies[0].waste, s.technologies[0].product, s.technologies[0].primary_replaced_t_per_t), (0, 0, 150.0));
    assert_eq!((s.plants[0].name.as_str(), s.plants[0].attitude, s.plants[0].growth), ("POWER", 0.5, 0.0));
    assert_eq!(s.plants[1].adopts, [0]);
    assert_eq!((s.plants[1].units[0].capacity_t, s.plants[1].units[0].age_years), (8e4, 5));
}

#[test]
fn order_of_the_file_is_index_order() {
    let second = SMALL.replace("[product.pozzolan]", "[product.zinc]\nprice = 1\ndemand = 1\n[product.pozzolan]");
    let s = Scenario::from_toml(&second).unwrap();
    assert_eq!(s.products.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["zinc", "pozzolan"]);
    assert_eq!(s.technologies[0].product, 1);
}

#[test]
fn a_value_out_of_range_tells_place_range_unit_and_default() {
    let faults = scenario::from_toml(&with("[infrastructure", "[trade]\nmin_t = -5\n[infrastructure"), &[]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "scenario:11:9: trade.min_t = -5: must be a number from 0 to 1e12, t/year (default 1000)\n    \
         11 | min_t = -5\n       |         ^^"
    );
}

#[test]
fn an_unknown_key_tells_the_nearest() {
    let faults = scenario::from_toml(&format!("{SMALL}[join]\nw_nrom = 1\n"), &[]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "scenario:66:1: unknown key 'w_nrom' in [join]; did you mean 'w_norm'?\n    \
         66 | w_nrom = 1\n       | ^^^^^^"
    );
    assert_eq!(refused(&format!("{SMALL}[tarde]\n")), ["66:2: unknown key 'tarde'; did you mean 'trade'?"]);
}

#[test]
fn every_kind_of_value_is_checked() {
    let cases = [
        ("years = 10", "years = 10.5", "3:9: scenario.years = 10.5: must be a whole number from 1 to 300, years (default 30)"),
        ("years = 10", "years = 0", "3:9: scenario.years = 0: must be a whole number from 1 to 300, years (default 30)"),
        ("years = 10", "years = 99999999999999999999999", "3:9: scenario.years = 99999999999999999999999: must be a whole number from 1 to 300, years (default 30)"),
        ("price = 700", "price = nan", "30:9: product.pozzolan.price = nan: must be a number from 0 to 1e9, money/t"),
        ("price = 700", "price = -inf", "30:9: product.pozzolan.price = -inf: must be a number from 0 to 1e9, money/t"),
        ("price = 700", "price = 1e999", "30:9: product.pozzolan.price = 1e999: must be a number from 0 to 1e9, money/t"),
        ("price = 700", "price = \"700\"", "30:9: product.pozzolan.price = \"700\": must be a number from 0 to 1e9, money/t"),
        ("price = 700", "price = 2021-01-01", "30:9: product.pozzolan.price = 2021-01-01: must be a number from 0 to 1e9, money/t"),
        ("name = \"small\"", "name = \"a/b\"", "2:8: scenario.name = \"a/b\": must be 1 to 64 letters, digits, _ or -, a letter or digit first"),
        ("name = \"small\"", "name = \"..\"", "2:8: scenario.name = \"..\": must be 1 to 64 letters, digits, _ or -, a letter or digit first"),
        ("name = \"road\"", "name = 3", "6:8: transport.mode.3.name = 3: must be text of at most 200 characters"),
        ("stage = \"converter\"", "stage = \"conveter\"", "57:9: plant.CEMENT.stage = \"conveter\": must be one of mining, beneficiation, metallurgy, power, converter, legacy; did you mean 'converter'?"),
        ("hazard_class = \"V\"", "hazard_class = \"VI\"", "23:16: waste.ash.hazard_class = \"VI\": must be one of I, II, III, IV, V; did you mean 'I'?"),
        ("waste = \"ash\"\nproduct", "waste = \"ahs\"\nproduct", "34:9: technology.drying.waste = \"ahs\": must be the id of a waste; did you mean 'ash'?"),
        ("technology = \"drying\"", "technology = \"dryng\"", "62:14: plant.CEMENT.unit.dryng.technology = \"dryng\": must be the id of a technology; did you mean 'drying'?"),
        ("adopts = [\"drying\"]", "adopts = [\"drying\", \"drying\"]", "60:21: plant.CEMENT.adopts = \"drying\": stands twice in the list"),
        ("adopts = [\"drying\"]", "adopts = [\"coking\"]", "60:11: plant.CEMENT.adopts = \"coking\": must be the id of a technology"),
        ("adopts = [\"drying\"]", "adopts = \"drying\"", "60:10: plant.CEMENT.adopts = \"drying\": must be a list of technology ids, none twice"),
        ("reach = 1", "raech = 1", "13:38: unknown lever 'raech' in infrastructure.safety.effects; did you mean 'reach'?"),
        ("hazard.accident", "hazard.acident", "13:13: unknown lever 'hazard.acident' in infrastructure.safety.effects; did you mean 'hazard.accident'?"),
        ("reach = 1", "reach = 2", "13:46: infrastructure.safety.effects.reach = 2: must be a number from 0 to 1, share"),
        ("[product.pozzolan]", "[product.\"a b\"]\nprice = 1\ndemand = 1\n[product.pozzolan]", "29:10: the id 'a b' must be 1 to 64 letters, digits, _ or -, a letter or digit first"),
        ("lon = 62.04\n", "", "55:1: 'lon' is missing in [plant.CEMENT]: must be a number from -180 to 180, degrees east"),
        ("min_size = 1e4", "min_size = 1e6", "40:12: technology.drying.min_size = 1e6: must be max_size or less, 800000"),
        ("id = \"CEMENT\"", "id = \"POWER\"", "56:6: plant.POWER.id = \"POWER\": stands twice; another [[plant]] has it"),
        ("stock = 1e8\n", "stock = 1e8\n[[plant.stream]]\nwaste = \"ash\"\nt_per_year = 1\n", "55:9: plant.POWER.stream.ash.waste = \"ash\": stands twice; another [[plant.stream]] has it"),
    ];
    for (old, new, message) in cases {
        assert_eq!(refused(&with(old, new)), [message]);
    }
}

#[test]
fn tables_of_the_wrong_shape_are_refused() {
    assert_eq!(refused(&format!("trade = 1\n{SMALL}")), ["1:9: trade = 1: must be a table"]);
    assert_eq!(refused(&with("[[plant]]\nid = \"CEMENT\"", "[[plant]]\nid = \"CEMENT\"\nstream = 3")), [
        "57:10: plant.CEMENT.stream = 3: must be a list of tables, [[plant.stream]]"
    ]);
    assert_eq!(refused(&format!("invest = []\n{SMALL}")), ["1:10: invest = []: must be a table"]);
}

#[test]
fn an_exposure_goes_with_effects_that_it_can_have() {
    for (exposure, effect, allowed) in [
        ("product", "release", "price_drop or loss"),
        ("deal", "release", "outage, breach or loss"),
        ("capacity", "price_drop", "outage, breach or loss"),
        ("stock", "price_drop", "release, outage, breach or loss"),
    ] {
        let text = with("exposure = \"stock\"\neffect = \"release\"", &format!("exposure = \"{exposure}\"\neffect = \"{effect}\""));
        let column_and_rest = format!("17:10: risk.accident.effect = \"{effect}\": must be {allowed} where the exposure is {exposure}");
        assert_eq!(refused(&text), [column_and_rest]);
    }
    for (exposure, effect) in [("product", "price_drop"), ("product", "loss"), ("plant", "release"), ("stock", "outage"), ("deal", "breach")] {
        let text = with("exposure = \"stock\"\neffect = \"release\"", &format!("exposure = \"{exposure}\"\neffect = \"{effect}\""));
        assert!(Scenario::from_toml(&text).is_ok(), "{exposure} {effect}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_order() {
    let text = with("years = 10", "years = -1").replace("price = 700", "prise = 700").replace("lat = 56.91", "lat = 95");
    assert_eq!(refused(&text), [
        "3:9: scenario.years = -1: must be a whole number from 1 to 300, years (default 30)",
        "29:10: 'price' is missing in [product.pozzolan]: must be a number from 0 to 1e9, money/t",
        "30:1: unknown key 'prise' in [product.pozzolan]; did you mean 'price'?",
        "58:7: plant.CEMENT.lat = 95: must be a number from -90 to 90, degrees north",
    ]);
}

#[test]
fn an_empty_file_is_told_what_it_needs() {
    assert_eq!(refused(""), [
        "1:1: 'name' is missing in [scenario]: must be 1 to 64 letters, digits, _ or -, a letter or digit first",
        "1:1: at least one [[transport.mode]] is needed",
        "1:1: at least one [waste.<id>] is needed",
        "1:1: at least one [product.<id>] is needed",
        "1:1: at least one [technology.<id>] is needed",
        "1:1: at least one [[plant]] is needed, or [generate]",
    ]);
}

#[test]
fn what_is_not_toml_or_not_text_or_not_there() {
    assert_eq!(refused("[scenario\nname = 3\n[waste.a]\n[waste.a]\n"), [
        "1:10: not TOML: unclosed table, expected `]`",
        "4:8: not TOML: duplicate key",
    ]);
    assert_eq!(told(files(&[("a.toml", "base = \"b.toml\"")])), ["1:8: base = \"b.toml\": cannot be read: there is no such file"]);
    let missing = scenario::load(Path::new("no/such/file.toml"), &[]).unwrap_err();
    assert_eq!(missing.to_string(), "no/such/file.toml: cannot be read: there is no such file");
    let latin = scenario::load_with(&|_| Ok(b"[scenario]\nname = \"\xe9\"".to_vec()), Path::new("a.toml"), &[]).unwrap_err();
    assert_eq!(latin.to_string(), "a.toml:2:9: is not UTF-8 text");
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_fine() {
    assert_eq!(Scenario::from_toml(&SMALL.replace('\n', "\r\n")).unwrap(), small());
    assert_eq!(Scenario::from_toml(&format!("\u{feff}{SMALL}")).unwrap(), small());
}

#[test]
fn a_file_overrides_its_base_key_by_key() {
    let over = "base = \"deep/base.toml\"\n[scenario]\nname = \"over\"\n[waste.dust]\nstage = \"metallurgy\"\nhazard_class = \"III\"\n\
                disposal_fee = 1\nplacement_cost = 1\nupkeep_cost = 1\nreclaim_cost = 1\n[product.pozzolan]\nprice = 800\n\
                [[transport.mode]]\nname = \"rail\"\nfixed = 225\nper_km = 0.75\n[infrastructure.safety]\neffects = { reach = 0.2 }\n\
                [[plant]]\nid = \"POWER\"\ncash = 5\n[[plant.stream]]\nwaste = \"dust\"\nt_per_year = 7\n\
                [[plant]]\nid = \"NEW\"\nstage = \"mining\"\nlat = 57\nlon = 60\n";
    let s = files(&[("x/over.toml", over), ("x/deep/base.toml", "base = \"../small.toml\"\n[scenario]\nyears = 7\n"), ("x/deep/../small.toml", SMALL)])
        .unwrap()
        .scenario;
    assert_eq!((s.name.as_str(), s.years), ("over", 7));
    assert_eq!(s.wastes.iter().map(|w| w.id.as_str()).collect::<Vec<_>>(), ["ash", "dust"]);
    assert_eq!((s.products[0].price_per_t, s.products[0].demand_t), (800.0, 1.5e6));
    assert_eq!(s.transport.modes.len(), 1, "a list is replaced as a whole");
    assert_eq!(s.infrastructure[0].effects, [(Lever::Hazard(0), 0.5), (Lever::Reach, 0.2)]);
    assert_eq!(s.plants.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["POWER", "CEMENT", "NEW"]);
    assert_eq!((s.plants[0].cash, s.plants[0].lat_deg), (5.0, 57.12));
    assert_eq!(s.plants[0].streams.iter().map(|s| s.waste).collect::<Vec<_>>(), [1], "a plant's streams are replaced as a whole");
}

#[test]
fn faults_of_a_base_name_the_base() {
    let faults = files(&[("a.toml", "base = \"b.toml\"\n[trade]\nmin_t = -1"), ("b.toml", &with("years = 10", "years = 0"))]).unwrap_err();
    assert_eq!(faults.0.iter().map(|f| (f.file.as_str(), f.line)).collect::<Vec<_>>(), [("a.toml", 3), ("b.toml", 3)]);
    assert_eq!(told(files(&[("a.toml", "base = \"b.toml\""), ("b.toml", "base = \"./x/../a.toml\"")])), [
        "1:8: base = \"./x/../a.toml\": is among the files that lead to it: the bases go in a circle"
    ]);
    assert_eq!(refused(&format!("base = 3\n{SMALL}")), ["1:8: base = 3: must be text of at most 200 characters (default none)"]);
}

#[test]
fn generated_plants_replace_those_of_the_base_and_back() {
    let region = "base = \"small.toml\"\n[generate]\nn = 20\n[generate.kind.mine]\nstage = \"mining\"\n";
    let s = files(&[("a.toml", region), ("small.toml", SMALL)]).unwrap().scenario;
    assert_eq!(s.plants.len(), 20);
    let back = "base = \"a.toml\"\n[[plant]]\nid = \"A\"\nstage = \"mining\"\nlat = 57\nlon = 60\n";
    let s = files(&[("b.toml", back), ("a.toml", region), ("small.toml", SMALL)]).unwrap().scenario;
    assert_eq!(s.plants.len(), 1);
    assert_eq!(refused(&format!("{SMALL}[generate]\nn = 2\n[generate.kind.mine]\nstage = \"mining\"\n")), [
        "65:2: [generate] and [[plant]] exclude each other"
    ]);
}

#[test]
fn policy_changes_hold_from_their_year_on() {
    let text = format!(
        "{SMALL}[[policy.change]]\nyear = 2025\nsubsidy_per_t = 50\n[[policy.change]]\nyear = 2023\nsubsidy_per_t = 10\ncapex_subsidy = 0.3\n"
    );
    let policy = Scenario::from_toml(&text).unwrap().policy;
    assert_eq!(policy.iter().map(|p| p.subsidy_per_t).collect::<Vec<_>>(), [0., 0., 10., 10., 50., 50., 50., 50., 50., 50.]);
    assert_eq!((policy[1].capex_subsidy, policy[2].capex_subsidy, policy[9].capex_subsidy), (0.0, 0.3, 0.3));
    let text = format!(
        "{SMALL}[[policy.change]]\nyear = 2031\nsubsidy_per_t = 50\n[[policy.change]]\nyear = 2023\nsubsidy_per_t = 1\n\
         [[policy.change]]\nyear = 2023\nsubsidy_per_t = 2\nsubsidy = 3\n"
    );
    assert_eq!(refused(&text), [
        "66:8: policy.change.2031.year = 2031: must lie within the run, 2021 to 2030",
        "73:17: policy.change.2023.subsidy_per_t = 2: is changed twice in the same year",
        "74:1: unknown key 'subsidy' in [policy.change.2023]",
    ]);
}

#[test]
fn set_changes_any_key() {
    let s = set(&[
        "join.w_norm=0.25",
        "join.w_norm = 0.5",
        "waste.ash.disposal_fee=20",
        "infrastructure.safety.effects.reach=0.5",
        "infrastructure.safety.effects.hazard.accident=0.1",
        "infrastructure.safety.effects.\"severity.accident\"=0.2",
        "risk.accident.rate=0",
        "plant.CEMENT.cash=1e9",
        "plant.CEMENT.adopts=[]",
        "plant.POWER.stream.ash.stock=5",
        "plant.CEMENT.unit.drying.age=7",
        "transport.mode.road.per_km=9",
        "policy.change.2025.subsidy_per_t=100",
        "management.rule=shares",
        "management.shares.safety=0.4",
        "scenario.title=\"a = b\"",
    ])
    .unwrap()
    .scenario;
    assert_eq!((s.join.w_norm, s.wastes[0].disposal_fee_per_t, s.risks[0].rate), (0.5, 20.0, 0.0));
    assert_eq!(s.infrastructure[0].effects, [(Lever::Hazard(0), 0.1), (Lever::Reach, 0.5), (Lever::Severity(0), 0.2)]);
    assert_eq!((s.plants[1].cash, s.plants[1].adopts.len(), s.plants[1].units[0].age_years), (1e9, 0, 7));
    assert_eq!((s.plants[0].streams[0].stock_t, s.transport.modes[0].per_t_km), (5.0, 9.0));
    assert_eq!((s.policy[3].subsidy_per_t, s.policy[4].subsidy_per_t), (0.0, 100.0));
    assert_eq!((s.management.rule, s.infrastructure[0].budget_share), (BudgetRule::Shares, 0.4));
    assert_eq!(s.title, "a = b");
}

#[test]
fn faults_of_set_name_the_argument() {
    let faults = set(&["join.w_nrom=1", "trade.min_t=-5"]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "--set join.w_nrom=1:6: unknown key 'w_nrom' in [join]; did you mean 'w_norm'?\n       \
         | join.w_nrom=1\n       |      ^^^^^^\n\
         --set trade.min_t=-5:13: trade.min_t = -5: must be a number from 0 to 1e12, t/year (default 1000)\n       \
         | trade.min_t=-5\n       |             ^^"
    );
    for (argument, message) in [
        ("plant.CEMNT.cash=1", "0:7: there is no plant 'CEMNT' to set; did you mean 'CEMENT'?"),
        ("waste.ahs.disposal_fee=1", "0:7: there is no waste 'ahs' to set; did you mean 'ash'?"),
        ("generate.n=5", "0:1: there is no [generate] to set"),
        ("join.peers", "0:1: must be key=value, such as join.w_norm=0.5"),
        ("join.peers=", "0:12: a value must follow the ="),
        ("a b=1", "0:1: must be a key, such as join.w_norm or plant.KGOK.cash"),
        ("join.peers=[", "0:13: not TOML: unclosed array, expected `]`"),
        ("management.rule=shres", "0:17: management.rule = shres: must be one of greedy, shares, none (default greedy); did you mean 'shares'?"),
        ("management.shares={safety=0.7,safty=0.7}", "0:31: unknown infrastructure 'safty' in management.shares; did you mean 'safety'?"),
    ] {
        assert_eq!(told(set(&[argument])), [message]);
    }
}

#[test]
fn shares_sum_to_one_at_most() {
    let second = with("[risk", "[infrastructure.roads]\ncapex = 1\nupkeep = 1\n[risk");
    let s = Scenario::from_toml(&second).unwrap();
    assert_eq!([s.infrastructure[0].budget_share, s.infrastructure[1].budget_share], [0.5, 0.5]);
    let text = format!("{second}[management]\nshares = {{ safety = 0.7, roads = 0.7 }}\n");
    assert_eq!(refused(&text), ["69:10: management.shares = { safety = 0.7, roads = 0.7 }: must sum to 1 or less, not 1.4"]);
}

/// `SMALL` with a synthetic region instead of its plants.
fn region(n: usize) -> String {
    let head = SMALL.split("[[plant]]").next().unwrap();
    format!(
        "{head}[generate]\nn = {n}\nattitude_spread = 0.4\n[generate.kind.power]\nname = \"Power station\"\nshare = 1\nstage = \"power\"\n\
         [[generate.kind.power.stream]]\nwaste = \"ash\"\nt_per_year = 1e6\nspread = 0.5\nstock_years = 10\n\
         [generate.kind.cement]\nshare = 3\nstage = \"converter\"\nadopts = [\"drying\"]\nadopts_probability = 0.5\n\
         [[generate.kind.cement.unit]]\ntechnology = \"drying\"\nprobability = 0.5\ncapacity = 1e5\nmax_age = 9\n"
    )
}

#[test]
fn a_larger_region_begins_with_the_smaller() {
    let few = Scenario::from_toml(&region(50)).unwrap().plants;
    let many = Scenario::from_toml(&region(2000)).unwrap().plants;
    assert_eq!(few[..], many[..50]);
    assert_eq!((many[0].id.as_str(), many[1999].id.as_str()), ("G000001", "G002000"));
    let other = Scenario::from_toml(&region(50).replace("n = 50", "n = 50\nseed = 2")).unwrap().plants;
    assert_ne!(few, other);
}

#[test]
fn a_region_is_as_its_kinds_say() {
    let s = Scenario::from_toml(&region(4000)).unwrap();
    let part = |test: &dyn Fn(&scenario::Plant) -> bool| s.plants.iter().filter(|p| test(p)).count() as f64 / 4000.0;
    assert!((part(&|p| p.stage == Stage::Power) - 0.25).abs() < 0.03);
    assert!((part(&|p| !p.adopts.is_empty()) - 0.375).abs() < 0.03);
    assert!((part(&|p| !p.units.is_empty()) - 0.375).abs() < 0.03);
    assert!((part(&|p| p.streams.iter().any(|s| s.t_per_year > 1e6)) - 0.125).abs() < 0.02, "1e6 is the median");
    assert!(s.plants.iter().all(|p| (0.1..=0.9).contains(&p.attitude)));
    assert!(s.plants.iter().all(|p| (p.lat_deg - 57.5).abs() < 2.0 && (p.lon_deg - 60.5).abs() < 4.0));
    assert!(s.plants.iter().flat_map(|p| &p.streams).all(|s| s.stock_t == 10.0 * s.t_per_year));
    assert!(s.plants.iter().flat_map(|p| &p.units).all(|u| u.age_years <= 9 && u.capacity_t == 1e5));
}

#[test]
fn a_million_plants_take_seconds_not_minutes() {
    assert_eq!(Scenario::from_toml(&region(200_000)).unwrap().plants.len(), 200_000);
}

#[test]
fn the_complete_text_gives_the_same_scenario() {
    let sets = ["join.w_norm=0.5", "policy.change.2024.capex_subsidy=0.1", "management.shares={safety=0.25}"];
    for loaded in [
        set(&[]).unwrap(),
        set(&sets).unwrap(),
        scenario::from_toml(&region(30), &[]).unwrap(),
        scenario::from_toml(&scenario::template(), &[]).unwrap(),
        scenario::from_toml(&with("id = \"CEMENT\"", "id = \"CEMENT\"\nname = 'say \"x\" \\ й'"), &[]).unwrap(),
    ] {
        assert_eq!(scenario::from_toml(&loaded.as_meant, &[]), Ok(loaded));
    }
}

#[test]
fn random_scenarios_load_and_reload() {
    for seed in 0..300 {
        for reach in [sample::Reach::Usual, sample::Reach::Whole] {
            let text = sample::toml(seed, 1 + seed as usize, reach);
            let loaded = scenario::from_toml(&text, &[]).unwrap_or_else(|faults| panic!("{seed} {reach:?}: {faults}\n{text}"));
            assert_eq!(scenario::from_toml(&loaded.as_meant, &[]), Ok(loaded));
        }
    }
}

#[test]
fn the_template_is_a_small_region() {
    let s = Scenario::from_toml(&scenario::template()).unwrap();
    assert_eq!((s.plants.len(), s.wastes.len(), s.technologies.len()), (4, 3, 3));
    assert!(scenario::template().contains("price = 450.0                       # money/t: Price in the first year, without chance\n"));
}

#[test]
fn every_key_has_unit_range_meaning_and_source() {
    for table in parameters::tables() {
        assert!(table.meaning.ends_with('.'), "{}", table.path);
        for (key, _) in table.all_keys() {
            let name = format!("{}.{}", table.path, key.key);
            assert!(!key.unit.is_empty() && !key.meaning.is_empty() && !key.source.is_empty() && !key.range().is_empty(), "{name}");
            assert!(!key.meaning.ends_with('.'), "{name}");
            match key.default {
                parameters::Preset::Number(v) => assert!(key.allows(v), "{name}"),
                parameters::Preset::Integer(v) => assert!(key.allows(v as f64), "{name}"),
                parameters::Preset::Text(v) => {
                    if let parameters::Kind::Choice(words) = key.kind {
                        assert!(words.contains(&v), "{name}");
                    }
                }
                _ => {}
            }
            let path = table.path.replace("<id>", "x");
            let path = path.replace("plant", "plant.x").replace("stream", "stream.x").replace("unit", "unit.x");
            let path = path.replace("change", "change.2026").replace("mode", "mode.x");
            let full = format!("{path}.{}", key.key);
            let found = parameters::find(full.trim_start_matches('.')).unwrap_or_else(|| panic!("{full}"));
            assert_eq!((found.0.path, found.1.key), (table.path, key.key));
        }
    }
    assert!(parameters::find("join.w_nrom").is_none());
    assert!(parameters::find("join").is_none());
    assert_eq!(parameters::find("infrastructure.x.effects.hazard.accident").unwrap().1.key, "effects");
}

#[test]
fn the_page_of_parameters_has_a_row_per_key() {
    let page = scenario::parameters_markdown();
    let keys: usize = parameters::tables().iter().map(|t| t.all_keys().count()).sum();
    assert_eq!(page.lines().filter(|l| l.starts_with("| `")).count(), keys);
    assert!(page.contains("| `min_t` | t/year | 1000 | from 0 to 1e12 | Least size of a deal | assumed |"));
}

/// A small generator of its own, so that a failure repeats.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 33) as usize
}

#[test]
fn no_text_makes_it_panic() {
    let mut state = 42;
    let region = region(3);
    let texts = [SMALL, scenario::template().leak(), region.leak()];
    for round in 0..4000 {
        let mut bytes = texts[round % texts.len()].as_bytes().to_vec();
        for _ in 0..1 + next(&mut state) % 4 {
            let (at, from) = (next(&mut state) % bytes.len(), next(&mut state) % bytes.len());
            match next(&mut state) % 5 {
                0 => bytes[at] = next(&mut state) as u8,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"[]{}=.\"'\n#-9e,"[next(&mut state) % 14]),
                3 => bytes.truncate(at.max(1)),
                _ => {
                    let piece = bytes[from..(from + next(&mut state) % 40).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        let result = scenario::load_with(&|_| Ok(bytes.clone()), Path::new("x.toml"), &["join.peers=3".into()]);
        if let Err(faults) = result {
            assert!(!faults.0.is_empty() && !faults.to_string().is_empty());
        }
    }
}

#[test]
fn no_argument_makes_it_panic() {
    let mut state = 7;
    let pieces = ["plant", "POWER", ".", "=", "\"", "'", "[", "]", "{", "}", "1e9", "nan", "join", "w_norm", "stream", "ash", " ", "\n", "é", "#", "-", "hazard"];
    for _ in 0..5000 {
        let argument: String = (0..next(&mut state) % 9).map(|_| pieces[next(&mut state) % pieces.len()]).collect();
        if let Err(faults) = set(&[&argument]) {
            assert!(!faults.to_string().is_empty());
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = [
        format!("{}b = 1", "a.".repeat(100_000)),
        format!("a = {}", "[".repeat(100_000)),
        format!("[{}b]", "\"a\" . ".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
    ];
    for text in deep {
        assert!(scenario::from_toml(&text, &[]).is_err());
        assert!(scenario::from_toml(SMALL, &[text]).is_err());
    }
}
