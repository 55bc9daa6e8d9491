//! Names of a scenario in a language.

use super::Scenario;
use crate::texts::{Language, name};

impl Scenario {
    /// Puts names and the currency's into a language, where it knows them: what a shipped scenario calls so in English.
    /// Ids stay, and with them all results.
    pub fn localize(&mut self, language: Language) {
        if language == Language::En {
            return; // as the scenario is written
        }
        let put = |own: &mut String| {
            if let Some(known) = name(language, own) {
                *own = known.to_owned();
            }
        };
        put(&mut self.title);
        put(&mut self.currency);
        self.wastes.iter_mut().for_each(|of| put(&mut of.name));
        self.products.iter_mut().for_each(|of| put(&mut of.name));
        self.technologies.iter_mut().for_each(|of| put(&mut of.name));
        self.infrastructure.iter_mut().for_each(|of| put(&mut of.name));
        self.risks.iter_mut().for_each(|of| put(&mut of.name));
        self.plants.iter_mut().for_each(|of| put(&mut of.name));
    }
}
