//! `--set key.path=value`.

use super::source::{Place, Sources};
use super::tree::{self, Data, Node};

/// Parses an argument into nested tables.
pub(super) fn parse(argument: &str, sources: &mut Sources) -> Result<Node, (Place, String)> {
    let source = sources.add_argument(argument);
    let whole = Place { source, start: 0, end: argument.len() };
    let Some(equals) = equals_sign(argument) else {
        return Err((whole, "must be key=value, such as join.w_norm=0.5".into()));
    };
    let (path, value) = (&argument[..equals], &argument[equals + 1..]);
    let keys = tree::parse(&format!("{}=0", quoted(path)), source).map_err(|_| {
        let place = Place { source, start: 0, end: equals };
        (place, "must be a key, such as join.w_norm or plant.KGOK.cash".to_string())
    })?;
    let value = leaf(value, source, equals + 1)?;
    graft(keys, value).ok_or((whole, "must be key=value, on one line".into()))
}

/// The path with quotes around parts that TOML does not allow without: those with a `*`, or letters that are not Latin.
fn quoted(path: &str) -> String {
    let needs = |c: char| c == '*' || (c.is_alphanumeric() && !c.is_ascii());
    if !path.contains(needs) || path.contains(['"', '\'']) {
        return path.to_owned();
    }
    let quoted =
        |part: &str| if part.contains(needs) { format!("\"{}\"", part.trim()) } else { part.to_owned() };
    path.split('.').map(quoted).collect::<Vec<_>>().join(".")
}

/// The first `=` outside quotes.
fn equals_sign(argument: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in argument.char_indices() {
        match (quote, c) {
            (None, '=') => return Some(i),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The value: TOML, or a bare word that is taken as text.
fn leaf(text: &str, source: usize, offset: usize) -> Result<Node, (Place, String)> {
    let start = offset + (text.len() - text.trim_start().len());
    let text = text.trim();
    if text.is_empty() {
        return Err((Place { source, start, end: start }, "a value must follow the =".into()));
    }
    let bare =
        text.chars().next().is_some_and(char::is_alphabetic) && !text.contains(['"', '\'', '[', '{', '\n']);
    match tree::parse_value(text, source, start) {
        Ok(node) => Ok(node),
        Err(_) if bare => {
            let place = Place { source, start, end: start + text.len() };
            Ok(Node::plain(place, Data::Text(text.into())))
        }
        Err(errors) => Err(errors
            .into_iter()
            .next()
            .unwrap_or((Place { source, start, end: start }, "is not a value".into()))),
    }
}

/// Replaces the only leaf of the keys by the value.
fn graft(mut keys: Node, value: Node) -> Option<Node> {
    match &mut keys.data {
        Data::Table(entries) => {
            if entries.len() != 1 {
                return None;
            }
            let entry = entries.pop()?;
            let node = graft(entry.node, value)?;
            entries.push(tree::Entry { node, ..entry });
            Some(keys)
        }
        _ => Some(value),
    }
}
