//! `[correlate]` and `[simplex]`: what must hold together when keys are sampled. `[group]`: keys that are one factor of a
//! sensitivity analysis, each at its own share of its range.

use std::collections::BTreeSet;

use super::keys::{self, Keys};
use super::pattern::Pattern;
use super::vary::Varied;
use crate::range::Range;
use crate::sample::{Simplex, Sum};
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Entry, Node};

/// Names of the tables.
pub(crate) const TABLES: [&str; 3] = ["correlate", "simplex", "group"];

/// What holds together.
#[derive(Debug, Default)]
pub(crate) struct Together {
    /// For each varied key, the first of the keys that stand at one share of their ranges: itself if it has none.
    pub(crate) first: Vec<usize>,
    /// Families and groups of keys, by name.
    pub(crate) families: Vec<(String, Vec<usize>)>,
    /// Limited sums.
    pub(crate) simplexes: Vec<Simplex>,
}

impl Together {
    /// The dimension of each key in a sample, and their number: one for each family, and for each key without one.
    pub(crate) fn axes(&self) -> (Vec<usize>, usize) {
        let mut axes: Vec<usize> = Vec::with_capacity(self.first.len());
        let mut dimensions = 0;
        for (key, first) in self.first.iter().enumerate() {
            let axis = if *first == key { dimensions } else { axes.get(*first).copied().unwrap_or(0) };
            dimensions += usize::from(*first == key);
            axes.push(axis);
        }
        (axes, dimensions)
    }
}

/// Reads all three tables.
pub(crate) fn read(root: &Node, varied: &[Varied], collector: &mut Collector) -> Together {
    let mut first: Vec<usize> = (0..varied.len()).collect();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut families = Vec::new();
    for entry in entries(root, "correlate", collector) {
        let found = family(entry, varied, &mut used, collector);
        if let Some(least) = found.first().copied() {
            found.iter().for_each(|key| first[*key] = least);
            families.push((entry.key.clone(), found));
        }
    }
    // A sum may be limited of keys of a group.
    let mut grouped = BTreeSet::new();
    for entry in entries(root, "group", collector) {
        let found = family(entry, varied, &mut grouped, collector);
        if !found.is_empty() {
            families.push((entry.key.clone(), found));
        }
    }
    let mut simplexes = Vec::new();
    for entry in entries(root, "simplex", collector) {
        // A list of keys, or a table with it.
        let limited = matches!(entry.node.data, Data::Table(_));
        let (list, sum) = if limited {
            let mut keys = Keys::new(&entry.key, &entry.node, collector);
            keys.only(&["keys", "most", "sum"]);
            if keys.lacks("keys") {
                keys.fault("", "needs keys, a list");
            }
            let [most, sum] = ["most", "sum"].map(|key| keys.number(key, f64::MIN, f64::MAX));
            if most.is_some() && sum.is_some() {
                keys.fault("sum", "most limits a sum, and sum gives it: only one of them can hold");
            }
            (entry.node.get("keys").map(|entry| &entry.node), sum.map(Sum::Exactly).or(most.map(Sum::Most)))
        } else {
            (Some(&entry.node), None)
        };
        let Some(list) = list else { continue };
        let keys = members(&entry.key, list, varied, &mut used, collector);
        let sum = sum.unwrap_or(Sum::Most(1.0));
        if possible(&entry.key, entry.place, &keys, varied, sum, collector) {
            simplexes.push(Simplex { keys, sum });
        }
    }
    Together { first, families, simplexes }
}

fn entries<'n>(root: &'n Node, name: &str, collector: &mut Collector) -> &'n [Entry] {
    if root.get(name).is_none() {
        return &[];
    }
    keys::table(root, name, collector).map_or(&[], Node::entries)
}

/// The keys of a family or group, in their own order. Tables of results have it under its name.
fn family(
    entry: &Entry,
    varied: &[Varied],
    used: &mut BTreeSet<usize>,
    collector: &mut Collector,
) -> Vec<usize> {
    let (name, before) = (&entry.key, collector.count());
    let found = members(name, &entry.node, varied, used, collector);
    if found.is_empty() && collector.count() == before {
        collector.say(entry.place, format!("{name} has no keys; list some, or leave it out"), None);
    } else if varied.iter().any(|varied| varied.key == *name) {
        let message = format!("a varied key is called {name} as well; give these keys another name");
        collector.say(entry.place, message, None);
    }
    found
}

/// The varied keys of a list of keys and patterns, in their own order.
fn members(
    name: &str,
    node: &Node,
    varied: &[Varied],
    used: &mut BTreeSet<usize>,
    collector: &mut Collector,
) -> Vec<usize> {
    let Data::List(list) = &node.data else {
        let message =
            format!("{name} must be a list of varied keys, such as [\"infrastructure.*.effects.*\"]");
        collector.say(node.place, message, None);
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    for item in list {
        let Data::Text(text) = &item.data else {
            collector.say(item.place, "must be a key in quotes".into(), None);
            continue;
        };
        let pattern = Pattern::new(text);
        let fitting: Vec<usize> = (0..varied.len()).filter(|key| pattern.fits(&varied[*key].key)).collect();
        if fitting.is_empty() {
            let near = collector.nearest(item.place, text, varied.iter().map(|varied| varied.key.as_str()));
            collector.say(item.place, format!("no varied key is '{text}'"), near);
        }
        for key in fitting {
            if used.insert(key) {
                found.insert(key);
            } else if !found.contains(&key) {
                let message = format!("{} holds together with others already", varied[key].key);
                collector.say(item.place, message, None);
            }
        }
    }
    found.into_iter().collect()
}

/// Whether a sum can be limited or given.
fn possible(
    name: &str,
    place: Place,
    keys: &[usize],
    varied: &[Varied],
    sum: Sum,
    collector: &mut Collector,
) -> bool {
    let (mut least, mut largest) = (0.0, 0.0);
    for key in keys {
        let Varied { key, range, .. } = &varied[*key];
        match range {
            Range::Number { from, to, log: false } => (least, largest) = (least + from, largest + to),
            _ => {
                let message = format!(
                    "{key} must be spread evenly over numbers, from and to without log, as its sum with others is limited or given"
                );
                collector.say(place, message, None);
                return false;
            }
        }
    }
    let message = match sum {
        Sum::Most(most) if least > most => {
            format!("{name}: the least values add up to {least} already, and at most {most} is allowed")
        }
        Sum::Exactly(sum) if least > sum || largest < sum => {
            format!("{name}: the ranges add up to {least} at least and {largest} at most, and not to {sum}")
        }
        _ => return true,
    };
    collector.say(place, message, None);
    false
}
