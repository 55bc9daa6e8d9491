//! What a run leaves as files. One format, one file here.
//!
//! A folder is filled under another name beside its place and renamed when whole ([`Staging`]), so
//! that nobody meets half a run. Same scenario, seed and version give the same bytes: numbers in
//! their shortest form, fixed order, no clock.
//!
//! With pictures or other files of one's own, between [`write_files`] and the manifest:
//!
//! ```no_run
//! # use circulus::output::{self, *};
//! # fn write(run: &circulus::run::Run, scenario: &circulus::scenario::Scenario, as_meant: &str)
//! # -> Result<(), OutputError> {
//! let staging = Staging::new("outputs/a".as_ref(), false)?;
//! let results_hash = output::write_files(staging.path(), run, scenario, as_meant, false)?;
//! // ... draw into staging.path() ...
//! let made = Made::run(run, as_meant, &results_hash, Provenance::new("circulus run a.toml"));
//! manifest::write(staging.path(), &made)?;
//! staging.publish()?;
//! # Ok(())
//! # }
//! ```

pub mod csv;
mod error;
pub mod experiment;
mod folder;
pub mod graphml;
pub mod hash;
pub mod manifest;
pub mod parquet;
mod provenance;
mod summary;
mod table;
pub mod verify;

use std::fs;
use std::path::{Path, PathBuf};

pub use error::OutputError;
pub use folder::Staging;
pub use manifest::Made;
pub use provenance::Provenance;
pub use summary::{summary_json, write_summary};
pub use table::{Format, TABLES, write_tables};

use crate::record::columns::Names;
use crate::run::Run;
use crate::scenario::Scenario;

/// Where and how a run is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Folder of the run.
    pub folder: PathBuf,
    /// Whether an existing folder of an earlier run is replaced.
    pub force: bool,
    /// Whether the tables are written as Parquet too.
    pub parquet: bool,
}

/// Writes a run, whole or not at all, and gives the folder.
///
/// # Errors
/// When the folder exists (and `force` is not given, or circulus did not write it), or cannot be written.
pub fn write_run(
    run: &Run,
    scenario: &Scenario,
    as_meant: &str,
    provenance: Provenance,
    options: &Options,
) -> Result<PathBuf, OutputError> {
    let staging = Staging::new(&options.folder, options.force)?;
    let results_hash = write_files(staging.path(), run, scenario, as_meant, options.parquet)?;
    let made = Made::run(run, as_meant, &results_hash, provenance);
    manifest::write(staging.path(), &made)?;
    staging.publish()
}

/// Writes tables, summary, network and scenario into a folder, all but the manifest; gives the hash of the results.
///
/// # Errors
/// When a file cannot be written.
pub fn write_files(
    folder: &Path,
    run: &Run,
    scenario: &Scenario,
    as_meant: &str,
    parquet: bool,
) -> Result<String, OutputError> {
    let names = Names::of(scenario);
    write_tables(folder, run, &names, Format::Csv)?;
    if parquet {
        write_tables(folder, run, &names, Format::Parquet)?;
    }
    let results_hash = hash::of_results(folder)?;
    write_summary(folder, run, scenario, &results_hash)?;
    graphml::write(&folder.join("network.graphml"), &names, &run.cluster)?;
    write_text(&folder.join("scenario.toml"), as_meant)?;
    Ok(results_hash)
}

/// Writes a text file.
fn write_text(path: &Path, text: &str) -> Result<(), OutputError> {
    fs::write(path, text).map_err(|source| OutputError::at(path, source))
}
