//! A folder that appears whole or not at all.
//!
//! Files are written into a hidden folder beside the target, `.<name>.partial-<attempt>-<process>`, which is
//! renamed at the end. An earlier run is moved aside only then, and removed last. Where anything
//! fails, the hidden folder goes and what stood there before stays.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::OutputError;
use super::manifest::MANIFEST;

/// A folder under way to its place.
#[derive(Debug)]
#[must_use = "without publish() the files are removed again"]
pub struct Staging {
    target: PathBuf,
    partial: PathBuf,
    force: bool,
    /// Parents made for it, innermost first; removed again when nothing is published.
    made: Vec<PathBuf>,
    published: bool,
}

impl Staging {
    /// Starts a folder; with `force`, that of an earlier run will be replaced.
    ///
    /// # Errors
    /// When `target` is there and may not be replaced, or nothing can be written beside it.
    pub fn new(target: &Path, force: bool) -> Result<Staging, OutputError> {
        let target = resolve(target)?;
        may_take(&target, force)?;
        let made = make_parents(&target)?;
        let mut staging = Staging { target, partial: PathBuf::new(), force, made, published: false };
        staging.partial = make_partial(&staging.target)?;
        Ok(staging)
    }

    /// Where to write.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Puts the folder in its place, and gives that.
    ///
    /// # Errors
    /// When the target has appeared meanwhile, or cannot be replaced.
    pub fn publish(mut self) -> Result<PathBuf, OutputError> {
        may_take(&self.target, self.force)?;
        let old = beside(&self.target, "old")?;
        let replaces = self.target.exists();
        let failed = |source| OutputError::at(&self.target, source);
        if replaces {
            fs::rename(&self.target, &old).map_err(failed)?;
        }
        if let Err(source) = fs::rename(&self.partial, &self.target) {
            if replaces {
                // Best effort: what was there comes back.
                let _ = fs::rename(&old, &self.target);
            }
            return Err(failed(source));
        }
        self.published = true;
        if replaces {
            fs::remove_dir_all(&old).map_err(|source| OutputError::at(&old, source))?;
        }
        Ok(self.target.clone())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.published {
            return;
        }
        // Best effort: the error that brought us here is the one to report.
        if !self.partial.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.partial);
        }
        for parent in &self.made {
            let _ = fs::remove_dir(parent);
        }
    }
}

/// The target itself, behind links, where it exists.
fn resolve(target: &Path) -> Result<PathBuf, OutputError> {
    match target.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target.to_owned()),
        Err(source) => Err(OutputError::at(target, source)),
    }
}

/// Whether the folder is free, or may be replaced.
fn may_take(target: &Path, force: bool) -> Result<(), OutputError> {
    let path = target.to_owned();
    let entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(OutputError::at(target, source)),
    };
    if !force {
        return Err(OutputError::Exists { path });
    }
    if entries.count() > 0 && !target.join(MANIFEST).is_file() {
        return Err(OutputError::NotOurs { path });
    }
    Ok(())
}

/// Makes the hidden folder; one of the same name, of another thread or a run that was killed, is left alone.
fn make_partial(target: &Path) -> Result<PathBuf, OutputError> {
    for attempt in 0.. {
        let partial = beside(target, &format!("partial-{attempt}"))?;
        match fs::create_dir(&partial) {
            Ok(()) => return Ok(partial),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(OutputError::at(&partial, source)),
        }
    }
    Err(OutputError::Exists { path: target.to_owned() })
}

/// A hidden name beside the target, of this process.
fn beside(target: &Path, what: &str) -> Result<PathBuf, OutputError> {
    let Some(name) = target.file_name() else {
        return Err(OutputError::NotAFolder { path: target.to_owned() });
    };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{what}-{}", std::process::id()));
    Ok(target.with_file_name(hidden))
}

/// Makes the parents that are missing, and lists them, innermost first.
fn make_parents(target: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let Some(parent) = target.parent() else {
        return Ok(Vec::new());
    };
    let missing: Vec<PathBuf> = parent
        .ancestors()
        .filter(|path| !path.as_os_str().is_empty())
        .take_while(|path| !path.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(parent).map_err(|source| OutputError::at(parent, source))?;
    Ok(missing)
}
