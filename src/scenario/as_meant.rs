//! The complete scenario as TOML, every default filled in.

use super::doubt::Doubt;
use super::filled::{Filled, Item, Set, Value};
use super::input::steers;
use super::parameters::{Shape, is_bare};

/// The text; loading it gives the same scenario.
pub(super) fn render(root: &Filled) -> String {
    let mut text = String::new();
    inner(root, "", &mut text);
    text.trim_start().to_string()
}

fn inner(parent: &Filled, path: &str, text: &mut String) {
    for (table, list) in &parent.tables {
        let here =
            if path.is_empty() { table.name().to_string() } else { format!("{path}.{}", table.name()) };
        for filled in list {
            let (header, path) = match table.shape {
                Shape::One | Shape::Optional => (format!("[{here}]"), here.clone()),
                Shape::ById { .. } => {
                    let here = format!("{here}.{}", bare(&filled.id));
                    (format!("[{here}]"), here)
                }
                Shape::List { .. } => (format!("[[{here}]]"), here.clone()),
            };
            text.push_str(&format!("\n{header}\n"));
            for item in &filled.items {
                text.push_str(&format!("{} = {}\n", item.key.key, doubted(item)));
            }
            inner(filled, &path, text);
        }
    }
}

/// A value with what is known of it.
fn doubted(item: &Item) -> String {
    match &item.value {
        Value::Map(map) if !map.is_empty() => {
            let of = |(name, v): &(String, f64)| with_doubt(&Value::Number(*v), item.doubt(name));
            let pairs = map.iter().map(|named| format!("{} = {}", bare(&named.0), of(named)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        of_one => with_doubt(of_one, item.doubt("")),
    }
}

/// One value as TOML, with what is known of it, if anything is.
fn with_doubt(of: &Value, doubt: Option<&Doubt>) -> String {
    let text = value(of);
    match doubt {
        Some(doubt) => doubt.around(text, matches!(of, Value::Integer(_))),
        None => text,
    }
}

/// A value as TOML.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Number(v) => format!("{v:?}"),
        Value::Integer(v) => v.to_string(),
        Value::Bool(v) => v.to_string(),
        Value::Text(text) => quote(text),
        Value::List(list) => format!("[{}]", list.iter().map(|id| quote(id)).collect::<Vec<_>>().join(", ")),
        Value::Prices(prices) => {
            let pairs: Vec<String> =
                prices.iter().map(|(year, price)| format!("[{year}, {price:?}]")).collect();
            format!("[{}]", pairs.join(", "))
        }
        Value::Changes(sets) => {
            let told = |set: &Set| with_doubt(&set.value, set.doubt.as_ref());
            let pairs = sets.iter().map(|set| format!("{} = {}", quote(&set.path), told(set)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Map(map) if map.is_empty() => "{}".into(),
        Value::Map(map) => {
            let pairs: Vec<String> = map.iter().map(|(name, v)| format!("{} = {v:?}", bare(name))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A key, quoted if TOML wants it: one that contains a dot, or letters that are not Latin.
fn bare(name: &str) -> String {
    if is_bare(name) { name.into() } else { quote(name) }
}

/// A TOML string, with characters that control a terminal escaped.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\\' | '"' => quoted.extend(['\\', c]),
            c if steers(c) => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
