//! `without`: what a file does not take from its base.
//!
//! What lists by name only (what plants adopt, know, run, generate or have agreed, dated changes, shares and effects)
//! goes with what is left out. A technology is nothing without its waste, product or residue: it stays, and is refused
//! where it names them, unless the file gives it others or leaves it out as well.

use super::changes::address;
use super::fill::allowed;
use super::input::shorten;
use super::merge::{STAR, fits};
use super::parameters::{Ids, Kind, ROOT, Shape, Table};
use super::source::Collector;
use super::tree::{Data, Entry, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Tables of which a file may leave out entries.
const TABLES: [&str; 6] = ["infrastructure", "risk", "waste", "product", "technology", "plant"];

/// Leaves out what the list names, with all that is nothing without it.
pub(super) fn leave_out(base: &mut Node, names: &Node, faults: &mut Collector) {
    let Data::List(items) = &names.data else {
        let Some(key) = ROOT.keys.iter().find(|key| key.kind == Kind::Names) else { return };
        return faults.value(names.place, "without".into(), allowed(key), None);
    };
    let mut ids: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let mut gone = Gone::default();
    for item in items {
        let name = if let Data::Text(name) = &item.data { name.as_str() } else { "" };
        let (of, id) = name.split_once('.').unwrap_or((name, ""));
        let Some(table) = TABLES.into_iter().find(|table| *table == of && !id.is_empty()) else {
            let message =
                format!("must be one of {}, then a dot, and an id or *, such as plant.*", TABLES.join(", "));
            let near = faults.nearest(item.place, of, TABLES).filter(|_| !id.is_empty());
            let near = near.map(|table| format!("{table}.{id}"));
            faults.value(item.place, "without".into(), message, near);
            continue;
        };
        let known = ids.entry(table).or_insert_with(|| ids_of(base, table));
        let left = gone.0.entry(table).or_default();
        if id.contains(STAR) {
            let mut found = known.iter().filter(|known| fits(id, known)).peekable();
            if found.peek().is_none() {
                let message = format!("no {table} of the base is what this name stands for; leave it out");
                faults.value(item.place, "without".into(), message, None);
            }
            left.extend(found.cloned());
        } else if known.contains(id) {
            left.insert(id.to_owned());
        } else {
            let message = format!("there is no {table} '{}' in the base", shorten(id));
            let near = faults.nearest(item.place, id, known.iter().map(String::as_str));
            let near = near.map(|id| format!("{table}.{id}"));
            faults.value(item.place, "without".into(), message, near);
        }
    }
    if faults.is_empty() {
        gone.clear(base, &ROOT);
    }
}

/// Ids of a table of the file.
fn ids_of(base: &Node, table: &str) -> BTreeSet<String> {
    let Some(entry) = base.get(table) else { return BTreeSet::new() };
    match &entry.node.data {
        Data::List(_) => entry.node.identities("id").into_iter().flatten().collect(),
        _ => entry.node.entries().iter().map(|entry| entry.key.clone()).collect(),
    }
}

/// Ids of what is left out, by table.
#[derive(Default)]
struct Gone(BTreeMap<&'static str, BTreeSet<String>>);

impl Gone {
    fn has(&self, table: &str, id: &str) -> bool {
        self.0.get(table).is_some_and(|left| left.contains(id))
    }

    /// Whether a name refers to something left out.
    fn named(&self, ids: Ids, name: &str) -> bool {
        match (ids, name.split_once('.')) {
            (Ids::Lever, Some((_, risk))) => self.has("risk", risk),
            _ => self.has(ids.noun(), name),
        }
    }

    /// The same of a value.
    fn names(&self, ids: Ids, node: &Node) -> bool {
        matches!(&node.data, Data::Text(name) if self.named(ids, name))
    }

    /// Removes what is left out, and what is nothing without it, from a table.
    fn clear(&self, node: &mut Node, schema: &'static Table) {
        let Data::Table(entries) = &mut node.data else { return };
        for entry in entries.iter_mut() {
            if let Some(table) = schema.tables.iter().find(|table| table.name() == entry.key) {
                self.tables(entry, table);
            } else if let Some((key, _)) = schema.all_keys().find(|(key, _)| key.key == entry.key) {
                match (key.kind, &mut entry.node.data) {
                    (Kind::IdList(ids), Data::List(list)) => list.retain(|item| !self.names(ids, item)),
                    // A technology without one of its products is another one.
                    (Kind::Map { names: Ids::Product, .. }, _) => {}
                    (Kind::Map { names, .. }, Data::Table(map)) => {
                        map.retain(|entry| !self.named(names, &entry.key));
                    }
                    (Kind::Changes, Data::Table(sets)) => sets.retain(|set| {
                        let ids = address(&set.key).map(|address| address.ids());
                        !ids.into_iter().flatten().any(|(ids, id)| self.named(ids, id))
                    }),
                    _ => {}
                }
            }
        }
        // A table of which nothing is left is as if the base had none.
        let empty = |data: &Data| match data {
            Data::List(list) => list.is_empty(),
            Data::Table(ids) => ids.is_empty(),
            _ => false,
        };
        let is_many = |table: &Table| matches!(table.shape, Shape::List { .. } | Shape::ById { .. });
        let many = |key: &str| schema.tables.iter().any(|table| table.name() == key && is_many(table));
        entries.retain(|entry| !many(&entry.key) || !empty(&entry.node.data));
    }

    /// Removes it from all tables of a kind.
    fn tables(&self, entry: &mut Entry, table: &'static Table) {
        match (table.shape, &mut entry.node.data) {
            (Shape::ById { .. }, Data::Table(ids)) => {
                ids.retain(|id| !self.has(table.name(), &id.key));
                ids.iter_mut().for_each(|id| self.clear(&mut id.node, table));
            }
            (Shape::List { by, .. }, Data::List(list)) => {
                list.retain_mut(|item| self.stays(item, by, table));
            }
            _ => self.clear(&mut entry.node, table),
        }
    }

    /// Whether an entry of a list stays; what is left out is removed from it.
    fn stays(&self, item: &mut Node, by: &str, table: &'static Table) -> bool {
        let id = item.get(by).and_then(|entry| entry.node.identity());
        let names_one = table.keys.iter().any(|key| match (key.kind, item.get(key.key)) {
            (Kind::Id(ids), Some(entry)) => self.names(ids, &entry.node),
            _ => false,
        });
        if names_one || id.is_some_and(|id| self.has(table.name(), &id)) {
            return false;
        }
        let size = |item: &Node| match (table.path, &item.get(by)?.node.data) {
            ("knows", Data::List(plants)) => Some(plants.len() > 1),
            ("change", _) => Some(!item.get("set")?.node.entries().is_empty()),
            _ => None,
        };
        // One that was too short before is the base's fault, and told as such.
        let before = size(item);
        self.clear(item, table);
        !(before == Some(true) && size(item) == Some(false))
    }
}
