//! Doubts as written in a file: separated from their values before files are merged, so that all else sees plain values.

use crate::scenario::parameters::{Kind, Shape, Table};
use crate::scenario::tree::{Data, Entry, Node};

/// The key of the value itself.
const VALUE: &str = "value";
/// The keys that give the values that it may have.
pub(in crate::scenario) const RANGE: [&str; 5] = ["low", "high", "scale", "distribution", "sd"];
/// The keys that say where it comes from.
pub(in crate::scenario) const ORIGIN: [&str; 3] = ["grade", "source", "note"];

/// Whether a table is a value with what is known of it: it has a `value` that is no table.
pub(in crate::scenario) fn is_doubted(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.key == VALUE && !matches!(entry.node.data, Data::Table(_)))
}

/// Separates every doubted value of a table into the value, and what is known of it.
pub(in crate::scenario) fn separate(root: &mut Node, schema: &'static Table) {
    let Data::Table(entries) = &mut root.data else { return };
    // Only tables can be doubted, or hold what can.
    let nested = |entry: &&mut Entry| matches!(entry.node.data, Data::Table(_) | Data::List(_));
    for entry in entries.iter_mut().filter(nested) {
        if let Some(inner) = schema.tables.iter().find(|table| table.name() == entry.key) {
            of_tables(&mut entry.node, inner);
        } else if let Some((key, _)) = schema.all_keys().find(|(key, _)| key.key == entry.key) {
            match (key.kind, &mut entry.node.data) {
                (Kind::Map { .. } | Kind::Changes, Data::Table(named)) => {
                    named.iter_mut().for_each(|named| of_value(&mut named.node));
                }
                _ => of_value(&mut entry.node),
            }
        }
    }
}

/// The same for all tables of a kind.
fn of_tables(node: &mut Node, schema: &'static Table) {
    match (schema.shape, &mut node.data) {
        (Shape::ById { .. }, Data::Table(ids)) => {
            ids.iter_mut().for_each(|id| separate(&mut id.node, schema))
        }
        (Shape::List { .. }, Data::List(list)) => list.iter_mut().for_each(|item| separate(item, schema)),
        _ => separate(node, schema),
    }
}

fn of_value(node: &mut Node) {
    let Data::Table(entries) = &mut node.data else { return };
    if !is_doubted(entries) {
        return;
    }
    if let Some(at) = entries.iter().position(|entry| entry.key == VALUE) {
        let value = entries.remove(at).node;
        let doubt = std::mem::take(entries).into_boxed_slice();
        *node = Node { doubt: Some(doubt), ..value };
    }
}

/// What stays known when `--set` gives another value: its range if the value is in it, but not where the old one came
/// from. All of it if the value is the same, and if it makes no sense, which is a fault whatever the value.
pub(in crate::scenario) fn kept(old: &Node, new: &Node) -> Option<Box<[Entry]>> {
    let about = old.doubt.as_deref()?;
    let same = match (&old.data, &new.data) {
        (Data::Text(old), Data::Text(new)) => old == new,
        _ => new.number().is_some_and(|new| old.number() == Some(new)),
    };
    let is_range = |entry: &&Entry| RANGE.contains(&entry.key.as_str());
    let known = |entry: &Entry| is_range(&entry) || ORIGIN.contains(&entry.key.as_str());
    if same || !about.iter().all(known) {
        return old.doubt.clone();
    }
    let range: Box<[Entry]> = about.iter().filter(is_range).cloned().collect();
    let end = |key: &str| range.iter().find(|entry| entry.key == key).and_then(|entry| entry.node.number());
    match (end("low"), end("high")) {
        _ if range.is_empty() => None,
        (Some(low), Some(high)) => (low..=high).contains(&new.number()?).then_some(range),
        _ => old.doubt.clone(),
    }
}
