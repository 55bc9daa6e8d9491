//! Writes a single file atomically.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{OutputError, hidden};
use crate::scenario::input;

pub use hidden::{parent, sync, sync_names};

/// A type of file that circulus writes; a file is only replaced by one of the same type.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its name in messages, such as `report`.
    pub name: &'static str,
    /// Whether the contents of a file are of this type; of a very large file its first 512 MiB are given.
    pub is: fn(&[u8]) -> bool,
}

/// Most bytes of a file from which its type is told.
const HEAD: u64 = input::MOST_BYTES;

/// Whether a file may be written: it does not exist, or is of the same type and `force` allows replacing it.
///
/// # Errors
/// When it may not be written.
pub fn may_write(path: &Path, kind: Kind, force: bool) -> Result<(), OutputError> {
    resolve(path, kind, force).map(|_| ())
}

/// Writes a file atomically: a hidden file beside it is written, then renamed.
///
/// # Errors
/// When it may not be written (see [`may_write`]) or cannot be.
pub fn write(path: &Path, bytes: &[u8], kind: Kind, force: bool) -> Result<(), OutputError> {
    let put = |file: &mut File| file.write_all(bytes).map_err(|source| OutputError::at(path, source));
    write_by(path, kind, force, put)
}

/// Like [`write`], for a file that is too large for the memory: `put` writes it.
///
/// # Errors
/// When it may not be written (see [`may_write`]) or cannot be, or `put` fails.
pub fn write_by(
    path: &Path,
    kind: Kind,
    force: bool,
    put: impl FnOnce(&mut File) -> Result<(), OutputError>,
) -> Result<(), OutputError> {
    let there = resolve(path, kind, force)?;
    let target = there.as_deref().unwrap_or(path);
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::NotFound => OutputError::NoFolder { path: path.to_owned() },
        _ => OutputError::at(path, source),
    };
    let parent = hidden::parent(target);
    let mut file = hidden::file_in(parent).map_err(failed)?;
    put(file.as_file_mut())?;
    if let Some(there) = &there {
        // Keeps permissions, such as those of a job script that was made executable.
        let permissions = fs::metadata(there).map_err(failed)?.permissions();
        file.as_file().set_permissions(permissions).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    let renamed = if force { file.persist(target) } else { file.persist_noclobber(target) };
    renamed.map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => OutputError::FileExists { path: path.to_owned() },
        _ => failed(error.error),
    })?;
    hidden::sync_names(parent);
    Ok(())
}

/// The existing file to be replaced, with links resolved.
fn resolve(path: &Path, kind: Kind, force: bool) -> Result<Option<PathBuf>, OutputError> {
    let named = path.to_owned();
    let ends_as_folder = path.to_string_lossy().ends_with(std::path::is_separator);
    if path.file_name().is_none() || ends_as_folder {
        return Err(OutputError::NotAFile { path: named });
    }
    let about = match fs::metadata(path) {
        Ok(about) => about,
        // A dangling link also counts as existing.
        Err(error) if error.kind() == ErrorKind::NotFound && !force && fs::symlink_metadata(path).is_ok() => {
            return Err(OutputError::FileExists { path: named });
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(OutputError::NoFolder { path: named });
        }
        Err(source) => return Err(OutputError::at(path, source)),
    };
    if !about.is_file() {
        return Err(OutputError::NotAFile { path: named });
    }
    if !force {
        return Err(OutputError::FileExists { path: named });
    }
    let reading = |source| OutputError::reading(path, source);
    if !(kind.is)(&input::head(path, HEAD).map_err(reading)?) {
        return Err(OutputError::OtherKind { path: named, kind: kind.name });
    }
    path.canonicalize().map(Some).map_err(reading)
}
