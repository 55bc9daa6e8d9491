//! Why an experiment could not be begun, or went no further.

use std::io;
use std::path::{Path, PathBuf};

use crate::scenario::Faults;

/// Why an experiment could not be begun, or went no further. What is finished stays on disk in any case.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// Faults of a design file, a scenario or a setting.
    #[error("{0}")]
    Faults(#[from] Faults),
    /// The folder holds finished runs of something else.
    #[error("{} holds runs of another experiment, scenario or version of the program, begun as {theirs} while this is {ours}; choose another --name, or begin anew with --force", path.display())]
    Other {
        /// The folder.
        path: PathBuf,
        /// Fingerprint of what is there.
        theirs: String,
        /// Fingerprint of what was asked for.
        ours: String,
    },
    /// The folder holds what no experiment left.
    #[error("{} holds files that no experiment wrote; choose another --name", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody else is at it.
    #[error("{} is in use by another circulus; wait for it, or choose another --name", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file of the finished runs was removed, or replaced, while runs were written to it.
    #[error("{} was taken away while runs were written to it, and they are lost; the same command begins anew", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The system starts no threads.
    #[error("cannot start {threads} threads: {reason}; ask for fewer with --threads")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        reason: String,
    },
    /// A finished run cannot be read back as it was written.
    #[error("{}: the record at byte {at} is damaged; run the same command again, it makes what is missing", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where.
        at: u64,
    },
    /// A run that is not there was asked for.
    #[error("run {0} is not finished")]
    Missing(u64),
}

impl ExperimentError {
    /// An error of the system at a path.
    pub fn at(path: &Path, source: io::Error) -> ExperimentError {
        ExperimentError::Disk { path: path.to_owned(), source }
    }
}
