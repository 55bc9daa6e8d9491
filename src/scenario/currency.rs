//! A scenario in another currency than its base must leave no sum of money as it is: roubles would become dollars.

use super::changes::address;
use super::input::shorten;
use super::parameters::{Kind, Parameter, Preset, Shape, Table, table};
use super::source::Collector;
use super::tree::{Data, Entry, Node};

/// The currency of a file: its own, or the default.
pub(super) fn of(root: &Node) -> String {
    let given = root.get("scenario").and_then(|scenario| scenario.node.get("currency"));
    let default = table("scenario").and_then(|table| table.keys.iter().find(|key| key.key == "currency"));
    match (given.map(|entry| &entry.node.data), default.map(|key| key.default)) {
        (Some(Data::Text(currency)), _) => currency.clone(),
        (_, Some(Preset::Text(currency))) => currency.into(),
        _ => String::new(),
    }
}

/// Refuses a currency that is not that of before if sums of money from before remain. `old` tells the sources of before.
pub(super) fn check(
    root: &Node,
    schema: &'static Table,
    before: &str,
    old: &dyn Fn(usize) -> bool,
    faults: &mut Collector,
) {
    let Some(given) = root.get("scenario").and_then(|scenario| scenario.node.get("currency")) else { return };
    let now = of(root);
    if now == before || old(given.node.place.source) {
        return;
    }
    let mut found = Found { old, count: 0, first: None };
    found.table(root, schema, "");
    let Some(first) = found.first else { return };
    let [before, now] = [before, &now].map(shorten);
    let sums = match found.count {
        1 => format!("a sum of money in {before} remains: {first}"),
        count => format!("{count} sums of money in {before} remain, such as {first}"),
    };
    let message = format!(
        "is another currency than the {before} of what it changes, and {sums}; give them in {now}, convert the file \
         that has them, or begin with `circulus new my.toml --currency ... --scale ...` (money_scale is for keys that \
         are given nowhere)"
    );
    faults.value(given.node.place, "scenario.currency".into(), message, None);
}

/// Sums of money that were there before.
struct Found<'a> {
    old: &'a dyn Fn(usize) -> bool,
    count: usize,
    first: Option<String>,
}

impl Found<'_> {
    fn table(&mut self, node: &Node, schema: &'static Table, path: &str) {
        for entry in node.entries() {
            if let Some(inner) = schema.tables.iter().find(|table| table.name() == entry.key) {
                self.tables(entry, inner, path);
            } else if let Some((key, _)) = schema.all_keys().find(|(key, _)| key.key == entry.key) {
                match (key.kind, &entry.node.data) {
                    (Kind::Changes, Data::Table(sets)) => {
                        for set in sets {
                            if let Some(address) = address(&set.key) {
                                self.key(address.key, set, path);
                            }
                        }
                    }
                    _ => self.key(key, entry, path),
                }
            }
        }
    }

    fn tables(&mut self, entry: &Entry, schema: &'static Table, path: &str) {
        // The path is told of the first sum alone; there may be a million plants.
        let below = |name: &str| match self.first {
            Some(_) => String::new(),
            None if path.is_empty() => name.to_owned(),
            None => format!("{path}.{name}"),
        };
        let here = below(&entry.key);
        match &entry.node.data {
            Data::List(list) => {
                for item in list {
                    let id = match schema.shape {
                        Shape::List { by, .. } if self.first.is_none() => item.get(by),
                        _ => None,
                    };
                    let id = id.and_then(|entry| entry.node.identity());
                    self.table(item, schema, &id.map_or(here.clone(), |id| format!("{here}.{id}")));
                }
            }
            Data::Table(ids) if schema.path.ends_with(".<id>") => {
                for id in ids {
                    let here =
                        if self.first.is_none() { format!("{here}.{}", id.key) } else { String::new() };
                    self.table(&id.node, schema, &here);
                }
            }
            _ => self.table(&entry.node, schema, &here),
        }
    }

    fn key(&mut self, key: &Parameter, entry: &Entry, path: &str) {
        let money = key.unit.starts_with("money") || key.key == "money_scale";
        // Nothing is nothing in any currency.
        let something = match &entry.node.data {
            Data::List(list) => !list.is_empty(),
            _ => entry.node.number().is_some_and(|sum| sum != 0.0),
        };
        if money && something && (self.old)(entry.node.place.source) {
            self.count += 1;
            self.first.get_or_insert_with(|| format!("{path}.{}", entry.key));
        }
    }
}
