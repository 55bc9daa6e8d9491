//! Reads a part from its beginning, up to the first invalid record.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use super::record::{self, About, Entry};
use crate::error::ExperimentError;

const MAGIC: &str = "circulus runs 2\n";
/// What the header of every version begins with.
const KIND: &str = "circulus runs ";

/// The header of parts made by a program with these sources.
pub fn header(sources: &str) -> String {
    format!("{MAGIC}{sources}\n")
}

/// How far a part is valid.
pub(super) struct Scanned {
    /// Length of the valid records.
    pub good: u64,
    /// Length of the rest.
    pub torn: u64,
}

/// Reads a part, and reports each valid record with its offset, layouts with their names.
pub(super) fn scan(
    path: &Path,
    sources: &str,
    mut see: impl FnMut(About, Option<Vec<String>>, u64),
) -> Result<Scanned, ExperimentError> {
    let failed = |source| ExperimentError::at(path, source);
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut input = BufReader::with_capacity(1 << 18, file);
    let expected = header(sources);
    let mut start = vec![0; expected.len()];
    if !fill(&mut input, &mut start).map_err(failed)? {
        return Ok(Scanned { good: 0, torn: length }); // killed before its first run
    }
    if start != expected.as_bytes() {
        return Err(other(path, &start, sources));
    }
    let mut good = expected.len() as u64;
    let mut bytes = Vec::new();
    loop {
        bytes.resize(record::HEAD, 0);
        if !fill(&mut input, &mut bytes).map_err(failed)? {
            break;
        }
        let Some(length) = record::length(&bytes) else { break };
        bytes.resize(length, 0);
        let rest = bytes.get_mut(record::HEAD..).unwrap_or_default();
        if !fill(&mut input, rest).map_err(failed)? {
            break;
        }
        let Some(about) = record::check(&bytes) else { break };
        let names = match about {
            About::Layout => match record::decode(&bytes) {
                Some(Entry::Layout(_, names)) => Some(names),
                _ => break,
            },
            About::Values(..) | About::Failed(_) => None,
        };
        see(about, names, good);
        good += length as u64;
    }
    Ok(Scanned { good, torn: length.saturating_sub(good) })
}

/// Fills the buffer; false at the end of the input.
fn fill(input: &mut impl Read, bytes: &mut [u8]) -> std::io::Result<bool> {
    match input.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn other(path: &Path, start: &[u8], sources: &str) -> ExperimentError {
    let folder = path.parent().and_then(Path::parent).unwrap_or(path).to_owned();
    let start = String::from_utf8_lossy(start);
    if let Some(theirs) = start.strip_prefix(MAGIC) {
        let (theirs, ours) = (theirs.trim().to_owned(), sources.to_owned());
        return ExperimentError::OtherSources { path: folder, theirs, ours };
    }
    match start.starts_with(KIND) {
        true => ExperimentError::OlderForm { path: folder },
        false => ExperimentError::NotOurs { path: folder },
    }
}
