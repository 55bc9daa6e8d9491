//! Writes finished runs: each in one write, at the end of the part.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::cases::Cases;
use super::lock::try_lock;
use super::scan::header;
use super::{Outcome, Part, record};
use crate::error::ExperimentError;

/// The end of a part; threads take turns.
#[derive(Debug)]
pub struct Appender {
    path: PathBuf,
    cases: Arc<Cases>,
    /// Layout of the runs of each base: their numbers in the part.
    layouts: Vec<u32>,
    /// The file, and the length of its valid contents.
    file: Mutex<(File, u64)>,
    /// The same file, for syncing while others write.
    keep: File,
}

impl Appender {
    /// Opens a part, which may be there already, for runs of a plan whose numbers, of each base, have these names.
    pub(super) fn open(
        path: PathBuf,
        sources: &str,
        part: Option<&Part>,
        cases: Arc<Cases>,
        names: &[Vec<String>],
    ) -> Result<Appender, ExperimentError> {
        let failed = |source| ExperimentError::at(&path, source);
        let options = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(&path);
        let mut file = options.map_err(failed)?;
        try_lock(&file, &path)?;
        let header = header(sources);
        let mut good = part.map_or(0, |part| part.good);
        file.set_len(good).map_err(failed)?;
        if good < header.len() as u64 {
            file.set_len(0).map_err(failed)?;
            file.write_all(header.as_bytes()).map_err(failed)?;
            good = header.len() as u64;
        }
        file.seek(SeekFrom::Start(good)).map_err(failed)?;
        let layouts = part.map_or(&[][..], |part| &part.layouts);
        let mut known: Vec<&[String]> = layouts.iter().map(|layout| layout.names.as_slice()).collect();
        let mut layouts = Vec::with_capacity(names.len());
        for names in names {
            let at = known.iter().position(|layout| layout == names).unwrap_or(known.len());
            let number = u32::try_from(at).unwrap_or(u32::MAX);
            if at == known.len() {
                let bytes = record::encode_layout(number, names);
                file.write_all(&bytes).map_err(failed)?;
                good += bytes.len() as u64;
                known.push(names);
            }
            layouts.push(number);
        }
        let keep = file.try_clone().map_err(failed)?;
        Ok(Appender { path, cases, layouts, file: Mutex::new((file, good)), keep })
    }

    /// Writes a finished run of a base.
    ///
    /// # Errors
    /// When the disk is full or gone; a partially written run is removed.
    pub fn append(&self, run: u64, base: usize, outcome: &Outcome) -> Result<(), ExperimentError> {
        let (Some(key), Some(layout)) = (self.cases.key(run), self.layouts.get(base)) else {
            return Err(ExperimentError::Missing(run));
        };
        let bytes = record::encode_run(key, *layout, outcome);
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
