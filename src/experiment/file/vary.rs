//! `[vary]`: what each key ranges over, or which levels it takes.

use super::Setting;
use super::keys::Keys;
use crate::experiment::range::{Range, number_text, steps};
use crate::scenario::fault::nearest;
use crate::scenario::parameters::{self, Parameter};
use crate::scenario::source::{Collector, Place};
use crate::scenario::tree::{Data, Entry, Node};

/// Most levels of a key.
const MOST_LEVELS: u64 = 100_000;

/// A key that varies.
#[derive(Debug, Clone)]
pub(crate) struct Varied {
    /// Its path in the scenario.
    pub key: String,
    /// What it ranges over.
    pub range: Range,
    /// Its levels, for a grid; empty where only a range is given.
    pub levels: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// Reads `[vary]`; every level and bound is tried in the scenario.
pub(crate) fn read(table: &Node, setting: &Setting, collector: &mut Collector) -> Vec<Varied> {
    let mut list: Vec<Varied> = Vec::new();
    for entry in flat(table) {
        let (key, node, place) = (entry.key, &entry.node, entry.place);
        let Some((_, parameter)) = parameters::find(&key) else {
            collector.say(place, unknown(&key), near(&key));
            continue;
        };
        if list.iter().any(|known| known.key == key) {
            collector.say(place, format!("'{key}' stands here twice"), None);
            continue;
        }
        let Some((range, levels, tried)) = spread(&key, parameter, node, collector) else { continue };
        for (level, place) in tried {
            try_value(&key, &level, place, setting, collector);
        }
        list.push(Varied { key, range, levels, place });
    }
    list
}

/// Keys with dots may stand in quotes or not: `policy.x` is then a table `policy`.
pub(crate) fn flat(table: &Node) -> Vec<Entry> {
    let mut list = Vec::new();
    for entry in table.entries() {
        let range = entry.node.get("from").is_some() || entry.node.get("to").is_some();
        if matches!(entry.node.data, Data::Table(_)) && !range && !entry.node.entries().is_empty() {
            let inner = flat(&entry.node).into_iter();
            list.extend(inner.map(|inner| Entry { key: format!("{}.{}", entry.key, inner.key), ..inner }));
        } else {
            list.push(entry.clone());
        }
    }
    list
}

type Spread = (Range, Vec<String>, Vec<(String, Place)>);

fn spread(key: &str, parameter: &Parameter, node: &Node, collector: &mut Collector) -> Option<Spread> {
    match &node.data {
        Data::List(list) if !list.is_empty() => {
            let mut tried = Vec::new();
            for node in list {
                match value(node) {
                    Some(text) => tried.push((text, node.place)),
                    None => collector.value(
                        node.place,
                        key.into(),
                        "must be a number, text, true or false".into(),
                        None,
                    ),
                }
            }
            let levels: Vec<String> = tried.iter().map(|(level, _)| level.clone()).collect();
            Some((Range::Levels(levels.clone()), levels, tried))
        }
        Data::Table(_) => {
            let mut keys = Keys::new(key, node, collector);
            keys.only(&["from", "to", "steps", "log"]);
            let (from, to) = (keys.number("from", f64::MIN, f64::MAX), keys.number("to", f64::MIN, f64::MAX));
            let log = keys.flag("log").unwrap_or(false);
            let count = keys.whole("steps", 1, MOST_LEVELS);
            let (Some(from), Some(to)) = (from, to) else {
                if node.get("from").is_none() || node.get("to").is_none() {
                    keys.fault("", "needs both from and to");
                }
                return None;
            };
            if from > to || (log && from <= 0.0) {
                keys.fault(
                    "from",
                    if log { "must be above 0 and not above to" } else { "must not be above to" },
                );
                return None;
            }
            let whole = matches!(parameter.kind, parameters::Kind::Integer { .. });
            let numeric = whole
                || matches!(parameter.kind, parameters::Kind::Number { .. } | parameters::Kind::Map { .. });
            if !numeric {
                keys.fault("", &format!("is {}: give a list of values", parameter.range()));
                return None;
            }
            if whole && (from.fract() != 0.0 || to.fract() != 0.0 || log) {
                keys.fault("", "is a whole number: give whole from and to, without log");
                return None;
            }
            let mut levels = count.map_or(Vec::new(), |count| steps(from, to, log, count as usize));
            if whole {
                levels = levels
                    .iter()
                    .filter_map(|level| level.parse::<f64>().ok())
                    .map(|v| number_text(v.round()))
                    .collect();
                levels.dedup();
            }
            let range = match whole {
                true => Range::Integer { from: from as i64, to: to as i64 },
                false => Range::Number { from, to, log },
            };
            let bound = |key: &str, value: f64| {
                (number_text(value), node.get(key).map_or(node.place, |entry| entry.node.place))
            };
            Some((range, levels, vec![bound("from", from), bound("to", to)]))
        }
        _ => {
            let message = "must be a list of levels, or { from = ..., to = ... }".into();
            collector.value(node.place, key.into(), message, None);
            None
        }
    }
}

/// A value as text that may stand behind `--set key=`.
pub(crate) fn value(node: &Node) -> Option<String> {
    match &node.data {
        Data::Text(text) => Some(text.clone()),
        Data::Integer(value) => Some(value.to_string()),
        Data::Float(value) => Some(number_text(*value)),
        Data::Bool(value) => Some(value.to_string()),
        Data::List(_) | Data::Table(_) | Data::Other => None,
    }
}

/// Tries one value in the scenario; what is wrong with it is told where the design file has it.
pub(crate) fn try_value(key: &str, level: &str, place: Place, setting: &Setting, collector: &mut Collector) {
    if let Err(faults) = setting.base.scenario(&[format!("{key}={level}")])
        && let Some(fault) = faults.0.first()
    {
        collector.value(place, key.into(), fault.message.clone(), fault.nearest.clone());
    }
}

/// What to say of a key that no scenario has.
pub(crate) fn unknown(key: &str) -> String {
    format!("'{key}' is no key of a scenario; `circulus describe parameters` lists them")
}

/// The nearest key of a table that occurs once, or of the same table.
pub(crate) fn near(key: &str) -> Option<String> {
    let paths: Vec<String> = parameters::tables()
        .into_iter()
        .flat_map(|table| table.all_keys().map(move |(p, _)| format!("{}.{}", table.path, p.key)))
        .filter(|path| !path.contains('<'))
        .collect();
    nearest(key, paths.iter().map(String::as_str))
}
