//! Names of the page's scenarios, in a language.

use circulus::scenario::Scenario;
use circulus::texts::{Language, say};

/// Replaces the names in a scenario by those of a language; ids, and therefore results, stay the same.
pub fn localize(scenario: &mut Scenario, id: &str, language: Language) {
    let named = |table: &str, of: &str| say(language, &format!("names.{id}.{table}.{of}"), &[]);
    if scenario.currency == "RUB" {
        scenario.currency = say(language, "currency.RUB", &[]);
    }
    scenario.title = say(language, &format!("names.{id}.title"), &[]);
    scenario.wastes.iter_mut().for_each(|one| one.name = named("waste", &one.id));
    scenario.products.iter_mut().for_each(|one| one.name = named("product", &one.id));
    scenario.technologies.iter_mut().for_each(|one| one.name = named("technology", &one.id));
    scenario.infrastructure.iter_mut().for_each(|one| one.name = named("infrastructure", &one.id));
    scenario.risks.iter_mut().for_each(|one| one.name = named("risk", &one.id));
    scenario.plants.iter_mut().for_each(|one| one.name = named("plant", &one.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SCENARIOS;

    #[test]
    fn english_names_are_those_of_the_scenario_and_russian_ones_are_all_there() {
        for (id, text) in SCENARIOS {
            let scenario = Scenario::from_toml(text).expect("a scenario of ours");
            let mut english = scenario.clone();
            localize(&mut english, id, Language::En);
            assert_eq!(english, scenario);
            let mut russian = scenario.clone();
            localize(&mut russian, id, Language::Ru);
            let shown = format!("{russian:?}");
            assert!(!shown.contains("[names."), "{shown}");
        }
    }
}
