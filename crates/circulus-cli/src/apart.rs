//! Inputs and results are kept apart.

use std::path::{Path, PathBuf};

use same_file::Handle;

use super::Refused;

/// Stops where an input stands in the folder that receives the results: they might replace it. Folders are compared
/// as the disk knows them, whatever their names, links and letter case.
///
/// # Errors
/// When one stands there.
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
