//! Comma-separated text: a header line, then one line per row; an empty field is a missing value.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use ::csv::{ErrorKind, Writer};

use super::OutputError;
use crate::record::columns::{Cell, Column};

/// Writes a table.
///
/// # Errors
/// When the file cannot be written.
pub fn write<R>(
    path: &Path,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), OutputError> {
    let file = File::create(path).map_err(|source| OutputError::at(path, source))?;
    write_to(BufWriter::new(file), columns, rows).map_err(|error| match error.into_kind() {
        ErrorKind::Io(source) => OutputError::at(path, source),
        other => OutputError::Format { path: path.to_owned(), reason: format!("{other:?}") },
    })
}

/// Writes a table to anything.
///
/// # Errors
/// When it cannot be written.
pub fn write_to<R>(
    to: impl Write,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), ::csv::Error> {
    let mut writer = Writer::from_writer(to);
    writer.write_record(columns.iter().map(|column| &column.name))?;
    let mut field = String::new();
    for row in rows {
        for column in columns {
            field.clear();
            push_cell(&mut field, &column.value(&row));
            writer.write_field(&field)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

/// A cell as text: numbers in the shortest form that parses to the same value, missing values empty.
pub fn cell_text(cell: &Cell<'_>) -> String {
    let mut text = String::new();
    push_cell(&mut text, cell);
    text
}

fn push_cell(text: &mut String, cell: &Cell<'_>) {
    use std::fmt::Write;
    // Writing to a string cannot fail.
    let _ = match cell {
        Cell::Integer(value) => write!(text, "{value}"),
        Cell::Number(value) if plain(*value) => write!(text, "{value}"),
        Cell::Number(value) => write!(text, "{value:e}"),
        Cell::Text(value) => write!(text, "{value}"),
        Cell::Flag(value) => write!(text, "{value}"),
        Cell::Missing => Ok(()),
    };
}

/// Whether a number reads better without an exponent.
fn plain(value: f64) -> bool {
    value == 0.0 || (1e-5..1e16).contains(&value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_the_same_number() {
        for value in [0.0, 1.0, 0.1, 1.0 / 3.0, -2.5e-7, 6.02e23, f64::MAX, 5e-324] {
            let text = cell_text(&Cell::number(value));
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
            assert!(text.len() < 26, "{text}");
        }
        assert_eq!(cell_text(&Cell::Number(120000.0)), "120000");
        assert_eq!(cell_text(&Cell::Number(2.5e-7)), "2.5e-7");
        assert_eq!(cell_text(&Cell::Missing), "");
    }
}
