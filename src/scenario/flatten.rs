//! Keys written dotted or quoted, brought into one form before files are merged.

use super::Lever;
use super::doubt::written::is_doubted;
use super::parameters::{Ids, Kind, Shape, Table};
use super::tree::{Data, Entry, Node};

/// `effects.hazard.accident` means `effects."hazard.accident"`; likewise what a `[[change]]` sets.
pub(super) fn flatten_levers(root: &mut Node, schema: &'static Table) {
    let Data::Table(entries) = &mut root.data else { return };
    let nested = |entry: &&mut Entry| matches!(entry.node.data, Data::Table(_) | Data::List(_));
    for entry in entries.iter_mut().filter(nested) {
        let levers = schema
            .keys
            .iter()
            .any(|p| p.key == entry.key && matches!(p.kind, Kind::Map { names: Ids::Lever, .. }));
        let sets = schema.keys.iter().any(|p| p.key == entry.key && p.kind == Kind::Changes);
        if let (Data::List(items), "change") = (&mut entry.node.data, entry.key.as_str())
            && let Some(table) = schema.tables.iter().find(|t| t.path == "change")
        {
            items.iter_mut().for_each(|item| flatten_levers(item, table));
        }
        let Data::Table(inner) = &mut entry.node.data else { continue };
        if sets {
            *inner = in_one_piece(std::mem::take(inner), "");
        } else if levers {
            *inner = std::mem::take(inner).into_iter().flat_map(flat).collect();
        } else if let Some(table) = schema.tables.iter().find(|t| t.name() == entry.key) {
            match table.shape {
                // Of an argument: a change by its year.
                Shape::List { .. } if table.path == "change" => {
                    for year in inner {
                        with_set(&mut year.node);
                        flatten_levers(&mut year.node, table);
                    }
                }
                Shape::ById { .. } => inner.iter_mut().for_each(|id| flatten_levers(&mut id.node, table)),
                _ => flatten_levers(&mut entry.node, table),
            }
        }
    }
}

/// `change.2030.policy.subsidy_per_t` means `change.2030.set.policy.subsidy_per_t`, as no key of a change is a table but
/// `set` [N6].
fn with_set(change: &mut Node) {
    let place = change.place;
    let Data::Table(entries) = &mut change.data else { return };
    if let [entry] = entries.as_slice()
        && entry.key != "set"
        && matches!(entry.node.data, Data::Table(_))
    {
        let set = Node::plain(place, Data::Table(std::mem::take(entries)));
        entries.push(Entry { key: "set".into(), place: set.place, node: set });
    }
}

/// What a `[[change]]` sets: `{ policy = { subsidy_per_t = 5 } }` means `{ "policy.subsidy_per_t" = 5 }` [N6].
fn in_one_piece(entries: Vec<Entry>, around: &str) -> Vec<Entry> {
    let mut list = Vec::with_capacity(entries.len());
    for entry in entries {
        let key = if around.is_empty() { entry.key } else { format!("{around}.{}", entry.key) };
        match entry.node.data {
            Data::Table(inner) if !inner.is_empty() && !is_doubted(&inner) => {
                list.extend(in_one_piece(inner, &key))
            }
            data => {
                let node = Node::plain(entry.node.place, data);
                list.push(Entry { key, place: entry.place, node });
            }
        }
    }
    list
}

fn flat(entry: Entry) -> Vec<Entry> {
    match entry.node.data {
        Data::Table(inner) if Lever::OF_RISK.iter().any(|(word, _)| *word == entry.key) => {
            inner.into_iter().map(|e| Entry { key: format!("{}.{}", entry.key, e.key), ..e }).collect()
        }
        data => vec![Entry { node: Node::plain(entry.node.place, data), ..entry }],
    }
}
