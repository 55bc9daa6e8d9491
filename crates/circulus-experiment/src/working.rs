//! Working files in an experiment's folder: they are ours without being listed in its manifest.

use std::collections::BTreeSet;
use std::path::Path;

use circulus::output::OutputError;
use circulus::output::ours::{self, PARTS, listed};

/// Folder in which an experiment's files are written.
pub(crate) const ASIDE: &str = ".final";
/// Folder of complete files that are not all in place yet.
pub(crate) const READY: &str = ".ready";

/// The paths that an experiment's folder lists, in place or in the folder of complete files.
pub(crate) fn listed_or_ready(folder: &Path) -> BTreeSet<String> {
    listed(folder).into_iter().chain(listed(&folder.join(READY))).collect()
}

/// Foreign files in an experiment's folder.
pub(crate) fn strangers(folder: &Path) -> Result<Vec<String>, OutputError> {
    let ready = listed(&folder.join(READY));
    let is_ready = |path: &str| match path.split_once('/') {
        Some((READY, rest)) => rest.is_empty() || ready.contains(rest),
        _ => ready.contains(path),
    };
    let mut strangers = ours::strangers(folder)?;
    strangers.retain(|path| !is_working(path) && !is_ready(path));
    Ok(strangers)
}

/// Whether a path in an experiment's folder is a working file of ours, or an empty folder for working files.
fn is_working(path: &str) -> bool {
    let Some((first, rest)) = path.split_once('/') else { return false };
    match first {
        ASIDE => true,
        PARTS => is_part(rest),
        _ => false,
    }
}

/// Whether a path below `parts/` is ours: parts and their lock, including those of generations and confirmations.
fn is_part(path: &str) -> bool {
    if let Some((store, rest)) = path.split_once('/') {
        let number = store.strip_prefix("generation_").or_else(|| store.strip_prefix("confirmation_"));
        let known = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        return known && (rest.is_empty() || rest.strip_prefix("parts/").is_some_and(is_part));
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shard = path.strip_suffix(".runs").and_then(|name| name.split_once("-of-"));
    path.is_empty() || path == ".lock" || shard.is_some_and(|(index, of)| number(index) && number(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_files_are_known_by_their_names() {
        for ours in [
            "parts/",
            "parts/.lock",
            "parts/3-of-12.runs",
            "parts/generation_001/parts/1-of-1.runs",
            "parts/confirmation_1a2b3c4d/",
            ".final/map.png",
        ] {
            assert!(is_working(ours), "{ours}");
        }
        for other in [
            "parts",
            "parts/wheel.stl",
            "parts/a-of-b.runs",
            "parts/old/1-of-1.runs",
            "runs.csv",
            ".git/HEAD",
        ] {
            assert!(!is_working(other), "{other}");
        }
    }
}
