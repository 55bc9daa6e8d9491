//! Tells our files in a folder from foreign ones: ours are listed in our manifest. Working files of an experiment are
//! ours too; `circulus_experiment` knows them.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};

use serde::Deserialize;

use super::OutputError;
use super::manifest::MANIFEST;
use crate::scenario::input;

/// Folder of an experiment's finished runs, in its folder.
pub const PARTS: &str = "parts";
/// Files that file managers leave behind.
const BROWSERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

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
pub fn listed(folder: &Path) -> BTreeSet<String> {
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

/// Refuses a folder with foreign files.
pub(super) fn refuse_strangers(folder: &Path) -> Result<(), OutputError> {
    refuse(folder, strangers(folder)?)
}

/// An error that names these files of a folder, if there are any.
///
/// # Errors
/// If there are any names.
pub fn refuse(folder: &Path, names: Vec<String>) -> Result<(), OutputError> {
    if names.is_empty() { Ok(()) } else { Err(OutputError::NotOurs { path: folder.to_owned(), names }) }
}

/// Files in a folder that are not listed, nor left by a file manager.
///
/// # Errors
/// When the folder cannot be read.
pub fn strangers(folder: &Path) -> Result<Vec<String>, OutputError> {
    let listed = listed(folder);
    let ours = |path: &str| {
        let browser = BROWSERS.contains(&path.rsplit('/').next().unwrap_or_default());
        listed.contains(path) || browser
    };
    Ok(contents(folder)?.into_iter().filter(|path| !ours(path)).collect())
}

/// Every file below a folder, and every empty folder, with a trailing `/`; links are not followed.
///
/// # Errors
/// When the folder cannot be read.
pub fn contents(folder: &Path) -> Result<Vec<String>, OutputError> {
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

fn stays(path: &str) -> bool {
    Path::new(path).components().all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_does_not_stay() {
        assert!(stays("a/b.csv") && !stays("../a.csv") && !stays("/etc/passwd"));
    }
}
