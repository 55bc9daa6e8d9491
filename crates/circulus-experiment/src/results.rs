//! The results of an experiment: every run as a row, the design points, the plan, and a manifest.
//!
//! The bytes are the same whatever threads, processes or machines made the runs; nothing here depends on them. Files
//! are written aside and then moved into place, the manifest last.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::asked::ASKED;
use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::renew;
use crate::saved;
use crate::series;
use crate::store::{Held, Outcome, PARTS, Reader, Store};
use crate::table::{self, RunRow};
use crate::working::{self, ASIDE};
use circulus::output::manifest::{self, Entry, MANIFEST};
use circulus::output::ours;
use circulus::output::{Format, Forms, OutputError, Provenance};

/// The table of runs.
pub const RUNS: &str = "runs";

/// Why the files of an experiment could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FinishError {
    /// The runs could not be read.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Files that every experiment writes, besides its own ones.
const NAMES: [&str; 9] = [
    "series.csv",
    "series.parquet",
    "runs.csv",
    "runs.parquet",
    "points.csv",
    "plan.json",
    "scenario.toml",
    ASKED,
    MANIFEST,
];

/// Refuses, before the first run, an experiment's folder that holds foreign files that would be replaced: with `force`
/// that means any, as the folder is then emptied.
///
/// # Errors
/// When there is such a file, or the folder cannot be read or emptied.
pub fn claim(folder: &Path, force: bool) -> Result<(), FinishError> {
    if !folder.exists() {
        return Ok(());
    }
    let mut strangers = working::strangers(folder)?;
    if !force && folder.join(PARTS).is_dir() {
        // Other files beside the results do no harm; the folder of the runs must hold nothing else.
        strangers.retain(|path| path.starts_with(PARTS));
        renew::refuse_to_replace(folder, &NAMES.map(str::to_owned))?;
    }
    ours::refuse(folder, strangers)?;
    if force && !ours::contents(folder)?.is_empty() { clear(folder) } else { Ok(()) }
}

/// Removes everything of ours, the manifest last, since it lists what is ours.
fn clear(folder: &Path) -> Result<(), FinishError> {
    let _held = Held::take(folder)?;
    ours::refuse(folder, working::strangers(folder)?)?;
    let mut paths = ours::contents(folder)?;
    paths.retain(|path| !path.ends_with("/.lock"));
    paths.sort_by_key(|path| path.as_str() == MANIFEST);
    for path in paths {
        let path = folder.join(path);
        let removed = if path.is_dir() { fs::remove_dir(&path) } else { fs::remove_file(&path) };
        removed.map_err(|source| OutputError::at(&path, source))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'static str,
    version: &'a str,
    commit: &'a str,
    clean: Option<bool>,
    sources: &'a str,
    experiment: &'a str,
    fingerprint: &'a str,
    runs: u64,
    failed: u64,
    files: Vec<Entry>,
}

/// Writes the files of a finished experiment into its folder; `more` is called with the folder to add files of its
/// own. Returns the number of failed runs.
///
/// # Errors
/// When a run cannot be read or a file not be written.
pub fn write<E: From<FinishError>>(
    plan: &Plan,
    store: &Store,
    name: &str,
    forms: Forms,
    more: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<u64, E> {
    let about = About { name, provenance: &Provenance::new(""), tables: Tables::Runs, forms };
    finish(plan, store, &about, more)
}

/// Like [`write`], for an experiment whose runs are too wide for a table; failed runs are listed in `failed`.
///
/// # Errors
/// When a run cannot be read or a file not be written.
pub fn write_without_runs<E: From<FinishError>>(
    plan: &Plan,
    store: &Store,
    name: &str,
    forms: Forms,
    more: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<u64, E> {
    let about = About { name, provenance: &Provenance::new(""), tables: Tables::FailedRuns, forms };
    finish(plan, store, &about, more)
}

/// What the files of an experiment record besides its plan.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Name of the experiment.
    pub name: &'a str,
    /// The program that made it.
    pub provenance: &'a Provenance,
    /// Which runs have a row in a table.
    pub tables: Tables,
    /// How tables are written.
    pub forms: Forms,
}

/// Which runs have a row in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tables {
    /// All of them, in `runs`.
    Runs,
    /// Failed ones, in `failed`.
    FailedRuns,
}

fn finish<E: From<FinishError>>(
    plan: &Plan,
    store: &Store,
    about: &About<'_>,
    more: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<u64, E> {
    let aside = store.folder().join(ASIDE);
    renew::settle(store.folder()).map_err(FinishError::from)?;
    let failed = write_aside(plan, store, about, &aside, more)?;
    renew::publish(store.folder()).map_err(FinishError::from)?;
    Ok(failed)
}

/// Writes the files of a finished experiment, with its manifest, into a separate folder, and returns the number of
/// failed runs. [`write`] then moves them into place; verification compares them with the existing ones.
///
/// # Errors
/// When a run cannot be read or a file not be written.
pub fn write_aside<E: From<FinishError>>(
    plan: &Plan,
    store: &Store,
    about: &About<'_>,
    aside: &Path,
    more: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<u64, E> {
    let failed = match about.tables {
        Tables::Runs => prepare(plan, store, aside, about.forms)?,
        Tables::FailedRuns => prepare_without_runs(plan, store, aside, about.forms)?,
    };
    more(aside)?;
    put_manifest(store, about, plan.runs(), failed, aside).map_err(FinishError::from)?;
    Ok(failed)
}

fn prepare_without_runs(plan: &Plan, store: &Store, aside: &Path, forms: Forms) -> Result<u64, FinishError> {
    make_aside(plan, store, aside)?;
    if !plan.keys.is_empty() {
        write_points(plan, aside, forms)?;
    }
    let mut rows = Rows::new(plan, store)?;
    let mut columns = table::runs(plan);
    columns.retain(|column| plan.indicators.iter().all(|indicator| indicator.name != column.name));
    let failed = rows.by_ref().filter(|row| matches!(row.outcome, Outcome::Failed(_)));
    let mut failed = failed.peekable();
    if failed.peek().is_some() {
        forms.write(Format::Csv, aside, "failed", &columns, failed)?;
    }
    Ok(rows.finish()?)
}

fn prepare(plan: &Plan, store: &Store, aside: &Path, forms: Forms) -> Result<u64, FinishError> {
    make_aside(plan, store, aside)?;
    write_points(plan, aside, forms)?;
    let mut failed = 0;
    for format in forms.formats() {
        failed = write_runs(plan, store, aside, (forms, format))?;
        write_series(plan, store, aside, (forms, format))?;
    }
    Ok(failed)
}

/// Indicators of single years once more, as a long table; nothing if the plan keeps none.
fn write_series(
    plan: &Plan,
    store: &Store,
    folder: &Path,
    (forms, format): (Forms, Format),
) -> Result<(), FinishError> {
    let years = series::years(plan);
    if years.is_empty() {
        return Ok(());
    }
    let mut runs = Rows::new(plan, store)?;
    let rows = series::rows(runs.by_ref(), &years);
    forms.write(format, folder, series::SERIES, &series::columns(plan), rows)?;
    runs.finish()?;
    Ok(())
}

fn write_points(plan: &Plan, aside: &Path, forms: Forms) -> Result<(), FinishError> {
    Ok(forms.write(Format::Csv, aside, "points", &table::points(plan), 0..plan.points.len())?)
}

fn make_aside(plan: &Plan, store: &Store, aside: &Path) -> Result<(), FinishError> {
    let failed_at = |source| OutputError::at(aside, source);
    if aside.exists() {
        fs::remove_dir_all(aside).map_err(failed_at)?; // left by a process that was killed here
    }
    fs::create_dir_all(aside).map_err(failed_at)?;
    Ok(saved::save(plan, store.fingerprint(), aside)?)
}

fn write_runs(
    plan: &Plan,
    store: &Store,
    folder: &Path,
    (forms, format): (Forms, Format),
) -> Result<u64, FinishError> {
    let mut rows = Rows::new(plan, store)?;
    let columns = table::runs(plan);
    forms.write(format, folder, RUNS, &columns, rows.by_ref())?;
    rows.finish().map_err(FinishError::from)
}

fn put_manifest(
    store: &Store,
    about: &About<'_>,
    runs: u64,
    failed: u64,
    aside: &Path,
) -> Result<(), OutputError> {
    let made_by = about.provenance;
    let manifest = Manifest {
        program: "circulus",
        version: &made_by.version,
        commit: &made_by.commit,
        clean: made_by.clean,
        sources: &made_by.sources,
        experiment: about.name,
        fingerprint: store.fingerprint(),
        runs,
        failed,
        files: manifest::entries(aside)?,
    };
    manifest::put(&aside.join(MANIFEST), &manifest)
}

/// The finished runs in order; an error ends the iteration and is reported at the end.
#[derive(Debug)]
pub struct Rows<'s> {
    plan: &'s Plan,
    reader: Reader<'s>,
    next: u64,
    failed: u64,
    trouble: Option<ExperimentError>,
}

impl<'s> Rows<'s> {
    /// All runs of a store.
    ///
    /// # Errors
    /// When a part cannot be opened.
    pub fn new(plan: &'s Plan, store: &'s Store) -> Result<Rows<'s>, ExperimentError> {
        Ok(Rows { plan, reader: store.reader()?, next: 0, failed: 0, trouble: None })
    }

    /// The number of failed runs, or the error that ended the iteration.
    ///
    /// # Errors
    /// When a run could not be read.
    pub fn finish(self) -> Result<u64, ExperimentError> {
        self.trouble.map_or(Ok(self.failed), Err)
    }
}

impl Iterator for Rows<'_> {
    type Item = RunRow;

    fn next(&mut self) -> Option<RunRow> {
        if self.next >= self.plan.runs() || self.trouble.is_some() {
            return None;
        }
        let job = self.plan.job(self.next);
        self.next += 1;
        match self.reader.outcome(job.run) {
            Ok(outcome) => {
                self.failed += u64::from(matches!(outcome, Outcome::Failed(_)));
                Some(RunRow { job, outcome })
            }
            Err(error) => {
                self.trouble = Some(error);
                None
            }
        }
    }
}
