//! Why outputs could not be written, with the path and a remedy.

use std::io;
use std::path::{Path, PathBuf};

use crate::scenario::Faults;

/// Why outputs could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The folder already exists.
    #[error("{} exists already; name another folder with --name or --out, or replace it with --force", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The file already exists.
    #[error("{} exists; choose another name, or replace it with --force", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// The file exists and is of another type; it is not replaced even with force.
    #[error("{} exists and is no {kind}, so it is not replaced; choose another name, or move it away", path.display())]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// What would be replaced.
        kind: &'static str,
    },
    /// The folder holds files that circulus did not write; it is not replaced even with force.
    #[error("{} holds {}, which no manifest of circulus lists, so nothing there is replaced; move that away, or choose another --name or --out", path.display(), few(names))]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// Paths in it.
        names: Vec<String>,
    },
    /// There is a file where a folder is needed.
    #[error("{} is not a folder; choose another, or move the file away", path.display())]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// There is a folder or a device where a file is needed, or the path is that of a folder.
    #[error("{} is not a file; name a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The parent folder does not exist.
    #[error("{} cannot be written, as its folder does not exist; create the folder, or choose another", path.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
    },
    /// The file system does not allow the name.
    #[error("{} is a name that this disk does not allow, or it is too long; choose a shorter or plainer name", path.display())]
    Name {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Permission was denied.
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
    /// Any other system error.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An existing file or folder cannot be read.
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
    /// A format's writer failed.
    #[error("cannot write {}: {reason}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        reason: String,
    },
}

impl OutputError {
    /// Classifies a system error by what the user can do about it.
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

    /// The path concerned; faults contain their own.
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

    /// An error in reading an existing file.
    pub fn reading(path: &Path, source: io::Error) -> OutputError {
        OutputError::Read { path: path.to_owned(), source }
    }
}

/// Maximum number of names in a message.
const FEW: usize = 3;

/// The first few names.
fn few(names: &[String]) -> String {
    let first = names.iter().take(FEW).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(FEW) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
