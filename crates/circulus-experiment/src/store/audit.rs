//! Reads the parts of a finished experiment and reports what is wrong, and where.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::{PARTS, Part, Store, part_files, record};
use crate::error::ExperimentError;
use circulus::numbers::{count, whole};

/// Result of reading the parts.
#[derive(Debug)]
pub struct Audit {
    /// The readable runs.
    pub store: Store,
    /// Faults, one sentence each, starting with the file's path in the folder.
    pub wrong: Vec<String>,
    /// Irregularities that lost no runs, such as the tail of a part whose writer was killed, with the run repeated
    /// elsewhere.
    pub notes: Vec<String>,
}

impl Audit {
    /// Whether every run can be read.
    pub fn is_complete(&self) -> bool {
        self.store.missing().next().is_none()
    }
}

pub(super) fn audit(mut store: Store) -> Result<Audit, ExperimentError> {
    let folder = store.folder.clone();
    let mut wrong = Vec::new();
    for path in part_files(&folder.join(PARTS))? {
        let name = name(&path);
        match store.read_part(&path) {
            Ok(()) => {}
            Err(ExperimentError::Other { .. }) => {
                wrong.push(format!("{name}: none of its runs is one of this experiment"));
            }
            Err(ExperimentError::OtherSources { theirs, ours, .. }) => {
                wrong.push(format!("{name}: its header says sources {theirs} and should say {ours}"));
            }
            Err(ExperimentError::NotOurs { .. } | ExperimentError::OlderForm { .. }) => {
                wrong.push(format!("{name}: its header is not that of a file of runs"));
            }
            Err(error) => return Err(error),
        }
    }
    let runs = store.places.len() as u64;
    let lacking = runs - store.done();
    let mut notes = Vec::new();
    for part in store.parts.iter().filter(|part| part.torn > 0) {
        let told = damage(part, &store)?;
        if lacking > 0 { wrong.push(told) } else { notes.push(told) }
    }
    if let Some(first) = store.missing().next() {
        wrong.push(format!(
            "{PARTS}/: of {} {} cannot be read, the first of them run {first}",
            count(runs, "run", "runs"),
            whole(lacking)
        ));
    }
    Ok(Audit { store, wrong, notes })
}

/// Where a part becomes unreadable, and the run named by the record there.
fn damage(part: &Part, store: &Store) -> Result<String, ExperimentError> {
    let failed = |source| ExperimentError::at(&part.path, source);
    let mut file = File::open(&part.path).map_err(failed)?;
    file.seek(SeekFrom::Start(part.good)).map_err(failed)?;
    let mut head = Vec::new();
    file.take(record::HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    let run = record::key(&head).and_then(|key| store.cases.run(&key));
    let run = run.map_or(String::new(), |run| format!(", in the record of run {run}"));
    let (name, at, torn) = (name(&part.path), part.good, part.torn);
    Ok(format!("{name}: damaged at byte {at}{run}; {torn} bytes from there on cannot be read"))
}

fn name(path: &Path) -> String {
    format!("{PARTS}/{}", path.file_name().unwrap_or_default().to_string_lossy())
}
