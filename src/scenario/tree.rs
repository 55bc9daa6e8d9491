//! A parsed scenario file: keys and values with their places, in file order.

use super::fault::Faults;
use super::parameters::is_name;
use super::source::{Collector, Place, Sources};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as written.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it is written.
    pub place: Place,
    /// The value itself.
    pub data: Data,
    /// What is known of the value besides itself, as written; `None` if nothing is.
    pub doubt: Option<Box<[Entry]>>,
}

/// A value by its type.
#[derive(Debug, Clone)]
pub enum Data {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a point or an exponent.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Table(Vec<Entry>),
    /// A date, or an integer too large for any key.
    Other,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A value of which nothing else is known.
    pub fn plain(place: Place, data: Data) -> Node {
        Node { place, data, doubt: None }
    }

    /// An empty table at a place.
    pub fn empty(place: Place) -> Node {
        Node::plain(place, Data::Table(Vec::new()))
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self.data {
            Data::Integer(v) => Some(v as f64),
            Data::Float(v) => Some(v),
            _ => None,
        }
    }

    /// The entries; none if it is not a table.
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

    /// Text, or a whole number as text: the identity of a list entry.
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

/// The deepest nesting in any valid scenario is 5; values nested deeper than this are not descended into.
pub(crate) const DEPTH: usize = 16;
/// Maximum nesting of brackets, and number of dots in a key, passed to the parser, which is recursive.
const DEEPEST: usize = 64;

/// Parses a text.
///
/// # Errors
/// Every syntax error, with its place.
pub fn parse(text: &str, source: usize) -> Result<Node, Vec<(Place, String)>> {
    too_deep(text, source, 0)?;
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|e| error(e, text, source)).collect());
    }
    let place = Place { source, start: 0, end: 0 };
    Ok(Node::plain(place, table(root.get_ref(), source, 0, 0)))
}

/// Parses a single value at an offset of its source.
pub(crate) fn parse_value(text: &str, source: usize, offset: usize) -> Result<Node, Vec<(Place, String)>> {
    too_deep(text, source, offset)?;
    let value = DeValue::parse(text).map_err(|e| {
        let (place, message) = error(&e, text, source);
        vec![(Place { source, start: place.start + offset, end: place.end + offset }, message)]
    })?;
    Ok(node(&value, source, offset, 0))
}

/// Syntax errors as faults, one per line: a single mistake can cause several errors.
pub fn syntax(mut errors: Vec<(Place, String)>, sources: &Sources) -> Faults {
    errors.sort_by_key(|(place, _)| *place);
    errors.dedup_by_key(|(place, _)| sources.line(*place));
    let mut collector = Collector::new(sources);
    errors.into_iter().for_each(|(place, message)| collector.say(place, message, None));
    collector.finish()
}

fn error(e: &toml::de::Error, text: &str, source: usize) -> (Place, String) {
    let span = e.span().unwrap_or(0..0);
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    let mut message = format!("not TOML: {}", e.message().replace('\n', ", "));
    // The parser wants letters, and means Latin ones.
    let key = text.get(start..end).unwrap_or_default();
    if message.contains("unquoted key") && is_name(key) {
        message.push_str(&format!("; a name with letters that are not Latin needs quotes: \"{key}\""));
    }
    if message.contains("escape") {
        message.push_str(
            "; a \\ in double quotes begins a sign: write a path with /, or in single quotes, 'a\\b.toml'",
        );
    }
    (Place { source, start, end }, message)
}

/// Whether a byte neither nests anything, nor begins or ends anything that could.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        plain[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'-');
        byte += 1;
    }
    plain
};

/// Reports brackets, or dots of a key, nested too deeply for the parser.
fn too_deep(text: &str, source: usize, offset: usize) -> Result<(), Vec<(Place, String)>> {
    let bytes = text.as_bytes();
    let starts =
        |at: usize, with: &str| bytes.get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()));
    let (mut depth, mut dots, mut at) = (0_usize, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        if PLAIN[usize::from(*byte)] {
            at += 1; // most of a file
            continue;
        }
        match byte {
            b'#' => at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at),
            b'"' | b'\'' => {
                // Brackets inside strings do not count.
                let three = if *byte == b'"' { "\"\"\"" } else { "\'\'\'" };
                let close = if starts(at, three) { three } else { &three[..1] };
                at += close.len();
                while at < bytes.len() && !starts(at, close) && (close.len() == 3 || bytes[at] != b'\n') {
                    at += 1 + usize::from(*byte == b'"' && bytes[at] == b'\\');
                }
                at += close.len();
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            _ => {}
        }
        if matches!(byte, b'\n' | b'=' | b'#' | b',') {
            dots = 0;
        }
        if depth > DEEPEST || dots > DEEPEST {
            let place = Place { source, start: offset + at, end: offset + at + 1 };
            return Err(vec![(place, format!("is nested too deeply: more than {DEEPEST} levels"))]);
        }
        at += 1;
    }
    Ok(())
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
    // The parser sorts keys by name; restores file order, which is index order.
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
        // Adding 0 turns -0 into 0.
        DeValue::Float(digits) => Data::Float(digits.as_str().parse().unwrap_or(f64::NAN) + 0.0),
        DeValue::Boolean(value) => Data::Bool(*value),
        DeValue::Datetime(_) => Data::Other,
        DeValue::Array(items) if depth <= DEPTH => {
            Data::List(items.iter().map(|item| node(item, source, offset, depth + 1)).collect())
        }
        DeValue::Array(_) => Data::Other,
        DeValue::Table(entries) => table(entries, source, offset, depth),
    };
    Node::plain(place(value.span(), source, offset), data)
}
