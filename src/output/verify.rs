//! Whether a folder still holds what was written, and whether the program gives it again.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;

use super::manifest::{self, Entry, MANIFEST};
use super::{Format, OutputError, csv, experiment, write_files};
use crate::experiment::dice::Dice;
use crate::experiment::engine;
use crate::experiment::error::ExperimentError;
use crate::experiment::plan::Plan;
use crate::experiment::store::{Outcome, Store, record};
use crate::experiment::table::{self, RunRow};
use crate::record::columns::Column;
use crate::record::recorder::Detail;
use crate::run::run;
use crate::scenario::{self, Fault, Faults, input};

/// What was looked at, and what is wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Files whose hash was compared.
    pub files: usize,
    /// Rows compared with the records on disk that they were made from.
    pub rows: u64,
    /// Runs that were made again.
    pub rerun: u64,
    /// What is wrong, a sentence each; none is good.
    pub wrong: Vec<String>,
    /// What could not be looked at, and why.
    pub notes: Vec<String>,
}

/// What any manifest of ours says.
#[derive(Debug, Deserialize)]
pub struct Said {
    /// Version of the program.
    pub version: String,
    /// Digest of its sources.
    pub sources: String,
    /// Fingerprint, of an experiment.
    pub fingerprint: Option<String>,
    /// Replicate, of a single run.
    pub replicate: Option<u64>,
    files: Vec<Entry>,
}

/// Most sentences about one file.
const MOST: usize = 20;

/// Reads a folder's manifest and compares every file with it.
///
/// # Errors
/// When there is no manifest, or a file cannot be read.
pub fn files(folder: &Path, verdict: &mut Verdict) -> Result<Said, OutputError> {
    let path = folder.join(MANIFEST);
    let said: Said = serde_json::from_str(&input::text(&path)?)
        .map_err(|error| not_ours(&path, &error, "it is no manifest of a run or an experiment"))?;
    let there = manifest::entries(folder)?;
    for entry in &said.files {
        verdict.files += 1;
        match there.iter().find(|file| file.path == entry.path) {
            None => verdict.wrong.push(format!("{} is missing", entry.path)),
            Some(file) if file.sha256 != entry.sha256 => {
                verdict.wrong.push(format!("{} was altered: its hash is not the manifest's", entry.path));
            }
            Some(_) => {}
        }
    }
    let known = |path: &str| said.files.iter().any(|entry| entry.path == path);
    for file in there.iter().filter(|file| !known(&file.path) && !experiment::is_working(&file.path)) {
        verdict.notes.push(format!("{} is not in the manifest", file.path));
    }
    if said.sources != env!("CIRCULUS_SOURCES") {
        verdict.notes.push(format!(
            "made by circulus {} of other sources ({}) than this one's ({}), whose results may differ",
            said.version,
            said.sources,
            env!("CIRCULUS_SOURCES")
        ));
    }
    Ok(said)
}

/// Compares every row of `runs.csv` with `rows`, each in its place.
///
/// # Errors
/// When the table or a row cannot be read.
pub fn rows(
    folder: &Path,
    plan: &Plan,
    rows: impl Iterator<Item = RunRow>,
    verdict: &mut Verdict,
) -> Result<(), OutputError> {
    let mut rows = rows.peekable();
    let columns = table::runs(plan);
    each_row(folder, |number, row| {
        let Some(expected) = rows.next_if(|expected| expected.job.run == number) else { return };
        verdict.rows += 1;
        compare(&columns, &expected, row, verdict);
    })
}

/// Makes a random share of the runs again, at least one, and compares them with their rows.
///
/// # Errors
/// When the table cannot be read.
pub fn rerun(
    folder: &Path,
    plan: &Plan,
    share: f64,
    seed: u64,
    verdict: &mut Verdict,
) -> Result<(), OutputError> {
    let chosen = choose(plan.runs(), share, seed);
    let columns = table::runs(plan);
    each_row(folder, |number, row| {
        if chosen.binary_search(&number).is_ok() {
            verdict.rerun += 1;
            let job = plan.job(number);
            let expected = RunRow { job, outcome: engine::again(plan, job) };
            compare(&columns, &expected, row, verdict);
        }
    })
}

/// Makes a random share of an experiment's runs again that has no table of runs, and compares them with
/// their records.
///
/// # Errors
/// When a record cannot be read.
pub fn rerun_records(
    store: &Store,
    plan: &Plan,
    share: f64,
    seed: u64,
    verdict: &mut Verdict,
) -> Result<(), ExperimentError> {
    let mut reader = store.reader()?;
    for run in choose(plan.runs(), share, seed) {
        verdict.rerun += 1;
        let bytes = |outcome: &Outcome| record::encode(run, outcome);
        if bytes(&reader.outcome(run)?) != bytes(&engine::again(plan, plan.job(run))) {
            verdict.wrong.push(format!("run {run}: its record is not what the run gives now"));
        }
    }
    Ok(())
}

/// What the manifest of a single run says of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SingleRun {
    /// Version of the program.
    pub version: String,
    /// Commit that it was built from.
    pub commit: String,
    /// Digest of its sources.
    pub sources: String,
    /// Command line.
    pub command: String,
    /// Replicate.
    pub replicate: u64,
    /// Short hash of the results.
    pub results_hash: String,
}

/// Reads the manifest of a run's folder.
///
/// # Errors
/// When there is no manifest, it cannot be read, or it is not of a single run.
pub fn single_run(folder: &Path) -> Result<SingleRun, OutputError> {
    let path = folder.join(MANIFEST);
    serde_json::from_str(&input::text(&path)?)
        .map_err(|error| not_ours(&path, &error, "it is not the folder of a single run"))
}

/// A manifest that says something else than is needed.
fn not_ours(path: &Path, error: &serde_json::Error, message: &str) -> OutputError {
    let message = format!("{message} ({error}); name one that circulus wrote");
    Faults::from(Fault::of_file(&path.display().to_string(), message)).into()
}

/// Runs a single run's folder again and compares its tables, summary and network.
///
/// # Errors
/// When the scenario cannot be read, the run fails, or nothing can be written aside.
pub fn single(folder: &Path, replicate: u64, verdict: &mut Verdict) -> Result<(), experiment::FinishError> {
    let loaded = scenario::load(&folder.join("scenario.toml"), &[]).map_err(ExperimentError::from)?;
    let names: Vec<String> = manifest::entries(folder)?.into_iter().map(|entry| entry.path).collect();
    let again = match run(&loaded.scenario, replicate, Detail::Full) {
        Ok(run) => run,
        Err(breach) => {
            verdict.wrong.push(format!("the run fails now: {breach}"));
            return Ok(());
        }
    };
    let aside = std::env::temp_dir().join(format!("circulus-verify-{}", std::process::id()));
    fs::create_dir_all(&aside).map_err(|source| OutputError::at(&aside, source))?;
    let parquet = names.iter().any(|name| name.ends_with(Format::Parquet.extension()));
    let written = write_files(&aside, &again, &loaded.scenario, &loaded.as_meant, parquet);
    let compared = written.and_then(|_| {
        verdict.rerun += 1;
        for entry in manifest::entries(&aside)? {
            let path = folder.join(&entry.path);
            let theirs = fs::read(&path).map_err(|source| OutputError::at(&path, source))?;
            let ours = fs::read(aside.join(&entry.path)).map_err(|source| OutputError::at(&aside, source))?;
            if theirs != ours {
                verdict.wrong.push(first_difference(&entry.path, &theirs, &ours));
            }
        }
        Ok(())
    });
    // Best effort: it is a folder of the system's for such things.
    let _ = fs::remove_dir_all(&aside);
    Ok(compared?)
}

fn first_difference(name: &str, theirs: &[u8], ours: &[u8]) -> String {
    let (theirs, ours) = (String::from_utf8_lossy(theirs), String::from_utf8_lossy(ours));
    let differ = theirs.lines().zip(ours.lines()).enumerate().find(|(_, (a, b))| a != b);
    let Some((line, (there, here))) = differ else { return format!("{name} is not what the run gives now") };
    let header: Vec<&str> = theirs.lines().next().unwrap_or_default().split(',').collect();
    let cells = there.split(',').zip(here.split(',')).enumerate().find(|(_, (a, b))| a != b);
    let (at, (there, here)) = cells.unwrap_or((0, (there, here)));
    let column =
        header.get(at).filter(|_| name.ends_with(".csv")).map_or(String::new(), |c| format!(", {c}"));
    format!("{name}, line {}{column}: is {there} and the run gives {here}", line + 1)
}

/// At least one number below `runs`, none twice, in order.
fn choose(runs: u64, share: f64, seed: u64) -> Vec<u64> {
    let count = ((runs as f64 * share).ceil() as u64).clamp(1.min(runs), runs);
    let mut dice = Dice::new(seed, "verify", 0);
    // Selection sampling (Knuth 1969, algorithm S): each run is taken with the chance that is left for it.
    let mut chosen = Vec::new();
    for run in 0..runs {
        let (left, wanted) = (runs - run, count - chosen.len() as u64);
        if (dice.below(usize::try_from(left).unwrap_or(usize::MAX)) as u64) < wanted {
            chosen.push(run);
        }
    }
    chosen
}

fn each_row(folder: &Path, mut see: impl FnMut(u64, &::csv::StringRecord)) -> Result<(), OutputError> {
    let path = folder.join(format!("{}.csv", experiment::RUNS));
    let file = File::open(&path).map_err(|source| OutputError::at(&path, source))?;
    let broken = |error: ::csv::Error| OutputError::Format { path: path.clone(), reason: error.to_string() };
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file));
    let mut row = ::csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut row).map_err(broken)? {
        see(number, &row);
        number += 1;
    }
    Ok(())
}

fn compare(
    columns: &[Column<'_, RunRow>],
    expected: &RunRow,
    row: &::csv::StringRecord,
    verdict: &mut Verdict,
) {
    for (at, column) in columns.iter().enumerate() {
        let (there, should) = (row.get(at).unwrap_or_default(), csv::cell_text(&column.value(expected)));
        if there != should && verdict.wrong.len() < MOST {
            let (run, name) = (expected.job.run, &column.name);
            verdict.wrong.push(format!("runs.csv, run {run}, {name}: is {there} and should be {should}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_one_run_is_chosen_and_none_twice() {
        assert_eq!(choose(5, 0.01, 1).len(), 1);
        assert_eq!(choose(1000, 0.01, 1).len(), 10);
        assert_eq!(choose(7, 1.0, 1), (0..7).collect::<Vec<_>>());
        assert_eq!(choose(0, 0.5, 1), Vec::<u64>::new());
        assert_ne!(choose(1000, 0.01, 1), choose(1000, 0.01, 2));
    }
}
