//! Hidden places in which files are made before they are renamed to where they belong.
//!
//! A process holds a lock on each hidden place of its own. The system lets go of it when the process ends, however
//! it ends: what nobody holds was left by a process that was killed, and the next command that writes beside
//! it clears it. A process id in the name would say less, as ids are used again and mean nothing on
//! another machine that shares the disk. Where a disk knows no locks, nothing is cleared.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::{Builder, NamedTempFile};

/// How the names begin; six letters or digits follow.
const PREFIX: &str = ".circulus-";
const RANDOM: usize = 6;
/// The file in a hidden folder that is locked.
const LOCK: &str = "lock";
/// What is being made.
const NEW: &str = "new";
/// What it replaces, under its own name, while it is moved aside.
const OLD: &str = "old";
/// A hidden place that another process takes for a leftover before it is locked is made again, so often at most.
const ATTEMPTS: usize = 16;

/// A hidden folder beside a target; it goes when this is dropped.
#[derive(Debug)]
pub(super) struct Hidden {
    path: PathBuf,
    lock: Option<File>,
}

impl Hidden {
    /// Makes a hidden folder beside a target, and clears what killed processes left there.
    pub fn beside(target: &Path) -> io::Result<Hidden> {
        let parent = parent(target);
        clear_leftovers(parent);
        for _ in 0..ATTEMPTS {
            let path = Builder::new().prefix(PREFIX).rand_bytes(RANDOM).tempdir_in(parent)?.keep();
            let lock = match File::create_new(path.join(LOCK)) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                lock => lock,
            };
            let mut hidden = Hidden { path, lock: None };
            let lock = lock?;
            if held(&lock, &hidden.path.join(LOCK)) {
                hidden.lock = Some(lock);
                fs::create_dir(hidden.fresh())?;
                fs::create_dir(hidden.path.join(OLD))?;
                return Ok(hidden);
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the new folder is made.
    pub fn fresh(&self) -> PathBuf {
        self.path.join(NEW)
    }

    /// Where a folder of this name is moved aside.
    pub fn old(&self, target: &Path) -> PathBuf {
        self.path.join(OLD).join(target.file_name().unwrap_or_default())
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // Best effort: what stays is cleared by the next command.
        let _ = empty(&self.path);
        self.lock = None; // some systems remove no file that is open
        let _ = remove(&self.path);
    }
}

/// A hidden file in a folder, about to be renamed; clears what killed processes left there.
pub(super) fn file_in(folder: &Path) -> io::Result<NamedTempFile> {
    clear_leftovers(folder);
    for _ in 0..ATTEMPTS {
        let mut builder = Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        // As for any new file, less what the user's mask takes away.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        if held(file.as_file(), file.path()) {
            return Ok(file);
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Clears a hidden folder, of this process or of one that was killed: what it had moved aside comes back where
/// nothing has taken its place.
pub(super) fn discard(path: &Path) -> io::Result<()> {
    empty(path)?;
    remove(path)
}

/// The folder that a path stands in.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Waits until the disk has every file of a folder, and the folder. Asked for many files at once, a disk is as quick
/// as for one.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.par_iter().try_for_each(|entry| match entry.path() {
        path if path.is_dir() => sync(&path),
        path => OpenOptions::new().write(true).open(path)?.sync_all(),
    })?;
    sync_names(folder);
    Ok(())
}

/// Waits until the disk has the names in a folder; not every system can be asked for that.
pub(super) fn sync_names(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Clears, as far as it can, what processes that were killed left in a folder.
pub(super) fn clear_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(is_hidden) {
            // Best effort: it is hidden, and in nobody's way.
            let _ = clear(&entry.path());
        }
    }
}

fn is_hidden(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.len() == RANDOM && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn clear(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.is_dir() {
        let file = OpenOptions::new().write(true).open(path)?;
        file.try_lock()?;
        return fs::remove_file(path);
    }
    match OpenOptions::new().write(true).open(path.join(LOCK)) {
        Ok(lock) => {
            lock.try_lock()?;
            empty(path)?;
            drop(lock);
            remove(path)
        }
        // Killed before it had its lock, or after it gave it up: there is nothing in it.
        Err(error) if error.kind() == ErrorKind::NotFound => fs::remove_dir(path),
        Err(error) => Err(error),
    }
}

/// Takes away everything but the lock; that goes last, since it alone says whose the rest is.
fn empty(path: &Path) -> io::Result<()> {
    if let Ok(old) = fs::read_dir(path.join(OLD)) {
        for entry in old {
            let entry = entry?;
            let place = parent(path).join(entry.file_name());
            if fs::symlink_metadata(&place).is_err() {
                fs::rename(entry.path(), place)?;
            }
        }
    }
    for part in [NEW, OLD] {
        gone(fs::remove_dir_all(path.join(part)))?;
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    gone(fs::remove_file(path.join(LOCK)))?;
    gone(fs::remove_dir(path))
}

/// It is no fault that something is gone already.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Whether a hidden place is ours: not taken for a leftover between being made and being locked.
fn held(file: &File, path: &Path) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && path.exists()
}
