//! `provenance.csv`: every value of a scenario, with its range, its grade and its source, as a paper prints them.

use std::path::Path;

use super::{OutputError, write_text};
use crate::experiment::range::number_text;
use crate::scenario::{self, Doubted, Words};

/// Name of the table.
pub const PROVENANCE: &str = "provenance.csv";

/// The columns.
const COLUMNS: [&str; 10] =
    ["key", "unit", "value", "low", "high", "distribution", "sd", "grade", "source", "note"];

/// Writes the table of a complete scenario into a folder.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn write(folder: &Path, as_meant: &str) -> Result<(), OutputError> {
    let path = folder.join(PROVENANCE);
    let format = |reason: String| OutputError::Format { path: path.clone(), reason };
    let doubted = scenario::doubted(as_meant).map_err(|faults| format(faults.to_string()))?;
    let text = provenance_csv(&doubted).map_err(|error| format(error.to_string()))?;
    write_text(&path, &text)
}

/// Values with what is known of them, as CSV. Units of money are `money`, as in the table of parameters.
///
/// # Errors
/// None that is known of: memory is written to.
pub fn provenance_csv(values: &[Doubted]) -> Result<String, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for of in values {
        let Doubted { path, unit, value, doubt, .. } = of;
        let [low, high] = of.range().unwrap_or_default();
        let spread = doubt.spread.as_ref();
        let cell = |cell: Option<f64>| cell.map(number_text).unwrap_or_default();
        let words = [
            spread.map(|spread| spread.distribution.word().to_owned()).unwrap_or_default(),
            cell(spread.and_then(|spread| spread.distribution.sd())),
            doubt.grade.map(|grade| grade.word().to_owned()).unwrap_or_default(),
        ];
        let [distribution, sd, grade] = &words;
        let row: [&str; 10] =
            [path, unit, value, &low, &high, distribution, sd, grade, &doubt.source, &doubt.note];
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
