//! Why outputs could not be written, with the path and what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::scenario::Faults;

/// Why outputs could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder is there already.
    #[error("{} exists already; name another folder with --name or --out, or replace it with --force", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds what no run left; it is not replaced even with force.
    #[error("{} holds files but no manifest.json, so it is no earlier run and is not replaced; choose another folder", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// A file stands where a folder is needed.
    #[error("{} is not a folder; choose another, or move the file away", path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// Nothing may be written there.
    #[error("{} may not be written; choose a folder that you may write to", path.display())]
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk or the quota is full.
    #[error("no space left for {}; free some, or choose a folder on another disk", path.display())]
    Full {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else that the system reports.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that should be one of ours is not.
    #[error("{0}")]
    Input(#[from] Faults),
    /// A format refused what it was given.
    #[error("cannot write {}: {reason}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        reason: String,
    },
}

impl OutputError {
    /// Sorts an error of the system by what the user can do about it.
    pub fn at(path: &Path, source: io::Error) -> OutputError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                OutputError::ReadOnly { path, source }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => OutputError::Full { path, source },
            io::ErrorKind::NotADirectory => OutputError::NotAFolder { path },
            _ => OutputError::Io { path, source },
        }
    }
}
