//! Lists every value of a scenario with what is known of it.

use super::{Doubt, Doubted};
use crate::scenario::as_meant::{self, quote};
use crate::scenario::changes::address;
use crate::scenario::fill::preset;
use crate::scenario::filled::{Filled, Item, NoKey, Value};
use crate::scenario::parameters::{Parameter, Preset, Shape, is_name};

/// Every value of a scenario, in file order, each name of a map by itself.
pub(in crate::scenario) fn list(root: &Filled) -> Result<Vec<Doubted>, NoKey> {
    let scale = root.own("scenario")?.item("money_scale")?.and_then(|item| number(&item.value));
    let mut lister = Lister { money_scale: scale, list: Vec::new() };
    lister.tables(root, "");
    Ok(lister.list)
}

struct Lister {
    money_scale: Option<f64>,
    list: Vec<Doubted>,
}

impl Lister {
    fn tables(&mut self, parent: &Filled, path: &str) {
        for (table, filled) in &parent.tables {
            let here = within(path, table.name());
            for (number, filled) in (1..).zip(filled) {
                let id = if filled.id.is_empty() { format!("{number}") } else { name(&filled.id) };
                let here = match table.shape {
                    Shape::One | Shape::Optional => here.clone(),
                    Shape::ById { .. } | Shape::List { .. } => within(&here, &id),
                };
                for item in &filled.items {
                    self.item(item, &filled.id, &within(&here, item.key.key));
                }
                self.tables(filled, &here);
            }
        }
    }

    fn item(&mut self, item: &Item, id: &str, path: &str) {
        let default = default(item, id, self.money_scale);
        let mut add =
            |path: String, key: &'static Parameter, value: &Value, default, doubt: Option<&Doubt>| {
                let unsaid = || Doubt {
                    source: if default == Some(true) {
                        format!("default: {}", key.source)
                    } else {
                        String::new()
                    },
                    ..Doubt::default()
                };
                self.list.push(Doubted {
                    path,
                    unit: key.unit,
                    value: match value {
                        Value::Text(text) => text.clone(),
                        other => as_meant::value(other),
                    },
                    number: number(value),
                    whole: matches!(value, Value::Integer(_)),
                    default,
                    choice: key.choice,
                    doubt: doubt.cloned().unwrap_or_else(unsaid),
                });
            };
        match &item.value {
            Value::Map(map) => {
                for (of, v) in map {
                    // Classes that are not named have a factor of 1.
                    let default = (item.key.key == "fee_factor_class").then_some(*v == 1.0).or(default);
                    add(within(path, &name(of)), item.key, &Value::Number(*v), default, item.doubt(of));
                }
            }
            Value::Changes(sets) => {
                for set in sets {
                    let key = address(&set.path).map_or(item.key, |address| address.key);
                    add(within(path, &set.path), key, &set.value, None, set.doubt.as_ref());
                }
            }
            value => add(path.into(), item.key, value, default, item.doubt("")),
        }
    }
}

/// Whether a value is the default of its key; `None` if the key has none, or another key decides.
fn default(item: &Item, id: &str, money_scale: Option<f64>) -> Option<bool> {
    match item.key.default {
        Preset::Otherwise(_) => None,
        _ => preset(item.key, money_scale, id).map(|preset| preset == item.value),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(v) => Some(*v),
        Value::Integer(v) => Some(*v as f64),
        _ => None,
    }
}

fn within(path: &str, part: &str) -> String {
    if path.is_empty() { part.into() } else { format!("{path}.{part}") }
}

/// A part of a path, quoted if `--set` would not read it otherwise.
fn name(part: &str) -> String {
    if is_name(part) { part.into() } else { quote(part) }
}
