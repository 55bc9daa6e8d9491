//! `[vary]`: the range or the levels of each key.

use std::collections::BTreeSet;

use super::Setting;
use super::keys::Keys;
use super::pattern::Pattern;
use super::value::{EXACT, Trial};
use crate::range::{Range, number_text, steps};
use circulus::scenario::parameters::{self, Parameter};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Entry, Node};
use circulus::scenario::{self, Distribution, Doubted};

/// Maximum number of levels of a key.
const MOST_LEVELS: u64 = 100_000;
/// Maximum number of levels of all keys together: half a gigabyte.
const MOST_LEVELS_IN_ALL: usize = 10_000_000;

/// A varied key.
#[derive(Debug, Clone)]
pub(crate) struct Varied {
    /// Its path in the scenario.
    pub key: String,
    /// Its range.
    pub range: Range,
    /// Its levels, for a grid; empty if only a range is given.
    pub levels: Vec<String>,
    /// Its place in the file.
    pub place: Place,
}

/// Reads `[vary]`; levels and bounds are tried in the scenario.
pub(crate) fn read(table: &Node, setting: &Setting, collector: &mut Collector) -> Vec<Varied> {
    let mut list: Vec<Varied> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut levels_in_all = 0;
    let mut trial = Trial::new(setting);
    let mut own_ranges = None;
    for entry in flat(table) {
        let Entry { key, node, place } = &entry;
        let (key, place) = (key.clone(), *place);
        if matches!(&node.data, Data::Text(word) if word == OWN) {
            let ranges = own_ranges.get_or_insert_with(|| OwnRanges::of(setting));
            let found = ranges.read(&entry, &mut trial, collector);
            list.extend(found.into_iter().filter(|varied| seen.insert(varied.key.clone())));
            continue;
        }
        let Some(parameter) = known(&key, place, collector) else { continue };
        if is_distribution(node) {
            let message = format!(
                "a distribution stands with the value in the scenario, as {key} = {{ value = ..., low = ..., high = ..., distribution = \"normal\", \
                 sd = ... }}, or triangular without sd; here \"{key}\" = \"{OWN}\" then varies it so"
            );
            collector.say(node.place, message, None);
            continue;
        }
        if !seen.insert(key.clone()) {
            collector.say(place, format!("'{key}' occurs here twice"), None);
            continue;
        }
        let Some((range, levels)) = spread(&key, parameter, node, &mut trial, collector) else { continue };
        levels_in_all += levels.len();
        if levels_in_all > MOST_LEVELS_IN_ALL {
            let message = format!("is one level too many: at most {MOST_LEVELS_IN_ALL} of all keys together");
            collector.say(place, message, None);
            break;
        }
        list.push(Varied { key, range, levels, place });
    }
    trial.finish(collector);
    list
}

/// The word for the range that the scenario itself gives.
const OWN: &str = "range";

/// The values of a scenario that have a range.
struct OwnRanges {
    list: Vec<Doubted>,
}

impl OwnRanges {
    fn of(setting: &Setting) -> OwnRanges {
        // A scenario that was loaded has no faults as it is meant.
        let mut list = scenario::doubted(&setting.base.as_meant).unwrap_or_default();
        list.retain(|doubted| doubted.number.is_some() && doubted.doubt.spread.is_some());
        OwnRanges { list }
    }

    /// The keys that `"key" = "range"` varies; the key may be a pattern.
    fn read(&self, entry: &Entry, trial: &mut Trial, collector: &mut Collector) -> Vec<Varied> {
        let key = entry.key.as_str();
        let pattern = Pattern::new(key);
        let varied: Vec<Varied> = self
            .list
            .iter()
            .filter(|doubted| pattern.fits(&doubted.path))
            .filter_map(|doubted| varied(doubted, entry.place))
            .collect();
        if varied.is_empty() {
            if Pattern::is_one(key) {
                let message = format!("no value with a range in the scenario is '{key}'");
                collector.say(entry.place, message, None);
            } else if known(key, entry.place, collector).is_some() {
                let message = format!("{key} has no range in the scenario; give from and to here");
                collector.say(entry.place, message, None);
            }
        }
        for one in &varied {
            trial.ends(&one.key, &one.range, entry.node.place);
        }
        varied
    }
}

/// A value of a scenario, to be varied over its range.
pub(crate) fn varied(doubted: &Doubted, place: Place) -> Option<Varied> {
    let (value, spread) = (doubted.number?, doubted.doubt.spread?);
    let range = Range::own(value, spread, doubted.whole);
    Some(Varied { key: doubted.path.clone(), range, levels: Vec::new(), place })
}

/// Whether somebody asks for a distribution, in the words of other programs.
fn is_distribution(node: &Node) -> bool {
    let named = |word: &str| Distribution::WORDS.contains(&word);
    match &node.data {
        Data::Text(word) => named(word.to_lowercase().as_str()),
        Data::Table(_) => {
            ["distribution", "dist", "mean", "sd", "std", "mode"].iter().any(|key| node.get(key).is_some())
        }
        _ => false,
    }
}

/// Dotted keys may be quoted or not: unquoted, `policy.x` is a table `policy`.
pub(crate) fn flat(table: &Node) -> Vec<Entry> {
    let mut list = Vec::new();
    for entry in table.entries() {
        let range =
            ["from", "to"].iter().any(|end| entry.node.get(end).is_some()) || is_distribution(&entry.node);
        if matches!(entry.node.data, Data::Table(_)) && !range && !entry.node.entries().is_empty() {
            let inner = flat(&entry.node).into_iter();
            list.extend(inner.map(|inner| Entry { key: format!("{}.{}", entry.key, inner.key), ..inner }));
        } else {
            list.push(entry.clone());
        }
    }
    list
}

fn spread(
    key: &str,
    parameter: &Parameter,
    node: &Node,
    trial: &mut Trial,
    collector: &mut Collector,
) -> Option<(Range, Vec<String>)> {
    match &node.data {
        Data::List(list) if !list.is_empty() => {
            let levels: Vec<String> =
                list.iter().filter_map(|node| level(key, parameter, node, trial, collector)).collect();
            Some((Range::Levels(levels.clone()), levels))
        }
        Data::Table(_) => range(key, parameter, node, trial, collector),
        _ => {
            let message = "must be a list of levels, { from = ..., to = ... }, or \"range\" for the range in the scenario";
            collector.value(node.place, key.into(), message.into(), None);
            None
        }
    }
}

/// `{ from, to, steps, log }`.
fn range(
    key: &str,
    parameter: &Parameter,
    node: &Node,
    trial: &mut Trial,
    collector: &mut Collector,
) -> Option<(Range, Vec<String>)> {
    let mut keys = Keys::new(key, node, collector);
    keys.only(&["from", "to", "steps", "log"]);
    let (from, to) = (keys.number("from", f64::MIN, f64::MAX), keys.number("to", f64::MIN, f64::MAX));
    let log = keys.flag("log").unwrap_or(false);
    let count = keys.whole("steps", 1, MOST_LEVELS);
    let (Some(from), Some(to)) = (from, to) else {
        if keys.lacks("from") || keys.lacks("to") {
            keys.fault("", "needs both from and to");
        }
        return None;
    };
    if from > to || (log && from <= 0.0) {
        keys.fault("from", if log { "must be above 0 and not above to" } else { "must not be above to" });
        return None;
    }
    let whole = matches!(parameter.kind, parameters::Kind::Integer { .. });
    let numeric =
        whole || matches!(parameter.kind, parameters::Kind::Number { .. } | parameters::Kind::Map { .. });
    if !numeric {
        keys.fault("", &format!("is {}: give a list of values", parameter.range()));
        return None;
    }
    if whole && (from.fract() != 0.0 || to.fract() != 0.0 || log) {
        keys.fault("", "is a whole number: give whole from and to, without log");
        return None;
    }
    let mut levels = Vec::new();
    let range = match whole {
        true => {
            let exact = |end: &str| match node.get(end)?.node.data {
                Data::Integer(value) => i64::try_from(value).ok(),
                Data::Float(value) if value.abs() < EXACT => Some(value as i64),
                _ => None,
            };
            let (Some(first), Some(last)) = (exact("from"), exact("to")) else {
                keys.fault(
                    "",
                    "is not exact: write whole numbers of at most 9223372036854775807 with all digits",
                );
                return None;
            };
            if count.is_some() && from.abs().max(to.abs()) >= EXACT {
                keys.fault(
                    "",
                    &format!("has steps beyond {EXACT}, which are not exact: give a list of values"),
                );
                return None;
            }
            Range::Integer { from: first, to: last }
        }
        false => Range::Number { from, to, log },
    };
    if let Some(count) = count {
        levels = steps(from, to, log, count as usize);
        if whole {
            let rounded = levels.iter().filter_map(|level| level.parse::<f64>().ok());
            levels = rounded.map(|v| (v.round() as i64).to_string()).collect();
            levels.dedup();
        }
    }
    for end in ["from", "to"] {
        level(key, parameter, &node.get(end)?.node, trial, collector);
    }
    Some((range, levels))
}

/// One checked value of a key.
pub(crate) fn level(
    key: &str,
    parameter: &Parameter,
    node: &Node,
    trial: &mut Trial,
    collector: &mut Collector,
) -> Option<String> {
    let text = match &node.data {
        Data::Text(text) => text.clone(),
        Data::Integer(value) => value.to_string(),
        // With an exponent if it is no longer exact as a whole number.
        Data::Float(value) if value.abs() >= EXACT => format!("{value:e}"),
        Data::Float(value) => number_text(*value),
        Data::Bool(value) => value.to_string(),
        Data::List(_) | Data::Table(_) | Data::Other => {
            let message = "must be a number, text, true or false";
            collector.value(node.place, key.into(), message.into(), None);
            return None;
        }
    };
    trial.value(key, parameter, &text, false, node.place, collector)
}

/// The parameter of a key that may vary; a fault if there is none.
pub(crate) fn known(key: &str, place: Place, collector: &mut Collector) -> Option<&'static Parameter> {
    if ["base", "without"].contains(&key) {
        let message = format!(
            "'{key}' cannot vary: the file that a scenario is built on is read once, before anything is set; \
             name several scenarios in [experiment], scenario = [\"a.toml\", \"b.toml\"], or in a search a [case.<name>] with its own"
        );
        collector.say(place, message, None);
        return None;
    }
    let found = parameters::find(key).map(|(_, parameter)| parameter);
    if found.is_none() {
        // There may be many such keys, of which few will be listed.
        let tables = if collector.wants(place) { parameters::tables() } else { Vec::new() };
        let paths: Vec<String> = tables
            .into_iter()
            .filter(|table| !table.path.contains('<'))
            .flat_map(|table| table.all_keys().map(move |(p, _)| format!("{}.{}", table.path, p.key)))
            .collect();
        let near = collector.nearest(place, key, paths.iter().map(String::as_str));
        let message = format!("'{key}' is no key of a scenario; `circulus describe parameters` lists them");
        collector.say(place, message, near);
    }
    found
}
