//! `summary.json`: what the cluster changes, who gains by it, and key figures of the cluster, its twin and the third world.

use std::path::Path;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value, json};

use super::{OutputError, write_text};
use crate::record::columns::{Cell, Names, distribution, summary};
use crate::record::tally::Distribution;
use crate::run::{ClusterEnd, Run};
use crate::scenario::Scenario;

/// Writes the summary of a run into a folder.
///
/// # Errors
/// When the file cannot be written.
pub fn write_summary(
    folder: &Path,
    run: &Run,
    scenario: &Scenario,
    results_hash: &str,
) -> Result<(), OutputError> {
    let path = folder.join("summary.json");
    let text = summary_json(run, scenario, results_hash)
        .map_err(|error| OutputError::Format { path: path.clone(), reason: error.to_string() })?;
    write_text(&path, &text)
}

/// The summary of a run.
///
/// # Errors
/// Never in practice: every key is text and every number finite.
pub fn summary_json(run: &Run, scenario: &Scenario, results_hash: &str) -> Result<String, serde_json::Error> {
    let (end, end_year) = match run.end {
        ClusterEnd::NoCompany => ("no company", None),
        ClusterEnd::Lives => ("lives", None),
        ClusterEnd::Dissolved(year) => ("dissolved", Some(year)),
    };
    let about = [
        ("scenario", json!(scenario.name)),
        ("title", json!(scenario.title)),
        ("seed", json!(run.seed)),
        ("replicate", json!(run.replicate)),
        ("start_year", json!(scenario.start_year)),
        ("years", json!(scenario.years)),
        ("plants", json!(scenario.plants.len())),
        ("currency", json!(scenario.currency)),
        ("results_hash", json!(results_hash)),
        ("cluster_end", json!(end)),
        ("cluster_end_year", json!(end_year)),
    ];
    let names = Names::of(scenario);
    let (mut cluster, mut twin, mut difference) = (Vec::new(), Vec::new(), Vec::new());
    let mut prevention = Vec::new();
    for column in summary(&names) {
        let (inside, outside) = (column.value(&run.cluster), column.value(&run.twin));
        let less = difference_of(&inside, &outside);
        cluster.push((column.name.clone(), value(inside)));
        twin.push((column.name.clone(), value(outside)));
        difference.push((column.name.clone(), value(less)));
        let third = run.prevention.as_ref().map(|third| value(column.value(third)));
        prevention.extend(third.map(|third| (column.name.clone(), third)));
    }
    let of = Distribution::of(&run.cluster, &run.twin);
    let shared =
        distribution(&names).into_iter().map(|column| (column.name.clone(), value(column.value(&of))));
    let mut parts = vec![
        ("difference", Ordered(difference)),
        ("distribution", Ordered(shared.collect())),
        ("cluster", Ordered(cluster)),
        ("twin", Ordered(twin)),
    ];
    parts.extend(run.prevention.as_ref().map(|_| ("prevention", Ordered(prevention))));
    let page = Page { about: &about, parts };
    serde_json::to_string_pretty(&page).map(|text| text + "\n")
}

fn difference_of(inside: &Cell<'_>, outside: &Cell<'_>) -> Cell<'static> {
    match (inside, outside) {
        (Cell::Integer(inside), Cell::Integer(outside)) => Cell::Integer(inside - outside),
        _ => match (inside.as_number(), outside.as_number()) {
            (Some(inside), Some(outside)) => Cell::number(inside - outside),
            _ => Cell::Missing,
        },
    }
}

fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Integer(value) => Value::from(value),
        Cell::Number(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
        Cell::Text(value) => Value::from(value.into_owned()),
        Cell::Flag(value) => Value::from(value),
        Cell::Missing => Value::Null,
    }
}

/// A map that preserves insertion order.
struct Ordered(Vec<(String, Value)>);

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

struct Page<'a> {
    about: &'a [(&'static str, Value)],
    parts: Vec<(&'static str, Ordered)>,
}

impl Serialize for Page<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.about {
            map.serialize_entry(key, value)?;
        }
        for (key, part) in &self.parts {
            map.serialize_entry(key, part)?;
        }
        map.end()
    }
}
