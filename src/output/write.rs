//! Writes a complete run as a folder.

use std::path::{Path, PathBuf};

use super::{
    Layout, Made, OutputError, Provenance, Staging, doubts, graphml, hash, manifest, networks, write_summary,
    write_tables, write_text,
};
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
    /// Which tables are written, and in which format.
    pub layout: Layout,
}

/// Writes a run's folder atomically, and returns its path.
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
    let results_hash = write_files(staging.path(), run, scenario, as_meant, &options.layout)?;
    let made = Made::run(run, as_meant, &results_hash, &options.layout, provenance);
    manifest::write(staging.path(), &made)?;
    staging.publish()
}

/// Writes tables, summary, network and scenario into a folder, without the manifest; returns the hash of the results.
///
/// # Errors
/// When a file cannot be written.
pub fn write_files(
    folder: &Path,
    run: &Run,
    scenario: &Scenario,
    as_meant: &str,
    layout: &Layout,
) -> Result<String, OutputError> {
    let names = Names::of(scenario);
    write_tables(folder, run, &names, layout)?;
    if layout.networks {
        networks::write(folder, run, &names)?;
    }
    write_others(folder, run, scenario, as_meant, &names, layout)
}

/// Writes all but the tables of a run, which are there already, and the manifest; returns the hash of the results.
pub(super) fn write_others(
    folder: &Path,
    run: &Run,
    scenario: &Scenario,
    as_meant: &str,
    names: &Names,
    layout: &Layout,
) -> Result<String, OutputError> {
    let results_hash = hash::of_files(folder, layout)?;
    write_summary(folder, run, scenario, &results_hash)?;
    graphml::write(&folder.join("network.graphml"), names, &run.cluster)?;
    write_text(&folder.join("scenario.toml"), as_meant)?;
    doubts::write(folder, as_meant)?;
    Ok(results_hash)
}
