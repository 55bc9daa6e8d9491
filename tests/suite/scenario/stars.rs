//! `--set` with a `*`, and with a product in the form that the file does not use.

use super::*;

const NOTHING: &str = "nothing in the scenario is what this key stands for";

fn set(arguments: &[&str]) -> Result<Loaded, Faults> {
    let sets: Vec<String> = arguments.iter().map(|set| (*set).to_owned()).collect();
    scenario::from_toml(SMALL, &sets)
}

fn cash(arguments: &[&str]) -> Vec<f64> {
    set(arguments).unwrap().scenario.plants.iter().map(|plant| plant.cash).collect()
}

#[test]
fn a_star_stands_for_all_ids_of_a_table() {
    assert_eq!(cash(&["plant.*.cash=5"]), [5.0, 5.0]);
    assert_eq!(cash(&["plant.*.cash=5", "plant.POWER.cash=7"]), [7.0, 5.0]);
    assert_eq!(cash(&["plant.*.cash=5", "plant.C*.cash=7"]), [5.0, 7.0]);
    let scenario = set(&["waste.*.disposal_fee=3", "risk.*.rate=0.25"]).unwrap().scenario;
    assert_eq!((scenario.wastes.raw[0].disposal_fee_per_t, scenario.risks.raw[0].rate), (3.0, 0.25));
}

/// Those there are, and no new ones.
#[test]
fn a_star_in_a_map_stands_for_the_names_in_it() {
    let effects = |argument: &str| set(&[argument]).unwrap().scenario.infrastructure.raw[0].effects.clone();
    let before = effects("join.w_norm=1");
    let hazards = effects("infrastructure.*.effects.hazard.*=0.125");
    assert_eq!(hazards.len(), before.len());
    for ((lever, effect), (_, old)) in hazards.iter().zip(&before) {
        let changed = matches!(lever, Lever::Hazard(_));
        assert_eq!(*effect, if changed { 0.125 } else { *old });
    }
    let all = effects("infrastructure.*.effects.*=0.5");
    assert!(all.len() == before.len() && all.iter().all(|(_, effect)| *effect == 0.5));
    // A name without a star is added where it is not.
    assert_eq!(effects("infrastructure.*.effects.opex=0.5").len(), before.len() + 1);
}

#[test]
fn a_star_that_stands_for_nothing_is_a_fault_whatever_else_is_set() {
    for arguments in [
        &["plant.X*.cash=5"][..],
        &["join.w_norm=1", "plant.X*.cash=5"],
        &["plant.X*.cash=5", "join.w_norm=1"],
        &["plant.*.cash=5", "infrastructure.*.effects.severity.*=0"],
        &["join.w_nrm=1", "plant.X*.cash=5"],
    ] {
        let told = told(set(arguments));
        assert!(told.iter().any(|fault| fault.ends_with(NOTHING)), "{arguments:?}: {told:?}");
    }
}

#[test]
fn the_yield_of_the_only_product_is_set_in_either_form() {
    let yields = |text: &str, argument: &str| -> Result<Vec<f64>, Faults> {
        let loaded = scenario::from_toml(text, &[argument.to_owned()])?;
        Ok(loaded.scenario.technologies.raw[0].products().map(|of| of.t_per_t).collect())
    };
    let both = "added = 0.5\nloss = 0.5";
    let short = with("yield = 1.0", &format!("yield = 1.0\n{both}"));
    let long =
        with("product = \"pozzolan\"\nyield = 1.0", &format!("products = {{ pozzolan = 1.0 }}\n{both}"));
    for text in [&short, &long] {
        for argument in ["technology.drying.yield=1", "technology.drying.products.pozzolan=1"] {
            assert_eq!(yields(text, argument).unwrap(), [1.0], "{argument}");
        }
        // Mass must still add up, which tells that the value was taken.
        for argument in ["technology.drying.yield=0.75", "technology.drying.products.pozzolan=0.75"] {
            let faults = yields(text, argument).unwrap_err().to_string();
            assert!(faults.contains("disappear"), "{argument}: {faults}");
        }
    }
}
