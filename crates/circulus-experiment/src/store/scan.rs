//! Reads a part from its beginning, up to the first invalid record.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use super::{Part, record};
use crate::error::ExperimentError;

const MAGIC: &str = "circulus runs 1\n";
/// Length of the header: magic, fingerprint, end of line.
pub const HEADER: usize = MAGIC.len() + 32 + 1;

/// The header of parts with this fingerprint.
pub fn header(fingerprint: &str) -> String {
    format!("{MAGIC}{fingerprint}\n")
}

/// Reads a part, and reports the run and offset of each valid record.
pub(super) fn scan(
    path: &Path,
    fingerprint: &str,
    mut see: impl FnMut(u64, u64),
) -> Result<Part, ExperimentError> {
    let failed = |source| ExperimentError::at(path, source);
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut input = BufReader::with_capacity(1 << 18, file);
    let mut start = vec![0; HEADER];
    if !fill(&mut input, &mut start).map_err(failed)? {
        return Ok(Part { path: path.to_owned(), good: 0, torn: length }); // killed before its first run
    }
    if start != header(fingerprint).as_bytes() {
        return Err(other(path, &start, fingerprint));
    }
    let mut good = HEADER as u64;
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
        let Some(run) = record::check(&bytes) else { break };
        see(run, good);
        good += length as u64;
    }
    Ok(Part { path: path.to_owned(), good, torn: length.saturating_sub(good) })
}

/// Fills the buffer; false at the end of the input.
fn fill(input: &mut impl Read, bytes: &mut [u8]) -> std::io::Result<bool> {
    match input.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn other(path: &Path, start: &[u8], fingerprint: &str) -> ExperimentError {
    let folder = path.parent().and_then(Path::parent).unwrap_or(path).to_owned();
    match start.strip_prefix(MAGIC.as_bytes()).map(|theirs| String::from_utf8_lossy(theirs).trim().to_owned())
    {
        Some(theirs) => ExperimentError::Other { path: folder, theirs, ours: fingerprint.to_owned() },
        None => ExperimentError::NotOurs { path: folder },
    }
}
