//! Locks an experiment: for one process alone, or for any number of shards.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::Shard;
use crate::error::ExperimentError;

/// Name of the lock file, in the folder.
pub const NAME: &str = ".lock";

/// Locks a folder until dropped; the system releases the lock if the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Locks an existing folder: for one process, or for one of several shards.
    ///
    /// # Errors
    /// When it is in use, or cannot be written.
    pub fn take(folder: &Path, shard: Shard) -> Result<Lock, ExperimentError> {
        let path = folder.join(NAME);
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let file = file.map_err(|source| ExperimentError::at(&path, source))?;
        let taken = if shard == Shard::WHOLE { file.try_lock() } else { file.try_lock_shared() };
        outcome(taken, folder)?;
        Ok(Lock { _file: file })
    }
}

/// Locks a file for this process alone.
pub(super) fn try_lock(file: &File, path: &Path) -> Result<(), ExperimentError> {
    outcome(file.try_lock(), path)
}

fn outcome(taken: Result<(), TryLockError>, path: &Path) -> Result<(), ExperimentError> {
    match taken {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ExperimentError::Busy { path: path.to_owned() }),
        // Some network disks have no locks; there the user must prevent concurrent use.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(source)) => Err(ExperimentError::at(path, source)),
    }
}
