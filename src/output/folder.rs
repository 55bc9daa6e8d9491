//! Writes a folder atomically.
//!
//! Files are written into a hidden folder beside the target, which is renamed at the end. The folder of an earlier run
//! is swapped with it in one step where the system supports that, and removed last. On failure the hidden folder is
//! removed, and the earlier folder stays.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::OutputError;
use super::hidden::{self, Hidden};
use super::ours;

/// A folder being written.
#[derive(Debug)]
#[must_use = "without publish() the files are removed again"]
pub struct Staging {
    target: PathBuf,
    force: bool,
    /// `None` once it is published.
    hidden: Option<Hidden>,
    /// Folder to write into.
    new: PathBuf,
    /// Parents created for it, innermost first; removed again if nothing is published.
    made: Vec<PathBuf>,
}

impl Staging {
    /// Starts a folder; with `force` it will replace that of an earlier run.
    ///
    /// # Errors
    /// When `target` exists and may not be replaced, or nothing can be written beside it.
    pub fn new(target: &Path, force: bool) -> Result<Staging, OutputError> {
        let target = resolve(target)?;
        // Done first, as it may restore an earlier run.
        hidden::clear_leftovers(hidden::parent(&target));
        may_take(&target, force)?;
        if target.file_name().is_none() {
            return Err(OutputError::NotAFolder { path: target });
        }
        let made = make_parents(&target)?;
        let mut staging = Staging { target, force, hidden: None, new: PathBuf::new(), made };
        let hidden =
            Hidden::beside(&staging.target).map_err(|source| OutputError::at(&staging.target, source))?;
        staging.new = hidden.fresh();
        staging.hidden = Some(hidden);
        Ok(staging)
    }

    /// The folder to write into.
    pub fn path(&self) -> &Path {
        &self.new
    }

    /// The final path of a path below [`Staging::path`], for messages.
    pub fn published(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.new).map_or_else(|_| path.to_owned(), |rest| self.target.join(rest))
    }

    /// The argument for [`Staging::abandon`].
    pub fn hidden(&self) -> PathBuf {
        self.hidden.as_ref().map(|hidden| hidden.path().to_owned()).unwrap_or_default()
    }

    /// Removes an unpublished folder from another thread, before the process exits. Returns whether there was one.
    pub fn abandon(hidden: &Path) -> bool {
        // Best effort: it is hidden, and the next command clears it.
        hidden.exists() && hidden::discard(hidden).is_ok()
    }

    /// Moves the folder into place, and returns its path.
    ///
    /// # Errors
    /// When the target has appeared in the meantime, or cannot be replaced.
    pub fn publish(mut self) -> Result<PathBuf, OutputError> {
        may_take(&self.target, self.force)?;
        let failed = |source| OutputError::at(&self.target, source);
        hidden::sync(&self.new).map_err(failed)?;
        if let Some(hidden) = &self.hidden {
            put(hidden, &self.target).map_err(failed)?;
        }
        hidden::sync_names(hidden::parent(&self.target));
        self.hidden = None;
        self.made.clear();
        Ok(self.target.clone())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.hidden = None;
        for parent in &self.made {
            // Best effort: the original error is the one to report.
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Renames the new folder to the target; the earlier one ends up in the hidden folder.
fn put(hidden: &Hidden, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(hidden.fresh(), target);
    }
    if exchange(&hidden.fresh(), target).is_ok() {
        return Ok(());
    }
    // If the process is killed between the two renames, the next command restores the old folder.
    let old = hidden.old(target);
    fs::rename(target, &old)?;
    fs::rename(hidden.fresh(), target).inspect_err(|_| {
        let _ = fs::rename(&old, target);
    })
}

/// Swaps two folders in one step; not supported by every system and disk.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The target with links resolved, if it exists.
fn resolve(target: &Path) -> Result<PathBuf, OutputError> {
    match target.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(target.to_owned()),
        Err(source) => Err(OutputError::at(target, source)),
    }
}

/// Whether the folder does not exist, or may be replaced.
fn may_take(target: &Path, force: bool) -> Result<(), OutputError> {
    match fs::read_dir(target) {
        Ok(_) if !force => Err(OutputError::Exists { path: target.to_owned() }),
        Ok(_) => ours::refuse_strangers(target),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(OutputError::at(target, source)),
    }
}

/// Creates missing parents, and lists them, innermost first.
fn make_parents(target: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let parent = hidden::parent(target);
    let missing: Vec<PathBuf> = parent
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(parent).map_err(|source| OutputError::at(parent, source))?;
    Ok(missing)
}
