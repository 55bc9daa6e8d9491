//! A scenario that was changed in code is checked like one that was read.

use super::*;
use circulus::ids::{ProductId, RiskId, TechnologyId, WasteId};

/// The message about `SMALL` after a change; empty if it passes.
fn told_of(change: impl FnOnce(&mut Scenario)) -> String {
    let mut scenario = small();
    change(&mut scenario);
    scenario.check().map_or_else(|faults| faults.to_string(), |()| String::new())
}

#[test]
fn loaded_scenarios_pass() {
    assert_eq!(small().check(), Ok(()));
    assert_eq!(Scenario::from_toml(&region::region(2000)).unwrap().check(), Ok(()));
    assert_eq!(Scenario::from_toml(&scenario::template()).unwrap().check(), Ok(()));
    for seed in 0..200 {
        let text = sample::toml(seed, 5, sample::Breadth::Whole);
        assert_eq!(Scenario::from_toml(&text).unwrap().check(), Ok(()), "{seed}");
    }
}

#[test]
fn an_index_out_of_range_is_a_fault_and_not_a_panic() {
    type Change = (fn(&mut Scenario), &'static str);
    let changes: [Change; 8] = [
        (
            |s| s.technologies.raw[0].waste = WasteId::new(1),
            "technology.drying.waste = 1: must be the index of a waste, less than 1",
        ),
        (
            |s| s.technologies.raw[0].product = ProductId::new(7),
            "technology.drying.products = 7: must be the index of a product",
        ),
        (
            |s| s.plants.raw[0].streams[0].waste = WasteId::new(1),
            "plant.POWER.stream = 1: must be the index of a waste",
        ),
        (
            |s| s.plants.raw[1].adopts[0] = TechnologyId::new(3),
            "plant.CEMENT.adopts = 3: must be the index of a technology",
        ),
        (
            |s| s.plants.raw[1].units[0].technology = TechnologyId::new(1),
            "plant.CEMENT.unit = 1: must be the index of a technology",
        ),
        (
            |s| s.infrastructure.raw[0].effects[0].0 = Lever::Hazard(RiskId::new(1)),
            "infrastructure.safety.effects = 1: must be the index of a risk",
        ),
        (
            |s| s.infrastructure.raw[0].effects[0].0 = Lever::Severity(RiskId::new(9)),
            "infrastructure.safety.effects = 9: must be the index of a risk",
        ),
        (|s| s.wastes.clear(), "at least one waste is needed"),
    ];
    for (change, message) in changes {
        let told = told_of(change);
        assert!(told.contains(message), "{told}");
    }
}

#[test]
fn numbers_lists_and_relations_between_them_are_checked() {
    type Change = (fn(&mut Scenario), &'static str);
    let changes: [Change; 16] = [
        (
            |s| s.trade.min_t = -5.0,
            "scenario: trade.min_t = -5.0: must be a number from 0 to 1e12, t/year (default 1000)",
        ),
        (|s| s.join.temperature = f64::NAN, "join.temperature = NaN: must be a number"),
        (|s| s.join.w_gain = f64::INFINITY, "join.w_gain = inf: must be a number"),
        (|s| s.plants.raw[0].lat_deg = 91.0, "plant.POWER.lat = 91.0: must be a number from -90 to 90"),
        (|s| s.plants.raw[0].streams[0].stock_t = -1.0, "plant.POWER.stream.0.stock = -1.0"),
        (|s| s.plants.raw[1].units[0].age_years = 201, "plant.CEMENT.unit.age = 201: must be a whole number"),
        (|s| s.years = 0, "scenario.years = 0: must be a whole number from 1 to 300"),
        (|s| s.years = 11, "policy has 10 years, and the scenario 11"),
        (|s| s.policy[3].capex_subsidy = 2.0, "policy.capex_subsidy = 2.0: must be a number from 0 to 1"),
        (|s| s.seed = u64::MAX, "scenario.seed = 18446744073709551615: must be a whole number"),
        (|s| s.name = "../x".into(), "scenario.name = \"../x\": must be 1 to 64 letters"),
        (
            |s| s.technologies.raw[0].min_size_t = 1e7,
            "technology.drying.min_size = 10000000: must be max_size or less",
        ),
        (
            |s| s.risks.raw[0].effect = Effect::PriceDrop,
            "risk.accident.effect = price_drop: must be release, outage",
        ),
        (|s| s.infrastructure.raw[0].budget_share = 1.5, "infrastructure.safety.budget_share = 1.5"),
        (
            |s| {
                let again = s.plants.raw[0].streams[0];
                s.plants.raw[0].streams.push(again);
            },
            "must have each waste once",
        ),
        (|s| s.plants.raw[1].adopts = vec![TechnologyId::new(0); 2], "must have each once"),
    ];
    for (change, message) in changes {
        let told = told_of(change);
        assert!(told.contains(message), "{told}");
    }
}

#[test]
fn only_the_first_hundred_faults_are_listed() {
    let mut scenario = Scenario::from_toml(&region::region(3000)).unwrap();
    scenario.plants.iter_mut().for_each(|plant| plant.cash = -1.0);
    let faults = scenario.check().unwrap_err();
    assert_eq!((faults.list.len(), faults.more), (Faults::MOST, 2900));
    assert!(faults.to_string().ends_with("\nand 2900 more"));
}
