//! Points from a CSV file made by SALib, R or a spreadsheet, from a workbook, or from a table of results: a header line of
//! keys, then one line per point. An empty cell keeps the scenario's own value. Cells are separated by commas, or by semicolons or tabs
//! if the header has no comma; in that case decimal commas are allowed.
//!
//! Columns that are no keys are known for what they are: coordinates and indicators of a table of results, and the index
//! that pandas writes, are passed over; points with a `weight` are drawn by it; of the runs of a point the first is read. The
//! names of points are kept. A table of several scenarios is read if it has the same points of each.

use std::collections::BTreeSet;
use std::path::Path;

use super::Setting;
use super::labels::Labels;
use super::value::{Trial, number};
use super::vary::known;
use super::workbook;
use crate::dice::Dice;
use crate::error::ExperimentError;
use crate::indicators::Indicator;
use crate::points::{Listed, Points};
use crate::table::NAME;
use circulus::numbers::count;
use circulus::scenario::input;
use circulus::scenario::parameters::Parameter;
use circulus::scenario::source::{Collector, Place, Sources};
use circulus::scenario::{Faults, Scenario};

/// Reads a file; `named` is the place where the design file refers to it, and that of `samples`.
///
/// # Errors
/// All faults of the file.
pub(crate) fn read(
    path: &Path,
    named: [Place; 2],
    samples: Option<u64>,
    setting: &Setting,
    collector: &mut Collector,
) -> Result<Option<(Vec<String>, Points)>, ExperimentError> {
    let Some(sheet) = Sheet::open(path, named[0], collector)? else { return Ok(None) };
    let mut sources = Sources::default();
    let source = sources.add_file(&path.display().to_string(), sheet.text.clone());
    let mut faults = Collector::new(&sources);
    let read = points(sources.whole(source), source, sheet.delimiter, setting, &mut faults);
    match (read, faults.is_empty()) {
        (Ok(Read { keys, points, weights: None }), true) => {
            if samples.is_some() {
                let message = "has no use: the points of the file have no column weight to be drawn by";
                collector.say(named[1], message.into(), None);
            }
            Ok(Some((keys, Points::Listed(points))))
        }
        (Ok(Read { keys, points, weights: Some(weights) }), true) => {
            let n = samples.unwrap_or(points.len());
            let mut dice = Dice::new(setting.seed, "weights", 0);
            let drawn = by_weight(&weights, n, dice.uniform());
            let drawn = Points::Listed(points).chosen(drawn, keys.len());
            Ok(Some((keys, drawn)))
        }
        (Err(error), true) => Err(ExperimentError::at(path, std::io::Error::other(error))),
        (_, false) => Err(sheet.in_cells(faults.finish()).into()),
    }
}

/// The lines and cells of a CSV file, or of the first sheet of a workbook.
pub(super) struct Sheet {
    /// The text; of a workbook one that stands for it.
    pub text: String,
    delimiter: u8,
    book: Option<workbook::Book>,
}

impl Sheet {
    /// Opens a file; what cannot be read is reported at `named`, where the design refers to it.
    ///
    /// # Errors
    /// Where the file is not UTF-8.
    pub fn open(
        path: &Path,
        named: Place,
        collector: &mut Collector,
    ) -> Result<Option<Sheet>, ExperimentError> {
        let mut refuse = |message: String| {
            collector.say(named, format!("{} {message}", path.display()), None);
            Ok(None)
        };
        let book = match workbook::read(path) {
            Ok(book) => book,
            Err(message) => return refuse(message),
        };
        if let Some(book) = book {
            let text = book.text.clone();
            return Ok(Some(Sheet { text, delimiter: workbook::DELIMITER, book: Some(book) }));
        }
        match input::text(path) {
            Ok(text) => Ok(Some(Sheet { delimiter: delimiter(&text), text, book: None })),
            Err(faults) => match faults.list.iter().find(|fault| fault.line == 0) {
                Some(fault) => refuse(fault.message.clone()),
                None => Err(faults.into()),
            },
        }
    }

    /// Whether a number may have a decimal comma.
    pub fn commas(&self) -> bool {
        self.delimiter != b','
    }

    /// Faults of the text, of a workbook told by sheet and cell.
    pub fn in_cells(&self, faults: Faults) -> Faults {
        match &self.book {
            Some(book) => book.in_cells(faults),
            None => faults,
        }
    }

    /// Calls `see` with each line's cells and their places in `text`, which is that of the sheet.
    ///
    /// # Errors
    /// When a line cannot be parsed.
    pub fn rows(
        &self,
        text: &str,
        source: usize,
        see: &mut dyn FnMut(&csv::StringRecord, &[Place]),
    ) -> Result<(), csv::Error> {
        let mut reader = lines(text, self.delimiter);
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row)? {
            see(&row, &cells(text, source, row.position(), self.delimiter));
        }
        Ok(())
    }
}

fn lines(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// What a file holds.
struct Read {
    keys: Vec<String>,
    points: Listed,
    /// The weight of each point, if the file has them.
    weights: Option<Vec<f64>>,
}

/// What a column is.
enum Column {
    /// A key; `None` if there is no such key, which is a fault.
    Key(Option<&'static Parameter>),
    /// How often the point is to be drawn, compared with others.
    Weight,
    /// The number of the point.
    Point,
    /// The name of the point.
    Name,
    /// The scenario of a run.
    Base,
    /// Nothing that a point is made of.
    Other,
}

/// Coordinates in tables of results that are neither keys nor indicators.
const COORDINATES: [&str; 7] = ["run", "replicate", "seed", "version", "error", "replay", "distance"];

impl Column {
    /// The column with a name: `first` is that of the first one.
    fn of(name: &str, first: &str, place: Place, scenario: &Scenario, faults: &mut Collector) -> Column {
        // Every key has a dot; of names without one in a table of results none is a misspelt key.
        let of_results = ["run", "point"].contains(&first) && !name.contains('.');
        let of_pandas = name.is_empty() || name.starts_with("Unnamed: ") || name == "index";
        match name {
            "weight" => Column::Weight,
            "point" => Column::Point,
            NAME => Column::Name,
            "base" if of_results => Column::Base,
            _ if of_results || of_pandas || COORDINATES.contains(&name) => Column::Other,
            _ if !name.contains('.') && Indicator::find(name, scenario).is_ok() => Column::Other,
            _ => Column::Key(known(name, place, faults)),
        }
    }
}

/// So many indices drawn by weights, by systematic resampling (Kitagawa 1996): each as often as its share of all weights
/// says, up or down to a whole number. `start` is from 0 to 1.
fn by_weight(weights: &[f64], n: u64, start: f64) -> impl Iterator<Item = u64> {
    let total: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let ends: Vec<f64> = weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum / total
        })
        .collect();
    let last = ends.len().saturating_sub(1);
    (0..n).map(move |at| {
        let share = (at as f64 + start) / n as f64;
        ends.partition_point(|end| *end <= share).min(last) as u64
    })
}

fn points(
    text: &str,
    source: usize,
    delimiter: u8,
    setting: &Setting,
    faults: &mut Collector,
) -> Result<Read, csv::Error> {
    let mut reader = lines(text, delimiter);
    let mut row = csv::StringRecord::new();
    reader.read_record(&mut row)?;
    let names: Vec<String> = row.iter().map(str::to_owned).collect();
    let first = names.first().cloned().unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    let places = cells(text, source, row.position(), delimiter);
    for (name, place) in names.iter().zip(&places) {
        columns.push(Column::of(name, &first, *place, &setting.scenario, faults));
        if !seen.insert(name) {
            faults.say(*place, format!("'{name}' occurs in two columns"), None);
        }
    }
    let is_key = |column: &Column| matches!(column, Column::Key(_));
    let keys: Vec<String> = names
        .iter()
        .zip(&columns)
        .filter(|(_, column)| is_key(column))
        .map(|(name, _)| name.clone())
        .collect();
    if let Some(place) = places.first().filter(|_| keys.is_empty()) {
        faults.say(*place, "no column is a key of a scenario".into(), None);
    }
    let has_weight = columns.iter().any(|column| matches!(column, Column::Weight));
    // A table of runs has a row for each replicate of a point.
    let of_runs = names.iter().any(|name| name == "replicate");
    let mut points_seen = BTreeSet::new();
    let mut labels = Labels::default();
    let mut weights = Vec::new();
    let mut listed = Listed::new(keys.len());
    let mut trial = Trial::new(setting);
    let mut values: Vec<String> = Vec::new();
    let here = Place { source, start: 0, end: 0 };
    while reader.read_record(&mut row)? {
        if listed.is_empty() && is_units(&row) {
            continue;
        }
        let places = cells(text, source, row.position(), delimiter);
        let (first, last) = (places.first().copied(), places.last().copied());
        let whole = first.zip(last).map_or(here, |(first, last)| Place { end: last.end, ..first });
        if row.len() != names.len() {
            faults.say(whole, unequal(row.len(), names.len(), delimiter), None);
            continue;
        }
        values.clear();
        let (mut again, mut own_weight) = (false, None);
        let (mut point, mut base, mut name) = (None, None, None);
        for (((typed, column), key), place) in row.iter().zip(&columns).zip(&names).zip(&places) {
            match column {
                Column::Key(parameter) => {
                    let value = match parameter.filter(|_| !typed.is_empty()) {
                        Some(parameter) => {
                            trial.value(key, parameter, typed, delimiter != b',', *place, faults)
                        }
                        None => None,
                    };
                    values.push(value.unwrap_or_default());
                }
                Column::Weight => match number(typed, delimiter != b',') {
                    Some(weight) if weight >= 0.0 && weight.is_finite() => own_weight = Some(weight),
                    _ => {
                        faults.say(*place, format!("weight = {typed}: must be a number of at least 0"), None)
                    }
                },
                Column::Point => {
                    again = of_runs && !points_seen.insert(typed.to_owned());
                    point = Some(typed);
                }
                Column::Name => name = Some((typed, *place)),
                Column::Base => base = Some((typed, *place)),
                Column::Other => {}
            }
        }
        labels.see(point, base);
        if again {
            continue;
        }
        labels.keep(name, faults);
        weights.extend(own_weight);
        if !listed.push(values.iter().map(String::as_str)) {
            faults.say(whole, "is too long: at most 4 GB of values".into(), None);
            break;
        }
    }
    trial.finish(faults);
    if has_weight && faults.is_empty() && weights.iter().all(|weight| *weight == 0.0) {
        faults.say(here, "has no point with a weight above 0".into(), None);
    }
    if listed.is_empty() && faults.is_empty() {
        let message = "has no point; a line of keys is followed by a line a point";
        faults.say(here, message.into(), None);
    }
    labels.check(faults);
    // A point that is drawn several times by its weight has no name of its own.
    listed.names = if has_weight { Vec::new() } else { labels.names };
    Ok(Read { keys, points: listed, weights: has_weight.then_some(weights) })
}

/// Whether a line has the units of the columns, as in a workbook of circulus: `[t]`.
pub(super) fn is_units(row: &csv::StringRecord) -> bool {
    let unit =
        |cell: &str| cell.len() > 2 && cell.starts_with('[') && cell.ends_with(']') && !cell.contains('"');
    row.iter().any(unit) && row.iter().all(|cell| cell.is_empty() || unit(cell))
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
    let (cells, keys) = (count(cells, "cell", "cells"), count(keys, "key", "keys"));
    format!("has {cells} in this line and {keys} in the first{hint}")
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
