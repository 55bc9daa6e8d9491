//! Merges scenarios: a file over its `base`, and `--set` arguments over the file.
//!
//! Tables merge key by key and id by id, plants by their id; any other list is replaced as a whole. Ids of the base
//! keep their order, new ones follow.

mod products;

use super::doubt::written::kept;
use super::parameters::{Kind, Shape, Table};
use super::source::{Collector, Place};
use super::tree::{Data, Entry, Node};
use products::{form_of_the_file, one_form_of_products};
use std::collections::{BTreeMap, BTreeSet};

/// Merges a file over its base.
pub(super) fn overlay(base: &mut Node, over: Node, root: &'static Table) {
    // A region that is generated takes the place of a base's plants, and the other way round, unless either file has
    // both. Entries that name dropped plants are dropped with them.
    let naming = ["knows", "contract", "change"];
    for (given, other) in [("generate", "plant"), ("plant", "generate")] {
        let dropped = [&[other][..], &naming].concat();
        if over.get(given).is_some()
            && over.get(other).is_none()
            && base.get(other).is_some()
            && base.get(given).is_none()
            && let Data::Table(entries) = &mut base.data
        {
            entries.retain(|entry| !dropped.contains(&entry.key.as_str()));
        }
    }
    tables(base, over, root, &mut None);
}

/// Applies `--set` arguments in order, each already parsed into nested tables; what they refer to must exist.
pub(super) fn assign(base: &mut Node, arguments: Vec<Node>, root: &'static Table, faults: &mut Collector) {
    let mut strict = Some(Setting { faults, lists: BTreeMap::new(), set: 0 });
    for over in arguments {
        let of_base = [("base", "a file with another base"), ("without", "it into a file with that base")];
        let found = of_base.into_iter().find_map(|(key, write)| Some((over.get(key)?, write)));
        if let Some((entry, write)) = found {
            let message = format!("cannot be set: the base is read before anything is; write {write}");
            if let Some(setting) = &mut strict {
                setting.faults.value(entry.node.place, entry.key.clone(), message, None);
            }
            continue;
        }
        let stars = place_of_star(&over);
        let so_far = |strict: &Strict| strict.as_ref().map(|setting| (setting.set, setting.faults.count()));
        let before = so_far(&strict);
        tables(base, over, root, &mut strict);
        let nothing = so_far(&strict) == before;
        if let (Some(setting), Some(place), true) = (&mut strict, stars, nothing) {
            setting.faults.say(place, NOTHING_MEANT.into(), None);
        }
    }
}

/// Where an argument has a `*`, which stands for all ids or names there; `None` without one.
fn place_of_star(over: &Node) -> Option<Place> {
    over.entries().iter().find_map(|entry| {
        if entry.key.contains(STAR) { Some(entry.place) } else { place_of_star(&entry.node) }
    })
}

/// The fault of an argument with a `*` that stands for nothing.
pub const NOTHING_MEANT: &str = "nothing in the scenario is what this key stands for";

/// Stands for all ids of a table, and for any letters in a name of a map.
pub(super) const STAR: char = '*';

/// Whether a name is one that a pattern with a `*` stands for.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once(STAR) {
        Some((before, after)) => {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
        None => pattern == name,
    }
}

/// State for `--set` arguments, which may not create ids: the faults, and an index of the long lists.
struct Setting<'a, 'b> {
    faults: &'a mut Collector<'b>,
    /// Positions of list entries in the file, by table and id.
    lists: BTreeMap<&'static str, BTreeMap<String, usize>>,
    /// Number of values set.
    set: usize,
}

/// `None` when merging files.
type Strict<'a, 'b> = Option<Setting<'a, 'b>>;

fn tables(base: &mut Node, over: Node, schema: &'static Table, strict: &mut Strict) {
    if !matches!(base.data, Data::Table(_)) || !matches!(over.data, Data::Table(_)) {
        *base = over;
        return;
    }
    let (Data::Table(base), Data::Table(over)) = (&mut base.data, over.data) else { return };
    let mut over = over;
    if schema.path == "technology.<id>" {
        match strict {
            None => one_form_of_products(base, &over),
            Some(_) => form_of_the_file(base, &mut over),
        }
    }
    for entry in over {
        let inner = schema.tables.iter().find(|t| t.name() == entry.key);
        let is_map = |kind| matches!(kind, Kind::Map { .. } | Kind::Changes);
        let map = schema.all_keys().any(|(p, _)| p.key == entry.key && is_map(p.kind));
        let known = inner.is_some() || schema.all_keys().any(|(p, _)| p.key == entry.key);
        // Unknown keys are refused later, however often they occur; there may be many, so no search for duplicates.
        let old = if known { base.iter_mut().find(|old| old.key == entry.key) } else { None };
        let Some(old) = old else {
            match (inner, strict.as_mut()) {
                (Some(table), Some(setting)) if !absent_may_be_set(table) => {
                    setting.faults.say(entry.place, format!("there is no {} to set", table.header()), None);
                }
                (Some(table), Some(_)) => {
                    let mut fresh = match table.shape {
                        Shape::List { .. } => Node::plain(entry.place, Data::List(Vec::new())),
                        _ => Node::empty(entry.place),
                    };
                    child(&mut fresh, entry.node, table, strict);
                    base.push(Entry { key: entry.key, place: entry.place, node: fresh });
                }
                // A map that the file does not have has no names that a star could stand for.
                (_, Some(_)) if place_of_star(&entry.node).is_some() => {}
                _ => push(base, entry, strict),
            }
            continue;
        };
        match inner {
            Some(table) => child(&mut old.node, entry.node, table, strict),
            None if map => names(&mut old.node, entry.node, strict),
            None => replace(old, entry, strict),
        }
    }
}

/// Whether a table absent from the file may be set: those with defaults, and the list of policy changes.
fn absent_may_be_set(table: &Table) -> bool {
    matches!(table.shape, Shape::One) || table.name() == "change"
}

fn child(base: &mut Node, over: Node, table: &'static Table, strict: &mut Strict) {
    match table.shape {
        Shape::One | Shape::Optional => tables(base, over, table, strict),
        Shape::ById { .. } => by_id(base, over, table, strict),
        Shape::List { by, .. } => match (&mut base.data, over.data) {
            (Data::List(base), Data::List(over)) if table.path == "plant" && strict.is_none() => {
                plants(base, over, by, table)
            }
            (Data::List(base), Data::Table(over)) if strict.is_some() => {
                over.into_iter().for_each(|entry| addressed(base, entry, by, table, strict));
            }
            (_, data) => *base = Node::plain(over.place, data),
        },
    }
}

fn by_id(base: &mut Node, over: Node, table: &'static Table, strict: &mut Strict) {
    if !matches!(base.data, Data::Table(_)) || !matches!(over.data, Data::Table(_)) {
        *base = over;
        return;
    }
    let (Data::Table(base), Data::Table(over)) = (&mut base.data, over.data) else { return };
    let index = index(base, over.len());
    for entry in over {
        if let Some(old) = found(base, &index, &entry.key) {
            tables(&mut old.node, entry.node, table, strict);
        } else if strict.is_some() && entry.key.contains(STAR) {
            for old in base.iter_mut().filter(|old| fits(&entry.key, &old.key)) {
                tables(&mut old.node, entry.node.clone(), table, strict);
            }
        } else if let Some(setting) = strict {
            unknown(setting.faults, entry.place, &entry.key, base.iter().map(|old| old.key.as_str()), table);
        } else {
            base.push(entry);
        }
    }
}

/// Replaces a value; an argument leaves its range as it is.
fn replace(old: &mut Entry, mut new: Entry, strict: &mut Strict) {
    if let Some(setting) = strict {
        setting.set += 1;
        new.node.doubt = kept(&old.node, &new.node);
    }
    *old = new;
}

/// Adds a value that was not there.
fn push(base: &mut Vec<Entry>, new: Entry, strict: &mut Strict) {
    if let Some(setting) = strict {
        setting.set += 1;
    }
    base.push(new);
}

/// A map from names to numbers is merged name by name.
fn names(base: &mut Node, over: Node, strict: &mut Strict) {
    if !matches!(base.data, Data::Table(_)) || !matches!(over.data, Data::Table(_)) {
        *base = over;
        return;
    }
    let (Data::Table(base), Data::Table(over)) = (&mut base.data, over.data) else { return };
    let index = index(base, over.len());
    for entry in over {
        match found(base, &index, &entry.key) {
            Some(old) => replace(old, entry, strict),
            None if strict.is_some() && entry.key.contains(STAR) => {
                for old in base.iter_mut().filter(|old| fits(&entry.key, &old.key)) {
                    let own = Entry { key: old.key.clone(), ..entry.clone() };
                    replace(old, own, strict);
                }
            }
            None => push(base, entry, strict),
        }
    }
}

/// Position of each key of a table; `None` for so few lookups that a linear search is as fast.
fn index(base: &[Entry], lookups: usize) -> Option<BTreeMap<String, usize>> {
    (lookups > 8).then(|| base.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect())
}

fn found<'b>(
    base: &'b mut [Entry],
    index: &Option<BTreeMap<String, usize>>,
    key: &str,
) -> Option<&'b mut Entry> {
    match index {
        Some(index) => base.get_mut(*index.get(key)?),
        None => base.iter_mut().find(|entry| entry.key == key),
    }
}

fn plants(base: &mut Vec<Node>, over: Vec<Node>, by: &str, table: &'static Table) {
    let identity = |node: &Node| node.get(by).and_then(|entry| entry.node.identity());
    let index: BTreeMap<String, usize> =
        base.iter().enumerate().filter_map(|(i, node)| Some((identity(node)?, i))).collect();
    let mut seen = BTreeSet::new();
    for node in over {
        let id = identity(&node);
        // A plant that occurs twice in one file is a fault of that file: both are kept for the check to report.
        let again = id.as_ref().is_some_and(|id| !seen.insert(id.clone()));
        match id.as_ref().and_then(|id| index.get(id)).and_then(|i| base.get_mut(*i)) {
            Some(old) if !again => tables(old, node, table, &mut None),
            _ => base.push(node),
        }
    }
}

/// `--set plant.KGOK.cash=1e9`: addresses an entry of a list by its identifying key.
fn addressed(base: &mut Vec<Node>, entry: Entry, by: &str, table: &'static Table, strict: &mut Strict) {
    let Some(setting) = strict else { return };
    if entry.key.contains(STAR) {
        let identity = |node: &Node| node.get(by).and_then(|entry| entry.node.identity());
        for old in base.iter_mut() {
            if identity(old).is_some_and(|id| fits(&entry.key, &id)) {
                tables(old, entry.node.clone(), table, strict);
            }
        }
    } else if let Some(old) = setting.entry(base, &entry.key, &entry.node, by, table) {
        let renamed = entry.node.get(by).is_some();
        tables(old, entry.node, table, strict);
        if let Some(setting) = strict.as_mut().filter(|_| renamed) {
            setting.lists.clear();
        }
    } else if table.name() == "change" {
        let year = entry.key.parse().map_or(Data::Text(entry.key.clone()), Data::Integer);
        let mut node = entry.node;
        if let Data::Table(entries) = &mut node.data {
            entries.insert(
                0,
                Entry { key: by.into(), place: entry.place, node: Node::plain(entry.place, year) },
            );
        }
        base.push(node);
    } else {
        let known = base.iter().filter_map(|node| match &node.get(by)?.node.data {
            Data::Text(id) => Some(id.as_str()),
            _ => None,
        });
        unknown(setting.faults, entry.place, &entry.key, known, table);
    }
}

impl Setting<'_, '_> {
    /// The entry with an id. There may be a million plants and thousands of arguments, so the first lookup builds an
    /// index.
    fn entry<'n>(
        &mut self,
        list: &'n mut [Node],
        id: &str,
        over: &Node,
        by: &str,
        table: &'static Table,
    ) -> Option<&'n mut Node> {
        let own = |node: &Node| node.get(by).and_then(|entry| entry.node.identity());
        if table.path == "change" {
            // Of the changes of one year the last holds; that which sets the key, if any does.
            let of_year = |node: &&mut Node| own(node).is_some_and(|known| known == id);
            let sets = |node: &Node| {
                let has = |key: &str| node.get("set").is_some_and(|sets| sets.node.get(key).is_some());
                over.get("set").is_some_and(|set| set.node.entries().iter().any(|entry| has(&entry.key)))
            };
            return list.iter_mut().filter(of_year).max_by_key(|node| sets(node));
        }
        if table.path != "plant" {
            return list.iter_mut().find(|node| own(node).is_some_and(|known| known == id));
        }
        let places = self.lists.entry(table.path).or_insert_with(|| {
            let ids = list.iter().enumerate().rev();
            ids.filter_map(|(at, node)| Some((node.get(by)?.node.identity()?, at))).collect()
        });
        places.get(id).and_then(|at| list.get_mut(*at))
    }
}

fn unknown<'a>(
    faults: &mut Collector,
    place: Place,
    id: &str,
    known: impl Iterator<Item = &'a str>,
    table: &Table,
) {
    let near = faults.nearest(place, id, known);
    faults.say(place, format!("there is no {} '{id}' to set", table.name()), near);
}
