//! Dated changes set by `--set`.

use super::*;
use circulus::scenario::Amount;

/// `--set change.2024.x` is `--set change.2024.set.x`, as `policy.change.2024.x` is.
#[test]
fn a_change_is_set_by_its_year_and_path() {
    let two = format!(
        "{SMALL}[[change]]\nyear = 2024\nset = {{ \"product.pozzolan.demand\" = {{ value = 5, low = 0, high = 9 }} }}\n\
         [[change]]\nyear = 2024\nset = {{ \"waste.ash.disposal_fee\" = 7 }}\n"
    );
    let loaded = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        scenario::from_toml(&two, &sets)
    };
    let amounts = |sets: &[&str]| -> Vec<(&str, Amount)> {
        loaded(sets).unwrap().scenario.changes.iter().map(|change| (change.key, change.to.clone())).collect()
    };
    let number = Amount::Number;
    let [short, long] =
        ["change.2024.product.pozzolan.demand=0", "change.2024.set.product.pozzolan.demand=0"];
    assert_eq!(amounts(&[short]), [("demand", number(0.0)), ("disposal_fee", number(7.0))]);
    assert_eq!(loaded(&[short]).unwrap(), loaded(&[long]).unwrap());
    assert!(loaded(&[short]).unwrap().as_meant.contains("high = 9"), "the range stays");
    // Of two changes of a year that which sets the key.
    let fee = ["change.2024.waste.ash.disposal_fee=8"];
    assert_eq!(amounts(&fee), [("demand", number(5.0)), ("disposal_fee", number(8.0))]);
    let new = ["change.2026.management.rule=shares", "change.2026.policy.subsidy_per_t=3"];
    assert_eq!(amounts(&new)[2], ("rule", Amount::Word("shares".into())));
    assert_eq!(loaded(&new).unwrap().scenario.policy[5].subsidy_per_t, 3.0);
    for (set, said) in [
        (
            "change.2024.product.pozolan.demand=0",
            "there is no product 'pozolan' to change; did you mean 'pozzolan'?",
        ),
        ("change.2024.trade.min_t=0", "'trade.min_t' is no key that may change"),
        ("change.2024.demand=0", "unknown key 'demand' in [change.2024]"),
    ] {
        let faults = loaded(&[set]).unwrap_err().to_string();
        assert!(faults.contains(said), "{set}: {faults}");
    }
    for path in ["change.2024.product.pozzolan.demand", "change.2024.set.product.pozzolan.demand"] {
        assert_eq!(parameters::find(path).map(|(_, key)| key.key), Some("demand"), "{path}");
    }
    assert!(parameters::find("change.2024.trade.min_t").is_none());
}
