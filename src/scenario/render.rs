//! Renders a tree of keys and values as TOML.

use super::as_meant::quote;
use super::tree::{Data, Entry, Node};

/// The text of a whole tree: values of a table first, then the tables inside it.
pub(crate) fn render(root: &Node) -> String {
    let mut text = String::new();
    table(root, "", &mut text);
    text.trim_start().to_owned()
}

fn table(node: &Node, path: &str, text: &mut String) {
    let inside = |node: &Node| match &node.data {
        Data::Table(_) => true,
        Data::List(list) => !list.is_empty() && list.iter().all(|item| matches!(item.data, Data::Table(_))),
        _ => false,
    };
    for entry in node.entries().iter().filter(|entry| !inside(&entry.node)) {
        text.push_str(&format!("{} = {}\n", quote(&entry.key), value(&entry.node)));
    }
    for entry in node.entries().iter().filter(|entry| inside(&entry.node)) {
        let key = quote(&entry.key);
        let here = if path.is_empty() { key } else { format!("{path}.{key}") };
        match &entry.node.data {
            Data::List(list) => {
                for item in list {
                    text.push_str(&format!("\n[[{here}]]\n"));
                    table(item, &here, text);
                }
            }
            _ => {
                text.push_str(&format!("\n[{here}]\n"));
                table(&entry.node, &here, text);
            }
        }
    }
}

fn value(node: &Node) -> String {
    let Some(doubt) = &node.doubt else { return plain(node) };
    let pairs = std::iter::once(format!("value = {}", plain(node))).chain(doubt.iter().map(pair));
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

fn pair(entry: &Entry) -> String {
    format!("{} = {}", quote(&entry.key), value(&entry.node))
}

fn plain(node: &Node) -> String {
    match &node.data {
        Data::Text(text) => quote(text),
        Data::Integer(value) => value.to_string(),
        Data::Float(value) => format!("{value:?}"),
        Data::Bool(value) => value.to_string(),
        Data::List(list) => format!("[{}]", list.iter().map(value).collect::<Vec<_>>().join(", ")),
        Data::Table(entries) => {
            format!("{{ {} }}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Data::Other => "\"\"".into(), // dates are refused wherever they stand
    }
}
