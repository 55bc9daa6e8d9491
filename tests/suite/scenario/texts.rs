//! Texts that the program writes: the complete scenario, the template, samples, the page of parameters.

use super::region::region;
use super::*;
use circulus::scenario::Doubt;

/// The complete text gives the same scenario, the same text, and says the same of its values.
fn again(loaded: &Loaded) {
    let again = scenario::from_toml(&loaded.as_meant, &[]).unwrap();
    assert_eq!((&again.scenario, &again.as_meant), (&loaded.scenario, &loaded.as_meant));
    let known = |loaded: &Loaded| -> Vec<Doubt> {
        let values = scenario::doubted(&loaded.as_meant).unwrap();
        values.into_iter().map(|of| of.doubt).filter(|doubt| doubt.spread.is_some()).collect()
    };
    assert_eq!(known(&again), known(loaded));
}

#[test]
fn the_complete_text_gives_the_same_scenario() {
    let sets = ["join.w_norm=0.5", "policy.change.2024.capex_subsidy=0.1", "management.shares={safety=0.25}"];
    for loaded in [
        set(&[]).unwrap(),
        set(&sets).unwrap(),
        scenario::from_toml(&region(30), &[]).unwrap(),
        scenario::from_toml(&scenario::template(), &[]).unwrap(),
        scenario::from_toml(&with("id = \"CEMENT\"", "id = \"CEMENT\"\nname = 'say \"x\" \\ й'"), &[])
            .unwrap(),
    ] {
        again(&loaded);
    }
}

#[test]
fn random_scenarios_load_and_reload() {
    for seed in 0..300 {
        for breadth in [sample::Breadth::Usual, sample::Breadth::Whole] {
            let text = sample::toml(seed, 1 + seed as usize, breadth);
            let loaded = scenario::from_toml(&text, &[])
                .unwrap_or_else(|faults| panic!("{seed} {breadth:?}: {faults}\n{text}"));
            again(&loaded);
        }
    }
}

#[test]
fn the_template_is_a_small_region() {
    let s = Scenario::from_toml(&scenario::template()).unwrap();
    assert_eq!((s.plants.len(), s.wastes.len(), s.technologies.len()), (4, 5, 3));
    assert!(scenario::template().contains(
        "price = 450.0                       # money/t: Price in the first year, without chance\n"
    ));
}

#[test]
fn every_key_has_unit_range_meaning_and_source() {
    for table in parameters::tables() {
        assert!(table.meaning.ends_with('.'), "{}", table.path);
        for (key, _) in table.all_keys() {
            let name = format!("{}.{}", table.path, key.key);
            assert!(
                !key.unit.is_empty()
                    && !key.meaning.is_empty()
                    && !key.source.is_empty()
                    && !key.range().is_empty(),
                "{name}"
            );
            assert!(!key.meaning.ends_with('.'), "{name}");
            match key.default {
                parameters::Preset::Number(v) | parameters::Preset::Money(v) => {
                    assert!(key.allows(v), "{name}")
                }
                parameters::Preset::Integer(v) => assert!(key.allows(v as f64), "{name}"),
                parameters::Preset::Text(v) => {
                    if let parameters::Kind::Word(words) = key.kind {
                        assert!(words.contains(&v), "{name}");
                    }
                }
                _ => {}
            }
            let path = table.path.replace("<id>", "x");
            let path =
                path.replace("plant", "plant.x").replace("stream", "stream.x").replace("unit", "unit.x");
            let path = path.replace("change", "change.2026").replace("mode", "mode.x");
            let path = path.replace("knows", "knows.x").replace("contract", "contract.x");
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
