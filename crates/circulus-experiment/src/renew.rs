//! Replaces the files of an experiment by those of a new finish.
//!
//! They are written into `.final`. Many files cannot be renamed at once, so the folder is renamed to `.ready` when it
//! is complete: from then on its files are the experiment's. If the process is killed while moving them into place,
//! the next command moves the rest. The manifest is removed first and moved last, so a folder with a manifest holds
//! what it lists.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use circulus::output::OutputError;
use circulus::output::file;
use circulus::output::manifest::MANIFEST;
use circulus::output::ours::{contents, listed, refuse};

use crate::working::{ASIDE, READY, listed_or_ready};

/// Publishes the files of `.final`, which must include the manifest.
///
/// # Errors
/// When one would replace a foreign file, or they cannot be moved.
pub(crate) fn publish(folder: &Path) -> Result<(), OutputError> {
    let (aside, ready) = (folder.join(ASIDE), folder.join(READY));
    refuse_to_replace(folder, &contents(&aside)?)?;
    file::sync(&aside).map_err(|source| OutputError::at(&aside, source))?;
    fs::rename(&aside, &ready).map_err(|source| OutputError::at(&ready, source))?;
    settle(folder)
}

/// Refuses if a file with one of these names exists and no manifest of ours lists it.
///
/// # Errors
/// With the names.
pub(crate) fn refuse_to_replace(folder: &Path, names: &[String]) -> Result<(), OutputError> {
    let ours = listed_or_ready(folder);
    let there = |name: &&String| fs::symlink_metadata(folder.join(name)).is_ok();
    refuse(folder, names.iter().filter(|name| !ours.contains(*name)).filter(there).cloned().collect())
}

/// Moves the files in `.ready` into place, except those already moved.
///
/// # Errors
/// When a file cannot be moved.
pub(crate) fn settle(folder: &Path) -> Result<(), OutputError> {
    let ready = folder.join(READY);
    let new = listed(&ready);
    if new.contains(MANIFEST) {
        // Files of an earlier finish that this one does not have, such as Parquet.
        let old: BTreeSet<String> = listed(folder).into_iter().filter(|path| path != MANIFEST).collect();
        for path in old.difference(&new).chain([&MANIFEST.to_owned()]) {
            at(&folder.join(path), gone(fs::remove_file(folder.join(path))))?;
        }
        for path in new.iter().filter(|path| *path != MANIFEST) {
            let place = folder.join(path);
            at(&place, fs::create_dir_all(file::parent(&place)))?;
            at(&place, gone(fs::rename(ready.join(path), &place)))?;
        }
        let place = folder.join(MANIFEST);
        at(&place, fs::rename(ready.join(MANIFEST), &place))?;
        file::sync_names(folder);
    }
    at(&ready, gone(fs::remove_dir(&ready)))
}

fn at(path: &Path, done: io::Result<()>) -> Result<(), OutputError> {
    done.map_err(|source| OutputError::at(path, source))
}

/// An already removed file is no error: a killed process removed it.
fn gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
