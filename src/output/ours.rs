//! Tells our files in a folder from foreign ones: ours are listed in our manifest, or are working files.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

use serde::Deserialize;

use super::OutputError;
use super::manifest::MANIFEST;
use crate::scenario::input;

/// Folder in which an experiment's files are written.
pub(super) const ASIDE: &str = ".final";
/// Folder of complete files that are not all in place yet.
pub(super) const READY: &str = ".ready";
/// Folder of an experiment's finished runs.
const PARTS: &str = "parts";
/// Files that file managers leave behind.
const BROWSERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Type of folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// A single run.
    Run,
    /// An experiment, which has working files.
    Experiment,
}

#[derive(Deserialize)]
struct Manifest {
    program: String,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
}

/// The paths listed by the manifest in a folder, and the manifest; empty without a manifest of ours.
pub(super) fn listed(folder: &Path) -> BTreeSet<String> {
    let text = input::text(&folder.join(MANIFEST)).unwrap_or_default();
    match serde_json::from_str::<Manifest>(&text) {
        Ok(manifest) if manifest.program == "circulus" => {
            let paths = manifest.files.into_iter().map(|file| file.path);
            // A path that leads out of the folder is not ours.
            paths.filter(|path| stays(path)).chain([MANIFEST.to_owned()]).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The paths that an experiment's folder lists, in place or in the folder of complete files.
pub(super) fn listed_or_ready(folder: &Path) -> BTreeSet<String> {
    listed(folder).into_iter().chain(listed(&folder.join(READY))).collect()
}

/// Returns an error that names the foreign files in a folder, if there are any.
pub(super) fn refuse_strangers(folder: &Path, holder: Holder) -> Result<(), OutputError> {
    refuse(folder, strangers(folder, holder)?)
}

/// Returns an error if there are any names.
pub(super) fn refuse(folder: &Path, names: Vec<String>) -> Result<(), OutputError> {
    if names.is_empty() { Ok(()) } else { Err(OutputError::NotOurs { path: folder.to_owned(), names }) }
}

/// Foreign files in a folder.
pub(super) fn strangers(folder: &Path, holder: Holder) -> Result<Vec<String>, OutputError> {
    let experiment = holder == Holder::Experiment;
    let ready = if experiment { listed(&folder.join(READY)) } else { BTreeSet::new() };
    let listed = listed(folder);
    let is_ready = |path: &str| match path.split_once('/') {
        Some((READY, rest)) => rest.is_empty() || ready.contains(rest),
        _ => ready.contains(path),
    };
    let ours = |path: &str| {
        let browser = BROWSERS.contains(&path.rsplit('/').next().unwrap_or_default());
        listed.contains(path) || browser || (experiment && (is_working(path) || is_ready(path)))
    };
    Ok(contents(folder)?.into_iter().filter(|path| !ours(path)).collect())
}

/// Every file below a folder, and every empty folder, with a trailing `/`; links are not followed.
pub(super) fn contents(folder: &Path) -> Result<Vec<String>, OutputError> {
    let mut found = Vec::new();
    walk(folder, "", &mut found).map_err(|source| OutputError::reading(folder, source))?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if !entry.file_type()?.is_dir() {
            found.push(name);
            continue;
        }
        let (inside, before) = (format!("{name}/"), found.len());
        match walk(&entry.path(), &inside, found) {
            Ok(()) if found.len() == before => found.push(inside),
            // Removed in the meantime, such as another process's temporary file.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            walked => walked?,
        }
    }
    Ok(())
}

/// Whether a path in an experiment's folder is a working file of ours, or an empty folder for working files.
fn is_working(path: &str) -> bool {
    let Some((first, rest)) = path.split_once('/') else { return false };
    match first {
        ASIDE => true,
        PARTS => is_part(rest),
        _ => false,
    }
}

/// Whether a path below `parts/` is ours: parts and their lock, including those of generations and confirmations.
fn is_part(path: &str) -> bool {
    if let Some((store, rest)) = path.split_once('/') {
        let number = store.strip_prefix("generation_").or_else(|| store.strip_prefix("confirmation_"));
        let known = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        return known && (rest.is_empty() || rest.strip_prefix("parts/").is_some_and(is_part));
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shard = path.strip_suffix(".runs").and_then(|name| name.split_once("-of-"));
    path.is_empty() || path == ".lock" || shard.is_some_and(|(index, of)| number(index) && number(of))
}

fn stays(path: &str) -> bool {
    Path::new(path).components().all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_files_are_known_by_their_names() {
        for ours in [
            "parts/",
            "parts/.lock",
            "parts/3-of-12.runs",
            "parts/generation_001/parts/1-of-1.runs",
            "parts/confirmation_1a2b3c4d/",
            ".final/map.png",
        ] {
            assert!(is_working(ours), "{ours}");
        }
        for other in [
            "parts",
            "parts/wheel.stl",
            "parts/a-of-b.runs",
            "parts/old/1-of-1.runs",
            "runs.csv",
            ".git/HEAD",
        ] {
            assert!(!is_working(other), "{other}");
        }
        assert!(stays("a/b.csv") && !stays("../a.csv") && !stays("/etc/passwd"));
    }
}
