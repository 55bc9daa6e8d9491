//! The targets of a calibration: `[[target]]`, and a table of them in a file of its own.

use std::path::{Path, PathBuf};

use super::csv_points::{Sheet, is_units};
use super::keys::{self, Keys};
use super::measure::{self, Measure};
use super::value::number;
use super::{Setting, Typed};
use crate::calibration::Target;
use crate::error::ExperimentError;
use circulus::scenario::source::{Collector, Place, Sources};
use circulus::scenario::tree::{Data, Entry, Node};

/// Keys of a target, and columns of a table of them.
const TARGET: [&str; 6] = ["name", "indicator", "over", "value", "error", "source"];
/// Of these, numbers.
const NUMBERS: [&str; 2] = ["value", "error"];

/// All targets, each with how it is measured in a run, and the path of their table if there is one.
pub(super) type Targets = (Vec<(Target, Measure)>, Option<PathBuf>);

/// Reads all targets.
///
/// # Errors
/// All faults of the table.
pub(super) fn read(
    typed: &Typed,
    setting: &mut Setting,
    collector: &mut Collector,
) -> Result<Targets, ExperimentError> {
    let root = &typed.root;
    let named = keys::table(root, "calibration", collector)
        .and_then(|table| table.get("targets"))
        .map(|entry| &entry.node);
    let mut all = Vec::new();
    let mut file = None;
    if let Some(node) = named {
        let Data::Text(name) = &node.data else {
            collector.say(
                node.place,
                "must be the name of a table in quotes, such as \"observed.csv\"".into(),
                None,
            );
            return Ok((all, None));
        };
        let path = typed.beside(name);
        all = of_table(&path, node.place, setting, collector)?;
        file = Some(path);
    }
    match root.get("target") {
        Some(entry) => match &entry.node.data {
            Data::List(list) => all.extend(list.iter().filter_map(|table| target(table, setting, collector))),
            _ => collector.say(entry.place, "must be a list of tables, [[target]]".into(), None),
        },
        None if named.is_none() && keys::lacks(root, "target") => {
            let message = "there is no [[target]]: an indicator, its value observed and its error; or a table of them, \
                           targets = \"observed.csv\" in [calibration]";
            collector.say(root.place, message.into(), None);
        }
        None => {}
    }
    Ok((all, file))
}

fn of_table(
    path: &Path,
    named: Place,
    setting: &mut Setting,
    collector: &mut Collector,
) -> Result<Vec<(Target, Measure)>, ExperimentError> {
    let Some(sheet) = Sheet::open(path, named, collector)? else { return Ok(Vec::new()) };
    let mut sources = Sources::default();
    let source = sources.add_file(&path.display().to_string(), sheet.text.clone());
    let mut faults = Collector::new(&sources);
    let mut found = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let mut lines = 0;
    let read = sheet.rows(sources.whole(source), source, &mut |cells, places| {
        let (first, last) = (places[0], places[places.len() - 1]);
        let whole = Place { end: last.end, ..first };
        lines += 1;
        if lines == 1 {
            columns = cells.iter().map(str::to_owned).collect();
            for (column, place) in
                columns.iter().zip(places).filter(|(column, _)| !TARGET.contains(&column.as_str()))
            {
                let near = faults.nearest(*place, column, TARGET.iter().copied());
                let message =
                    format!("'{column}' is no column of a table of targets; there are {}", TARGET.join(", "));
                faults.say(*place, message, near);
            }
            return;
        }
        if lines == 2 && is_units(cells) {
            return;
        }
        if cells.len() != columns.len() {
            let message =
                format!("has {} cells in this line and {} in the first", cells.len(), columns.len());
            faults.say(whole, message, None);
            return;
        }
        let entry = |((key, cell), place): ((&String, &str), &Place)| {
            let data = match NUMBERS.contains(&key.as_str()) {
                true => number(cell, sheet.commas()).map_or(Data::Text(cell.to_owned()), Data::Float),
                // Several indicators are added up.
                false if cell.contains('+') && key != "source" && key != "name" => {
                    let one = |name: &str| Node {
                        place: *place,
                        data: Data::Text(name.trim().to_owned()),
                        doubt: None,
                    };
                    Data::List(cell.split('+').map(one).collect())
                }
                false => Data::Text(cell.to_owned()),
            };
            (!cell.is_empty()).then(|| Entry {
                key: key.clone(),
                node: Node { place: *place, data, doubt: None },
                place: *place,
            })
        };
        let entries = columns.iter().zip(cells.iter()).zip(places).filter_map(entry).collect();
        let table = Node { place: whole, data: Data::Table(entries), doubt: None };
        found.extend(target(&table, setting, &mut faults));
    });
    if let Err(error) = read {
        return Err(ExperimentError::at(path, std::io::Error::other(error)));
    }
    if lines < 2 && faults.is_empty() {
        faults.say(Place { source, start: 0, end: 0 }, "has no target below its first line".into(), None);
    }
    if faults.is_empty() { Ok(found) } else { Err(sheet.in_cells(faults.finish()).into()) }
}

fn target(table: &Node, setting: &mut Setting, collector: &mut Collector) -> Option<(Target, Measure)> {
    let mut keys = Keys::new("target", table, collector);
    keys.only(&TARGET);
    let (value, error) = (keys.number("value", f64::MIN, f64::MAX), keys.number("error", 0.0, f64::MAX));
    let source = keys.text("source").map_or(String::new(), |(source, _)| source);
    keys.text("name");
    for (key, found) in [("value", value), ("error", error)] {
        if found.is_none() && keys.lacks(key) {
            keys.fault("", &format!("lacks {key}; error is the standard error of the value"));
        }
    }
    if error == Some(0.0) {
        keys.fault("error", "must be above 0: no observation is exact");
    }
    let measure = measure::read(table, setting, collector)?;
    Some((Target { name: measure.name.clone(), value: value?, error: error?, source }, measure))
}
