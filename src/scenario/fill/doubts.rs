//! Checks what a file says of its values besides themselves.

use super::{Filler, Path};
use crate::scenario::Words;
use crate::scenario::display::line_fault;
use crate::scenario::doubt::written::{ORIGIN, RANGE};
use crate::scenario::doubt::{Distribution, Doubt, Grade, Spread};
use crate::scenario::parameters::{Kind, Parameter};
use crate::scenario::tree::{Data, Entry, Node};

/// Maximum length of a source or a note.
const MAX_NOTE: usize = 1000;

/// Largest whole number in a range.
const MOST_WHOLE: f64 = (1_u64 << 53) as f64;

impl Filler<'_, '_, '_> {
    /// What is known of the values of a key: of each name of a map, or of its only value, under an empty name.
    pub(super) fn doubts(
        &mut self,
        key: &'static Parameter,
        entry: &Entry,
        path: Path,
    ) -> Vec<(String, Doubt)> {
        let here = Path { parent: Some(&path), part: key.key };
        match (key.kind, &entry.node.data) {
            (Kind::Map { .. }, Data::Table(named)) => named
                .iter()
                .filter_map(|name| Some((name.key.clone(), self.doubt(key, &name.node, here, &name.key)?)))
                .collect(),
            _ => self
                .doubt(key, &entry.node, path, key.key)
                .map(|doubt| (String::new(), doubt))
                .into_iter()
                .collect(),
        }
    }

    /// What is known of a value, under a name in a table; `None` if nothing is, or if it is refused.
    pub(super) fn doubt(&mut self, key: &Parameter, node: &Node, path: Path, name: &str) -> Option<Doubt> {
        let about = node.doubt.as_deref()?;
        let before = self.faults.count();
        let here = Path { parent: Some(&path), part: name };
        let known = || ["value"].into_iter().chain(RANGE).chain(ORIGIN);
        for entry in about.iter().filter(|entry| !known().any(|word| word == entry.key)) {
            let near = self.faults.nearest(entry.place, &entry.key, known());
            let message = format!("unknown key '{}' beside the value of {}", entry.key, here.text());
            self.faults.say(entry.place, message, near);
        }
        let doubt = Doubt {
            // What an unknown key was meant to be is missing: that is told once.
            spread: if self.faults.count() > before { None } else { self.spread(key, node, about, here) },
            grade: self.word(about, "grade", Grade::WORDS, here).and_then(Grade::of_word),
            source: self.line(about, "source", here),
            note: self.line(about, "note", here),
        };
        (self.faults.count() == before && !doubt.is_silent()).then_some(doubt)
    }

    /// The values that a number may have.
    fn spread(&mut self, key: &Parameter, node: &Node, about: &[Entry], path: Path) -> Option<Spread> {
        let given = |word: &str| about.iter().find(|entry| entry.key == word);
        let first = RANGE.iter().find_map(|word| given(word))?;
        if !matches!(key.kind, Kind::Number { .. } | Kind::Integer { .. } | Kind::Map { .. }) {
            let message = format!("{} is no number, and only numbers have a range", path.text());
            self.faults.say(first.place, message, None);
            return None;
        }
        let value = node.number().filter(|value| key.allows(*value))?; // another value is refused already
        let whole = matches!(key.kind, Kind::Integer { .. });
        let (Some(low), Some(high)) = (given("low"), given("high")) else {
            let message = format!("{} needs both low and high, or neither", path.text());
            self.faults.say(first.place, message, None);
            return None;
        };
        let mut ends = [0.0; 2];
        for (end, (entry, allowed)) in
            ends.iter_mut().zip([(low, f64::NEG_INFINITY..=value), (high, value..=f64::INFINITY)])
        {
            // Beyond 2^53 not every whole number is a number of 64 bits.
            let exact = |v: f64| matches!(entry.node.data, Data::Integer(_)) && v.abs() <= MOST_WHOLE;
            let fits = |v: &f64| key.allows(*v) && (!whole || exact(*v));
            let Some(number) = entry.node.number().filter(fits) else {
                let most = if whole { ", and at most 2^53 in a range" } else { "" };
                let message = format!("must be a value that {} may have: {}{most}", path.text(), key.range());
                self.faults.value(entry.node.place, path.key(&entry.key), message, None);
                return None;
            };
            if !allowed.contains(&number) {
                let side = if entry.key == "low" { "above" } else { "below" };
                let message = format!("is {side} the value itself, {value}");
                self.faults.value(entry.node.place, path.key(&entry.key), message, None);
                return None;
            }
            *end = number;
        }
        let [from, to] = ends;
        let distribution = self.distribution(about, path)?;
        if distribution.of_logarithms() && from <= 0.0 {
            let message = "must be more than 0 where logarithms are spread".into();
            self.faults.value(low.node.place, path.key("low"), message, None);
            return None;
        }
        Some(Spread { low: from, high: to, distribution })
    }

    fn distribution(&mut self, about: &[Entry], path: Path) -> Option<Distribution> {
        let given = |word: &str| about.iter().find(|entry| entry.key == word);
        if let (Some(_), Some(second)) = (given("scale"), given("distribution")) {
            let message = "scale says the same as distribution; give one of them".into();
            self.faults.say(second.place, message, None);
            return None;
        }
        let word = match (given("scale").is_some(), given("distribution").is_some()) {
            (true, _) => match self.word(about, "scale", &["linear", "log"], path)? {
                "log" => "loguniform",
                _ => "uniform",
            },
            (_, true) => self.word(about, "distribution", &Distribution::WORDS, path)?,
            _ => "uniform",
        };
        let sd = given("sd");
        let normal = matches!(word, "normal" | "lognormal");
        match sd {
            Some(entry) if !normal => {
                let normal = if word == "loguniform" { "lognormal" } else { "normal" };
                let message = format!(
                    "a {word} distribution has no sd; leave it out, or give distribution = \"{normal}\""
                );
                self.faults.value(entry.node.place, path.key("sd"), message, None);
                None
            }
            None if normal => {
                let place = given("distribution").map_or(about[0].place, |entry| entry.node.place);
                let of =
                    if word == "normal" { "in the unit of the value" } else { "of its natural logarithm" };
                let message = format!("a {word} distribution needs sd, its standard deviation, {of}");
                self.faults.value(place, path.key("distribution"), message, None);
                None
            }
            _ => {
                let number =
                    sd.map(|entry| (entry, entry.node.number().filter(|sd| *sd > 0.0 && sd.is_finite())));
                if let Some((entry, None)) = number {
                    let message = "must be a number more than 0".into();
                    self.faults.value(entry.node.place, path.key("sd"), message, None);
                    return None;
                }
                let sd = number.and_then(|(_, sd)| sd).unwrap_or_default();
                Some(match word {
                    "loguniform" => Distribution::Loguniform,
                    "triangular" => Distribution::Triangular,
                    "normal" => Distribution::Normal { sd },
                    "lognormal" => Distribution::Lognormal { sd },
                    _ => Distribution::Uniform,
                })
            }
        }
    }

    /// The word given for a key, if it is one of some.
    fn word(
        &mut self,
        about: &[Entry],
        key: &str,
        words: &'static [&'static str],
        path: Path,
    ) -> Option<&'static str> {
        let entry = about.iter().find(|entry| entry.key == key)?;
        let text = if let Data::Text(text) = &entry.node.data { text.as_str() } else { "" };
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let near = self.faults.nearest(entry.node.place, text, words.iter().copied());
            let message = format!("must be one of {}", words.join(", "));
            self.faults.value(entry.node.place, path.key(key), message, near);
        }
        found
    }

    /// The text given for a key; empty without one.
    fn line(&mut self, about: &[Entry], key: &str, path: Path) -> String {
        let Some(entry) = about.iter().find(|entry| entry.key == key) else { return String::new() };
        let fault = match &entry.node.data {
            Data::Text(text) => match line_fault(text, MAX_NOTE) {
                None => return text.clone(),
                Some(fault) => fault,
            },
            _ => "must be text".into(),
        };
        self.faults.value(entry.node.place, path.key(key), fault, None);
        String::new()
    }
}
