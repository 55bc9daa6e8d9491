//! A plan saved in the folder of its results, so that they can be verified and continued from there alone:
//! `plan.json`, `points.csv` and each scenario as written, merged with its bases.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::ExperimentError;
use super::file::MOST_RUNS;
use super::indicators::Indicator;
use super::plan::{Base, Plan};
use super::points::{Listed, Points};
use super::table::{NAME, kind_of};
use circulus::output::csv::Form;
use circulus::record::columns::Kind;
use circulus::scenario::{Fault, Faults, input};

/// Name of the plan file.
pub const PLAN: &str = "plan.json";
/// Name of the file of design points.
pub const POINTS: &str = "points.csv";

#[derive(Debug, Serialize, Deserialize)]
struct Saved {
    fingerprint: String,
    bases: Vec<SavedBase>,
    keys: Vec<String>,
    points: u64,
    replicates: u64,
    indicators: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedBase {
    name: String,
    file: String,
    path: String,
    sets: Vec<String>,
    /// Only of a paired change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    change: Vec<String>,
}

/// Writes a plan into a folder; returns the names of the files, without `points.csv`.
///
/// # Errors
/// When a file cannot be written.
pub fn save(plan: &Plan, fingerprint: &str, folder: &Path) -> Result<(), ExperimentError> {
    let mut bases = Vec::new();
    for (index, base) in plan.bases.iter().enumerate() {
        let file =
            if index == 0 { "scenario.toml".to_owned() } else { format!("scenario_{}.toml", index + 1) };
        write(&folder.join(&file), &base.merged())?;
        let (name, path) = (base.name.clone(), base.path.clone());
        bases.push(SavedBase { name, file, path, sets: base.sets.clone(), change: base.change.clone() });
    }
    let saved = Saved {
        fingerprint: fingerprint.to_owned(),
        bases,
        keys: plan.keys.clone(),
        points: plan.points.len(),
        replicates: plan.replicates,
        indicators: plan.indicators.iter().map(Indicator::written).collect(),
    };
    let path = folder.join(PLAN);
    let text =
        serde_json::to_string_pretty(&saved).map_err(|error| ExperimentError::at(&path, error.into()))?;
    write(&path, &(text + "\n"))
}

/// Reads the plan in a folder, and its recorded fingerprint.
///
/// # Errors
/// When a file is missing or invalid.
pub fn open(folder: &Path) -> Result<(Plan, String), ExperimentError> {
    let path = folder.join(PLAN);
    let saved: Saved = serde_json::from_str(&read(&path)?)
        .map_err(|error| fault(&path, &format!("is not a plan: {error}")))?;
    let of_bases = saved
        .bases
        .iter()
        .flat_map(|base| base.sets.iter().chain(&base.change).chain([&base.name, &base.path]));
    if let Some(text) = saved.keys.iter().chain(of_bases).find(|text| text.contains(char::is_control)) {
        return Err(fault(&path, &format!("has a control character in {text:?}, which no command can say")));
    }
    let mut bases = Vec::new();
    let mut indicators = Vec::new();
    for base in saved.bases {
        let (opened, scenario) = Base::open(&folder.join(&base.file), &base.sets)?;
        let mut opened = opened.changed(&base.name, base.change)?;
        opened.path = base.path;
        if bases.is_empty() {
            for name in &saved.indicators {
                let found = Indicator::find(name, &scenario);
                indicators.push(found.map_err(|(message, _)| fault(&path, &message))?);
            }
        }
        bases.push(opened);
    }
    let points = match saved.keys.is_empty() {
        true => Points::none(),
        false => points(&folder.join(POINTS), &saved.keys)?,
    };
    if points.len() != saved.points {
        let message = format!("has {} points and not {}", points.len(), saved.points);
        return Err(fault(&folder.join(POINTS), &message));
    }
    let runs = u128::from(points.len()) * bases.len() as u128 * u128::from(saved.replicates);
    if runs > MOST_RUNS.into() {
        return Err(fault(&path, &format!("says {runs} runs, more than any experiment may have")));
    }
    let plan = Plan { bases, keys: saved.keys, points, replicates: saved.replicates, indicators };
    Ok((plan, saved.fingerprint))
}

/// Points, each preceded by its number, and by its name if they have names.
fn points(path: &Path, keys: &[String]) -> Result<Points, ExperimentError> {
    let text = read(path)?;
    let form = Form::of_header(text.lines().next().unwrap_or_default());
    let mut reader = csv::ReaderBuilder::new().delimiter(form.delimiter()).from_reader(text.as_bytes());
    let mut listed = Listed::new(keys.len());
    let are_numbers: Vec<bool> = keys.iter().map(|key| kind_of(key) == Kind::Number).collect();
    let headers = reader.headers().map_err(|error| fault(path, &format!("is not CSV: {error}")))?;
    let named = headers.get(1) == Some(NAME);
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| fault(path, &format!("is not CSV: {error}")))? {
        if let Some(cell) = row.iter().find(|cell| cell.contains(char::is_control)) {
            let line = row.position().map_or(0, csv::Position::line);
            return Err(fault(
                path,
                &format!("line {line} has a control character in {cell:?}, which is no value"),
            ));
        }
        let cells = row.iter().skip(1 + usize::from(named)).zip(&are_numbers);
        let cells: Vec<Cow<'_, str>> = cells
            .map(|(cell, is_number)| if *is_number { form.plain(cell) } else { Cow::Borrowed(cell) })
            .collect();
        listed.push(cells.iter().map(AsRef::as_ref));
        if named {
            listed.names.push(row.get(1).unwrap_or_default().to_owned());
        }
    }
    Ok(Points::Listed(listed))
}

fn read(path: &Path) -> Result<String, ExperimentError> {
    Ok(input::text(path)?)
}

/// Writes a text into a folder that is not yet in place.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), ExperimentError> {
    fs::write(path, text).map_err(|source| ExperimentError::at(path, source))
}

fn fault(path: &Path, message: &str) -> ExperimentError {
    Faults::from(Fault::of_file(&path.display().to_string(), message.to_owned())).into()
}
