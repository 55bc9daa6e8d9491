//! `manifest.json`: how the files were made, their hashes, and a hash of the manifest itself.
//!
//! It contains no times: the same command on the same platform writes the same bytes.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::csv::Form;
use super::{Layout, OutputError, Provenance, hash, write_text};
use crate::run::Run;
use crate::scenario::Words;

/// Name of the manifest; a folder that has one was written by circulus.
pub const MANIFEST: &str = "manifest.json";

/// The key of the manifest's own hash: the SHA-256 of its text without the line of this key.
pub const SEAL: &str = "manifest_sha256";

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
    /// Names of the tables that are written, of a single run.
    pub tables: Option<Vec<&'static str>>,
    /// What separates cells and decimals of the tables, of a single run.
    pub csv: Form,
    /// The scenario as meant, TOML.
    pub as_meant: &'a str,
}

impl<'a> Made<'a> {
    /// How a single run was made.
    pub fn run(
        run: &Run,
        as_meant: &'a str,
        results_hash: &str,
        layout: &Layout,
        provenance: Provenance,
    ) -> Made<'a> {
        Made {
            provenance,
            seed: run.seed,
            replicate: Some(run.replicate),
            results_hash: Some(results_hash.to_owned()),
            tables: Some(layout.tables()),
            csv: layout.csv,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    tables: Option<&'a [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    csv: Option<&'static str>,
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
    paths(folder)?.into_iter().map(|path| entry(folder, path)).collect()
}

/// The manifest's entry for a file.
pub(super) fn entry(folder: &Path, path: String) -> Result<Entry, OutputError> {
    let file = folder.join(&path);
    let about = fs::metadata(&file).map_err(|source| OutputError::at(&file, source))?;
    Ok(Entry { path, bytes: about.len(), sha256: hash::of_file(&file)? })
}

/// The paths of all files below a folder but its manifest, with `/`, sorted.
pub(super) fn paths(folder: &Path) -> Result<Vec<String>, OutputError> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

/// Writes the manifest of everything in a folder.
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
        tables: made.tables.as_deref(),
        csv: (made.csv != Form::Comma).then(|| made.csv.word()),
        files: entries(folder)?,
        scenario: scenario(made.as_meant),
    };
    put(&path, &manifest)
}

/// Writes a manifest with its own hash as the first key.
///
/// # Errors
/// When it cannot be written.
pub fn put(path: &Path, manifest: &impl Serialize) -> Result<(), OutputError> {
    let text = serde_json::to_string_pretty(manifest)
        .map_err(|error| OutputError::Format { path: path.to_owned(), reason: error.to_string() })?;
    write_text(path, &seal(&(text + "\n")))
}

/// The text of a manifest with its hash, replacing any it has.
pub fn seal(text: &str) -> String {
    let (bare, _) = unseal(text);
    let digest = hash::of_text(&bare);
    bare.replacen("{\n", &format!("{{\n{}\"{digest}\",\n", line_start()), 1)
}

/// Splits a manifest into its text without the line of its hash, and that hash.
pub fn unseal(text: &str) -> (String, Option<&str>) {
    let start = line_start();
    let line = text.split_inclusive('\n').find(|line| line.starts_with(&start));
    let said =
        line.and_then(|line| line.strip_prefix(&start)?.trim_end().trim_end_matches(',').split('"').nth(1));
    (line.map_or_else(|| text.to_owned(), |line| text.replacen(line, "", 1)), said)
}

fn line_start() -> String {
    format!("  \"{SEAL}\": ")
}

/// The scenario as a tree; as plain text where it is not TOML.
fn scenario(as_meant: &str) -> Value {
    toml::from_str(as_meant).unwrap_or_else(|_| Value::String(as_meant.to_owned()))
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<(), OutputError> {
    let failed = |source| OutputError::at(folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.metadata().map_err(failed)?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name != MANIFEST {
            files.push(name);
        }
    }
    Ok(())
}
