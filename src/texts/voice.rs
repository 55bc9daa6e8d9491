//! Numbers and sentences in a language.

use super::{Language, say};
use crate::numbers::{Unit, digits, fixed, percent, signed};

impl Language {
    /// A number as [`crate::numbers`] writes it, with the language's decimal sign and its space between groups of three.
    pub fn local(self, number: &str) -> String {
        match self {
            Language::En => number.to_owned(),
            Language::Ru => number.replace(',', "\u{a0}").replace('.', ","),
        }
    }

    /// A count.
    pub fn whole(self, value: usize) -> String {
        self.local(&fixed(value as f64, 0))
    }

    /// A mass with its unit, three digits.
    pub fn tonnes(self, value: f64) -> String {
        let unit = Unit::of_tonnes(value);
        format!("{} {}", self.local(&digits(value / unit.size, 3)), self.unit(&unit.name))
    }

    /// A unit of mass, or a power of ten, by its English name.
    pub fn unit(self, name: &str) -> String {
        say(self, &format!("why.unit.{name}"), &[])
    }
}

/// Says texts of one section, and numbers with the signs and units of a language.
#[derive(Debug, Clone)]
pub struct Voice {
    section: &'static str,
    language: Language,
    currency: String,
}

impl Voice {
    /// A voice for the texts of a section, such as `why`, and for money in a currency.
    pub fn new(section: &'static str, language: Language, currency: &str) -> Self {
        Voice { section, language, currency: currency.to_owned() }
    }

    /// A text of the section, by its key within it.
    pub fn say(&self, key: &str, slots: &[(&str, &str)]) -> String {
        say(self.language, &format!("{}.{key}", self.section), slots)
    }

    /// The same with slots that are owned.
    pub fn tell(&self, key: &str, slots: &[(&str, String)]) -> String {
        let slots: Vec<(&str, &str)> = slots.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        self.say(key, &slots)
    }

    /// A number of any kind, with three digits.
    pub fn number(&self, value: f64) -> String {
        self.language.local(&digits(value, 3))
    }

    /// A count.
    pub fn whole(&self, value: usize) -> String {
        self.language.whole(value)
    }

    /// A number with this many decimals.
    pub fn fixed(&self, value: f64, decimals: usize) -> String {
        self.language.local(&fixed(value, decimals))
    }

    /// A probability or a draw: three decimals, more for small values.
    pub fn chance(&self, value: f64) -> String {
        self.language.local(&if value != 0.0 && value.abs() < 0.01 {
            digits(value, 2)
        } else {
            fixed(value, 3)
        })
    }

    /// A term of a score, with its sign.
    pub fn score(&self, value: f64) -> String {
        self.language.local(&signed(value, 3))
    }

    /// A share as a percentage, with three digits.
    pub fn percent(&self, share: f64) -> String {
        self.language.local(&format!("{}\u{a0}%", digits(100.0 * share, 3)))
    }

    /// A share as a percentage, whole from 10 % on.
    pub fn rounded_percent(&self, share: f64) -> String {
        self.language.local(&percent(share))
    }

    /// A sum of money without its currency, three digits.
    pub fn amount(&self, value: f64) -> String {
        let unit = Unit::of_money(2.0 * value, "");
        let number = self.number(value / unit.size);
        match unit.name.trim() {
            "" => number,
            name => format!("{number} {}", self.language.unit(name)),
        }
    }

    /// A sum of money with its unit, three digits.
    pub fn money(&self, value: f64) -> String {
        format!("{} {}", self.amount(value), self.currency)
    }

    /// Money per tonne.
    pub fn per_t(&self, value: f64) -> String {
        let value = format!("{} {}", self.fixed(value, 1), self.currency);
        say(self.language, "why.unit.per_t", &[("value", &value)])
    }

    /// A mass with its unit, three digits.
    pub fn tonnes(&self, value: f64) -> String {
        self.language.tonnes(value)
    }
}
