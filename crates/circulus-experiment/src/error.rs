//! Why an experiment could not start or continue.

use std::io;
use std::path::{Path, PathBuf};

use circulus::numbers::whole;
use circulus::scenario::Faults;

/// Why an experiment could not start or continue. Finished runs stay on disk in any case.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// Faults of a design file, a scenario or a setting.
    #[error("{0}")]
    Faults(#[from] Faults),
    /// The folder holds finished runs, and none of them is one of this experiment.
    #[error("{} holds runs of another experiment or scenario: none of {} is one of this; choose another --name, or begin anew with --force", path.display(), whole(*runs))]
    Other {
        /// The folder.
        path: PathBuf,
        /// Number of runs in the part that has none of this experiment.
        runs: u64,
    },
    /// The folder holds finished runs of a program with other sources.
    #[error("{} holds runs of another version of the program, whose sources are {theirs} while these are {ours}; choose another --name, or begin anew with --force", path.display())]
    OtherSources {
        /// The folder.
        path: PathBuf,
        /// Digest of the sources of the program that made them.
        theirs: String,
        /// Digest of this program's.
        ours: String,
    },
    /// The folder holds finished runs in the form of an older version of the program.
    #[error("{} holds runs of an older version of the program, whose results may differ; choose another --name, or begin anew with --force", path.display())]
    OlderForm {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds files that no experiment wrote.
    #[error("{} holds files that no experiment wrote; choose another --name", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// Another process is using it.
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
        /// Error of the system.
        source: io::Error,
    },
    /// The file of finished runs was removed or replaced while it was being written.
    #[error("{} was removed while runs were being written to it, and those runs are lost; run the same command again to start over", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// The system could not start threads.
    #[error("cannot start {threads} threads: {reason}; ask for fewer with --threads")]
    Threads {
        /// Number requested.
        threads: usize,
        /// Error of the system.
        reason: String,
    },
    /// The record of a finished run is damaged.
    #[error("{}: the record at byte {at} is damaged; run the same command again to make the missing runs", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Offset of the record.
        at: u64,
    },
    /// A run was requested that is not finished.
    #[error("run {0} is not finished")]
    Missing(u64),
}

impl ExperimentError {
    /// A system error at a path.
    pub fn at(path: &Path, source: io::Error) -> ExperimentError {
        ExperimentError::Disk { path: path.to_owned(), source }
    }
}
