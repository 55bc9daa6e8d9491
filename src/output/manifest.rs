//! `manifest.json`: what made the files, from what, and the hash of each.
//!
//! No clock: the same command on the same platform writes the same bytes.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{OutputError, Provenance, hash, write_text};
use crate::run::Run;

/// Name of the manifest; a folder that has one was written by circulus.
pub const MANIFEST: &str = "manifest.json";

/// How the files of a folder were made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made<'a> {
    /// The program.
    pub provenance: Provenance,
    /// Seed.
    pub seed: u64,
    /// Replicate, of a single run.
    pub replicate: Option<u64>,
    /// Short hash of the results, of a single run.
    pub results_hash: Option<String>,
    /// The scenario as meant, TOML.
    pub as_meant: &'a str,
}

impl<'a> Made<'a> {
    /// How a single run was made.
    pub fn run(run: &Run, as_meant: &'a str, results_hash: &str, provenance: Provenance) -> Made<'a> {
        Made {
            provenance,
            seed: run.seed,
            replicate: Some(run.replicate),
            results_hash: Some(results_hash.to_owned()),
            as_meant,
        }
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'static str,
    #[serde(flatten)]
    provenance: &'a Provenance,
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    replicate: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    results_hash: Option<&'a str>,
    files: Vec<Entry>,
    scenario: Value,
}

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path in the folder, with `/`.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
}

/// Every file below a folder but its manifest, by path.
///
/// # Errors
/// When a file cannot be read.
pub fn entries(folder: &Path) -> Result<Vec<Entry>, OutputError> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Writes the manifest of everything that a folder holds.
///
/// # Errors
/// When a file cannot be read or the manifest not be written.
pub fn write(folder: &Path, made: &Made<'_>) -> Result<(), OutputError> {
    let path = folder.join(MANIFEST);
    let manifest = Manifest {
        program: "circulus",
        provenance: &made.provenance,
        seed: made.seed,
        replicate: made.replicate,
        results_hash: made.results_hash.as_deref(),
        files: entries(folder)?,
        scenario: scenario(made.as_meant),
    };
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| OutputError::Format { path: path.clone(), reason: error.to_string() })?;
    write_text(&path, &(text + "\n"))
}

/// The scenario as a tree; as plain text where it is not TOML.
fn scenario(as_meant: &str) -> Value {
    toml::from_str(as_meant).unwrap_or_else(|_| Value::String(as_meant.to_owned()))
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<Entry>) -> Result<(), OutputError> {
    let failed = |source| OutputError::at(folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let about = entry.metadata().map_err(failed)?;
        if about.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name != MANIFEST {
            files.push(Entry { path: name, bytes: about.len(), sha256: hash::of_file(&entry.path())? });
        }
    }
    Ok(())
}
