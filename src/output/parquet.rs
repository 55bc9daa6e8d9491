//! Apache Parquet: the same tables, typed, with each column's unit and meaning in the file's metadata.
//!
//! Metadata keys are `<column>.unit` and `<column>.meaning`. Every column is optional and compressed with Snappy; a
//! row group has at most [`ROWS_A_GROUP`] rows.

mod groups;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::{
    ColumnCloseResult, ColumnWriter, get_column_writer, get_typed_column_writer_mut,
};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::{SchemaDescriptor, Type};
use bytes::Bytes;
use rayon::prelude::*;

pub(super) use groups::Groups;

use super::OutputError;
use crate::record::columns::{Cell, Column, Kind};

/// Maximum number of rows in a row group.
pub const ROWS_A_GROUP: usize = 65_536;

/// Writes a table.
///
/// # Errors
/// When the file cannot be written.
pub fn write<R: Sync>(
    path: &Path,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), OutputError> {
    let file = File::create(path).map_err(|source| OutputError::at(path, source))?;
    write_to(file, columns, rows).map_err(|error| failure(path, error))
}

/// Writes a table to anything. The columns of a row group are encoded on all threads, and written in order.
///
/// # Errors
/// When it cannot be written.
pub fn write_to<R: Sync>(
    to: impl Write + Send,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), ParquetError> {
    let shape = Shape::of(columns)?;
    let mut writer = shape.writer(to)?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<R> = rows.by_ref().take(ROWS_A_GROUP).collect();
        put_group(&mut writer, shape.encode(columns, &group)?)?;
    }
    writer.close()?;
    Ok(())
}

/// What all row groups of a table share.
struct Shape {
    schema: Arc<Type>,
    fields: SchemaDescriptor,
    properties: Arc<WriterProperties>,
}

/// A column of a row group, encoded.
struct Encoded {
    bytes: Vec<u8>,
    about: ColumnCloseResult,
}

impl Shape {
    fn of<R>(columns: &[Column<'_, R>]) -> Result<Shape, ParquetError> {
        let schema = schema(columns)?;
        Ok(Shape {
            fields: SchemaDescriptor::new(Arc::clone(&schema)),
            schema,
            properties: properties(columns),
        })
    }

    fn writer<W: Write + Send>(&self, to: W) -> Result<SerializedFileWriter<W>, ParquetError> {
        SerializedFileWriter::new(to, Arc::clone(&self.schema), Arc::clone(&self.properties))
    }

    /// The columns of a row group.
    fn encode<R: Sync>(&self, columns: &[Column<'_, R>], rows: &[R]) -> Result<Vec<Encoded>, ParquetError> {
        columns.par_iter().enumerate().map(|(at, column)| self.encode_column(at, column, rows)).collect()
    }

    fn encode_column<R>(
        &self,
        at: usize,
        column: &Column<'_, R>,
        rows: &[R],
    ) -> Result<Encoded, ParquetError> {
        let mut to = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut to));
        let mut writer = get_column_writer(self.fields.column(at), Arc::clone(&self.properties), pages);
        write_column(&mut writer, column, rows)?;
        let about = writer.close()?;
        Ok(Encoded { bytes: to.into_inner()?, about })
    }
}

/// Appends a row group whose columns are encoded.
fn put_group<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    columns: Vec<Encoded>,
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for Encoded { bytes, about } in columns {
        group.append_column(&Bytes::from(bytes), about)?;
    }
    group.close()?;
    Ok(())
}

fn schema<R>(columns: &[Column<'_, R>]) -> Result<Arc<Type>, ParquetError> {
    let mut fields = Vec::with_capacity(columns.len());
    for column in columns {
        let (physical, logical) = match column.kind {
            Kind::Integer => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Flag => (Physical::BOOLEAN, None),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    let table = Type::group_type_builder("table").with_fields(fields);
    Ok(Arc::new(table.build()?))
}

fn properties<R>(columns: &[Column<'_, R>]) -> Arc<WriterProperties> {
    let mut about = Vec::with_capacity(2 * columns.len());
    for column in columns {
        let name = &column.name;
        about.push(KeyValue::new(format!("{name}.unit"), column.unit.clone()));
        about.push(KeyValue::new(format!("{name}.meaning"), column.meaning.clone()));
    }
    let properties = WriterProperties::builder()
        .set_created_by(format!("circulus version {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(about));
    Arc::new(properties.build())
}

fn write_column<R>(
    writer: &mut ColumnWriter<'_>,
    column: &Column<'_, R>,
    rows: &[R],
) -> Result<(), ParquetError> {
    match column.kind {
        Kind::Integer => put::<R, Int64Type>(writer, column, rows, |cell| match cell {
            Cell::Integer(value) => Some(value),
            _ => None,
        }),
        Kind::Number => put::<R, DoubleType>(writer, column, rows, |cell| cell.as_number()),
        Kind::Text => put::<R, ByteArrayType>(writer, column, rows, |cell| match cell {
            Cell::Text(value) => Some(ByteArray::from(value.as_ref())),
            _ => None,
        }),
        Kind::Flag => put::<R, BoolType>(writer, column, rows, |cell| match cell {
            Cell::Flag(value) => Some(value),
            _ => None,
        }),
    }
}

fn put<R, T: DataType>(
    writer: &mut ColumnWriter<'_>,
    column: &Column<'_, R>,
    rows: &[R],
    value: impl Fn(Cell<'_>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let mut values = Vec::with_capacity(rows.len());
    let mut present = Vec::with_capacity(rows.len());
    for row in rows {
        let value = value(column.value(row));
        present.push(i16::from(value.is_some()));
        values.extend(value);
    }
    get_typed_column_writer_mut::<T>(writer).write_batch(&values, Some(&present), None)?;
    Ok(())
}

/// Extracts the system error from the crate's error, so that a full disk is reported as such.
fn failure(path: &Path, error: ParquetError) -> OutputError {
    let reason = error.to_string();
    if let ParquetError::External(inner) = error
        && let Ok(source) = inner.downcast::<io::Error>()
    {
        return OutputError::at(path, *source);
    }
    OutputError::Format { path: path.to_owned(), reason }
}
