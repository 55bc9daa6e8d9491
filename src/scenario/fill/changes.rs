//! What a `[[change]]` sets: paths that may change, ids that exist, values in their range [N6].

use super::{Filler, Path, allowed, of_one_name};
use crate::scenario::changes::{address, beside, no_such};
use crate::scenario::filled::{Set, Value};
use crate::scenario::input::shorten;
use crate::scenario::parameters::{Kind, Parameter, find};
use crate::scenario::tree::Entry;

impl Filler<'_, '_, '_> {
    /// What a `[[change]]` sets, with paths in one piece.
    pub(super) fn changes(&mut self, entries: &[Entry], path: Path) -> Vec<Set> {
        let mut sets = Vec::new();
        for entry in entries {
            let before = self.faults.count();
            let Some(address) = address(&entry.key) else {
                // A key that is there and may not change is no typo of another.
                let names = if find(&entry.key).is_some() { Vec::new() } else { beside(&entry.key) };
                let near = self.faults.nearest(entry.place, &entry.key, names.iter().map(String::as_str));
                self.faults.say(entry.place, no_such(&shorten(&entry.key)), near);
                continue;
            };
            for (ids, id) in address.ids() {
                if !self.names.has(ids, id) {
                    let message = format!("there is no {} '{}' to change", ids.noun(), shorten(id));
                    let near = self.faults.nearest(entry.place, id, self.names.list(ids));
                    self.faults.say(entry.place, message, near);
                }
            }
            let around = entry.key.rsplit_once('.').map_or("", |(around, _)| around);
            let here = Path { parent: Some(&path), part: around };
            let value = match address.key.kind {
                Kind::Map { .. } => self.of_name(address.key, entry, path),
                _ => self.value(address.key, entry, here),
            };
            let place = entry.node.place;
            let doubt = self.doubt(&of_one_name(address.key), &entry.node, path, &entry.key);
            if let (Some(value), true) = (value, self.faults.count() == before) {
                sets.push(Set { path: entry.key.clone(), value, place, doubt });
            }
        }
        sets
    }

    /// The number of one name of a map.
    fn of_name(&mut self, key: &Parameter, entry: &Entry, path: Path) -> Option<Value> {
        let found = entry.node.number().filter(|v| key.allows(*v));
        if found.is_none() {
            self.faults.value(entry.node.place, path.key(&entry.key), allowed(&of_one_name(key)), None);
        }
        found.map(Value::Number)
    }
}
