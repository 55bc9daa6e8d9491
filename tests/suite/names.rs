//! Names of the shipped scenarios in other languages.

use circulus::scenario::Scenario;
use circulus::texts::Language;

use crate::common::root;

#[test]
fn all_names_of_the_shipped_regions_are_known_in_russian() {
    for name in ["classroom", "sverdlovsk"] {
        let scenario = Scenario::load(&root().join(format!("configs/{name}.toml")), &[]).unwrap();
        let mut english = scenario.clone();
        english.localize(Language::En);
        assert_eq!(english, scenario);
        let mut russian = scenario.clone();
        russian.localize(Language::Ru);
        for shown in names(&russian) {
            let cyrillic = |sign: char| ('\u{400}'..'\u{500}').contains(&sign);
            assert!(shown.contains(cyrillic), "{name}: {shown} is not Russian");
        }
        // Whoever has changed a name meant something else by it.
        let mut changed = scenario.clone();
        changed.plants.raw[0].name = "Our own mine".into();
        changed.localize(Language::Ru);
        assert_eq!(changed.plants.raw[0].name, "Our own mine");
        assert_eq!(changed.plants.raw[1], russian.plants.raw[1]);
    }
}

fn names(of: &Scenario) -> Vec<&str> {
    let mut names = vec![of.title.as_str()];
    names.extend(of.wastes.iter().map(|of| of.name.as_str()));
    names.extend(of.products.iter().map(|of| of.name.as_str()));
    names.extend(of.technologies.iter().map(|of| of.name.as_str()));
    names.extend(of.infrastructure.iter().map(|of| of.name.as_str()));
    names.extend(of.risks.iter().map(|of| of.name.as_str()));
    names.extend(of.plants.iter().map(|of| of.name.as_str()));
    names
}
