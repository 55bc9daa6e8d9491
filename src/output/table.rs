//! The tables of a run, for any format: their names and rows.

use std::path::Path;
#[cfg(not(feature = "parquet"))]
use std::path::PathBuf;

use super::csv::{self, Form};
#[cfg(feature = "parquet")]
use super::parquet;
use super::{Layout, OutputError};
use crate::record::columns::{Column, Names, Year, deals, decisions, events, in_worlds, indicators};
use crate::record::columns::{plants, projects, years};
use crate::run::Run;

/// The tables of a run, in order; file names are these with the format's extension.
pub const TABLES: [&str; 6] = ["indicators", "plants", "deals", "events", "decisions", "projects"];

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
    /// When the file cannot be written, or the format is Parquet and the build lacks the feature `parquet`.
    pub fn write<R: Sync>(
        self,
        folder: &Path,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R>,
    ) -> Result<(), OutputError> {
        let path = folder.join(format!("{table}.{}", self.extension()));
        match self {
            Format::Csv => csv::write(&path, Form::Comma, columns, rows),
            #[cfg(feature = "parquet")]
            Format::Parquet => parquet::write(&path, columns, rows),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => Err(Format::no_parquet(path)),
        }
    }

    /// The error of a build that cannot write Parquet.
    #[cfg(not(feature = "parquet"))]
    pub(super) fn no_parquet(path: PathBuf) -> OutputError {
        let reason = "this build writes no Parquet; enable the feature `parquet` of circulus".into();
        OutputError::Format { path, reason }
    }
}

/// The formats in which the tables of an experiment are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forms {
    /// As Parquet too.
    pub parquet: bool,
    /// What separates cells and decimals of tables as CSV.
    pub csv: Form,
}

impl Forms {
    /// The formats: CSV, and Parquet where it is asked for.
    pub fn formats(self) -> impl Iterator<Item = Format> {
        [Format::Csv, Format::Parquet].into_iter().take(1 + usize::from(self.parquet))
    }

    /// Writes one table into a folder in one of the formats.
    ///
    /// # Errors
    /// As [`Format::write`].
    pub fn write<R: Sync>(
        self,
        format: Format,
        folder: &Path,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R>,
    ) -> Result<(), OutputError> {
        match format {
            Format::Csv => csv::write(&folder.join(format!("{table}.csv")), self.csv, columns, rows),
            Format::Parquet => format.write(folder, table, columns, rows),
        }
    }
}

/// Destination of tables.
pub trait Sink {
    /// Takes a table.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put<R: Sync>(
        &mut self,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R> + Clone,
    ) -> Result<(), OutputError>;
}

/// Files of a folder, in the formats of a layout.
struct Files<'f> {
    folder: &'f Path,
    layout: &'f Layout,
}

impl Sink for Files<'_> {
    fn put<R: Sync>(
        &mut self,
        table: &str,
        columns: &[Column<'_, R>],
        rows: impl Iterator<Item = R> + Clone,
    ) -> Result<(), OutputError> {
        let formats = self.layout.formats(table);
        formats.into_iter().try_for_each(|format| match format {
            Format::Csv => {
                let path = self.folder.join(format!("{table}.{}", format.extension()));
                csv::write(&path, self.layout.csv, columns, rows.clone())
            }
            format => format.write(self.folder, table, columns, rows.clone()),
        })
    }
}

/// Writes the tables of a run into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_tables(folder: &Path, run: &Run, names: &Names, layout: &Layout) -> Result<(), OutputError> {
    put_tables(&mut Files { folder, layout }, run, names)
}

/// Writes the table of the years of a run into a folder, if it is chosen.
///
/// # Errors
/// When a file cannot be written.
pub fn write_indicators(folder: &Path, run: &Run, names: &Names, layout: &Layout) -> Result<(), OutputError> {
    Files { folder, layout }.put(TABLES[0], &indicators(names), all_years(run))
}

/// Puts every table of a run, in the order of [`TABLES`].
///
/// # Errors
/// When one cannot be put.
pub fn put_tables(sink: &mut impl Sink, run: &Run, names: &Names) -> Result<(), OutputError> {
    let Run { cluster, twin, .. } = run;
    let [first, second, third, fourth, fifth, sixth] = TABLES;
    sink.put(first, &indicators(names), all_years(run))?;
    sink.put(second, &plants(names), in_worlds(cluster, twin, |record| &record.plants))?;
    sink.put(third, &deals(names), in_worlds(cluster, twin, |record| &record.deals))?;
    sink.put(fourth, &events(names), in_worlds(cluster, twin, |record| &record.events))?;
    sink.put(fifth, &decisions(names), in_worlds(cluster, twin, |record| &record.decisions))?;
    sink.put(sixth, &projects(names), in_worlds(cluster, twin, |record| &record.projects))
}

/// The years of all worlds of a run.
fn all_years(run: &Run) -> impl Iterator<Item = Year<'_>> + Clone {
    years(&run.cluster, &run.twin, run.prevention.as_ref())
}
