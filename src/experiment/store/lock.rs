//! Who may work on an experiment at a time: one process alone, or any number of shards.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use super::Shard;
use crate::experiment::error::ExperimentError;

/// File that is locked, in the folder.
pub const NAME: &str = ".lock";

/// Holds a folder until it is dropped; the system lets go when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes a folder that is there: for the only process, or for one of several shards.
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

/// Takes a file for this process alone.
pub(super) fn try_lock(file: &File, path: &Path) -> Result<(), ExperimentError> {
    outcome(file.try_lock(), path)
}

fn outcome(taken: Result<(), TryLockError>, path: &Path) -> Result<(), ExperimentError> {
    match taken {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ExperimentError::Busy { path: path.to_owned() }),
        // Some network disks know no locks; there the user must see to it.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(source)) => Err(ExperimentError::at(path, source)),
    }
}
