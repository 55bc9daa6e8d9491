//! SHA-256 of files and of results.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::table::{Sink, put_tables};
use super::{Layout, OutputError, csv};
use crate::record::columns::{Column, Names};
use crate::run::Run;
use crate::scenario::Scenario;

/// SHA-256 of a file, 64 hexadecimal digits.
///
/// # Errors
/// When the file cannot be read.
pub fn of_file(path: &Path) -> Result<String, OutputError> {
    let mut hasher = Sha256::new();
    feed(&mut hasher, path)?;
    Ok(hex(&hasher.finalize()))
}

/// SHA-256 of a text, 64 hexadecimal digits.
pub fn of_text(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Short hash of a run's results: the first 12 digits of the SHA-256 of the concatenated CSV tables, in the order of
/// [`TABLES`](super::TABLES). Independent of platform and command. A table that is not written is left out, one that is
/// Parquet in place of CSV enters as that, and tables with semicolons enter as they are.
///
/// # Errors
/// When a table cannot be read.
pub fn of_files(folder: &Path, layout: &Layout) -> Result<String, OutputError> {
    let mut hasher = Sha256::new();
    layout.files().iter().try_for_each(|name| feed(&mut hasher, &folder.join(name)))?;
    Ok(short(hasher))
}

/// The same hash for a run that was not written, from the bytes that its CSV tables would have.
///
/// # Errors
/// Never in practice: nothing is written.
pub fn of_run(run: &Run, scenario: &Scenario, layout: &Layout) -> Result<String, OutputError> {
    let mut hashing = Hashing { hasher: Sha256::new(), layout };
    put_tables(&mut hashing, run, &Names::of(scenario))?;
    Ok(short(hashing.hasher))
}

fn short(hasher: Sha256) -> String {
    let mut short = hex(&hasher.finalize());
    short.truncate(12);
    short
}

/// Hashes the bytes of CSV tables.
struct Hashing<'l> {
    hasher: Sha256,
    layout: &'l Layout,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.hasher.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Sink for Hashing<'_> {
    fn put<R: Sync>(
        &mut self,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R> + Clone,
    ) -> Result<(), OutputError> {
        if !self.layout.has(table) {
            return Ok(());
        }
        let form = self.layout.csv;
        csv::write_to(self, form, columns, rows)
            .map_err(|error| OutputError::Format { path: table.into(), reason: error.to_string() })
    }
}

fn feed(hasher: &mut Sha256, path: &Path) -> Result<(), OutputError> {
    let failed = |source| OutputError::at(path, source);
    // Opening a pipe would block until someone writes into it.
    if !path.metadata().map_err(failed)?.is_file() {
        return Err(OutputError::NotAFile { path: path.to_owned() });
    }
    let mut file = File::open(path).map_err(failed)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(failed)? {
            0 => return Ok(()),
            n => hasher.update(&buffer[..n]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
