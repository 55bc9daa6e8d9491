//! Points from a CSV file made by SALib, R or a spreadsheet: a header line of keys, then one line per point. An empty
//! cell keeps the scenario's own value. Cells are separated by commas, or by semicolons or tabs if the header has no
//! comma; in that case decimal commas are allowed.

use std::collections::BTreeSet;
use std::path::Path;

use super::Setting;
use super::value::Trial;
use super::vary::known;
use crate::error::ExperimentError;
use crate::points::{Listed, Points};
use circulus::scenario::input;
use circulus::scenario::source::{Collector, Place, Sources};

/// Reads a file; `named` is the place where the design file refers to it.
///
/// # Errors
/// All faults of the file.
pub(crate) fn read(
    path: &Path,
    named: Place,
    setting: &Setting,
    collector: &mut Collector,
) -> Result<Option<(Vec<String>, Points)>, ExperimentError> {
    let text = match input::text(path) {
        Ok(text) => text,
        // An unreadable file is reported where the design refers to it.
        Err(faults) => {
            let Some(fault) = faults.list.iter().find(|fault| fault.line == 0) else {
                return Err(faults.into());
            };
            collector.say(named, format!("{} {}", fault.file, fault.message), None);
            return Ok(None);
        }
    };
    let mut sources = Sources::default();
    let source = sources.add_file(&path.display().to_string(), text);
    let mut faults = Collector::new(&sources);
    let read = points(sources.whole(source), source, setting, &mut faults);
    match (read, faults.is_empty()) {
        (Ok(read), true) => Ok(Some(read)),
        (Err(error), true) => Err(ExperimentError::at(path, std::io::Error::other(error))),
        (_, false) => Err(faults.finish().into()),
    }
}

fn points(
    text: &str,
    source: usize,
    setting: &Setting,
    faults: &mut Collector,
) -> Result<(Vec<String>, Points), csv::Error> {
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    reader.read_record(&mut row)?;
    let keys: Vec<String> = row.iter().map(str::to_owned).collect();
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    for (key, place) in keys.iter().zip(cells(text, source, row.position(), delimiter)) {
        columns.push(known(key, place, faults));
        if !seen.insert(key) {
            faults.say(place, format!("'{key}' occurs in two columns"), None);
        }
    }
    let mut listed = Listed::new(keys.len());
    let mut trial = Trial::new(setting);
    let mut values: Vec<String> = Vec::new();
    let here = Place { source, start: 0, end: 0 };
    while reader.read_record(&mut row)? {
        let places = cells(text, source, row.position(), delimiter);
        let (first, last) = (places.first().copied(), places.last().copied());
        let whole = first.zip(last).map_or(here, |(first, last)| Place { end: last.end, ..first });
        if row.len() != keys.len() {
            faults.say(whole, unequal(row.len(), keys.len(), delimiter), None);
            continue;
        }
        values.clear();
        for (((typed, parameter), key), place) in row.iter().zip(&columns).zip(&keys).zip(&places) {
            let value = match parameter.filter(|_| !typed.is_empty()) {
                Some(parameter) => trial.value(key, parameter, typed, delimiter != b',', *place, faults),
                None => None,
            };
            values.push(value.unwrap_or_default());
        }
        if !listed.push(values.iter().map(String::as_str)) {
            faults.say(whole, "is too long: at most 4 GB of values".into(), None);
            break;
        }
    }
    trial.finish(faults);
    if listed.is_empty() && faults.is_empty() {
        let message = "has no point; a line of keys is followed by a line a point";
        faults.say(here, message.into(), None);
    }
    Ok((keys, Points::Listed(listed)))
}

/// The cell separator: a comma, unless the first line has none.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|delimiter| first.contains(char::from(*delimiter))).unwrap_or(b',')
}

fn unequal(cells: usize, keys: usize, delimiter: u8) -> String {
    let hint = match cells > keys && delimiter == b',' {
        true => "; a decimal comma needs ; between the cells",
        false => "",
    };
    format!("has {cells} cells in this line and {keys} keys in the first{hint}")
}

/// The places of a record's cells; always at least one.
fn cells(text: &str, source: usize, record: Option<&csv::Position>, delimiter: u8) -> Vec<Place> {
    let bytes = text.as_bytes();
    let start = record.map_or(0, csv::Position::byte) as usize;
    // The reader counts empty lines as part of the following record.
    let begin = (start..bytes.len()).find(|at| !matches!(bytes[*at], b'\r' | b'\n')).unwrap_or(start);
    let cell = |from: usize, to: usize| {
        let typed = text.get(from..to).unwrap_or_default();
        let start = from + (typed.len() - typed.trim_start().len());
        Place { source, start, end: start + typed.trim().len() }
    };
    let (mut places, mut from, mut at, mut quoted) = (Vec::new(), begin, begin, false);
    while let Some(byte) = bytes.get(at).filter(|byte| quoted || !matches!(byte, b'\r' | b'\n')) {
        quoted ^= *byte == b'"';
        if *byte == delimiter && !quoted {
            places.push(cell(from, at));
            from = at + 1;
        }
        at += 1;
    }
    places.push(cell(from, at));
    places
}
