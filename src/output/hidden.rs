//! Hidden folders and files in which results are written before they are renamed into place.
//!
//! A process holds a lock on each of its hidden paths. The system releases the lock when the process ends, in whatever
//! way; so an unlocked path was left by a killed process, and the next command that writes beside it removes it. A
//! process id in the name would be less reliable, as ids are reused and mean nothing on another machine that shares
//! the disk. On a disk without locks, nothing is removed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::{Builder, NamedTempFile};

/// Prefix of the names; six letters or digits follow.
const PREFIX: &str = ".circulus-";
const RANDOM: usize = 6;
/// The lock file in a hidden folder.
const LOCK: &str = "lock";
/// The folder being written.
const NEW: &str = "new";
/// The folder that it replaces, under its own name, while it is moved aside.
const OLD: &str = "old";
/// Another process may remove a hidden path between its creation and locking; it is then created again, at most this
/// often.
const ATTEMPTS: usize = 16;

/// A hidden folder beside a target; removed on drop.
#[derive(Debug)]
pub(super) struct Hidden {
    path: PathBuf,
    lock: Option<File>,
}

impl Hidden {
    /// Creates a hidden folder beside a target, and removes those left by killed processes.
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

    /// Path of the new folder.
    pub fn fresh(&self) -> PathBuf {
        self.path.join(NEW)
    }

    /// Path to which a folder with this name is moved aside.
    pub fn old(&self, target: &Path) -> PathBuf {
        self.path.join(OLD).join(target.file_name().unwrap_or_default())
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // Best effort: the next command removes the rest.
        let _ = empty(&self.path);
        self.lock = None; // some systems cannot remove an open file
        let _ = remove(&self.path);
    }
}

/// A hidden file in a folder, to be renamed later; removes those left by killed processes.
pub(super) fn file_in(folder: &Path) -> io::Result<NamedTempFile> {
    clear_leftovers(folder);
    for _ in 0..ATTEMPTS {
        let mut builder = Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        // The permissions of any new file, before the user's umask.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        if held(file.as_file(), file.path()) {
            return Ok(file);
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes a hidden folder, of this process or of a killed one; a folder that it had moved aside is restored if its
/// place is still free.
pub(super) fn discard(path: &Path) -> io::Result<()> {
    empty(path)?;
    remove(path)
}

/// The parent folder of a path.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Syncs every file of a folder, and the folder, to disk. Syncing many files at once takes little longer than one.
///
/// # Errors
/// When a file cannot be synced.
pub fn sync(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.par_iter().try_for_each(|entry| match entry.path() {
        path if path.is_dir() => sync(&path),
        path => OpenOptions::new().write(true).open(path)?.sync_all(),
    })?;
    sync_names(folder);
    Ok(())
}

/// Syncs the directory entries of a folder; not supported by every system.
pub fn sync_names(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Removes what killed processes left in a folder, as far as possible.
pub(super) fn clear_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_str().is_some_and(is_hidden) {
            // Best effort: it is hidden and harmless.
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
        // Killed before it had its lock or after releasing it: the folder is empty.
        Err(error) if error.kind() == ErrorKind::NotFound => fs::remove_dir(path),
        Err(error) => Err(error),
    }
}

/// Removes everything but the lock; that goes last, as it shows whether the rest is in use.
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

/// An already removed file is no error.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Whether a hidden path is still ours: it was not removed as a leftover between creation and locking.
fn held(file: &File, path: &Path) -> bool {
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) && path.exists()
}
