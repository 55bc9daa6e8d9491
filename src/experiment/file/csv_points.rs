//! Points of a CSV file made elsewhere, by SALib, R or a spreadsheet: a line of keys, then a line a point.
//! An empty cell keeps the scenario's own value.

use std::path::Path;

use super::vary::{near, unknown};
use crate::experiment::error::ExperimentError;
use crate::experiment::points::{Listed, Points};
use crate::scenario::load::reason;
use crate::scenario::parameters::{self, Kind, Parameter};
use crate::scenario::source::{Collector, Place};
use crate::scenario::{Fault, Faults};

/// Faults told of one file.
const MOST_FAULTS: usize = 20;

/// Reads a file; `named` is where the design file names it.
pub(crate) fn read(
    path: &Path,
    named: Place,
    collector: &mut Collector,
) -> Result<Option<(Vec<String>, Points)>, ExperimentError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            collector.say(named, format!("{} cannot be read: {}", path.display(), reason(&error)), None);
            return Ok(None);
        }
    };
    let mut faults = Found { file: path.display().to_string(), list: Vec::new() };
    // Spreadsheets begin a file with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(path, &error))?.clone();
    let mut columns: Vec<Option<&Parameter>> = Vec::new();
    for (at, key) in header.iter().enumerate() {
        let found = parameters::find(key).map(|(_, parameter)| parameter);
        if found.is_none() {
            faults.say(1, "", "", unknown(key), near(key));
        } else if header.iter().take(at).any(|before| before == key) {
            faults.say(1, "", "", format!("'{key}' stands in two columns"), None);
        }
        columns.push(found);
    }
    let keys: Vec<String> = header.iter().map(str::to_owned).collect();
    let mut listed = Listed::new(keys.len());
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| broken(path, &error))? {
        let line = row.position().map_or(0, csv::Position::line);
        let mut values = Vec::with_capacity(keys.len());
        for ((value, parameter), key) in row.iter().zip(&columns).zip(&keys) {
            let value = parameter.map_or(Ok(value.to_owned()), |parameter| cell(value, parameter));
            match value {
                Ok(value) => values.push(value),
                Err(message) => {
                    let typed = row.get(values.len()).unwrap_or_default().to_owned();
                    values.push(String::new());
                    if !faults.say(line, key, &typed, message, None) {
                        return Err(Faults(faults.list).into());
                    }
                }
            }
        }
        if !listed.push(values.iter().map(String::as_str)) {
            faults.say(line, "", "", "is too long: at most 4 GB of values".into(), None);
            break;
        }
    }
    if listed.is_empty() && faults.list.is_empty() {
        faults.say(1, "", "", "has no point; a line of keys is followed by a line a point".into(), None);
    }
    if faults.list.is_empty() {
        Ok(Some((keys, Points::Listed(listed))))
    } else {
        Err(Faults(faults.list).into())
    }
}

/// Faults of the file so far.
struct Found {
    file: String,
    list: Vec<Fault>,
}

impl Found {
    /// Adds one; false when that is enough.
    fn say(&mut self, line: u64, key: &str, value: &str, message: String, nearest: Option<String>) -> bool {
        let mut fault = Fault::of_file(&self.file, message);
        (fault.line, fault.key, fault.value, fault.nearest) =
            (line as usize, key.into(), value.into(), nearest);
        self.list.push(fault);
        self.list.len() < MOST_FAULTS
    }
}

/// The value of a cell, as it may stand behind `--set key=`.
fn cell(value: &str, parameter: &Parameter) -> Result<String, String> {
    if value.is_empty() {
        return Ok(String::new());
    }
    match parameter.kind {
        Kind::Number { .. } | Kind::Map { .. } => match value.parse::<f64>() {
            Ok(number) if parameter.allows(number) => Ok(crate::experiment::range::number_text(number)),
            _ => Err(format!("must be {}", parameter.range())),
        },
        // Tables made elsewhere write whole numbers as 3.0.
        Kind::Integer { .. } => match value.parse::<f64>() {
            Ok(number) if parameter.allows(number) && number.fract() == 0.0 => Ok(format!("{number:.0}")),
            _ => Err(format!("must be {}", parameter.range())),
        },
        Kind::Choice(words) if !words.contains(&value) => Err(format!("must be {}", parameter.range())),
        _ => Ok(value.to_owned()),
    }
}

fn broken(path: &Path, error: &csv::Error) -> ExperimentError {
    let line = error.position().map_or(0, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells in this line and {expected_len} keys in the first")
        }
        _ => format!("is no CSV: {error}"),
    };
    let mut fault = Fault::of_file(&path.display().to_string(), message);
    fault.line = line as usize;
    Faults(vec![fault]).into()
}
