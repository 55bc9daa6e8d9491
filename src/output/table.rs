//! The tables of a run, in any format: which there are, and the rows of each.

use std::path::Path;

use super::{OutputError, csv, parquet};
use crate::record::columns::{Column, Names, deals, decisions, events, in_worlds, indicators};
use crate::record::columns::{plants, years};
use crate::run::Run;

/// The tables of a run, in order; a table is the file of this name with the format's extension.
pub const TABLES: [&str; 5] = ["indicators", "plants", "deals", "events", "decisions"];

/// A format of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated text, UTF-8, one line of names.
    Csv,
    /// Apache Parquet, with unit and meaning of each column in its metadata.
    Parquet,
}

impl Format {
    /// Extension of files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
        }
    }

    /// Writes one table into a folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write<R>(
        self,
        folder: &Path,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R>,
    ) -> Result<(), OutputError> {
        let path = folder.join(format!("{table}.{}", self.extension()));
        match self {
            Format::Csv => csv::write(&path, columns, rows),
            Format::Parquet => parquet::write(&path, columns, rows),
        }
    }
}

/// Writes every table of a run into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(folder: &Path, run: &Run, names: &Names, format: Format) -> Result<(), OutputError> {
    let Run { cluster, twin, .. } = run;
    let [first, second, third, fourth, fifth] = TABLES;
    let put = folder;
    format.write(put, first, &indicators(names), years(cluster, twin))?;
    let rows = in_worlds(cluster, twin, |record| &record.plants);
    format.write(put, second, &plants(names), rows)?;
    let rows = in_worlds(cluster, twin, |record| &record.deals);
    format.write(put, third, &deals(names), rows)?;
    let rows = in_worlds(cluster, twin, |record| &record.events);
    format.write(put, fourth, &events(names), rows)?;
    let rows = in_worlds(cluster, twin, |record| &record.decisions);
    format.write(put, fifth, &decisions(names), rows)
}
