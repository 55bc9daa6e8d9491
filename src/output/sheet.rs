//! One table of a run, written year by year while the run goes on. Rows are made and formatted chunk by chunk on all
//! threads, and written in order.
//!
//! A table has the cluster's rows of all years first, and then the twin's. So those of the twin are written into a file
//! beside it, which is appended at the end.

use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::csv::{self, Form};
#[cfg(feature = "parquet")]
use super::parquet::Groups;
use super::{Format, Layout, OutputError};
use crate::parallel::CHUNK;
use crate::record::columns::{Column, InWorld, Names, World};
use crate::simulation::Which;

/// Chunks of rows that are held at once, for each thread.
const CHUNKS_A_THREAD: usize = 4;

/// The columns of a table with rows `T`.
pub type Columns<T> = for<'x> fn(&'x Names) -> Vec<Column<'x, InWorld<'x, T>>>;

/// Rows of a chunk, and their lines of CSV.
type Made<T> = (Vec<T>, Result<Vec<u8>, ::csv::Error>);

/// A table that is being written.
pub struct Sheet<T> {
    columns: Columns<T>,
    form: Form,
    csv: Option<[Part; 2]>,
    #[cfg(feature = "parquet")]
    parquet: Option<Groups<T>>,
}

/// The file of a world's rows.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn new(path: PathBuf) -> Result<Part, OutputError> {
        match File::create(&path) {
            Ok(file) => Ok(Part { path, file }),
            Err(source) => Err(OutputError::at(&path, source)),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.file.write_all(bytes).map_err(|source| OutputError::at(&self.path, source))
    }
}

impl<T: Send + Sync> Sheet<T> {
    /// Starts a table in a folder.
    ///
    /// # Errors
    /// When a file cannot be written, or the format is Parquet and the build lacks the feature `parquet`.
    pub fn new(
        folder: &Path,
        table: &str,
        columns: Columns<T>,
        names: &Names,
        layout: &Layout,
    ) -> Result<Sheet<T>, OutputError> {
        let (formats, form) = (layout.formats(table), layout.csv);
        let path = |format: Format| folder.join(format!("{table}.{}", format.extension()));
        let mut csv = None;
        if formats.contains(&Format::Csv) {
            let path = path(Format::Csv);
            let mut parts = [Part::new(path.clone())?, Part::new(twin_of(&path))?];
            parts[0]
                .write(&csv::header(form, &columns(names)).map_err(|error| csv::formatting(&path, error))?)?;
            csv = Some(parts);
        }
        #[cfg(feature = "parquet")]
        let parquet = match formats.contains(&Format::Parquet) {
            true => Some(Groups::new(&path(Format::Parquet), columns, names)?),
            false => None,
        };
        #[cfg(not(feature = "parquet"))]
        if formats.contains(&Format::Parquet) {
            return Err(Format::no_parquet(path(Format::Parquet)));
        }
        Ok(Sheet {
            columns,
            form,
            csv,
            #[cfg(feature = "parquet")]
            parquet,
        })
    }

    /// Adds rows `0..n` of a world.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn put(
        &mut self,
        names: &Names,
        which: Which,
        n: usize,
        row: impl Fn(usize) -> T + Sync,
    ) -> Result<(), OutputError> {
        let nothing = self.csv.is_none();
        #[cfg(feature = "parquet")]
        let nothing = nothing && self.parquet.is_none();
        if nothing {
            return Ok(());
        }
        let world = world_of(which);
        let wave = CHUNK * CHUNKS_A_THREAD * rayon::current_num_threads();
        for from in (0..n).step_by(wave) {
            let chunks: Vec<Range<usize>> =
                (from..n.min(from + wave)).step_by(CHUNK).map(|start| start..n.min(start + CHUNK)).collect();
            let (columns, form, as_csv) = (self.columns, self.form, self.csv.is_some());
            let made: Vec<Made<T>> = chunks
                .into_par_iter()
                .map(|chunk| {
                    let rows: Vec<T> = chunk.map(&row).collect();
                    let lines = match as_csv {
                        true => {
                            csv::lines(form, &columns(names), rows.iter().map(|row| InWorld { world, row }))
                        }
                        false => Ok(Vec::new()),
                    };
                    (rows, lines)
                })
                .collect();
            for (rows, lines) in made {
                if let Some(parts) = &mut self.csv {
                    let part = &mut parts[which as usize];
                    let lines = lines.map_err(|error| csv::formatting(&part.path, error))?;
                    part.write(&lines)?;
                }
                #[cfg(feature = "parquet")]
                if let Some(groups) = &mut self.parquet {
                    groups.put(names, which, rows)?;
                }
                #[cfg(not(feature = "parquet"))]
                drop(rows);
            }
        }
        Ok(())
    }

    /// Completes the table: the twin's rows come after the cluster's.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(
        self,
        #[cfg_attr(not(feature = "parquet"), allow(unused))] names: &Names,
    ) -> Result<(), OutputError> {
        if let Some([cluster, twin]) = self.csv {
            append(cluster.file, &twin.path).map_err(|source| OutputError::at(&cluster.path, source))?;
        }
        #[cfg(feature = "parquet")]
        if let Some(groups) = self.parquet {
            groups.finish(names)?;
        }
        Ok(())
    }
}

/// Appends a file to another, and removes it.
fn append(mut to: File, path: &Path) -> io::Result<()> {
    io::copy(&mut File::open(path)?, &mut to)?;
    fs::remove_file(path)
}

/// The world as rows name it; the third world has no table that is written year by year.
pub(super) fn world_of(which: Which) -> World {
    match which {
        Which::Cluster => World::Cluster,
        Which::Twin => World::Twin,
    }
}

/// Where the twin's rows of a table are until the end.
pub(super) fn twin_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".twin");
    name.into()
}
