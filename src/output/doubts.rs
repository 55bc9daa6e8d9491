//! `provenance.csv`: every value of a scenario, with its range, its grade and its source, as a paper prints them.

use std::path::Path;

use super::OutputError;
use super::csv::{self, Form};
use crate::record::columns::{Cell, Column, Kind};
use crate::scenario::{self, Doubted, Words};

/// Name of the table.
pub const PROVENANCE: &str = "provenance.csv";

/// Writes the table of a complete scenario, [`PROVENANCE`], into a folder.
///
/// # Errors
/// When the file cannot be written.
pub fn write(folder: &Path, as_meant: &str) -> Result<(), OutputError> {
    let path = folder.join(PROVENANCE);
    let values = values(as_meant, &path)?;
    csv::write(&path, Form::Comma, &columns(), values.iter())
}

/// The table of a complete scenario.
///
/// # Errors
/// When the scenario is not complete.
pub fn text(as_meant: &str) -> Result<String, OutputError> {
    let path = Path::new(PROVENANCE);
    let failed = |reason: String| OutputError::Format { path: path.to_owned(), reason };
    let mut bytes = Vec::new();
    let values = values(as_meant, path)?;
    csv::write_to(&mut bytes, Form::Comma, &columns(), values.iter())
        .map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

fn values(as_meant: &str, path: &Path) -> Result<Vec<Doubted>, OutputError> {
    scenario::doubted(as_meant)
        .map_err(|faults| OutputError::Format { path: path.to_owned(), reason: faults.to_string() })
}

/// The columns. Units of money are `money`, as in the table of parameters.
fn columns<'v>() -> Vec<Column<'v, &'v Doubted>> {
    type Told = fn(&Doubted) -> String;
    let text = |name: &str, meaning: &str, told: Told| {
        Column::new(name, "-", meaning, Kind::Text, move |of: &&'v Doubted| Cell::Text(told(of).into()))
    };
    let sd = |of: &&'v Doubted| {
        let sd = of.doubt.spread.and_then(|spread| spread.distribution.sd());
        sd.map_or(Cell::Missing, Cell::number)
    };
    vec![
        text("key", "Key, as --set takes it", |of| of.path.clone()),
        text("unit", "Unit of the value", |of| of.unit.into()),
        text("value", "Value", |of| of.value.clone()),
        text("low", "Least value that it may have", |of| of.range().map_or_else(String::new, |[low, _]| low)),
        text("high", "Largest value that it may have", |of| {
            of.range().map_or_else(String::new, |[_, high]| high)
        }),
        text("distribution", "How likely the values between are", |of| {
            of.doubt.spread.map_or("", |spread| spread.distribution.word()).into()
        }),
        Column::new("sd", "-", "Standard deviation of a normal distribution", Kind::Number, sd),
        text("grade", "How well it is known", |of| of.doubt.grade.map_or("", Words::word).into()),
        text("source", "Where it comes from", |of| of.doubt.source.clone()),
        text("note", "Anything else", |of| of.doubt.note.clone()),
    ]
}
