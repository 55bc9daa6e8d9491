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
use crate::numbers::{Unit, digits, fixed, signed};
use crate::texts::{Language, local, say};

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
        Explained::Plant(year) => plant::tell(year, &Voice::new(language, &year.when.currency), length),
        Explained::Company(year) => company::tell(year, &Voice::new(language, &year.when.currency)),
    }
}

/// Sentences and numbers in a language.
struct Voice {
    language: Language,
    currency: String,
}

impl Voice {
    fn new(language: Language, currency: &str) -> Self {
        Voice { language, currency: currency.to_owned() }
    }

    /// A text of section `why`.
    fn say(&self, key: &str, slots: &[(&str, &str)]) -> String {
        say(self.language, &format!("why.{key}"), slots)
    }

    /// Flows of money, named in a section of texts; a dash for none.
    fn flows<'f>(&self, section: &str, flows: impl IntoIterator<Item = &'f Flow>) -> String {
        let flow = |flow: &Flow| {
            format!("{} {}", self.say(&format!("{section}.{}", flow.flow), &[]), self.money(flow.amount))
        };
        let told: Vec<String> = flows.into_iter().map(flow).collect();
        if told.is_empty() { "–".to_owned() } else { told.join(", ") }
    }

    /// A number with the language's decimal and minus signs.
    fn local(&self, number: &str) -> String {
        local(self.language, number)
    }

    /// A number of any kind, with three digits.
    fn number(&self, value: f64) -> String {
        self.local(&digits(value, 3))
    }

    fn whole(&self, value: usize) -> String {
        self.local(&fixed(value as f64, 0))
    }

    /// A probability or a draw: three decimals, more for small values.
    fn chance(&self, value: f64) -> String {
        self.local(&if value != 0.0 && value.abs() < 0.01 { digits(value, 2) } else { fixed(value, 3) })
    }

    /// A term of a score, with its sign.
    fn score(&self, value: f64) -> String {
        self.local(&signed(value, 3))
    }

    fn percent(&self, share: f64) -> String {
        self.local(&format!("{}\u{a0}%", digits(100.0 * share, 3)))
    }

    fn money(&self, value: f64) -> String {
        let unit = Unit::of_money(2.0 * value, "");
        let size = match unit.name.trim() {
            "" => String::new(),
            name => format!("{} ", say(self.language, &format!("why.unit.{name}"), &[])),
        };
        format!("{} {size}{}", self.number(value / unit.size), self.currency)
    }

    fn per_t(&self, value: f64) -> String {
        let value = format!("{} {}", self.local(&fixed(value, 1)), self.currency);
        self.say("unit.per_t", &[("value", &value)])
    }

    fn tonnes(&self, value: f64) -> String {
        let unit = Unit::of_tonnes(value);
        format!("{} {}", self.number(value / unit.size), self.say(&format!("unit.{}", unit.name), &[]))
    }

    fn section(&self, key: &str, lines: Vec<String>) -> Section {
        Section { title: self.say(&format!("{key}.title"), &[]), lines }
    }
}
