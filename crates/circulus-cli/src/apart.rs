//! Keeps inputs and results apart.

use std::path::{Path, PathBuf};

use same_file::Handle;

use super::Refused;

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
