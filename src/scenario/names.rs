//! Names of a scenario in a language.

use super::Scenario;
use crate::texts::{Language, translated};

impl Scenario {
    /// Puts names into a language, where it knows them: a name is replaced if it is the one that a shipped scenario gives
    /// to this id. Ids stay, and with them all results.
    pub fn localize(&mut self, language: Language) {
        let put = |table: &str, id: &str, name: &mut String| {
            if let Some(known) = translated(language, table, id, name) {
                *name = known.to_owned();
            }
        };
        put("title", "", &mut self.title);
        self.wastes.iter_mut().for_each(|of| put("waste", &of.id, &mut of.name));
        self.products.iter_mut().for_each(|of| put("product", &of.id, &mut of.name));
        self.technologies.iter_mut().for_each(|of| put("technology", &of.id, &mut of.name));
        self.infrastructure.iter_mut().for_each(|of| put("infrastructure", &of.id, &mut of.name));
        self.risks.iter_mut().for_each(|of| put("risk", &of.id, &mut of.name));
        self.plants.iter_mut().for_each(|of| put("plant", &of.id, &mut of.name));
    }
}
