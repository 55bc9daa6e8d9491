//! Writes the results of a run as files; each format has its own file here.
//!
//! Files and folders are written atomically: under a hidden name beside the target, renamed when complete
//! ([`Staging`], [`file`](mod@file)). The same scenario, seed and version give the same bytes: numbers in their
//! shortest form, fixed order, no times.
//!
//! To add pictures or other files, write them between [`write_files`] and the manifest:
//!
//! ```no_run
//! # use circulus::output::{self, *};
//! # fn write(run: &circulus::run::Run, scenario: &circulus::scenario::Scenario, as_meant: &str)
//! # -> Result<(), OutputError> {
//! let staging = Staging::new("outputs/a".as_ref(), false)?;
//! let results_hash = output::write_files(staging.path(), run, scenario, as_meant, &Layout::ALL)?;
//! // ... draw into staging.path() ...
//! let made = Made::run(run, as_meant, &results_hash, &Layout::ALL, Provenance::new("circulus run a.toml"));
//! manifest::write(staging.path(), &made)?;
//! staging.publish()?;
//! # Ok(())
//! # }
//! ```

pub mod csv;
mod doubts;
mod error;
pub mod file;
mod folder;
pub mod graphml;
pub mod hash;
mod hidden;
mod layout;
mod live;
pub mod manifest;
pub mod networks;
pub mod ours;
#[cfg(feature = "parquet")]
pub mod parquet;
mod provenance;
mod sheet;
mod summary;
mod table;
pub mod verify;
mod write;

pub use doubts::{PROVENANCE, text as provenance_text, write as write_provenance};
pub use error::OutputError;
pub use folder::Staging;
pub use layout::{Layout, MOST_CSV_ROWS, rows_of_plants};
pub use live::{LiveError, live};
pub use manifest::Made;
pub use provenance::{Provenance, SOURCES};
pub use summary::{summary_json, write_summary};
pub use table::{Format, Forms, TABLES, write_indicators, write_tables};
pub use write::{Options, write_files, write_run};

use std::fs;
use std::path::Path;

/// Writes a text file into a folder that is not yet in place.
fn write_text(path: &Path, text: &str) -> Result<(), OutputError> {
    fs::write(path, text).map_err(|source| OutputError::at(path, source))
}
