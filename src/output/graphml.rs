//! `network.graphml`: plants, and the links between them over a run, for networkx and Gephi.

use std::fmt::Write;
use std::path::Path;

use super::csv::cell_text;
use super::{OutputError, write_text};
use crate::ids::PlantId;
use crate::record::Record;
use crate::record::columns::{Cell, Column, Kind, Names, edges, edges_of, nodes, nodes_of};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

/// Writes the network of a world.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, names: &Names, record: &Record) -> Result<(), OutputError> {
    write_text(path, &graphml(names, record))
}

/// The network of a world as GraphML: directed, from supplier to converter.
pub fn graphml(names: &Names, record: &Record) -> String {
    let (node_columns, edge_columns) = (nodes(names), edges(names));
    let mut page = HEAD.to_owned();
    keys(&mut page, "node", &node_columns);
    keys(&mut page, "edge", &edge_columns);
    page.push_str("  <graph id=\"network\" edgedefault=\"directed\">\n");
    let plant = |plant: PlantId| escape(names.plant(plant).unwrap_or_default());
    // Writing to a string cannot fail.
    for node in nodes_of(names, record) {
        let _ = writeln!(page, "    <node id=\"{}\">", plant(node.plant));
        data(&mut page, "node", &node_columns, &node);
        page.push_str("    </node>\n");
    }
    for (index, edge) in edges_of(record).iter().enumerate() {
        let (source, target) = (plant(edge.supplier), plant(edge.converter));
        let _ = writeln!(page, "    <edge id=\"e{index}\" source=\"{source}\" target=\"{target}\">");
        data(&mut page, "edge", &edge_columns, edge);
        page.push_str("    </edge>\n");
    }
    page.push_str("  </graph>\n</graphml>\n");
    page
}

/// Declares the attributes of nodes or edges.
fn keys<R>(page: &mut String, of: &str, columns: &[Column<'_, R>]) {
    for column in columns {
        let name = escape(&column.name);
        let kind = match column.kind {
            Kind::Integer => "long",
            Kind::Number => "double",
            Kind::Text => "string",
            Kind::Flag => "boolean",
        };
        let about = escape(&column.label());
        let _ = writeln!(
            page,
            "  <key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"><desc>{about}</desc></key>"
        );
    }
}

/// The attributes of one node or edge.
fn data<R>(page: &mut String, of: &str, columns: &[Column<'_, R>], row: &R) {
    for column in columns {
        let cell = column.value(row);
        if cell != Cell::Missing {
            let (name, text) = (escape(&column.name), escape(&cell_text(&cell)));
            let _ = writeln!(page, "      <data key=\"{of}_{name}\">{text}</data>");
        }
    }
}

/// Escapes text for XML; characters that XML forbids become spaces.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_in_names_is_escaped() {
        assert_eq!(escape("a<b & \"c\"\u{1}>"), "a&lt;b &amp; &quot;c&quot; &gt;");
        assert_eq!(escape("Урал"), "Урал");
    }
}
