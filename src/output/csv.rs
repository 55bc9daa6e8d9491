//! Comma-separated text: a header line, then one line per row; an empty field is a missing value. On request with
//! semicolons and decimal commas, as spreadsheets of many countries read it.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use ::csv::{ErrorKind, Writer, WriterBuilder};
use serde::{Deserialize, Serialize};

use super::OutputError;
use crate::record::columns::{Cell, Column};

/// What separates cells, and the decimals of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A comma between cells, a point before decimals.
    #[default]
    Comma,
    /// A semicolon between cells, a comma before decimals.
    Semicolon,
}

crate::words!(Form { Comma = "comma", Semicolon = "semicolon" });

impl Form {
    /// What stands between cells.
    pub fn delimiter(self) -> u8 {
        match self {
            Form::Comma => b',',
            Form::Semicolon => b';',
        }
    }

    /// Whether it is the usual one.
    pub fn is_comma(&self) -> bool {
        *self == Form::Comma
    }

    /// The form of a table by its line of names, which have neither commas nor semicolons.
    pub fn of_header(line: &str) -> Form {
        if line.contains(';') { Form::Semicolon } else { Form::Comma }
    }

    /// The text of a number as a program reads it, with a point before decimals.
    pub fn plain(self, cell: &str) -> Cow<'_, str> {
        match self {
            Form::Semicolon if cell.contains(',') => Cow::Owned(cell.replacen(',', ".", 1)),
            _ => Cow::Borrowed(cell),
        }
    }

    fn writer<W: Write>(self, to: W) -> Writer<W> {
        WriterBuilder::new().delimiter(self.delimiter()).from_writer(to)
    }
}

/// Writes a table.
///
/// # Errors
/// When the file cannot be written.
pub fn write<R>(
    path: &Path,
    form: Form,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), OutputError> {
    let file = File::create(path).map_err(|source| OutputError::at(path, source))?;
    write_to(BufWriter::new(file), form, columns, rows).map_err(|error| match error.into_kind() {
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
    form: Form,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), ::csv::Error> {
    let mut writer = form.writer(to);
    writer.write_record(columns.iter().map(|column| &column.name))?;
    put_rows(&mut writer, form, columns, rows)?;
    writer.flush()?;
    Ok(())
}

/// The line of names, as bytes.
///
/// # Errors
/// Never in practice: nothing is written.
pub(super) fn header<R>(form: Form, columns: &[Column<'_, R>]) -> Result<Vec<u8>, ::csv::Error> {
    let mut bytes = Vec::new();
    write_to(&mut bytes, form, columns, std::iter::empty())?;
    Ok(bytes)
}

/// The lines of some rows without that of names, as bytes.
///
/// # Errors
/// Never in practice: nothing is written.
pub(super) fn lines<R>(
    form: Form,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<Vec<u8>, ::csv::Error> {
    let mut bytes = Vec::new();
    let mut writer = form.writer(&mut bytes);
    put_rows(&mut writer, form, columns, rows)?;
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// The error of a table that could not be formatted.
pub(super) fn formatting(path: &Path, error: ::csv::Error) -> OutputError {
    OutputError::Format { path: path.to_owned(), reason: error.to_string() }
}

fn put_rows<R>(
    writer: &mut Writer<impl Write>,
    form: Form,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), ::csv::Error> {
    let mut room = Room::default();
    for row in rows {
        for column in columns {
            writer.write_field(room.text(form, &column.value(&row)))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// A cell as text: numbers in the shortest form that parses to the same value, missing values empty.
pub fn cell_text(cell: &Cell<'_>) -> String {
    cell_text_in(Form::Comma, cell)
}

/// A cell as text of a table in a form.
pub fn cell_text_in(form: Form, cell: &Cell<'_>) -> String {
    Room::default().text(form, cell).to_owned()
}

/// Room for the text of one cell.
#[derive(Default)]
struct Room {
    text: String,
}

impl Room {
    fn text<'t>(&'t mut self, form: Form, cell: &'t Cell<'_>) -> &'t str {
        use std::fmt::Write;
        self.text.clear();
        // Writing to a string cannot fail.
        let _ = match cell {
            Cell::Text(value) => return value,
            Cell::Flag(true) => return "true",
            Cell::Flag(false) => return "false",
            Cell::Missing => return "",
            Cell::Number(0.0) => return "0",
            Cell::Number(value) if plain(*value) => write!(self.text, "{value}"),
            Cell::Integer(value) => write!(self.text, "{value}"),
            Cell::Number(value) => write!(self.text, "{value:e}"),
        };
        if let (Form::Semicolon, Some(point)) = (form, self.text.find('.')) {
            self.text.replace_range(point..=point, ",");
        }
        &self.text
    }
}

/// Whether a number reads better without an exponent.
fn plain(value: f64) -> bool {
    (1e-5..1e16).contains(&value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::columns::Kind;

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

    #[test]
    fn a_form_is_known_by_the_names_and_its_numbers_are_read() {
        assert_eq!(Form::of_header("point;join.w_norm\n"), Form::Semicolon);
        assert_eq!(Form::of_header("point,join.w_norm\n"), Form::Comma);
        assert_eq!(Form::Semicolon.plain("0,5"), "0.5");
        assert_eq!(Form::Comma.plain("0,5"), "0,5");
    }

    #[test]
    fn semicolons_come_with_decimal_commas() {
        type Row = (f64, &'static str);
        let columns = [
            Column::new("a", "t", "", Kind::Number, |row: &Row| Cell::number(row.0)),
            Column::new("b", "-", "", Kind::Text, |row: &Row| Cell::text(row.1)),
        ];
        let rows = [(0.5, "x;y"), (2.5e-7, "1.5"), (-3.0, "p, q")];
        let mut bytes = Vec::new();
        write_to(&mut bytes, Form::Semicolon, &columns, rows.into_iter()).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "a;b\n0,5;\"x;y\"\n2,5e-7;1.5\n-3;p, q\n");
    }

    /// Numbers are written as the standard library writes them.
    #[test]
    fn numbers_are_written_as_before() {
        let before = |value: f64| match value == 0.0 || plain(value) {
            true => format!("{value}"),
            false => format!("{value:e}"),
        };
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        let mut seen = 0;
        for turn in 0..200_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let scale = [1e-9, 1e-6, 1e-5, 1e-4, 1.0, 1e3, 1e15, 1e16, 1e17][turn % 9];
            let near = (bits >> 11) as f64 / (1_u64 << 53) as f64 * scale;
            for value in [f64::from_bits(bits), near, -near, near.round(), (near * 100.0).round() / 100.0] {
                if value.is_finite() {
                    seen += 1;
                    assert_eq!(cell_text(&Cell::number(value)), before(value + 0.0), "{value:e}");
                }
            }
        }
        assert!(seen > 900_000);
        for exponent in -30..30 {
            for digits in [1.0, 9.999_999_999_999_999, 1.5, 4.35, -7.0] {
                let value = format!("{digits}e{exponent}").parse::<f64>().unwrap();
                for value in [value, value.next_up(), value.next_down()] {
                    assert_eq!(cell_text(&Cell::number(value)), before(value), "{value:e}");
                }
            }
        }
    }
}
