//! A scenario file as typed: keys and values with their places, in the order of the file.

use super::source::Place;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as typed.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub place: Place,
    pub data: Data,
}

#[derive(Debug, Clone)]
pub(crate) enum Data {
    Text(String),
    Integer(i128),
    Float(f64),
    Bool(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A date, or an integer too large for any key.
    Other,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub key: String,
    pub place: Place,
    pub node: Node,
}

impl Node {
    /// An empty table at a place.
    pub fn empty(place: Place) -> Node {
        Node { place, data: Data::Table(Vec::new()) }
    }

    /// The entries, none unless it is a table.
    pub fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// Text, or a whole number as text: what tells entries of a list apart.
    pub fn identity(&self) -> Option<String> {
        match &self.data {
            Data::Text(text) => Some(text.clone()),
            Data::Integer(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Identities of the entries of a list of tables, by one of their keys.
    pub fn identities(&self, by: &str) -> Vec<Option<String>> {
        match &self.data {
            Data::List(list) => {
                list.iter().map(|node| node.get(by).and_then(|entry| entry.node.identity())).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Deepest nesting that any valid scenario has is 5; beyond this a value is not looked into.
pub(crate) const DEPTH: usize = 16;

/// Parses a text; every syntax error comes with its place.
pub(crate) fn parse(text: &str, source: usize) -> Result<Node, Vec<(Place, String)>> {
    if let Some(at) = too_deep(text) {
        return Err(vec![(Place { source, start: at, end: at + 1 }, "nested too deeply".into())]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|e| error(e, text, source)).collect());
    }
    let place = Place { source, start: 0, end: 0 };
    Ok(Node { place, data: table(root.get_ref(), source, 0, 0) })
}

/// Parses a single value that stands at an offset of its source.
pub(crate) fn parse_value(text: &str, source: usize, offset: usize) -> Result<Node, (Place, String)> {
    let at = |e: &toml::de::Error| {
        let (place, message) = error(e, text, source);
        (Place { source, start: place.start + offset, end: place.end + offset }, message)
    };
    if let Some(deep) = too_deep(text) {
        return Err((
            Place { source, start: offset + deep, end: offset + deep + 1 },
            "nested too deeply".into(),
        ));
    }
    let value = DeValue::parse(text).map_err(|e| at(&e))?;
    Ok(node(&value, source, offset, 0))
}

fn error(e: &toml::de::Error, text: &str, source: usize) -> (Place, String) {
    let span = e.span().unwrap_or(0..0);
    let start = span.start.min(text.len());
    (
        Place { source, start, end: span.end.clamp(start, text.len()) },
        format!("not TOML: {}", e.message().replace('\n', ", ")),
    )
}

/// A dotted key is parsed into nested tables, however long it is; no scenario has such a line.
fn too_deep(text: &str) -> Option<usize> {
    let mut dots = 0;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'.' => dots += 1,
            b'\n' | b'=' | b'#' | b',' => dots = 0,
            _ => {}
        }
        if dots > 1000 {
            return Some(i);
        }
    }
    None
}

fn table(entries: &DeTable<'_>, source: usize, offset: usize, depth: usize) -> Data {
    if depth > DEPTH {
        return Data::Other;
    }
    let mut list: Vec<Entry> = entries
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            place: place(key.span(), source, offset),
            node: node(value, source, offset, depth + 1),
        })
        .collect();
    // The parser sorts keys by name; the order of the file is index order.
    list.sort_by_key(|entry| entry.place.start);
    Data::Table(list)
}

fn place(span: std::ops::Range<usize>, source: usize, offset: usize) -> Place {
    Place { source, start: span.start + offset, end: span.end + offset }
}

fn node(value: &Spanned<DeValue<'_>>, source: usize, offset: usize, depth: usize) -> Node {
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.to_string()),
        DeValue::Integer(digits) => {
            i128::from_str_radix(digits.as_str(), digits.radix()).map_or(Data::Other, Data::Integer)
        }
        DeValue::Float(digits) => Data::Float(digits.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Data::Bool(*value),
        DeValue::Datetime(_) => Data::Other,
        DeValue::Array(items) if depth <= DEPTH => {
            Data::List(items.iter().map(|item| node(item, source, offset, depth + 1)).collect())
        }
        DeValue::Array(_) => Data::Other,
        DeValue::Table(entries) => table(entries, source, offset, depth),
    };
    Node { place: place(value.span(), source, offset), data }
}
