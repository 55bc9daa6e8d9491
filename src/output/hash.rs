//! SHA-256 of files and of results.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Format, OutputError, TABLES};

/// SHA-256 of a file, 64 hexadecimal digits.
///
/// # Errors
/// When the file cannot be read.
pub fn of_file(path: &Path) -> Result<String, OutputError> {
    let mut hasher = Sha256::new();
    feed(&mut hasher, path)?;
    Ok(hex(&hasher.finalize()))
}

/// Short hash of a run's results: the first 12 digits of the SHA-256 of the CSV tables, one after
/// another in the order of [`TABLES`]. It depends on neither platform nor command.
///
/// # Errors
/// When a table cannot be read.
pub fn of_results(folder: &Path) -> Result<String, OutputError> {
    let mut hasher = Sha256::new();
    for table in TABLES {
        let name = format!("{table}.{}", Format::Csv.extension());
        feed(&mut hasher, &folder.join(name))?;
    }
    let mut short = hex(&hasher.finalize());
    short.truncate(12);
    Ok(short)
}

fn feed(hasher: &mut Sha256, path: &Path) -> Result<(), OutputError> {
    let failed = |source| OutputError::at(path, source);
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
