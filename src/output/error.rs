//! Why outputs could not be written, with the path and what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::scenario::Faults;

/// Why outputs could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The folder is there already.
    #[error("{} exists already; name another folder with --name or --out, or replace it with --force", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The file is there already.
    #[error("{} exists; choose another name, or replace it with --force", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// The file is there and is of another kind; it is not replaced even with force.
    #[error("{} exists and is no {kind}, so it is not replaced; choose another name, or move it away", path.display())]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What would be replaced.
        kind: &'static str,
    },
    /// The folder holds what circulus did not write; it is not replaced even with force.
    #[error("{} holds {}, which no manifest of circulus lists, so nothing there is replaced; move that away, or choose another --name or --out", path.display(), few(names))]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// Paths in it.
        names: Vec<String>,
    },
    /// A file stands where a folder is needed.
    #[error("{} is not a folder; choose another, or move the file away", path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// A folder or a device stands where a file is needed, or the path is that of a folder.
    #[error("{} is not a file; name a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// There is no folder in which to write.
    #[error("{} cannot be written, as its folder is not there; make the folder, or choose another", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// The disk takes no such name.
    #[error("{} is a name that this disk does not take, or a longer one; choose a shorter or plainer name", path.display())]
    Name {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
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
    /// What is there cannot be looked at.
    #[error("cannot read {}", path.display())]
    Read {
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
            io::ErrorKind::IsADirectory => OutputError::NotAFile { path },
            io::ErrorKind::InvalidFilename => OutputError::Name { path, source },
            _ => OutputError::Io { path, source },
        }
    }

    /// The path that it is about; faults name their own.
    pub fn path_mut(&mut self) -> Option<&mut PathBuf> {
        Some(match self {
            OutputError::Input(_) => return None,
            OutputError::Exists { path }
            | OutputError::FileExists { path }
            | OutputError::OtherKind { path, .. }
            | OutputError::NotOurs { path, .. }
            | OutputError::NotAFolder { path }
            | OutputError::NotAFile { path }
            | OutputError::NoFolder { path }
            | OutputError::Name { path, .. }
            | OutputError::ReadOnly { path, .. }
            | OutputError::Full { path, .. }
            | OutputError::Io { path, .. }
            | OutputError::Read { path, .. }
            | OutputError::Format { path, .. } => path,
        })
    }

    /// An error in reading what is there.
    pub fn reading(path: &Path, source: io::Error) -> OutputError {
        OutputError::Read { path: path.to_owned(), source }
    }
}

/// Names told of many.
const FEW: usize = 3;

/// The first few names.
fn few(names: &[String]) -> String {
    let first = names.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(FEW) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
