//! Checks every key of the tree against the table of parameters, and fills in the defaults.

mod changes;
mod doubts;
mod hints;
mod prices;

use super::display::text_fault;
use super::filled::{Filled, Item, Value};
use super::input::shorten;
use super::parameters::{Bound, Ids, Kind, Parameter, Preset, ROOT, Shape, Table, is_name, name_range};
use super::source::{Collector, Place};
use super::tree::{Data, Entry, Node};
use super::{HazardClass, Lever, Words, generate};
use std::collections::BTreeSet;

/// Ids that can be referred to.
struct KnownIds([(Ids, Known); 7]);

/// Ids in file order, and a set for lookups.
struct Known {
    list: Vec<String>,
    set: BTreeSet<String>,
}

impl Known {
    fn of(list: Vec<String>) -> Known {
        Known { set: list.iter().cloned().collect(), list }
    }
}

impl KnownIds {
    fn of(root: &Node) -> KnownIds {
        let entries = |table: &str| root.get(table).map_or(&[] as &[Entry], |entry| entry.node.entries());
        let ids = |table: &str| Known::of(entries(table).iter().map(|id| id.key.clone()).collect());
        let levers = Lever::names(entries("risk").iter().map(|id| id.key.as_str()));
        KnownIds([
            (Ids::Waste, ids("waste")),
            (Ids::Product, ids("product")),
            (Ids::Technology, ids("technology")),
            (Ids::Infrastructure, ids("infrastructure")),
            (Ids::Lever, Known::of(levers)),
            (Ids::Plant, Known::of(generate::plant_ids(root))),
            (Ids::HazardClass, Known::of(HazardClass::WORDS.iter().map(|&class| class.into()).collect())),
        ])
    }

    /// Those to suggest: an id that is itself refused is none. A lever may have a dot.
    fn list(&self, ids: Ids) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(kind, _)| *kind == ids)
            .flat_map(|(_, known)| known.list.iter().map(String::as_str))
            .filter(|id| id.split('.').all(is_name))
    }

    fn has(&self, ids: Ids, name: &str) -> bool {
        self.0.iter().any(|(kind, known)| *kind == ids && known.set.contains(name))
    }
}

/// Location of a table, for messages; formatted only when needed.
#[derive(Clone, Copy)]
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    part: &'a str,
}

impl Path<'_> {
    fn text(&self) -> String {
        match self.parent {
            Some(parent) if !parent.part.is_empty() => format!("{}.{}", parent.text(), self.part),
            _ => self.part.to_string(),
        }
    }

    fn key(&self, key: &str) -> String {
        Path { parent: Some(self), part: key }.text()
    }

    /// ` in [join]`, or nothing for the file itself.
    fn inside(&self) -> String {
        if self.part.is_empty() { String::new() } else { format!(" in [{}]", self.text()) }
    }
}

/// Checks a whole scenario against [`ROOT`].
pub(super) fn fill(root: &Node, faults: &mut Collector) -> Filled {
    let names = KnownIds::of(root);
    let path = Path { parent: None, part: "" };
    let scenario = root.get("scenario");
    let scale = scenario.and_then(|scenario| scenario.node.get("money_scale"));
    let money_scale = scale.and_then(|scale| scale.node.number());
    Filler { names: &names, money_scale, faults }.table(&ROOT, root, root.place, path, String::new())
}

struct Filler<'a, 'b, 'c> {
    names: &'a KnownIds,
    /// What sums of money that are not given follow, in or out of its range.
    money_scale: Option<f64>,
    faults: &'b mut Collector<'c>,
}

impl Filler<'_, '_, '_> {
    fn table(&mut self, schema: &'static Table, node: &Node, place: Place, path: Path, id: String) -> Filled {
        let mut filled =
            Filled { id, place, schema, items: Vec::new(), refused: Vec::new(), tables: Vec::new() };
        if !matches!(node.data, Data::Table(_)) {
            self.faults.value(node.place, path.text(), "must be a table".into(), None);
            return filled;
        }
        let meant = self.unknown(schema, node, path);
        for (key, own) in schema.all_keys() {
            let item = match node.get(key.key) {
                Some(entry) => {
                    let doubts = self.doubts(key, entry, path);
                    let value = self.value(key, entry, path);
                    value.map(|value| Item { key, value, place: entry.node.place, doubts })
                }
                None if own && meant.contains(key.key) => None,
                None if own => {
                    self.preset(key, place, path, &filled.id).map(|value| Item::plain(key, value, place))
                }
                None => None,
            };
            if item.is_none() && (node.get(key.key).is_some() || meant.contains(key.key)) {
                filled.refused.push(key.key);
            }
            filled.items.extend(item);
        }
        for inner in schema.tables {
            let list = self.tables(inner, node, place, path);
            filled.tables.push((inner, list));
        }
        filled
    }

    /// Refuses keys that the table does not have; returns the keys that were probably meant.
    fn unknown(&mut self, schema: &'static Table, node: &Node, path: Path) -> BTreeSet<String> {
        let known = || schema.all_keys().map(|(p, _)| p.key).chain(schema.tables.iter().map(|t| t.name()));
        let mut meant = BTreeSet::new();
        for entry in node.entries().iter().filter(|entry| !known().any(|key| key == entry.key)) {
            let hint = hints::of_key(&entry.key, schema, path);
            let message = format!("unknown key '{}'{}{hint}", shorten(&entry.key), path.inside());
            let near = self.faults.nearest(entry.place, &entry.key, known());
            meant.extend(near.clone());
            self.faults.say(entry.place, message, near);
        }
        meant
    }

    fn preset(&mut self, key: &'static Parameter, place: Place, path: Path, id: &str) -> Option<Value> {
        let preset = preset(key, self.money_scale, id);
        if preset.is_none() && matches!(key.default, Preset::Required | Preset::Money(_)) {
            let message = format!("'{}' is missing{}: {}", key.key, path.inside(), allowed(key));
            self.faults.say(place, message, None);
        }
        preset
    }

    /// All tables of one kind inside a table.
    fn tables(&mut self, schema: &'static Table, parent: &Node, place: Place, path: Path) -> Vec<Filled> {
        let here = Path { parent: Some(&path), part: schema.name() };
        let entry = parent.get(schema.name());
        let list = match (schema.shape, entry) {
            (Shape::One, None) => vec![self.table(schema, &Node::empty(place), place, here, String::new())],
            (Shape::One | Shape::Optional, Some(entry)) => {
                vec![self.table(schema, &entry.node, entry.place, here, String::new())]
            }
            (_, None) => Vec::new(),
            (Shape::ById { .. }, Some(entry)) => self.by_id(schema, entry, here),
            (Shape::List { by, repeats, .. }, Some(entry)) => self.list(schema, entry, here, by, repeats),
        };
        if let Shape::ById { needed: true } | Shape::List { needed: true, .. } = schema.shape
            && list.is_empty()
        {
            let place = entry.map_or(place, |entry| entry.place);
            self.faults.say(place, format!("at least one {} is needed", schema.header()), None);
        }
        list
    }

    fn by_id(&mut self, schema: &'static Table, entry: &Entry, path: Path) -> Vec<Filled> {
        if !matches!(entry.node.data, Data::Table(_)) {
            let message = format!("must be tables {}", schema.header());
            self.faults.value(entry.node.place, path.text(), message, None);
        }
        let mut list = Vec::new();
        for id in entry.node.entries() {
            if !is_name(&id.key) {
                let message = format!("the id '{}' must be {}", shorten(&id.key), name_range());
                self.faults.say(id.place, message, None);
            }
            let here = Path { parent: Some(&path), part: &id.key };
            list.push(self.table(schema, &id.node, id.place, here, id.key.clone()));
        }
        list
    }

    fn list(
        &mut self,
        schema: &'static Table,
        entry: &Entry,
        path: Path,
        by: &str,
        repeats: bool,
    ) -> Vec<Filled> {
        let Data::List(nodes) = &entry.node.data else {
            let message = format!("must be a list of tables, {}", schema.header());
            self.faults.value(entry.node.place, path.text(), message, None);
            return Vec::new();
        };
        let mut seen = BTreeSet::new();
        let mut list = Vec::with_capacity(nodes.len());
        for (i, (node, identity)) in nodes.iter().zip(entry.node.identities(by)).enumerate() {
            let number = (i + 1).to_string();
            let here = Path { parent: Some(&path), part: identity.as_deref().unwrap_or(&number) };
            if let (Some(id), Some(again), false) = (&identity, node.get(by), repeats)
                && !seen.insert(id.clone())
            {
                let message = format!("occurs twice; another {} has it", schema.header());
                self.faults.value(again.node.place, here.key(by), message, None);
            }
            list.push(self.table(schema, node, node.place, here, identity.clone().unwrap_or_default()));
        }
        list
    }

    fn value(&mut self, key: &'static Parameter, entry: &Entry, path: Path) -> Option<Value> {
        let value = match (key.kind, &entry.node.data) {
            (Kind::Number { .. }, _) => entry.node.number().filter(|v| key.allows(*v)).map(Value::Number),
            (Kind::Integer { min, max }, Data::Integer(v)) => {
                i64::try_from(*v).ok().filter(|v| (min..=max).contains(v)).map(Value::Integer)
            }
            (Kind::Bool, Data::Bool(v)) => Some(Value::Bool(*v)),
            (Kind::Text | Kind::Label, Data::Text(text)) => match text_fault(key, text) {
                None => Some(Value::Text(text.clone())),
                Some(fault) => {
                    self.faults.value(entry.node.place, path.key(key.key), fault, None);
                    return None;
                }
            },
            (Kind::Name, Data::Text(text)) => is_name(text).then(|| Value::Text(text.clone())),
            (Kind::Word(words), Data::Text(text)) => {
                if !words.contains(&text.as_str()) {
                    let near = self.faults.nearest(entry.node.place, text, words.iter().copied());
                    self.faults.value(entry.node.place, path.key(key.key), allowed(key), near);
                    return None;
                }
                Some(Value::Text(text.clone()))
            }
            (Kind::Id(ids), Data::Text(text)) => {
                return self.id(ids, text, key, &entry.node, path).map(Value::Text);
            }
            (Kind::IdList(ids), Data::List(items)) => {
                return Some(Value::List(self.id_list(ids, items, key, path)));
            }
            (Kind::Prices, _) => return self.prices(key, &entry.node, path),
            (Kind::Names, _) => {
                // With a base it was taken out when the base was read.
                let message = "says what is not taken from a base, and this file has none; leave it out";
                self.faults.value(entry.node.place, path.key(key.key), message.into(), None);
                return None;
            }
            (Kind::Changes, Data::Table(entries)) => {
                let here = Path { parent: Some(&path), part: key.key };
                return Some(Value::Changes(self.changes(entries, here)));
            }
            (Kind::Map { names, .. }, Data::Table(entries)) => {
                return Some(Value::Map(self.map(names, entries, key, path)));
            }
            _ => None,
        };
        if value.is_none() {
            let message = allowed(key) + &hints::of_value(key, &entry.node);
            self.faults.value(entry.node.place, path.key(key.key), message, None);
        }
        value
    }

    fn id(
        &mut self,
        ids: Ids,
        text: &str,
        key: &'static Parameter,
        node: &Node,
        path: Path,
    ) -> Option<String> {
        if self.names.has(ids, text) {
            return Some(text.into());
        }
        let message = format!("must be the id of a {}", ids.noun());
        let near = self.faults.nearest(node.place, text, self.names.list(ids));
        self.faults.value(node.place, path.key(key.key), message, near);
        None
    }

    fn id_list(&mut self, ids: Ids, items: &[Node], key: &'static Parameter, path: Path) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for item in items {
            let Data::Text(text) = &item.data else {
                self.faults.value(item.place, path.key(key.key), allowed(key), None);
                continue;
            };
            if !seen.insert(text.as_str()) {
                self.faults.value(item.place, path.key(key.key), "occurs twice in the list".into(), None);
            } else {
                list.extend(self.id(ids, text, key, item, path));
            }
        }
        list
    }

    fn map(
        &mut self,
        ids: Ids,
        entries: &[Entry],
        key: &'static Parameter,
        path: Path,
    ) -> Vec<(String, f64)> {
        let mut map: Vec<(String, f64)> = Vec::new();
        let mut seen = BTreeSet::new();
        for entry in entries {
            if !self.names.has(ids, &entry.key) {
                let message =
                    format!("unknown {} '{}' in {}", ids.noun(), shorten(&entry.key), path.key(key.key));
                let near = self.faults.nearest(entry.place, &entry.key, self.names.list(ids));
                self.faults.say(entry.place, message, near);
                continue;
            }
            // `hazard.x` may be written quoted or dotted, and so may occur twice.
            if !seen.insert(entry.key.as_str()) {
                self.faults.say(
                    entry.place,
                    format!("'{}' occurs twice in {}", entry.key, path.key(key.key)),
                    None,
                );
            }
            match entry.node.number().filter(|v| key.allows(*v)) {
                Some(v) => map.push((entry.key.clone(), v)),
                None => {
                    let inside = Path { parent: Some(&path), part: key.key };
                    let message = allowed(&of_one_name(key));
                    self.faults.value(entry.node.place, inside.key(&entry.key), message, None);
                }
            }
        }
        map
    }
}

/// The value of a key that is absent from the table with an id; `None` if it is required, or another key or rule decides.
pub(super) fn preset(key: &Parameter, money_scale: Option<f64>, id: &str) -> Option<Value> {
    Some(match (key.default, money_scale) {
        (Preset::Money(v), Some(scale)) if key.allows(v * scale) => Value::Number(v * scale),
        (Preset::Required | Preset::Money(_) | Preset::Otherwise(_), _) => return None,
        (Preset::Number(v), _) => Value::Number(v),
        (Preset::Integer(v), _) => Value::Integer(v),
        (Preset::Bool(v), _) => Value::Bool(v),
        (Preset::Text(v), _) => Value::Text(v.into()),
        (Preset::OwnId, _) => Value::Text(id.into()),
        (Preset::Empty, _) if matches!(key.kind, Kind::Map { .. }) => Value::Map(Vec::new()),
        (Preset::Empty, _) => Value::List(Vec::new()),
    })
}

/// The description of one number of a map.
fn of_one_name(key: &Parameter) -> Parameter {
    let Kind::Map { min, max, .. } = key.kind else { return *key };
    let kind = Kind::Number { min: Bound::Closed(min), max: Bound::Closed(max) };
    Parameter { kind, default: Preset::Empty, ..*key }
}

/// `must be from 0 to 1e12, t/year (default 1000)`.
pub fn allowed(key: &Parameter) -> String {
    let number = if matches!(key.kind, Kind::Number { .. }) { "a number " } else { "" };
    let unit = if key.unit == "-" { String::new() } else { format!(", {}", key.unit) };
    let default = match key.default {
        Preset::Required | Preset::Empty | Preset::Text("") => String::new(),
        Preset::Money(_) => {
            let there = key.reference().unwrap_or_default();
            format!(" (in sverdlovsk.toml {there}; or set scenario.money_scale)")
        }
        // Required, unless another key is given.
        Preset::Otherwise(words) if words.starts_with("see ") => String::new(),
        _ => key.preset().map_or(String::new(), |preset| format!(" (default {preset})")),
    };
    format!("must be {number}{}{unit}{default}", key.range())
}
