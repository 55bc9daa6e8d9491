//! A table of a run as Parquet, written while the run goes on.
//!
//! The twin's row groups are encoded as they come and kept in a file beside the table, until the cluster's are
//! complete. A twin of less than one row group has none of its own: its rows fill that of the cluster.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::file::writer::SerializedFileWriter;

use super::{Encoded, ParquetError, ROWS_A_GROUP, Shape, failure, put_group};
use crate::output::OutputError;
use crate::output::sheet::{Columns, twin_of, world_of};
use crate::record::columns::{InWorld, Names};
use crate::simulation::Which;

/// A table in progress.
pub(in crate::output) struct Groups<T> {
    path: PathBuf,
    columns: Columns<T>,
    shape: Shape,
    writer: SerializedFileWriter<File>,
    /// Rows of both worlds that fill no row group yet.
    pending: [Vec<T>; 2],
    twin: Twin,
}

/// The twin's row groups: their bytes in a file, and the length and description of each column.
struct Twin {
    path: PathBuf,
    file: File,
    groups: Vec<Vec<(usize, ColumnCloseResult)>>,
}

impl<T: Send + Sync> Groups<T> {
    /// Starts a table.
    pub fn new(path: &Path, columns: Columns<T>, names: &Names) -> Result<Groups<T>, OutputError> {
        let file = File::create(path).map_err(|source| OutputError::at(path, source))?;
        let aside = twin_of(path);
        let both = File::options().read(true).write(true).create_new(true).open(&aside);
        let twin = both.map_err(|source| OutputError::at(&aside, source))?;
        let shape = Shape::of(&columns(names)).map_err(|error| failure(path, error))?;
        let writer = shape.writer(file).map_err(|error| failure(path, error))?;
        let twin = Twin { path: aside, file: twin, groups: Vec::new() };
        Ok(Groups { path: path.to_owned(), columns, shape, writer, pending: [Vec::new(), Vec::new()], twin })
    }

    /// Adds rows of a world.
    pub fn put(&mut self, names: &Names, which: Which, rows: Vec<T>) -> Result<(), OutputError> {
        self.pending[which as usize].extend(rows);
        while self.pending[which as usize].len() >= ROWS_A_GROUP {
            self.put_group(names, which).map_err(|error| failure(&self.path, error))?;
        }
        Ok(())
    }

    /// Encodes a row group of a world's pending rows.
    fn put_group(&mut self, names: &Names, which: Which) -> Result<(), ParquetError> {
        let pending = &mut self.pending[which as usize];
        let rows: Vec<T> = pending.drain(..ROWS_A_GROUP.min(pending.len())).collect();
        let rows: Vec<InWorld<'_, T>> =
            rows.iter().map(|row| InWorld { world: world_of(which), row }).collect();
        let encoded = self.shape.encode(&(self.columns)(names), &rows)?;
        match which {
            Which::Cluster => put_group(&mut self.writer, encoded),
            Which::Twin => self.twin.put(encoded),
        }
    }

    /// Completes the table.
    pub fn finish(mut self, names: &Names) -> Result<(), OutputError> {
        self.complete(names).map_err(|error| failure(&self.path, error))?;
        fs::remove_file(&self.twin.path).map_err(|source| OutputError::at(&self.twin.path, source))
    }

    fn complete(&mut self, names: &Names) -> Result<(), ParquetError> {
        if self.twin.groups.is_empty() {
            let [cluster, twin] = &self.pending;
            let of = |which| move |row| InWorld { world: world_of(which), row };
            let rows = cluster.iter().map(of(Which::Cluster)).chain(twin.iter().map(of(Which::Twin)));
            let rows: Vec<InWorld<'_, T>> = rows.collect();
            let columns = (self.columns)(names);
            for group in rows.chunks(ROWS_A_GROUP) {
                put_group(&mut self.writer, self.shape.encode(&columns, group)?)?;
            }
        } else {
            if !self.pending[Which::Cluster as usize].is_empty() {
                self.put_group(names, Which::Cluster)?;
            }
            if !self.pending[Which::Twin as usize].is_empty() {
                self.put_group(names, Which::Twin)?;
            }
            self.twin.move_into(&mut self.writer)?;
        }
        self.writer.finish()?;
        Ok(())
    }
}

impl Twin {
    fn put(&mut self, group: Vec<Encoded>) -> Result<(), ParquetError> {
        let mut about = Vec::with_capacity(group.len());
        for column in group {
            self.file.write_all(&column.bytes)?;
            about.push((column.bytes.len(), column.about));
        }
        self.groups.push(about);
        Ok(())
    }

    /// Appends its row groups to those of the cluster.
    fn move_into(&mut self, writer: &mut SerializedFileWriter<File>) -> Result<(), ParquetError> {
        self.file.rewind()?;
        for group in self.groups.drain(..) {
            let mut columns = Vec::with_capacity(group.len());
            for (length, about) in group {
                let mut bytes = vec![0; length];
                self.file.read_exact(&mut bytes)?;
                columns.push(Encoded { bytes, about });
            }
            put_group(writer, columns)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;

    use super::*;
    use crate::record::columns::{Cell, Column, Kind};

    fn columns(_: &Names) -> Vec<Column<'_, InWorld<'_, usize>>> {
        vec![
            Column::new("world", "word", "World", Kind::Text, |row: &InWorld<'_, usize>| {
                Cell::text(row.world.name())
            }),
            Column::new("number", "score", "Number", Kind::Number, |row: &InWorld<'_, usize>| {
                match row.row % 3 {
                    0 => Cell::Missing,
                    _ => Cell::number(*row.row as f64 / 3.0),
                }
            }),
        ]
    }

    /// Rows of both worlds are written as they come, a few thousand at a time; read back are all of the cluster's, then
    /// the twin's.
    #[test]
    fn the_twins_rows_come_after_the_clusters() {
        let names = Names::of(&crate::scenario::Scenario::from_toml(&crate::scenario::template()).unwrap());
        for (rows, groups) in
            [([0, 0], 0), ([5, 7], 1), ([70_000, 9], 2), ([70_000, 140_000], 5), ([3, 65_536], 2)]
        {
            let place = tempfile::tempdir().unwrap();
            let path = place.path().join("it.parquet");
            let mut table = Groups::new(&path, columns, &names).unwrap();
            for from in (0..140_000).step_by(9000) {
                for (which, count) in [Which::Cluster, Which::Twin].into_iter().zip(rows) {
                    table.put(&names, which, (from.min(count)..count.min(from + 9000)).collect()).unwrap();
                }
            }
            table.finish(&names).unwrap();
            assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
            let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
            assert_eq!(reader.num_row_groups(), groups, "{rows:?}");
            let mut found = reader.get_row_iter(None).unwrap();
            for (which, count) in [Which::Cluster, Which::Twin].into_iter().zip(rows) {
                for number in 0..count {
                    let row = found.next().unwrap().unwrap();
                    let cells: Vec<&Field> = row.get_column_iter().map(|(_, cell)| cell).collect();
                    assert_eq!(cells[0], &Field::Str(world_of(which).name().to_owned()));
                    let value =
                        if number % 3 == 0 { Field::Null } else { Field::Double(number as f64 / 3.0) };
                    assert_eq!(cells[1], &value);
                }
            }
            assert!(found.next().is_none());
        }
    }
}
