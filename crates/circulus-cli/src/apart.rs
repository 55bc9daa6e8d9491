//! Keeps inputs and results apart, and what is made of a folder out of it.

use std::path::{Path, PathBuf};

use circulus::output::file;
use same_file::Handle;

use super::Refused;

/// The file that is made of a folder: the one that is named by `option`, or one beside the folder.
///
/// # Errors
/// When the folder has no name, as `.` has none.
pub fn beside(
    folder: &Path,
    named: Option<&PathBuf>,
    option: &str,
    ending: &str,
) -> Result<PathBuf, Refused> {
    match (named, folder.file_name()) {
        (Some(file), _) => Ok(file.clone()),
        (None, Some(name)) => Ok(folder.with_file_name(format!("{}.{ending}", name.to_string_lossy()))),
        (None, None) => Err(Refused(format!("this folder has no name; name the file with {option}"))),
    }
}

/// Refuses a file that would stand in the folder of which it is made, and be a foreign one there.
///
/// # Errors
/// When it would stand there.
pub fn outside(folder: &Path, file: &Path, option: &str) -> Result<(), Refused> {
    match (folder.canonicalize(), file::parent(file).canonicalize()) {
        (Ok(around), Ok(parent)) if parent.starts_with(&around) => Err(Refused(format!(
            "{} would stand in {}, of which it is made; name a file outside with {option}",
            file.display(),
            folder.display()
        ))),
        _ => Ok(()),
    }
}

/// Refuses an input in the folder that receives the results, which might replace it. Folders are compared by identity
/// on disk, so names, links and letter case do not matter.
///
/// # Errors
/// When an input is in that folder.
pub fn apart(folder: &Path, inputs: &[PathBuf]) -> Result<(), Refused> {
    let Ok(folder_there) = Handle::from_path(folder) else { return Ok(()) };
    let is_folder = |path: &Path| Handle::from_path(path).is_ok_and(|handle| handle == folder_there);
    for input in inputs {
        let there = input.canonicalize().unwrap_or_default();
        if there.ancestors().skip(1).any(is_folder) {
            return Err(Refused(format!(
                "{} stands in {}, where the results go and might replace it; copy it to another place, or choose \
                 another --name or --out",
                input.display(),
                folder.display()
            )));
        }
    }
    Ok(())
}
