//! Apache Parquet: the same tables, typed, with each column's unit and meaning in the file's metadata.
//!
//! Metadata keys are `<column>.unit` and `<column>.meaning`. Every column is optional and compressed with Snappy; a
//! row group has at most [`ROWS_A_GROUP`] rows.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;

use super::OutputError;
use crate::record::columns::{Cell, Column, Kind};

/// Maximum number of rows in a row group.
pub const ROWS_A_GROUP: usize = 65_536;

/// Writes a table.
///
/// # Errors
/// When the file cannot be written.
pub fn write<R>(
    path: &Path,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), OutputError> {
    let file = File::create(path).map_err(|source| OutputError::at(path, source))?;
    write_to(file, columns, rows).map_err(|error| failure(path, error))
}

/// Writes a table to anything.
///
/// # Errors
/// When it cannot be written.
pub fn write_to<R>(
    to: impl Write + Send,
    columns: &[Column<'_, R>],
    rows: impl Iterator<Item = R>,
) -> Result<(), ParquetError> {
    let mut writer = SerializedFileWriter::new(to, schema(columns)?, properties(columns))?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<R> = rows.by_ref().take(ROWS_A_GROUP).collect();
        let mut into = writer.next_row_group()?;
        for column in columns {
            write_column(&mut into, column, &group)?;
        }
        into.close()?;
    }
    writer.close()?;
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

fn write_column<R, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column<'_, R>,
    rows: &[R],
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("more columns than the schema has".to_owned());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    match column.kind {
        Kind::Integer => put::<R, Int64Type>(&mut writer, column, rows, |cell| match cell {
            Cell::Integer(value) => Some(value),
            _ => None,
        }),
        Kind::Number => put::<R, DoubleType>(&mut writer, column, rows, |cell| cell.as_number()),
        Kind::Text => put::<R, ByteArrayType>(&mut writer, column, rows, |cell| match cell {
            Cell::Text(value) => Some(ByteArray::from(value.as_ref())),
            _ => None,
        }),
        Kind::Flag => put::<R, BoolType>(&mut writer, column, rows, |cell| match cell {
            Cell::Flag(value) => Some(value),
            _ => None,
        }),
    }?;
    writer.close()
}

fn put<R, T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
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
    let writer = writer.typed::<T>();
    writer.write_batch(&values, Some(&present), None)?;
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
