//! Lists every value of a scenario with what is known of it.

use super::{Doubt, Doubted};
use crate::scenario::as_meant::{quote, value};
use crate::scenario::fill::preset;
use crate::scenario::filled::{Filled, Item, NoKey, Value};
use crate::scenario::parameters::{Kind, Shape, is_name};

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
        let default = preset(item.key, self.money_scale, id).is_some_and(|preset| preset == item.value);
        let unsaid = || Doubt {
            source: if default { format!("default: {}", item.key.source) } else { String::new() },
            ..Doubt::default()
        };
        let mut add = |path: String, value: String, number: Option<f64>, doubt: Option<&Doubt>| {
            self.list.push(Doubted {
                path,
                unit: item.key.unit,
                value,
                number,
                whole: matches!(item.key.kind, Kind::Integer { .. }),
                default,
                doubt: doubt.cloned().unwrap_or_else(unsaid),
            });
        };
        match &item.value {
            Value::Map(map) => {
                for (of, v) in map {
                    add(within(path, &name(of)), format!("{v:?}"), Some(*v), item.doubt(of));
                }
            }
            Value::Changes(sets) => {
                for set in sets {
                    add(within(path, &set.path), value(&set.value), number(&set.value), set.doubt.as_ref());
                }
            }
            Value::Text(text) => add(path.into(), text.clone(), None, item.doubt("")),
            of_one => add(path.into(), value(of_one), number(of_one), item.doubt("")),
        }
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
