//! Writes finished runs: each in one write, at the end of the part.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::lock::try_lock;
use super::scan::{HEADER, header};
use super::{Outcome, record};
use crate::error::ExperimentError;

/// The end of a part; threads take turns.
#[derive(Debug)]
pub struct Appender {
    path: PathBuf,
    /// The file, and the length of its valid contents.
    file: Mutex<(File, u64)>,
    /// The same file, for syncing while others write.
    keep: File,
}

impl Appender {
    /// Opens a part whose first `good` bytes are valid.
    pub(super) fn open(path: PathBuf, fingerprint: &str, good: u64) -> Result<Appender, ExperimentError> {
        let failed = |source| ExperimentError::at(&path, source);
        let options = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path);
        let mut file = options.map_err(failed)?;
        try_lock(&file, &path)?;
        let mut good = good;
        file.set_len(good).map_err(failed)?;
        if good < HEADER as u64 {
            file.set_len(0).map_err(failed)?;
            file.write_all(header(fingerprint).as_bytes()).map_err(failed)?;
            good = HEADER as u64;
        }
        file.seek(SeekFrom::Start(good)).map_err(failed)?;
        let keep = file.try_clone().map_err(failed)?;
        Ok(Appender { path, file: Mutex::new((file, good)), keep })
    }

    /// Writes a finished run.
    ///
    /// # Errors
    /// When the disk is full or gone; a partially written run is removed.
    pub fn append(&self, run: u64, outcome: &Outcome) -> Result<(), ExperimentError> {
        let bytes = record::encode(run, outcome);
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, good) = &mut *guard;
        if let Err(source) = file.write_all(&bytes) {
            // Best effort: a torn tail is truncated at the next start anyway.
            let _ = file.set_len(*good).and_then(|()| file.seek(SeekFrom::Start(*good)));
            return Err(ExperimentError::at(&self.path, source));
        }
        *good += bytes.len() as u64;
        Ok(())
    }

    /// Syncs what was written to disk.
    ///
    /// # Errors
    /// When the disk reports an error, or the file is no longer in its place: some systems allow writing to a file
    /// that has been removed.
    pub fn sync(&self) -> Result<(), ExperimentError> {
        self.keep.sync_data().map_err(|source| ExperimentError::at(&self.path, source))?;
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(ExperimentError::Gone { path: self.path.clone() })
            }
            _ => Ok(()),
        }
    }
}
