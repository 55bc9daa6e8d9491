//! The archive as a file: zip. The same entries give the same bytes, whenever and wherever it is made.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use circulus::output::OutputError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of the archive.
pub struct Entry {
    /// Its path in the archive.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What a file of the archive holds.
pub enum Content {
    /// A text.
    Text(String),
    /// The bytes of a file.
    File(PathBuf),
}

impl Entry {
    /// Its length; 0 of a file that is gone.
    pub fn bytes(&self) -> u64 {
        match &self.content {
            Content::Text(text) => text.len() as u64,
            Content::File(path) => path.metadata().map_or(0, |about| about.len()),
        }
    }
}

/// Longest file that needs no 64-bit lengths.
const SHORT: u64 = u32::MAX as u64;

/// Writes the entries, the first of them uncompressed, so that the archive can be told from others by its first bytes;
/// `path` is the archive's, for messages.
///
/// # Errors
/// When a file cannot be read, or the archive not be written.
pub fn write(to: &mut File, path: &Path, entries: &[Entry]) -> Result<(), OutputError> {
    let failed = |source: io::Error| OutputError::at(path, source);
    let mut zip = ZipWriter::new(BufWriter::new(to));
    for (index, entry) in entries.iter().enumerate() {
        let method = if index == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default()) // 1 January 1980
            .unix_permissions(0o644)
            .large_file(entry.bytes() >= SHORT);
        zip.start_file(entry.path.as_str(), options).map_err(|error| failed(system(error.into())))?;
        match &entry.content {
            Content::Text(text) => zip.write_all(text.as_bytes()),
            Content::File(path) => {
                let mut from = File::open(path).map_err(|source| OutputError::reading(path, source))?;
                io::copy(&mut from, &mut zip).map(|_| ())
            }
        }
        .map_err(|source| failed(system(source)))?;
    }
    let mut done = zip.finish().map_err(|error| failed(system(error.into())))?;
    done.flush().map_err(failed)
}

/// The error of the system in one of the crate, so that a full disk is told as one.
fn system(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}
