//! Checks values of varied keys from a design or a CSV file: each at its place, and a small representative set in the
//! whole scenario.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Setting;
use crate::range::{Range, number_text};
use circulus::scenario::allowed;
use circulus::scenario::parameters::{Bound, Ids, Kind, Parameter, is_name, plain};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::text_fault;
use circulus::scenario::{MOST_SETS, Scenario};

/// 2^53: below it every whole number is exact as a floating-point number.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// Checks values as they are read.
pub(crate) struct Trial<'s> {
    setting: &'s Setting,
    /// Ids that keys may refer to.
    ids: BTreeMap<&'static str, BTreeSet<&'s str>>,
    keys: BTreeMap<String, Extremes>,
}

/// The representative values of a key: if rules between values hold for these, they hold for all in between.
struct Extremes {
    first: Tried,
    least: Option<(f64, Tried)>,
    most: Option<(f64, Tried)>,
}

#[derive(Clone)]
struct Tried {
    text: String,
    place: Place,
}

/// Ids of all plants where contracts name some, of which there may be millions.
fn named_plants(scenario: &Scenario) -> BTreeSet<&str> {
    let all = if scenario.contracts.is_empty() { &[] } else { &scenario.plants.raw[..] };
    all.iter().map(|plant| plant.id.as_str()).collect()
}

impl<'s> Trial<'s> {
    pub(crate) fn new(setting: &'s Setting) -> Trial<'s> {
        let scenario = &setting.scenario;
        let ids = BTreeMap::from([
            (Ids::Waste.noun(), scenario.wastes.iter().map(|w| w.id.as_str()).collect()),
            (Ids::Product.noun(), scenario.products.iter().map(|p| p.id.as_str()).collect()),
            (Ids::Technology.noun(), scenario.technologies.iter().map(|t| t.id.as_str()).collect()),
            (Ids::Infrastructure.noun(), scenario.infrastructure.iter().map(|h| h.id.as_str()).collect()),
            (Ids::Plant.noun(), named_plants(scenario)),
        ]);
        Trial { setting, ids, keys: BTreeMap::new() }
    }

    /// The value as text after `--set key=`; `None` if it was refused. `comma` says whether a decimal comma is
    /// allowed.
    pub(crate) fn value(
        &mut self,
        key: &str,
        parameter: &Parameter,
        typed: &str,
        comma: bool,
        place: Place,
        collector: &mut Collector,
    ) -> Option<String> {
        let text = match self.read(parameter, typed, comma) {
            Ok(text) => text,
            Err(message) => {
                let near = match parameter.kind {
                    Kind::Word(words) => collector.nearest(place, typed, words.iter().copied()),
                    Kind::Id(ids) => {
                        let known = self.ids.get(ids.noun());
                        collector.nearest(place, typed, known.into_iter().flatten().copied())
                    }
                    _ => None,
                };
                collector.value(place, key.into(), message, near);
                return None;
            }
        };
        self.note(key, &text, place);
        Some(text)
    }

    /// Notes both ends of a range, which is checked already.
    pub(crate) fn ends(&mut self, key: &str, range: &Range, place: Place) {
        for share in [0.0, 1.0] {
            self.note(key, &range.at(share), place);
        }
    }

    fn note(&mut self, key: &str, text: &str, place: Place) {
        let number = text.parse::<f64>().ok();
        let Some(known) = self.keys.get_mut(key) else {
            let first = Tried { text: text.into(), place };
            let end = number.map(|number| (number, first.clone()));
            self.keys.insert(key.into(), Extremes { first, least: end.clone(), most: end });
            return;
        };
        let Some(number) = number else { return };
        for (end, farther) in
            [(&mut known.least, f64::lt as fn(&f64, &f64) -> bool), (&mut known.most, f64::gt)]
        {
            if end.as_ref().is_none_or(|(end, _)| farther(&number, end)) {
                *end = Some((number, Tried { text: text.into(), place }));
            }
        }
    }

    /// Tries the representative values in the scenario, all keys together and, if that fails, one by one; faults are
    /// reported at the place of the value.
    pub(crate) fn finish(self, collector: &mut Collector) {
        let picks: [fn(&Extremes) -> Option<&Tried>; 3] = [
            |of| Some(&of.first),
            |of| of.least.as_ref().map(|(_, tried)| tried).filter(|tried| tried.text != of.first.text),
            |of| of.most.as_ref().map(|(_, tried)| tried).filter(|tried| tried.text != of.first.text),
        ];
        let mut refused = BTreeSet::new();
        for pick in picks {
            let all: Vec<(&String, &Tried)> =
                self.keys.iter().filter_map(|(key, of)| Some((key, pick(of)?))).collect();
            let room = MOST_SETS.saturating_sub(self.setting.base.sets.len()).max(1);
            for some in all.chunks(room) {
                let sets: Vec<String> =
                    some.iter().map(|(key, tried)| format!("{key}={}", tried.text)).collect();
                let Err(faults) = self.setting.base.scenario(&sets) else { continue };
                let own = self.setting.base.sets.len() + 1;
                let numbers: BTreeSet<usize> = faults.list.iter().map(|fault| fault.set).collect();
                for number in numbers {
                    let Some((key, tried)) = number.checked_sub(own).and_then(|at| some.get(at)) else {
                        continue;
                    };
                    if !refused.contains(*key) && self.alone(key, tried, collector) {
                        refused.insert((*key).clone());
                    }
                }
            }
        }
    }

    /// Tries one value; true if it was refused.
    fn alone(&self, key: &str, tried: &Tried, collector: &mut Collector) -> bool {
        let Err(faults) = self.setting.base.scenario(&[format!("{key}={}", tried.text)]) else {
            return false;
        };
        let Some(fault) = faults.list.into_iter().next() else { return false };
        collector.value(tried.place, key.into(), fault.message, fault.nearest);
        true
    }

    fn read(&self, parameter: &Parameter, typed: &str, comma: bool) -> Result<String, String> {
        match parameter.kind {
            Kind::Number { .. } | Kind::Map { .. } => {
                number(typed, comma).filter(|v| parameter.allows(*v)).map(number_text).ok_or_else(|| {
                    let bounds = match parameter.kind {
                        Kind::Map { min, max, .. } => {
                            Kind::Number { min: Bound::Closed(min), max: Bound::Closed(max) }
                        }
                        kind => kind,
                    };
                    hinted(&allowed(&Parameter { kind: bounds, ..*parameter }), typed)
                })
            }
            Kind::Integer { .. } => whole(parameter, typed, comma),
            Kind::Bool => match typed.to_ascii_lowercase().as_str() {
                "true" | "1" => Ok("true".into()),
                "false" | "0" => Ok("false".into()),
                _ => Err(hinted("must be true or false", typed)),
            },
            Kind::Word(words) if !words.contains(&typed) => Err(hinted(&allowed(parameter), typed)),
            Kind::Id(ids) if !self.ids.get(ids.noun()).is_some_and(|known| known.contains(typed)) => {
                Err(hinted(&format!("must be the id of a {}", ids.noun()), typed))
            }
            Kind::Name if !is_name(typed) => Err(hinted(&allowed(parameter), typed)),
            Kind::Text | Kind::Label => match text_fault(parameter, typed) {
                Some(fault) => Err(fault),
                // Quoted, unless TOML would read it as text anyway.
                None if bare(typed) => Ok(typed.to_owned()),
                None => Ok(circulus::scenario::quote(typed)),
            },
            // Words and ids; one that looks like a number or a date needs quotes.
            Kind::Word(_) | Kind::Id(_) | Kind::Name if bare(typed) => Ok(typed.to_owned()),
            Kind::Word(_) | Kind::Id(_) | Kind::Name => Ok(circulus::scenario::quote(typed)),
            Kind::IdList(_) | Kind::Prices | Kind::Changes | Kind::Names => Ok(typed.to_owned()),
        }
    }
}

/// Whether `--set` reads it as text without quotes.
fn bare(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || " _-".contains(c))
        && !["true", "false", "inf", "nan"].contains(&text)
}

/// A number; `comma` says whether a decimal comma is allowed.
pub(crate) fn number(typed: &str, comma: bool) -> Option<f64> {
    let point = comma && typed.contains(',') && !typed.contains('.');
    let typed = if point { Cow::Owned(typed.replacen(',', ".", 1)) } else { Cow::Borrowed(typed) };
    typed.parse().ok()
}

/// Accepts whole numbers written as 3.0 or 1e3, as other programs do.
fn whole(parameter: &Parameter, typed: &str, comma: bool) -> Result<String, String> {
    let Kind::Integer { min, max } = parameter.kind else { return Err(allowed(parameter)) };
    if let Ok(exact) = typed.parse::<i64>() {
        let fits = (min..=max).contains(&exact);
        return if fits { Ok(exact.to_string()) } else { Err(allowed(parameter)) };
    }
    let decimal = typed.contains(|c: char| !c.is_ascii_digit());
    match number(typed, comma).filter(|number| parameter.allows(*number) && number.fract() == 0.0) {
        Some(number) if number.abs() < EXACT => Ok((number as i64).to_string()),
        Some(_) if decimal => Err(format!(
            "is beyond {EXACT}, where a number with point or exponent is not exact; write all digits of the whole number"
        )),
        _ => Err(hinted(&allowed(parameter), typed)),
    }
}

/// A message with a hint for common mistakes.
fn hinted(message: &str, typed: &str) -> String {
    let hint = match typed.to_ascii_lowercase().as_str() {
        "na" | "nan" | "n/a" | "#n/a" | "null" | "none" => "; leave it out to keep the scenario's own value",
        _ if typed.replacen(',', ".", 1).parse::<f64>().is_ok() && typed.contains(',') => {
            "; a decimal comma needs ; between the cells: write that, or a point before the decimals"
        }
        _ if typed.parse::<f64>().is_ok_and(f64::is_infinite) => "; it is too large for a number here",
        _ => "",
    };
    format!("{message}{hint}")
}

/// Message for too many points or runs.
pub(crate) fn too_many(runs: u128, points: u128, replicates: u64, most: u64) -> String {
    format!(
        "asks for {} runs, {} points with {replicates} replicates each, and at most {} can be made; vary fewer keys, \
         or take fewer levels, samples or replicates",
        told(runs),
        told(points),
        plain(most as f64)
    )
}

/// A count, in full if it is short enough to read.
fn told(count: u128) -> String {
    if count < 1_000_000_000_000 { count.to_string() } else { format!("about {:.0e}", count as f64) }
}
