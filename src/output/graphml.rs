//! `network.graphml`: plants, and the links between them over a run, for networkx and Gephi.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::OutputError;
use super::csv::cell_text;
use crate::ids::PlantId;
use crate::record::Record;
use crate::record::columns::{Cell, Column, Kind, Names, edges, nodes};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

/// Writes the network of a world.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, names: &Names, record: &Record) -> Result<(), OutputError> {
    let failed = |source| OutputError::at(path, source);
    let mut to = BufWriter::new(File::create(path).map_err(failed)?);
    write_to(&mut to, names, record).and_then(|()| to.flush()).map_err(failed)
}

/// The network of a world as GraphML: directed, from supplier to converter.
///
/// # Errors
/// When it cannot be written.
pub fn write_to(to: &mut impl Write, names: &Names, record: &Record) -> io::Result<()> {
    let (node_columns, edge_columns) =
        (Columns::new("node", nodes(names)), Columns::new("edge", edges(names)));
    to.write_all(HEAD.as_bytes())?;
    node_columns.declare(to)?;
    edge_columns.declare(to)?;
    to.write_all(b"  <graph id=\"network\" edgedefault=\"directed\">\n")?;
    let plant = |plant: PlantId| escape(names.plant(plant).unwrap_or_default());
    let sums = record.sums(names.plants.len());
    for node in &sums.nodes {
        writeln!(to, "    <node id=\"{}\">", plant(node.plant))?;
        node_columns.put(to, node)?;
        to.write_all(b"    </node>\n")?;
    }
    for (index, edge) in sums.edges.values().enumerate() {
        let (source, target) = (plant(edge.supplier), plant(edge.converter));
        writeln!(to, "    <edge id=\"e{index}\" source=\"{source}\" target=\"{target}\">")?;
        edge_columns.put(to, edge)?;
        to.write_all(b"    </edge>\n")?;
    }
    to.write_all(b"  </graph>\n</graphml>\n")
}

/// The attributes of nodes or edges.
struct Columns<'a, R> {
    of: &'static str,
    /// Each with its name, escaped.
    columns: Vec<(String, Column<'a, R>)>,
}

impl<'a, R> Columns<'a, R> {
    fn new(of: &'static str, columns: Vec<Column<'a, R>>) -> Self {
        Columns { of, columns: columns.into_iter().map(|column| (escape(&column.name), column)).collect() }
    }

    fn declare(&self, to: &mut impl Write) -> io::Result<()> {
        let of = self.of;
        for (name, column) in &self.columns {
            let kind = match column.kind {
                Kind::Integer => "long",
                Kind::Number => "double",
                Kind::Text => "string",
                Kind::Flag => "boolean",
            };
            let about = escape(&column.label());
            writeln!(
                to,
                "  <key id=\"{of}_{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"><desc>{about}</desc></key>"
            )?;
        }
        Ok(())
    }

    /// The attributes of one node or edge.
    fn put(&self, to: &mut impl Write, row: &R) -> io::Result<()> {
        let of = self.of;
        for (name, column) in &self.columns {
            let cell = column.value(row);
            if cell != Cell::Missing {
                writeln!(to, "      <data key=\"{of}_{name}\">{}</data>", escape(&cell_text(&cell)))?;
            }
        }
        Ok(())
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
