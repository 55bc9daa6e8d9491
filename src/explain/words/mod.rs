//! Renders an explanation as text in a language: short lines under headings.

mod company;
mod end;
mod plant;
mod risk;
mod sum;
mod trade;

pub use sum::comes_to;

use serde::Serialize;

use super::{Explained, Flow};
use crate::texts::{Language, Voice};

/// Lines under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Lines, each a sentence or two.
    pub lines: Vec<String>,
}

/// Level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// The essentials; of partners without a deal, the nearest to one.
    Short,
    /// Everything.
    Full,
}

/// Renders an explanation.
pub fn tell(explained: &Explained, language: Language, length: Length) -> Vec<Section> {
    match explained {
        Explained::Plant(year) => plant::tell(year, &voice(language, &year.when.currency), length),
        Explained::Company(year) => company::tell(year, &voice(language, &year.when.currency)),
    }
}

/// The voice of explanations: texts of section `why`.
fn voice(language: Language, currency: &str) -> Voice {
    Voice::new("why", language, currency)
}

impl Voice {
    /// Flows of money, named in a section of texts; a dash for none.
    fn flows<'f>(&self, section: &str, flows: impl IntoIterator<Item = &'f Flow>) -> String {
        let flow = |flow: &Flow| {
            format!("{} {}", self.say(&format!("{section}.{}", flow.flow), &[]), self.money(flow.amount))
        };
        let told: Vec<String> = flows.into_iter().map(flow).collect();
        if told.is_empty() { "–".to_owned() } else { told.join(", ") }
    }

    fn section(&self, key: &str, lines: Vec<String>) -> Section {
        Section { title: self.say(&format!("{key}.title"), &[]), lines }
    }
}
