//! Words and numbers on pictures, in a language.

use circulus::numbers::Unit;
use circulus::texts::{Language, fill, name};

/// A text in every language, in the order of [`Language::ALL`], with `{slots}`.
pub type Words = [&'static str; 2];

/// The name of an axis of years.
pub const YEAR: Words = ["Year", "Год"];
/// The world with its cluster, in a legend.
pub const CLUSTER: Words = ["with the cluster", "с кластером"];
/// Its twin.
pub const TWIN: Words = ["twin without it", "двойник без кластера"];
/// The third world.
pub const PREVENTION: Words = ["its money on prevention instead", "те же деньги на сокращение отходов"];
/// The year in which the cluster ended.
pub const ENDS: Words = ["cluster ends {year}", "конец кластера: {year}"];
/// The wastes that are shown together.
pub const OTHER_WASTES: Words =
    ["{number} other {number|waste|wastes}", "{number} {number|другой отход|других отхода|других отходов}"];
/// How long a run is.
pub const DURATION: Words = ["in {years} {years|year|years}", "за {years} {years|год|года|лет}"];

/// Who writes on a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice(pub Language);

impl Voice {
    /// A text with its slots filled in.
    pub fn say(self, words: Words, slots: &[(&str, &str)]) -> String {
        let [english, russian] = words;
        let text = match self.0 {
            Language::En => english,
            Language::Ru => russian,
        };
        fill(self.0, text, slots)
    }

    /// A number as the other functions of [`circulus::numbers`] write it, with the language's signs.
    pub fn local(self, number: &str) -> String {
        self.0.local(number)
    }

    /// A whole number.
    pub fn whole(self, number: usize) -> String {
        self.0.whole(number)
    }

    /// A unit of mass.
    pub fn unit(self, unit: &Unit) -> String {
        self.0.unit(&unit.name)
    }

    /// A mass with its unit, three digits.
    pub fn tonnes(self, tonnes: f64) -> String {
        self.0.tonnes(tonnes)
    }

    /// `in 30 years`.
    pub fn duration(self, years: usize) -> String {
        self.say(DURATION, &[("years", &self.whole(years))])
    }

    /// The name of one thing of a scenario: that of the language where it is known, and otherwise as the scenario has it.
    pub fn name(self, own: &str) -> String {
        name(self.0, own).unwrap_or(own).to_owned()
    }

    /// Several wastes that are shown together.
    pub fn other_wastes(self, number: usize) -> String {
        self.say(OTHER_WASTES, &[("number", &self.whole(number))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use circulus::numbers::count;

    #[test]
    fn english_is_as_the_numbers_have_it() {
        let voice = Voice(Language::En);
        assert_eq!(voice.tonnes(6.12e9), circulus::numbers::tonnes(6.12e9));
        assert_eq!(voice.duration(1), format!("in {}", count(1_usize, "year", "years")));
        assert_eq!(voice.duration(30), "in 30 years");
        assert_eq!(voice.other_wastes(2), "2 other wastes");
        assert_eq!(voice.name("Rock"), "Rock");
    }

    #[test]
    fn russian_has_its_own_signs_and_cases() {
        let voice = Voice(Language::Ru);
        assert_eq!(voice.tonnes(6.12e9), "6\u{a0}120 млн т");
        assert_eq!(voice.tonnes(3.64e6), "3,64 млн т");
        assert_eq!([1, 2, 5].map(|years| voice.duration(years)), ["за 1 год", "за 2 года", "за 5 лет"]);
        assert_eq!(voice.name("Rock"), "Вскрышная порода");
        assert_eq!(voice.name("My own dust"), "My own dust");
    }
}
